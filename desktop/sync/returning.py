"""Leaving an office so that one can come back: what is kept of it meanwhile, and how the counter goes on there.

All that a counter ever read and sent is in its own log of operations too. One that came back and offered the whole of
it again would have the office decide every value of the past once more, as questions to people. So it goes on from
where it was, as after a copied disk: under a new name, and only with what nobody there has yet.
"""

import json
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from desktop.records.office_tables import OFFICE_LINK, RESERVED_NUMBER
from desktop.records.tables import META
from desktop.sync.fork import go_on_as_another
from desktop.sync.link import Link, forget_office, link_of, read_link, texts_of

_LEFT: Final = "left_office"


def set_office_aside(connection: Connection) -> None:
    """Let the counter work alone; its place and what still waits are kept, what opens the store is not."""
    link = read_link(connection)
    if link is None:
        return
    left = replace(link, address="", role="", password="", authority="", office_key=b"", invitation="")
    connection.execute(
        insert(META).prefix_with("OR REPLACE"), {"k": _LEFT, "v": json.dumps(texts_of(left), sort_keys=True)}
    )
    for table in (OFFICE_LINK, RESERVED_NUMBER):
        connection.execute(delete(table))


def last_place(connection: Connection) -> Link | None:
    """Give the place in the office this counter left; None when it never left one, or went to another since."""
    found = connection.scalar(select(META.c.v).where(META.c.k == _LEFT))
    return None if found is None else link_of(json.loads(found))


def place_again(connection: Connection, dataset_id: str, client_id: str) -> Link | None:
    """Give the place to go on from in an office this counter was in before; None, and nothing kept, in any other.

    Args:
        connection: A writing transaction of a counter that works alone.
        dataset_id: The office it joins.
        client_id: Its new name: the old one was retired.
    """
    left = last_place(connection)
    connection.execute(delete(META).where(META.c.k == _LEFT))
    if left is None or left.dataset_id != dataset_id:
        forget_office(connection)
        return None
    # At least one: also a counter that had read nothing numbers its lines anew. What it was still reading it reads on.
    link = go_on_as_another(connection, left, client_id, catch_up=max(1, left.cursor, left.catch_up))
    return replace(link, counter_no=0)
