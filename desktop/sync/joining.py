"""The first copy of an office's records, and the way back to a store that was put back by an administrator."""

from dataclasses import replace

from sqlalchemy import Connection, delete, func, insert, select

from desktop.records.office_tables import BASE_ROW, OFFICE_ENTRY, OUTBOX, REFUSED_FIELD
from desktop.records.tables import OPERATION
from desktop.sync.entries import LineKind, SignedLine
from desktop.sync.last_lines import forget_last_lines
from desktop.sync.link import Link, new_link
from desktop.sync.outbox import line_of, line_values
from desktop.sync.remote import Remote


def first_place(connection: Connection, dataset_id: str, client_id: str) -> Link:
    """Give the place of a counter that joins: all it has recorded so far is offered to the others."""
    last = int(connection.scalar(select(func.max(OPERATION.c.op))) or 0)
    return replace(new_link(dataset_id, client_id), own_until=last)


def begin_copy(connection: Connection, link: Link, *, head: int, chain: bytes) -> Link:
    """Forget the shared state and take it over anew, record by record, beginning at a place of the log.

    What waits in the outbox stays, and so does every record on the screen until the store has another word for it.
    """
    for table in (BASE_ROW, OFFICE_ENTRY, REFUSED_FIELD):
        connection.execute(delete(table))
    forget_last_lines(connection)
    return replace(link, cursor=head, chain=chain, joining=())


def common_place(connection: Connection, link: Link, remote: Remote, *, head: int) -> int:
    """Give the last entry that this counter and the store have alike."""
    first = int(connection.scalar(select(func.min(OFFICE_ENTRY.c.seq))) or link.cursor + 1)
    low, high = first - 1, min(head, link.cursor)
    while low < high:
        middle = (low + high + 1) // 2
        ours = connection.scalar(select(OFFICE_ENTRY.c.chain).where(OFFICE_ENTRY.c.seq == middle))
        if ours is not None and remote.chain_at(middle) == bytes(ours):
            low = middle
        else:
            high = middle - 1
    return low


def offer_again(connection: Connection, link: Link, *, after: int) -> Link:
    """Put what the store has lost before the lines that wait, as edits that started from the common place.

    Every counter does so with what it holds; the same value offered twice is no conflict.
    """
    lost = connection.execute(
        select(OFFICE_ENTRY)
        .where(OFFICE_ENTRY.c.seq > after, OFFICE_ENTRY.c.kind == LineKind.EDIT.value)
        .order_by(OFFICE_ENTRY.c.seq)
    ).all()
    waiting = connection.execute(select(OUTBOX).order_by(OUTBOX.c.op)).all()
    connection.execute(delete(OUTBOX))
    rows: list[dict[str, object]] = []
    previous, txn, origin = link.line_hash, link.line_txn, None
    for index, row in enumerate((*lost, *waiting)):
        again = index < len(lost)
        if (again, row.txn_no, getattr(row, "client_id", "")) != origin:
            txn, origin = txn + 1, (again, row.txn_no, getattr(row, "client_id", ""))
        line = replace(line_of(row, op=link.line_op + index + 1), txn_no=txn)
        if again:
            line = replace(line, base=min(line.base, after))
        previous = line.hash_after(previous)
        signed = SignedLine(line=line, op_hash=previous)
        rows.append(
            line_values(signed.line)
            | {
                "op": signed.line.op,
                "op_hash": signed.op_hash,
                # Before everything that was done here and still waits.
                "local_op": index - len(lost) if again else int(row.local_op),
                "former_hash": bytes(row.op_hash) if again else row.former_hash,
            }
        )
    if rows:
        connection.execute(insert(OUTBOX), rows)
    return replace(link, line_op=link.line_op + len(rows), line_hash=previous, line_txn=txn)
