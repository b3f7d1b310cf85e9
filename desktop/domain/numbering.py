"""Numbers people read: the local dossier number, the queue number, the portal code.

Identity is the UUID; these are labels, final once printed, never renumbered.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.calendar import date_text
from desktop.domain.errors import DeskError, ErrorCode

ONLINE_FIRST: Final = 1
ONLINE_LAST: Final = 6999
OFFLINE_FIRST: Final = 7000
OFFLINE_SHARE: Final = 100
COUNTERS_MAX: Final = 30
TICKET_LAST: Final = 999
REGISTER_LAST: Final = 9999
_CENTURY: Final = 2000
# Tolerant on purpose: both code generations, of this province and any other, and the Treasury's.
_PORTAL_CODE: Final = re.compile(
    r"(?:T\.)?(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[GH][0-9]{2}|[GH][0-9]{2}(?:\.[0-9A-Z]{2,3}){0,3})"
    r"-(?P<day>[0-9]{6})-(?P<serial>[0-9]{4,})",
)
_LOCAL_NUMBER: Final = re.compile(r"(?P<day>[0-9]{6})-(?P<serial>[0-9]{4})")
_REGISTER_NUMBER: Final = re.compile(r"(?:(?P<counter>[1-9][0-9]?)-)?(?P<serial>[0-9]{2,6})")
_TICKET: Final = re.compile(r"(?P<series>[A-Z])(?:(?P<counter>[1-9][0-9]?)-)?(?P<serial>[0-9]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """The running numbers one counter may give out in a day, both ends included (1 to 9999)."""

    first: int
    last: int

    def __post_init__(self) -> None:
        """Refuse a range that four digits cannot hold."""
        if not 1 <= self.first <= self.last <= OFFLINE_FIRST + OFFLINE_SHARE * COUNTERS_MAX - 1:
            raise ValueError(f"no such range: {self.first} to {self.last}")

    def next_after(self, used: int | None) -> int:
        """Return the next running number.

        Args:
            used: The last one given out in this range today, or None.

        Raises:
            DeskError: NUMBERS_USED_UP.
        """
        following = self.first if used is None else max(used + 1, self.first)
        if following > self.last:
            raise DeskError(ErrorCode.NUMBERS_USED_UP, first=self.first, last=self.last)
        return following


ONLINE_RANGE: Final = NumberRange(first=ONLINE_FIRST, last=ONLINE_LAST)


def offline_range(counter_no: int) -> NumberRange:
    """Return the fixed share of a counter (1 to 30) for times without the shared database.

    Raises:
        ValueError: There is no such counter.
    """
    if not 1 <= counter_no <= COUNTERS_MAX:
        raise ValueError(f"counters are 1 to {COUNTERS_MAX}")
    first = OFFLINE_FIRST + OFFLINE_SHARE * (counter_no - 1)
    return NumberRange(first=first, last=first + OFFLINE_SHARE - 1)


def offline_share(serial: int) -> int:
    """Return the counter (1 to 30) in whose fixed share a running number lies, 0 for the office's common numbers."""
    return 0 if serial < OFFLINE_FIRST else (serial - OFFLINE_FIRST) // OFFLINE_SHARE + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierNumber:
    """A local dossier number: the day and the running number of that day."""

    day: date
    serial: int

    @property
    def text(self) -> str:
        """Return ``"261124-0007"``."""
        return f"{self.day:%y%m%d}-{self.serial:04d}"

    @classmethod
    def parse(cls, text: str) -> "DossierNumber":
        """Return the number written as ``text`` gives it.

        Raises:
            DeskError: NUMBER_INVALID.
        """
        match = _LOCAL_NUMBER.fullmatch(text.strip())
        day = _day_of(match["day"]) if match is not None else None
        if match is None or day is None or not int(match["serial"]):
            raise DeskError(ErrorCode.NUMBER_INVALID, number=text)
        return cls(day=day, serial=int(match["serial"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketNumber:
    """A queue number of the day: a series letter and 1 to 999.

    Attributes:
        series: A letter, one for each kind of service.
        serial: 1 to 999.
        counter: The counter (1 to 30) that gave it while it could not ask the others; 0 for the office's one series.
    """

    series: str
    serial: int
    counter: int = 0

    @property
    def text(self) -> str:
        """Return ``"A047"``, or ``"A2-017"`` for a number that counter 2 gave on its own."""
        own = f"{self.counter}-" if self.counter else ""
        return f"{self.series}{own}{self.serial:03d}"

    @classmethod
    def parse(cls, text: str) -> "TicketNumber":
        """Return the queue number written as ``A047`` or ``A2-017``; small letters are taken too.

        Raises:
            DeskError: NUMBER_INVALID.
        """
        match = _TICKET.fullmatch(text.strip().upper())
        if match is None or not int(match["serial"]):
            raise DeskError(ErrorCode.NUMBER_INVALID, number=text)
        counter = int(match["counter"] or 0)
        if counter > COUNTERS_MAX:
            raise DeskError(ErrorCode.NUMBER_INVALID, number=text)
        return cls(series=match["series"], serial=int(match["serial"]), counter=counter)

    def following(self) -> "TicketNumber":
        """Return the next queue number.

        Raises:
            DeskError: NUMBERS_USED_UP after 999.
        """
        if self.serial >= TICKET_LAST:
            raise DeskError(ErrorCode.NUMBERS_USED_UP, first=1, last=TICKET_LAST)
        return TicketNumber(series=self.series, serial=self.serial + 1, counter=self.counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterNumber:
    """A running number in the register of one sector and year.

    Attributes:
        serial: 1 or more, through the whole year (TT 01/2018: from 01 without a gap).
        counter: The counter (1 to 30) that gave it out of its own row; 0 for the office's one row.
    """

    serial: int
    counter: int = 0

    @property
    def text(self) -> str:
        """Return ``"07"``, or ``"2-07"`` for a number of counter 2."""
        return f"{self.counter}-{self.serial:02d}" if self.counter else f"{self.serial:02d}"

    @property
    def order(self) -> tuple[int, int]:
        """Return what a register is sorted by."""
        return self.counter, self.serial

    @classmethod
    def parse(cls, text: str) -> "RegisterNumber":
        """Return the number written as ``07`` or ``2-07``.

        Raises:
            DeskError: NUMBER_INVALID.
        """
        match = _REGISTER_NUMBER.fullmatch(text.strip())
        if match is None or not int(match["serial"]) or int(match["counter"] or 0) > COUNTERS_MAX:
            raise DeskError(ErrorCode.NUMBER_INVALID, number=text)
        return cls(serial=int(match["serial"]), counter=int(match["counter"] or 0))


def portal_code_warnings(code: str, received: date | None = None) -> tuple[str, ...]:
    """Return what looks odd about an official dossier code; never a ground to refuse it.

    The state system gives the code, so an unknown pattern may simply be a newer one.
    """
    text = code.strip()
    if not text:
        return ()
    match = _PORTAL_CODE.fullmatch(text)
    if match is None:
        return ("Mã hồ sơ khác mẫu thường gặp (ví dụ H27.45.12-261124-0007). Xem lại, nếu đúng thì cứ dùng.",)
    day = _day_of(match["day"])
    if day is None:
        return (f"Sáu số ngày trong mã hồ sơ ({match['day']}) không phải ngày có thật. Xem lại mã.",)
    if received is not None and day != received:
        return (f"Mã hồ sơ ghi ngày {date_text(day)}, hồ sơ nhận ngày {date_text(received)}. Xem lại mã.",)
    return ()


def _day_of(digits: str) -> date | None:
    try:
        return date(_CENTURY + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None
