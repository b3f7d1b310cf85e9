"""The ports of the records: what the use cases need of the local database, and nothing of how it is done.

How it is used::

    with records.begin(actor) as work:
        dossier = work.dossiers.get(dossier_id).sign(now, actor)
        work.dossiers.save(dossier)
    return work.changes

Leaving the block commits everything at once; an exception rolls everything back. All methods raise
`DeskError` for faults of the world: `RECORD_MISSING`, `RECORD_CHANGED`, `DATABASE_BUSY`, `DISK_FULL`,
`DATABASE_DAMAGED`, `DATABASE_UNREADABLE`.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from desktop.domain.calendar import DayOverride
from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.handover import Handover
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import DossierId, HelpSessionId, PersonId, StaffId
from desktop.domain.office import RosterEntry, StaffMember
from desktop.domain.person import Person
from desktop.domain.plain import Plain
from desktop.services.attachment_values import Attachment, AttachmentRow
from desktop.services.ports_printing import PrintJob
from desktop.services.record_values import (
    AuditAction,
    AuditEvent,
    Changes,
    DossierDetail,
    DossierRow,
    EarlierVisit,
    HealthFinding,
    PaperRecord,
    SearchFilters,
    SearchHit,
    Stored,
    TicketRecord,
)

T = TypeVar("T")


class Repository(Protocol[T]):
    """The records of one kind inside one unit of work."""

    def get(self, row_id: str) -> T:
        """Give a record; raises `DeskError(RECORD_MISSING)`."""
        ...

    def find(self, row_id: str) -> T | None:
        """Give a record or None."""
        ...

    def get_stored(self, row_id: str) -> Stored[T]:
        """Give a record with its revision, for an edit that outlives this unit of work."""

    def save(self, value: T, *, base: int | None = None) -> None:
        """Write the fields that differ as one operation; writes nothing when none does.

        Args:
            value: The new state of the record.
            base: The revision the edit started from. Changes of others to other fields since then are kept.
                None means: what this unit of work sees now.

        Raises:
            RecordChangedError: Somebody has meanwhile given one of my fields another value. It carries both
                values of each such field. Nothing is written.
        """


class PaperRepository(Repository[PaperRecord], Protocol):
    """Printed papers."""

    def of_dossier(self, dossier_id: DossierId) -> tuple[PaperRecord, ...]:
        """Give the papers of a dossier, oldest first."""

    def of_session(self, session_id: HelpSessionId) -> tuple[PaperRecord, ...]:
        """Give the papers written in a visit before it had a dossier, oldest first."""


class HandoverRepository(Repository[Handover], Protocol):
    """Handovers that an officer wrote down."""

    def of_dossier(self, dossier_id: DossierId) -> tuple[Handover, ...]:
        """Give the handovers of a dossier, oldest first."""


class AttachmentRepository(Repository[Attachment], Protocol):
    """Attachments; the bytes are elsewhere (`desktop.services.ports_attachments`)."""

    def of_dossier(self, dossier_id: DossierId) -> tuple[Attachment, ...]:
        """Give the attachments of a dossier, oldest first."""


class TicketRepository(Repository[TicketRecord], Protocol):
    """Queue tickets."""

    def on(self, day: date) -> tuple[TicketRecord, ...]:
        """Give the tickets of an office day in the order of issue."""
        ...


class StaffRepository(Repository[StaffMember], Protocol):
    """The people who work at the desk."""

    def all(self) -> tuple[StaffMember, ...]:
        """Give everybody, in the order they were entered."""
        ...


class RosterRepository(Protocol):
    """Who is on which duty on which day."""

    def on(self, day: date) -> tuple[RosterEntry, ...]:
        """Give the roster of a day."""
        ...

    def save(self, entry: RosterEntry) -> None:
        """Add or change an entry (one per day, person and duty)."""
        ...

    def remove(self, entry: RosterEntry) -> None:
        """Take an entry off the roster; the log keeps that it stood there."""
        ...


class OfficeSettings(Protocol):
    """The office's settings as plain named values."""

    def all(self) -> Mapping[str, Plain]:
        """Give every setting."""
        ...

    def save(self, values: Mapping[str, object]) -> None:
        """Change the given settings and leave the others; None takes a setting away."""
        ...


