"""Going to another office with all that was done in the last one: as to a store of it that was put back to nothing.

When an office's store is lost and there is no backup, its counters found a new one, and each brings what it holds. One
that offered its own log of operations would offer what it once read from others as its own too, each value of the past
would become a question, and a value that came back to what it had been before would be turned back by a counter that is
one step behind. So what goes out are the lines of the log as their authors wrote them, once each, whoever offers them.
"""

from dataclasses import replace

from sqlalchemy import Connection

from desktop.records.tables import utc_text
from desktop.sync.entering import TakenIn
from desktop.sync.fork import go_on_as_another
from desktop.sync.joining import begin_copy_again, nothing_brought, offer_again
from desktop.sync.link import Link, is_ahead
from desktop.sync.outbox import line_up


def has_whole_log(link: Link) -> bool:
    """Tell whether the log here tells all of the records here: what was copied without one, it does not.

    A counter of which it does not brings its log of operations: some record may stand there alone, and a value it
    shows may be the last one though an older entry had the same.
    """
    return not link.began and not link.copied_anew and not link.shown_until and not is_ahead(link)


def move_to(connection: Connection, left: Link, dataset_id: str, client_id: str, *, taken: TakenIn) -> Link:
    """Give the place from which a counter goes on in another office.

    Args:
        connection: A writing transaction of a counter that works alone.
        left: The place in the office it left, whose log is whole.
        dataset_id: The other office.
        client_id: The counter's name there.
        taken: How that has taken it in.
    """
    link, brought = line_up(connection, left), nothing_brought(dataset_id)
    link = offer_again(connection, link, after=0, brought=brought)
    link = begin_copy_again(connection, link, after=0, brought=brought, now=utc_text(taken.now))
    # At least one: what waits is numbered when it is known what an empty log lacks.
    link = go_on_as_another(connection, replace(link, joining=None), client_id, catch_up=max(1, taken.head))
    return replace(link, dataset_id=dataset_id, epoch=taken.epoch)
