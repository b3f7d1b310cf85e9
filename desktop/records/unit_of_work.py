"""One transaction: repositories that share a log, a document writer and a note of what changed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, select

from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import PersonId, StaffId
from desktop.domain.numbering import (
    ONLINE_RANGE,
    TICKET_LAST,
    DossierNumber,
    NumberRange,
    TicketNumber,
)
from desktop.domain.office import StaffMember
from desktop.domain.person import Person
from desktop.records.case_converters import (
    dossier_fields,
    help_session_fields,
    move_fields,
    person_fields,
    read_help_session,
    read_person,
)
from desktop.records.derive import DOSSIER_SERIES, TICKET_SERIES, DerivedTables
from desktop.records.documents import DocumentWriter
from desktop.records.loading import RecordLoader
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
from desktop.records.tables import COUNTER, PERSON_NUMBER
from desktop.services.ports_printing import PrintJob
from desktop.services.record_values import Changes, Entity, PaperRecord, Stored, TicketRecord

_NOTHING: Final = Changes()
_TICKETS: Final = NumberRange(first=1, last=TICKET_LAST)


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
        known = self._desk.loader.moves(value.id, until=base)
        if value.moves[: len(known)] != known:
            raise ValueError("the moves of a dossier are only ever added to")
        fields = dossier_fields(value)
        self._desk.check(Entity.DOSSIER, value.id, fields, base=base)
        # Moves first: the revision of the dossier then stands for its moves too.
        for move in value.moves[len(known) :]:
            self._desk.save(Entity.DOSSIER_MOVE, self._new_id(), move_fields(value.id, move))
        self._desk.save(Entity.DOSSIER, value.id, fields, base=base)


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
        self._given: dict[tuple[str, str], int] = {}
        self._changes = _NOTHING
        self.dossiers = StoredDossiers(self._desk, new_id)
        self.people = DocumentRepository(self._desk, PEOPLE)
        self.help_sessions = DocumentRepository(self._desk, HELP_SESSIONS)
        self.papers = DocumentRepository(self._desk, PAPERS)
        self.tickets = DocumentRepository(self._desk, TICKETS)
        self.staff = DocumentRepository(self._desk, STAFF)
        self.roster = StoredRoster(self._desk)
        self.office_settings = StoredOfficeSettings(self._desk)
        self.calendar_overrides = StoredCalendar(self._desk)
        self.answers = StoredAnswers(self._desk)
        self.audit = StoredAudit(self._desk, actor=actor, clock=clock, new_id=new_id)

    @property
    def changes(self) -> Changes:
        """What was committed; empty until the block has been left without an exception."""
        return self._changes

    def add_print_job(self, job: PrintJob) -> None:
        """Store a print job in this transaction."""
        insert_job(self._connection, job)

    def next_dossier_number(self, day: date) -> str:
        """Give the next local dossier number of an office day; raises `NUMBERS_USED_UP`."""
        serial = self._next(DOSSIER_SERIES, f"{day:%y%m%d}", ONLINE_RANGE)
        return DossierNumber(day=day, serial=serial).text

    def next_ticket_number(self, day: date, series: str) -> str:
        """Give the next ticket number of a series on a day, `A047`; raises `NUMBERS_USED_UP`."""
        serial = self._next(TICKET_SERIES + series, day.isoformat(), _TICKETS)
        return TicketNumber(series=series, serial=serial).text

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

    def finish(self) -> None:
        """Write the collected operations; the caller commits right after."""
        self._log.flush()

    def committed(self) -> None:
        """Publish what changed, after the commit."""
        self._changes = self._desk.changes()

    def _next(self, series: str, day: str, numbers: NumberRange) -> int:
        # A number counts once a record that carries it is saved: what is not used is given back.
        last = self._connection.scalar(
            select(COUNTER.c.last).where(COUNTER.c.series == series, COUNTER.c.day == day)
        )
        used = max(int(last or 0), self._given.get((series, day), 0))
        number = numbers.next_after(used or None)
        self._given[series, day] = number
        return number


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
TICKETS: Final[Kind[TicketRecord]] = Kind(
    entity=Entity.TICKET, row_id=lambda ticket: ticket.id, write=ticket_fields, read=read_ticket
)
STAFF: Final[Kind[StaffMember]] = Kind(
    entity=Entity.STAFF, row_id=lambda member: member.id, write=staff_fields, read=read_staff
)
