"""Reading for screens: each call sees one consistent state and never waits for a save."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from desktop.domain.calendar import DayOverride
from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, PersonId
from desktop.domain.office import RosterEntry, StaffMember
from desktop.domain.person import Person
from desktop.domain.plain import Plain
from desktop.records import dossier_rows
from desktop.records.attachment_records import attachment_rows, find_attachment
from desktop.records.case_converters import read_help_session, read_person
from desktop.records.engine import Database
from desktop.records.loading import RecordLoader, listed
from desktop.records.office_converters import (
    read_audit,
    read_override,
    read_paper,
    read_roster,
    read_staff,
    read_ticket,
)
from desktop.records.reading import plain_fields
from desktop.records.repositories import OFFICE_ROW
from desktop.records.sealing import SealKeys
from desktop.records.search import search
from desktop.records.tables import DOSSIER_ROW, PERSON_NUMBER
from desktop.records.timeline import timeline_of
from desktop.services.attachment_values import AttachmentRow
from desktop.services.record_values import (
    DossierDetail,
    DossierRow,
    EarlierVisit,
    Entity,
    SearchFilters,
    SearchHit,
    TicketRecord,
)


class StoredReader:
    """Readers on the local database. May be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def dossiers_on(self, day: date) -> tuple[DossierRow, ...]:
        """Give what was received on an office day, newest first."""
        with self._database.read() as connection:
            return dossier_rows.rows_on(connection, day)

    def dossiers_in(self, states: frozenset[DossierState], limit: int = 500) -> tuple[DossierRow, ...]:
        """Give the dossiers in some states, the soonest due first."""
        with self._database.read() as connection:
            return dossier_rows.rows_in(connection, states, limit)

    def received_between(self, first: date, last: date) -> tuple[tuple[Dossier, Person | None], ...]:
        """Give the dossiers received from one office day to another, in the order they came in."""
        query = (
            select(DOSSIER_ROW.c.dossier_id)
            .where(DOSSIER_ROW.c.day.between(first.isoformat(), last.isoformat()))
            .order_by(DOSSIER_ROW.c.received_at, DOSSIER_ROW.c.id)
        )
        with self._database.read() as connection:
            loader = RecordLoader(connection, SealKeys(connection))
            found = (loader.find_dossier(str(row)) for row in connection.scalars(query).all())
            dossiers = [one.value for one in found if one is not None]
            return tuple((dossier, _person(loader, dossier.requester_id)) for dossier in dossiers)

    def due_until(self, moment: datetime) -> tuple[DossierRow, ...]:
        """Give the unfinished dossiers due up to a moment."""
        with self._database.read() as connection:
            return dossier_rows.rows_due_until(connection, moment)

    def search(
        self, query: str, *, limit: int = 50, filters: SearchFilters | None = None
    ) -> tuple[SearchHit, ...]:
        """Find dossiers."""
        with self._database.read() as connection:
            return search(connection, query, limit=limit, filters=filters)

    def detail(self, dossier_id: DossierId) -> DossierDetail:
        """Give one dossier with its timeline; raises `DeskError(RECORD_MISSING)`."""
        with self._database.read() as connection:
            loader = RecordLoader(connection, SealKeys(connection))
            found = loader.find_dossier(dossier_id)
            if found is None:
                raise DeskError(ErrorCode.RECORD_MISSING, entity=Entity.DOSSIER.value, row_id=dossier_id)
            dossier = found.value
            papers = tuple(read_paper(*one) for one in listed(loader, Entity.PAPER, dossier_id))
            audit = tuple(read_audit(*one) for one in listed(loader, Entity.AUDIT, dossier_id))
            session = dossier.help_session_id
            help_fields = None if session is None else loader.find(Entity.HELP_SESSION, session)
            return DossierDetail(
                dossier=dossier,
                revision=found.revision,
                requester=_person(loader, dossier.requester_id),
                help_session=None
                if help_fields is None
                else read_help_session(str(session), help_fields.value),
                papers=papers,
                timeline=timeline_of(connection, dossier, papers, audit),
            )

    def attachments_of(self, dossier_id: DossierId) -> tuple[AttachmentRow, ...]:
        """Give the attachments of a dossier and where their bytes are, oldest first."""
        with self._database.read() as connection:
            return attachment_rows(RecordLoader(connection, SealKeys(connection)), dossier_id)

    def attachment(self, attachment_id: str) -> AttachmentRow:
        """Give one attachment; raises `DeskError(RECORD_MISSING)`."""
        with self._database.read() as connection:
            return find_attachment(RecordLoader(connection, SealKeys(connection)), attachment_id)

    def people_by_id_number(self, id_number: str) -> tuple[Person, ...]:
        """Give the people known under a number, the last entered first."""
        query = (
            select(PERSON_NUMBER.c.person_id)
            .where(PERSON_NUMBER.c.number == id_number)
            .order_by(PERSON_NUMBER.c.person_id.desc())
        )
        with self._database.read() as connection:
            loader = RecordLoader(connection, SealKeys(connection))
            people = (_person(loader, PersonId(row)) for row in connection.scalars(query).all())
            return tuple(person for person in people if person is not None)

    def earlier_visits(self, person_id: PersonId, limit: int = 20) -> tuple[EarlierVisit, ...]:
        """Give the dossiers a person asked for, newest first, with their answers."""
        query = (
            select(DOSSIER_ROW)
            .where(DOSSIER_ROW.c.requester_id == person_id)
            .order_by(DOSSIER_ROW.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            loader = RecordLoader(connection, SealKeys(connection))
            return tuple(
                EarlierVisit(
                    row=dossier_rows.row_value(row),
                    answers_id=row.answers_id,
                    answers=_answers(loader, row.answers_id),
                )
                for row in connection.execute(query).all()
            )

    def staff(self) -> tuple[StaffMember, ...]:
        """Give everybody who works at the desk."""
        return tuple(read_staff(*one) for one in self._listed(Entity.STAFF, ""))

    def roster_on(self, day: date) -> tuple[RosterEntry, ...]:
        """Give the roster of a day."""
        return tuple(read_roster(*one) for one in self._listed(Entity.ROSTER, day.isoformat()))

    def office_settings(self) -> Mapping[str, Plain]:
        """Give the office's settings."""
        with self._database.read() as connection:
            found = RecordLoader(connection, SealKeys(connection)).find(Entity.OFFICE, OFFICE_ROW)
        return {} if found is None else plain_fields(found.value)

    def calendar_overrides(self) -> tuple[DayOverride, ...]:
        """Give the days entered by the office."""
        days = (read_override(*one) for one in self._listed(Entity.CALENDAR_DAY, ""))
        return tuple(sorted(days, key=lambda override: override.day))

    def tickets_on(self, day: date) -> tuple[TicketRecord, ...]:
        """Give the tickets of a day in the order of issue."""
        return tuple(read_ticket(*one) for one in self._listed(Entity.TICKET, day.isoformat()))

    def _listed(self, entity: Entity, owner: str) -> tuple[tuple[str, dict[str, object]], ...]:
        with self._database.read() as connection:
            return listed(RecordLoader(connection, SealKeys(connection)), entity, owner)


def _person(loader: RecordLoader, person_id: PersonId | None) -> Person | None:
    found = None if person_id is None else loader.find(Entity.PERSON, person_id)
    return None if found is None else read_person(str(person_id), found.value)


def _answers(loader: RecordLoader, answers_id: str) -> Mapping[str, Plain]:
    found = loader.find(Entity.ANSWERS, answers_id) if answers_id else None
    return {} if found is None else plain_fields(found.value)
