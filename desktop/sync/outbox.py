"""The counter's own lines on their way to the office's log: made, kept until they come back, or set aside.

Operations become lines lazily, and always before the shared state beneath them moves: the base of a line is what its
author had before the eyes. Nothing is removed here because it was sent; only what has come back from the log is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, exists, func, insert, or_, select, true, update

from desktop.records.many_rows import ManyRows, Query
from desktop.records.office_tables import BASE_ROW, NO_FIELDS, OUTBOX, QUARANTINE, REFUSED_FIELD
from desktop.records.operations import Patch
from desktop.records.tables import OPERATION, utc_text
from desktop.sync.beneath import ValuesBeneath
from desktop.sync.entries import Line, LineKind, SignedLine, line_genesis
from desktop.sync.illegible import ILLEGIBLE_RECORD
from desktop.sync.line_rows import emptied, line_of, waiting_values
from desktop.sync.link import Link
from desktop.sync.marked_lines import MarkedLines, keep_marks_aside, quarantine_mark
from desktop.sync.removals import TAKEN_AWAY
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import RowKey
from desktop.sync.unshown import ValuesUnshown

BATCH: Final = 200
BATCH_CHARS: Final = 500_000
_UNLINED: Final = Query(
    select(OPERATION)
    .where(
        OPERATION.c.op > bindparam("lined"),
        (OPERATION.c.source == 0) | (OPERATION.c.op <= bindparam("own_until")),
    )
    .order_by(OPERATION.c.op)
)
_WAIT: Final = ManyRows(insert(OUTBOX))
_WAITING_ON: Final = tuple(
    Query(
        select(table.c.entity, table.c.row_id, table.c.local_op, op.label("op"), table.c.patch).where(
            table.c.kind == LineKind.EDIT.value, AMONG_KEYS
        )
    )
    for table, op in ((OUTBOX, OUTBOX.c.op), (QUARANTINE, QUARANTINE.c.local_op * 0))
)
_IS_ASIDE: Final = exists().where(QUARANTINE.c.local_op.is_not(None)).label("is_aside")
_ASIDE: Final = Query(select(_IS_ASIDE))
_APART: Final = Query(
    select(_IS_ASIDE, exists().where(REFUSED_FIELD.c.field == ILLEGIBLE_RECORD).label("is_illegible"))
)
_BASES: Final = Query(select(BASE_ROW.c.entity, BASE_ROW.c.row_id, BASE_ROW.c.rev).where(AMONG_KEYS))
# Whether a line takes a record away or writes it whole: that needs nothing of what is set aside.
_STANDS_ALONE: Final = or_(*(OUTBOX.c.patch.contains(f'"{mark}"') for mark in TAKEN_AWAY.values()))
_FOLLOWING: Final = (
    select(OUTBOX.c.txn_no, QUARANTINE.c.why)
    .join(QUARANTINE, (QUARANTINE.c.entity == OUTBOX.c.entity) & (QUARANTINE.c.row_id == OUTBOX.c.row_id))
    .outerjoin(BASE_ROW, (BASE_ROW.c.entity == OUTBOX.c.entity) & (BASE_ROW.c.row_id == OUTBOX.c.row_id))
    .where(
        OUTBOX.c.kind == LineKind.EDIT.value,
        QUARANTINE.c.kind == LineKind.EDIT.value,
        # It has never been, or was taken away and what brings it back is set aside.
        BASE_ROW.c.rev.is_(None) | ((BASE_ROW.c.doc == NO_FIELDS) & ~_STANDS_ALONE),
    )
    .order_by(OUTBOX.c.op)
    .limit(1)
)
_SET_ASIDE: Final = ManyRows(insert(QUARANTINE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A line that has not come back yet, as the records see it.

    Attributes:
        local_op: Its operation at this counter; the order in which it lies over the shared state.
        op: Its number as a line, 0 for one in quarantine.
        patch: What it changes.
    """

    local_op: int
    op: int
    patch: Patch


def line_up(connection: Connection, link: Link) -> Link:
    """Make lines of all operations that have none yet; gives the place after them."""
    return lined_up(connection, link)[0]


