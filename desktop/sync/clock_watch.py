"""What a counter knows of its own clock: how far it is from the store's, who agrees, when it was last vouched for."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.records.engine import Database
from desktop.services.office_values import CLOCK_STOP_SECONDS
from desktop.services.office_words import is_clock_back
from desktop.sync.clock_agreement import is_store_off
from desktop.sync.last_exchange import LastExchange, read_last
from desktop.sync.remote import CounterInfo


def offset_still(last: LastExchange, now: datetime) -> timedelta:
    """Give the measure that was kept, as far as this PC's own clock does not speak against it.

    One that stands before a moment that has certainly passed is not ahead: it was set back since it was measured.
    """
    sure = last.clock_sure_at
    return max(last.clock_offset, timedelta()) if sure and is_clock_back(sure, now) else last.clock_offset


class ClockWatch:
    """Holds what the last look at the store said, until it is kept with how the exchange ended."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._behind: timedelta | None = None
        self._seen: LastExchange | None = None

    @property
    def behind(self) -> timedelta:
        """How far this clock is behind the store's, as this or an earlier program measured it."""
        if self._behind is None:
            with self._database.read() as connection:
                self._behind = read_last(connection).clock_offset
        return self._behind

    def begin(self) -> None:
        """Forget the last look: a new exchange begins."""
        self._seen = None

    def forget(self) -> None:
        """Forget the store."""
        self._behind = self._seen = None

    def take(self, behind: timedelta, client_id: str, counters: Callable[[], Iterable[CounterInfo]]) -> None:
        """Take what a look has measured.

        Args:
            behind: How far this clock is behind the store's.
            client_id: This counter.
            counters: Gives the counters as the store knows them; asked only when the clocks differ by too much.
        """
        self._behind = behind
        now, blamed = self._clock(), False
        with self._database.read() as connection:
            sure = read_last(connection).clock_sure_at
        if abs(behind.total_seconds()) > CLOCK_STOP_SECONDS:
            blamed = is_store_off(counters(), client_id, ahead=-behind, now=now + behind)
        else:
            sure = now
        self._seen = LastExchange(clock_offset=behind, is_store_clock_off=blamed, clock_sure_at=sure)

    def told(self, last: LastExchange) -> LastExchange:
        """Give how an exchange ended together with what was seen of the clock since it began."""
        if self._seen is None:
            return last
        return replace(
            last,
            clock_offset=self._seen.clock_offset,
            is_store_clock_off=self._seen.is_store_clock_off,
            clock_sure_at=self._seen.clock_sure_at,
        )
