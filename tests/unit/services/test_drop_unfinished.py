"""Unfinished visits go when nobody came back to them, counted in days the office works."""

from datetime import date, time

import pytest

from desktop.domain.calendar import office_moment
from desktop.services.drop_unfinished import DropUnfinished
from tests.support.fake_records import FakeDrafts
from tests.support.rules_samples import CALENDAR

FRIDAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("today", "is_kept"),
    [
        (date(2026, 11, 16), True),
        (date(2026, 11, 18), True),  # the third working day: still there all day long
        (date(2026, 11, 19), False),
        (date(2026, 12, 1), False),
    ],
)
def test_a_visit_is_kept_for_three_working_days_whatever_the_weekend(today: date, is_kept: bool) -> None:
    drafts = FakeDrafts(lambda: office_moment(FRIDAY, time(16, 50)))
    drafts.save("d1", {"a": 1}, title="Bà Bưởi")
    drafts.recorded = [office_moment(date(2026, 11, day), time(15, 0)) for day in (13, 16, 17, 18)]
    assert DropUnfinished(drafts)(CALENDAR, today) == (0 if is_kept else 1)
    assert [one.id for one in drafts.list()] == (["d1"] if is_kept else [])


def test_the_office_may_keep_them_longer_or_only_until_tomorrow() -> None:
    drafts = FakeDrafts(lambda: office_moment(FRIDAY, time(8, 0)))
    drafts.save("d1", {})
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)
    drafts.recorded = [office_moment(monday, time(8, 0))]
    assert DropUnfinished(drafts, keep_days=30)(CALENDAR, tuesday) == 0
    assert DropUnfinished(drafts, keep_days=1)(CALENDAR, monday) == 0
    assert DropUnfinished(drafts, keep_days=1)(CALENDAR, tuesday) == 1


def test_a_clock_that_jumped_ahead_removes_nothing_before_as_many_days_were_worked_with_it() -> None:
    moment = office_moment(FRIDAY, time(16, 50))
    drafts = FakeDrafts(lambda: moment)
    drafts.save("d1", {})
    monday = office_moment(date(2026, 11, 16), time(8, 0))
    drafts.recorded = [moment, monday]
    for later in (date(2026, 11, 17), date(2027, 1, 15), date(2027, 11, 16)):
        assert DropUnfinished(drafts)(CALENDAR, later) == 0
    drafts.recorded += [office_moment(date(2027, 11, day), time(8, 0)) for day in (15, 16)]
    assert DropUnfinished(drafts)(CALENDAR, date(2027, 11, 16)) == 0
    assert DropUnfinished(drafts)(CALENDAR, date(2027, 11, 17)) == 1
