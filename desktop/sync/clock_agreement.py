"""Whose clock is wrong: this counter's, or the store's that all counters are measured by. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from desktop.services.office_values import CLOCK_STOP_SECONDS
from desktop.sync.remote import CounterInfo

_STOP: Final = timedelta(seconds=CLOCK_STOP_SECONDS)
# Two clocks that were set apart from each other hardly ever stand so near.
_ALIKE: Final = timedelta(minutes=2)
_FRESH: Final = timedelta(hours=1)
_WITNESSES: Final = 2


def is_store_off(counters: Iterable[CounterInfo], client_id: str, *, ahead: timedelta, now: datetime) -> bool:
    """Tell whether at least two other counters, and most of those seen within the hour, speak against the store.

    Args:
        counters: All counters as the store knows them, each with what it said of its own clock.
        client_id: Whose clock is asked about.
        ahead: How far it is ahead of the store's.
        now: By the store's clock.
    """
    if abs(ahead) <= _STOP:
        return False
    others = [
        info.ahead
        for info in counters
        if info.client_id != client_id
        and not info.retired
        and info.last_seen is not None
        and abs(now - info.last_seen) <= _FRESH
    ]
    alike = sum(abs(other - ahead) <= _ALIKE for other in others)
    with_the_store = sum(abs(other) <= _STOP for other in others)
    return alike >= _WITNESSES and alike + 1 > with_the_store
