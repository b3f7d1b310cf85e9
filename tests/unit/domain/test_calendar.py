from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calendar import (
    OFFICE_ZONE,
    DayKind,
    DayOverride,
    HoursSeason,
    MonthDay,
    Session,
    date_text,
    day_text,
    office_time,
    office_zone,
    weekday_name,
)
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.reason import Certainty
from tests.support.rules_samples import CALENDAR, at, moments

DAYS = st.dates(date(2016, 1, 1), date(2044, 1, 1))
MOMENTS = moments(2016, 2044)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), False),
        (date(2026, 8, 31), False),
        (date(2026, 8, 22), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),
        (date(2025, 11, 24), True),
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
        (date(2024, 5, 4), True),
        (date(2023, 1, 24), False),
        (date(2023, 5, 2), False),
        (date(2027, 11, 24), False),
        (date(2019, 1, 5), True),
    ],
)
def test_knows_holidays_swaps_and_make_up_days(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_says_why_a_day_is_special() -> None:
    assert CALENDAR.day_name(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert CALENDAR.day_name(date(2026, 9, 2)) == "Quốc khánh"
    assert CALENDAR.day_name(date(2026, 11, 22)) == "ngày nghỉ cuối tuần"
    assert not CALENDAR.day_name(date(2026, 11, 23))


def test_hours_follow_the_season_over_new_year() -> None:
    assert CALENDAR.season(date(2026, 4, 15)).name == "Giờ mùa đông"
    assert CALENDAR.season(date(2026, 4, 16)).name == "Giờ mùa hè"
    assert CALENDAR.season(date(2026, 10, 15)).name == "Giờ mùa hè"
    assert CALENDAR.season(date(2026, 12, 31)).name == "Giờ mùa đông"
    assert CALENDAR.closing(date(2026, 12, 1)) == at("2026-12-01T17:30")
    assert CALENDAR.opening(date(2026, 6, 2)) == at("2026-06-02T07:00")


def test_is_closed_all_day_on_a_day_off() -> None:
    assert CALENDAR.sessions(date(2026, 11, 24)) == ()
    assert CALENDAR.opening(date(2026, 11, 24)) is None
    assert CALENDAR.closing(date(2026, 11, 24)) is None
    assert CALENDAR.working_time_left(at("2026-11-24T09:00")) == timedelta(0)
    with pytest.raises(DeskError) as caught:
        CALENDAR.end_of(date(2026, 11, 24))
    assert caught.value.code is ErrorCode.CALENDAR_MISSING


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-12-01T07:29", False),
        ("2026-12-01T07:30", True),
        ("2026-12-01T11:30", False),
        ("2026-12-01T13:30", True),
        ("2026-12-01T17:29", True),
        ("2026-12-01T17:30", False),
        ("2026-12-01T00:00", False),
        ("2026-11-29T09:00", False),
    ],
)
def test_is_open_up_to_the_closing_minute(moment: str, is_open: bool) -> None:
    assert CALENDAR.is_open(at(moment)) is is_open


def test_a_half_day_may_have_its_own_hours() -> None:
    saturday = date(2026, 12, 5)
    half = DayOverride(
        day=saturday,
        kind=DayKind.WORK,
        name="Trực sáng thứ Bảy",
        sessions=(Session(start=time(8), end=time(11)),),
    )
    calendar = replace(CALENDAR, overrides={saturday: half})
    assert calendar.closing(saturday) == at("2026-12-05T11:00")


def test_the_next_open_moment_skips_lunch_night_and_weekend() -> None:
    assert CALENDAR.next_open_moment(at("2026-12-01T06:00")) == at("2026-12-01T07:30")
    assert CALENDAR.next_open_moment(at("2026-12-01T09:00")) == at("2026-12-01T09:00")
    assert CALENDAR.next_open_moment(at("2026-12-01T12:00")) == at("2026-12-01T13:30")
    assert CALENDAR.next_open_moment(at("2026-12-04T17:30")) == at("2026-12-07T07:30")


