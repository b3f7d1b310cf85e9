from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.numbering import (
    COUNTERS_MAX,
    ONLINE_RANGE,
    DossierNumber,
    NumberRange,
    RegisterNumber,
    TicketNumber,
    offline_range,
    portal_code_warnings,
)


def test_numbers_are_dense_and_end_with_their_range() -> None:
    assert ONLINE_RANGE.next_after(None) == 1
    assert ONLINE_RANGE.next_after(41) == 42
    assert offline_range(3).next_after(12) == 7200
    with pytest.raises(DeskError) as caught:
        ONLINE_RANGE.next_after(6999)
    assert caught.value.code is ErrorCode.NUMBERS_USED_UP


def test_the_shares_of_the_counters_never_meet() -> None:
    shares = [ONLINE_RANGE, *(offline_range(counter) for counter in range(1, COUNTERS_MAX + 1))]
    for earlier, later in pairwise(shares):
        assert later.first == earlier.last + 1
    assert shares[-1].last == 9999
    for counter in (0, 31):
        with pytest.raises(ValueError, match="counters"):
            offline_range(counter)
    for first, last in ((0, 5), (5, 4), (1, 10000)):
        with pytest.raises(ValueError, match="range"):
            NumberRange(first=first, last=last)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 9999))
def test_a_dossier_number_reads_back_as_it_was_written(day: date, serial: int) -> None:
    number = DossierNumber(day=day, serial=serial)
    assert DossierNumber.parse(f" {number.text} ") == number


@pytest.mark.parametrize("text", ["", "261332-0001", "261201-0000", "261201-1", "2612010001", "٢٦١٢٠١-٠٠٠١"])
def test_what_is_no_dossier_number_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as caught:
        DossierNumber.parse(text)
    assert caught.value.code is ErrorCode.NUMBER_INVALID


def test_queue_numbers_go_on_and_end_at_999() -> None:
    assert TicketNumber.parse("a047").following().text == "A048"
    with pytest.raises(DeskError) as caught:
        TicketNumber(series="A", serial=999).following()
    assert caught.value.code is ErrorCode.NUMBERS_USED_UP
    for text in ("A000", "47", "AB01", ""):
        with pytest.raises(DeskError):
            TicketNumber.parse(text)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "000.17.22.H56-261201-0001",
        "H27.45.12-261201-0007",
        "H27.045.12-261201-990001",
        "T.H27-261201-0001",
    ],
)
def test_known_patterns_of_portal_codes_raise_no_eyebrow(code: str) -> None:
    assert portal_code_warnings(code, date(2026, 12, 1)) == ()


@pytest.mark.parametrize(
    ("code", "word"),
    [("gì đó", "khác mẫu"), ("H27.45-261399-0001", "ngày có thật"), ("H27.45-261202-0001", "02/12/2026")],
)
def test_odd_portal_codes_only_warn(code: str, word: str) -> None:
    (warning,) = portal_code_warnings(code, date(2026, 12, 1))
    assert word in warning
    assert portal_code_warnings("H27.45-261202-0001") == ()


def test_a_register_number_says_whose_row_it_stands_in_and_reads_back() -> None:
    for number, text in ((RegisterNumber(serial=7), "07"), (RegisterNumber(serial=123, counter=2), "2-123")):
        assert number.text == text
        assert RegisterNumber.parse(text) == number
    assert (
        RegisterNumber(serial=9).order
        < RegisterNumber(serial=10).order
        < RegisterNumber(serial=1, counter=1).order
    )
    for wrong in ("", "0", "00", "7", "31-07", "A-1"):
        with pytest.raises(DeskError):
            RegisterNumber.parse(wrong)
