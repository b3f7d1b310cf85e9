import threading

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.short_look import answer_within


def test_an_answer_in_time_is_given() -> None:
    assert answer_within(5, lambda: 7) == 7


def test_what_a_call_raises_is_raised_where_somebody_waits() -> None:
    def refused() -> None:
        raise DeskError(ErrorCode.OFFICE_REFUSED)

    with pytest.raises(DeskError, match="office_refused"):
        answer_within(5, refused)


def test_a_call_that_hangs_is_left_to_itself() -> None:
    ends = threading.Event()
    with pytest.raises(DeskError, match="office_unreachable"):
        answer_within(0.01, lambda: ends.wait(30))
    ends.set()
