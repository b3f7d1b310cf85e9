"""When the office is open, in words for a slip: "thứ Hai đến thứ Sáu, sáng 7 giờ 30 đến 11 giờ 30, ..."."""

from datetime import date, time
from typing import Final

from desktop.domain.calendar import WorkingCalendar
from desktop.domain.office import OfficeModel

_NOON: Final = time(12)
_DAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def opening_words(calendar: WorkingCalendar, model: OfficeModel, day: date) -> str:
    """Give the days and hours of the season, and the office's own day, as they hold on a date.

    Raises:
        DeskError: CALENDAR_MISSING when no season covers the date.
    """
    hours = ", ".join(
        f"{'sáng' if one.start < _NOON else 'chiều'} {_clock(one.start)} đến {_clock(one.end)}"
        for one in calendar.season(day).sessions
    )
    own = f"ngày riêng của quầy: {model.name}"
    return f"{_weekdays(calendar.weekdays)}, {hours}; {own}"


def _weekdays(worked: frozenset[int]) -> str:
    days = sorted(worked)
    if len(days) > 1 and days == list(range(days[0], days[-1] + 1)):
        return f"{_DAYS[days[0]]} đến {_DAYS[days[-1]]}"
    return ", ".join(_DAYS[one] for one in days)


def _clock(moment: time) -> str:
    return f"{moment.hour} giờ {moment.minute:02d}" if moment.minute else f"{moment.hour} giờ"
