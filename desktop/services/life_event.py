"""Life events: a few questions decide which procedures and forms follow, why, where, and what to bring.

An event's questions are questions of the forms room, so that they are asked, answered, hidden, taken back and
kept like those of any form (`Interview`); answers share their keys with the forms that follow, and nothing is asked
twice. What joins an event with the catalogue and the forms of a day is a plan: a pure function of event, answers, day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desktop.domain.procedure import Channel, FeeKind, FeeRule, PaperKind, PaperNeed, Procedure
from desktop.domain.reason import Certainty
from desktop.domain.speech import money
from desktop.forms.answers import Answer, Answers
from desktop.forms.conditions import Condition, holds, keys_of
from desktop.forms.definition import Checked, FormDefinition, InForce, Place, TickPlace, Words
from desktop.forms.interview import Interview, MissingAnswer
from desktop.forms.library import FormLibrary
from desktop.forms.page import read_template
from desktop.forms.places import context_value, show
from desktop.forms.scope import scope_of
from desktop.services.form_context import limit_words

NOT_TO_BRING: Final = "không phải nộp nếu cơ quan tra được"

SUBJECT: Final = "subject"
"""The role under which most forms keep the person they are about."""

_ALWAYS: Final = InForce(first=date.min)
_YES: Final = Answer(value=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What the event already says about a form of the step, so that the interview does not ask it.

    Attributes:
        field: The key on the forms.
        value: What stands there; used where `answer_of` is empty.
        answer_of: The key of the event's question whose answer stands there.
    """

    field: str
    value: str = ""
    answer_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStep:
    """One thing to be done after an event.

    Attributes:
        code: Code of a procedure; empty for what is done elsewhere.
        title: How the step is called; empty takes the procedure's short name.
        why: Why it follows from the answers, one sentence for the citizen.
        when: The condition on the event's answers; None means always.
        in_force: Days on which the step is offered at all.
        forms: Ids of the forms of this step; empty takes those of the procedure.
        forms_of: Codes of other procedures whose forms this step needs too (one e-form for several acts).
        where: Where to go, with places such as `{office.commune}`; empty means the desk itself.
        bring: What to bring besides the papers of the procedure.
        due: Until when the citizen has to come, in words.
        about: Role of the person the forms call `subject` here. Steps about different people cannot share one visit:
            their papers would take the same answers.
        given: What the forms need not ask any more.
    """

    why: str
    code: str = ""
    title: str = ""
    when: Condition | None = None
    in_force: InForce = _ALWAYS
    forms: tuple[str, ...] = ()
    forms_of: tuple[str, ...] = ()
    where: str = ""
    bring: tuple[str, ...] = ()
    due: str = ""
    about: str = SUBJECT
    given: tuple[GivenAnswer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """What happened to a family, as people say it; `asked` holds the questions and is never printed."""

    asked: FormDefinition
    steps: tuple[EventStep, ...]
    keywords: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The event's name for machines."""
        return self.asked.id

    @property
    def name(self) -> str:
        """The event's name for people."""
        return self.asked.name

    @property
    def checked(self) -> Checked:
        """How sure the file is."""
        return self.asked.checked

    def begin(
        self, *, today: date, answers: Answers | None = None, context: Mapping[str, str] | None = None
    ) -> Interview:
        """Start asking; whatever is known of the case already (a card) is not asked again."""
        return Interview.start((self.asked,), today=today, answers=answers, context=context)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One step of a plan, with everything the guide slip says.

    Attributes:
        code: The procedure; empty for what is done elsewhere.
        procedure: The row in force on the day; None where the catalogue has none.
        bring: One paper a line.
        limit: How long it takes, in words; empty if nobody knows.
        fee: In words; empty where the step is no procedure.
        forms: The forms the desk fills for it, in the versions of the day.
        forms_missing: Ids of forms that are named but not in the library on that day.
        online_only: Paper is no longer taken: the desk helps with the e-form.
        step: What the event's file says.
    """

    step: EventStep
    code: str
    title: str
    why: str
    procedure: Procedure | None
    where: str
    bring: tuple[str, ...]
    due: str
    limit: str
    fee: str
    forms: tuple[FormDefinition, ...]
    forms_missing: tuple[str, ...]
    online_only: bool

    @property
    def key(self) -> str:
        """Name it among the steps of its plan: the code, or the title of what is done elsewhere."""
        return self.code or self.title

    @property
    def has_subject(self) -> bool:
        """Whether its forms are about a `subject`."""
        return any(field.role == SUBJECT for form in self.forms for field in form.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlan:
    """What follows from the answers given so far.

    Attributes:
        steps: In the order of doing.
        not_in_force: Codes the event names that the catalogue does not have on that day.
        missing: Questions of the event still without an answer; the plan may change with them.
    """

    event: LifeEvent
    day: date
    steps: tuple[PlannedStep, ...]
    not_in_force: tuple[str, ...]
    missing: tuple[MissingAnswer, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The procedures in order, each once."""
        return tuple(dict.fromkeys(step.code for step in self.steps if step.code))

    @property
    def forms(self) -> tuple[FormDefinition, ...]:
        """Every form of the plan once, in the order of the steps: one interview fills them all."""
        found = {(form.id, form.version): form for step in self.steps for form in step.forms}
        return tuple(found.values())

    @property
    def always_bring(self) -> tuple[str, ...]:
        """What more than one step asks for: said once, before the steps."""
        asked = Counter(paper for step in self.steps for paper in dict.fromkeys(step.bring))
        return tuple(paper for paper, times in asked.items() if times > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGround:
    """What a plan stands on: the day, its procedures and forms, and the places of the office."""

    day: date
    procedures: Mapping[str, Procedure]
    library: FormLibrary
    context: Mapping[str, str]

    def plan(self, event: LifeEvent, answers: Answers) -> EventPlan:
        """Give what follows from the answers; asking again after every answer is cheap."""
        steps: list[PlannedStep] = []
        gone: list[str] = []
        for step in self._chosen(event, answers):
            procedure = self.procedures.get(step.code)
            if step.code and procedure is None:
                gone.append(step.code)
                continue
            _add(steps, self._planned(step, procedure))
        return EventPlan(
            event=event,
            day=self.day,
            steps=tuple(steps),
            not_in_force=tuple(dict.fromkeys(gone)),
            missing=Interview(definitions=(event.asked,), today=self.day, answers=answers).missing,
        )

    def _chosen(self, event: LifeEvent, answers: Answers) -> tuple[EventStep, ...]:
        """Give the chosen steps; one act for several that the day's catalogue lacks is taken apart into those.

        What only the single acts ask about was never asked then: without an answer they are planned, not lost.
        """
        chosen = chosen_steps(event, answers, self.day)
        lost = [step for step in chosen if step.forms_of and step.code and step.code not in self.procedures]
        if not lost:
            return chosen
        apart = answers
        for key in {key for step in lost if step.when is not None for key in keys_of(step.when)}:
            apart = apart.without(key)
        seen = scope_of(event.asked, apart, self.day).answers
        singles = {code for step in lost for code in step.forms_of}
        certain = chosen_steps(event, apart, self.day)
        return tuple(
            step
            for step in event.steps
            if step in lost
            or step in certain
            or (
                step.code in singles
                and step.when is not None
                and step.in_force.covers(self.day)
                and any(seen.get(key) is None for key in keys_of(step.when))
                and holds(step.when, lambda key: seen.get(key) or _YES, self.day)
            )
        )

    def _planned(self, step: EventStep, procedure: Procedure | None) -> PlannedStep:
        forms, missing = self._forms(step, procedure)
        return PlannedStep(
            step=step,
            code=step.code,
            title=step.title or (procedure.short_name if procedure is not None else ""),
            why=fill_places(step.why, self.context),
            procedure=procedure,
            where=fill_places(step.where, self.context) or self.context.get("office.unit", ""),
            bring=(*step.bring, *_papers_to_bring(procedure, is_written_here=bool(forms))),
            due=step.due,
            limit=_limit(procedure),
            fee=_fee(procedure),
            forms=forms,
            forms_missing=missing,
            online_only=procedure is not None and procedure.online_only,
        )

    def _forms(
        self, step: EventStep, procedure: Procedure | None
    ) -> tuple[tuple[FormDefinition, ...], tuple[str, ...]]:
        found: dict[str, FormDefinition] = {}
        missing: list[str] = []
        in_force = {form.id: form for form in self.library.all_in_force(self.day)}
        for form_id in step.forms or (procedure.forms if procedure is not None else ()):
            if form_id in in_force:
                found[form_id] = in_force[form_id]
            else:
                missing.append(form_id)
        named = bool(step.forms) or (procedure is not None and bool(procedure.forms))
        for code in (*(() if named or not step.code else (step.code,)), *step.forms_of):
            found.update({form.id: form for form in self._forms_of(code, in_force)})
        return tuple(found.values()), tuple(missing)

    def _forms_of(self, code: str, in_force: Mapping[str, FormDefinition]) -> Iterable[FormDefinition]:
        """Give the forms of a code: those its row names, else those that name the code themselves."""
        row = self.procedures.get(code)
        if row is not None and row.forms:
            return [in_force[form_id] for form_id in row.forms if form_id in in_force]
        return self.library.for_procedure(code, self.day)


def _add(steps: list[PlannedStep], planned: PlannedStep) -> None:
    """Add a step; one act that follows for two reasons is done once and told with both."""
    for place, one in enumerate(steps):
        if one.code and (one.code, one.forms, one.step.about) == (
            planned.code,
            planned.forms,
            planned.step.about,
        ):
            steps[place] = replace(one, why=f"{one.why} {planned.why}")
            return
    steps.append(planned)


def chosen_steps(event: LifeEvent, answers: Answers, day: date) -> tuple[EventStep, ...]:
    """Give the steps whose condition holds, in order; hidden and unanswered questions count as empty."""
    seen = scope_of(event.asked, answers, day).answers
    return tuple(
        step
        for step in event.steps
        if step.in_force.covers(day) and (step.when is None or holds(step.when, seen.get, day))
    )


def fill_places(text: str, context: Mapping[str, str]) -> str:
    """Fill the places of the office into a sentence of an event file."""
    words: list[str] = []
    for piece in read_template(text)[0]:
        match piece:
            case Place(key=key, format=form):
                words.append(show(context_value(key, context), form))
            case TickPlace(option=option):
                words.append(option)
            case Words(text=printed):
                words.append(printed)
    return " ".join("".join(words).split())


def _papers_to_bring(procedure: Procedure | None, *, is_written_here: bool) -> tuple[str, ...]:
    papers = procedure.papers if procedure is not None else ()
    return tuple(_paper(paper) for paper in papers if paper.kind is not PaperKind.FORM or not is_written_here)


def _paper(paper: PaperNeed) -> str:
    count = f"{paper.copies:02d} " if paper.copies > 1 else ""
    notes = [
        "chỉ xuất trình" if paper.show_only else f"{count}{paper.kind.label}",
        _lowered(paper.condition),
        NOT_TO_BRING if paper.data_available and not paper.show_only else "",
    ]
    return f"{paper.name} ({'; '.join(note for note in notes if note)})"


def _lowered(sentence: str) -> str:
    """Start small, unless the first word is an abbreviation."""
    return (
        sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
    )


def _limit(procedure: Procedure | None) -> str:
    if procedure is None or not procedure.limits:
        return ""
    words = limit_words(procedure.limits.get(Channel.DIRECT) or next(iter(procedure.limits.values())))
    known = procedure.limit_citation
    if known is None or known.certainty is Certainty.VERIFIED:
        return words
    return f"{words} ({known.certainty.label}, hỏi tại quầy)"


def _fee(procedure: Procedure | None) -> str:
    if procedure is None:
        return ""
    fee = procedure.fee
    match fee.kind:
        case FeeKind.FREE:
            return "không thu"
        case FeeKind.SET_BY_PROVINCE:
            return "; ".join(("theo nghị quyết của Hội đồng nhân dân tỉnh, hỏi tại quầy", *_exempt(fee)))
        case FeeKind.FIXED | FeeKind.PER_COPY | FeeKind.PER_PAGE:
            return "; ".join(_fee_parts(fee))


def _fee_parts(fee: FeeRule) -> list[str]:
    """Give the amount, what it depends on, and who pays nothing: a citizen reads there what to bring."""
    parts = [f"{money(fee.amount)}/{fee.unit}" if fee.unit else money(fee.amount)]
    if fee.kind is FeeKind.PER_PAGE and fee.pages_at_amount:
        parts.append(f"từ trang thứ {fee.pages_at_amount + 1}: {money(fee.amount_after)}/{fee.unit}")
    parts += [
        f"nộp {channel.label.lower()} {money(amount)}" for channel, amount in fee.channel_amounts.items()
    ]
    return [*parts, *_exempt(fee)]


def _exempt(fee: FeeRule) -> tuple[str, ...]:
    groups = ", ".join(_lowered(group) for group in fee.exemptions)
    return (f"miễn cho: {groups}",) if groups else ()