class CalendarOverrides(Protocol):
    """Days off and working days entered by this office."""

    def all(self) -> tuple[DayOverride, ...]:
        """Give every override, by day."""
        ...

    def save(self, override: DayOverride) -> None:
        """Add or change the override of a day."""
        ...

    def remove(self, day: date) -> None:
        """Take an override away; the log keeps it."""
        ...


class SealedAnswers(Protocol):
    """The answers of cases, each value sealed with its case's own key."""

    def load(self, case_id: str) -> Mapping[str, Plain]:
        """Give the answers; empty when there are none or they have been erased."""
        ...

    def save(self, case_id: str, answers: Mapping[str, object], *, base: int | None = None) -> None:
        """Seal and write the answers that differ; keys missing from `answers` are cleared.

        Raises:
            RecordChangedError: As for repositories.
            DeskError: `ANSWERS_ERASED`.
        """
        ...

    def revision(self, case_id: str) -> int:
        """Give the revision of the answers, 0 when there are none."""
        ...

    def erase(self, case_id: str) -> None:
        """Destroy the case's key: its answers are unreadable from now on, the log still verifies.

        The attachments of its dossiers are erased with it.
        """
        ...


class AuditTrail(Protocol):
    """Who looked at, printed or exported what."""

    def add(self, action: AuditAction, entity: str, row_id: str, *, reason: str = "") -> None:
        """Write an event now, by the actor of this unit of work."""
        ...

    def of(self, entity: str, row_id: str) -> tuple[AuditEvent, ...]:
        """Give the events of a record, oldest first."""
        ...


class UnitOfWork(Protocol):
    """One transaction of one actor. It belongs to the thread that began it."""

    @property
    def dossiers(self) -> Repository[Dossier]:
        """Dossiers; their moves are kept as rows of their own that are only ever added."""
        ...

    @property
    def people(self) -> Repository[Person]:
        """People; everything but name, birth and sex is sealed with the person's own key."""
        ...

    @property
    def help_sessions(self) -> Repository[HelpSession]:
        """Help sessions."""
        ...

    @property
    def papers(self) -> PaperRepository:
        """Printed papers."""
        ...

    @property
    def handovers(self) -> HandoverRepository:
        """Handovers written down."""
        ...

    @property
    def attachments(self) -> AttachmentRepository:
        """Attachments; the name is sealed with the attachment's own key."""
        ...

    @property
    def tickets(self) -> TicketRepository:
        """Queue tickets."""
        ...

    @property
    def staff(self) -> StaffRepository:
        """Staff."""
        ...

    @property
    def roster(self) -> RosterRepository:
        """Roster."""
        ...

    @property
    def office_settings(self) -> OfficeSettings:
        """Settings of the office."""
        ...

    @property
    def calendar_overrides(self) -> CalendarOverrides:
        """Days entered by the office."""
        ...

    @property
    def answers(self) -> SealedAnswers:
        """Sealed answers."""
        ...

    @property
    def audit(self) -> AuditTrail:
        """Audit events."""
        ...

    def add_print_job(self, job: PrintJob) -> None:
        """Store a print job in this transaction: nothing is printed of what was not saved."""
        ...

    @property
    def changes(self) -> Changes:
        """What was committed; empty until the block has been left without an exception."""
        ...

    def next_dossier_number(self, day: date) -> str:
        """Give the next local dossier number of an office day; dense, given back by a rollback."""
        ...

    def next_register_number(self, day: date, sector: str) -> str:
        """Give the next number in the register of a sector and of the year of a day, `07`, or `2-07` at counter 2."""
        ...

    def next_ticket_number(self, day: date, series: str) -> str:
        """Give the next ticket number of a series (`A`, `B`...) on a day."""
        ...

    def erase_person(self, person_id: PersonId) -> None:
        """Destroy a person's key: name, birth and sex stay in the register, the rest is unreadable."""
        ...

    def erase_attachment(self, attachment_id: str) -> None:
        """Destroy an attachment's key: that there was one stays in the register, its name and bytes go."""
        ...

    def person_by_id_number(self, id_number: str) -> Person | None:
        """Give the person with this 12-digit (or old 9-digit) number."""
        ...


