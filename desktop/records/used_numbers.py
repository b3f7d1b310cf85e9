"""Numbers that a restored database cannot know: those given after its backup was made.

Where the database it replaces is the later life of the same counter, its last numbers are carried over, so that
numbering goes on above them at once, with or without a line to the office. Where nobody can tell (another PC, a disk
that died), a counter of an office gives no number until it has met the office once and taken a share of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, inspect, select

from desktop.domain.errors import DeskError
from desktop.records.engine import Database
from desktop.records.kept_share import KeptShare, keep_share, read_kept_share
from desktop.records.office_tables import COUNTER_NO, LINK_CLIENT, NUMBERS_UNSURE, OFFICE_LINK, RESTORED
from desktop.records.operations import client_id_of
from desktop.records.tables import COUNTER, META

_USED: Final = "used_number "


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerLife:
    """What the database that is replaced knew of numbers.

    Attributes:
        client_id: Whose log it holds.
        link_client: Under which name it wrote to its office; empty for none.
        counter_no: Its number there, 0 for none.
        is_unsure: It did not know its own last numbers.
        last: The last number of each series and day.
        share: The share it kept from an office it left.
    """

    client_id: str
    link_client: str
    counter_no: int
    is_unsure: bool
    last: Mapping[tuple[str, str], int]
    share: KeptShare | None


def former_life(database: Database) -> FormerLife | None:
    """Read the database that is about to be replaced; None for one that cannot be read."""
    try:
        with database.read() as connection:
            if not inspect(connection).has_table(COUNTER.name):
                return None
            place = _place(connection)
            rows = connection.execute(select(COUNTER.c.series, COUNTER.c.day, COUNTER.c.last))
            last = {(str(row.series), str(row.day)): int(row.last) for row in rows}
            for known, number in _carried(connection).items():
                last[known] = max(number, last.get(known, 0))
            return FormerLife(
                client_id=client_id_of(connection),
                link_client=place.get(LINK_CLIENT, ""),
                counter_no=int(place.get(COUNTER_NO, "0")),
                is_unsure=bool(place.get(NUMBERS_UNSURE)),
                last=last,
                share=read_kept_share(connection),
            )
    except DeskError:
        return None


def carry_over(connection: Connection, former: FormerLife | None) -> None:
    """Tell a restored database what was numbered since its backup, or that nobody knows.

    Args:
        connection: Writes the restored database.
        former: The database it replaces.
    """
    place = _place(connection)
    is_ours = former is not None and former.client_id == client_id_of(connection)
    if former is not None and is_ours:
        _carry_numbers(connection, former)
        if not place.get(LINK_CLIENT):
            _carry_share(connection, former)
    knows = former is not None and is_ours and former.link_client == place.get(LINK_CLIENT, "")
    if place.get(LINK_CLIENT) and (former is None or not knows or former.is_unsure):
        mark_unsure(connection, RESTORED)


def unsure_mark(connection: Connection) -> str:
    """Give whether this counter knows its own last numbers: empty, `RESTORED` or `RENAMED`."""
    found = connection.scalar(select(OFFICE_LINK.c.v).where(OFFICE_LINK.c.k == NUMBERS_UNSURE))
    return str(found or "")


def mark_unsure(connection: Connection, mark: str) -> None:
    """Keep how far this counter is from knowing its last numbers; empty once it does."""
    row = {"k": NUMBERS_UNSURE, "v": mark}
    connection.execute(insert(OFFICE_LINK).prefix_with("OR REPLACE"), row)


def carried_number(connection: Connection, series: str, day: str) -> int:
    """Give the last number of a series that an earlier life of this counter has given, 0 for none."""
    found = connection.scalar(select(META.c.v).where(META.c.k == f"{_USED}{day} {series}"))
    return int(found or 0)


def _carry_numbers(connection: Connection, former: FormerLife) -> None:
    rows = connection.execute(select(COUNTER.c.series, COUNTER.c.day, COUNTER.c.last))
    known = {(str(row.series), str(row.day)): int(row.last) for row in rows}
    fresh = [
        {"k": f"{_USED}{day} {series}", "v": str(last)}
        for (series, day), last in former.last.items()
        if last > known.get((series, day), 0)
    ]
    if fresh:
        connection.execute(insert(META).prefix_with("OR REPLACE"), fresh)


def _carry_share(connection: Connection, former: FormerLife) -> None:
    """A backup from before the office, or from another time of it: this PC still does not number for itself."""
    if former.counter_no:
        keep_share(connection, KeptShare(counter_no=former.counter_no))
    elif former.share is not None:
        keep_share(connection, former.share)


def _place(connection: Connection) -> dict[str, str]:
    if not inspect(connection).has_table(OFFICE_LINK.name):
        return {}
    query = select(OFFICE_LINK).where(OFFICE_LINK.c.k.in_((LINK_CLIENT, COUNTER_NO, NUMBERS_UNSURE)))
    return {str(row.k): str(row.v) for row in connection.execute(query)}


def _carried(connection: Connection) -> dict[tuple[str, str], int]:
    carried = {}
    for row in connection.execute(select(META).where(META.c.k.startswith(_USED, autoescape=True))):
        day, _, series = str(row.k).removeprefix(_USED).partition(" ")
        carried[series, day] = int(row.v)
    return carried
