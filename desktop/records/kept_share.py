"""The share of numbers a counter keeps after it left its office: its number there may still stand on paper elsewhere.

It is kept beside the office's tables, which leaving empties.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, insert, select

from desktop.records.tables import META

_KEPT_SHARE: Final = "kept_share"
_SHARE_OF_DAY: Final = "share_of_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptShare:
    """The fixed share of a counter that works alone again.

    Attributes:
        counter_no: The number it had in the office, 1 to 30.
        until: The last day in it; None while others of that office may go on numbering.
    """

    counter_no: int
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the numbers of a day come from the share."""
        return self.until is None or day <= self.until


def read_kept_share(connection: Connection) -> KeptShare | None:
    """Give the share this counter kept; None for one that never left an office."""
    found = connection.scalar(select(META.c.v).where(META.c.k == _KEPT_SHARE))
    if found is None:
        return None
    number, _, until = str(found).partition(" ")
    return KeptShare(counter_no=int(number), until=date.fromisoformat(until) if until else None)


def keep_share(connection: Connection, share: KeptShare) -> None:
    """Keep a share. One that ends on a day does not replace one that an office still counts on."""
    before = read_kept_share(connection)
    if before is not None and before.until is None and share.until is not None:
        return
    until = "" if share.until is None else f" {share.until.isoformat()}"
    row = {"k": _KEPT_SHARE, "v": f"{share.counter_no}{until}"}
    connection.execute(insert(META).prefix_with("OR REPLACE"), row)


def keep_share_of_day(connection: Connection, counter_no: int, day: date) -> None:
    """Keep whose share a counter that went to another office goes on with that day.

    Its number there may be the one another counter had in the office before, whose papers of the day are handed out.
    """
    row = {"k": _SHARE_OF_DAY, "v": f"{counter_no} {day.isoformat()}"}
    connection.execute(insert(META).prefix_with("OR REPLACE"), row)


def share_of_day(connection: Connection, day: date) -> int:
    """Give whose share that is on a day; 0 for that of the counter's present number."""
    found = connection.scalar(select(META.c.v).where(META.c.k == _SHARE_OF_DAY))
    number, _, until = str(found or "").partition(" ")
    return int(number) if until == day.isoformat() else 0
