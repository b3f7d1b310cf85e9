"""Fresh ids in the order they were asked for, also within one millisecond."""

import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from desktop.domain.ids import uuid7

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BYTES: Final = 10
_CHANCE_BITS: Final = 74
"""What RFC 9562 leaves to chance in a UUIDv7: 12 bits, then 62."""
_LOW_BITS: Final = 62
_STEP_BITS: Final = 32
_GAP_BITS: Final = 6
"""What `uuid7` leaves out between the two parts of its 80 bits."""


class IdSource:
    """Gives UUIDv7s; within a millisecond they sort in the order they were given.

    Papers queued together leave the printer in this order. Where a millisecond is asked twice, its last id is raised
    by a random step (RFC 9562, 6.2, method 2); a clock that went back is not corrected.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._millisecond = -1
        self._chance = 0

    def __call__(self) -> str:
        """Give the next id."""
        with self._lock:
            now = self._clock()
            millisecond = (now - _EPOCH) // timedelta(milliseconds=1)
            if millisecond == self._millisecond:
                self._chance += 1 + secrets.randbits(_STEP_BITS)
            else:
                # The top bit stays free, so that raising never runs over.
                self._chance = secrets.randbits(_CHANCE_BITS - 1)
            self._millisecond = millisecond
            return uuid7(now, _bytes_of(self._chance))


def _bytes_of(chance: int) -> bytes:
    high, low = divmod(chance, 1 << _LOW_BITS)
    return (high << (_LOW_BITS + _GAP_BITS) | low).to_bytes(_RANDOM_BYTES, "big")
