from datetime import date, time

from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, RosterEntry
from tests.support.rules_samples import CALENDAR, NOW_PROFILE, SEED_PROFILE


def test_the_model_day_is_tuesday_and_a_holiday_moves_or_drops_it() -> None:
    now, seed = NOW_PROFILE.model, SEED_PROFILE.model
    assert now.is_model_day(date(2026, 12, 1), CALENDAR)
    assert not now.is_model_day(date(2026, 11, 24), CALENDAR)
    assert now.is_model_day(date(2026, 11, 25), CALENDAR)
    assert not now.is_model_day(date(2026, 11, 26), CALENDAR)
    assert not seed.is_model_day(date(2026, 11, 25), CALENDAR)
    assert now.made_up_for(date(2026, 2, 23), CALENDAR) == date(2026, 2, 17)
    assert now.made_up_for(date(2026, 2, 24), CALENDAR) is None
    assert now.made_up_for(date(2026, 2, 22), CALENDAR) is None


def test_a_make_up_saturday_is_worked_but_is_no_model_day() -> None:
    assert not NOW_PROFILE.model.is_model_day(date(2026, 8, 22), CALENDAR)


def test_the_calendar_s_first_days_have_nothing_to_make_up_for() -> None:
    assert NOW_PROFILE.model.made_up_for(date(2015, 1, 5), CALENDAR) is None


def test_a_duty_holds_from_its_start_up_to_its_end() -> None:
    day = date(2026, 12, 1)
    entry = RosterEntry(day=day, staff_id=StaffId("a"), duty=Duty.WRITING, start=time(8), end=time(11))
    assert entry.covers(day, time(8))
    assert not entry.covers(day, time(11))
    assert not entry.covers(day, time(7, 59))
    assert not entry.covers(date(2026, 12, 2), time(9))
    assert RosterEntry(day=day, staff_id=StaffId("a"), duty=Duty.SIGNING).covers(day, time(23))


def test_a_profile_knows_its_time_and_its_laws() -> None:
    assert SEED_PROFILE.is_in_force(date(2023, 7, 25))
    assert not SEED_PROFILE.is_in_force(date(2025, 7, 1))
    assert NOW_PROFILE.is_in_force(date(2030, 1, 1))
    assert not NOW_PROFILE.law("nothing").text
