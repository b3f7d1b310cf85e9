"""One transaction: repositories that share a log, a document writer and a note of what changed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, select

from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.handover import Handover
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import HelpSessionId, PersonId, StaffId
from desktop.domain.office import StaffMember
from desktop.domain.person import Person
from desktop.domain.plain import Plain
from desktop.records.attachment_records import attachment_fields, read_attachment
from desktop.records.case_converters import (
    dossier_fields,
    handover_fields,
    help_session_fields,
    move_fields,
    person_fields,
    read_dossier,
    read_handover,
    read_help_session,
    read_person,
)
from desktop.records.derive import DerivedTables
from desktop.records.documents import DocumentWriter
from desktop.records.loading import RecordLoader
from desktop.records.numbers import NumberSource
from desktop.records.office_converters import (
    paper_fields,
    read_paper,
    read_staff,
    read_ticket,
    staff_fields,
    ticket_fields,
)
from desktop.records.operations import OperationWriter
from desktop.records.print_jobs import insert_job
from desktop.records.repositories import (
    Desk,
    DocumentRepository,
    Kind,
    StoredAnswers,
    StoredAudit,
    StoredCalendar,
    StoredOfficeSettings,
    StoredRoster,
)
from desktop.records.sealing import SealKeys
from desktop.records.tables import PERSON_NUMBER
from desktop.services.attachment_values import Attachment
from desktop.services.ports_printing import PrintJob
from desktop.services.record_values import Changes, Entity, PaperRecord, Stored, TicketRecord

_NOTHING: Final = Changes()


class StoredDossiers:
    """Dossiers. The document holds the state; each move is a record of its own that is only ever added."""

    def __init__(self, desk: Desk, new_id: Callable[[], str]) -> None:
        self._desk = desk
        self._new_id = new_id

    def get(self, row_id: str) -> Dossier:
        """Give a dossier; raises `DeskError(RECORD_MISSING)`."""
        return self.get_stored(row_id).value

    def find(self, row_id: str) -> Dossier | None:
        """Give a dossier or None."""
        found = self._desk.loader.find_dossier(row_id)
        return None if found is None else found.value

    def get_stored(self, row_id: str) -> Stored[Dossier]:
        """Give a dossier with its revision."""
        found = self._desk.loader.find_dossier(row_id)
        if found is None:
            raise DeskError(ErrorCode.RECORD_MISSING, entity=Entity.DOSSIER.value, row_id=row_id)
        return found

    def save(self, value: Dossier, *, base: int | None = None) -> None:
        """Write the fields that differ, and the moves that are new since the edit started."""
        stored = self.find(value.id)
        known = frozenset(self._desk.loader.moves(value.id))
        fresh = [move for move in value.moves if move not in known]
        if base is None and stored is not None and value.moves[: len(stored.moves)] != stored.moves:
            raise ValueError("the moves of a dossier are only ever added to")
        fields = dossier_fields(value)
        self._desk.check(Entity.DOSSIER, value.id, fields, base=base, again=_dossier_again)
        # Moves first: the revision of the dossier then stands for its moves too.
        for move in fresh:
            self._desk.save(Entity.DOSSIER_MOVE, self._new_id(), move_fields(value.id, move))
        self._desk.save(Entity.DOSSIER, value.id, fields, base=base, again=_dossier_again)


def _dossier_again(row_id: str, fields: Mapping[str, object]) -> dict[str, object]:
    return dossier_fields(read_dossier(row_id, fields, ()))


class StoredUnitOfWork:
    """The unit of work on the local database. It belongs to the thread that began it."""

    def __init__(
        self,
        connection: Connection,
        *,
        actor: StaffId,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        keys = SealKeys(connection)
        self._connection = connection
        self._new_id = new_id
        self._log = OperationWriter(connection, actor=actor, clock=clock)
        self._loader = RecordLoader(connection, keys)
        self._desk = Desk(
            self._loader,
            DocumentWriter(connection, self._log, keys, clock),
            DerivedTables(connection, keys),
        )
        self._numbers = NumberSource(connection, clock)
        self._changes = _NOTHING
        self.dossiers = StoredDossiers(self._desk, new_id)
        self.people = DocumentRepository(self._desk, PEOPLE)
        self.help_sessions = DocumentRepository(self._desk, HELP_SESSIONS)
        self.papers = DocumentRepository(self._desk, PAPERS)
        self.handovers = DocumentRepository(self._desk, HANDOVERS)
        self.attachments = DocumentRepository(self._desk, ATTACHMENTS)
        self.tickets = DocumentRepository(self._desk, TICKETS)
        self.staff = DocumentRepository(self._desk, STAFF)
        self.roster = StoredRoster(self._desk)
        self.office_settings = StoredOfficeSettings(self._desk)
        self.calendar_overrides = StoredCalendar(self._desk)
        self.answers = StoredAnswers(self._desk)
        self.audit = StoredAudit(self._desk, actor=actor, clock=clock, new_id=new_id)

    @property
    def connection(self) -> Connection:
        """The transaction itself."""
        return self._connection

    @property
    def changes(self) -> Changes:
        """What was committed; empty until the block has been left without an exception."""
        return self._changes

    def add_print_job(self, job: PrintJob) -> None:
        """Store a print job in this transaction."""
        insert_job(self._connection, job)

    def next_dossier_number(self, day: date) -> str:
        """Give the next local dossier number of an office day; raises NUMBERS_USED_UP, CLOCK_OFF."""
        return self._numbers.dossier(day).text

    def next_register_number(self, day: date, sector: str) -> str:
        """Give the next number in a sector's register of the year; raises NUMBERS_USED_UP, CLOCK_OFF."""
        return self._numbers.register(day, sector).text

    def next_ticket_number(self, day: date, series: str) -> str:
        """Give the next ticket number of a series on a day, `A047`; raises NUMBERS_USED_UP."""
        return self._numbers.ticket(day, series).text

    def person_by_id_number(self, id_number: str) -> Person | None:
        """Give the person with this number; of several the one last entered."""
        query = (
            select(PERSON_NUMBER.c.person_id)
            .where(PERSON_NUMBER.c.number == id_number)
            .order_by(PERSON_NUMBER.c.person_id.desc())
        )
        found = self._connection.scalar(query)
        return None if found is None else self.people.find(str(found))

    def erase_person(self, person_id: PersonId) -> None:
        """Destroy a person's key: name, birth and sex stay in the register, the rest is unreadable."""
        self._desk.erase(Entity.PERSON, person_id)

    def erase_help_session(self, session_id: HelpSessionId) -> None:
        """Destroy a help session's key: who spoke and the witnesses are unreadable, the rest stays."""
        self._desk.erase(Entity.HELP_SESSION, session_id)

    def erase_attachment(self, attachment_id: str) -> None:
        """Destroy an attachment's key: that there was one stays in the register, its name and bytes go."""
        self._desk.erase(Entity.ATTACHMENT, attachment_id)

    def put_field(self, entity: Entity, row_id: str, field: str, value: Plain, *, instead_of: Plain) -> None:
        """Give one field of a record another value; None empties it.

        Raises:
            DeskError: `RECORD_MISSING`; `RECORD_CHANGED` when the field no longer holds `instead_of`; `ANSWERS_ERASED`.
        """
        fields = self._holding(entity, row_id, field, instead_of)
        fields[field] = value
        kept = {name: item for name, item in fields.items() if item is not None}
        self._desk.save(entity, row_id, kept)

    def keep_field(self, entity: Entity, row_id: str, field: str, *, holding: Plain) -> None:
        """Decide that a field keeps its value: another counter that decides otherwise meanwhile is met by it.

        A record that was taken away has nothing to keep.

        Raises:
            DeskError: `RECORD_CHANGED` when the field no longer holds `holding`.
        """
        if self._loader.find(entity, row_id) is not None:
            self._holding(entity, row_id, field, holding)
            self._desk.repeat(entity, row_id, field)

    def take_away(self, entity: Entity, row_id: str, field: str, *, holding: Plain) -> None:
        """Take a record away, as somebody wanted who had not seen what one of its fields holds now.

        Raises:
            DeskError: `RECORD_MISSING`; `RECORD_CHANGED` when the field no longer holds `holding`.
        """
        self._holding(entity, row_id, field, holding)
        self._desk.remove(entity, row_id)

    def _holding(self, entity: Entity, row_id: str, field: str, value: Plain) -> dict[str, object]:
        found = self._loader.find(entity, row_id)
        if found is None:
            raise DeskError(ErrorCode.RECORD_MISSING, entity=entity.value, row_id=row_id)
        fields = dict(found.value)
        if fields.get(field) != value:
            raise DeskError(ErrorCode.RECORD_CHANGED, entity=entity.value, row_id=row_id, fields=field)
        return fields

    def note_choice(self, conflict_id: str, field: str, choice: str) -> None:
        """Keep what somebody chose where two counters had given one field two values."""
        found = self._loader.find(Entity.CONFLICT, conflict_id)
        fields = {} if found is None else dict(found.value)
        self._desk.save(Entity.CONFLICT, conflict_id, fields | {field: choice})

    def finish(self) -> None:
        """Write the collected operations; the caller commits right after."""
        self._log.flush()

    def committed(self) -> None:
        """Publish what changed, after the commit."""
        self._changes = self._desk.changes()


