"""Records that were copied from a later moment than the log here reaches: kept while the store has that moment.

A copy takes some records after the others, while entries are written. What stands in a record already is passed over
when the log brings it, on trust that it is the same log. A store that was put back and written on has other entries
under the same numbers: so the log has to pass through the very place the copy saw, or the copy is begun anew.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, bindparam, delete, exists, or_, select, update

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.office_tables import BASE_ROW, OUTBOX, QUARANTINE
from desktop.sync.fork import go_on_as_another
from desktop.sync.link import Link, is_ahead, read_link, vouched_by, write_link
from desktop.sync.outbox import line_up
from desktop.sync.own_lines import lift_over_own
from desktop.sync.remote import Page, Remote, RowPage

_LOWER: Final = tuple(
    update(table).where(table.c.base > bindparam("since")).values(base=bindparam("since"))
    for table in (OUTBOX, QUARANTINE)
)
_SAID: Final = select(
    or_(*(exists().where(table.c.base > bindparam("since")) for table in (OUTBOX, QUARANTINE)))
)


def after_copy(link: Link, page: RowPage) -> Link:
    """Give the place after some records were copied."""
    if page.head <= link.cursor:
        return link
    since = link.ahead_since if is_ahead(link) else link.cursor
    return replace(link, ahead=page.head, ahead_chain=page.chain, ahead_since=since)


def is_passed_by(link: Link, page: Page) -> bool:
    """Tell whether a page of the log shows that the store lacks the moment that records were copied from."""
    if not is_ahead(link):
        return False
    place = link.ahead - link.cursor
    if place > len(page.entries):
        return page.head < link.ahead
    return page.entries[place - 1].chain != link.ahead_chain


def begin_anew(connection: Connection, link: Link) -> Link:
    """Forget what was copied, and copy the records anew. What waits are lines already."""
    connection.execute(delete(BASE_ROW))
    vouched = vouched_by(link, _since(link))
    return replace(
        link, joining=(), vouched=vouched, copied_anew=True, ahead=0, ahead_chain=b"", ahead_since=0
    )


def say_less_was_seen(connection: Connection, link: Link) -> None:
    """Lower what the waiting lines say was seen to the place at which the copy was begun: the store has no more of it.

    The lines are hashed anew by who numbers them.
    """
    lift_over_own(connection, link)
    since = _since(link)
    for lower in _LOWER:
        connection.execute(lower, {"since": since})


def copy_anew(database: Database, new_id: Callable[[], str], *, head: int) -> None:
    """Begin the copy anew at a store that lacks the moment records were copied from, and has not said so by an epoch.

    Args:
        database: Of this counter.
        new_id: Makes a name to go on under, if lines that wait have to be written anew.
        head: The last entry of the store.
    """
    with database.write() as connection:
        link = read_link(connection)
        if link is None or not is_ahead(link):
            return
        link = line_up(connection, link)
        is_said = bool(connection.scalar(_SAID, {"since": link.ahead_since}))
        if is_said:
            say_less_was_seen(connection, link)
        link = begin_anew(connection, link)
        if is_said:
            link = go_on_as_another(connection, link, new_id(), catch_up=head)
        write_link(connection, link)


def is_same_past(
    database: Database, remote: Remote, new_id: Callable[[], str], link: Link, *, head: int
) -> bool:
    """Refuse a store that was put back since this counter looked, and may have been written on: entries differ.

    Gives False where only what was copied ahead of the log is lost: then the copy has been begun anew.

    Args:
        database: Of this counter.
        remote: The store.
        new_id: See `copy_anew`.
        link: The counter's place.
        head: The last entry of the store.

    Raises:
        DeskError: `OFFICE_WENT_BACK`; the faults of the store.
    """
    if remote.chain_at(link.cursor) != link.chain:
        raise DeskError(ErrorCode.OFFICE_WENT_BACK)
    if not is_ahead(link) or remote.chain_at(link.ahead) == link.ahead_chain:
        return True
    copy_anew(database, new_id, head=head)
    return False


def _since(link: Link) -> int:
    return link.ahead_since if is_ahead(link) else link.cursor
