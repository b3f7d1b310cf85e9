"""What one form sees of the case's answers: which fields are visible, and which answer each of them has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from desktop.domain.person import IdPaper
from desktop.forms.answers import Answer, Answers, Source
from desktop.forms.conditions import holds
from desktop.forms.definition import Field, FieldType, FormDefinition
from desktop.forms.places import show

ID_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A form looked at with the answers of the case.

    `answers` holds the visible fields only: what was answered, else what is taken from another field, else the
    default. Answers of hidden fields stay in the case but are not in here.
    """

    form: FormDefinition
    visible: frozenset[str]
    answers: Mapping[str, Answer]


def scope_of(form: FormDefinition, answers: Answers, today: date) -> Scope:
    """Walk the form in the order of asking; a condition can only look back, so one walk is enough."""
    found: dict[str, Answer] = {}
    visible: set[str] = set()
    for field in form.fields:
        if field.ask_when is not None and not holds(field.ask_when, found.get, today):
            continue
        visible.add(field.key)
        answer = _answer(field, answers, found, today)
        if answer is not None:
            found[field.key] = answer
    return Scope(form=form, visible=frozenset(visible), answers=MappingProxyType(found))


def _answer(field: Field, answers: Answers, found: Mapping[str, Answer], today: date) -> Answer | None:
    if field.type is FieldType.COMPUTED:
        return _computed(field, found)
    taken = _taken(field, answers, found, today, sure=True)
    if taken is not None:
        return taken
    own = answers.get(field.key)
    if own is not None:
        return own
    taken = _taken(field, answers, found, today, sure=False) or _from_paper(field.key, answers)
    if taken is not None:
        return taken
    return None if field.default is None else Answer(value=field.default, source=Source.DEFAULT)


def _computed(field: Field, found: Mapping[str, Answer]) -> Answer | None:
    base = found.get(field.computed_from)
    if base is None or base.is_empty:
        return None
    return Answer(value=show(base.value, field.computed_as), source=Source.COMPUTED)


def _taken(
    field: Field, answers: Answers, found: Mapping[str, Answer], today: date, *, sure: bool
) -> Answer | None:
    """Take from another field. With a condition that holds the other field is the truth (`sure`)."""
    for take in field.takes:
        if (take.when is not None) is not sure:
            continue
        if take.when is not None and not holds(take.when, found.get, today):
            continue
        other = found.get(take.key) or answers.get(take.key) or _from_paper(take.key, answers)
        if other is not None and not other.is_empty:
            return replace(other, source=Source.COMPUTED)
    return None


def _from_paper(key: str, answers: Answers) -> Answer | None:
    """The identity number also stands on the identity paper: never ask for it twice."""
    role, _, part = key.partition(".")
    if part != "id_number":
        return None
    paper = answers.get(f"{role}.id_paper")
    if paper is None or paper.is_empty or not isinstance(paper.value, IdPaper):
        return None
    digits = paper.value.number.replace(" ", "")
    if len(digits) != ID_DIGITS or not digits.isdecimal():
        return None
    return Answer(value=digits, source=Source.COMPUTED, at=paper.at)
