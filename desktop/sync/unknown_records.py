"""Work about records the office does not know: set aside where it is seen, for it would leave half a record with all.

A counter that began with a copy of the records has no log of them. Where the store was put back to before they were
written, and no other counter brings the lines back, they stand on the screen here and nowhere else.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from desktop.records.canonical import Fields, read_fields
from desktop.records.office_tables import BASE_ROW, OUTBOX, QUARANTINE
from desktop.records.tables import DOCUMENT, OPERATION
from desktop.services.office_values import UNKNOWN_TO_OFFICE
from desktop.sync.entries import LineKind
from desktop.sync.link import Link
from desktop.sync.outbox import Waiting, set_aside, take_back, waiting_on
from desktop.sync.removals import TAKEN_AWAY
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import RowKey

_UNKNOWN: Final = (
    select(OUTBOX.c.txn_no, OUTBOX.c.entity, OUTBOX.c.row_id)
    .outerjoin(BASE_ROW, (BASE_ROW.c.entity == OUTBOX.c.entity) & (BASE_ROW.c.row_id == OUTBOX.c.row_id))
    .outerjoin(OPERATION, OPERATION.c.op == OUTBOX.c.local_op)
    .where(
        OUTBOX.c.kind == LineKind.EDIT.value,
        BASE_ROW.c.rev.is_(None),
        # What was brought back of a lost end has no operation of its own; any other line of a new record begins it.
        OPERATION.c.base_rev.is_(None) | (OPERATION.c.base_rev > 0),
    )
    .order_by(OUTBOX.c.op)
)
_SET_ASIDE: Final = (
    select(QUARANTINE.c.txn_no, QUARANTINE.c.entity, QUARANTINE.c.row_id, QUARANTINE.c.why, BASE_ROW.c.rev)
    .outerjoin(
        BASE_ROW, (BASE_ROW.c.entity == QUARANTINE.c.entity) & (BASE_ROW.c.row_id == QUARANTINE.c.row_id)
    )
    .where(QUARANTINE.c.kind == LineKind.EDIT.value)
)
_SCREEN: Final = select(DOCUMENT.c.entity, DOCUMENT.c.row_id, DOCUMENT.c.doc).where(AMONG_KEYS)


def set_aside_unknown(connection: Connection, link: Link, now: datetime) -> Link:
    """Move units of work into quarantine that change a record whose beginning neither the office nor they have.

    Args:
        connection: A writing transaction; all there is has been copied and read.
        link: The counter's place. Where its records were never copied anew there are no such records.
        now: When they are set aside.
    """
    if not link.copied_anew:
        return link
    rows = connection.execute(_UNKNOWN).all()
    lacking = _lacking(connection, {(str(row.entity), str(row.row_id)) for row in rows})
    units = dict.fromkeys(int(row.txn_no) for row in rows if (str(row.entity), str(row.row_id)) in lacking)
    for txn_no in units:
        link = set_aside(connection, link, txn_no, UNKNOWN_TO_OFFICE, now)
    return link


def take_back_known(connection: Connection, link: Link) -> Link:
    """Offer again what was set aside so, once the log has brought its records: another counter still had them."""
    if not link.copied_anew:
        return link
    units: dict[int, set[RowKey]] = {}
    new, stays = set[RowKey](), set[int]()
    for row in connection.execute(_SET_ASIDE):
        key = str(row.entity), str(row.row_id)
        units.setdefault(int(row.txn_no), set()).add(key)
        if row.rev is None:
            new.add(key)
        if row.why != UNKNOWN_TO_OFFICE:
            stays.add(int(row.txn_no))
    held = _lacking(connection, new)
    while True:
        # What is done in a record that begins in a unit that stays, stays with it.
        held = held.union(*(units[txn] & new for txn in stays))
        more = {txn for txn in units if not units[txn].isdisjoint(held)} - stays
        if not more:
            break
        stays |= more
    ready = units.keys() - stays
    return take_back(connection, link, ready) if ready else link


def _lacking(connection: Connection, keys: set[RowKey]) -> set[RowKey]:
    """Give those records of which more stands on the screen than what waits about them brings."""
    if not keys:
        return set()
    # Of the kinds that are taken away no half is ever merged, whatever is sent.
    keys = {key for key in keys if key[0] not in TAKEN_AWAY}
    waiting = waiting_on(connection, keys)
    screens = {
        (str(row.entity), str(row.row_id)): read_fields(row.doc)
        for row in connection.execute(_SCREEN, named(keys))
    }
    return {key for key in keys if _is_part(waiting.get(key, []), screens.get(key, {}))}


def _is_part(lines: list[Waiting], screen: Fields) -> bool:
    brought: Fields = {}
    for line in lines:
        if line.patch.erase:
            return False
        brought = line.patch.apply(brought)
    return not screen.keys() <= brought.keys()
