"""What a counter does when an administrator has put its office's store back and says so by a new epoch."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, delete, exists, select

from desktop.records.engine import Database
from desktop.records.office_tables import BASE_ROW, RESERVED_NUMBER
from desktop.records.tables import utc_text
from desktop.sync.copied_ahead import begin_anew, say_less_was_seen
from desktop.sync.copied_values import remember_screen
from desktop.sync.fork import go_on_as_another
from desktop.sync.joining import (
    begin_copy_again,
    brought_back,
    common_place,
    nothing_brought,
    offer_again,
)
from desktop.sync.link import Link, is_ahead, read_link, write_link
from desktop.sync.outbox import count_waiting, line_up
from desktop.sync.remote import Hello, Remote


def offer_what_was_lost(
    database: Database, link: Link, remote: Remote, hello: Hello, new_id: Callable[[], str], *, today: date
) -> None:
    """Go on, under a new name, at a store that lacks what this counter has read: it is offered again, and all is kept.

    Args:
        database: Of this counter.
        link: Its place.
        remote: The store.
        hello: What the store has said of itself.
        new_id: Makes names.
        today: By this counter's clock.

    Raises:
        DeskError: `SHARED_LOG_BROKEN`, `OFFICE_BUSY`, and the faults of the store and of the records.
    """
    # What waits without a line is offered beside what is brought back, too.
    with database.write() as connection:
        now = read_link(connection)
        if now is not None:
            write_link(connection, line_up(connection, now))
    with database.read() as connection:
        common = common_place(connection, link, remote, head=hello.head)
    # Of a store that lacks even the place this counter began at, it knows nothing at all.
    is_new = bool(link.began) and not common
    brought = (
        nothing_brought(link.dataset_id)
        if is_new
        else brought_back(database, link, remote, hello, after=common)
    )
    with database.write() as connection:
        now = read_link(connection)
        if now is None:
            return
        now = line_up(connection, now)
        if is_new:
            now = remember_screen(connection, now, head=hello.head)
        now = offer_again(connection, now, after=common, brought=brought)
        now = begin_copy_again(connection, now, after=common, brought=brought, now=utc_text(hello.now))
        if is_new:
            # The whole log is read, page by page like any other part: what it brings back leaves the outbox then.
            now = replace(now, joining=None, began=0)
        # At least one: what waits is numbered when it is known what an empty store lacks.
        now = go_on_as_another(
            connection, now, new_id(), catch_up=max(1, hello.head if is_new else brought.head)
        )
        write_link(connection, replace(now, epoch=hello.epoch, shares_until=today.isoformat()))


def meet_new_epoch(
    database: Database, link: Link, hello: Hello, new_id: Callable[[], str], *, today: date
) -> None:
    """Go on at a store that was put back and made whole again; what it does not know of this counter is said anew.

    A counter that joined after the backup has no number there; numbers that were kept ahead may be given out again.
    What was sent and not read back may have been read by others, who offer it too: it waits under another name until
    the log is read to its end, so that nothing stands there twice.

    Args:
        database: Of this counter.
        link: Its place.
        hello: What the store has said of itself.
        new_id: Makes names.
        today: By this counter's clock.
    """
    with database.write() as connection:
        connection.execute(delete(RESERVED_NUMBER))
        now = read_link(connection)
        if now is None:
            return
        knows = hello.registered or not link.epoch
        now = line_up(connection, now)
        now = replace(now, epoch=hello.epoch, registered=now.registered and knows)
        if link.epoch:
            now = replace(now, shares_until=today.isoformat())
        is_to_rename = link.epoch and count_waiting(connection)[0]
        # A counter that has just come in has copied nothing yet.
        if link.epoch and (now.joining is not None or _is_ahead(connection, now)):
            # Records were copied while others wrote: what they are ahead of the log by, the store may have lost.
            if is_to_rename:
                say_less_was_seen(connection, now)
            now = begin_anew(connection, now)
        if is_to_rename:
            now = go_on_as_another(connection, now, new_id(), catch_up=hello.head)
        write_link(connection, now)


def _is_ahead(connection: Connection, link: Link) -> bool:
    # The second: a copy that a program of before wrote no place of.
    return is_ahead(link) or connection.scalar(select(exists().where(BASE_ROW.c.rev > link.cursor))) is True
