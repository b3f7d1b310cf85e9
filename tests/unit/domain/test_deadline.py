from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.deadline import Deadline, LimitKind, Pause, TimeLimit, compute_deadline, is_late
from desktop.domain.errors import DeskError, ErrorCode
from tests.support.rules_samples import CALENDAR, NOW_PROFILE, at, moments

SAME_DAY = TimeLimit(kind=LimitKind.SAME_DAY)
COUNTED = [LimitKind.WORKING_HOURS, LimitKind.WORKING_DAYS, LimitKind.DAYS, LimitKind.MONTHS]


def working_days(amount: int) -> TimeLimit:
    return TimeLimit(kind=LimitKind.WORKING_DAYS, amount=amount)


def due(limit: TimeLimit, received: str, *pauses: Pause) -> datetime:
    return compute_deadline(limit, at(received), CALENDAR, pauses=pauses).due


def keys(deadline: Deadline) -> list[str]:
    return [reason.key for reason in deadline.reasons]


@pytest.mark.parametrize(
    ("received", "amount", "end"),
    [
        ("2026-02-13T09:00", 22, "2026-03-24T17:30"),
        ("2026-08-21T09:00", 1, "2026-08-22T17:30"),
        ("2026-08-28T09:00", 1, "2026-09-03T17:30"),
        ("2026-11-23T09:00", 1, "2026-11-25T17:30"),
        ("2025-12-31T09:00", 1, "2026-01-05T17:30"),
        ("2026-12-31T09:00", 1, "2027-01-04T17:30"),
        ("2026-11-29T09:00", 1, "2026-12-01T17:30"),
        ("2026-12-01T17:30", 1, "2026-12-03T17:30"),
        ("2026-12-01T00:00", 1, "2026-12-02T17:30"),
        ("2026-12-01T23:59", 1, "2026-12-03T17:30"),
        ("2026-12-01T12:00", 1, "2026-12-02T17:30"),
        ("2026-12-01T16:00", 1, "2026-12-02T17:30"),
        ("2024-02-28T09:00", 1, "2024-02-29T17:30"),
    ],
)
def test_working_days_end_where_the_law_says(received: str, amount: int, end: str) -> None:
    assert due(working_days(amount), received) == at(end)


def test_shows_every_counted_day_and_every_reason_with_its_law() -> None:
    found = compute_deadline(working_days(22), at("2026-02-13T09:00"), CALENDAR, laws=NOW_PROFILE.laws)
    assert len(found.counted_days) == 22
    assert found.counted_days[0] == date(2026, 2, 23)
    assert found.rule == "22 ngày làm việc"
    assert keys(found) == ["receipt", "first_day", "days_off"]
    assert "Bộ luật Dân sự" in found.reasons[1].source
    assert found.calendar_version == CALENDAR.version


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2026-12-01T09:00", "2026-12-01T17:30"),
        ("2026-12-01T15:00", "2026-12-01T17:30"),
        ("2026-12-01T15:00:59", "2026-12-01T17:30"),
        ("2026-12-01T15:01", "2026-12-02T17:30"),
        ("2026-12-04T16:00", "2026-12-07T17:30"),
        ("2026-11-29T10:00", "2026-11-30T17:30"),
        ("2026-12-01T18:00", "2026-12-02T17:30"),
        ("2026-12-01T06:00", "2026-12-01T17:30"),
        ("2026-11-23T15:30", "2026-11-25T17:30"),
    ],
)
def test_same_day_moves_on_only_after_three_o_clock(received: str, end: str) -> None:
    assert due(SAME_DAY, received) == at(end)


def test_the_three_o_clock_rule_can_be_another_hour_or_none() -> None:
    late = at("2026-12-01T16:00")
    assert compute_deadline(SAME_DAY, late, CALENDAR, late_after=None).due == at("2026-12-01T17:30")
    assert compute_deadline(SAME_DAY, late, CALENDAR, late_after=time(16, 30)).due == at("2026-12-01T17:30")
    assert is_late(late)


@pytest.mark.parametrize(
    ("limit", "received", "end"),
    [
        (TimeLimit(kind=LimitKind.WORKING_HOURS, amount=8), "2026-12-04T09:00", "2026-12-07T09:00"),
        (TimeLimit(kind=LimitKind.DAYS, amount=15), "2026-12-01T09:00", "2026-12-16T17:30"),
        (TimeLimit(kind=LimitKind.DAYS, amount=4), "2026-12-01T09:00", "2026-12-07T17:30"),
        (TimeLimit(kind=LimitKind.MONTHS, amount=1), "2026-01-30T09:00", "2026-03-02T17:30"),
        (TimeLimit(kind=LimitKind.MONTHS, amount=1), "2024-01-31T09:00", "2024-02-29T17:30"),
        (TimeLimit(kind=LimitKind.MONTHS, amount=12), "2024-02-29T09:00", "2025-02-28T17:30"),
        (TimeLimit(kind=LimitKind.MONTHS, amount=2), "2026-11-30T09:00", "2027-02-01T17:30"),
    ],
)
def test_hours_days_and_months(limit: TimeLimit, received: str, end: str) -> None:
    # 30/1/2026 + 1 month ends on Saturday 28/2 and moves to Monday; 30/1/2027 is a Saturday too.
    assert due(limit, received) == at(end)


def test_a_last_day_off_says_where_it_moved() -> None:
    found = compute_deadline(TimeLimit(kind=LimitKind.DAYS, amount=4), at("2026-12-01T09:00"), CALENDAR)
    moved = next(reason for reason in found.reasons if reason.key == "last_day")
    assert moved.detail == "thứ Bảy 05/12/2026 (ngày nghỉ cuối tuần) sang thứ Hai 07/12/2026"


