"""The closed vocabulary of conditions: no expression language, nothing is ever evaluated as code.

In a form file a condition is a small table: `{ field = "subject.id_paper", is = "empty" }`,
`{ field = "requester.relation", equals = "Bản thân" }`, `{ all = [...] }`, `{ not = {...} }`.
A hidden or unanswered field is empty; an empty field makes every comparison false, so `not` of one is true.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import assert_never

from desktop.domain.partial_date import PartialDate
from desktop.forms.answers import Answer, AnswerValue, Moment, Source

Look = Callable[[str], Answer | None]


class State(Enum):
    """What can be asked of a field without looking at its value."""

    EMPTY = "empty"
    FILLED = "filled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Is:
    """The field is empty ('không nhớ' counts as empty), filled, or said to be unknown."""

    key: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """The answer is one of the values; `equals` is a list of one. For several ticks: one of them is ticked."""

    key: str
    values: tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The date lies wholly before the day (a year alone counts from its last day)."""

    key: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """The date lies wholly after the day (a year alone counts from its first day)."""

    key: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeAtLeast:
    """The person born on that date is certainly at least so old today."""

    key: str
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBelow:
    """The person born on that date is certainly younger than that today."""

    key: str
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """The number or amount is at least this."""

    key: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """The number or amount is at most this."""

    key: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Simple = Is | OneOf | Before | After | AgeAtLeast | AgeBelow | AtLeast | AtMost
Condition = Simple | All | AnyOf | Not


def keys_of(condition: Condition) -> tuple[str, ...]:
    """Every field the condition looks at, in the order written."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts):
            return tuple(key for part in parts for key in keys_of(part))
        case Not(part=part):
            return keys_of(part)
        case _:
            return (condition.key,)


def holds(condition: Condition, look: Look, today: date) -> bool:
    """Say whether the condition is met by the answers that `look` gives."""
    match condition:
        case All(parts=parts):
            return all(holds(part, look, today) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(part, look, today) for part in parts)
        case Not(part=part):
            return not holds(part, look, today)
        case _:
            return _simple(condition, look(condition.key), today)


def _simple(condition: Simple, answer: Answer | None, today: date) -> bool:  # noqa: PLR0911 - one line a kind
    if isinstance(condition, Is):
        return _is(condition.state, answer)
    if answer is None or answer.is_empty:
        return False
    match condition:
        case OneOf(values=values):
            return _one_of(answer.value, values)
        case Before(day=day):
            known = _day_of(answer.value)
            return known is not None and known.last_day < day
        case After(day=day):
            known = _day_of(answer.value)
            return known is not None and known.first_day > day
        case AgeAtLeast(years=years):
            ages = _ages(answer.value, today)
            return ages is not None and ages[0] >= years
        case AgeBelow(years=years):
            ages = _ages(answer.value, today)
            return ages is not None and ages[1] < years
        case AtLeast(number=number):
            return _number(answer.value, number - 1) >= number
        case AtMost(number=number):
            return _number(answer.value, number + 1) <= number
        case _:
            assert_never(condition)


def _is(state: State, answer: Answer | None) -> bool:
    match state:
        case State.EMPTY:
            return answer is None or answer.is_empty
        case State.FILLED:
            return answer is not None and not answer.is_empty
        case State.UNKNOWN:
            return answer is not None and answer.source is Source.UNKNOWN
        case _:
            assert_never(state)


def _one_of(value: AnswerValue, values: tuple[str | int | bool, ...]) -> bool:
    if isinstance(value, tuple):
        return any(row in values for row in value if isinstance(row, str))
    if isinstance(value, bool):
        return any(isinstance(wanted, bool) and wanted is value for wanted in values)
    if isinstance(value, int | str):
        return any(not isinstance(wanted, bool) and wanted == value for wanted in values)
    return False


def _number(value: AnswerValue, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _day_of(value: AnswerValue) -> PartialDate | None:
    if isinstance(value, Moment):
        return value.day
    return value if isinstance(value, PartialDate) else None


def _ages(value: AnswerValue, today: date) -> tuple[int, int] | None:
    known = _day_of(value)
    return None if known is None else known.age_range(today)
