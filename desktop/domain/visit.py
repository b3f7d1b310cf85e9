"""An unfinished visit, whole, as plain values: what survives a power cut.

Nothing here is checked against the rules; the draft only carries. A draft of a newer program
keeps what this one does not know (``extra``), so that going back a version loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.errors import ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import DossierId, FormRef, PersonId, PrintJobId, StaffId, VisitId
from desktop.domain.plain import Plain, PlainReader
from desktop.domain.verdict import Promise


class VisitStep(StrEnum):
    """The eight steps of a visit, in order."""

    CARD = "card"
    PROCEDURES = "procedures"
    PAPERS = "papers"
    INTERVIEW = "interview"
    READ_BACK = "read_back"
    VERDICT = "verdict"
    PRINT = "print"
    DONE = "done"

    @property
    def label(self) -> str:
        """Return the name on the step bar."""
        return _STEP_LABELS[self]

    @property
    def number(self) -> int:
        """Return 1 to 8."""
        return list(VisitStep).index(self) + 1


_STEP_LABELS = {
    VisitStep.CARD: "Thẻ căn cước",
    VisitStep.PROCEDURES: "Thủ tục",
    VisitStep.PAPERS: "Giấy tờ",
    VisitStep.INTERVIEW: "Hỏi & viết",
    VisitStep.READ_BACK: "Đọc lại & ký",
    VisitStep.VERDICT: "Kết luận",
    VisitStep.PRINT: "In",
    VisitStep.DONE: "Xong",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenProcedure:
    """One procedure of the visit with everything decided about it so far.

    Attributes:
        code: National code.
        edition: Edition of the catalogue row.
        papers: Keys of the papers ticked.
        needs_verification: The officer says this case must be verified.
        verification_note: What, or how it was settled.
        copies: Copies of the result asked for.
        promise: The verdict accepted, or None.
        appointment_reason: Why "today" was turned into an appointment, or "".
        slip_on_request: The citizen asked for the slip (F7).
        dossier_id: The dossier once it is registered.
        number: Its local number, once given.
    """

    code: str
    edition: str
    papers: tuple[str, ...] = ()
    needs_verification: bool = False
    verification_note: str = ""
    copies: int = 1
    promise: Promise | None = None
    appointment_reason: str = ""
    slip_on_request: bool = False
    dossier_id: DossierId | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """Everything of an unfinished visit.

    Attributes:
        owner: Whose visit it is; a lock or a user switch parks it under this name.
        started_at: Aware.
        touched_at: Aware; the last moment anything changed.
        person: The requester as the identity room writes a person, or empty.
        person_id: The stored person it was matched with, or None.
        form_refs: Forms being written, each in the version it was begun with.
        answers: Answers as the forms room writes them.
        position: The interview's position as the forms room writes it.
        requested_help: The citizen asked to have the forms written.
        help: The help session so far, or None.
        print_jobs: Jobs of this visit, in order.
        parked: Set aside with F8, by the lock or by a user switch.
        extra: Keys of a newer program, kept untouched.
    """

    id: VisitId
    owner: StaffId
    started_at: datetime
    touched_at: datetime
    step: VisitStep = VisitStep.CARD
    ticket: str = ""
    person: Mapping[str, Plain] = field(default_factory=dict)
    person_id: PersonId | None = None
    procedures: tuple[ChosenProcedure, ...] = ()
    form_refs: tuple[FormRef, ...] = ()
    answers: Mapping[str, Plain] = field(default_factory=dict)
    position: Mapping[str, Plain] = field(default_factory=dict)
    requested_help: bool = False
    help: HelpSession | None = None
    print_jobs: tuple[PrintJobId, ...] = ()
    parked: bool = False
    park_reason: str = ""
    extra: Mapping[str, Plain] = field(default_factory=dict)
