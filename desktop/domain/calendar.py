"""The office's working calendar: which days are worked, and at which hours.

Everything is handed in as data: seasons of opening hours, holidays by date, and a dated table
of corrections (days off, make-up days). The calendar knows its version, and a deadline keeps it.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.reason import Certainty

_ZONE_NAME: Final = "Asia/Ho_Chi_Minh"
_FIXED_ZONE: Final = timezone(timedelta(hours=7), _ZONE_NAME)
_WEEKDAY_NAMES: Final = (
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
)
MONDAY_TO_FRIDAY: Final = frozenset(range(5))
# No lawful limit is longer than a year or two; a longer walk means a calendar without work.
_LONGEST_GAP_DAYS: Final = 60
_LEAP_YEAR: Final = 2024
# Nghị định 30/2020 writes a zero before days under 10 and before months 1 and 2 only.
_LAST_PADDED_MONTH: Final = 2


def office_zone(name: str = _ZONE_NAME) -> tzinfo:
    """Return the zone of Vietnam; fixed +07:00 where the machine has no zone data (Windows).

    Vietnam has had no summer time since 1975, so both are the same for every date we meet.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        return _FIXED_ZONE


OFFICE_ZONE: Final = office_zone()


def office_time(moment: datetime) -> datetime:
    """Return an aware moment on the office's wall clock.

    Raises:
        ValueError: The moment is naive; guessing a zone would be a bug.
    """
    if moment.tzinfo is None:
        message = "a moment needs a time zone"
        raise ValueError(message)
    return moment.astimezone(OFFICE_ZONE)


def office_moment(day: date, clock: time) -> datetime:
    """Return the aware moment of a wall clock time at the office."""
    return datetime.combine(day, clock, tzinfo=OFFICE_ZONE)


def date_text(day: date) -> str:
    """Return ``"05/01/2026"``, ``"24/3/2026"``: day and months 1, 2 with a zero, as offices write."""
    month = f"{day.month:02d}" if day.month <= _LAST_PADDED_MONTH else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def day_text(day: date) -> str:
    """Return ``"thứ Ba 24/3/2026"``."""
    return f"{weekday_name(day)} {date_text(day)}"


