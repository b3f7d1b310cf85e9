"""Dates of which only a part may be known: `05/03/1951`, `03/1951`, `1951`.

Old people's papers often give a year alone. Nothing is filled in for them: what is unknown stays unknown.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Final, Self

from desktop.domain.errors import DeskError, ErrorCode

_LONGEST_INPUT: Final = 64
_FIRST_YEAR: Final = 1000
_LONGEST_LIFE: Final = 125
_SEPARATOR: Final = r"(?:[ ]*[/.\-][ ]*|[ ]+)"
# As people write dates, most common first. The year is never guessed from anything but day and month.
_WAYS_TO_WRITE: Final = (
    re.compile(
        rf"(?P<day>[0-9]{{1,2}}){_SEPARATOR}(?P<month>[0-9]{{1,2}}){_SEPARATOR}(?P<year>[0-9]{{2}}|[0-9]{{4}})"
    ),
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{2}|[0-9]{4})"),
    re.compile(r"(?P<day>)(?P<month>)(?P<year>[0-9]{4})"),
    re.compile(rf"(?P<day>)(?P<month>[0-9]{{1,2}}){_SEPARATOR}(?P<year>[0-9]{{4}})"),
    re.compile(
        rf"(?P<year>[0-9]{{4}}){_SEPARATOR}(?P<month>[0-9]{{1,2}})(?:{_SEPARATOR}(?P<day>[0-9]{{1,2}}))?"
    ),
    re.compile(
        r"(?:ngày +)?(?P<day>[0-9]{1,2}) +tháng +(?P<month>[0-9]{1,2}),? +năm +(?P<year>[0-9]{2}|[0-9]{4})",
    ),
    re.compile(r"(?P<day>)tháng +(?P<month>[0-9]{1,2}),? +năm +(?P<year>[0-9]{4})"),
    re.compile(r"(?P<day>)(?P<month>)năm +(?P<year>[0-9]{4})"),
)


@total_ordering
@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A calendar date, a month, or a year alone.

    Order is by what is known: a year alone stands before its months, a month before its days.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12, or None if unknown.
        day: A day that exists in that month, or None if unknown; needs a month.

    Raises:
        DeskError: DATE_INVALID (reason ``not_real``) if there is no such day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse a day that no calendar has."""
        if not _exists(self.year, self.month, self.day):
            raise DeskError(ErrorCode.DATE_INVALID, reason="not_real")

    def __lt__(self, other: object) -> bool:
        """Compare by year, month, day; an unknown part comes first."""
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key < other._key

    @property
    def _key(self) -> tuple[int, int, int]:
        return (self.year, self.month or 0, self.day or 0)

    @property
    def is_full(self) -> bool:
        """Whether day, month and year are all known."""
        return self.day is not None

    @property
    def first_day(self) -> date:
        """The earliest day this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a fully known date."""
        return cls(year=day.year, month=day.month, day=day.day)

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        today: date,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> Self:
        """Understand a date as officers type it.

        Accepts `5/3/51`, `5.3.1951`, `05-03-1951`, `050351`, `05031951`, `3/1951`, `1951`, `1951-03-05`,
        `00/00/1951`, `5 tháng 3 năm 1951`. Two digits of a year are completed only if exactly one
        century gives a real day between `earliest` and `latest`.

        Args:
            text: What was typed.
            today: The day of the question, the default for `latest`.
            earliest: First possible day; 125 years before today if not given.
            latest: Last possible day.

        Raises:
            DeskError: DATE_INVALID with `reason` ``empty``, ``unreadable`` or ``not_real``;
                DATE_TWO_CENTURIES with the possible years `first` and `second`.
        """
        first = earliest or date(max(today.year - _LONGEST_LIFE, 1), 1, 1)
        parts = _split(text)
        short = len(parts[2]) == len("51")
        year = _complete_year(parts, first, latest or today) if short else int(parts[2])
        if year < _FIRST_YEAR:
            raise DeskError(ErrorCode.DATE_INVALID, reason="unreadable")
        return cls(year=year, month=int(parts[1]) or None, day=int(parts[0]) or None)

    @classmethod
    def from_card(cls, digits: str) -> Self:
        """Read the date field of a card: `ddmmyyyy`, `mmyyyy` or `yyyy`; zeros mean unknown.

        Raises:
            DeskError: DATE_INVALID if it is none of these.
        """
        match = re.fullmatch(r"(?:([0-9]{2})/?)??(?:([0-9]{2})/?)?([0-9]{4})", digits)
        if match is None or int(match[3]) < _FIRST_YEAR:
            raise DeskError(ErrorCode.DATE_INVALID, reason="unreadable")
        return cls(year=int(match[3]), month=int(match[2] or 0) or None, day=int(match[1] or 0) or None)

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """Read what `iso` wrote: `1951-03-05`, `1951-03` or `1951`.

        Raises:
            DeskError: DATE_INVALID if it is anything else.
        """
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
        if match is None:
            raise DeskError(ErrorCode.DATE_INVALID, reason="unreadable")
        month, day = (None if part is None else int(part) for part in (match[2], match[3]))
        return cls(year=int(match[1]), month=month, day=day)

    def iso(self) -> str:
        """Return `1951-03-05`, `1951-03` or `1951`, for storage."""
        parts = [f"{self.year:04d}"]
        parts.extend(f"{part:02d}" for part in (self.month, self.day) if part is not None)
        return "-".join(parts)

    def display(self) -> str:
        """Return `05/03/1951`, `03/1951` or `1951`, as screens and forms show it."""
        return "/".join(reversed(self.iso().split("-")))

    def official(self) -> str:
        """Return `ngày 05 tháng 3 năm 1951`: days below 10 and months 1, 2 with a zero (NĐ 30/2020)."""
        words = []
        if self.day is not None:
            words.append(f"ngày {self.day:02d}")
        if self.month is not None:
            words.append(f"tháng {self.month:02d}" if self.month <= 2 else f"tháng {self.month}")  # noqa: PLR2004 - the rule itself
        words.append(f"năm {self.year}")
        return " ".join(words)

    def age_range(self, on: date) -> tuple[int, int] | None:
        """Return the lowest and highest age in whole years on a day; None if surely not born yet."""
        if self.first_day > on:
            return None
        return max(_years(self.last_day, on), 0), _years(self.first_day, on)

    def age_on(self, on: date) -> int | None:
        """Return the age surely reached on a day (the lower one of a partly known date).

        None if the person is surely not born yet.
        """
        ages = self.age_range(on)
        return None if ages is None else ages[0]


