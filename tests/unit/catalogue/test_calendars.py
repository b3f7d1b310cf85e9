from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue.calendars import load_calendar
from desktop.domain.calendar import DayKind, DayOverride
from desktop.domain.errors import DeskError, ErrorCode
from tests.support.rules_samples import CALENDAR, RESOURCES

HOURS = """[[season]]
name = "Cả năm"
first = "1/1"
last = "31/12"
hours = ["07:00 - 11:00", "13:00 - 17:00"]
"""
YEAR = """year = 2026
[[day]]
day = 2026-11-24
kind = "off"
name = "Nghỉ"
source = "Thử"
"""


def load(folder: Path, hours: str = HOURS, year: str = YEAR) -> None:
    (folder / "thu.toml").write_text(hours, encoding="utf-8")
    (folder / "vn-2026.toml").write_text(year, encoding="utf-8")
    load_calendar(folder, "thu")


def test_the_office_s_own_corrections_win_and_change_the_version() -> None:
    storm = DayOverride(day=date(2026, 9, 30), kind=DayKind.OFF, name="Nghỉ tránh bão", source="Công điện")
    own = load_calendar(RESOURCES / "calendars", "ha-tinh", (storm,))
    assert CALENDAR.is_working_day(date(2026, 9, 30))
    assert not own.is_working_day(date(2026, 9, 30))
    assert own.version != CALENDAR.version
    assert load_calendar(RESOURCES / "calendars", "ha-tinh").version == CALENDAR.version


def test_only_announced_years_are_confirmed() -> None:
    assert {2023, 2024, 2025, 2026} <= CALENDAR.confirmed_years
    assert 2027 not in CALENDAR.confirmed_years


@pytest.mark.parametrize("name", ["nowhere", "vn-2026"])
def test_an_unknown_calendar_names_the_known_ones(name: str) -> None:
    with pytest.raises(DeskError) as caught:
        load_calendar(RESOURCES / "calendars", name)
    assert caught.value.code is ErrorCode.CALENDAR_MISSING
    assert caught.value.params["known"] == "ha-tinh"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"07:00 - 11:00"', '"7h - 11h"', "thu.toml, dòng 5: season[1].hours"),
        ('"07:00 - 11:00"', '"11:00 - 07:00"', "thu.toml, dòng 5: season[1].hours"),
        ('"07:00 - 11:00"', '"25:00 - 26:00"', "thu.toml, dòng 5: season[1].hours"),
        ('"07:00 - 11:00"', '"07:00 - 14:00"', "thu.toml, dòng 5: season[1].hours"),
        ('"1/1"', '"31/2"', "thu.toml, dòng 3: season[1].first"),
        ('"1/1"', '"đầu năm"', "thu.toml, dòng 3: season[1].first"),
        ('"1/1"', '"2/1"', "thu.toml, dòng 1: season"),
    ],
)
def test_wrong_hours_name_line_and_key(tmp_path: Path, old: str, new: str, place: str) -> None:
    load(tmp_path)
    with pytest.raises(DeskError) as caught:
        load(tmp_path, hours=HOURS.replace(old, new))
    assert caught.value.place == place


def test_two_seasons_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        load(tmp_path, hours=HOURS + HOURS)
    assert "hai mùa" in caught.value.params["problem"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("2026-11-24", "2027-11-24", "vn-2026.toml, dòng 3: day[1].day"),
        ('"off"', '"half"', "vn-2026.toml, dòng 4: day[1].kind"),
        ('source = "Thử"', 'sauce = "Thử"', "vn-2026.toml, dòng 2: day[1].source"),
        ('source = "Thử"\n', 'source = "Thử"\nhours = ["8-11"]\n', "vn-2026.toml, dòng 7: day[1].hours"),
    ],
)
def test_a_wrong_table_of_days_names_line_and_key(tmp_path: Path, old: str, new: str, place: str) -> None:
    with pytest.raises(DeskError) as caught:
        load(tmp_path, year=YEAR.replace(old, new))
    assert caught.value.place == place


def test_a_day_stands_only_once_in_the_table(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        load(tmp_path, year=YEAR + YEAR.partition("\n")[2])
    assert caught.value.place == "vn-2026.toml, dòng 8: day[2].day"
