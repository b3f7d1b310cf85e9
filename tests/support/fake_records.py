"""Records in memory: what the port promises, in the plainest way; the real store is tested against it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from desktop.domain.calendar import DayOverride, office_time
from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.handover import Handover
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import DossierId, HelpSessionId, PersonId, StaffId
from desktop.domain.numbering import (
    ONLINE_RANGE,
    REGISTER_LAST,
    TICKET_LAST,
    DossierNumber,
    NumberRange,
    RegisterNumber,
    TicketNumber,
)
from desktop.domain.office import RosterEntry, StaffMember
from desktop.domain.person import Person
from desktop.domain.plain import Plain
from desktop.services.attachment_values import Attachment
from desktop.services.ports_printing import PrintJob
from desktop.services.record_values import (
    AuditAction,
    AuditEvent,
    Changes,
    DraftSummary,
    Entity,
    FieldConflict,
    PaperRecord,
    RecordChangedError,
    Stored,
    TicketRecord,
)
from tests.support.fake_record_reader import FakeReader
from tests.support.fake_state import State, Version, parts_of, people_with

T = TypeVar("T")


class FakeWork:
    """One transaction on a copy of the state."""

    def __init__(
        self, state: State, actor: StaffId, clock: Callable[[], datetime], mint: Callable[[], str]
    ) -> None:
        self.state = state
        self.actor = actor
        self.clock = clock
        self.mint = mint
        self.touched: dict[Entity, set[str]] = defaultdict(set)
        self.given: dict[tuple[str, date], int] = {}
        self.changes = Changes()
        self.dossiers = FakeDossiers(self, Entity.DOSSIER)
        self.people: FakeRepository[Person] = FakeRepository(self, Entity.PERSON)
        self.help_sessions: FakeRepository[HelpSession] = FakeRepository(self, Entity.HELP_SESSION)
        self.papers: FakeRepository[PaperRecord] = FakeRepository(self, Entity.PAPER)
        self.handovers: FakeRepository[Handover] = FakeRepository(self, Entity.HANDOVER)
        self.attachments: FakeRepository[Attachment] = FakeRepository(self, Entity.ATTACHMENT)
        self.tickets: FakeRepository[TicketRecord] = FakeRepository(self, Entity.TICKET)
        self.staff: FakeRepository[StaffMember] = FakeRepository(self, Entity.STAFF)
        self.roster = FakeRoster(self)
        self.office_settings = FakeOffice(self)
        self.calendar_overrides = FakeCalendar(self)
        self.answers = FakeAnswers(self)
        self.audit = FakeAudit(self)

    def add_print_job(self, job: PrintJob) -> None:
        self.state.jobs.append(job)

    def next_dossier_number(self, day: date) -> str:
        used = [DossierNumber.parse(one.number) for one in self.state.values(Entity.DOSSIER) if one.number]
        serial = self._next("dossier", day, ONLINE_RANGE, [one.serial for one in used if one.day == day])
        return DossierNumber(day=day, serial=serial).text

    def next_register_number(self, day: date, sector: str) -> str:
        entered = [one for one in self.state.values(Entity.DOSSIER) if one.register_sector == sector]
        serials = [
            RegisterNumber.parse(one.register_no).serial
            for one in entered
            if office_time(one.received_at).year == day.year
        ]
        year = date(day.year, 1, 1)
        serial = self._next(f"register.{sector}", year, NumberRange(first=1, last=REGISTER_LAST), serials)
        return RegisterNumber(serial=serial).text

    def next_ticket_number(self, day: date, series: str) -> str:
        used = [TicketNumber.parse(one.number) for one in self.state.values(Entity.TICKET) if one.day == day]
        serials = [one.serial for one in used if one.series == series]
        serial = self._next(series, day, NumberRange(first=1, last=TICKET_LAST), serials)
        return TicketNumber(series=series, serial=serial).text

    def person_by_id_number(self, id_number: str) -> Person | None:
        return next(iter(people_with(self.state, id_number)), None)

    def erase_person(self, person_id: PersonId) -> None:
        found = self.state.current(Entity.PERSON, person_id)
        if found is not None:
            person: Person = found.value
            kept = Person(id=person_id, full_name=person.full_name, birth=person.birth, sex=person.sex)
            self.state.rows[Entity.PERSON][person_id] = [replace(found, value=kept)]
            self.state.erased.add(person_id)
            self.touched[Entity.PERSON].add(person_id)

    def erase_attachment(self, attachment_id: str) -> None:
        found = self.state.current(Entity.ATTACHMENT, attachment_id)
        if found is not None and attachment_id not in self.state.erased:
            kept = replace(found, value=replace(found.value, name=""))
            self.state.rows[Entity.ATTACHMENT][attachment_id] = [kept]
            self.state.erased.add(attachment_id)
            self.touched[Entity.ATTACHMENT].add(attachment_id)

    def write(self, entity: Entity, row_id: str, value: object, base: int | None = None) -> None:
        versions = self.state.rows[entity].setdefault(row_id, [])
        current = versions[-1] if versions else None
        if base is not None and current is not None and current.revision > base:
            value = self._merged(entity, row_id, value, base)
        if current is not None and current.value == value:
            return
        self.state.revision += 1
        versions.append(Version(self.state.revision, value, self.actor, self.clock()))
        self.touched[entity].add(row_id)

    def _merged(self, entity: Entity, row_id: str, value: Any, base: int) -> Any:  # noqa: ANN401 - a record of any kind
        versions = self.state.rows[entity][row_id]
        then = parts_of(next((v.value for v in reversed(versions) if v.revision <= base), {}))
        now, mine, last = parts_of(versions[-1].value), parts_of(value), versions[-1]
        conflicts = []
        merged = dict(now)
        for name in sorted({*then, *now, *mine} - {"moves"}):
            if mine.get(name) == then.get(name):
                continue
            if now.get(name) not in (then.get(name), mine.get(name)):
                conflicts.append(
                    FieldConflict(
                        field=name, mine=mine.get(name), theirs=now.get(name), by=last.by, at=last.at
                    )
                )
            merged[name] = mine.get(name)
        if conflicts:
            raise RecordChangedError(entity, row_id, tuple(conflicts))
        if "moves" in now:
            merged["moves"] = now["moves"] + mine["moves"][len(then["moves"]) :]
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **merged)
        return {name: one for name, one in merged.items() if one is not None}

    def _next(self, series: str, day: date, numbers: NumberRange, used: list[int]) -> int:
        last = max([*used, self.given.get((series, day), 0)])
        self.given[series, day] = numbers.next_after(last or None)
        return self.given[series, day]


class FakeRepository(Generic[T]):
    def __init__(self, work: FakeWork, entity: Entity) -> None:
        self._work = work
        self._entity = entity

    def get(self, row_id: str) -> T:
        return self.get_stored(row_id).value

    def find(self, row_id: str) -> T | None:
        found = self._work.state.current(self._entity, row_id)
        return None if found is None else found.value

    def get_stored(self, row_id: str) -> Stored[T]:
        found = self._work.state.current(self._entity, row_id)
        if found is None:
            raise DeskError(ErrorCode.RECORD_MISSING, entity=self._entity.value, row_id=row_id)
        return Stored(value=found.value, revision=found.revision)

    def save(self, value: T, *, base: int | None = None) -> None:
        row_id = value.id  # type: ignore[attr-defined]  # every record of these kinds has one
        if row_id is None:
            raise ValueError("a person gets an id before being saved")
        self._work.write(self._entity, row_id, value, base)

    def of_dossier(self, dossier_id: DossierId) -> tuple[T, ...]:
        return tuple(one for one in self.all() if one.dossier_id == dossier_id)  # type: ignore[attr-defined]  # papers

    def of_session(self, session_id: HelpSessionId) -> tuple[T, ...]:
        return tuple(
            one
            for one in self.all()
            if one.dossier_id is None and one.help_session_id == session_id  # type: ignore[attr-defined]  # papers
        )

    def on(self, day: date) -> tuple[T, ...]:
        return tuple(one for one in self.all() if one.day == day)  # type: ignore[attr-defined]  # tickets

    def all(self) -> tuple[T, ...]:
        return tuple(self._work.state.values(self._entity))


class FakeDossiers(FakeRepository[Dossier]):
    def save(self, value: Dossier, *, base: int | None = None) -> None:
        versions = self._work.state.rows[Entity.DOSSIER].get(value.id, [])
        seen = [one.value.moves for one in versions if base is None or one.revision <= base]
        known = seen[-1] if seen else ()
        if value.moves[: len(known)] != known:
            raise ValueError("the moves of a dossier are only ever added to")
        super().save(value, base=base)


class FakeRoster:
    def __init__(self, work: FakeWork) -> None:
        self._work = work

    def on(self, day: date) -> tuple[RosterEntry, ...]:
        return tuple(one for one in self._work.state.values(Entity.ROSTER) if one.day == day)

    def save(self, entry: RosterEntry) -> None:
        self._work.write(Entity.ROSTER, f"{entry.day}/{entry.staff_id}/{entry.duty.value}", entry)

    def remove(self, entry: RosterEntry) -> None:
        self._work.write(Entity.ROSTER, f"{entry.day}/{entry.staff_id}/{entry.duty.value}", None)


class FakeCalendar:
    def __init__(self, work: FakeWork) -> None:
        self._work = work

    def all(self) -> tuple[DayOverride, ...]:
        return tuple(sorted(self._work.state.values(Entity.CALENDAR_DAY), key=lambda one: one.day))

    def save(self, override: DayOverride) -> None:
        self._work.write(Entity.CALENDAR_DAY, override.day.isoformat(), override)

    def remove(self, day: date) -> None:
        self._work.write(Entity.CALENDAR_DAY, day.isoformat(), None)


class FakeOffice:
    def __init__(self, work: FakeWork) -> None:
        self._work = work

    def all(self) -> Mapping[str, Plain]:
        found = self._work.state.current(Entity.OFFICE, "office")
        return {} if found is None else found.value

    def save(self, values: Mapping[str, object]) -> None:
        merged = {**self.all(), **values}
        kept = {name: value for name, value in merged.items() if value is not None}
        self._work.write(Entity.OFFICE, "office", kept)


class FakeAnswers:
    def __init__(self, work: FakeWork) -> None:
        self._work = work

    def load(self, case_id: str) -> Mapping[str, Plain]:
        found = self._work.state.current(Entity.ANSWERS, case_id)
        return {} if found is None or case_id in self._work.state.erased else found.value

    def save(self, case_id: str, answers: Mapping[str, object], *, base: int | None = None) -> None:
        if case_id in self._work.state.erased:
            raise DeskError(ErrorCode.ANSWERS_ERASED, entity=Entity.ANSWERS.value, row_id=case_id)
        self._work.write(Entity.ANSWERS, case_id, deepcopy(dict(answers)), base)

    def revision(self, case_id: str) -> int:
        found = self._work.state.current(Entity.ANSWERS, case_id)
        return 0 if found is None else found.revision

    def erase(self, case_id: str) -> None:
        if self._work.state.current(Entity.ANSWERS, case_id) is not None:
            self._work.state.erased.add(case_id)
            self._work.touched[Entity.ANSWERS].add(case_id)
        cases = {one.id: one.answers_id for one in self._work.state.values(Entity.DOSSIER)}
        for one in self._work.state.values(Entity.ATTACHMENT):
            if cases.get(one.dossier_id) == case_id:
                self._work.erase_attachment(one.id)


class FakeAudit:
    def __init__(self, work: FakeWork) -> None:
        self._work = work

    def add(self, action: AuditAction, entity: str, row_id: str, *, reason: str = "") -> None:
        work = self._work
        event = AuditEvent(
            id=work.mint(),
            at=work.clock(),
            by=work.actor,
            action=action,
            entity=entity,
            row_id=row_id,
            reason=reason,
        )
        work.write(Entity.AUDIT, event.id, event)

    def of(self, entity: str, row_id: str) -> tuple[AuditEvent, ...]:
        events = self._work.state.values(Entity.AUDIT)
        return tuple(one for one in events if (one.entity, one.row_id) == (entity, row_id))


class FakeDrafts:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._bodies: dict[str, Mapping[str, Plain]] = {}
        self._summaries: dict[str, DraftSummary] = {}
        self.recorded: list[datetime] = []

    def last_recorded_before(self, moment: datetime) -> datetime | None:
        return max((at for at in self.recorded if at < moment), default=None)

    def save(self, draft_id: str, values: Mapping[str, object], *, title: str = "") -> None:
        known = self._summaries.get(draft_id)
        self._bodies[draft_id] = deepcopy(dict(values))  # type: ignore[arg-type]  # plain by the port's promise
        self._summaries[draft_id] = DraftSummary(
            id=draft_id, title=title, parked=known is not None and known.parked, saved_at=self._clock()
        )

    def load(self, draft_id: str) -> Mapping[str, Plain] | None:
        return self._bodies.get(draft_id)

    def park(self, draft_id: str, *, parked: bool) -> None:
        if draft_id in self._summaries:
            self._summaries[draft_id] = replace(self._summaries[draft_id], parked=parked)

    def list(self) -> tuple[DraftSummary, ...]:
        return tuple(sorted(self._summaries.values(), key=lambda one: (one.saved_at, one.id), reverse=True))

    def delete(self, draft_id: str) -> None:
        self._bodies.pop(draft_id, None)
        self._summaries.pop(draft_id, None)

    def delete_older_than(self, moment: datetime) -> int:
        old = [one.id for one in self._summaries.values() if one.saved_at < moment]
        for draft_id in old:
            self.delete(draft_id)
        return len(old)


class FakeRecords:
    """Records that live as long as the test. `jobs` are the print jobs committed with units of work."""

    def __init__(
        self, clock: Callable[[], datetime] = lambda: datetime(2026, 3, 17, 1, 30, tzinfo=UTC)
    ) -> None:
        self.state = State()
        self.read = FakeReader(lambda: self.state)
        self.drafts = FakeDrafts(clock)
        self._clock = clock
        self._minted = 0

    @property
    def jobs(self) -> tuple[PrintJob, ...]:
        return tuple(self.state.jobs)

    def new_id(self) -> str:
        self._minted += 1
        return f"01940000-0000-7000-8000-{self._minted:012d}"

    @contextmanager
    def begin(self, actor: StaffId) -> Iterator[FakeWork]:
        work = FakeWork(deepcopy(self.state), actor, self._clock, self.new_id)
        yield work
        self.state = work.state
        if work.touched:
            self.drafts.recorded.append(self._clock())
        work.changes = Changes(rows={entity: frozenset(ids) for entity, ids in work.touched.items()})
