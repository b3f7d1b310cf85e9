"""Waiting lines that others may hold and offer too: an earlier life of this counter, or whoever read what a store lost.

The first one brings a line back for all; whoever reads that lets go of his own. What waits behind it knows from then on
that the log has it, so that nobody is asked about a value its author had before the eyes.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, bindparam, delete, insert, select, update

from desktop.records.legible import UNREADABLE
from desktop.records.many_rows import Query
from desktop.records.office_tables import OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.records.refused_edits import LineContent
from desktop.records.tables import META
from desktop.sync.entries import Entry, Line, LineKind, Refusal, SignedLine
from desktop.sync.line_rows import line_of
from desktop.sync.link import Link
from desktop.sync.row_state import NO_ROW, RowKey, RowState

_REFUSED: Final = "refused_before"
_UNSHOWN: Final = b"unshown "
_KEPT: Final = Query(select(META.c.v).where(META.c.k == _REFUSED))
_MARKED: Final = Query(
    select(OUTBOX.c.op)
    .where(OUTBOX.c.op.between(bindparam("first"), bindparam("last")), OUTBOX.c.former_hash.is_not(None))
    .limit(1)
)


class OfferedLines:
    """Those lines on their way through a page of the log.

    Args:
        connection: A writing transaction.
        link: The counter's place; one that never went on under another name has no such lines.

    Attributes:
        gaps: Whether lines have left the outbox that will not be sent, so that what is behind them is numbered anew.
    """

    def __init__(self, connection: Connection, link: Link) -> None:
        self.gaps = False
        self._connection = connection
        self._former, self._names = link.former, {link.client_id, *link.former}
        self._ops: dict[LineContent, int] = {}
        self._left = self._base = 0
        self._never_stood: frozenset[str] = frozenset()
        self._never_shown: frozenset[str] = frozenset()
        if link.former:
            rows = connection.execute(select(OUTBOX).where(OUTBOX.c.former_hash.is_not(None))).all()
            self._ops = {content_of(line_of(row)): int(row.op) for row in rows}

    def came_back(self, line: Line) -> None:
        """Forget a line: this counter has sent it itself."""
        self._left = 0
        if self._ops:
            self._ops.pop(content_of(line), None)

    def find(self, entry: Entry, *, waits: bool) -> int | None:
        """Give the number of the waiting line that an entry of somebody else is, None for none; it is found once.

        Args:
            entry: The entry.
            waits: Whether anything waits about its record.
        """
        self._left = 0
        op = None
        # Empty lines of several counters may say the same, and each may bring a key of its own.
        is_edit = entry.line.kind is LineKind.EDIT
        if self._ops:
            op = self._ops.pop(content_of(entry.line), None) if is_edit else None
            if entry.client_id in self._former:
                # Word for word what an earlier life has sent; only empty places can have the same content twice.
                query = select(OUTBOX.c.op).where(OUTBOX.c.former_hash == entry.op_hash)
                op = self._connection.scalar(query) or op
        if op is None and waits and is_edit:
            # Another life may have gone on under a name unknown here: a disk that was copied or put back.
            op = self._same(entry)
        if op is not None:
            self._left, self.gaps = op, True
            former, self._base = self._connection.execute(
                select(OUTBOX.c.former_hash, OUTBOX.c.base).where(OUTBOX.c.op == op)
            ).one()
            known = _refusals(self._connection)
            self._never_stood = frozenset(known.get(_hex(former), ()))
            self._never_shown = frozenset(known.get(_hex(_UNSHOWN + bytes(former or b"")), ()))
        return op

    def forget_set_aside(self, entry: Entry) -> int | None:
        """Let go of a line that stands in quarantine here and in the log now; gives its operation at this counter."""
        row = self._alike(QUARANTINE, entry)
        if row is None:
            return None
        self._connection.execute(delete(QUARANTINE).where(QUARANTINE.c.local_op == row.local_op))
        return int(row.local_op)

    def _same(self, entry: Entry) -> int | None:
        row = self._alike(OUTBOX, entry)
        return None if row is None else int(row.op)

    def _alike(self, table: Table, entry: Entry) -> Row[Any] | None:
        line = entry.line
        alike = (table.c.entity == line.entity) & (table.c.row_id == line.row_id) & (table.c.hlc == line.hlc)
        rows = self._connection.execute(select(table).where(alike).order_by(table.c.local_op)).all()
        return next((row for row in rows if content_of(line_of(row, op=0)) == content_of(line)), None)

    def lift_bases(self, key: RowKey, row: RowState, *, seq: int, before: RowState = NO_ROW) -> None:
        """Let the lines about a record that wait behind the one just found know that the log has it.

        Args:
            key: The record.
            row: How it stands now.
            seq: The entry the log has it in.
            before: How it stood.
        """
        if not self._left:
            return
        behind = (OUTBOX.c.entity == key[0]) & (OUTBOX.c.row_id == key[1]) & (OUTBOX.c.op > self._left)
        known = _refusals(self._connection)
        # A value that was refused before the store lost it stood before nobody's eyes, and over a value that has not
        # seen it nobody else has either.
        # The same holds where the line met the same value, written by somebody else.
        unseen = self._never_stood.union(
            name
            for name, origin in before.origins.items()
            if origin.seq > self._base and origin.client_id not in self._names
        )
        for waiting in self._connection.execute(select(OUTBOX).where(behind).order_by(OUTBOX.c.op)).all():
            line, hidden = line_of(waiting), unseen.union(known.get(_hex(waiting.former_hash), ()))
            if waiting.local_op > 0:  # done here; the others were done where the value stood on the screen
                hidden |= self._never_shown
            base = seen_until(line, row, _only(seq, hidden))
            if base < seq:
                unseen = unseen.union(Patch.from_text(line.patch).fields)
            self._connection.execute(update(OUTBOX).where(OUTBOX.c.op == line.op).values(base=base))


def content_of(line: Line) -> LineContent:
    """Give what stays of a line when another counter, or a later life of this one, offers it again."""
    return line.entity, line.row_id, line.patch, line.actor, line.made_at, line.hlc


def seen_until(line: Line, row: RowState, was_seen: Callable[[str, int], bool]) -> int:
    """Give up to which entry the author of a line had seen its record.

    Args:
        line: What waits.
        row: The record as it stands.
        was_seen: Tells of a field and an entry after the line's base whether the author had that value before the eyes.
    """
    later = {
        name: origin.seq
        for name, origin in row.origins.items()
        if name in Patch.from_text(line.patch).fields and origin.seq > line.base
    }
    # Anything else that has changed meanwhile was not seen: then the line is asked about, as a whole.
    if not all(was_seen(name, seq) for name, seq in later.items()):
        return line.base
    return max(later.values(), default=line.base)


def is_marked(connection: Connection, lines: Sequence[SignedLine]) -> bool:
    """Tell whether others may hold one of these lines too, or one hides what its author had not seen."""
    return bool(_MARKED.all(connection, {"first": lines[0].line.op, "last": lines[-1].line.op}))


def keep_refusals(connection: Connection, refused: Mapping[bytes, Collection[str]]) -> None:
    """Keep which fields of lines were refused, or would have been, by the hashes the lines had.

    Offered again they are asked about again.
    """
    known = _refusals(connection)
    found = {op_hash.hex(): fields for op_hash, fields in refused.items() if fields}
    if found:
        kept = known | {name: sorted({*known.get(name, ()), *fields}) for name, fields in found.items()}
        plain = json.dumps(kept, sort_keys=True)
        connection.execute(insert(META).prefix_with("OR REPLACE"), {"k": _REFUSED, "v": plain})


def keep_unshown(connection: Connection, lines: Mapping[bytes, Collection[str]]) -> None:
    """Keep which fields of lines never stood on the screen here, by the hashes the lines had.

    The store lost them again before their records had been copied: what is typed over them has not seen them.
    """
    keep_refusals(connection, {_UNSHOWN + op_hash: fields for op_hash, fields in lines.items()})


def refused_fields(refusal: str) -> Collection[str]:
    """Give the fields that an entry's refusal names, none when nobody can read it."""
    try:
        return Refusal.from_text(refusal).fields
    except UNREADABLE:
        return ()  # a bug or another program wrote it


