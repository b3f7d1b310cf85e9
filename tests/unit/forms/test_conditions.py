"""Conditions know a few words and nothing else; what is not known never counts as met."""

from datetime import date

import pytest

from desktop.domain.partial_date import PartialDate
from desktop.forms.answers import Answer, Source
from desktop.forms.conditions import (
    After,
    AgeAtLeast,
    AgeBelow,
    All,
    AnyOf,
    AtLeast,
    AtMost,
    Before,
    Condition,
    Is,
    Not,
    OneOf,
    State,
    holds,
    keys_of,
)
from tests.support.form_files import TODAY

ANSWERS = {
    "word": Answer(value="Nữ"),
    "ticks": Answer(value=("a", "b")),
    "yes": Answer(value=True),
    "number": Answer(value=3),
    "birth": Answer(value=PartialDate(year=1951)),
    "birthday": Answer(value=PartialDate(year=1966, month=11, day=23)),
    "unknown": Answer(value="", source=Source.UNKNOWN),
    "blank": Answer(value="  "),
}


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (OneOf(key="word", values=("Nữ",)), True),
        (OneOf(key="word", values=("Nam",)), False),
        (OneOf(key="gone", values=("Nữ",)), False),
        (OneOf(key="ticks", values=("b",)), True),
        (OneOf(key="yes", values=(True,)), True),
        (OneOf(key="yes", values=(1,)), False),
        (OneOf(key="number", values=(3,)), True),
        (OneOf(key="number", values=(True,)), False),
        (Is(key="gone", state=State.EMPTY), True),
        (Is(key="blank", state=State.EMPTY), True),
        (Is(key="unknown", state=State.EMPTY), True),
        (Is(key="unknown", state=State.UNKNOWN), True),
        (Is(key="unknown", state=State.FILLED), False),
        (Is(key="word", state=State.FILLED), True),
        (Before(key="birth", day=date(1952, 1, 1)), True),
        (Before(key="birth", day=date(1951, 6, 1)), False),
        (After(key="birth", day=date(1951, 6, 1)), False),
        (After(key="birth", day=date(1950, 12, 31)), True),
        (Before(key="word", day=date(1950, 12, 31)), False),
        (AgeAtLeast(key="birthday", years=60), True),
        (AgeAtLeast(key="birthday", years=61), False),
        (AgeAtLeast(key="birth", years=74), True),
        (AgeAtLeast(key="birth", years=75), False),
        (AgeBelow(key="birth", years=76), True),
        (AgeBelow(key="birth", years=75), False),
        (AtLeast(key="number", number=3), True),
        (AtLeast(key="word", number=0), False),
        (AtMost(key="number", number=2), False),
        (AtMost(key="yes", number=9), False),
        (Not(part=OneOf(key="gone", values=("x",))), True),
        (All(parts=(Is(key="word", state=State.FILLED), Is(key="number", state=State.EMPTY))), False),
        (AnyOf(parts=(Is(key="word", state=State.FILLED), Is(key="number", state=State.EMPTY))), True),
    ],
)
def test_a_condition_is_met_only_by_what_is_known(condition: Condition, *, met: bool) -> None:
    assert holds(condition, ANSWERS.get, TODAY) is met


def test_a_condition_names_every_field_it_looks_at() -> None:
    inner = AnyOf(parts=(OneOf(key="a", values=(1,)), Not(part=Is(key="b", state=State.EMPTY))))
    assert keys_of(All(parts=(inner, AtMost(key="c", number=1)))) == ("a", "b", "c")
