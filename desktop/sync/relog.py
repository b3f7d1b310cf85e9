"""Giving a restored store the end of the log back that its backup did not have, word for word."""

from typing import Final

from sqlalchemy import Connection, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.office_tables import OFFICE_ENTRY
from desktop.sync.entries import Entry
from desktop.sync.entry_notes import kept_entry
from desktop.sync.link import Link
from desktop.sync.remote import Remote
from desktop.sync.sending import wrapped_keys

_AT_ONCE: Final = 500


def bring_back(database: Database, link: Link, remote: Remote, *, head: int) -> int:
    """Write the entries after the store's head back; gives how many. Only the first part raises the epoch in passing.

    Raises:
        DeskError: `OFFICE_WENT_BACK` when they do not fit: somebody has written there since.
    """
    done = 0
    while head < link.cursor:
        with database.read() as connection:
            entries = _entries(connection, head)
            seals = wrapped_keys(connection, link, {entry.line.row_id for entry in entries})
        if not entries or entries[0].seq != head + 1 or not remote.relog(entries, seals):
            raise DeskError(ErrorCode.OFFICE_WENT_BACK)
        head += len(entries)
        done += len(entries)
    if remote.chain_at(link.cursor) != link.chain:
        raise DeskError(ErrorCode.OFFICE_WENT_BACK)
    return done


def _entries(connection: Connection, after: int) -> tuple[Entry, ...]:
    rows = connection.execute(
        select(OFFICE_ENTRY).where(OFFICE_ENTRY.c.seq > after).order_by(OFFICE_ENTRY.c.seq).limit(_AT_ONCE)
    )
    return tuple(map(kept_entry, rows))
