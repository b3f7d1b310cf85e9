"""Going on after a copied disk, a restored backup or a lost end of the log: under a new name, with nothing lost.

A counter whose numbers were used by another life of it must not go on counting. It takes a new name, reads the log to
its present end, lets go of every waiting line that an earlier life has sent, and sends the rest as its own.
"""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, delete, update

from desktop.records.engine import Database
from desktop.records.office_tables import OUTBOX, RESERVED_NUMBER
from desktop.sync.copied_values import offer_values_only_here
from desktop.sync.link import Link, as_another, read_link, write_link
from desktop.sync.outbox import line_up, renumber
from desktop.sync.own_lines import lift_over_own


def go_on_as_another(connection: Connection, link: Link, client_id: str, *, catch_up: int) -> Link:
    """Give the place of this counter under a new name; what waits keeps the hashes of its earlier life.

    Args:
        connection: A writing transaction.
        link: The place so far.
        client_id: The new name.
        catch_up: The log is read up to here before anything is sent.
    """
    link = line_up(connection, link)
    lift_over_own(connection, link)
    # Another life of this counter may have used them.
    connection.execute(delete(RESERVED_NUMBER))
    connection.execute(
        update(OUTBOX).where(OUTBOX.c.former_hash.is_(None)).values(former_hash=OUTBOX.c.op_hash)
    )
    link = as_another(link, client_id, catch_up=max(catch_up, link.cursor))
    # An empty log has nothing to catch up with: what waits begins at 1 at once.
    return link if link.catch_up else renumber(connection, link)


def meet_another_life(database: Database, new_id: Callable[[], str], *, head: int) -> None:
    """Take another name: lines stand in the log under this one that this counter has not written.

    Args:
        database: Of this counter.
        new_id: Makes the name.
        head: The last entry of the store.
    """
    with database.write() as connection:
        link = read_link(connection)
        if link is not None:
            write_link(connection, go_on_as_another(connection, link, new_id(), catch_up=head))


def finish_catching_up(database: Database, link: Link, *, head: int) -> None:
    """Once everything an earlier life sent has been seen, let the rest go out under the new name.

    Args:
        database: Of this counter.
        link: Its place.
        head: The last entry of the store.
    """
    if not link.catch_up or link.cursor < min(link.catch_up, head):
        return
    with database.write() as connection:
        now = read_link(connection)
        if now is None:
            return
        now = offer_values_only_here(connection, line_up(connection, now))
        write_link(connection, replace(renumber(connection, now), catch_up=0))
