from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, RosterEntry, StaffMember, StaffRole
from desktop.services.office_setup import (
    PROFILE_SETTING,
    SAMPLE_SETTING,
    ContinueRoster,
    FirstStart,
    FirstStartAnswers,
    SaveOfficeSettings,
    SaveRoster,
    SaveStaff,
    SignIn,
)
from desktop.services.pin import is_pin
from desktop.services.record_values import AuditAction, AuditEvent, Entity
from tests.support.fake_records import FakeRecords

EVENING_IN_UTC = datetime(2026, 3, 16, 17, 30, tzinfo=UTC)  # 00:30 of the 17th in Viet Nam
DAY = date(2026, 3, 17)
HAN = FirstStartAnswers(profile_id="duc-thinh-2026", name="  Lê Thị   Hạnh ", pin="1234")


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords()


@pytest.fixture
def first_start(records: FakeRecords) -> FirstStart:
    return FirstStart(records, clock=lambda: EVENING_IN_UTC, new_id=records.new_id)


def somebody(staff_id: str = "s2", **changes: object) -> StaffMember:
    person = StaffMember(
        id=StaffId(staff_id), name="Phan Anh Tuấn", title="Công chức", role=StaffRole.OFFICER
    )
    return replace(person, **changes)  # type: ignore[arg-type]  # any field of a person


def events(records: FakeRecords) -> list[AuditAction]:
    found: list[AuditEvent] = records.state.values(Entity.AUDIT)
    return [one.action for one in found]


def test_three_answers_make_an_office_with_one_officer_on_duty(
    records: FakeRecords, first_start: FirstStart
) -> None:
    officer = first_start(HAN)
    assert records.read.staff() == (officer,)
    assert (officer.name, officer.role) == ("Lê Thị Hạnh", StaffRole.ADMIN)
    assert is_pin("1234", officer.pin_hash)
    assert records.read.office_settings() == {PROFILE_SETTING: "duc-thinh-2026", SAMPLE_SETTING: False}
    assert {entry.duty for entry in records.read.roster_on(DAY)} == {Duty.RECEIVING, Duty.WRITING}


def test_a_trial_office_is_marked_as_a_sample(records: FakeRecords, first_start: FirstStart) -> None:
    first_start(HAN, is_sample=True)
    assert records.read.office_settings()[SAMPLE_SETTING] is True


@pytest.mark.parametrize("change", [{"name": " \t "}, {"pin": "12"}, {"pin": ""}])
def test_a_wrong_answer_stores_nothing(
    records: FakeRecords, first_start: FirstStart, change: dict[str, str]
) -> None:
    with pytest.raises(DeskError) as caught:
        first_start(replace(HAN, **change))
    assert caught.value.code is ErrorCode.INPUT_INVALID
    assert records.read.staff() == ()
    assert records.read.office_settings() == {}


def test_a_change_without_a_pin_keeps_the_pin(records: FakeRecords) -> None:
    save = SaveStaff(records)
    save(StaffId("s2"), somebody(), pin="2345")
    changes = save(StaffId("s2"), somebody(title="Phó Chủ tịch"))
    (stored,) = records.read.staff()
    assert changes.ids(Entity.STAFF) == {"s2"}
    assert stored.title == "Phó Chủ tịch"
    assert is_pin("2345", stored.pin_hash)


def test_a_new_pin_replaces_the_old_one(records: FakeRecords) -> None:
    save = SaveStaff(records)
    save(StaffId("s2"), somebody(), pin="2345")
    save(StaffId("s2"), records.read.staff()[0], pin="9999")
    (stored,) = records.read.staff()
    assert is_pin("9999", stored.pin_hash)
    assert not is_pin("2345", stored.pin_hash)


def test_somebody_without_a_name_or_with_a_bad_pin_is_not_stored(records: FakeRecords) -> None:
    save = SaveStaff(records)
    attempts: list[Callable[[], object]] = [
        lambda: save(StaffId("s2"), somebody(name=" ")),
        lambda: save(StaffId("s2"), somebody(), pin="1"),
    ]
    for attempt in attempts:
        with pytest.raises(DeskError) as caught:
            attempt()
        assert caught.value.code is ErrorCode.INPUT_INVALID
    assert records.read.staff() == ()


