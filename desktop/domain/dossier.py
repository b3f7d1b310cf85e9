"""The life of a dossier: states, legal moves, and the trace every move leaves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.ids import AnswersId, DossierId, FormRef, HelpSessionId, PersonId, StaffId
from desktop.domain.procedure import Channel
from desktop.domain.verdict import Promise


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


class MoveKind(StrEnum):
    """What was done to a dossier."""

    RECEIVE = "receive"
    REQUEST_SUPPLEMENT = "request_supplement"
    RESUME = "resume"
    PROCESS = "process"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    SIGN = "sign"
    MAKE_READY = "make_ready"
    RETURN_RESULT = "return_result"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    STOP = "stop"
    TURN_INTO_APPOINTMENT = "turn_into_appointment"


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
        visit_no: The queue number of the visit, ``"A017"``.
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
