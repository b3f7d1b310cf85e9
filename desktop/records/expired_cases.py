"""Cases that were finished long ago: found by what is still readable of them, and erased down to the register."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.ids import DossierId, StaffId
from desktop.records.derive import office_day
from desktop.records.loading import RecordLoader
from desktop.records.print_jobs import forget_erased_jobs
from desktop.records.sealing import SealKeys
from desktop.records.store import RecordStore
from desktop.records.tables import DOSSIER_ROW, REFERENCE, SEAL_KEY
from desktop.records.unit_of_work import StoredUnitOfWork
from desktop.services.ports_erasing import ExpiredCase
from desktop.services.record_values import AuditAction, Entity

_FINAL: Final = sorted(state.value for state in DossierState if state.is_final)


class StoredExpiredCases:
    """The port `ExpiredCases` on the counter's own database."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    def expired(self, before: datetime) -> tuple[ExpiredCase, ...]:
        """See `ExpiredCases`."""
        with self._store.database.read() as connection:
            return tuple(_Search(connection, before).cases(_candidates(connection, before)))

    def erase(self, actor: StaffId, case: ExpiredCase, *, before: datetime, reason: str) -> bool:
        """See `ExpiredCases`."""
        with self._store.begin_stored(actor) as work:
            # Looked at once more under the writer's lock: another counter's edit may have come in between.
            if tuple(_Search(work.connection, before).cases(case.dossiers)) != (case,):
                return False
            _erase(work, case, reason)
        return True

    def erase_kept(self) -> None:
        """See `ExpiredCases`."""
        self._store.aside.follow()


def _erase(work: StoredUnitOfWork, case: ExpiredCase, reason: str) -> None:
    if case.answers is not None:
        work.answers.erase(case.answers)
    for attachment_id in case.attachments:
        work.erase_attachment(attachment_id)
    for session_id in case.help_sessions:
        work.erase_help_session(session_id)
    for person_id in case.people:
        work.erase_person(person_id)
    for dossier_id in case.dossiers:
        work.audit.add(AuditAction.ERASED, Entity.DOSSIER.value, dossier_id, reason=reason)
    forget_erased_jobs(work.connection, case.dossiers)


def _candidates(connection: Connection, before: datetime) -> Iterable[DossierId]:
    """Give finished dossiers that came in early enough and of which something may be readable, the oldest first."""
    scan = (
        exists()
        .where(
            REFERENCE.c.entity == Entity.ATTACHMENT.value, REFERENCE.c.belongs_to == DOSSIER_ROW.c.dossier_id
        )
        .where(SEAL_KEY.c.scope == REFERENCE.c.row_id)
    )
    query = (
        select(DOSSIER_ROW.c.dossier_id)
        .where(
            DOSSIER_ROW.c.state.in_(_FINAL),
            DOSSIER_ROW.c.day <= office_day(before),
            or_(_has_key(DOSSIER_ROW.c.answers_id), _has_key(DOSSIER_ROW.c.requester_id), scan),
        )
        .order_by(DOSSIER_ROW.c.id)
    )
    return [DossierId(row) for row in connection.scalars(query)]


def _has_key(scope: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(SEAL_KEY.c.scope == scope)


class _Search:
    """One look at the records for cases finished before a moment."""

    def __init__(self, connection: Connection, before: datetime) -> None:
        self._connection = connection
        self._before = before
        self._keys = SealKeys(connection)
        self._loader = RecordLoader(connection, self._keys)
        self._over: dict[str, bool] = {}

    def cases(self, dossiers: Collection[DossierId] | Iterable[DossierId]) -> Iterator[ExpiredCase]:
        """Give the expired cases of some dossiers, each once."""
        seen: set[str] = set()
        for dossier_id in dossiers:
            if dossier_id in seen:
                continue
            case = self._case_of(dossier_id)
            seen.update(one.id for one in case)
            if all(self._is_over(one.id) for one in case):
                expired = self._expired(case)
                if expired.sealed:
                    yield expired

    def _case_of(self, dossier_id: DossierId) -> tuple[Dossier, ...]:
        """Give a dossier with all that were answered together with it, in the order of entry."""
        answers = self._connection.scalar(
            select(DOSSIER_ROW.c.answers_id).where(DOSSIER_ROW.c.dossier_id == dossier_id)
        )
        together = self._ids(DOSSIER_ROW.c.answers_id == answers) if answers else [dossier_id]
        found = (self._loader.find_dossier(one) for one in together)
        return tuple(one.value for one in found if one is not None)

    def _expired(self, case: tuple[Dossier, ...]) -> ExpiredCase:
        answers = case[0].answers_id
        sessions = sorted({one.help_session_id for one in case if one.help_session_id is not None})
        people = sorted({one.requester_id for one in case if one.requester_id is not None})
        return ExpiredCase(
            dossiers=tuple(one.id for one in case),
            answers=answers if answers is not None and self._is_readable(answers) else None,
            help_sessions=tuple(one for one in sessions if self._is_readable(one)),
            attachments=self._attachments([*(one.id for one in case), *sessions]),
            people=tuple(
                one
                for one in people
                if self._is_readable(one)
                and all(self._is_over(other) for other in self._ids(DOSSIER_ROW.c.requester_id == one))
            ),
        )

    def _attachments(self, owners: Collection[str]) -> tuple[str, ...]:
        query = (
            select(REFERENCE.c.row_id)
            .where(REFERENCE.c.entity == Entity.ATTACHMENT.value, REFERENCE.c.belongs_to.in_(owners))
            .order_by(REFERENCE.c.first_op)
        )
        found = dict.fromkeys(str(row_id) for row_id in self._connection.scalars(query))
        return tuple(row_id for row_id in found if self._is_readable(row_id))

    def _is_over(self, dossier_id: str) -> bool:
        if dossier_id not in self._over:
            found = self._loader.find_dossier(dossier_id)
            self._over[dossier_id] = found is not None and _finished_before(found.value, self._before)
        return self._over[dossier_id]

    def _is_readable(self, row_id: str) -> bool:
        return self._keys.find(row_id) is not None

    def _ids(self, where: ColumnElement[bool]) -> list[DossierId]:
        query = select(DOSSIER_ROW.c.dossier_id).where(where).order_by(DOSSIER_ROW.c.id)
        return [DossierId(row) for row in self._connection.scalars(query)]


def _finished_before(dossier: Dossier, moment: datetime) -> bool:
    """Tell whether nothing has happened to a finished dossier since a moment; without a word of when, it has."""
    return dossier.state.is_final and bool(dossier.moves) and dossier.moves[-1].at < moment