def lined_up(connection: Connection, link: Link) -> tuple[Link, tuple[SignedLine, ...]]:
    """Make lines of all operations that have none yet; gives the place after them, and the lines."""
    operations = _UNLINED.all(connection, {"lined": link.lined, "own_until": link.own_until})
    if not operations:
        return link, ()
    keys = {(str(row.entity), str(row.row_id)) for row in operations}
    bases = _bases(connection, keys)
    vouched = 0 if link.joining is None else link.vouched
    # Almost always the screen shows the shared state itself: one look tells, and nothing more is asked.
    is_aside, is_illegible = _APART.all(connection)[0]
    waits = is_aside or link.line_op != link.acked_op
    beneath = ValuesBeneath(connection, link, keys if waits else ())
    unshown = ValuesUnshown(connection, link, keys if is_illegible else ())
    marked = MarkedLines(connection, keys if waits else ())
    op, previous, txn, local_txn = link.line_op, link.line_hash, link.line_txn, None
    lines: list[SignedLine] = []
    rows: list[dict[str, object]] = []
    for index, row in enumerate(operations):
        following = operations[index + 1] if index + 1 < len(operations) else None
        if row.txn_no != local_txn:
            txn, local_txn = txn + 1, row.txn_no
        op, key, patch = op + 1, (str(row.entity), str(row.row_id)), str(row.patch)
        line = Line(
            op=op,
            txn_no=txn,
            txn_end=following is None or following.txn_no != row.txn_no,
            kind=LineKind.EDIT,
            entity=str(row.entity),
            row_id=str(row.row_id),
            base=unshown.seen(key, patch, beneath.seen(key, patch, bases.get(key, vouched))),
            patch=patch,
            actor=str(row.actor),
            made_at=str(row.made_at),
            hlc=str(row.hlc),
            schema_level=int(row.schema_level),
        )
        previous = line.hash_after(previous)
        lines.append(signed := SignedLine(line=line, op_hash=previous))
        local_op = int(row.op)
        rows.append(waiting_values(signed, local_op=local_op, former_hash=marked.mark(key, patch, local_op)))
    _WAIT.run(connection, rows)
    place = replace(link, lined=int(operations[-1].op), line_op=op, line_hash=previous, line_txn=txn)
    return place, tuple(lines)


def wait_too(connection: Connection, link: Link, lines: Iterable[Line]) -> Link:
    """Let lines wait that no operation of this counter stands behind; gives the place after them.

    Args:
        connection: A writing transaction.
        link: The counter's place.
        lines: Each a unit of work; they are given their numbers here.
    """
    rows: list[dict[str, object]] = []
    for line in lines:
        op, txn = link.line_op + 1, link.line_txn + 1
        placed = replace(line, op=op, txn_no=txn, txn_end=True)
        signed = SignedLine(line=placed, op_hash=placed.hash_after(link.line_hash))
        rows.append(waiting_values(signed, local_op=link.lined))
        link = replace(link, line_op=op, line_txn=txn, line_hash=signed.op_hash)
    _WAIT.run(connection, rows)
    return link


def next_batch(
    connection: Connection, link: Link, fresh: tuple[SignedLine, ...] = (), *, limit: int = BATCH
) -> tuple[SignedLine, ...]:
    """Give the next lines to send, about `limit` of them and never half a unit of work.

    Args:
        connection: Any.
        link: The counter's place.
        fresh: The lines that were made in this transaction, as they stand in the outbox.
        limit: Of lines; fewer where they are long.
    """
    if (
        fresh
        and link.acked_op + len(fresh) == link.line_op
        and len(fresh) <= limit
        and _whole_units([signed.line for signed in fresh]) == len(fresh)
    ):
        return fresh  # nothing waited before them
    query = select(OUTBOX).order_by(OUTBOX.c.op)
    rows = connection.execute(query.limit(limit)).all()
    if rows:
        count = _whole_units(rows)
        whole = query.where(OUTBOX.c.txn_no == rows[0].txn_no)
        rows = rows[:count] if count else connection.execute(whole).all()
    return tuple(SignedLine(line=line_of(row), op_hash=bytes(row.op_hash)) for row in rows)


def _whole_units(lines: Sequence[Line | Row[Any]]) -> int:
    """Give how many of these lines are whole units of work that are not too long together; one unit may be longer."""
    ends = [index + 1 for index, line in enumerate(lines) if line.txn_end]
    lengths = list(accumulate(len(line.patch) for line in lines))
    fitting = [end for end in ends if lengths[end - 1] <= BATCH_CHARS]
    return (fitting or ends[:1] or [0])[-1]


def hash_of_line(connection: Connection, link: Link, op: int) -> bytes | None:
    """Give the hash this counter holds for one of its lines; None for a line it does not know."""
    if op == 0:
        return line_genesis(link.client_id)
    if op == link.acked_op:
        return link.acked_hash
    found = connection.scalar(select(OUTBOX.c.op_hash).where(OUTBOX.c.op == op))
    return None if found is None else bytes(found)


