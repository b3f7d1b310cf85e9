"""One interview over all chosen forms: each thing once, forward and back without loss, resumed where it stopped.

The state is a frozen value: forms, answers, the question one stands at. Everything else follows from these. Answers of
questions that become hidden stay in the case; they are neither asked, required nor printed until they show again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.person import Person
from desktop.forms.answers import Answer, Answers, AnswerValue, Source
from desktop.forms.definition import Field, FieldType, FormDefinition, PersonBlock, Question
from desktop.forms.doubts import Doubt, doubts
from desktop.forms.merging import merge_persons, merge_questions
from desktop.forms.persons import filled_by, known_parts
from desktop.forms.scope import Scope, scope_of
from desktop.forms.speech import address_term, spoken_question
from desktop.forms.suggesting import suggest

_GIVEN = frozenset({Source.CARD, Source.EARLIER, Source.EVENT, Source.COMPUTED})
_SECONDS_A_QUESTION = 10
_SECONDS_A_FIELD = 6
_SECONDS_A_TABLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingAnswer:
    """A required field without an answer, and the question where it is asked."""

    key: str
    label: str
    question_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the interview is: number of the current question, how many there are, minutes left (rounded up)."""

    number: int
    total: int
    answered: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """The questions of several forms for one case. `position` is the id of a question, '' past the last one."""

    definitions: tuple[FormDefinition, ...]
    today: date
    answers: Answers = field(default_factory=Answers)
    context: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    position: str = ""
    _scopes: tuple[Scope, ...] = field(init=False, repr=False, compare=False)
    _order: tuple[Question, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        scopes = tuple(scope_of(form, self.answers, self.today) for form in self.definitions)
        object.__setattr__(self, "_scopes", scopes)
        object.__setattr__(self, "_order", merge_questions(self.definitions, scopes))

    @classmethod
    def start(
        cls,
        definitions: Iterable[FormDefinition],
        *,
        today: date,
        answers: Answers | None = None,
        context: Mapping[str, str] | None = None,
    ) -> "Interview":
        """Begin at the first question that must be asked."""
        fresh = cls(
            definitions=tuple(definitions),
            today=today,
            answers=answers or Answers(),
            context=MappingProxyType(dict(context or {})),
        )
        return replace(fresh, position=fresh.first_position)

    # --- what is asked -------------------------------------------------------------------------------------------

    @property
    def questions(self) -> tuple[Question, ...]:
        """The visible questions in order, each with its visible fields only."""
        return tuple(question for question in self._order if question.fields)

    @property
    def current(self) -> Question | None:
        """The question one stands at; None past the last one. A hidden one gives way to the next visible one."""
        if not self.position:
            return None
        at = self._index(self.position)
        here = self._order[at]
        if here.fields:
            return here
        return self._first(self._order[at + 1 :])

    @property
    def spoken(self) -> str:
        """The current question as it is said; '' past the last one."""
        question = self.current
        return "" if question is None else self.say(question)

    def say(self, question: Question) -> str:
        """A question with names and the right address."""
        return spoken_question(question, self.look, self.persons, self.context, self.today)

    @property
    def address_term(self) -> str:
        """How the requester is spoken to."""
        return address_term("requester", self.look, self.context, self.today)

    @property
    def persons(self) -> Mapping[str, PersonBlock]:
        """All person blocks of the chosen forms by role."""
        return merge_persons(self.definitions)

    def field(self, key: str) -> Field | None:
        """The field with that key in the form that shows it, else in any form."""
        shown = (scope.form.field(key) for scope in self._scopes if key in scope.visible)
        anywhere = (form.field(key) for form in self.definitions)
        return next((found for found in (*shown, *anywhere) if found is not None), None)

    def look(self, key: str) -> Answer | None:
        """The answer that stands on paper now: own, taken from another field, or the default."""
        for scope in self._scopes:
            if key in scope.answers:
                return scope.answers[key]
        return self.answers.get(key)

    @property
    def first_position(self) -> str:
        """Id of the first question that must be asked; '' if there is none."""
        first = self._first(self._order)
        return first.id if first else ""

    def needs_asking(self, question: Question) -> bool:
        """False when card, earlier visit or another person already gave every field of it."""
        return not all(self._given(asked.key) for asked in question.fields)

    def _given(self, key: str) -> bool:
        answer = self.look(key)
        return answer is not None and not answer.is_empty and answer.source in _GIVEN

    # --- answering -----------------------------------------------------------------------------------------------

    def answer(
        self, key: str, value: AnswerValue, source: Source = Source.TYPED, *, at: str = ""
    ) -> "Interview":
        """Write an answer down; the position stays.

        Raises:
            DeskError: FORM_UNKNOWN if no chosen form has such a field.
        """
        if self.field(key) is None and key.partition(".")[0] not in self.persons:
            raise DeskError(ErrorCode.FORM_UNKNOWN, key=key)
        return replace(self, answers=self.answers.with_answer(key, Answer(value=value, source=source, at=at)))

    def clear(self, key: str) -> "Interview":
        """Take an answer away."""
        return replace(self, answers=self.answers.without(key))

    def mark_unknown(self, key: str, *, at: str = "") -> "Interview":
        """'Không nhớ, không có': the place stays empty on paper and is no longer missing."""
        return self.answer(key, "", Source.UNKNOWN, at=at)

    def fill_person(
        self, role: str, person: Person, source: Source = Source.CARD, *, at: str = ""
    ) -> "Interview":
        """Fill a person of the case from the card or an earlier visit; what was typed by hand is kept."""
        return replace(self, answers=filled_by(self.answers, role, known_parts(person), source, at))

    def with_context(self, context: Mapping[str, str]) -> "Interview":
        """The same interview with other places of the office (or another address term)."""
        return replace(self, context=MappingProxyType(dict(context)))

    def with_definitions(self, definitions: Iterable[FormDefinition]) -> "Interview":
        """Other forms for the same case; answers stay, the position stays if its question does."""
        changed = replace(self, definitions=tuple(definitions))
        if changed.position and any(q.id == changed.position for q in changed.questions):
            return changed
        return replace(changed, position=changed.first_position)

    # --- moving --------------------------------------------------------------------------------------------------

    def next(self) -> "Interview":
        """To the next question that must be asked; past the last one the position is ''."""
        here = self.current
        if here is None:
            return replace(self, position="")
        following = self._first(self._order[self._index(here.id) + 1 :])
        return replace(self, position=following.id if following else "")

    def back(self) -> "Interview":
        """To the question asked before; at the first one nothing changes."""
        at = self._index(self.position) if self.position else len(self._order)
        before = self._first(tuple(reversed(self._order[:at])))
        return replace(self, position=before.id) if before else self

    def go_to(self, key: str) -> "Interview":
        """To the question that holds a field (or has that id).

        Raises:
            DeskError: FORM_UNKNOWN if no visible question has it.
        """
        for question in self.questions:
            if question.id == key or any(asked.key == key for asked in question.fields):
                return replace(self, position=question.id)
        raise DeskError(ErrorCode.FORM_UNKNOWN, key=key)

    def _first(self, questions: Sequence[Question]) -> Question | None:
        return next((q for q in questions if q.fields and self.needs_asking(q)), None)

    def _index(self, question_id: str) -> int:
        return next((at for at, q in enumerate(self._order) if q.id == question_id), 0)

    # --- what is left --------------------------------------------------------------------------------------------

    @property
    def missing(self) -> tuple[MissingAnswer, ...]:
        """Required visible fields without an answer; 'không nhớ' counts as answered."""
        return tuple(
            MissingAnswer(key=asked.key, label=asked.label, question_id=question.id, title=question.title)
            for question in self.questions
            for asked in question.fields
            if asked.required and self._is_open(asked.key)
        )

    def _is_open(self, key: str) -> bool:
        answer = self.look(key)
        return answer is None or (answer.is_empty and answer.source is not Source.UNKNOWN)

    @property
    def progress(self) -> Progress:
        """Only questions that must be asked count."""
        asked = [question for question in self.questions if self.needs_asking(question)]
        waiting = [q for q in asked if any(self._is_open(row.key) for row in q.fields)]
        seconds = sum(_seconds(question) for question in waiting)
        here = self.current
        number = next(
            (at for at, q in enumerate(asked, 1) if here is not None and q.id == here.id), len(asked)
        )
        return Progress(
            number=number, total=len(asked), answered=len(asked) - len(waiting), minutes=-(-seconds // 60)
        )

    @property
    def warnings(self) -> tuple[Doubt, ...]:
        """What deserves a second look; nothing here ever blocks."""
        return doubts(self._scopes, self.today)

    def suggestions(self, key: str, typed: str = "") -> tuple[str, ...]:
        """What the officer may mean: options, usual words, and for an address the other addresses of the case."""
        return suggest(key, typed, self.field, self.answers)

    # --- keeping -------------------------------------------------------------------------------------------------

    def to_plain(self) -> dict[str, object]:
        """Everything needed to stand at the same question after a power cut."""
        return {
            "forms": [[form.id, form.version] for form in self.definitions],
            "today": self.today.isoformat(),
            "position": self.position,
            "answers": self.answers.to_plain(),
            "context": dict(self.context),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object], definitions: Iterable[FormDefinition]) -> "Interview":
        """Read what `to_plain` wrote; `definitions` are the forms named in it, in the versions named.

        Raises:
            DeskError: DRAFT_UNREADABLE if the shape is wrong.
        """
        try:
            read = cls(
                definitions=tuple(definitions),
                today=date.fromisoformat(str(plain["today"])),
                answers=Answers.from_plain(_mapping(plain["answers"])),
                context=MappingProxyType({k: str(v) for k, v in _mapping(plain["context"]).items()}),
                position=str(plain["position"]),
            )
        except (KeyError, ValueError, DeskError) as error:
            raise DeskError(ErrorCode.DRAFT_UNREADABLE) from error
        known = not read.position or any(q.id == read.position for q in read._order)
        return (
            read
            if known
            else cls.start(read.definitions, today=read.today, answers=read.answers, context=read.context)
        )


def _mapping(raw: object) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        raise ValueError("a table is expected")  # noqa: TRY004 - one kind of error for a wrong shape
    return {str(key): value for key, value in raw.items()}


def _seconds(question: Question) -> int:
    per_field = (_SECONDS_A_TABLE if f.type is FieldType.TABLE else _SECONDS_A_FIELD for f in question.fields)
    return _SECONDS_A_QUESTION + sum(per_field)