def _person_id(person: Person) -> str:
    if person.id is None:
        raise ValueError("a person gets an id before being saved")
    return person.id


PEOPLE: Final[Kind[Person]] = Kind(
    entity=Entity.PERSON, row_id=_person_id, write=person_fields, read=read_person
)
HELP_SESSIONS: Final[Kind[HelpSession]] = Kind(
    entity=Entity.HELP_SESSION,
    row_id=lambda session: session.id,
    write=help_session_fields,
    read=read_help_session,
)
PAPERS: Final[Kind[PaperRecord]] = Kind(
    entity=Entity.PAPER, row_id=lambda paper: paper.id, write=paper_fields, read=read_paper
)
HANDOVERS: Final[Kind[Handover]] = Kind(
    entity=Entity.HANDOVER, row_id=lambda one: one.id, write=handover_fields, read=read_handover
)
ATTACHMENTS: Final[Kind[Attachment]] = Kind(
    entity=Entity.ATTACHMENT, row_id=lambda one: one.id, write=attachment_fields, read=read_attachment
)
TICKETS: Final[Kind[TicketRecord]] = Kind(
    entity=Entity.TICKET, row_id=lambda ticket: ticket.id, write=ticket_fields, read=read_ticket
)
STAFF: Final[Kind[StaffMember]] = Kind(
    entity=Entity.STAFF, row_id=lambda member: member.id, write=staff_fields, read=read_staff
)
