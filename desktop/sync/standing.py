"""Who wrote what a field holds now: whoever the shared state names, or this counter where its own edit lies on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, select, union_all

from desktop.records.office_tables import OFFICE_ENTRY, OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.records.tables import OPERATION, sound_moment
from desktop.sync.entries import LineKind
from desktop.sync.link import Link
from desktop.sync.row_state import FieldOrigin, RowKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who wrote a value, when and where; empty as far as that is not known here."""

    actor: str = ""
    at: datetime | None = None
    counter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEdit:
    """An edit of this counter that is not known to be in the office's log yet, but is in force here."""

    patch: Patch
    actor: str
    made_at: str


NOBODY_KNOWN: Final = Writer()


def own_edits(connection: Connection, link: Link, key: RowKey) -> tuple[OwnEdit, ...]:
    """Give what lies over the shared state of a record, the oldest first."""
    lines = [
        select(table.c.local_op.label("place"), table.c.patch, table.c.actor, table.c.made_at).where(
            table.c.entity == key[0], table.c.row_id == key[1], table.c.kind == LineKind.EDIT.value
        )
        for table in (OUTBOX, QUARANTINE)
    ]
    fresh = select(OPERATION.c.op, OPERATION.c.patch, OPERATION.c.actor, OPERATION.c.made_at).where(
        OPERATION.c.entity == key[0],
        OPERATION.c.row_id == key[1],
        OPERATION.c.op > link.lined,
        (OPERATION.c.source == 0) | (OPERATION.c.op <= link.own_until),
    )
    rows = connection.execute(union_all(*lines, fresh).order_by("place"))
    return tuple(
        OwnEdit(patch=Patch.from_text(row.patch), actor=str(row.actor), made_at=str(row.made_at))
        for row in rows
    )


def writer_here(edits: tuple[OwnEdit, ...], field: str, *, counter: str) -> Writer | None:
    """Give who changed a field last at this counter, None where nothing of it waits."""
    last = next((edit for edit in reversed(edits) if field in edit.patch.fields), None)
    return None if last is None else Writer(actor=last.actor, at=moment_of(last.made_at), counter=counter)


def writer_of(connection: Connection, origin: FieldOrigin, counters: Mapping[str, str]) -> Writer:
    """Give who wrote a field of the shared state; of what came before this counter joined only where is known."""
    entry = connection.execute(
        select(OFFICE_ENTRY.c.client_id, OFFICE_ENTRY.c.actor, OFFICE_ENTRY.c.made_at).where(
            OFFICE_ENTRY.c.seq == origin.seq
        )
    ).first()
    if entry is None:
        return Writer(counter=counters.get(origin.client_id, ""))
    return Writer(
        actor=str(entry.actor), at=moment_of(entry.made_at), counter=counters.get(entry.client_id, "")
    )


def moment_of(text: str) -> datetime:
    """Read the moment of a line; whoever wrote it may have written no moment."""
    try:
        return sound_moment(text)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