def weekday_name(day: date) -> str:
    """Return ``"thứ Ba"`` ... ``"Chủ nhật"``."""
    return _WEEKDAY_NAMES[day.weekday()]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MonthDay:
    """A day of the year without a year; 29/2 is allowed."""

    month: int
    day: int

    def __post_init__(self) -> None:
        """Refuse days that no year has."""
        date(_LEAP_YEAR, self.month, self.day)

    @classmethod
    def of(cls, day: date) -> "MonthDay":
        """Return the month and day of a date."""
        return cls(month=day.month, day=day.day)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Session:
    """One stretch of opening hours within a day: from ``start`` up to ``end``."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse a session that ends before it begins."""
        if self.start >= self.end:
            message = "a session must end after it starts"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursSeason:
    """Opening hours for a part of every year; ``first > last`` wraps over New Year.

    Attributes:
        name: For people: ``"Giờ mùa đông"``.
        sessions: In order, not overlapping.
        source: The announcement behind it.
    """

    name: str
    first: MonthDay
    last: MonthDay
    sessions: tuple[Session, ...]
    source: str = ""
    certainty: Certainty = Certainty.VERIFIED

    def __post_init__(self) -> None:
        """Refuse sessions out of order."""
        if not self.sessions:
            message = "a season needs at least one session"
            raise ValueError(message)
        for earlier, later in zip(self.sessions, self.sessions[1:], strict=False):
            if later.start < earlier.end:
                message = "sessions must follow each other"
                raise ValueError(message)

    def covers(self, day: date) -> bool:
        """Return whether the season holds on a date."""
        here = MonthDay.of(day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


class DayKind(StrEnum):
    """What a correction makes of a day."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOverride:
    """One line of the editable table: a day off, or a day worked that would be off.

    Attributes:
        name: For people: ``"Làm bù cho thứ Hai 31/8/2026"``.
        source: Number of the announcement.
        certainty: Unverified lines count, and every deadline that meets one says so.
        sessions: Hours of that day where they differ; empty means the hours of the season.
    """

    day: date
    kind: DayKind
    name: str
    source: str = ""
    certainty: Certainty = Certainty.VERIFIED
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Working days and hours of one office.

    Attributes:
        first_day: First date the calendar can answer for.
        last_day: Last date the calendar can answer for.
        seasons: Opening hours; together they cover the whole year.
        holidays: Public holidays by date, with the Vietnamese name.
        overrides: Corrections by date; they win over holidays and weekends.
        version: Changes whenever any of the data changes; deadlines keep it.
        weekdays: Days worked in an ordinary week, Monday = 0.
        confirmed_years: Years whose days off the office has confirmed; others are a forecast.
    """

    first_day: date
    last_day: date
    seasons: tuple[HoursSeason, ...]
    holidays: Mapping[date, str]
    overrides: Mapping[date, DayOverride]
    version: str
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    confirmed_years: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Return whether the office works on a day (make-up Saturdays count).

        Raises:
            DeskError: CALENDAR_OUT_OF_RANGE.
        """
        self._check_range(day)
        override = self.overrides.get(day)
        if override is not None:
            return override.kind is DayKind.WORK
        return day.weekday() in self.weekdays and day not in self.holidays

    def day_name(self, day: date) -> str:
        """Return why a day is special (holiday, make-up, weekend); empty for a usual day."""
        override = self.overrides.get(day)
        if override is not None:
            return override.name
        if day in self.holidays:
            return self.holidays[day]
        return "" if day.weekday() in self.weekdays else "ngày nghỉ cuối tuần"

    def season(self, day: date) -> HoursSeason:
        """Return the hours in force on a date.

        Raises:
            DeskError: CALENDAR_MISSING if no season covers the date.
        """
        for season in self.seasons:
            if season.covers(day):
                return season
        raise DeskError(ErrorCode.CALENDAR_MISSING, calendar=self.version, day=date_text(day))

    def sessions(self, day: date) -> tuple[Session, ...]:
        """Return the opening hours of a day; empty when the office is closed."""
        if not self.is_working_day(day):
            return ()
        override = self.overrides.get(day)
        if override is not None and override.sessions:
            return override.sessions
        return self.season(day).sessions

    def opening(self, day: date) -> datetime | None:
        """Return the moment the office opens on a day, or None when it is closed."""
        sessions = self.sessions(day)
        return office_moment(day, sessions[0].start) if sessions else None

    def closing(self, day: date) -> datetime | None:
        """Return the moment the office closes on a day, or None when it is closed."""
        sessions = self.sessions(day)
        return office_moment(day, sessions[-1].end) if sessions else None

    def end_of(self, day: date) -> datetime:
        """Return the closing of a working day.

        Raises:
            DeskError: CALENDAR_MISSING, when the office is closed on that day.
        """
        closing = self.closing(day)
        if closing is None:
            raise DeskError(ErrorCode.CALENDAR_MISSING, calendar=self.version, day=date_text(day))
        return closing

    def is_open(self, moment: datetime) -> bool:
        """Return whether the office is open; the closing minute itself is closed."""
        local = office_time(moment)
        clock = local.time()
        return any(session.start <= clock < session.end for session in self.sessions(local.date()))

    def next_working_day(self, day: date) -> date:
        """Return the first working day after a date."""
        for ahead in range(1, _LONGEST_GAP_DAYS + 1):
            candidate = day + timedelta(days=ahead)
            if self.is_working_day(candidate):
                return candidate
        raise DeskError(ErrorCode.CALENDAR_MISSING, calendar=self.version, day=date_text(day))

    def on_or_after(self, day: date) -> date:
        """Return the day itself when it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def working_days_after(self, day: date, count: int) -> tuple[date, ...]:
        """Return the next ``count`` working days after a date, in order.

        Raises:
            ValueError: The count is negative.
        """
        if count < 0:
            message = "cannot count a negative number of days"
            raise ValueError(message)
        days: list[date] = []
        current = day
        for _ in range(count):
            current = self.next_working_day(current)
            days.append(current)
        return tuple(days)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after a date; for 0 the date, moved to a worked one."""
        days = self.working_days_after(day, count)
        return days[-1] if days else self.on_or_after(day)

    def next_open_moment(self, moment: datetime) -> datetime:
        """Return the moment itself while open, else the start of the next session."""
        local = office_time(moment)
        for session in self.sessions(local.date()):
            if local.time() < session.end:
                return max(local, office_moment(local.date(), session.start))
        following = self.next_working_day(local.date())
        return office_moment(following, self.sessions(following)[0].start)

    def add_working_time(self, moment: datetime, amount: timedelta) -> datetime:
        """Return the moment after an amount of opening time has passed.

        An amount that ends exactly at a session's end stays there.

        Raises:
            ValueError: The amount is negative.
        """
        if amount < timedelta(0):
            message = "cannot add negative working time"
            raise ValueError(message)
        current = self.next_open_moment(moment)
        left = amount
        while True:
            session_end = self._session_end(current)
            if current + left <= session_end:
                return current + left
            left -= session_end - current
            current = self.next_open_moment(session_end)

    def add_working_hours(self, moment: datetime, hours: int) -> datetime:
        """Return the moment after a number of opening hours."""
        return self.add_working_time(moment, timedelta(hours=hours))

    def working_time_left(self, moment: datetime) -> timedelta:
        """Return the opening time left until the day's closing; zero when closed for the day."""
        closing = self.closing(office_time(moment).date())
        return self.working_time_between(moment, closing) if closing is not None else timedelta(0)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the opening time from one moment to a later one; zero if it is not later."""
        begin, finish = office_time(start), office_time(end)
        total = timedelta(0)
        day = begin.date()
        while day <= finish.date():
            for session in self.sessions(day):
                opened = max(begin, office_moment(day, session.start))
                closed = min(finish, office_moment(day, session.end))
                total += max(timedelta(0), closed - opened)
            day += timedelta(days=1)
        return total

    def unverified_between(self, first: date, last: date) -> tuple[DayOverride, ...]:
        """Return the corrections between two dates (both included) nobody has confirmed."""
        return tuple(
            override
            for day, override in sorted(self.overrides.items())
            if first <= day <= last and override.certainty is not Certainty.VERIFIED
        )

    def _session_end(self, moment: datetime) -> datetime:
        sessions = self.sessions(moment.date())
        index = bisect_right([session.start for session in sessions], moment.time()) - 1
        return office_moment(moment.date(), sessions[index].end)

    def _check_range(self, day: date) -> None:
        if not self.first_day <= day <= self.last_day:
            raise DeskError(
                ErrorCode.CALENDAR_OUT_OF_RANGE,
                day=date_text(day),
                year=day.year,
                first=date_text(self.first_day),
                last=date_text(self.last_day),
            )
