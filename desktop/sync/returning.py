"""Leaving an office so that one can come back: what is kept of it meanwhile, and how the counter goes on there.

All that a counter ever read and sent is in its own log of operations too. One that came back and offered the whole of
it again would have the office decide every value of the past once more, as questions to people. So it goes on from
where it was, as after a copied disk: under a new name, and only with what nobody there has yet.
"""

import json
from dataclasses import replace
from datetime import date
from enum import Enum, auto
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from desktop.domain.calendar import office_time
from desktop.domain.ids import moment_of
from desktop.records.engine import Database
from desktop.records.kept_share import keep_share_of_day, read_kept_share
from desktop.records.office_tables import OFFICE_LINK, RESERVED_NUMBER
from desktop.records.tables import META
from desktop.sync.entering import TakenIn
from desktop.sync.fork import go_on_as_another
from desktop.sync.joining import first_place
from desktop.sync.link import Link, forget_office, link_of, read_link, texts_of, write_link
from desktop.sync.moving import has_whole_log, move_to
from desktop.sync.pairing import Pairing

_LEFT: Final = "left_office"


def set_office_aside(connection: Connection) -> None:
    """Let the counter work alone; its place and what still waits are kept, what opens the store is not."""
    link = read_link(connection)
    if link is None:
        return
    left = replace(link, address="", role="", password="", authority="", office_key=b"", invitation="")
    connection.execute(
        insert(META).prefix_with("OR REPLACE"), {"k": _LEFT, "v": json.dumps(texts_of(left), sort_keys=True)}
    )
    for table in (OFFICE_LINK, RESERVED_NUMBER):
        connection.execute(delete(table))


def last_place(connection: Connection) -> Link | None:
    """Give the place in the office this counter left; None when it never left one, or went to another since."""
    found = connection.scalar(select(META.c.v).where(META.c.k == _LEFT))
    return None if found is None else link_of(json.loads(found))


def was_elsewhere(database: Database, dataset_id: str) -> bool:
    """Tell whether this counter left another office than this one: to join this one forgets where it was there."""
    with database.read() as connection:
        left = last_place(connection)
    return left is not None and left.dataset_id != dataset_id


def placed(link: Link, pairing: Pairing) -> Link:
    """Give a place with what a pairing code says of the way to the store."""
    return replace(
        link,
        name=pairing.name,
        address=pairing.address,
        office_key=pairing.office_key,
        invitation=pairing.invitation,
        role=pairing.role,
        password=pairing.password,
        authority=pairing.authority,
    )


class Place(Enum):
    """What a counter goes on from in the office it joins."""

    NEW = auto()
    AGAIN = auto()
    """It was in that office before."""
    MOVED = auto()
    """It brings the whole log of another office."""


def take_place(
    database: Database, pairing: Pairing, client_id: str, *, taken: TakenIn | None, first: bool, today: date
) -> Place:
    """Take the place a code says.

    Args:
        database: Of a counter that works alone.
        pairing: What the code says.
        client_id: Its name there.
        taken: How the office has taken it in already; None for not yet.
        first: It founds the office, whose records are its own.
        today: By this counter's clock.
    """
    with database.write() as connection:
        left = last_place(connection)
        place, link = _place_of(connection, left, pairing.dataset_id, client_id, taken)
        link = placed(link, pairing)
        if place is Place.NEW:
            link = replace(link, joining=None if first else ())
        if taken is not None:
            link = replace(link, counter_no=taken.number, registered=True, invitation="")
            if _is_founded_anew(connection, pairing.dataset_id, today):
                # Who has which numbers of the day nobody there knows: each goes on in its former share.
                link = replace(link, shares_until=today.isoformat())
        write_link(connection, link)
    return place


def _place_of(
    connection: Connection,
    left: Link | None,
    dataset_id: str,
    client_id: str,
    taken: TakenIn | None,
) -> tuple[Place, Link]:
    connection.execute(delete(META).where(META.c.k == _LEFT))
    if left is not None and left.dataset_id == dataset_id:
        return Place.AGAIN, place_again(connection, left, client_id)
    if left is not None and taken is not None and has_whole_log(left):
        return Place.MOVED, move_to(connection, left, dataset_id, client_id, taken=taken)
    forget_office(connection)
    return Place.NEW, first_place(connection, dataset_id, client_id)


def _is_founded_anew(connection: Connection, dataset_id: str, today: date) -> bool:
    """Tell whether the counters of an office have founded this one today; keeps whose numbers this one goes on with."""
    share = read_kept_share(connection)
    if share is None or share.until is not None or office_time(moment_of(dataset_id)).date() != today:
        return False  # nobody else may have its numbers; or its number in an office that goes on is nobody else's
    keep_share_of_day(connection, share.counter_no, today)
    return True


def give_place_up(database: Database, place: Place) -> None:
    """Let the counter work alone as before: the store has not taken it in."""
    with database.write() as connection:
        if place is Place.AGAIN:
            set_office_aside(connection)
        else:
            forget_office(connection)


def place_again(connection: Connection, left: Link, client_id: str) -> Link:
    """Give the place to go on from in an office this counter was in before.

    Args:
        connection: A writing transaction of a counter that works alone.
        left: Its place there.
        client_id: Its new name: the old one was retired.
    """
    # At least one: also a counter that had read nothing numbers its lines anew. What it was still reading it reads on.
    link = go_on_as_another(connection, left, client_id, catch_up=max(1, left.cursor, left.catch_up))
    return replace(link, counter_no=0)
