"""What a verdict is asked about and what it answers: the facts of a case, promises, slips."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from desktop.domain.deadline import Deadline
from desktop.domain.procedure import Channel, Procedure, SignerLevel
from desktop.domain.reason import Reason


class WritingOutcome(StrEnum):
    """May the desk write for this citizen now?"""

    ALLOWED = "allowed"
    LIMITED = "limited"
    BARRED = "barred"
    NOT_REQUESTED = "not_requested"
    NOT_ON_ROSTER = "not_on_roster"
    NOTHING_TO_WRITE = "nothing_to_write"


class Promise(StrEnum):
    """What the citizen is promised: exactly one of these."""

    SAME_DAY = "same_day"
    APPOINTMENT = "appointment"
    SUPPLEMENT = "supplement"


class SlipKind(StrEnum):
    """The slip that has to be printed."""

    NONE = "none"
    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerPresence:
    """Somebody who may sign today, and between which hours (None: the whole day)."""

    name: str
    title: str
    level: SignerLevel
    start: time | None = None
    until: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything the verdict depends on, as plain facts of this moment.

    Attributes:
        received: When the complete dossier was (or would be) received, aware.
        now: The moment of judging; None means ``received``.
        requested_help: The citizen asked to have the form written.
        writer_on_roster: The officer at the counter is on today's writing roster.
        missing: Names of required papers that are not there.
        papers_total: How many papers this case needs.
        needs_verification: This very case must be verified before it can be solved.
        verification_note: What has to be verified, or how it was settled that nothing has to.
        signers: Everybody on today's signing roster.
        minutes_needed: Minutes from now to the result; None takes the procedure's usual ones.
        minutes_basis: Where that figure comes from.
        finish_at_once: The officer's own judgement: False when it cannot be finished today;
            None leaves it to the minutes.
        supplemented_at: The missing papers came then; the limit starts anew. None for a first receipt.
        agreed: The moment agreed in writing, for limits on agreement.
        appointment_reason: The officer turned "today" into an appointment (F9), and why.
    """

    procedure: Procedure
    received: datetime
    channel: Channel = Channel.DIRECT
    now: datetime | None = None
    requested_help: bool = False
    writer_name: str = ""
    writer_on_roster: bool = False
    missing: tuple[str, ...] = ()
    papers_total: int = 0
    papers_note: str = ""
    papers_evidence: str = ""
    needs_verification: bool = False
    verification_note: str = ""
    verification_evidence: str = ""
    signers: tuple[SignerPresence, ...] = ()
    minutes_needed: int | None = None
    minutes_basis: str = ""
    finish_at_once: bool | None = None
    supplemented_at: datetime | None = None
    agreed: datetime | None = None
    appointment_reason: str = ""

    @property
    def papers_complete(self) -> bool:
        """Return whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the program says at step 6, with its reasons.

    Attributes:
        writing: May the desk write.
        writing_reasons: Why, failed first.
        promise: Exactly one promise.
        slip: The slip to print; NONE still means registered, numbered and time-stamped.
        due: When the result is due; None only while papers are missing.
        reasons: The conditions, failed first; SAME_DAY has no failed one.
        slip_reason: Why this slip or none, with the law of the office's time.
        warnings: Things to see to that change nothing.
        deadline: How ``due`` was reckoned (statutory limit); None while papers are missing.
        ready_at: SAME_DAY: about when the citizen gets the result.
        signer: SAME_DAY: who signs.
        offers_appointment: After 15:00 the law allows the next working day with a slip; the
            officer may choose it, finishing today stays allowed.
        slip_on_request: The slip must be given when the citizen asks (Đ.17(4)).
    """

    writing: WritingOutcome
    writing_reasons: tuple[Reason, ...]
    promise: Promise
    slip: SlipKind
    due: datetime | None
    reasons: tuple[Reason, ...]
    slip_reason: Reason
    warnings: tuple[Reason, ...] = ()
    deadline: Deadline | None = None
    ready_at: datetime | None = None
    signer: SignerPresence | None = None
    offers_appointment: bool = False
    slip_on_request: bool = False

    @property
    def failed(self) -> tuple[Reason, ...]:
        """Return the conditions that are not met."""
        return tuple(reason for reason in self.reasons if not reason.met)
