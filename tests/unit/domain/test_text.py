import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.text import (
    VIETNAMESE_LETTERS,
    alphabet_key,
    capitals,
    fold,
    group_id,
    hits,
    nfc,
    vietnamese_sort_key,
)


def lit(text: str, query: str) -> list[str]:
    return [text[span.start : span.end] for span in hits(text, query)]


def test_the_alphabet_has_134_marked_letters() -> None:
    assert len(VIETNAMESE_LETTERS) == 134
    assert {"Ẵ", "ặ", "Ỡ", "ữ", "Đ", "ỵ"} <= VIETNAMESE_LETTERS


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Nguyễn Thị Bưởi", "nguyen thi buoi"), ("ĐẶNG Quốc", "dang quoc"), ("Ộ", "o"), ("H’Mông", "h'mong"),
     ("İstanbul ı", "istanbul i"), ("abc", "abc"), ("hoà HÒA", "hoa hoa")],
)  # fmt: skip
def test_search_sees_no_marks(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composing_is_the_standard_one(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


def test_a_million_marks_are_composed_in_no_time() -> None:
    assert len(nfc("e" + "\u0301\u0323" * 500_000)) > 900_000


def test_hits_light_the_marked_text() -> None:
    assert lit("Nguyễn Thị Bưởi", "nguyen thi") == ["Nguyễn Thị"]
    assert lit("Thị Nguyễn", "nguyen thi") == ["Thị", "Nguyễn"]
    assert lit("Đỗ Đức, Đường Đ", "đ") == ["Đ", "Đ", "Đ", "Đ"]
    assert lit("Lê An", "zzz") == []
    assert lit("Lê An", "  ") == []
    assert lit("Lê An", "(.*") == []
    assert lit("Anh Ánh", "an anh") == ["Anh", "Ánh"]
    assert lit("Giàng Thị H’Mông", "hmong") == ["H’Mông"]
    assert lit("H'Mông", "mong") == ["Mông"]
    assert lit("Y-Bhăm Niê", "ybham nie") == ["Y-Bhăm Niê"]
    assert lit(unicodedata.normalize("NFD", "Bưởi Lộ"), "buoi") == [unicodedata.normalize("NFD", "Bưởi")]


@given(st.text(), st.text())
def test_hits_never_overlap_nor_leave_the_text(text: str, query: str) -> None:
    spans = hits(text, query)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_words_stand_in_the_order_of_vietnamese_dictionaries() -> None:
    words = ["An", "Anh", "Ánh", "Ăn", "Ân", "Ba", "Ca", "Dũng", "Đức", "Em", "Ê"]
    words += ["hoa", "hoà", "hòa", "hỏa", "hõa", "hóa", "họa", "Oanh", "Ông", "Ơn", "Ưng", "中"]
    assert sorted(words[5:] + words[:5], key=alphabet_key) == words
    assert max(["a", "Phan 10", "Phan 2", "\u0301"], key=alphabet_key) == "Phan 2"


def test_people_stand_by_given_name_then_family_name_then_middle_name() -> None:
    people = ["An", "Lê An", "Nguyễn Bá An", "Nguyễn Văn An", "Trần Ánh", "Bùi Đức", "Y"]
    assert sorted(people[3:] + people[:3], key=vietnamese_sort_key) == people
    assert sorted(["Bé", ""], key=vietnamese_sort_key) == ["", "Bé"]


@given(st.lists(st.text()))
def test_every_text_can_be_sorted(texts: list[str]) -> None:
    assert len(sorted(texts, key=vietnamese_sort_key)) == len(texts)


@pytest.mark.parametrize(
    ("name", "large"),
    [("Nguyễn Thị Bưởi", "NGUYỄN THỊ BƯỞI"), ("H'Mông", "H'MÔNG"), ("đỗ", "ĐỖ"), ("K'", "K'")],
)
def test_names_in_capitals_keep_their_marks(name: str, large: str) -> None:
    assert capitals(unicodedata.normalize("NFD", name)) == large


@pytest.mark.parametrize(
    ("number", "shown"),
    [("042151000123", "042 151 000 123"), ("184000123", "184 000 123"), ("C1234567", "C1234567"),
     ("", ""), ("０４２１５１０００１２３", "０４２１５１０００１２３"), ("04215100012a", "04215100012a")],
)  # fmt: skip
def test_identity_numbers_are_shown_in_threes(number: str, shown: str) -> None:
    assert group_id(number) == shown
