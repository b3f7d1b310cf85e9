"""Reading records in memory: lists, search and details, each by the plainest walk over everything."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from desktop.domain.calendar import DayOverride, office_time
from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, PersonId
from desktop.domain.office import RosterEntry, StaffMember
from desktop.domain.person import Person
from desktop.domain.plain import Plain
from desktop.domain.text import fold, nfc
from desktop.services.attachment_values import Attachment, AttachmentRow, BytesPlace
from desktop.services.record_values import (
    DossierDetail,
    DossierRow,
    EarlierVisit,
    Entity,
    PaperRecord,
    SearchFilters,
    SearchHit,
    TicketRecord,
    TimelineEntry,
    TimelineKind,
)
from tests.support.fake_state import State, people_with

_ID_NUMBER = re.compile(r"\d{9}|\d{12}")


class FakeReader:
    def __init__(self, state: Callable[[], State]) -> None:
        self._now = state

    @property
    def _state(self) -> State:
        return self._now()

    def _rows(self) -> list[DossierRow]:
        values = reversed(self._state.values(Entity.DOSSIER))
        return [row_of(one, self._revision(one.id)) for one in values]

    def _revision(self, dossier_id: str) -> int:
        found = self._state.current(Entity.DOSSIER, dossier_id)
        return 0 if found is None else found.revision

    def dossiers_on(self, day: date) -> tuple[DossierRow, ...]:
        return tuple(row for row in self._rows() if day_of(row) == day)

    def received_between(self, first: date, last: date) -> tuple[tuple[Dossier, Person | None], ...]:
        rows = [row for row in reversed(self._rows()) if (day := day_of(row)) and first <= day <= last]
        rows.sort(key=lambda row: str(row.received_at))
        dossiers = [self._value(Entity.DOSSIER, row.id) for row in rows]
        return tuple((one, self._value(Entity.PERSON, one.requester_id)) for one in dossiers)

    def dossiers_in(self, states: frozenset[DossierState], limit: int = 500) -> tuple[DossierRow, ...]:
        found = [row for row in reversed(self._rows()) if row.state in states]
        return tuple(sorted(found, key=by_due)[:limit])

    def due_until(self, moment: datetime) -> tuple[DossierRow, ...]:
        found = [row for row in reversed(self._rows()) if row.due is not None and row.due <= moment]
        still_open = [row for row in found if not row.state.is_final and row.state is not DossierState.DRAFT]
        return tuple(sorted(still_open, key=by_due))

    def search(
        self, query: str, *, limit: int = 50, filters: SearchFilters | None = None
    ) -> tuple[SearchHit, ...]:
        rows = [row for row in self._rows() if passes(row, filters or SearchFilters())]
        wanted = nfc(query).strip().lower()
        number = re.sub(r"[\s.]", "", wanted)
        if _ID_NUMBER.fullmatch(number):
            people = {person.id for person in people_with(self._state, number)}
            direct = [row for row in rows if row.requester_id in people]
        else:
            direct = [row for row in rows if wanted and wanted in (row.number, row.portal_code.lower())]
        if direct:
            return tuple(SearchHit(row=row, exact=True) for row in direct[:limit])
        exact = [row for row in rows if agrees(words(wanted), words(text_of(row)))]
        loose = [row for row in rows if agrees(words(fold(wanted)), words(fold(text_of(row))))]
        hits = [SearchHit(row=row, exact=True) for row in exact]
        hits += [SearchHit(row=row, exact=False) for row in loose if row not in exact]
        return tuple(hits[:limit])

    def detail(self, dossier_id: DossierId) -> DossierDetail:
        found = self._state.current(Entity.DOSSIER, dossier_id)
        if found is None:
            raise DeskError(ErrorCode.RECORD_MISSING, entity="dossier", row_id=dossier_id)
        dossier: Dossier = found.value
        papers = tuple(one for one in self._state.values(Entity.PAPER) if one.dossier_id == dossier_id)
        return DossierDetail(
            dossier=dossier,
            revision=found.revision,
            requester=self._value(Entity.PERSON, dossier.requester_id),
            help_session=self._value(Entity.HELP_SESSION, dossier.help_session_id),
            papers=papers,
            timeline=tuple(sorted(self._timeline(dossier, papers), key=lambda entry: entry.at)),
        )

    def attachments_of(self, dossier_id: DossierId) -> tuple[AttachmentRow, ...]:
        of_dossier = [one for one in self._state.values(Entity.ATTACHMENT) if one.dossier_id == dossier_id]
        return tuple(self._attachment_row(one) for one in of_dossier)

    def attachment(self, attachment_id: str) -> AttachmentRow:
        found = self._state.current(Entity.ATTACHMENT, attachment_id)
        if found is None:
            raise DeskError(ErrorCode.RECORD_MISSING, entity="attachment", row_id=attachment_id)
        return self._attachment_row(found.value)

    def _attachment_row(self, one: Attachment) -> AttachmentRow:
        is_erased = one.id in self._state.erased
        return AttachmentRow(attachment=one, place=BytesPlace.ERASED if is_erased else BytesPlace.ELSEWHERE)

    def people_by_id_number(self, id_number: str) -> tuple[Person, ...]:
        return tuple(people_with(self._state, id_number))

    def earlier_visits(self, person_id: PersonId, limit: int = 20) -> tuple[EarlierVisit, ...]:
        visits = []
        for row in self._rows():
            if row.requester_id == person_id:
                answers_id = str(self._value(Entity.DOSSIER, row.id).answers_id or "")
                answers = {} if answers_id in self._state.erased else self._value(Entity.ANSWERS, answers_id)
                visits.append(EarlierVisit(row=row, answers_id=answers_id, answers=answers or {}))
        return tuple(visits[:limit])

    def staff(self) -> tuple[StaffMember, ...]:
        return tuple(self._state.values(Entity.STAFF))

    def roster_on(self, day: date) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self._state.values(Entity.ROSTER) if one.day == day)

    def office_settings(self) -> Mapping[str, Plain]:
        return self._value(Entity.OFFICE, "office") or {}

    def calendar_overrides(self) -> tuple[DayOverride, ...]:
        return tuple(sorted(self._state.values(Entity.CALENDAR_DAY), key=lambda one: one.day))

    def tickets_on(self, day: date) -> tuple[TicketRecord, ...]:
        return tuple(one for one in self._state.values(Entity.TICKET) if one.day == day)

    def _value(self, entity: Entity, row_id: str | None) -> Any:  # noqa: ANN401 - a record of any kind
        found = None if row_id is None else self._state.current(entity, row_id)
        return None if found is None else found.value

    def _timeline(self, dossier: Dossier, papers: tuple[PaperRecord, ...]) -> Iterator[TimelineEntry]:
        for move in dossier.moves:
            yield TimelineEntry(
                at=move.at,
                by=move.by,
                kind=TimelineKind.MOVE,
                detail=f"{move.from_state.value}>{move.to_state.value}",
                reason=move.reason,
            )
        for paper in papers:
            yield TimelineEntry(
                at=paper.printed_at, by=paper.printed_by, kind=TimelineKind.PAPER, detail=paper.kind.value
            )
        for event in self._state.values(Entity.AUDIT):
            if (event.entity, event.row_id) == ("dossier", dossier.id):
                yield TimelineEntry(
                    at=event.at, by=event.by, kind=TimelineKind.VIEW, detail=event.action.value
                )


def row_of(dossier: Dossier, revision: int) -> DossierRow:
    return DossierRow(
        id=dossier.id,
        number=dossier.number,
        portal_code=dossier.portal_code,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        requester_id=dossier.requester_id,
        requester_name=dossier.requester_name,
        received_at=dossier.received_at,
        due=dossier.due,
        state=dossier.state,
        promise="" if dossier.promise is None else dossier.promise.value,
        slip_printed_at=dossier.slip_printed_at,
        officer_id=dossier.officer_id,
        revision=revision,
    )


def passes(row: DossierRow, filters: SearchFilters) -> bool:
    day = day_of(row)
    return (
        (not filters.states or row.state in filters.states)
        and (not filters.procedure_code or row.procedure_code == filters.procedure_code)
        and (filters.officer_id is None or row.officer_id == filters.officer_id)
        and (filters.received_from is None or (day is not None and day >= filters.received_from))
        and (filters.received_to is None or (day is not None and day <= filters.received_to))
    )


def day_of(row: DossierRow) -> date | None:
    return None if row.received_at is None else office_time(row.received_at).date()


def by_due(row: DossierRow) -> tuple[bool, datetime]:
    return row.due is None, row.due or datetime.max.replace(tzinfo=UTC)


def text_of(row: DossierRow) -> str:
    text = nfc(f"{row.requester_name} {row.number} {row.portal_code} {row.procedure_name}").lower()
    joined = re.sub(r"['’-]", "", text)  # signs inside names may be left out
    return f"{text} {joined}"


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def agrees(wanted: list[str], present: list[str]) -> bool:
    if not wanted:
        return False
    *whole, beginning = wanted
    return all(word in present for word in whole) and any(one.startswith(beginning) for one in present)
