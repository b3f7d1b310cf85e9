"""Working calendars: the ``holidays`` library corrected by a dated table, and seasonal hours.

A calendar is a folder file ``<id>.toml`` (hours, confirmed years) plus ``vn-<year>.toml`` tables
(days off, make-up days) and whatever the office corrected itself.
"""

import re
from datetime import date, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from holidays import HolidayBase, country_holidays

from desktop.catalogue.toml_file import read_toml
from desktop.domain.calendar import (
    DayKind,
    DayOverride,
    HoursSeason,
    MonthDay,
    Session,
    WorkingCalendar,
)
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import PlainReader
from desktop.domain.reason import Certainty

FIRST_YEAR: Final = 2015
LAST_YEAR: Final = 2045
_YEAR_FILE: Final = "vn-*.toml"
_MONTH_DAY: Final = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})")
_HOURS: Final = re.compile(r"(?P<start>\d{2}:\d{2})\s*-\s*(?P<end>\d{2}:\d{2})")
_VERSION_DIGITS: Final = 10


def load_calendar(
    folder: Path,
    calendar_id: str,
    own: tuple[DayOverride, ...] = (),
) -> WorkingCalendar:
    """Return the working calendar of an office.

    Args:
        folder: Where the calendar files lie.
        calendar_id: Name of the file with the hours.
        own: The office's own corrections; they win over the shipped ones.

    Raises:
        DeskError: CALENDAR_MISSING naming the known ones; FILE_INVALID.
    """
    path = folder / f"{calendar_id}.toml"
    if not path.is_file() or path.match(_YEAR_FILE):
        known = ", ".join(one.stem for one in sorted(folder.glob("*.toml")) if not one.match(_YEAR_FILE))
        raise DeskError(ErrorCode.CALENDAR_MISSING, calendar=calendar_id, known=known, day="")
    hours = read_toml(path)
    seasons = tuple(_season(row) for row in hours.children("season", required=True))
    _refuse_gaps(hours, seasons)
    hours.refuse_others()
    overrides = {override.day: override for override in _library_swaps()}
    written: dict[date, DayOverride] = {}
    confirmed: set[int] = set()
    for table in sorted(folder.glob(_YEAR_FILE)):
        confirmed |= _read_year(read_toml(table), written)
    overrides.update(written)
    overrides.update({override.day: override for override in own})
    holidays = _public_holidays()
    return WorkingCalendar(
        first_day=date(FIRST_YEAR, 1, 1),
        last_day=date(LAST_YEAR, 12, 31),
        seasons=seasons,
        holidays=holidays,
        overrides=MappingProxyType(overrides),
        version=_version(calendar_id, seasons, overrides, holidays, confirmed),
        confirmed_years=frozenset(confirmed),
    )


@cache
def _public_holidays() -> MappingProxyType[date, str]:
    """Return the days off the library knows, with their Vietnamese names."""
    return MappingProxyType(dict(sorted(_library().items())))


@cache
def _library_swaps() -> tuple[DayOverride, ...]:
    """Return the weekend days the library knows to be worked instead of a weekday."""
    return tuple(
        DayOverride(
            day=day,
            kind=DayKind.WORK,
            name="Làm bù cho ngày nghỉ hoán đổi",
            source="Thư viện holidays",
            certainty=Certainty.REPRODUCTION,
        )
        for day in sorted(_library().weekend_workdays)
        if FIRST_YEAR <= day.year <= LAST_YEAR
    )


@cache
def _library() -> HolidayBase:
    return country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1), language="vi")


def _read_year(reader: PlainReader, overrides: dict[date, DayOverride]) -> set[int]:
    year = reader.number("year", least=FIRST_YEAR, most=LAST_YEAR)
    confirmed = reader.flag("confirmed")
    for row in reader.children("day"):
        override = DayOverride(
            day=row.day("day"),
            kind=row.choice("kind", DayKind),
            name=row.text("name"),
            source=row.text("source"),
            certainty=row.choice("certainty", Certainty, Certainty.VERIFIED),
            sessions=tuple(_session(row, "hours", text) for text in row.texts("hours")),
        )
        row.refuse_others()
        if override.day.year != year:
            raise row.fault("day", f"không thuộc năm {year}", f"chuyển sang tệp vn-{override.day.year}.toml")
        if override.day in overrides:
            raise row.fault("day", "ngày này đã có trong bảng", "giữ một dòng cho mỗi ngày")
        overrides[override.day] = override
    reader.refuse_others()
    return {year} if confirmed else set()


def _season(reader: PlainReader) -> HoursSeason:
    sessions = tuple(_session(reader, "hours", text) for text in reader.texts("hours", required=True))
    try:
        season = HoursSeason(
            name=reader.text("name"),
            first=_month_day(reader, "first"),
            last=_month_day(reader, "last"),
            sessions=sessions,
            source=reader.text("source", ""),
            certainty=reader.choice("certainty", Certainty, Certainty.VERIFIED),
        )
    except ValueError:
        raise reader.fault(
            "hours", "các buổi phải nối tiếp nhau", '["07:00 - 11:30", "14:00 - 17:30"]'
        ) from None
    reader.refuse_others()
    return season


def _session(reader: PlainReader, key: str, text: str) -> Session:
    match = _HOURS.fullmatch(text)
    fault = reader.fault(key, f'"{text}" không phải buổi làm việc', 'ghi như "07:30 - 11:30"')
    if match is None:
        raise fault
    try:
        return Session(start=time.fromisoformat(match["start"]), end=time.fromisoformat(match["end"]))
    except ValueError:
        raise fault from None


def _month_day(reader: PlainReader, key: str) -> MonthDay:
    match = _MONTH_DAY.fullmatch(reader.text(key))
    fault = reader.fault(key, "không phải ngày/tháng", f'{key} = "16/4"')
    if match is None:
        raise fault
    try:
        return MonthDay(month=int(match["month"]), day=int(match["day"]))
    except ValueError:
        raise fault from None


def _refuse_gaps(reader: PlainReader, seasons: tuple[HoursSeason, ...]) -> None:
    leap_year = 2024
    for ordinal in range(date(leap_year, 1, 1).toordinal(), date(leap_year, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        covering = sum(season.covers(day) for season in seasons)
        if covering != 1:
            problem = "chưa có giờ làm việc" if not covering else "có hai mùa giờ cùng lúc"
            raise reader.fault(
                "season", f"ngày {day.day}/{day.month} {problem}", "sửa first, last của các mùa"
            )


def _version(
    calendar_id: str,
    seasons: tuple[HoursSeason, ...],
    overrides: dict[date, DayOverride],
    holidays: MappingProxyType[date, str],
    confirmed: set[int],
) -> str:
    """Return a short mark that changes with any of the data; deadlines keep it."""
    content = repr(
        (
            seasons,
            sorted((day.isoformat(), override) for day, override in overrides.items()),
            sorted(holidays.items()),
            sorted(confirmed),
        ),
    )
    return f"{calendar_id}-{sha256(content.encode()).hexdigest()[:_VERSION_DIGITS]}"
