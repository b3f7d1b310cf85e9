"""Numbers people read: the local dossier number, the queue number, the portal code.

Identity is the UUID; these are labels, final once printed, never renumbered.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

ONLINE_FIRST: Final = 1
ONLINE_LAST: Final = 6999
OFFLINE_FIRST: Final = 7000
OFFLINE_SHARE: Final = 100
COUNTERS_MAX: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """The running numbers one counter may give out in a day, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierNumber:
    """A local dossier number: the day and the running number of that day."""

    day: date
    serial: int

    @property
    def text(self) -> str:
        """Return ``"261124-0007"``."""
        return f"{self.day:%y%m%d}-{self.serial:04d}"