def _years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _exists(year: int, month: int | None, day: int | None) -> bool:
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the limits of datetime.date
        return False
    if month is None:
        return day is None
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return False
    return day is None or 1 <= day <= monthrange(year, month)[1]


def _split(text: str) -> tuple[str, str, str]:
    """Return day, month and year as digits; "0" stands for a part that was not given."""
    if len(text) > _LONGEST_INPUT:
        raise DeskError(ErrorCode.DATE_INVALID, reason="unreadable")
    # Full-width digits come from Japanese and Chinese input methods; the officer sees what was understood.
    clean = unicodedata.normalize("NFKC", text).strip().lower()
    if not clean:
        raise DeskError(ErrorCode.DATE_INVALID, reason="empty")
    for way in _WAYS_TO_WRITE:
        match = way.fullmatch(clean)
        if match is not None:
            return match["day"] or "0", match["month"] or "0", match["year"]
    raise DeskError(ErrorCode.DATE_INVALID, reason="unreadable")


def _complete_year(parts: tuple[str, str, str], earliest: date, latest: date) -> int:
    """Return the only possible four-digit year, or say which two are possible."""
    day, month, short = int(parts[0]) or None, int(parts[1]) or None, int(parts[2])
    century = earliest.year // 100
    years = [
        year
        for year in range(century * 100 + short, latest.year + 1, 100)
        if _exists(year, month, day)
        and PartialDate(year=year, month=month, day=day).last_day >= earliest
        and PartialDate(year=year, month=month, day=day).first_day <= latest
    ]
    if not years:
        raise DeskError(ErrorCode.DATE_INVALID, reason="not_real")
    if len(years) > 1:
        raise DeskError(ErrorCode.DATE_TWO_CENTURIES, first=years[-2], second=years[-1])
    return years[0]
