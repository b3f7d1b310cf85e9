"""An unfinished visit, whole, as plain values: what survives a power cut.

Nothing here is checked against the rules; the draft only carries. A draft of a newer program
keeps what this one does not know (``extra``), so that going back a version loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop.domain.case import Promise
from desktop.domain.errors import ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import DossierId, FormRef, PersonId, PrintJobId, StaffId, VisitId
from desktop.domain.plain import Plain, PlainReader
from desktop.domain.procedure import Channel

KEEP_UNFINISHED_DAYS: Final = 3
"""Working days an unfinished visit is kept after it was last touched; 72 hours, with weekends and holidays left out."""


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
        forms: Ids of the forms a life event asks for instead of those of the row; () takes the row's.
        papers: Keys of the papers ticked.
        needs_verification: The officer says this case must be verified.
        verification_note: What, or how it was settled.
        copies: Copies of the result asked for.
        pages: Pages of one copy, 1 or more; asked where the fee depends on them.
        channel: How the dossier comes in; asked where the fee depends on it.
        exemption: Why no fee is taken, in the words of the procedure's row, or "".
        promise: The verdict accepted, or None.
        appointment_reason: Why "today" was turned into an appointment, or "".
        slip_on_request: The citizen asked for the slip (F7).
        dossier_id: The dossier once it is registered.
        number: Its local number, once given.
        resumes: The dossier that waited for papers and that this visit completes, or None.
        first_received_at: When that dossier was received; None where it never was.
    """

    code: str
    edition: str
    kind: str = ""
    forms: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    needs_verification: bool = False
    verification_note: str = ""
    copies: int = 1
    pages: int = 1
    channel: Channel = Channel.DIRECT
    exemption: str = ""
    promise: Promise | None = None
    appointment_reason: str = ""
    slip_on_request: bool = False
    dossier_id: DossierId | None = None
    number: str = ""
    resumes: DossierId | None = None
    first_received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEvent:
    """The life event a visit began with; its answers stand among those of the visit.

    Attributes:
        id: The event's name for machines.
        position: The question one stands at, "" past the last one.
        is_open: It is being asked about now; False once its procedures were taken into the visit.
        left_out: Steps of its plan that the officer unticked.
        taken: Codes of the procedures it brought into the visit.
        same_person: Pairs of roles of the forms that are one person here: ("subject", "deceased").
    """

    id: str
    position: str = ""
    is_open: bool = True
    left_out: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    same_person: tuple[tuple[str, str], ...] = ()


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
        declined_help: The citizen said that they write themselves.
        help: The help session so far, or None.
        print_jobs: Jobs of this visit, in order.
        event: The life event it began with, or None.
        return_by: How the citizen wants the result: at the desk, by post, online.
        return_to: Where it goes by post, or the e-mail it goes to; empty takes what is known of the citizen.
        authorised_by: Who sent the person at the counter, in words; empty when they come for themselves.
        copied: Boxes of the e-form data sheets that were copied already, by their ids.
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
    declined_help: bool = False
    help: HelpSession | None = None
    print_jobs: tuple[PrintJobId, ...] = ()
    event: VisitEvent | None = None
    return_by: Channel = Channel.DIRECT
    return_to: str = ""
    authorised_by: str = ""
    copied: tuple[str, ...] = ()
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
            "declined_help": self.declined_help,
            "help": self.help.to_plain() if self.help is not None else None,
            "print_jobs": list(self.print_jobs),
            "event": _event_to_plain(self.event) if self.event is not None else None,
            "return_by": self.return_by.value,
            "return_to": self.return_to,
            "authorised_by": self.authorised_by,
            "copied": list(self.copied),
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
            declined_help=reader.flag("declined_help"),
            help=HelpSession.from_plain(reader.mapping("help"), f"{place}.help")
            if reader.has("help")
            else None,
            print_jobs=tuple(PrintJobId(job) for job in reader.texts("print_jobs")),
            event=_event_from_plain(reader.child("event")) if reader.has("event") else None,
            return_by=reader.choice("return_by", Channel, Channel.DIRECT),
            return_to=reader.text("return_to", ""),
            authorised_by=reader.text("authorised_by", ""),
            copied=reader.texts("copied"),
            parked=reader.flag("parked"),
            park_reason=reader.text("park_reason", ""),
            extra=reader.others(),
        )


def _procedure_to_plain(chosen: ChosenProcedure) -> dict[str, Plain]:
    return {
        "code": chosen.code,
        "edition": chosen.edition,
        "kind": chosen.kind,
        "forms": list(chosen.forms),
        "papers": list(chosen.papers),
        "needs_verification": chosen.needs_verification,
        "verification_note": chosen.verification_note,
        "copies": chosen.copies,
        "pages": chosen.pages,
        "channel": chosen.channel.value,
        "exemption": chosen.exemption,
        "promise": chosen.promise.value if chosen.promise is not None else None,
        "appointment_reason": chosen.appointment_reason,
        "slip_on_request": chosen.slip_on_request,
        "dossier_id": chosen.dossier_id,
        "number": chosen.number,
        "resumes": chosen.resumes,
        "first_received_at": chosen.first_received_at.isoformat() if chosen.first_received_at else None,
    }


def _procedure_from_plain(reader: PlainReader) -> ChosenProcedure:
    return ChosenProcedure(
        code=reader.text("code"),
        edition=reader.text("edition", ""),
        kind=reader.text("kind", ""),
        forms=reader.texts("forms"),
        papers=reader.texts("papers"),
        needs_verification=reader.flag("needs_verification"),
        verification_note=reader.text("verification_note", ""),
        copies=reader.number("copies", 1),
        pages=reader.number("pages", 1),
        channel=reader.choice("channel", Channel, Channel.DIRECT),
        exemption=reader.text("exemption", ""),
        promise=reader.choice("promise", Promise) if reader.has("promise") else None,
        appointment_reason=reader.text("appointment_reason", ""),
        slip_on_request=reader.flag("slip_on_request"),
        dossier_id=DossierId(reader.text("dossier_id")) if reader.has("dossier_id") else None,
        number=reader.text("number", ""),
        resumes=DossierId(reader.text("resumes")) if reader.has("resumes") else None,
        first_received_at=reader.optional_aware_moment("first_received_at"),
    )


def _event_to_plain(event: VisitEvent) -> dict[str, Plain]:
    return {
        "id": event.id,
        "position": event.position,
        "is_open": event.is_open,
        "left_out": list(event.left_out),
        "taken": list(event.taken),
        "same_person": ["=".join(pair) for pair in event.same_person],
    }


def _event_from_plain(reader: PlainReader) -> VisitEvent:
    pairs = (pair.partition("=") for pair in reader.texts("same_person"))
    return VisitEvent(
        id=reader.text("id"),
        position=reader.text("position", ""),
        is_open=reader.flag("is_open"),
        left_out=reader.texts("left_out"),
        taken=reader.texts("taken"),
        same_person=tuple((role, other) for role, _, other in pairs),
    )
