"""Lines whose authors had not seen what they write over, though the log takes that for this counter's own value.

The log asks nobody about his own later value. But after a store lost its end the lines of several people come back by
this counter; and a value that met the same one of another counter has become this counter's own. So a line
keeps which fields are to be asked about (`offered_lines.keep_refusals`), and hands that on to what is typed over it
while it waits.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from desktop.records.office_tables import OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.sync.entries import Entry, LineKind
from desktop.sync.merge import Reading, met_unseen
from desktop.sync.offered_lines import has_marks, hidden_fields, keep_refusals, refused_of
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import RowKey, RowState

_WAITING: Final = tuple(
    select(
        table.c.entity,
        table.c.row_id,
        table.c.local_op,
        table.c.base,
        table.c.patch,
        mark.label("mark"),
        op.label("op"),
    ).where(table.c.kind == LineKind.EDIT.value, AMONG_KEYS)
    for table, mark, op in (
        (OUTBOX, OUTBOX.c.former_hash, OUTBOX.c.op),
        (QUARANTINE, QUARANTINE.c.local_op, QUARANTINE.c.local_op * 0),
    )
)


def quarantine_mark(local_op: int) -> bytes:
    """Give the name under which is kept what the author of something set aside had not seen; it has no hash then."""
    return f"set aside {local_op}".encode()


def mark_unseen(
    connection: Connection, mark: bytes | int | None, fields: Collection[str], *, local_op: int
) -> None:
    """Keep that the author of a line that waits had not seen what lies beneath some of its fields.

    Args:
        connection: A writing transaction.
        mark: The hash it had, None for one without; of a line set aside its operation.
        fields: Of the line.
        local_op: Its operation at this counter.
    """
    name = _name_of(mark) or f"typed over {local_op}".encode()
    if mark is None:
        line = (OUTBOX.c.local_op == local_op) & (OUTBOX.c.kind == LineKind.EDIT.value)
        connection.execute(update(OUTBOX).where(line).values(former_hash=name))
    keep_refusals(connection, {name: fields})


def _name_of(mark: bytes | int | None) -> bytes:
    return quarantine_mark(mark) if isinstance(mark, int) else bytes(mark or b"")


def hand_on(
    connection: Connection, entry: Entry, reading: Reading, before: RowState, *, is_marked: bool
) -> None:
    """Let waiting lines know what one of this counter's met as it was taken over: the same value, written by another.

    Their authors have seen neither that nor, where the value was refused before a store lost it, the value itself.

    Args:
        connection: A writing transaction; the line still stands in the outbox.
        entry: What came back.
        reading: What it says.
        before: The record before it.
        is_marked: Whether anything is kept of what authors of lines had not seen.
    """
    line, refused = entry.line, reading.refusal.fields
    unseen = met_unseen(line, reading.patch, refused, before, entry.client_id)
    if is_marked:
        former = connection.scalar(select(OUTBOX.c.former_hash).where(OUTBOX.c.op == line.op))
        marked = refused_of(connection, former) & reading.patch.fields
        unseen |= dict.fromkeys(marked.difference(refused), entry.seq)
    if not unseen:
        return
    rows = [
        row for query in _WAITING for row in connection.execute(query, named([(line.entity, line.row_id)]))
    ]
    own = next((row.local_op for row in rows if row.op == line.op), None)
    for row in rows:
        names = Patch.from_text(row.patch).fields & unseen.keys()
        hidden = {name for name in names if row.base < unseen[name]}
        if hidden and row.op != line.op and (own is None or row.local_op >= own):
            mark_unseen(connection, row.mark, hidden, local_op=row.local_op)


def keep_marks_aside(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """Keep what the authors of lines had not seen where the lines are set aside, and have no hash any more."""
    hidden = hidden_fields(connection)
    marked = {row.local_op: bytes(row.former_hash) for row in rows if row.former_hash is not None}
    keep_refusals(connection, {quarantine_mark(op): hidden(mark) for op, mark in marked.items()})


class MarkedLines:
    """The fields of some records whose value on the screen hides one that its author had not seen.

    Args:
        connection: A writing transaction.
        keys: The records.
    """

    def __init__(self, connection: Connection, keys: Collection[RowKey]) -> None:
        self._connection = connection
        self._hidden: dict[RowKey, frozenset[str]] = {}
        if not keys or not has_marks(connection):
            return
        known = hidden_fields(connection)
        rows = [row for query in _WAITING for row in connection.execute(query, named(keys))]
        for row in sorted(rows, key=lambda row: int(row.local_op)):
            key, fields = (str(row.entity), str(row.row_id)), Patch.from_text(str(row.patch)).fields
            # What lies on top counts: over a line that has seen everything all has been seen.
            known_of = known(_name_of(row.mark)) & fields
            self._hidden[key] = self._hidden.get(key, frozenset()) - fields | known_of

    def mark(self, key: RowKey, patch: str, local_op: int) -> bytes | None:
        """Keep what the author of a new line has not seen; gives the name under which it is kept, None for nothing."""
        hidden = self._hidden.get(key)
        if not hidden or not (inherited := hidden & Patch.from_text(patch).fields):
            return None
        name = f"typed over {local_op}".encode()
        keep_refusals(self._connection, {name: inherited})
        return name
