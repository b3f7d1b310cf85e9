"""Numbers of the office's common series, fetched ahead of need, so that giving one out never waits for the network."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from desktop.domain.numbering import ONLINE_LAST, TICKET_LAST, DossierNumber
from desktop.records.derive import DOSSIER_SERIES, TICKET_SERIES
from desktop.records.engine import Database
from desktop.records.numbers import dossier_day
from desktop.records.office_tables import RESERVED_NUMBER
from desktop.records.tables import COUNTER, DOSSIER_ROW
from desktop.sync.link import read_link
from desktop.sync.remote import Remote

AHEAD: Final = 3
"""A visit may take two at once. What is left over at night stays a gap, with this counter's name in the book."""


def top_up(database: Database, remote: Remote, client_id: str, day: date) -> int:
    """Fetch what is missing for a day; gives how many numbers came.

    None for the day on which this counter met a store that was put back, and days before it, by its own clock: that of
    the store, which refuses them by its own, may be another one (decision 9).

    Raises:
        DeskError: The faults of the store.
    """
    with database.read() as connection:
        link = read_link(connection)
        if link is not None and day.isoformat() <= link.shares_until:
            return 0
        missing = {series: AHEAD - _held(connection, series, key) for series, key in _series(connection, day)}
    came = 0
    for series, key in [(series, _key(series, day)) for series, count in missing.items() if count > 0]:
        numbers = remote.reserve(client_id, series, day, missing[series])
        with database.write() as connection:
            came += _keep(connection, series, key, day, numbers)
    return came


def forget_other_days(database: Database, day: date) -> None:
    """Let go of numbers that were kept for another day; the store's list says whose they were."""
    keys = (dossier_day(day), day.isoformat())
    with database.write() as connection:
        connection.execute(delete(RESERVED_NUMBER).where(RESERVED_NUMBER.c.day.not_in(keys)))


def _series(connection: Connection, day: date) -> list[tuple[str, str]]:
    tickets = connection.scalars(
        select(COUNTER.c.series).where(COUNTER.c.series.like(f"{TICKET_SERIES}%")).distinct()
    )
    names = [DOSSIER_SERIES, *sorted(name for name in tickets if "/" not in name)]
    return [(name, _key(name, day)) for name in names]


def _key(series: str, day: date) -> str:
    return dossier_day(day) if series == DOSSIER_SERIES else day.isoformat()


def _held(connection: Connection, series: str, key: str) -> int:
    ours = (RESERVED_NUMBER.c.series == series) & (RESERVED_NUMBER.c.day == key)
    return int(connection.scalar(select(func.count()).select_from(RESERVED_NUMBER).where(ours)) or 0)


def _keep(connection: Connection, series: str, key: str, day: date, numbers: Iterable[int]) -> int:
    """Keep the numbers that are free here: those of this morning, before the office was made, are taken already."""
    rows = []
    for number in numbers:
        if series == DOSSIER_SERIES:
            text = DossierNumber(day=day, serial=number).text
            used = connection.scalar(select(func.count()).where(DOSSIER_ROW.c.number == text))
            if used or number > ONLINE_LAST:
                continue
        elif number > TICKET_LAST:
            continue
        rows.append({"series": series, "day": key, "number": number})
    if rows:
        connection.execute(insert(RESERVED_NUMBER).prefix_with("OR IGNORE"), rows)
    return len(rows)