def waiting_on(connection: Connection, keys: Collection[RowKey]) -> dict[RowKey, list[Waiting]]:
    """Give what lies over the shared state of some records, in the order it was done."""
    found: dict[RowKey, list[Waiting]] = {}
    for query in _WAITING_ON:
        for row in query.all(connection, named(keys)):
            found.setdefault((str(row.entity), str(row.row_id)), []).append(
                Waiting(local_op=int(row.local_op), op=int(row.op), patch=Patch.from_text(row.patch))
            )
    for lines in found.values():
        lines.sort(key=lambda waiting: waiting.local_op)
    return found


def narrow_quarantined(connection: Connection, waiting: Sequence[Waiting], newer: Waiting) -> list[Waiting]:
    """Let what stands in quarantine go of the fields its author has written anew since; gives what waits then.

    Otherwise the older value would lie on top again once the newer one is in the log, and replace it when it is
    offered once more.
    """
    written = newer.patch.fields - {name for name, _ in newer.patch.was}
    left: list[Waiting] = []
    for one in waiting:
        gone = written & one.patch.fields - {name for name, _ in one.patch.was}
        if one.op or one.local_op >= newer.local_op or not gone:
            left.append(one)
            continue
        values = {name: value for name, value in one.patch.values.items() if name not in gone}
        patch = replace(
            one.patch, values=values, clear=tuple(name for name in one.patch.clear if name not in gone)
        )
        row = QUARANTINE.c.local_op == one.local_op
        if patch.fields or patch.erase:
            connection.execute(update(QUARANTINE).where(row).values(patch=patch.to_text()))
            left.append(replace(one, patch=patch))
        else:
            connection.execute(delete(QUARANTINE).where(row))
    return left


def set_aside(connection: Connection, link: Link, txn_no: int, why: str, now: datetime) -> Link:
    """Move a unit of work that the store can never take into quarantine; its numbers go out as empty lines.

    The lines behind it are chained anew; none of them can be in the log yet.
    """
    rows = connection.execute(select(OUTBOX).where(OUTBOX.c.txn_no == txn_no).order_by(OUTBOX.c.op)).all()
    # A number of its own: under a new name the counter's units begin at 1 again.
    number = int(connection.scalar(select(func.max(QUARANTINE.c.txn_no))) or 0) + 1
    kept = [
        {
            column.name: getattr(row, column.name)
            for column in QUARANTINE.c
            if column.name not in {"why", "at"}
        }
        | {"txn_no": number, "why": why, "at": utc_text(now)}
        for row in rows
        if row.kind == LineKind.EDIT.value
    ]
    _SET_ASIDE.run(connection, kept)
    keep_marks_aside(connection, rows)
    return rechain(connection, link, from_op=int(rows[0].op), void_txn=txn_no)


def set_aside_what_follows(connection: Connection, link: Link, now: datetime) -> Link:
    """Move what was done about records whose beginning stands in quarantine there too: alone it means nothing.

    Afterwards the lines of those units of work go out as empty ones, like the first.
    """
    if not _ASIDE.all(connection)[0].is_aside:
        return link
    while (row := connection.execute(_FOLLOWING).first()) is not None:
        link = set_aside(connection, link, int(row.txn_no), str(row.why), now)
    return link


def take_back(connection: Connection, link: Link, units: Collection[int] | None = None) -> Link:
    """Offer what is in quarantine once more, as new lines, but for what its author has written anew since.

    Args:
        connection: A writing transaction.
        link: The counter's place.
        units: Numbers of units of work; None for all.
    """
    keys = {(str(row.entity), str(row.row_id)) for row in connection.execute(select(QUARANTINE)).all()}
    for waiting in waiting_on(connection, keys).values():
        left: Sequence[Waiting] = waiting
        for newer in waiting:
            if newer.op:
                left = narrow_quarantined(connection, left, newer)
    taken = true() if units is None else QUARANTINE.c.txn_no.in_(units)
    rows = connection.execute(select(QUARANTINE).where(taken).order_by(QUARANTINE.c.local_op)).all()
    op, previous, txn, old_txn = link.line_op, link.line_hash, link.line_txn, None
    lines: list[dict[str, object]] = []
    for index, row in enumerate(rows):
        if row.txn_no != old_txn:
            txn, old_txn = txn + 1, row.txn_no
        op += 1
        is_last = index + 1 == len(rows) or rows[index + 1].txn_no != row.txn_no
        line = replace(line_of(row, op=op), txn_no=txn, txn_end=is_last)
        previous = line.hash_after(previous)
        signed, local_op = SignedLine(line=line, op_hash=previous), int(row.local_op)
        lines.append(waiting_values(signed, local_op=local_op, former_hash=quarantine_mark(local_op)))
    _WAIT.run(connection, lines)
    connection.execute(delete(QUARANTINE).where(taken))
    return replace(link, line_op=op, line_hash=previous, line_txn=txn)


