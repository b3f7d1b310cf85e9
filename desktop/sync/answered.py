"""Questions that answer themselves: somebody has written the very value that was not taken over, and it was taken."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from desktop.records.canonical import Value, spelled
from desktop.records.legible import UNREADABLE
from desktop.records.office_tables import OFFICE_ENTRY, REFUSED_FIELD
from desktop.records.operations import Patch
from desktop.records.refused_edits import ANSWERED, CLAIM
from desktop.sync.entries import Decision, Entry
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import RowKey
from desktop.sync.store_rules import read_entry

_TAKEN: Final = frozenset({Decision.ACCEPTED, Decision.PARTIAL})
_OPEN: Final = select(
    REFUSED_FIELD.c.seq, REFUSED_FIELD.c.field, REFUSED_FIELD.c.entity, REFUSED_FIELD.c.row_id
).where(AMONG_KEYS)
_PATCH: Final = select(OFFICE_ENTRY.c.patch).where(OFFICE_ENTRY.c.seq == bindparam("of_seq"))
# Who wrote what was refused stays in the trail.
_CLOSE: Final = (
    update(REFUSED_FIELD)
    .where(
        REFUSED_FIELD.c.seq == bindparam("of_seq"),
        REFUSED_FIELD.c.field == bindparam("of_field"),
        REFUSED_FIELD.c.holder == bindparam("held"),
    )
    .values(holder=bindparam("now"))
)
_CLOSED: Final = select(REFUSED_FIELD.c.seq, REFUSED_FIELD.c.field, REFUSED_FIELD.c.holder).where(
    # The holder of a number is what an entry says it is.
    REFUSED_FIELD.c.holder.startswith(ANSWERED),
    ~REFUSED_FIELD.c.field.startswith(CLAIM),
)


def close_answered(connection: Connection, entries: Sequence[Entry]) -> None:
    """Close what is asked about a value that a later entry has brought once more, and that was taken over then.

    Args:
        connection: A writing transaction; the entries and what they refused are kept already.
        entries: What was read, in order.
    """
    keys = {(entry.line.entity, entry.line.row_id) for entry in entries}
    waiting: dict[RowKey, list[tuple[int, str]]] = {}
    for row in connection.execute(_OPEN, named(keys)):
        waiting.setdefault((str(row.entity), str(row.row_id)), []).append((int(row.seq), str(row.field)))
    for entry in entries:
        questions = waiting.get((entry.line.entity, entry.line.row_id), ())
        for name, value in _taken(entry) if questions else ():
            for seq in (seq for seq, field in questions if field == name and seq < entry.seq):
                if _is_offered(connection, seq, name, value):
                    place = {"of_seq": seq, "of_field": name}
                    connection.execute(_CLOSE, place | {"held": "", "now": f"{ANSWERED}{entry.seq}"})


def reopen_unanswered(connection: Connection, *, after: int) -> None:
    """Ask again where the entry that answered stood in a part of the log that the store has lost.

    Args:
        connection: A writing transaction.
        after: The last entry the store still has.
    """
    for seq, field, holder in connection.execute(_CLOSED).all():
        if int(str(holder).removeprefix(ANSWERED)) > after:
            connection.execute(_CLOSE, {"of_seq": seq, "of_field": field, "held": holder, "now": ""})


def _taken(entry: Entry) -> Iterator[tuple[str, Value]]:
    reading = read_entry(entry) if entry.decision in _TAKEN else None
    if reading is not None:
        yield from (one for one in reading.patch.values.items() if one[0] not in reading.refusal.fields)


def _is_offered(connection: Connection, seq: int, field: str, value: Value) -> bool:
    try:
        offered = Patch.from_text(str(connection.scalar(_PATCH, {"of_seq": seq}))).values
    except UNREADABLE:
        return False  # an entry nobody can read is noted under a name that is no field, and may be written as one
    return field in offered and spelled({field: offered[field]}) == spelled({field: value})
