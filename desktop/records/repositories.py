"""The records of each kind within one unit of work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from desktop.domain.calendar import DayOverride
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import RosterEntry
from desktop.domain.plain import Plain
from desktop.records.attachment_records import attachments_of_case
from desktop.records.derive import DerivedTables
from desktop.records.documents import Again, DocumentWriter, Written
from desktop.records.loading import RecordLoader, listed
from desktop.records.office_converters import (
    audit_fields,
    override_fields,
    read_audit,
    read_override,
    read_roster,
    roster_fields,
    roster_row_id,
)
from desktop.records.reading import plain_fields
from desktop.services.record_values import AuditAction, AuditEvent, Changes, Entity, Stored

T = TypeVar("T")
OFFICE_ROW = "office"


class Desk:
    """What every repository of one unit of work shares: writing, deriving, and noting what changed."""

    def __init__(self, loader: RecordLoader, writer: DocumentWriter, derived: DerivedTables) -> None:
        self.loader = loader
        self._writer = writer
        self._derived = derived
        self._changed: dict[Entity, set[str]] = {}

    def save(
        self,
        entity: Entity,
        row_id: str,
        fields: Mapping[str, object],
        *,
        base: int | None = None,
        again: Again | None = None,
    ) -> None:
        """Write a document and what is derived from it."""
        written = self._writer.save(entity, row_id, fields, base=base, again=again)
        if written is not None:
            self._follow(entity, row_id, written)

    def check(
        self,
        entity: Entity,
        row_id: str,
        fields: Mapping[str, object],
        *,
        base: int | None,
        again: Again | None = None,
    ) -> None:
        """Raise what `save` would raise, and write nothing."""
        self._writer.check(entity, row_id, fields, base=base, again=again)

    def remove(self, entity: Entity, row_id: str) -> None:
        """Take a record away; the log keeps it."""
        removed = self._writer.remove(entity, row_id)
        if removed is not None:
            self._follow(entity, row_id, removed)

    def repeat(self, entity: Entity, row_id: str, field: str) -> None:
        """Say once more what a field holds."""
        repeated = self._writer.repeat(entity, row_id, field)
        if repeated is not None:
            self._follow(entity, row_id, repeated)

    def erase(self, entity: Entity, row_id: str) -> None:
        """Destroy a record's key."""
        erased = self._writer.erase(entity, row_id)
        if erased is not None:
            self._follow(entity, row_id, erased)

    def changes(self) -> Changes:
        """Give what has been written so far."""
        return Changes(rows={entity: frozenset(ids) for entity, ids in self._changed.items()})

    def _follow(self, entity: Entity, row_id: str, written: Written) -> None:
        first_op = written.document.revision if written.is_new else None
        self._derived.follow(entity, row_id, written.document, first_op=first_op)
        self._changed.setdefault(entity, set()).add(row_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """How values of one kind become documents and come back."""

    entity: Entity
    row_id: Callable[[T], str]
    write: Callable[[T], dict[str, object]]
    read: Callable[[str, Mapping[str, object]], T]

    def again(self, row_id: str, fields: Mapping[str, object]) -> dict[str, object]:
        """Give stored fields as this program writes them after reading; what is missing belongs to a newer one."""
        return self.write(self.read(row_id, fields))


class DocumentRepository(Generic[T]):
    """Records that are one document each."""

    def __init__(self, desk: Desk, kind: Kind[T]) -> None:
        self._desk = desk
        self._kind = kind

    def get(self, row_id: str) -> T:
        """Give a record; raises `DeskError(RECORD_MISSING)`."""
        return self.get_stored(row_id).value

    def find(self, row_id: str) -> T | None:
        """Give a record or None."""
        found = self._desk.loader.find(self._kind.entity, row_id)
        return None if found is None else self._kind.read(row_id, found.value)

    def get_stored(self, row_id: str) -> Stored[T]:
        """Give a record with its revision."""
        found = self._desk.loader.find(self._kind.entity, row_id)
        if found is None:
            raise DeskError(ErrorCode.RECORD_MISSING, entity=self._kind.entity.value, row_id=row_id)
        return Stored(value=self._kind.read(row_id, found.value), revision=found.revision)

    def save(self, value: T, *, base: int | None = None) -> None:
        """Write the fields that differ."""
        kind = self._kind
        self._desk.save(kind.entity, kind.row_id(value), kind.write(value), base=base, again=kind.again)

    def of(self, owner: str) -> tuple[T, ...]:
        """Give the records that belong to something, in the order of entry."""
        found = listed(self._desk.loader, self._kind.entity, owner)
        return tuple(self._kind.read(row_id, fields) for row_id, fields in found)

    def of_dossier(self, dossier_id: str) -> tuple[T, ...]:
        """Give the records of a dossier."""
        return self.of(dossier_id)

    def of_session(self, session_id: str) -> tuple[T, ...]:
        """Give the records of a help session that belong to no dossier."""
        return self.of(session_id)

    def on(self, day: date) -> tuple[T, ...]:
        """Give the records of an office day."""
        return self.of(day.isoformat())

    def all(self) -> tuple[T, ...]:
        """Give the records of the office."""
        return self.of("")


class StoredRoster:
    """The roster: one entry per day, person and duty."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on(self, day: date) -> tuple[RosterEntry, ...]:
        """Give the roster of a day."""
        found = listed(self._desk.loader, Entity.ROSTER, day.isoformat())
        return tuple(read_roster(row_id, fields) for row_id, fields in found)

    def save(self, entry: RosterEntry) -> None:
        """Add or change an entry."""
        self._desk.save(Entity.ROSTER, roster_row_id(entry), roster_fields(entry), again=_roster_again)

    def remove(self, entry: RosterEntry) -> None:
        """Take an entry off the roster."""
        self._desk.remove(Entity.ROSTER, roster_row_id(entry))


class StoredCalendar:
    """Days entered by the office; the day is the id."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> tuple[DayOverride, ...]:
        """Give every override, by day."""
        found = listed(self._desk.loader, Entity.CALENDAR_DAY, "")
        return tuple(sorted((read_override(*one) for one in found), key=lambda one: one.day))

    def save(self, override: DayOverride) -> None:
        """Add or change the override of a day."""
        row_id, fields = override.day.isoformat(), override_fields(override)
        self._desk.save(Entity.CALENDAR_DAY, row_id, fields, again=_override_again)

    def remove(self, day: date) -> None:
        """Take an override away."""
        self._desk.remove(Entity.CALENDAR_DAY, day.isoformat())


class StoredOfficeSettings:
    """The office's settings, one field each of a single document, so that two people can change two."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> Mapping[str, Plain]:
        """Give every setting."""
        found = self._desk.loader.find(Entity.OFFICE, OFFICE_ROW)
        return {} if found is None else plain_fields(found.value)

    def save(self, values: Mapping[str, object]) -> None:
        """Change the given settings and leave the others."""
        merged = {**self.all(), **values}
        fields = {name: value for name, value in merged.items() if value is not None}
        self._desk.save(Entity.OFFICE, OFFICE_ROW, fields)


class StoredAnswers:
    """The sealed answers of cases."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def load(self, case_id: str) -> Mapping[str, Plain]:
        """Give the answers; empty when there are none or they have been erased."""
        found = self._desk.loader.find(Entity.ANSWERS, case_id)
        return {} if found is None else plain_fields(found.value)

    def save(self, case_id: str, answers: Mapping[str, object], *, base: int | None = None) -> None:
        """Seal and write the answers that differ."""
        self._desk.save(Entity.ANSWERS, case_id, answers, base=base)

    def revision(self, case_id: str) -> int:
        """Give the revision of the answers, 0 when there are none."""
        found = self._desk.loader.find(Entity.ANSWERS, case_id)
        return 0 if found is None else found.revision

    def erase(self, case_id: str) -> None:
        """Destroy the case's key, and those of the attachments of its dossiers."""
        self._desk.erase(Entity.ANSWERS, case_id)
        for attachment_id in attachments_of_case(self._desk.loader.connection, case_id):
            self._desk.erase(Entity.ATTACHMENT, attachment_id)


class StoredAudit:
    """The audit trail of this unit of work's actor."""

    def __init__(
        self, desk: Desk, *, actor: StaffId, clock: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._desk = desk
        self._actor = actor
        self._clock = clock
        self._new_id = new_id

    def add(self, action: AuditAction, entity: str, row_id: str, *, reason: str = "") -> None:
        """Write an event now."""
        event = AuditEvent(
            id=self._new_id(),
            at=self._clock(),
            by=self._actor,
            action=action,
            entity=entity,
            row_id=row_id,
            reason=reason,
        )
        self._desk.save(Entity.AUDIT, event.id, audit_fields(event))

    def of(self, entity: str, row_id: str) -> tuple[AuditEvent, ...]:
        """Give the events of a record, oldest first."""
        found = listed(self._desk.loader, Entity.AUDIT, row_id)
        events = (read_audit(*one) for one in found)
        return tuple(event for event in events if event.entity == entity)


def _roster_again(row_id: str, fields: Mapping[str, object]) -> dict[str, object]:
    return roster_fields(read_roster(row_id, fields))


def _override_again(row_id: str, fields: Mapping[str, object]) -> dict[str, object]:
    return override_fields(read_override(row_id, fields))
