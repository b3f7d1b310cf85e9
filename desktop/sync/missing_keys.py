"""Keys of sealed values that the store lacks and this counter still holds: they are offered once more.

After a put-back a line may be brought back by a counter that has destroyed its key, because the store it had read
from was erasing the record further on. Whoever still has the key lets go of his own line then, and the value would
stay sealed for everybody else.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, select

from desktop.records.office_tables import OUTBOX
from desktop.records.tables import SEAL_KEY
from desktop.sync.entries import Line, LineKind
from desktop.sync.line_rows import emptied
from desktop.sync.link import Link
from desktop.sync.outbox import wait_too
from desktop.sync.remote import Page
from desktop.sync.row_keys import AMONG_SCOPES, named
from desktop.sync.store_rules import keyless_scopes

_HELD: Final = select(SEAL_KEY.c.scope, SEAL_KEY.c.key_id).where(AMONG_SCOPES)
_GOING: Final = select(OUTBOX.c.row_id).where(OUTBOX.c.kind == LineKind.VOID.value)


def offer_missing_keys(connection: Connection, link: Link, pages: Iterable[Page]) -> Link:
    """Let an empty line go out about each record of which we hold a key that the store lacks; its keys go with it.

    Args:
        connection: A writing transaction, in which the pages were taken over. Of what is erased here or in the store
            no key is left.
        link: The counter's place after them.
        pages: What was read.

    Returns:
        The place after the lines.
    """
    lines: dict[str, Line] = {}
    for page in pages:
        # What the store has destroyed, it says; what it merely has not is lost.
        sealed = keyless_scopes(page.entries, ()) - page.erased
        if not sealed:
            continue
        known = {(seal.scope, seal.key_id) for seal in page.seals}
        held = {(str(scope), bytes(key_id)) for scope, key_id in connection.execute(_HELD, named(sealed))}
        lost = {scope for scope, _ in held - known}
        lines |= {entry.line.row_id: entry.line for entry in page.entries if entry.line.row_id in lost}
    if not lines:
        return link
    going = set(connection.scalars(_GOING))
    return wait_too(
        connection, link, (replace(emptied(lines[one]), base=0) for one in sorted(lines.keys() - going))
    )
