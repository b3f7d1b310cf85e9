"""The life of a dossier: states, legal moves, and the trace every move leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from desktop.domain.calendar import date_text, office_time
from desktop.domain.case import Promise
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import AnswersId, DossierId, FormRef, HelpSessionId, PersonId, StaffId
from desktop.domain.moves import MoveKind
from desktop.domain.procedure import Channel

__all__ = ["Dossier", "DossierState", "Move", "MoveKind", "allowed_moves"]


class DossierState(StrEnum):
    """Where a dossier stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    PROCESSING = "processing"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    READY = "ready"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """Return the words officers use."""
        return _STATE_LABELS[self]

    @property
    def is_final(self) -> bool:
        """Return whether no move leads out of it."""
        return self in _FINAL


_STATE_LABELS = {
    DossierState.DRAFT: "Đang viết",
    DossierState.RECEIVED: "Đã tiếp nhận",
    DossierState.SUPPLEMENT_REQUESTED: "Chờ bổ sung",
    DossierState.PROCESSING: "Đang xử lý",
    DossierState.SUBMITTED: "Chờ ký",
    DossierState.SIGNED: "Đã ký",
    DossierState.READY: "Chờ trả",
    DossierState.RETURNED: "Đã trả",
    DossierState.REFUSED: "Từ chối",
    DossierState.WITHDRAWN: "Đã rút",
    DossierState.STOPPED: "Đã dừng",
}
_FINAL = frozenset(
    {DossierState.RETURNED, DossierState.REFUSED, DossierState.WITHDRAWN, DossierState.STOPPED},
)


_PENDING = frozenset({DossierState.RECEIVED, DossierState.PROCESSING, DossierState.SUBMITTED})
_OPEN = _PENDING | {DossierState.DRAFT, DossierState.SUPPLEMENT_REQUESTED}
# From which states a move leads, and where to; a new appointment leaves the dossier where it is.
_MOVES: Mapping[MoveKind, tuple[frozenset[DossierState], DossierState | None]] = MappingProxyType(
    {
        MoveKind.RECEIVE: (frozenset({DossierState.DRAFT}), DossierState.RECEIVED),
        MoveKind.REQUEST_SUPPLEMENT: (
            frozenset({DossierState.DRAFT, DossierState.RECEIVED, DossierState.PROCESSING}),
            DossierState.SUPPLEMENT_REQUESTED,
        ),
        MoveKind.RESUME: (frozenset({DossierState.SUPPLEMENT_REQUESTED}), DossierState.RECEIVED),
        MoveKind.PROCESS: (frozenset({DossierState.RECEIVED}), DossierState.PROCESSING),
        MoveKind.SUBMIT: (
            frozenset({DossierState.RECEIVED, DossierState.PROCESSING}),
            DossierState.SUBMITTED,
        ),
        MoveKind.SEND_BACK: (frozenset({DossierState.SUBMITTED}), DossierState.PROCESSING),
        MoveKind.SIGN: (frozenset({DossierState.SUBMITTED}), DossierState.SIGNED),
        MoveKind.MAKE_READY: (frozenset({DossierState.SIGNED}), DossierState.READY),
        MoveKind.RETURN_RESULT: (frozenset({DossierState.READY}), DossierState.RETURNED),
        MoveKind.REFUSE: (_OPEN, DossierState.REFUSED),
        MoveKind.WITHDRAW: (_OPEN, DossierState.WITHDRAWN),
        MoveKind.STOP: (_OPEN - {DossierState.DRAFT}, DossierState.STOPPED),
        MoveKind.TURN_INTO_APPOINTMENT: (_PENDING, None),
        MoveKind.APOLOGISE: (_PENDING, None),
    },
)
_NEEDS_REASON = frozenset(
    {
        MoveKind.REQUEST_SUPPLEMENT,
        MoveKind.SEND_BACK,
        MoveKind.REFUSE,
        MoveKind.WITHDRAW,
        MoveKind.STOP,
        MoveKind.TURN_INTO_APPOINTMENT,
        MoveKind.APOLOGISE,
    },
)


