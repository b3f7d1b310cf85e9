"""Keys of sealed values that the store lacks and this counter still holds: they are offered once more.

After a put-back a line may be brought back by a counter that has destroyed its key, because the store it had read
from was erasing the record further on. Whoever still has the key lets go of his own line then, and the value would
stay sealed for everybody else.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, select

from desktop.records.office_tables import OUTBOX
from desktop.records.tables import SEAL_KEY
from desktop.sync.entries import Entry, LineKind
from desktop.sync.line_rows import emptied
from desktop.sync.link import Link
from desktop.sync.outbox import wait_too
from desktop.sync.remote import Page
from desktop.sync.row_keys import AMONG_SCOPES, named
from desktop.sync.store_rules import keyless_scopes

_HELD: Final = select(SEAL_KEY.c.scope).where(AMONG_SCOPES)
_GOING: Final = select(OUTBOX.c.row_id).where(OUTBOX.c.kind == LineKind.VOID.value)


def lacks_keys_of(page: Page) -> frozenset[str]:
    """Give the records in a page whose keys the store has lost; whose it has destroyed, it says."""
    return frozenset(keyless_scopes(page.entries, page.seals) - page.erased)


def offer_missing_keys(
    connection: Connection, link: Link, entries: Iterable[Entry], lacking: Collection[str]
) -> Link:
    """Let an empty line about each record go out whose key the store lacks and we hold; its keys go with it.

    Args:
        connection: A writing transaction, in which the entries were taken over.
        link: The counter's place after them.
        entries: What was read.
        lacking: See `lacks_keys_of`.

    Returns:
        The place after the lines.
    """
    if not lacking:
        return link
    ours = set(connection.scalars(_HELD, named(lacking))).difference(connection.scalars(_GOING))
    newest = {entry.line.row_id: entry.line for entry in entries if entry.line.row_id in ours}
    lines = (replace(emptied(newest[row_id]), base=0) for row_id in sorted(newest))
    return wait_too(connection, link, lines)
