"""An unfinished visit, whole, as plain values: what survives a power cut.

Nothing here is checked against the rules; the draft only carries. A draft of a newer program
keeps what this one does not know (``extra``), so that going back a version loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.case import Promise
from desktop.domain.errors import ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import DossierId, FormRef, PersonId, PrintJobId, StaffId, VisitId
from desktop.domain.plain import Plain, PlainReader


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
        kind: Key of the kind of case the officer chose, "" where the row has none or nobody chose yet.
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
    kind: str = ""
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
        typing: Where the officer's hand was: field, caret, words not yet understood, line being read.
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
    typing: Mapping[str, Plain] = field(default_factory=dict)
    requested_help: bool = False
    help: HelpSession | None = None
    print_jobs: tuple[PrintJobId, ...] = ()
    parked: bool = False
    park_reason: str = ""
    extra: Mapping[str, Plain] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Plain]:
        """Return the draft as JSON-able values, unknown keys of a newer program included."""
        return {
            **self.extra,
            "id": self.id,
            "owner": self.owner,
            "started_at": self.started_at.isoformat(),
            "touched_at": self.touched_at.isoformat(),
            "step": self.step.value,
            "ticket": self.ticket,
            "person": dict(self.person),
            "person_id": self.person_id,
            "procedures": [_procedure_to_plain(one) for one in self.procedures],
            "form_refs": [{"form_id": ref.form_id, "version": ref.version} for ref in self.form_refs],
            "answers": dict(self.answers),
            "position": dict(self.position),
            "typing": dict(self.typing),
            "requested_help": self.requested_help,
            "help": self.help.to_plain() if self.help is not None else None,
            "print_jobs": list(self.print_jobs),
            "parked": self.parked,
            "park_reason": self.park_reason,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Plain], place: str = "draft") -> "VisitDraft":
        """Return the draft from ``to_plain``; unknown keys are kept in ``extra``.

        Raises:
            DeskError: DRAFT_UNREADABLE naming the place.
        """
        reader = PlainReader(plain, place, ErrorCode.DRAFT_UNREADABLE)
        return cls(
            id=VisitId(reader.text("id")),
            owner=StaffId(reader.text("owner")),
            started_at=reader.aware_moment("started_at"),
            touched_at=reader.aware_moment("touched_at"),
            step=reader.choice("step", VisitStep, VisitStep.CARD),
            ticket=reader.text("ticket", ""),
            person=reader.mapping("person"),
            person_id=PersonId(reader.text("person_id")) if reader.has("person_id") else None,
            procedures=tuple(_procedure_from_plain(one) for one in reader.children("procedures")),
            form_refs=tuple(
                FormRef(form_id=ref.text("form_id"), version=ref.text("version"))
                for ref in reader.children("form_refs")
            ),
            answers=reader.mapping("answers"),
            position=reader.mapping("position"),
            typing=reader.mapping("typing"),
            requested_help=reader.flag("requested_help"),
            help=HelpSession.from_plain(reader.mapping("help"), f"{place}.help")
            if reader.has("help")
            else None,
            print_jobs=tuple(PrintJobId(job) for job in reader.texts("print_jobs")),
            parked=reader.flag("parked"),
            park_reason=reader.text("park_reason", ""),
            extra=reader.others(),
        )


def _procedure_to_plain(chosen: ChosenProcedure) -> dict[str, Plain]:
    return {
        "code": chosen.code,
        "edition": chosen.edition,
        "kind": chosen.kind,
        "papers": list(chosen.papers),
        "needs_verification": chosen.needs_verification,
        "verification_note": chosen.verification_note,
        "copies": chosen.copies,
        "promise": chosen.promise.value if chosen.promise is not None else None,
        "appointment_reason": chosen.appointment_reason,
        "slip_on_request": chosen.slip_on_request,
        "dossier_id": chosen.dossier_id,
        "number": chosen.number,
    }


def _procedure_from_plain(reader: PlainReader) -> ChosenProcedure:
    return ChosenProcedure(
        code=reader.text("code"),
        edition=reader.text("edition", ""),
        kind=reader.text("kind", ""),
        papers=reader.texts("papers"),
        needs_verification=reader.flag("needs_verification"),
        verification_note=reader.text("verification_note", ""),
        copies=reader.number("copies", 1),
        promise=reader.choice("promise", Promise) if reader.has("promise") else None,
        appointment_reason=reader.text("appointment_reason", ""),
        slip_on_request=reader.flag("slip_on_request"),
        dossier_id=DossierId(reader.text("dossier_id")) if reader.has("dossier_id") else None,
        number=reader.text("number", ""),
    )
