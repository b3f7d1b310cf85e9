from datetime import date
from pathlib import Path

import pytest

from desktop.domain.calendar import DayKind, DayOverride
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, RosterEntry
from desktop.resources_dir import resources_dir
from desktop.services.load_workday import LoadWorkday
from desktop.services.office_setup import PROFILE_SETTING, SAMPLE_SETTING
from tests.support.fake_records import FakeRecords

ACTOR = StaffId("s1")
DAY = date(2026, 11, 17)


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords()


@pytest.fixture
def load(records: FakeRecords) -> LoadWorkday:
    return LoadWorkday(records.read, resources_dir())


def settle(records: FakeRecords, setting: str, value: object) -> None:
    with records.begin(ACTOR) as work:
        work.office_settings.save({setting: value})


def test_without_a_choice_the_profile_of_the_day_is_taken(load: LoadWorkday) -> None:
    assert load(DAY).profile.id == "duc-thinh-2026"
    assert load(date(2023, 7, 25)).profile.id == "thanh-binh-thinh-2023"
    assert {one.id for one in load.profiles} >= {"duc-thinh-2026", "thanh-binh-thinh-2023"}


def test_an_old_day_is_read_with_the_names_of_its_time(records: FakeRecords, load: LoadWorkday) -> None:
    settle(records, PROFILE_SETTING, "duc-thinh-2026")
    assert load(DAY).profile.id == "duc-thinh-2026"
    assert load(date(2023, 7, 25)).profile.id == "thanh-binh-thinh-2023"


def test_a_profile_that_is_gone_is_named(records: FakeRecords, load: LoadWorkday) -> None:
    settle(records, PROFILE_SETTING, "xa-la")
    with pytest.raises(DeskError) as caught:
        load(DAY)
    assert caught.value.code is ErrorCode.OFFICE_UNKNOWN
    assert caught.value.params["office"] == "xa-la"


def test_a_day_before_every_profile_is_refused(load: LoadWorkday) -> None:
    with pytest.raises(DeskError) as caught:
        load(date(1990, 1, 2))
    assert caught.value.code is ErrorCode.OFFICE_NOT_IN_FORCE


def test_only_procedures_in_force_are_offered_but_old_editions_can_be_looked_up(load: LoadWorkday) -> None:
    today, then = load(DAY), load(date(2023, 7, 25))
    assert "1.014027" in today.procedures
    assert "1.014027" not in then.procedures
    assert then.procedures["1.001776"].edition == "2023"
    assert today.edition("1.001776", "2023") == then.procedures["1.001776"]


def test_people_roster_and_the_sample_mark_come_from_the_records_each_time(
    records: FakeRecords, load: LoadWorkday
) -> None:
    assert not load(DAY).is_sample
    settle(records, SAMPLE_SETTING, True)
    entry = RosterEntry(day=DAY, staff_id=ACTOR, duty=Duty.WRITING)
    with records.begin(ACTOR) as work:
        work.roster.save(entry)
    assert load(DAY).is_sample
    assert load(DAY).roster == (entry,)
    assert load(date(2026, 11, 18)).roster == ()


def test_a_day_off_entered_by_the_office_counts(records: FakeRecords, load: LoadWorkday) -> None:
    assert load(DAY).calendar.is_working_day(DAY)
    with records.begin(ACTOR) as work:
        work.calendar_overrides.save(
            DayOverride(day=DAY, kind=DayKind.OFF, name="Bão", source="Công điện của Chủ tịch tỉnh")
        )
    assert not load(DAY).calendar.is_working_day(DAY)


def test_the_check_of_a_machine_reads_the_shipped_data_without_records(tmp_path: Path) -> None:
    assert LoadWorkday.shipped_profiles(resources_dir())
    with pytest.raises(DeskError) as caught:
        LoadWorkday.shipped_profiles(tmp_path)
    assert caught.value.code is ErrorCode.SHIPPED_FILE_MISSING
