"""The numbers of one office day and what became of each: a book without unexplained gaps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, select

from desktop.domain.numbering import DossierNumber, offline_share
from desktop.records.derive import DOSSIER_SERIES
from desktop.records.engine import Database
from desktop.records.numbers import dossier_day
from desktop.records.tables import DOSSIER_ROW
from desktop.services.office_values import NumberRow
from desktop.services.record_values import Entity
from desktop.sync.counter_names import known_names
from desktop.sync.link import read_link
from desktop.sync.remote import GIVEN_MAX, Remote
from desktop.sync.replica import load_bases

_GAP_MAX: Final = 100
"""Longer ones are none: somebody wrote a number that no store has given."""


def number_book(database: Database, remote: Remote, day: date) -> tuple[NumberRow, ...]:
    """Give every dossier number of a day, in order: those the store gave out, and those given on a counter's own.

    A store that was put back no longer knows what it gave after its backup: whose a number is, the dossier that carries
    it says then, and one that nobody carries stands there without a counter.

    Raises:
        DeskError: The faults of the store.
    """
    reserved = remote.reserved(DOSSIER_SERIES, day)
    given = {one.number: one.client_id for one in reserved if 1 <= one.number <= GIVEN_MAX}
    with database.read() as connection:
        names = known_names(connection)
        used = _used(connection, day)
        by = _writers(connection, {serial: row.row_id for serial, row in used.items() if serial not in given})
    serials = _without_gaps({*given, *used})
    return tuple(
        _row(serial, day, used.get(serial), names.get({**by, **given}.get(serial, ""), ""))
        for serial in serials
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carried:
    """A number that a dossier carries."""

    row_id: str
    title: str


def _row(serial: int, day: date, carried: _Carried | None, counter: str) -> NumberRow:
    share = offline_share(serial)
    return NumberRow(
        number=DossierNumber(day=day, serial=serial).text,
        counter=f"Quầy {share}" if share else counter,
        title=carried.title if carried else "",
        is_used=carried is not None,
        is_own=bool(share),
    )


def _without_gaps(serials: Collection[int]) -> list[int]:
    """Give the numbers with those between them that belong to the common series too."""
    common = sorted(serial for serial in serials if serial <= GIVEN_MAX)
    gaps = [
        missing
        for before, after in pairwise([0, *common])
        if after - before <= _GAP_MAX
        for missing in range(before + 1, after)
    ]
    return sorted({*serials, *gaps})


def _used(connection: Connection, day: date) -> dict[int, _Carried]:
    prefix = f"{dossier_day(day)}-"
    rows = connection.execute(
        select(DOSSIER_ROW.c.dossier_id, DOSSIER_ROW.c.number, DOSSIER_ROW.c.requester_name).where(
            DOSSIER_ROW.c.number.like(f"{prefix}%")
        )
    )
    return {
        int(row.number.removeprefix(prefix)): _Carried(
            row_id=str(row.dossier_id), title=str(row.requester_name or row.number)
        )
        for row in rows
    }


def _writers(connection: Connection, rows: Mapping[int, str]) -> dict[int, str]:
    """Give which counters wrote the numbers of some dossiers; what is not in the log yet is this counter's own."""
    link = read_link(connection)
    own = link.client_id if link is not None else ""
    bases = load_bases(connection, {(Entity.DOSSIER.value, row_id) for row_id in rows.values()})
    origins = {row_id: base.origins.get("number") for (_, row_id), base in bases.items()}
    return {
        serial: origin.client_id if (origin := origins.get(row_id)) is not None else own
        for serial, row_id in rows.items()
    }
