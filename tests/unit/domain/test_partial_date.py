from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.partial_date import PartialDate

TODAY = date(2026, 11, 23)
FIFTH_OF_MARCH = PartialDate(year=1951, month=3, day=5)
MARCH = PartialDate(year=1951, month=3)
YEAR = PartialDate(year=1951)
days = st.dates(min_value=date(1000, 1, 1))
partial_dates = st.builds(
    lambda day, known: PartialDate(
        year=day.year,
        month=day.month if known else None,
        day=day.day if known > 1 else None,
    ),
    days,
    st.integers(0, 2),
)


@pytest.mark.parametrize(
    "text",
    ["5/3/51", "050351", "05031951", "05-03-1951", "5.3.1951", "5 3 51", " 5 / 3 / 1951 ", "1951-03-05",
     "1951/3/5", "5 tháng 3 năm 1951", "Ngày 05 tháng 03 năm 51", "０５/０３/１９５１"],
)  # fmt: skip
def test_a_date_is_understood_however_it_is_typed(text: str) -> None:
    assert PartialDate.parse(text, today=TODAY) == FIFTH_OF_MARCH


@pytest.mark.parametrize(
    "text", ["3/1951", "03-1951", "1951-03", "tháng 3 năm 1951", "00/03/1951", "00031951"]
)
def test_a_month_alone_is_understood(text: str) -> None:
    assert PartialDate.parse(text, today=TODAY) == MARCH


@pytest.mark.parametrize("text", ["1951", "năm 1951", "00/00/1951", "00001951", "0/0/51"])
def test_a_year_alone_is_understood(text: str) -> None:
    assert PartialDate.parse(text, today=TODAY) == YEAR


def test_a_century_is_never_chosen_between_two_possible_ones() -> None:
    with pytest.raises(DeskError) as caught:
        PartialDate.parse("5/3/15", today=TODAY)
    assert caught.value.code is ErrorCode.DATE_TWO_CENTURIES
    assert dict(caught.value.params) == {"first": "1915", "second": "2015"}


@pytest.mark.parametrize(
    ("text", "year"),
    [("5/3/27", 1927), ("24/11/26", 1926), ("29/2/00", 2000), ("1/1/99", 1999)],
)
def test_a_century_is_filled_in_where_only_one_gives_a_possible_day(text: str, year: int) -> None:
    assert PartialDate.parse(text, today=TODAY).year == year


def test_the_possible_days_can_be_narrowed_and_widened() -> None:
    child = PartialDate.parse("5/3/15", today=TODAY, earliest=date(2009, 1, 1))
    later = PartialDate.parse("5/3/27", today=TODAY, earliest=TODAY, latest=date(2030, 1, 1))
    assert (child.year, later.year) == (2015, 2027)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"), (" \u00a0", "empty"), ("5/3", "unreadable"), ("51", "unreadable"), ("051", "unreadable"),
        ("19510305", "unreadable"), ("31/2/1951", "not_real"), ("29/2/1951", "not_real"), ("29/2/27", "not_real"),
        ("5/13/1951", "not_real"), ("32/1/51", "not_real"), ("5/0/1951", "not_real"), ("0/0/0051", "unreadable"),
        ("0999", "unreadable"), ("-5/3/51", "unreadable"), ("5//3//51", "unreadable"), ("٥/٣/١٩٥١", "unreadable"),
        ("5/3/1951\u202e", "unreadable"), ("5/3/951", "unreadable"), ("²/3/1951x", "unreadable"),
        ("1" * 1_000_000, "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str, reason: str) -> None:
    with pytest.raises(DeskError) as caught:
        PartialDate.parse(text, today=TODAY)
    assert (caught.value.code, caught.value.params["reason"]) == (ErrorCode.DATE_INVALID, reason)


@given(partial_dates)
def test_what_is_shown_and_stored_is_understood_again(day: PartialDate) -> None:
    assert PartialDate.from_iso(day.iso()) == day
    assert PartialDate.parse(day.display(), today=TODAY) == day
    assert PartialDate.parse(day.official(), today=TODAY) == day
    assert PartialDate.from_card(day.display().replace("/", "")) == day


@given(st.text())
def test_no_text_breaks_the_understanding(text: str) -> None:
    for read in (PartialDate.from_iso, PartialDate.from_card):
        assert _code(lambda read=read: read(text)) in {None, ErrorCode.DATE_INVALID}
    codes = {None, ErrorCode.DATE_INVALID, ErrorCode.DATE_TWO_CENTURIES}
    assert _code(lambda: PartialDate.parse(text, today=TODAY)) in codes


def _code(read: object) -> ErrorCode | None:
    assert callable(read)
    try:
        read()
    except DeskError as fault:
        return fault.code
    return None


@pytest.mark.parametrize("text", ["1951-3-5", "51", "1951-13", "0000", "1951-02-30"])
def test_storage_reads_only_its_own_form(text: str) -> None:
    with pytest.raises(DeskError):
        PartialDate.from_iso(text)


@pytest.mark.parametrize("digits", ["31021950", "05001950", "0951", "5031951", "19500305x"])
def test_a_card_field_that_is_no_date_is_refused(digits: str) -> None:
    with pytest.raises(DeskError):
        PartialDate.from_card(digits)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (0, None, None),
        (10000, 1, 1),
        (2000, 0, None),
        (2000, 13, None),
        (2000, None, 5),
        (2000, 4, 31),
        (2000, 4, 0),
    ],
)
def test_no_impossible_date_can_exist(year: int, month: int | None, day: int | None) -> None:
    with pytest.raises(DeskError):
        PartialDate(year=year, month=month, day=day)


def test_dates_are_shown_as_forms_want_them() -> None:
    assert [day.display() for day in (FIFTH_OF_MARCH, MARCH, YEAR)] == ["05/03/1951", "03/1951", "1951"]
    assert FIFTH_OF_MARCH.official() == "ngày 05 tháng 3 năm 1951"
    assert PartialDate.of(date(2026, 2, 15)).official() == "ngày 15 tháng 02 năm 2026"


def test_an_unknown_part_comes_first_in_order() -> None:
    assert sorted([FIFTH_OF_MARCH, MARCH, YEAR]) == [YEAR, MARCH, FIFTH_OF_MARCH]
    assert FIFTH_OF_MARCH >= MARCH
    assert FIFTH_OF_MARCH.__lt__("1951") is NotImplemented


@pytest.mark.parametrize(
    ("birth", "on", "ages"),
    [
        (FIFTH_OF_MARCH, date(2026, 3, 4), (74, 74)),
        (FIFTH_OF_MARCH, date(2026, 3, 5), (75, 75)),
        (MARCH, date(2026, 3, 20), (74, 75)),
        (YEAR, TODAY, (74, 75)),
        (YEAR, date(2026, 12, 31), (75, 75)),
        (PartialDate(year=2026), TODAY, (0, 0)),
        (PartialDate(year=2027), TODAY, None),
        (PartialDate(year=2004, month=2, day=29), date(2022, 2, 28), (17, 17)),
    ],
)
def test_an_age_is_the_one_surely_reached(birth: PartialDate, on: date, ages: tuple[int, int] | None) -> None:
    assert birth.age_range(on) == ages
    assert birth.age_on(on) == (None if ages is None else ages[0])


def test_first_and_last_possible_day() -> None:
    assert (YEAR.first_day, YEAR.last_day) == (date(1951, 1, 1), date(1951, 12, 31))
    assert PartialDate(year=2024, month=2).last_day == date(2024, 2, 29)
    assert (FIFTH_OF_MARCH.is_full, MARCH.is_full) == (True, False)