def allowed_moves(state: DossierState) -> tuple[MoveKind, ...]:
    """Return the moves a state permits, in the order of a dossier's life.

    Of a particular dossier ``Dossier.allowed_moves`` knows more.
    """
    return tuple(kind for kind, (sources, _) in _MOVES.items() if state in sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step of a dossier's life: who, when, why, from where to where."""

    kind: MoveKind
    at: datetime
    by: StaffId
    from_state: DossierState
    to_state: DossierState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One case in the register.

    Attributes:
        number: Local number ``"261124-0007"``; empty while a draft.
        portal_code: Official code of the state system, typed in later; only checked softly.
        promise: What was promised; None while a draft.
        due: When the result is due. A same-day case has its closing hour as a virtual
            deadline, so that it counts in the figures.
        slip_printed_at: When a receipt slip was printed; None for "không hẹn".
        turned_into_appointment: A same-day promise that could not be kept.
        fee: Statutory fee in đồng; None where nobody entered it. Writing costs nothing.
        fee_note: Why less than the whole fee is taken: the exemption the officer chose, in the row's own words.
        visit_no: The queue number of the visit, ``"A017"``.
        register_sector: Sector of the register it was entered in on receipt; empty before.
        register_no: Its running number there through the year, ``"42"``, or ``"2-42"`` given by counter 2 alone.
        return_place: Where the citizen wants the result; empty means at the desk.
        authorised_by: Who sent the person at the counter, in words; empty when they come for themselves.
        first_due: What was promised before an apology moved the day; None while no apology was needed.
    """

    id: DossierId
    procedure_code: str
    procedure_edition: str
    procedure_name: str
    requester_id: PersonId | None
    requester_name: str
    officer_id: StaffId
    created_at: datetime
    channel: Channel = Channel.DIRECT
    state: DossierState = DossierState.DRAFT
    number: str = ""
    portal_code: str = ""
    received_at: datetime | None = None
    promise: Promise | None = None
    due: datetime | None = None
    calendar_version: str = ""
    slip_printed_at: datetime | None = None
    turned_into_appointment: bool = False
    moves: tuple[Move, ...] = ()
    help_session_id: HelpSessionId | None = None
    fee: int | None = None
    copies: int = 1
    visit_no: str = ""
    answers_id: AnswersId | None = None
    form_refs: tuple[FormRef, ...] = ()
    papers: tuple[str, ...] = ()
    note: str = ""
    fee_note: str = ""
    register_sector: str = ""
    register_no: str = ""
    return_place: str = ""
    authorised_by: str = ""
    first_due: datetime | None = None

    @property
    def is_same_day(self) -> bool:
        """Return whether the same-day promise stands."""
        return self.promise is Promise.SAME_DAY

    def allowed_moves(self) -> tuple[MoveKind, ...]:
        """Return what may be done with this dossier now."""
        return tuple(kind for kind in allowed_moves(self.state) if self._objection(kind) is None)

    def is_overdue(self, now: datetime) -> bool:
        """Return whether the result is past due and not there; a supplement stops the clock."""
        waiting = self.state in _PENDING
        return waiting and self.due is not None and now > self.due

    def receive(
        self,
        now: datetime,
        by: StaffId,
        *,
        number: str,
        promise: Promise,
        due: datetime,
        calendar_version: str = "",
    ) -> "Dossier":
        """Return the dossier received: numbered, time-stamped and promised, slip or no slip.

        Raises:
            DeskError: ILLEGAL_MOVE; NUMBER_INVALID when no number is given.
            ValueError: A supplement is no promise to receive with.
        """
        if promise is Promise.SUPPLEMENT:
            raise ValueError("an incomplete dossier is not received")
        if not number:
            raise DeskError(ErrorCode.NUMBER_INVALID, number=number)
        moved = self._move(MoveKind.RECEIVE, now, by)
        return replace(
            moved,
            number=number,
            received_at=now,
            promise=promise,
            due=due,
            calendar_version=calendar_version,
        )

    def request_supplement(self, now: datetime, by: StaffId, reason: str) -> "Dossier":
        """Return the dossier waiting for papers; once it was received this may happen only once.

        Raises:
            DeskError: ILLEGAL_MOVE, REASON_MISSING, SUPPLEMENT_ONCE.
        """
        return self._move(MoveKind.REQUEST_SUPPLEMENT, now, by, reason)

    def resume(
        self,
        now: datetime,
        by: StaffId,
        *,
        number: str,
        promise: Promise,
        due: datetime,
        calendar_version: str = "",
    ) -> "Dossier":
        """Return the dossier completed: the limit starts anew, the first number stays.

        Raises:
            DeskError: ILLEGAL_MOVE; NUMBER_INVALID when it has no number and none is given.
            ValueError: A supplement is no promise to receive with.
        """
        if promise is Promise.SUPPLEMENT:
            raise ValueError("an incomplete dossier is not received")
        kept = self.number or number
        if not kept:
            raise DeskError(ErrorCode.NUMBER_INVALID, number=number)
        moved = self._move(MoveKind.RESUME, now, by)
        return replace(
            moved,
            number=kept,
            received_at=self.received_at or now,
            promise=promise,
            due=due,
            calendar_version=calendar_version,
        )

    def process(self, now: datetime, by: StaffId, reason: str = "") -> "Dossier":
        """Return the dossier handed to the officer who solves it."""
        return self._move(MoveKind.PROCESS, now, by, reason)

    def submit(self, now: datetime, by: StaffId, reason: str = "") -> "Dossier":
        """Return the dossier laid before the signer."""
        return self._move(MoveKind.SUBMIT, now, by, reason)

    def send_back(self, now: datetime, by: StaffId, reason: str) -> "Dossier":
        """Return the dossier the signer did not sign."""
        return self._move(MoveKind.SEND_BACK, now, by, reason)

    def sign(self, now: datetime, by: StaffId, reason: str = "") -> "Dossier":
        """Return the dossier signed."""
        return self._move(MoveKind.SIGN, now, by, reason)

    def make_ready(self, now: datetime, by: StaffId, reason: str = "") -> "Dossier":
        """Return the dossier sealed, entered in the book, and ready to hand over."""
        return self._move(MoveKind.MAKE_READY, now, by, reason)

    def return_result(self, now: datetime, by: StaffId, reason: str = "") -> "Dossier":
        """Return the dossier whose result the citizen has."""
        return self._move(MoveKind.RETURN_RESULT, now, by, reason)

    def refuse(self, now: datetime, by: StaffId, reason: str) -> "Dossier":
        """Return the dossier refused, with the reason the slip names."""
        return self._move(MoveKind.REFUSE, now, by, reason)

    def withdraw(self, now: datetime, by: StaffId, reason: str) -> "Dossier":
        """Return the dossier the citizen took back; not possible once it is signed."""
        return self._move(MoveKind.WITHDRAW, now, by, reason)

    def stop(self, now: datetime, by: StaffId, reason: str) -> "Dossier":
        """Return the dossier stopped; not possible once it is signed."""
        return self._move(MoveKind.STOP, now, by, reason)

    def turn_into_appointment(self, now: datetime, by: StaffId, reason: str, due: datetime) -> "Dossier":
        """Return a same-day dossier with an appointment instead; it needs a slip with the reason.

        Raises:
            DeskError: ILLEGAL_MOVE when no same-day promise stands; REASON_MISSING.
        """
        moved = self._move(MoveKind.TURN_INTO_APPOINTMENT, now, by, reason)
        return replace(moved, promise=Promise.APPOINTMENT, due=due, turned_into_appointment=True)

    def apologise(self, now: datetime, by: StaffId, reason: str, due: datetime) -> "Dossier":
        """Return the dossier with the one new day an apology may promise.

        Source: NĐ 61/2018 Điều 19(9), then NĐ 118/2025 Điều 19(6).

        Raises:
            DeskError: ILLEGAL_MOVE, REASON_MISSING; APOLOGY_ONCE for a second one; DUE_NOT_LATER for a day that is
                not after the one promised.
        """
        moved = self._move(MoveKind.APOLOGISE, now, by, reason)
        if due <= max(now, self.due or now):
            raise DeskError(ErrorCode.DUE_NOT_LATER, due=date_text(office_time(due).date()))
        return replace(moved, due=due, first_due=self.due)

    def entered_in_register(self, sector: str, number: str) -> "Dossier":
        """Return the dossier with its place in the register; the first one stays."""
        if self.register_no:
            return self
        return replace(self, register_sector=sector, register_no=number)

    def last_move(self, kind: MoveKind) -> Move | None:
        """Return the last move of a kind, or None."""
        return next((move for move in reversed(self.moves) if move.kind is kind), None)

    def with_slip_printed(self, now: datetime) -> "Dossier":
        """Return the dossier with the moment its receipt slip was first printed."""
        return replace(self, slip_printed_at=self.slip_printed_at or now)

    def _objection(self, kind: MoveKind) -> ErrorCode | None:
        sources, _ = _MOVES[kind]
        if self.state not in sources:
            return ErrorCode.ILLEGAL_MOVE
        if kind is MoveKind.TURN_INTO_APPOINTMENT and not self.is_same_day:
            return ErrorCode.ILLEGAL_MOVE
        if kind is MoveKind.REQUEST_SUPPLEMENT and self._asked_after_receipt():
            return ErrorCode.SUPPLEMENT_ONCE
        if kind is MoveKind.APOLOGISE and (self.due is None or self.is_same_day):
            return ErrorCode.ILLEGAL_MOVE
        if kind is MoveKind.APOLOGISE and self.last_move(kind) is not None:
            return ErrorCode.APOLOGY_ONCE
        return None

    def _asked_after_receipt(self) -> bool:
        return any(
            move.kind is MoveKind.REQUEST_SUPPLEMENT and move.from_state is not DossierState.DRAFT
            for move in self.moves
        )

    def _move(self, kind: MoveKind, now: datetime, by: StaffId, reason: str = "") -> "Dossier":
        if now.tzinfo is None:
            raise ValueError("a move needs an aware moment")
        objection = self._objection(kind)
        if objection is not None:
            raise DeskError(objection, state=self.state.label, move=kind.label)
        if kind in _NEEDS_REASON and not reason.strip():
            raise DeskError(ErrorCode.REASON_MISSING, move=kind.label)
        target = _MOVES[kind][1] or self.state
        move = Move(
            kind=kind,
            at=now,
            by=by,
            from_state=self.state,
            to_state=target,
            reason=reason.strip(),
        )
        return replace(self, state=target, moves=(*self.moves, move))