class RecordReader(Protocol):
    """Reading for screens. Never waits for a writer; may be called from any thread."""

    def dossiers_on(self, day: date) -> tuple[DossierRow, ...]:
        """Give today's list: what was received on that day, newest first."""
        ...

    def dossiers_in(self, states: frozenset[DossierState], limit: int = 500) -> tuple[DossierRow, ...]:
        """Give the dossiers in some states, the soonest due first."""
        ...

    def received_between(self, first: date, last: date) -> tuple[tuple[Dossier, Person | None], ...]:
        """Give the dossiers received from one office day to another, both included, in the order they came in."""
        ...

    def due_until(self, moment: datetime) -> tuple[DossierRow, ...]:
        """Give the unfinished dossiers due up to a moment, the soonest first."""
        ...

    def search(
        self, query: str, *, limit: int = 50, filters: SearchFilters | None = None
    ) -> tuple[SearchHit, ...]:
        """Find dossiers by name, number, code or 12-digit number; exact marks first, then newest first."""
        ...

    def detail(self, dossier_id: DossierId) -> DossierDetail:
        """Give one dossier with its timeline; raises `DeskError(RECORD_MISSING)`."""
        ...

    def attachments_of(self, dossier_id: DossierId) -> tuple[AttachmentRow, ...]:
        """Give the attachments of a dossier and where their bytes are, oldest first."""
        ...

    def attachment(self, attachment_id: str) -> AttachmentRow:
        """Give one attachment and where its bytes are; raises `DeskError(RECORD_MISSING)`."""
        ...

    def people_by_id_number(self, id_number: str) -> tuple[Person, ...]:
        """Give the people known under a 12-digit number or an old one."""
        ...

    def earlier_visits(self, person_id: PersonId, limit: int = 20) -> tuple[EarlierVisit, ...]:
        """Give the dossiers a person asked for, newest first, with their answers."""
        ...

    def staff(self) -> tuple[StaffMember, ...]:
        """Give everybody who works at the desk."""
        ...

    def roster_on(self, day: date) -> tuple[RosterEntry, ...]:
        """Give the roster of a day."""
        ...

    def office_settings(self) -> Mapping[str, Plain]:
        """Give the office's settings."""
        ...

    def calendar_overrides(self) -> tuple[DayOverride, ...]:
        """Give the days entered by the office."""
        ...

    def tickets_on(self, day: date) -> tuple[TicketRecord, ...]:
        """Give the tickets of a day in the order of issue."""
        ...


class Records(Protocol):
    """The local database as the use cases see it."""

    @property
    def read(self) -> RecordReader:
        """Readers for lists and panes."""
        ...

    def begin(self, actor: StaffId) -> AbstractContextManager[UnitOfWork]:
        """Start a transaction; waits for another one to end, at most some seconds (`DATABASE_BUSY`)."""
        ...


class RecordKeeping(Protocol):
    """What the command line and the settings page do with the database as a whole."""

    def backup(self, file: Path, secret: str) -> None:
        """Write a verified, encrypted copy that `secret` opens on any PC, and the attachments beside it.

        Raises:
            DeskError: `BACKUP_SECRET_WEAK`, `FILE_NOT_WRITABLE`, `DISK_FULL`.
        """
        ...

    def rebuild(self) -> int:
        """Rebuild every derived table from the operations; gives the number of operations."""
        ...

    def examine(self) -> tuple[HealthFinding, ...]:
        """Check the database for `khongviet doctor`; changes nothing."""
        ...
