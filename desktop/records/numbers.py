"""Dossier and ticket numbers of one unit of work: the office's own, or this counter's while it cannot ask.

A counter that works alone counts densely from 1. One that shares its records takes numbers the office's store has
given it ahead of need, and without any, the next of its own fixed share, which no other counter ever uses
(a fixed share needs no line to the others at half past seven); one that left an office stays in that share.
Either way a number is used up only by the commit.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.numbering import (
    ONLINE_RANGE,
    REGISTER_LAST,
    TICKET_LAST,
    DossierNumber,
    NumberRange,
    RegisterNumber,
    TicketNumber,
    offline_range,
)
from desktop.records.derive import (
    DOSSIER_SERIES,
    REGISTER_SERIES,
    TICKET_SERIES,
    register_year,
    series_of,
)
from desktop.records.kept_share import read_kept_share, share_of_day
from desktop.records.office_tables import (
    CLOCK_OFFSET,
    CLOCK_SURE_AT,
    COUNTER_NO,
    LAST_FAULT,
    NUMBERS_UNSURE,
    OFFICE_LINK,
    RESERVED_NUMBER,
    RETIRED,
    STORE_CLOCK_OFF,
    UNKNOWN,
)
from desktop.records.tables import COUNTER, utc_moment
from desktop.records.used_numbers import carried_number
from desktop.services.office_values import CLOCK_STOP_SECONDS, UNHEARD
from desktop.services.office_words import clock_words, is_clock_back, moment_words

_TICKETS: Final = NumberRange(first=1, last=TICKET_LAST)
_REGISTER: Final = NumberRange(first=1, last=REGISTER_LAST)
_ASKED: Final = (
    COUNTER_NO,
    CLOCK_OFFSET,
    CLOCK_SURE_AT,
    STORE_CLOCK_OFF,
    LAST_FAULT,
    NUMBERS_UNSURE,
    RETIRED,
    UNKNOWN,
)


class NumberSource:
    """Gives numbers within one transaction."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock
        self._given: dict[tuple[str, str], int] = {}
        query = select(OFFICE_LINK).where(OFFICE_LINK.c.k.in_(_ASKED))
        self._place = {str(row.k): str(row.v) for row in connection.execute(query)}

    def dossier(self, day: date) -> DossierNumber:
        """Give the next dossier number of an office day.

        Raises:
            DeskError: NUMBERS_USED_UP, CLOCK_OFF, CLOCK_BACK, COUNTER_RETIRED, COUNTER_UNKNOWN, NUMBERS_UNSURE.
        """
        counter = self._counter_no(day)
        self._check_clock()
        key = dossier_day(day)
        serial = self._reserved(DOSSIER_SERIES, key) if counter else None
        if serial is None:
            numbers = offline_range(counter) if counter else ONLINE_RANGE
            serial = self._next(series_of(DOSSIER_SERIES, counter), key, numbers)
        return DossierNumber(day=day, serial=serial)

    def ticket(self, day: date, series: str) -> TicketNumber:
        """Give the next ticket number of a series on a day; raises `DeskError`: NUMBERS_USED_UP and the like."""
        counter = self._counter_no(day)
        name, key = TICKET_SERIES + series, day.isoformat()
        serial = self._reserved(name, key) if counter else None
        if serial is not None:
            return TicketNumber(series=series, serial=serial)
        serial = self._next(series_of(name, counter), key, _TICKETS)
        return TicketNumber(series=series, serial=serial, counter=counter)

    def register(self, day: date, sector: str) -> RegisterNumber:
        """Give the next number in a sector's register of the year; raises `DeskError` as `dossier` does.

        A counter that shares its records numbers a row of its own: a register is read by person and day, and what
        it may never have is the same number twice.
        """
        counter = self._counter_no(day)
        self._check_clock()
        series = series_of(REGISTER_SERIES + sector, counter)
        return RegisterNumber(serial=self._next(series, register_year(day), _REGISTER), counter=counter)

    def _counter_no(self, day: date) -> int:
        """Give whose share the numbers of a day come from, 0 for a counter that never shared its records.

        A counter that the office sent away gives none at all: nobody there would ever read what carries them. Nor
        does one that was restored and cannot know which numbers it gave since its backup, nor one whose share a store
        that was put back may give to another counter.
        """
        if self._place.get(RETIRED):
            raise DeskError(ErrorCode.COUNTER_RETIRED)
        if self._place.get(UNKNOWN):
            raise DeskError(ErrorCode.COUNTER_UNKNOWN)
        if self._place.get(NUMBERS_UNSURE):
            raise DeskError(ErrorCode.NUMBERS_UNSURE)
        number = share_of_day(self._connection, day) or int(self._place.get(COUNTER_NO, "0"))
        if number:
            return number
        share = read_kept_share(self._connection)
        return share.counter_no if share is not None and share.holds_on(day) else 0

    def _check_clock(self) -> None:
        """Refuse a number that would carry the wrong day or moment.

        By the store's clock only while the store answers, and other counters do not speak against it: what it said
        before says nothing of a clock that was put right since. A clock that stands before a moment the office has
        vouched for is wrong whoever answers.
        """
        seconds = int(self._place.get(CLOCK_OFFSET, "0"))
        away = self._place.get(LAST_FAULT) in {code.value for code in UNHEARD}
        if abs(seconds) > CLOCK_STOP_SECONDS and not away and not self._place.get(STORE_CLOCK_OFF):
            raise DeskError(ErrorCode.CLOCK_OFF, clock=clock_words(seconds))
        sure = self._place.get(CLOCK_SURE_AT)
        now = self._clock()
        if sure and is_clock_back(utc_moment(sure), now):
            raise DeskError(ErrorCode.CLOCK_BACK, seen=moment_words(utc_moment(sure), now))

    def _reserved(self, series: str, day: str) -> int | None:
        ours = (RESERVED_NUMBER.c.series == series) & (RESERVED_NUMBER.c.day == day)
        number = self._connection.scalar(
            select(RESERVED_NUMBER.c.number).where(ours).order_by(RESERVED_NUMBER.c.number).limit(1)
        )
        if number is None:
            return None
        self._connection.execute(delete(RESERVED_NUMBER).where(ours, RESERVED_NUMBER.c.number == number))
        return int(number)

    def _next(self, series: str, day: str, numbers: NumberRange) -> int:
        # A number counts once a record that carries it is saved: what is not used is given back.
        last = self._connection.scalar(
            select(COUNTER.c.last).where(COUNTER.c.series == series, COUNTER.c.day == day)
        )
        before = carried_number(self._connection, series, day)
        used = max(int(last or 0), before, self._given.get((series, day), 0))
        number = numbers.next_after(used or None)
        self._given[series, day] = number
        return number


def dossier_day(day: date) -> str:
    """Give how a day is written in the numbers of dossiers, `260317`."""
    return f"{day:%y%m%d}"