def test_receipt_outside_hours_counts_from_the_next_opening() -> None:
    found = compute_deadline(working_days(1), at("2026-11-29T09:00"), CALENDAR)
    assert found.received == at("2026-11-30T07:30")
    assert "outside_hours" in keys(found)


def test_a_supplement_starts_the_clock_anew() -> None:
    found = compute_deadline(
        working_days(3), at("2026-12-01T09:00"), CALENDAR, supplemented_at=at("2026-12-08T10:00")
    )
    assert found.due == at("2026-12-11T17:30")
    assert keys(found)[:2] == ["receipt", "supplement"]


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        (working_days(3), "2026-12-08T17:30"),
        (TimeLimit(kind=LimitKind.DAYS, amount=3), "2026-12-07T17:30"),
        (TimeLimit(kind=LimitKind.WORKING_HOURS, amount=8), "2026-12-04T17:00"),
        (SAME_DAY, "2026-12-04T17:30"),
    ],
)
def test_a_pause_does_not_count(limit: TimeLimit, end: str) -> None:
    pause = Pause(start=at("2026-12-02T10:00"), end=at("2026-12-04T14:00"), reason="Xác minh")
    start = "2026-12-02T09:00" if limit is SAME_DAY else "2026-12-01T15:00"
    if limit is SAME_DAY:
        assert due(limit, start, pause) == at(end)
        return
    found = compute_deadline(limit, at(start), CALENDAR, pauses=(pause,))
    assert found.due == at(end)
    assert "pause" in keys(found)


def test_a_pause_within_one_day_or_after_the_end_changes_nothing() -> None:
    within = Pause(start=at("2026-12-02T09:00"), end=at("2026-12-02T10:00"))
    after = Pause(start=at("2027-03-01T09:00"), end=at("2027-03-03T10:00"))
    for limit in (working_days(3), TimeLimit(kind=LimitKind.DAYS, amount=3), SAME_DAY):
        plain = due(limit, "2026-12-01T09:00")
        assert due(limit, "2026-12-01T09:00", within, after) == plain
    hours = TimeLimit(kind=LimitKind.WORKING_HOURS, amount=4)
    before = Pause(start=at("2026-11-30T09:00"), end=at("2026-11-30T10:00"))
    assert due(hours, "2026-12-01T09:00", before, after) == due(hours, "2026-12-01T09:00")


def test_a_pause_that_ends_before_it_starts_is_a_bug() -> None:
    with pytest.raises(ValueError, match="end after"):
        Pause(start=at("2026-12-02T10:00"), end=at("2026-12-01T10:00"))


def test_a_limit_on_agreement_needs_the_agreement() -> None:
    limit = TimeLimit(kind=LimitKind.ON_AGREEMENT)
    with pytest.raises(DeskError) as caught:
        due(limit, "2026-12-01T09:00")
    assert caught.value.code is ErrorCode.DEADLINE_NOT_AGREED
    agreed = compute_deadline(limit, at("2026-12-01T09:00"), CALENDAR, agreed=at("2026-12-05T16:00"))
    assert agreed.due == at("2026-12-07T07:30")


@pytest.mark.parametrize(
    ("kind", "amount"),
    [(LimitKind.SAME_DAY, 1), (LimitKind.WORKING_DAYS, 0), (LimitKind.DAYS, -1), (LimitKind.ON_AGREEMENT, 2)],
)
def test_an_amount_has_to_fit_its_unit(kind: LimitKind, amount: int) -> None:
    with pytest.raises(ValueError, match=kind.value):
        TimeLimit(kind=kind, amount=amount)


def test_limits_are_said_in_words() -> None:
    words = [TimeLimit(kind=kind, amount=2).words for kind in COUNTED]
    assert words == ["2 giờ làm việc", "2 ngày làm việc", "2 ngày", "2 tháng"]
    assert SAME_DAY.words == "giải quyết trong ngày"
    assert TimeLimit(kind=LimitKind.ON_AGREEMENT).words == "theo thỏa thuận"


def test_unconfirmed_facts_are_said_aloud() -> None:
    swap = compute_deadline(working_days(3), at("2025-12-31T09:00"), CALENDAR)
    assert "unverified_day" in keys(swap)
    make_up = compute_deadline(working_days(1), at("2026-08-21T09:00"), CALENDAR)
    assert "make_up_day" in keys(make_up)
    assert "unconfirmed_year" not in keys(make_up)
    forecast = compute_deadline(working_days(10), at("2026-12-28T09:00"), CALENDAR)
    assert "unconfirmed_year" in keys(forecast)


@given(
    st.sampled_from(COUNTED),
    st.integers(1, 40),
    moments(2016, 2040),
)
def test_a_deadline_never_falls_on_a_day_off_nor_before_receipt(
    kind: LimitKind, amount: int, moment: datetime
) -> None:
    found = compute_deadline(TimeLimit(kind=kind, amount=amount), moment, CALENDAR)
    assert CALENDAR.is_working_day(found.due.date())
    assert found.due > moment
    assert found.received.date() not in found.counted_days
    longer = compute_deadline(TimeLimit(kind=kind, amount=amount + 1), moment, CALENDAR)
    assert longer.due >= found.due


@given(moments(2016, 2040), st.integers(0, 40), st.integers(0, 200))
def test_a_pause_never_shortens_a_deadline(moment: datetime, ahead: int, length: int) -> None:
    start = moment + timedelta(hours=ahead)
    pause = Pause(start=start, end=start + timedelta(hours=length))
    for kind in COUNTED:
        limit = TimeLimit(kind=kind, amount=3)
        plain = compute_deadline(limit, moment, CALENDAR).due
        assert compute_deadline(limit, moment, CALENDAR, pauses=(pause,)).due >= plain
