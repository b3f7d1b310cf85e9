"""The words of the desk: how people are named, how answers read, what a verdict promises."""

from datetime import date

import pytest

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind, Person, Sex
from desktop.forms.answers import Answer, AnswerValue, Moment
from desktop.forms.definition import Field, FieldType
from desktop.forms.typed import read_typed
from desktop.ui.desk.answer_text import short_text, text_of, understood
from desktop.ui.desk.citizen_words import words_for
from desktop.ui.desk.verdict_words import minutes_words

TODAY = date(2026, 11, 17)
BIRTH = PartialDate(year=1951, month=3, day=5)
PAPER = IdPaper(
    kind=IdPaperKind.IDENTITY_CARD,
    number="042151000123",
    issuer="Bộ Công an",
    issued_on=PartialDate(year=2024, month=8, day=12),
)


@pytest.mark.parametrize(
    ("year", "sex", "called"),
    [(1951, Sex.FEMALE, "bà Bưởi"), (1990, Sex.MALE, "anh Bưởi"), (2012, Sex.FEMALE, "em Bưởi")],
)
def test_people_are_addressed_by_age_and_sex(year: int, sex: Sex, called: str) -> None:
    person = Person(full_name="Nguyễn Thị Bưởi", sex=sex, birth=PartialDate(year=year, month=1, day=1))
    assert words_for(person, TODAY).called == called


def test_the_facts_of_a_citizen_are_short() -> None:
    person = Person(
        full_name="Nguyễn Thị Bưởi", sex=Sex.FEMALE, birth=BIRTH, residence="Thôn Đông Đoài, Đức Thịnh"
    )
    words = words_for(person, TODAY)
    assert words.facts == "Nữ · 75 tuổi · Thôn Đông Đoài"
    assert words.called_first == "Bà Bưởi"
    assert words_for(None, TODAY).name == ""


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldType.DATE, BIRTH),
        (FieldType.DATE, PartialDate(year=1951)),
        (FieldType.MOMENT, Moment(day=PartialDate(year=2026, month=11, day=3), hour=7, minute=30)),
        (FieldType.MOMENT, Moment(day=PartialDate(year=2026, month=11, day=3), hour=7)),
        (FieldType.NUMBER, 12),
        (FieldType.MONEY, 500_000),
        (FieldType.YES_NO, True),
        (FieldType.YES_NO, False),
        (FieldType.ID_PAPER, PAPER),
        (FieldType.TEXT, "Ủy ban nhân dân xã Đức Thịnh"),
    ],
)
def test_an_answer_shown_for_editing_is_read_back_as_itself(kind: FieldType, value: AnswerValue) -> None:
    field = Field(key="x", label="x", type=kind)
    assert read_typed(field, text_of(value, field), TODAY).value == value


def test_the_line_below_says_what_was_understood() -> None:
    born = Field(key="subject.birth", label="Ngày sinh", type=FieldType.DATE)
    assert understood(BIRTH, born, TODAY) == "5 tháng 3 năm 1951, 75 tuổi"
    money = Field(key="x", label="x", type=FieldType.MONEY)
    assert understood(500_000, money, TODAY) == "500.000\u00a0đ"
    number = Field(key="x", label="x", type=FieldType.ID12)
    assert understood("042151000123", number, TODAY) == "042 151 000 123"


def test_the_list_of_answers_groups_numbers_and_hides_nothing_remembered() -> None:
    field = Field(key="x", label="x", type=FieldType.ID_PAPER)
    assert short_text(Answer(value=PAPER), field) == "Thẻ căn cước 042 151 000 123"
    assert short_text(Answer(value=""), field) == ""


def test_minutes_are_said_as_people_say_them() -> None:
    assert [minutes_words(one) for one in (0, 24, 60, 75)] == ["0 phút", "24 phút", "1 giờ", "1 giờ 15 phút"]
