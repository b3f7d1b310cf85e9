import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.partial_date import PartialDate
from desktop.domain.speech import (
    date_words,
    money,
    number_words,
    spoken_date,
    spoken_id,
    spoken_money,
    year_words,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"), (15, "mười lăm"), (20, "hai mươi"),
        (21, "hai mươi mốt"), (24, "hai mươi bốn"), (25, "hai mươi lăm"), (31, "ba mươi mốt"), (100, "một trăm"),
        (101, "một trăm linh một"), (105, "một trăm linh năm"), (110, "một trăm mười"),
        (115, "một trăm mười lăm"), (121, "một trăm hai mươi mốt"), (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"), (2026, "hai nghìn không trăm hai mươi sáu"),
        (10_015, "mười nghìn không trăm mười lăm"), (100_000, "một trăm nghìn"), (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"), (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (10**9, "một tỷ"), (10**9 + 5, "một tỷ không trăm linh năm"), (10**12, "một nghìn tỷ"),
        (-5, "âm năm"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize("number", [10**18, -(10**18)])
def test_numbers_beyond_words_are_a_bug(number: int) -> None:
    with pytest.raises(ValueError, match="10\\^18"):
        number_words(number)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_words_are_clean(number: int) -> None:
    words = number_words(number)
    assert words == " ".join(words.split())
    assert words


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_different_numbers_have_different_words(left: int, right: int) -> None:
    assert (number_words(left) == number_words(right)) is (left == right)


@pytest.mark.parametrize(
    ("year", "words"),
    [(2026, "hai nghìn hai mươi sáu"), (2000, "hai nghìn"), (2005, "hai nghìn linh năm"),
     (2015, "hai nghìn mười lăm"), (1951, "một nghìn chín trăm năm mươi mốt"), (999, "chín trăm chín mươi chín")],
)  # fmt: skip
def test_years_in_words(year: int, words: str) -> None:
    assert year_words(year) == words


def test_dates_in_words_and_aloud() -> None:
    assert date_words(PartialDate(year=2026, month=3, day=15)) == (
        "ngày mười lăm tháng ba năm hai nghìn hai mươi sáu"
    )
    assert date_words(PartialDate(year=1951, month=4)) == "tháng tư năm một nghìn chín trăm năm mươi mốt"
    assert date_words(PartialDate(year=2000)) == "năm hai nghìn"
    assert spoken_date(PartialDate(year=2021, month=9, day=14)) == "14 tháng 9 năm 2021"
    assert spoken_date(PartialDate(year=2021, month=9)) == "tháng 9 năm 2021"
    assert spoken_date(PartialDate(year=2021)) == "năm 2021"


def test_money_is_written_with_a_no_break_space_and_said_in_words() -> None:
    assert money(16_000) == "16.000\u00a0đ"
    assert money(0) == "0\u00a0đ"
    assert spoken_money(16_000) == "mười sáu nghìn đồng"


def test_numbers_of_papers_are_said_digit_by_digit() -> None:
    assert spoken_id("042 151 000 123") == "không bốn hai, một năm một, không không không, một hai ba"
    assert spoken_id("C12") == "C một hai"
    assert spoken_id("") == ""
