"""What people call the counters, kept here so that a card can say "Quầy 2" while the store is away."""

import json
from collections import Counter as Tally
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, insert, select

from desktop.records.office_tables import COUNTER_NAMES, OFFICE_LINK
from desktop.sync.remote import CounterInfo


def known_names(connection: Connection) -> dict[str, str]:
    """Give the names of counters by their `client_id`, as they were last read."""
    text = connection.scalar(select(OFFICE_LINK.c.v).where(OFFICE_LINK.c.k == COUNTER_NAMES))
    return {} if text is None else {str(key): str(name) for key, name in json.loads(text).items()}


def names_of(counters: Iterable[CounterInfo]) -> dict[str, str]:
    """Give the names of counters; a copied disk came in under the name of the first one, so numbers tell them apart."""
    # Without a number are those the store knows only from entries that were put back: of them it has no name.
    listed = [(info, info.name or f"Quầy {info.counter_no}") for info in counters if info.counter_no]
    taken = Tally(name for info, name in listed if not info.retired)
    return {
        info.client_id: f"{name} (số {info.counter_no})" if taken[name] > 1 and not info.retired else name
        for info, name in listed
    }


def keep_names(connection: Connection, counters: tuple[CounterInfo, ...]) -> None:
    """Keep the names of counters; those of counters long gone stay.

    An empty one is kept of a counter nobody knows, so that the store is not asked again and again.
    """
    listed = dict.fromkeys((info.client_id for info in counters), "")
    names: Mapping[str, str] = {**listed, **known_names(connection), **names_of(counters)}
    connection.execute(
        insert(OFFICE_LINK).prefix_with("OR REPLACE"),
        {"k": COUNTER_NAMES, "v": json.dumps(names, ensure_ascii=False, sort_keys=True)},
    )