def test_working_hours_run_over_lunch_and_weekend() -> None:
    assert CALENDAR.add_working_hours(at("2026-12-04T09:00"), 8) == at("2026-12-07T09:00")
    assert CALENDAR.add_working_hours(at("2026-12-01T09:30"), 2) == at("2026-12-01T11:30")
    assert CALENDAR.add_working_hours(at("2026-12-05T09:00"), 0) == at("2026-12-07T07:30")


def test_a_naive_moment_or_a_negative_amount_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        office_time(datetime(2026, 12, 1, 9))  # noqa: DTZ001 - the naive moment is the point
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.working_days_after(date(2026, 12, 1), -1)
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_time(at("2026-12-01T09:00"), timedelta(seconds=-1))


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2046, 1, 1)])
def test_a_year_without_a_calendar_is_a_plain_fault(day: date) -> None:
    with pytest.raises(DeskError) as caught:
        CALENDAR.is_working_day(day)
    assert caught.value.code is ErrorCode.CALENDAR_OUT_OF_RANGE
    assert caught.value.params["year"] == str(day.year)


def test_a_calendar_without_any_work_or_season_is_a_fault_not_an_endless_walk() -> None:
    idle = replace(CALENDAR, weekdays=frozenset(), overrides={})
    with pytest.raises(DeskError) as caught:
        idle.next_working_day(date(2026, 12, 1))
    assert caught.value.code is ErrorCode.CALENDAR_MISSING
    with pytest.raises(DeskError):
        replace(CALENDAR, seasons=()).closing(date(2026, 12, 1))


def test_impossible_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="end after"):
        Session(start=time(12), end=time(12))
    first, last = MonthDay(month=1, day=1), MonthDay(month=12, day=31)
    with pytest.raises(ValueError, match="at least one"):
        HoursSeason(name="x", first=first, last=last, sessions=())
    overlapping = (Session(start=time(7), end=time(12)), Session(start=time(11), end=time(17)))
    with pytest.raises(ValueError, match="follow"):
        HoursSeason(name="x", first=first, last=last, sessions=overlapping)
    with pytest.raises(ValueError, match="day"):
        MonthDay(month=2, day=30)


def test_works_without_zone_data_and_has_no_summer_time() -> None:
    assert office_zone("Nowhere/Land").utcoffset(None) == timedelta(hours=7)
    for month in (1, 7):
        assert datetime(2026, month, 1, tzinfo=OFFICE_ZONE).utcoffset() == timedelta(hours=7)
    assert office_time(datetime(2026, 12, 1, 17, 30, tzinfo=UTC)) == at("2026-12-02T00:30")


def test_dates_are_written_as_offices_write_them() -> None:
    assert date_text(date(2026, 2, 5)) == "05/02/2026"
    assert date_text(date(2026, 3, 24)) == "24/3/2026"
    assert day_text(date(2026, 3, 24)) == "thứ Ba 24/3/2026"
    assert weekday_name(date(2026, 11, 22)) == "Chủ nhật"


def test_unconfirmed_corrections_are_known() -> None:
    found = CALENDAR.unverified_between(date(2026, 1, 1), date(2026, 1, 31))
    assert [override.day for override in found] == [date(2026, 1, 2), date(2026, 1, 10)]
    assert {override.certainty for override in found} == {Certainty.MEMORY}


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_more_working_days_never_end_earlier(day: date, first: int, second: int) -> None:
    less, more = sorted((first, second))
    assert CALENDAR.add_working_days(day, less) <= CALENDAR.add_working_days(day, more)


@given(DAYS, st.integers(0, 60))
def test_added_working_days_end_on_a_worked_day(day: date, count: int) -> None:
    end = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(end)
    if count:
        between = [day + timedelta(days=ahead) for ahead in range(1, (end - day).days + 1)]
        assert sum(CALENDAR.is_working_day(one) for one in between) == count


@given(MOMENTS, st.integers(0, 3000), st.integers(0, 3000))
def test_working_time_adds_up(moment: datetime, first: int, second: int) -> None:
    one, two = timedelta(minutes=first), timedelta(minutes=second)
    middle = CALENDAR.add_working_time(moment, one)
    assert CALENDAR.working_time_between(moment, middle) == one
    end = CALENDAR.add_working_time(moment, one + two)
    assert CALENDAR.working_time_between(moment, end) == one + two
    assert middle <= end
