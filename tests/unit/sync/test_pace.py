"""On a line that is cut now and then a counter sends and asks for less at once, until something passes."""

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.pace import Pace


def fail(pace: Pace, code: ErrorCode) -> None:
    with pytest.raises(DeskError), pace:
        raise DeskError(code)


def test_a_line_that_holds_soon_carries_whole_pages() -> None:
    pace = Pace()
    assert pace.of(500) < 20
    for _ in range(5):
        with pace:
            pass
    assert (pace.of(500), pace.of(200)) == (500, 200)


@pytest.mark.parametrize("code", [ErrorCode.OFFICE_UNREACHABLE, ErrorCode.OFFICE_BUSY])
def test_a_line_that_is_cut_again_and_again_is_asked_for_one_entry_in_the_end(code: ErrorCode) -> None:
    pace = Pace()
    for _ in range(9):
        fail(pace, code)
    assert pace.of(500) == 1
    with pace:
        pass
    assert pace.of(500) > 1


def test_what_has_nothing_to_do_with_the_line_changes_nothing() -> None:
    pace = Pace()
    before = pace.of(500)
    fail(pace, ErrorCode.SHARED_LOG_BROKEN)
    assert pace.of(500) == before
