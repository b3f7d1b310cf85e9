"""The course of one visit: each thing an officer does turns one frozen draft into the next.

Nothing here touches disk, clock or screen: the moment comes in as an argument, the caller keeps the draft. So the
window, the demo and the tests walk the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import HelpSession, ReadBack, Signing
from desktop.domain.ids import FormRef, HelpSessionId, PersonId, StaffId, VisitId
from desktop.domain.person import Person
from desktop.domain.plain import Plain
from desktop.domain.verdict import WritingOutcome
from desktop.domain.visit import ChosenProcedure, VisitDraft, VisitStep
from desktop.forms.answers import Source
from desktop.forms.definition import FormDefinition
from desktop.forms.interview import Interview
from desktop.forms.library import FormLibrary
from desktop.services.form_context import office_context
from desktop.services.judge_visit import ProcedureVerdict, judge, strictest_writing
from desktop.services.load_life_events import LifeEvents
from desktop.services.place_offers import PlaceNames
from desktop.services.plain_person import person_from_plain, person_to_plain
from desktop.services.same_person import with_same_person
from desktop.services.shown_card import with_card_shown
from desktop.services.visit_copies import with_declared_copies
from desktop.services.visit_steps import (
    following_step,
    forms_written_here,
    lacks_papers,
    papers_written_here,
    reachable_steps,
)
from desktop.services.workday import IdSource, Workday

REQUESTER = "requester"
_NO_EVENTS: Final = LifeEvents(())
_NO_PLACES: Final = PlaceNames(())


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFlow:
    """Moves a draft forward on one workday.

    Attributes:
        workday: The day, its procedures and its people.
        library: Every form, by date and by version.
        new_id: Gives ids.
        events: Life events to begin a visit with.
        places: Names of places that changed.
    """

    workday: Workday
    library: FormLibrary
    new_id: IdSource
    events: LifeEvents = _NO_EVENTS
    places: PlaceNames = _NO_PLACES

    # --- opening and the person ---

    def open(self, owner: StaffId, now: datetime, *, ticket: str = "") -> VisitDraft:
        """Begin an empty visit of this officer."""
        return VisitDraft(
            id=VisitId(self.new_id()), owner=owner, started_at=now, touched_at=now, ticket=ticket
        )

    def take_person(
        self,
        draft: VisitDraft,
        person: Person,
        now: datetime,
        *,
        source: Source = Source.CARD,
        person_id: PersonId | None = None,
    ) -> VisitDraft:
        """Put the requester into the visit; answers already typed by hand stay.

        The visit begins with its first person, not with the hour at which the empty desk was opened.
        """
        taken = replace(
            draft,
            person=person_to_plain(person),
            person_id=person_id,
            started_at=draft.started_at if draft.person or draft.procedures else now,
            touched_at=now,
        )
        interview = self.interview(taken).fill_person(REQUESTER, person, source, at=now.isoformat())
        return with_card_shown(self.workday, self.keep(taken, interview, now))

    def person(self, draft: VisitDraft) -> Person | None:
        """Give the requester, or None while nobody is known."""
        return person_from_plain(draft.person) if draft.person else None

    # --- procedures and papers ---

    def choose(self, draft: VisitDraft, code: str, now: datetime) -> VisitDraft:
        """Add a procedure; its forms join the interview. Choosing it again changes nothing.

        Raises:
            DeskError: PROCEDURE_UNKNOWN.
        """
        if any(chosen.code == code for chosen in draft.procedures):
            return draft
        procedure = self.workday.procedure(code)
        added = ChosenProcedure(code=code, edition=procedure.edition)
        chosen = self.with_procedures(draft, (*draft.procedures, added), now)
        return with_card_shown(self.workday, chosen, only=code)

    def drop(self, draft: VisitDraft, code: str, now: datetime) -> VisitDraft:
        """Take a procedure away; answers that other forms share stay."""
        left = tuple(chosen for chosen in draft.procedures if chosen.code != code)
        return self.with_procedures(draft, left, now)

    def tick_paper(
        self, draft: VisitDraft, code: str, key: str, now: datetime, *, lies_here: bool
    ) -> VisitDraft:
        """Note that a paper lies on the table, or that it does not."""
        chosen = self._chosen(draft, code)
        without = tuple(one for one in chosen.papers if one != key)
        return self._replace(draft, replace(chosen, papers=(*without, key) if lies_here else without), now)

    def set_verification(
        self, draft: VisitDraft, code: str, now: datetime, *, needed: bool, note: str = ""
    ) -> VisitDraft:
        """Note whether this very case must be verified, and what, or how it was settled."""
        chosen = replace(self._chosen(draft, code), needs_verification=needed, verification_note=note.strip())
        return self._replace(draft, chosen, now)

    def set_copies(self, draft: VisitDraft, code: str, copies: int, now: datetime) -> VisitDraft:
        """Note how many copies of the result are asked for; where the declaration says it, that number stands.

        Raises:
            DeskError: ANSWER_INVALID below 1.
        """
        if copies < 1:
            raise DeskError(ErrorCode.ANSWER_INVALID, problem="số bản phải từ 1.")
        counted = self._replace(draft, replace(self._chosen(draft, code), copies=copies), now)
        return with_declared_copies(self.workday, counted, self.interview(counted))

    def papers_written_here(self, draft: VisitDraft, code: str) -> frozenset[str]:
        """Give the papers of a procedure of the visit that this desk writes itself: they are never missing."""
        return papers_written_here(self.workday, draft, self._chosen(draft, code))

    # --- writing ---

    def request_help(self, draft: VisitDraft, now: datetime, *, requested: bool) -> VisitDraft:
        """Note that the citizen asked to have the forms written, or took it back (plan KH 36: only on request)."""
        if not requested:
            return replace(draft, requested_help=False, declined_help=True, help=None, touched_at=now)
        session = draft.help or HelpSession(id=HelpSessionId(self.new_id()), started_at=now)
        begun = session.request(now, draft.owner)
        asked = replace(draft, requested_help=True, declined_help=False, help=begun, touched_at=now)
        return with_declared_copies(self.workday, asked, self.interview(asked))

    def writing(self, draft: VisitDraft, now: datetime) -> WritingOutcome:
        """Tell whether the desk may write in this visit now: the strictest answer over its procedures.

        A procedure that needs no writing does not stand in the way of one that does.
        """
        return strictest_writing(self.judge(draft, now))

    def definitions(self, draft: VisitDraft) -> tuple[FormDefinition, ...]:
        """Give the forms of this visit, each in the version it was begun with."""
        return tuple(self.library.get(ref.form_id, ref.version) for ref in draft.form_refs)

    def interview(self, draft: VisitDraft) -> Interview:
        """Give the interview where it stands."""
        definitions = self.definitions(draft)
        context = office_context(self.workday, self.workday.staff.get(draft.owner))
        if not draft.position:
            return Interview.start(definitions, today=self.workday.day, context=context)
        return Interview.from_plain(draft.position, definitions).with_context(context)

    def keep(self, draft: VisitDraft, interview: Interview, now: datetime) -> VisitDraft:
        """Put an interview back into the draft; a changed answer undoes the read-back and the signature."""
        if draft.event is not None:
            interview = with_same_person(interview, draft.event.same_person)
        plain = cast("Mapping[str, Plain]", interview.to_plain())
        answers = cast("Mapping[str, Plain]", interview.answers.to_plain())
        kept = with_declared_copies(
            self.workday, replace(draft, position=plain, answers=answers, touched_at=now), interview
        )
        return kept if answers == draft.answers else _unread(kept)

    def fields_written(self, draft: VisitDraft) -> int:
        """Count the answers that stand on the papers of this visit."""
        return _count_written(self.interview(draft))

    # --- read-back and signature ---

    def read_aloud(
        self, draft: VisitDraft, now: datetime, *, agreed: bool, dictated_by: str = "", interpreter: str = ""
    ) -> VisitDraft:
        """Note that the forms were read aloud, and whether the citizen agreed.

        Raises:
            DeskError: HELP_INCOMPLETE while answers are missing or nobody asked for help.
        """
        missing = self.interview(draft).missing
        if missing:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing=missing[0].label)
        if draft.help is None:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing="người dân chưa yêu cầu viết hộ")
        person = self.person(draft)
        teller = dictated_by or (person.full_name if person is not None else "")
        written = draft.help.write(draft.form_refs, self.fields_written(draft), teller)
        read = ReadBack(by=draft.owner, at=now, agreed=agreed, interpreter=interpreter)
        return replace(draft, help=written.read_aloud(read), touched_at=now)

    def sign(self, draft: VisitDraft, signing: Signing, now: datetime) -> VisitDraft:
        """Note how the citizen signed.

        Raises:
            DeskError: HELP_INCOMPLETE before the read-back, or without a finger or two witnesses.
        """
        if draft.help is None:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing="người dân chưa yêu cầu viết hộ")
        session = draft.help.sign(signing)
        gaps = session.gaps()
        if gaps:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing=gaps[0].label)
        return replace(draft, help=session, touched_at=now)

    # --- the verdict ---

    def judge(self, draft: VisitDraft, now: datetime) -> tuple[ProcedureVerdict, ...]:
        """Give the verdict of every procedure as things stand now."""
        return judge(self.workday, draft, now)

    def appoint(self, draft: VisitDraft, code: str, reason: str, now: datetime) -> VisitDraft:
        """Turn "today" into an appointment, with the officer's reason; an empty reason takes it back (F9)."""
        return self._replace(
            draft, replace(self._chosen(draft, code), appointment_reason=reason.strip()), now
        )

    def choose_kind(self, draft: VisitDraft, code: str, kind: str, now: datetime) -> VisitDraft:
        """Note which kind of case it is: its limit and its forms hold from now on."""
        chosen = replace(self._chosen(draft, code), kind=kind)
        return self.with_procedures(draft, self._replace(draft, chosen, now).procedures, now)

    def want_slip(self, draft: VisitDraft, code: str, now: datetime, *, wanted: bool) -> VisitDraft:
        """Note that the citizen asked for the slip, which must then be given (Đ.17(4))."""
        return self._replace(draft, replace(self._chosen(draft, code), slip_on_request=wanted), now)

    # --- steps ---

    def go(self, draft: VisitDraft, step: VisitStep, now: datetime) -> VisitDraft:
        """Go to a step.

        Raises:
            DeskError: HELP_INCOMPLETE when the step cannot be reached yet.
        """
        if step not in self.reachable(draft):
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing=f"các bước trước “{step.label}”")
        return replace(draft, step=step, touched_at=now)

    def reachable(self, draft: VisitDraft) -> frozenset[VisitStep]:
        """Give the steps that may be opened now; steps are a map, not a cage."""
        return reachable_steps(self.workday, draft, is_answered=lambda: not self.interview(draft).missing)

    def lacks_papers(self, draft: VisitDraft) -> bool:
        """Tell whether a paper the citizen must bring is missing, for any procedure of the visit."""
        return lacks_papers(self.workday, draft)

    def following(self, draft: VisitDraft) -> VisitStep:
        """Give the step that comes next in this visit; without writing, asking and reading back are passed over."""
        return following_step(draft)

    # --- inside ---

    def with_procedures(
        self, draft: VisitDraft, procedures: tuple[ChosenProcedure, ...], now: datetime
    ) -> VisitDraft:
        """Give the draft with other procedures: their forms join or leave the interview."""
        refs = _form_refs(self, draft, procedures)
        changed = replace(draft, procedures=procedures, form_refs=refs, touched_at=now)
        interview = self.interview(draft).with_definitions(self.definitions(changed))
        kept = self.keep(changed, interview, now)
        return kept if changed.form_refs == draft.form_refs else _unread(kept)

    def _chosen(self, draft: VisitDraft, code: str) -> ChosenProcedure:
        found = next((one for one in draft.procedures if one.code == code), None)
        if found is None:
            raise DeskError(ErrorCode.PROCEDURE_UNKNOWN, procedure=code)
        return found

    def _replace(self, draft: VisitDraft, chosen: ChosenProcedure, now: datetime) -> VisitDraft:
        procedures = tuple(chosen if one.code == chosen.code else one for one in draft.procedures)
        return replace(draft, procedures=procedures, touched_at=now)


def _form_refs(
    flow: VisitFlow, draft: VisitDraft, procedures: tuple[ChosenProcedure, ...]
) -> tuple[FormRef, ...]:
    """Give the forms the desk writes for these procedures; one already begun keeps its version."""
    known = {ref.form_id: ref for ref in draft.form_refs}
    refs: dict[str, FormRef] = {}
    for chosen in procedures:
        procedure = flow.workday.begun_under(chosen)
        for form_id in forms_written_here(procedure) if procedure is not None else ():
            form = None if form_id in known else flow.library.in_force(form_id, flow.workday.day)
            refs[form_id] = known[form_id] if form is None else FormRef(form_id=form.id, version=form.version)
    return tuple(refs.values())


def _unread(draft: VisitDraft) -> VisitDraft:
    """Give the draft whose papers must be read aloud and signed anew."""
    if draft.help is None:
        return draft
    return replace(draft, help=replace(draft.help, read_back=None, signing=None))


def _count_written(interview: Interview) -> int:
    keys = {one.key for question in interview.questions for one in question.fields}
    looks = (interview.look(key) for key in keys)
    return sum(1 for answer in looks if answer is not None and not answer.is_empty)
