"""The numbers of one office day and what became of each: a book without unexplained gaps."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from desktop.domain.numbering import DossierNumber, offline_share
from desktop.records.derive import DOSSIER_SERIES
from desktop.records.engine import Database
from desktop.records.numbers import dossier_day
from desktop.records.tables import DOSSIER_ROW
from desktop.services.office_values import NumberRow
from desktop.sync.counter_names import known_names
from desktop.sync.remote import GIVEN_MAX, Remote


def number_book(database: Database, remote: Remote, day: date) -> tuple[NumberRow, ...]:
    """Give every dossier number of a day, in order: those the store gave out, and those given on a counter's own.

    Raises:
        DeskError: The faults of the store.
    """
    reserved = remote.reserved(DOSSIER_SERIES, day)
    given = {one.number: one.client_id for one in reserved if 1 <= one.number <= GIVEN_MAX}
    with database.read() as connection:
        names = known_names(connection)
        used = _used(connection, day)
    return tuple(_row(serial, day, used.get(serial, ""), given, names) for serial in sorted({*given, *used}))


def _row(serial: int, day: date, title: str, given: Mapping[int, str], names: Mapping[str, str]) -> NumberRow:
    share = offline_share(serial)
    counter = f"Quầy {share}" if share else names.get(given.get(serial, ""), "")
    return NumberRow(
        number=DossierNumber(day=day, serial=serial).text,
        counter=counter,
        title=title,
        is_used=bool(title),
        is_own=bool(share),
    )


def _used(connection: Connection, day: date) -> dict[int, str]:
    prefix = f"{dossier_day(day)}-"
    rows = connection.execute(
        select(DOSSIER_ROW.c.number, DOSSIER_ROW.c.requester_name).where(
            DOSSIER_ROW.c.number.like(f"{prefix}%")
        )
    )
    return {int(row.number.removeprefix(prefix)): str(row.requester_name or row.number) for row in rows}