def rechain(connection: Connection, link: Link, *, from_op: int, void_txn: int = -1) -> Link:
    """Hash the waiting lines anew from one of them on; one unit of work among them becomes empty places."""
    rows = connection.execute(select(OUTBOX).where(OUTBOX.c.op >= from_op).order_by(OUTBOX.c.op)).all()
    before = connection.scalar(select(OUTBOX.c.op_hash).where(OUTBOX.c.op == from_op - 1))
    previous = link.acked_hash if before is None else bytes(before)
    lines: list[dict[str, object]] = []
    for row in rows:
        line = line_of(row)
        if row.txn_no == void_txn:
            line = emptied(line)
        previous = line.hash_after(previous)
        lines.append(
            waiting_values(
                SignedLine(line=line, op_hash=previous),
                local_op=int(row.local_op),
                former_hash=row.former_hash,
            )
        )
    connection.execute(delete(OUTBOX).where(OUTBOX.c.op >= from_op))
    _WAIT.run(connection, lines)
    return replace(link, line_hash=previous)


def renumber(connection: Connection, link: Link) -> Link:
    """Number what still waits 1, 2, 3 ... under the counter's new name."""
    rows = connection.execute(select(OUTBOX).order_by(OUTBOX.c.op)).all()
    units = {txn_no: index for index, txn_no in enumerate(dict.fromkeys(row.txn_no for row in rows), start=1)}
    previous = _numbered(connection, rows, units, after=0, previous=line_genesis(link.client_id))
    return replace(link, line_op=len(rows), line_hash=previous, line_txn=len(units))


def close_gaps(connection: Connection, link: Link) -> Link:
    """Number what still waits on from the last line that came back: others have offered again what stood between."""
    rows = connection.execute(select(OUTBOX).order_by(OUTBOX.c.op)).all()
    units = {row.txn_no: int(row.txn_no) for row in rows}
    previous = _numbered(connection, rows, units, after=link.acked_op, previous=link.acked_hash)
    return replace(link, line_op=link.acked_op + len(rows), line_hash=previous)


def _numbered(
    connection: Connection,
    rows: Sequence[Row[tuple[object, ...]]],
    units: Mapping[int, int],
    *,
    after: int,
    previous: bytes,
) -> bytes:
    """Write the waiting lines anew with numbers and units of their own; gives the hash of the last one."""
    connection.execute(delete(OUTBOX))
    lines: list[dict[str, object]] = []
    for index, row in enumerate(rows):
        is_last = index + 1 == len(rows) or rows[index + 1].txn_no != row.txn_no
        line = replace(line_of(row, op=after + index + 1), txn_no=units[row.txn_no], txn_end=is_last)
        previous = line.hash_after(previous)
        signed = SignedLine(line=line, op_hash=previous)
        lines.append(waiting_values(signed, local_op=int(row.local_op), former_hash=row.former_hash))
    _WAIT.run(connection, lines)
    return previous


def count_waiting(connection: Connection) -> tuple[int, int]:
    """Give how many units of work wait to be sent, and how many stand in quarantine."""
    counts = [
        int(connection.scalar(select(func.count(func.distinct(table.c.txn_no)))) or 0)
        for table in (OUTBOX, QUARANTINE)
    ]
    return counts[0], counts[1]


def count_unlined(connection: Connection, link: Link) -> int:
    """Give how many units of work have not even become lines."""
    fresh = (OPERATION.c.op > link.lined) & ((OPERATION.c.source == 0) | (OPERATION.c.op <= link.own_until))
    return int(connection.scalar(select(func.count(func.distinct(OPERATION.c.txn_no))).where(fresh)) or 0)


def _bases(connection: Connection, keys: Collection[RowKey]) -> dict[RowKey, int]:
    rows = _BASES.all(connection, named(keys))
    return {(str(row.entity), str(row.row_id)): int(row.rev) for row in rows}