def test_the_roster_of_a_day_becomes_exactly_what_was_entered(records: FakeRecords) -> None:
    save = SaveRoster(records)
    writing = RosterEntry(day=DAY, staff_id=StaffId("s1"), duty=Duty.WRITING)
    signing = RosterEntry(day=DAY, staff_id=StaffId("s2"), duty=Duty.SIGNING)
    save(StaffId("s1"), DAY, (writing, signing))
    shorter = replace(signing, end=time(11), day=date(2000, 1, 1))
    save(StaffId("s1"), DAY, (shorter,))
    assert records.read.roster_on(DAY) == (replace(shorter, day=DAY),)
    assert not save(StaffId("s1"), DAY, (shorter,)), "the same roster again is no change"


def test_a_day_without_a_roster_gets_that_of_the_last_day_that_had_one(records: FakeRecords) -> None:
    friday = DAY - timedelta(days=4)
    entry = RosterEntry(day=friday, staff_id=StaffId("s1"), duty=Duty.WRITING, start=time(7, 30))
    SaveRoster(records)(StaffId("s1"), friday, (entry,))
    assert ContinueRoster(records)(StaffId("s1"), DAY) == friday
    assert records.read.roster_on(DAY) == (replace(entry, day=DAY),)
    assert records.read.roster_on(friday) == (entry,)


def test_a_roster_entered_by_hand_is_never_replaced(records: FakeRecords) -> None:
    before, today = (
        RosterEntry(day=day, staff_id=StaffId(who), duty=Duty.WRITING)
        for day, who in ((DAY - timedelta(days=1), "s1"), (DAY, "s2"))
    )
    for entry in (before, today):
        SaveRoster(records)(StaffId("s1"), entry.day, (entry,))
    assert ContinueRoster(records)(StaffId("s1"), DAY) is None
    assert records.read.roster_on(DAY) == (today,)


def test_a_roster_of_more_than_a_month_ago_is_not_taken_for_todays(records: FakeRecords) -> None:
    old = DAY - timedelta(days=32)
    entry = RosterEntry(day=old, staff_id=StaffId("s1"), duty=Duty.WRITING)
    SaveRoster(records)(StaffId("s1"), old, (entry,))
    assert ContinueRoster(records)(StaffId("s1"), DAY) is None
    assert records.read.roster_on(DAY) == ()


def test_the_office_profile_can_be_changed_and_nothing_else_with_it(
    records: FakeRecords, first_start: FirstStart
) -> None:
    officer = first_start(HAN, is_sample=True)
    SaveOfficeSettings(records).choose_profile(officer.id, "thanh-binh-thinh-2023")
    assert records.read.office_settings() == {
        PROFILE_SETTING: "thanh-binh-thinh-2023",
        SAMPLE_SETTING: True,
    }


def test_the_right_pin_lets_in_and_a_wrong_one_leaves_a_trace(
    records: FakeRecords, first_start: FirstStart
) -> None:
    officer = first_start(HAN)
    sign_in = SignIn(records)
    assert not sign_in(officer.id, "9999")
    assert sign_in(officer.id, "1234")
    assert events(records) == [AuditAction.REFUSED, AuditAction.SIGNED_IN]


def test_somebody_unknown_or_gone_cannot_sign_in(records: FakeRecords) -> None:
    SaveStaff(records)(StaffId("s2"), somebody(active=False), pin="2345")
    for who in ("s2", "nobody"):
        with pytest.raises(DeskError) as caught:
            SignIn(records)(StaffId(who), "2345")
        assert caught.value.code is ErrorCode.RECORD_MISSING


def test_somebody_without_a_pin_cannot_sign_in(records: FakeRecords) -> None:
    SaveStaff(records)(StaffId("s2"), somebody())
    assert not SignIn(records)(StaffId("s2"), "")
