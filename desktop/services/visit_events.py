"""A life event in a visit: asked about, planned, and taken into the visit as its procedures.

The event's answers stand among the answers of the visit, so that the forms that follow share them, and a power cut
loses none. What a paper needs and the event already said is not asked again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.text import fold
from desktop.domain.visit import ChosenProcedure, VisitDraft, VisitEvent
from desktop.forms.answers import Answer, Answers, Source
from desktop.forms.interview import Interview
from desktop.services.form_context import office_context
from desktop.services.life_event import SUBJECT, EventPlan, LifeEvent, PlanGround, PlannedStep
from desktop.services.visit_flow import VisitFlow

_ASKED_OF_EVENT: Final = {Source.TYPED: Source.EVENT}
_ASKED_AGAIN: Final = {Source.EVENT: Source.TYPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlace:
    """How a step of the plan stands to this visit.

    Attributes:
        step: The step.
        is_taken: Enter takes it into the visit.
        may_take: It is a procedure that this visit can hold; False for what is done elsewhere.
        note: Why it cannot be taken; empty where it can.
    """

    step: PlannedStep
    is_taken: bool
    may_take: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitEvents:
    """Moves the event of a draft forward on one workday."""

    flow: VisitFlow

    # --- choosing one ---

    @property
    def offered(self) -> tuple[LifeEvent, ...]:
        """Give the events of the day."""
        return self.flow.events.on(self.flow.workday.day)

    def find(self, query: str) -> tuple[LifeEvent, ...]:
        """Give the events whose name or keywords hold every typed word, marks not needed; none for an empty query."""
        words = fold(query).split()
        if not words:
            return ()
        return tuple(
            event
            for event in self.offered
            if all(word in fold(" ".join((event.name, *event.keywords))) for word in words)
        )

    def begin(self, draft: VisitDraft, event_id: str, now: datetime) -> VisitDraft:
        """Begin to ask about an event, or go on with the one already begun.

        Raises:
            DeskError: EVENT_UNKNOWN.
        """
        event = self.flow.events.get(event_id)
        known = draft.event if draft.event is not None and draft.event.id == event_id else None
        if known is not None:
            return self._reopened(replace(draft, event=replace(known, is_open=True)), event, now)
        begun = replace(draft, event=VisitEvent(id=event_id), touched_at=now)
        started = event.begin(
            today=self.flow.workday.day,
            answers=self.flow.interview(draft).answers,
            context=self._context(draft.owner),
        )
        return self.keep(begun, started, now)

    def leave(self, draft: VisitDraft, now: datetime) -> VisitDraft:
        """Go back to the search; what was answered stays for another look."""
        if draft.event is None:
            return draft
        left = replace(draft.event, is_open=False) if draft.event.taken else None
        return replace(draft, event=left, touched_at=now)

    # --- asking ---

    def event(self, draft: VisitDraft) -> LifeEvent:
        """Give the event of a visit.

        Raises:
            DeskError: EVENT_UNKNOWN where there is none.
        """
        if draft.event is None:
            raise DeskError(ErrorCode.EVENT_UNKNOWN, event="")
        return self.flow.events.get(draft.event.id)

    def interview(self, draft: VisitDraft) -> Interview:
        """Give the questions of the event where they stand."""
        event = self.event(draft)
        asked = Interview(
            definitions=(event.asked,),
            today=self.flow.workday.day,
            answers=self.flow.interview(draft).answers,
            context=self._context(draft.owner),
            position=draft.event.position if draft.event is not None else "",
        )
        known = not asked.position or any(one.id == asked.position for one in asked.questions)
        return asked if known else replace(asked, position=asked.first_position)

    def keep(self, draft: VisitDraft, interview: Interview, now: datetime) -> VisitDraft:
        """Put the questions of the event back into the draft."""
        if draft.event is None:
            return draft
        whole = replace(self.flow.interview(draft), answers=interview.answers)
        kept = self.flow.keep(draft, whole, now)
        return replace(kept, event=replace(draft.event, position=interview.position))

    # --- the plan ---

    def plan(self, draft: VisitDraft) -> EventPlan:
        """Give what follows from the answers so far."""
        workday = self.flow.workday
        ground = PlanGround(
            day=workday.day,
            procedures=workday.procedures,
            library=self.flow.library,
            context=self._context(draft.owner),
        )
        return ground.plan(self.event(draft), self.flow.interview(draft).answers)

    def places(self, draft: VisitDraft) -> tuple[StepPlace, ...]:
        """Give every step of the plan and whether Enter takes it into the visit; nothing is dropped."""
        left_out = draft.event.left_out if draft.event is not None else ()
        found: list[StepPlace] = []
        about = ""
        for step in self.plan(draft).steps:
            note = _why_not(step, about)
            is_taken = not note and step.key not in left_out
            if is_taken and step.has_subject:
                about = step.step.about
            found.append(StepPlace(step=step, is_taken=is_taken, may_take=not note, note=note))
        return tuple(found)

    def leave_out(self, draft: VisitDraft, key: str, now: datetime, *, left_out: bool) -> VisitDraft:
        """Untick a step, or tick it again."""
        if draft.event is None:
            return draft
        others = tuple(one for one in draft.event.left_out if one != key)
        event = replace(draft.event, left_out=(*others, key) if left_out else others)
        return replace(draft, event=event, touched_at=now)

    def guide(self, draft: VisitDraft) -> EventPlan:
        """Give the plan for the guide slip: without what the officer unticked."""
        plan = self.plan(draft)
        left_out = draft.event.left_out if draft.event is not None else ()
        return replace(plan, steps=tuple(step for step in plan.steps if step.key not in left_out))

    def take(self, draft: VisitDraft, now: datetime) -> VisitDraft:
        """Take the ticked procedures into the visit; what an earlier look took and is unticked now leaves it.

        Raises:
            DeskError: PROCEDURE_UNKNOWN.
        """
        if draft.event is None:
            return draft
        steps = [place.step for place in self.places(draft) if place.is_taken]
        codes = tuple(dict.fromkeys(step.code for step in steps))
        before = draft
        for code in set(draft.event.taken) - set(codes):
            before = self.flow.drop(before, code, now)
        for code in codes:
            before = self.flow.choose(before, code, now)
        chosen = tuple(
            _with_forms(one, [step for step in steps if step.code == one.code], self.flow)
            for one in before.procedures
        )
        event = replace(draft.event, is_open=False, taken=codes, same_person=_same_person(steps))
        taken = self.flow.with_procedures(replace(before, event=event), chosen, now)
        interview = self.flow.interview(taken)
        asked = {field.key for field in self.event(draft).asked.fields}
        answers = _from_event(_sourced(interview.answers, asked, _ASKED_OF_EVENT), steps, now)
        whole = replace(interview, answers=answers)
        return self.flow.keep(taken, replace(whole, position=whole.first_position), now)

    # --- inside ---

    def _reopened(self, draft: VisitDraft, event: LifeEvent, now: datetime) -> VisitDraft:
        """Let every question of the event be asked again: going back must not jump over what was answered."""
        interview = self.interview(draft)
        asked = {field.key for field in event.asked.fields}
        return self.keep(
            draft, replace(interview, answers=_sourced(interview.answers, asked, _ASKED_AGAIN)), now
        )

    def _context(self, owner: StaffId) -> dict[str, str]:
        return dict(office_context(self.flow.workday, self.flow.workday.staff.get(owner)))


def _why_not(step: PlannedStep, about: str) -> str:
    """Give why a step is not done in this visit; empty where it can be."""
    if not step.code:
        return "Không làm ở quầy này, chỉ ghi vào giấy hướng dẫn."
    if step.has_subject and about and step.step.about != about:
        return "Tờ khai nói về người khác: làm ở một lượt riêng sau lượt này."
    return ""


def _with_forms(chosen: ChosenProcedure, steps: list[PlannedStep], flow: VisitFlow) -> ChosenProcedure:
    """Give a procedure of the visit with the forms its steps need, as a kind of case where the row has one."""
    ids = tuple(dict.fromkeys(form.id for step in steps for form in step.forms))
    if not ids:
        return chosen
    row = flow.workday.procedure(chosen.code)
    kind = next((one.key for one in row.kinds if set(one.forms) == set(ids)), "")
    is_own = set(ids) == set(row.forms)
    return replace(chosen, kind=kind or chosen.kind, forms=() if kind or is_own else ids)


def _same_person(steps: Iterable[PlannedStep]) -> tuple[tuple[str, str], ...]:
    about = {step.step.about for step in steps if step.has_subject} - {SUBJECT}
    return tuple((SUBJECT, role) for role in sorted(about))


def _sourced(answers: Answers, keys: Iterable[str], sources: dict[Source, Source]) -> Answers:
    for key in keys:
        answer = answers.get(key)
        if answer is not None and answer.source in sources:
            answers = answers.with_answer(key, replace(answer, source=sources[answer.source]))
    return answers


def _from_event(answers: Answers, steps: Iterable[PlannedStep], now: datetime) -> Answers:
    """Write what the steps give; what the officer answered by hand stays."""
    for step in steps:
        for given in step.step.given:
            own = answers.get(given.field)
            if own is not None and own.source is not Source.EVENT:
                continue
            value = answers.value(given.answer_of) if given.answer_of else given.value
            if value is not None:
                answer = Answer(value=value, source=Source.EVENT, at=now.isoformat())
                answers = answers.with_answer(given.field, answer)
    return answers
