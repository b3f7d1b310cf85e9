"""An office in memory for the window: what the port promises, and every fault it may raise."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.services.office_values import (
    ALONE,
    Choice,
    Conflict,
    ConflictKind,
    CounterRow,
    LogCheck,
    NumberRow,
    OfficeState,
    OfficeStatus,
    QuarantinedWork,
    TrailKind,
    TrailRow,
)
from desktop.services.ports_office import OnChanges
from desktop.services.record_values import Changes, Entity

NOW = datetime(2026, 11, 24, 2, 50, tzinfo=UTC)
"""09:50 at the office."""
CODE = "KV1." + "Zm9udGFpbmVibGVhdS1xdWF5LTM" * 5
STAFF = {"s1": "Lê Thị Hạnh", "s2": "Ngô Anh Tuấn", "s3": "Trần Văn Hòa"}


@dataclass
class FakeOffice:
    """Keeps what it is told. `fail_next` names the fault the next call that asks the store raises."""

    shown: OfficeStatus = ALONE
    waiting: list[Conflict] = field(default_factory=list)
    stuck: list[QuarantinedWork] = field(default_factory=list)
    rows: list[CounterRow] = field(default_factory=list)
    chosen: list[tuple[StaffId, Conflict, Choice]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    fail_next: ErrorCode | None = None
    lost: int = 12
    given: dict[date, tuple[NumberRow, ...]] = field(default_factory=dict)

    def status(self) -> OfficeStatus:
        self._note("status")
        return replace(self.shown, conflicts=len(self.waiting), quarantined=len(self.stuck))

    def conflicts(self) -> Sequence[Conflict]:
        self._note("conflicts")
        return tuple(self.waiting)

    def resolve(self, actor: StaffId, conflict: Conflict, choice: Choice) -> Changes:
        self._ask("resolve")
        if conflict not in self.waiting:
            raise DeskError(ErrorCode.RECORD_CHANGED, field=conflict.field)
        self.waiting.remove(conflict)
        self.chosen.append((actor, conflict, choice))
        return Changes(rows={conflict.entity: frozenset({conflict.row_id})})

    def quarantined(self) -> Sequence[QuarantinedWork]:
        self._note("quarantined")
        return tuple(self.stuck)

    def offer_quarantined(self) -> None:
        self._ask("offer_quarantined")
        self.stuck.clear()

    def verify(self, told: Callable[[int, int], None]) -> LogCheck:
        self._ask("verify")
        told(4, 4)
        return LogCheck(entries=4, records=2)

    def sync_once(self, on_changes: OnChanges | None = None) -> None:  # noqa: ARG002 - nothing ever changes here
        self._ask("sync_once")

    def counters(self) -> Sequence[CounterRow]:
        self._ask("counters")
        return tuple(self.rows)

    def numbers(self, day: date) -> Sequence[NumberRow]:
        return self.given.get(day, ())

    def create(self, address: str, name: str) -> None:
        self._ask(f"create {address}")
        if self.shown.state is not OfficeState.ALONE:
            raise DeskError(ErrorCode.OFFICE_ALREADY_JOINED)
        self.shown = OfficeStatus(state=OfficeState.SHARED, counter_no=1, name=name, shared_at=NOW)
        self.rows = [counter(1, name, is_this=True)]

    def invite(self, name: str, *, valid: timedelta = timedelta(hours=1)) -> str:
        self._ask(f"invite {name} {valid}")
        return CODE

    def join(self, code: str) -> None:
        self._ask("join")
        if code != CODE:
            raise DeskError(ErrorCode.PAIRING_CODE_INVALID)
        self.shown = OfficeStatus(state=OfficeState.COPYING, counter_no=2, name="Quầy 2")
        self.rows = [counter(1, "Quầy 1"), counter(2, "Quầy 2", is_this=True)]

    def leave(self) -> None:
        self._ask("leave")
        self.shown, self.rows = ALONE, []

    def retire(self, client_id: str) -> None:
        self._ask(f"retire {client_id}")
        self.rows = [replace(row, retired=row.retired or row.client_id == client_id) for row in self.rows]

    def bring_back(self) -> int:
        self._ask("bring_back")
        self.shown = replace(self.shown, state=OfficeState.SHARED, fault=None, shared_at=NOW)
        return self.lost

    def _ask(self, call: str) -> None:
        self._note(call)
        fault, self.fail_next = self.fail_next, None
        if fault is not None:
            raise DeskError(fault)

    def _note(self, call: str) -> None:
        self.calls.append(call)
        self.threads.add(threading.get_ident())


@dataclass
class FakeTrail:
    """Lines of a trail, filtered as the port says."""

    rows: list[TrailRow] = field(default_factory=list)

    def trail(
        self,
        first: date,
        last: date,
        *,
        actor: StaffId | None = None,
        kinds: frozenset[TrailKind] = frozenset(TrailKind),
        limit: int = 500,
    ) -> Sequence[TrailRow]:
        found = [
            row
            for row in self.rows
            if first <= office_time(row.at).date() <= last
            and row.kind in kinds
            and (actor is None or row.by == actor)
        ]
        return tuple(sorted(found, key=lambda row: row.at, reverse=True)[:limit])


def counter(number: int, name: str, *, is_this: bool = False, offset: int = 0) -> CounterRow:
    """A counter that was here a minute ago."""
    return CounterRow(
        client_id=f"client-{number}",
        counter_no=number,
        name=name,
        last_seen=NOW - timedelta(minutes=1),
        app_version="0.1.0",
        behind=0,
        clock_offset_seconds=offset,
        retired=False,
        is_this=is_this,
    )


def copies_conflict(seq: int = 41, row_id: str = "d1", *, mine: int = 2, theirs: int = 3) -> Conflict:
    """Counter 1 wrote two copies, counter 2 three; counter 2 was first."""
    return Conflict(
        seq=seq,
        field="copies",
        kind=ConflictKind.FIELD,
        entity=Entity.DOSSIER,
        row_id=row_id,
        title="261124-0007 · Nguyễn Thị Bưởi",
        offered=mine,
        offered_by=StaffId("s1"),
        offered_at=NOW - timedelta(minutes=4),
        offered_counter="Quầy 1",
        stands=theirs,
        stands_by="s2",
        stands_at=NOW - timedelta(minutes=6),
        stands_counter="Quầy 2",
    )


def note_conflict(seq: int = 42, row_id: str = "d1") -> Conflict:
    """The same dossier, another field, long words."""
    return replace(
        copies_conflict(seq, row_id),
        field="note",
        offered="Giao cho cháu Trần Gia Bảo, mang theo giấy ủy quyền của bà Bưởi",
        stands=None,
    )


def removal_conflict(seq: int = 60) -> Conflict:
    """Counter 2 wrote until when somebody is on duty, counter 1 took the entry away."""
    return replace(
        copies_conflict(seq, "2026-11-24/s2/receiving"),
        entity=Entity.ROSTER,
        field="end",
        kind=ConflictKind.REMOVAL,
        title="24/11/2026 · Trần Thị Mai",
        offered=None,
        stands="11:00:00",
    )


def gone_conflict(seq: int = 61) -> Conflict:
    """The other way round: counter 2 took it away, counter 1 wrote."""
    return replace(removal_conflict(seq), kind=ConflictKind.GONE, offered="11:00:00", stands=None)


def state_conflict(seq: int = 50, row_id: str = "d2") -> Conflict:
    """Counter 2 handed the result back while counter 1 wrote down that the citizen withdraws."""
    return replace(
        copies_conflict(seq, row_id),
        field="state",
        kind=ConflictKind.STATE,
        title="261124-0011 · Phan Nguyễn Thị Tâm",
        offered="withdrawn",
        stands="returned",
    )


def number_conflict(seq: int = 60, row_id: str = "d3") -> Conflict:
    """Two dossiers carry one number of the portal."""
    return replace(
        copies_conflict(seq, row_id),
        field="dossier.portal_code",
        kind=ConflictKind.NUMBER,
        title="261124-0015 · Nguyễn Thị Lý",
        offered="H27.123-261124-0015",
        stands="H27.123-261124-0015",
        holder="d9",
    )


def stuck_work() -> QuarantinedWork:
    """A unit of work that the log can never take."""
    return QuarantinedWork(
        made_at=NOW - timedelta(hours=1),
        actor=StaffId("s1"),
        what=(("dossier", "d5"), ("dossier_move", "m1")),
        why="line 3: unknown field",
    )


def shared_status(**other: object) -> OfficeStatus:
    """A counter that has shared everything."""
    plain = OfficeStatus(
        state=OfficeState.SHARED, counter_no=1, name="Quầy 1", shared_at=NOW - timedelta(minutes=9)
    )
    return replace(plain, **other)  # type: ignore[arg-type]  # a test names real fields


def trail_rows() -> list[TrailRow]:
    """A morning of three people."""
    wanted = (
        (1, "s1", TrailKind.VIEWED, Entity.DOSSIER, "d1", (), True),
        (4, "s2", TrailKind.CHANGED, Entity.DOSSIER, "d1", ("copies", "note"), False),
        (9, "s1", TrailKind.PRINTED, Entity.PAPER, "p1", (), True),
        (30, "s3", TrailKind.CHANGED, Entity.DOSSIER_MOVE, "m1", ("from_state", "to_state"), False),
        (1500, "s2", TrailKind.ERASED, Entity.ANSWERS, "a1", (), True),
        (1600, "s1", TrailKind.EXPORTED, Entity.AUDIT, "2026-11-01/2026-11-23", (), True),
    )
    return [
        TrailRow(
            at=NOW - timedelta(minutes=minutes),
            by=StaffId(by),
            kind=kind,
            entity=entity,
            row_id=row_id,
            title="261124-0007 · Nguyễn Thị Bưởi" if row_id == "d1" else "",
            fields=fields,
            here=here,
        )
        for minutes, by, kind, entity, row_id, fields, here in wanted
    ]
