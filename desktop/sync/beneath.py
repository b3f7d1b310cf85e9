"""What others wrote beneath a waiting line: its author has gone on seeing his own value, not theirs.

A line says by its base what its author had before the eyes. Where an earlier line of this counter still waits, that is
this counter's value for the fields it changes, whatever has been taken over beneath it since.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, select

from desktop.records.office_tables import BASE_ROW, NO_FIELDS, OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.sync.entries import LineKind
from desktop.sync.link import Link
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import RowKey
from desktop.sync.store_rows import origins_of

_WAITING: Final = tuple(
    select(table.c.entity, table.c.row_id, table.c.base, table.c.patch).where(
        table.c.kind == LineKind.EDIT.value, AMONG_KEYS
    )
    for table in (OUTBOX, QUARANTINE)
)
_ORIGINS: Final = select(BASE_ROW.c.entity, BASE_ROW.c.row_id, BASE_ROW.c.origins, BASE_ROW.c.doc).where(
    AMONG_KEYS
)


class ValuesBeneath:
    """The fields of some records under which another counter's value lies, each with the base from before that.

    Args:
        connection: Any. What the lines are asked about has not been taken over since.
        link: The counter's place.
        keys: The records.
    """

    def __init__(self, connection: Connection, link: Link, keys: Collection[RowKey]) -> None:
        self._hidden: dict[RowKey, dict[str, int]] = {}
        if not keys:
            return
        covered: dict[RowKey, dict[str, int]] = {}
        for query in _WAITING:
            for row in connection.execute(query, named(keys)):
                fields = covered.setdefault((str(row.entity), str(row.row_id)), {})
                for name in Patch.from_text(str(row.patch)).fields:
                    fields[name] = min(int(row.base), fields.get(name, int(row.base)))
        if not covered:
            return
        # Of a record still to be copied anew nobody knows what lies beneath.
        self._hidden |= covered
        for entity, row_id, origins, doc in connection.execute(_ORIGINS, named(covered)):
            key = (str(entity), str(row_id))
            # A record that was taken away beneath a waiting line stood there on, whole.
            others = min(covered[key].values(), default=None) if doc == NO_FIELDS else None
            self._hidden[key] = {
                name: since
                for name, origin in origins_of(origins).items()
                if (since := covered[key].get(name, others)) is not None
                and origin.client_id != link.client_id
                and origin.seq > since
            }

    def seen(self, key: RowKey, patch: str, base: int) -> int:
        """Give up to which entry the author of a change had seen everything it changes."""
        hidden = self._hidden.get(key)
        if not hidden:
            return base
        return min((hidden[name] for name in Patch.from_text(patch).fields & hidden.keys()), default=base)