def refused_of(connection: Connection, mark: bytes | None) -> frozenset[str]:
    """Give the fields of a line that were refused, or would have been, by the hash or the mark it has."""
    return frozenset(_refusals(connection).get(_hex(mark), ()))


def hidden_fields(connection: Connection) -> Callable[[bytes], frozenset[str]]:
    """Give what tells, by the hash or the mark a line had, which fields were refused, would be or never shown."""
    known = _refusals(connection)
    return lambda mark: frozenset(known.get(mark.hex(), ())).union(known.get((_UNSHOWN + mark).hex(), ()))


def refused_before(connection: Connection, lines: Sequence[SignedLine]) -> dict[int, frozenset[str]]:
    """Give which fields of these lines were refused before a store lost them, by the numbers of the lines."""
    known = _refusals(connection)
    if not known:
        return {}
    within = OUTBOX.c.op.between(lines[0].line.op, lines[-1].line.op) & OUTBOX.c.former_hash.is_not(None)
    rows = connection.execute(select(OUTBOX.c.op, OUTBOX.c.former_hash).where(within))
    return {int(row.op): frozenset(known.get(bytes(row.former_hash).hex(), ())) for row in rows}


def has_marks(connection: Connection) -> bool:
    """Tell whether anything is kept of what authors of waiting lines had not seen."""
    return bool(_KEPT.all(connection))


def _only(seq: int, hidden: Collection[str]) -> Callable[[str, int], bool]:
    return lambda name, at: at == seq and name not in hidden


def _hex(former_hash: bytes | None) -> str:
    return bytes(former_hash or b"").hex()


def _refusals(connection: Connection) -> dict[str, list[str]]:
    kept = _KEPT.all(connection)
    found: dict[str, list[str]] = json.loads(kept[0].v) if kept else {}
    return found
