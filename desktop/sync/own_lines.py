"""What a counter had seen because it wrote it itself, said before its lines go on under another name.

Under one name nobody is asked about his own later value, whatever base it says. Under another name only the base says
what the author had before the eyes: so it is lifted over the author's own entries first, and over nobody else's.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Row, bindparam, func, select, update

from desktop.records.many_rows import ManyRows
from desktop.records.office_tables import OFFICE_ENTRY, OUTBOX
from desktop.records.tables import OPERATION
from desktop.sync.entries import Line
from desktop.sync.entry_notes import kept_entry
from desktop.sync.line_rows import line_of
from desktop.sync.link import Link
from desktop.sync.merge import apply_reading
from desktop.sync.offered_lines import seen_until
from desktop.sync.replica import load_bases
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import NO_ROW, RowKey, RowState
from desktop.sync.store_rules import read_entry

_LIFT: Final = ManyRows(
    update(OUTBOX).where(OUTBOX.c.op == bindparam("lifted")).values(base=bindparam("seen"))
)
_WRITTEN: Final = select(OPERATION.c.entity, OPERATION.c.row_id, OPERATION.c.hlc).where(
    (OPERATION.c.source == 0) | (OPERATION.c.op <= bindparam("own_until")), AMONG_KEYS
)


def lift_over_own(connection: Connection, link: Link) -> None:
    """Lift the bases of what waits over what this counter has written under its name and read back.

    Every such entry is its own: a line under its name that is not would have been found out before it was taken over.
    The lines are hashed anew by who numbers them.
    """
    lines = [line_of(row) for row in connection.execute(select(OUTBOX).order_by(OUTBOX.c.op))]
    bases = load_bases(connection, {(line.entity, line.row_id) for line in lines})
    lifted = []
    for line in lines:
        seen = seen_of_own(line, bases.get((line.entity, line.row_id), NO_ROW), link.client_id)
        if seen > line.base:
            lifted.append({"lifted": line.op, "seen": seen})
    _LIFT.run(connection, lifted)


def seen_of_own(line: Line, row: RowState, author: str) -> int:
    """Give up to which entry the author of a line had seen its record, if what came later is all the author's own."""
    return seen_until(line, row, lambda name, _: row.origins[name].client_id == author)


def written_here(
    connection: Connection, link: Link, entries: Sequence[Row[tuple[object, ...]]]
) -> frozenset[int]:
    """Give which entries this counter has written, as far as it knows of it: also under another name than its own.

    Args:
        connection: Any.
        link: The counter's place.
        entries: Of `office_entry`.
    """
    others = {(str(row.entity), str(row.row_id)) for row in entries if row.client_id != link.client_id}
    rows = connection.execute(_WRITTEN, named(others) | {"own_until": link.own_until})
    written = {(row.entity, row.row_id, row.hlc) for row in rows}
    return frozenset(
        int(row.seq)
        for row in entries
        if row.client_id == link.client_id or (row.entity, row.row_id, row.hlc) in written
    )


class OwnBefore:
    """What the authors of some lines had written about the same records up to a place of the log.

    Args:
        connection: Any.
        rows: Of `office_entry` or `outbox`: the lines it will be asked about.
        place: An entry of the log.
    """

    def __init__(
        self, connection: Connection, rows: Sequence[Row[tuple[object, ...]]], *, place: int
    ) -> None:
        self._rows: dict[RowKey, RowState] = {}
        # A counter that began with a copy of the records has no entries before it: of those it says nothing.
        self._since = int(connection.scalar(select(func.min(OFFICE_ENTRY.c.seq))) or place + 1) - 1
        first = min((int(row.base) for row in rows), default=place)
        query = select(OFFICE_ENTRY).where(
            OFFICE_ENTRY.c.seq > first, OFFICE_ENTRY.c.seq <= place, AMONG_KEYS
        )
        keys = {(str(row.entity), str(row.row_id)) for row in rows}
        for entry in map(kept_entry, connection.execute(query.order_by(OFFICE_ENTRY.c.seq), named(keys))):
            key, reading = (entry.line.entity, entry.line.row_id), read_entry(entry)
            if reading is not None:
                self._rows[key] = apply_reading(entry, reading, self._rows.get(key, NO_ROW))

    def seen(self, line: Line, author: str) -> int:
        """Give up to which entry the author of a line had seen its record."""
        if line.base < self._since:
            return line.base
        return seen_of_own(line, self._rows.get((line.entity, line.row_id), NO_ROW), author)
