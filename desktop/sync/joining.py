"""The first copy of an office's records, and the way back to a store that was put back by an administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database
from desktop.records.erased import is_erased
from desktop.records.many_rows import ManyRows
from desktop.records.office_tables import BASE_ROW, OFFICE_ENTRY, OUTBOX, QUARANTINE, REFUSED_FIELD
from desktop.records.refused_edits import LineContent
from desktop.records.sealing import SealKeys
from desktop.records.tables import OPERATION
from desktop.services.record_values import Entity
from desktop.sync.answered import close_answered, reopen_unanswered
from desktop.sync.entries import (
    Entry,
    LastLine,
    LineKind,
    SignedLine,
    log_genesis,
    verify_entries,
    verify_lines,
)
from desktop.sync.entry_notes import kept_entry, refused_values, unreadable_values
from desktop.sync.last_lines import forget_last_lines
from desktop.sync.learned_keys import learn_keys
from desktop.sync.line_rows import line_of, line_values
from desktop.sync.link import Link, is_ahead, new_link, vouched_by
from desktop.sync.lost_lines import LostEnd, fields_of
from desktop.sync.marked_lines import quarantine_mark
from desktop.sync.missing_keys import offer_missing_keys
from desktop.sync.offered_lines import content_of, keep_refusals, keep_unshown, refused_fields
from desktop.sync.own_lines import OwnBefore, written_here
from desktop.sync.remote import Hello, Page, Remote, Seal
from desktop.sync.row_state import RowKey, RowState
from desktop.sync.store_rows import entry_values
from desktop.sync.store_rules import read_entry

_PAGE: Final = 500
_KNOWN: Final = frozenset(entity.value for entity in Entity)
_KEEP_ENTRY: Final = ManyRows(insert(OFFICE_ENTRY))
_REFUSE: Final = ManyRows(insert(REFUSED_FIELD).prefix_with("OR IGNORE"))


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
    return replace(link, cursor=head, chain=chain, began=head, began_chain=chain, joining=(), ahead=0)


def begin_copy_again(connection: Connection, link: Link, *, after: int, brought: "Brought", now: str) -> Link:
    """Take the shared state over anew from a store that was put back; the log here stays whole, open questions with it.

    Args:
        connection: A writing transaction; what the store has lost waits in the outbox.
        link: The counter's place.
        after: The common place.
        brought: What the store has after it.
        now: The moment, as text.
    """
    # With the keys at once: the store may lose its end again before their records have been taken over, and then it
    # is this counter that brings them back.
    sealed = {key.scope for key in brought.seals}
    records = {(entry.line.entity, entry.line.row_id) for entry in brought.entries}
    gone = {
        row_id
        for entity, row_id in records
        if row_id in sealed and entity in _KNOWN and is_erased(connection, Entity(entity), row_id)
    }
    learn_keys(SealKeys(connection), link.office_key, brought.seals, gone=gone, now=now)
    connection.execute(delete(BASE_ROW))
    for table in (OFFICE_ENTRY, REFUSED_FIELD):
        connection.execute(delete(table).where(table.c.seq > after))
    reopen_unanswered(connection, after=after)
    forget_last_lines(connection)
    _KEEP_ENTRY.run_plain(connection, [entry_values(entry) for entry in brought.entries])
    _REFUSE.run(connection, [row for entry in brought.entries for row in _notes(entry)])
    close_answered(connection, brought.entries)
    link = offer_missing_keys(connection, link, brought.pages)
    return replace(
        link,
        cursor=brought.head,
        chain=brought.chain,
        joining=(),
        vouched=vouched_by(link, after),
        copied_anew=link.copied_anew or bool(link.began) or is_ahead(link),
        ahead=0,
    )


def _notes(entry: Entry) -> list[dict[str, object]]:
    reading = read_entry(entry)
    if reading is None:
        return [unreadable_values(entry.seq, entry.line.entity, entry.line.row_id)]
    return refused_values(entry, reading.refusal)


def common_place(connection: Connection, link: Link, remote: Remote, *, head: int) -> int:
    """Give the last entry that this counter and the store have alike; 0 where nobody can tell.

    Of what came before its copy of the records a counter knows one chain: a store without it may have any entries
    under those numbers.
    """
    is_begun = bool(link.began) and remote.chain_at(link.began) == link.began_chain
    low, high = link.began if is_begun else 0, min(head, link.cursor)
    while low < high:
        middle = (low + high + 1) // 2
        ours = connection.scalar(select(OFFICE_ENTRY.c.chain).where(OFFICE_ENTRY.c.seq == middle))
        if ours is not None and remote.chain_at(middle) == bytes(ours):
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What others have brought back of a lost end of the log.

    Attributes:
        seqs: The lines, with the entries they stand in now.
        rows: Records of which they brought back only some lines, as they stand now.
        pages: All the store has after the common place.
        head: Where it ended.
        chain: The log's chain there.
    """

    seqs: Mapping[LineContent, int]
    rows: Mapping[RowKey, RowState]
    pages: Sequence[Page]
    head: int
    chain: bytes

    @property
    def entries(self) -> list[Entry]:
        """What stands there."""
        return [entry for page in self.pages for entry in page.entries]

    @property
    def seals(self) -> list[Seal]:
        """The keys of the records there, as the store has them; none of an erased one."""
        return [seal for page in self.pages for seal in page.seals if seal.scope not in page.erased]


def nothing_brought(dataset_id: str) -> Brought:
    """Give what others have brought back where the log is still to be read, from its beginning."""
    return Brought(seqs={}, rows={}, pages=(), head=0, chain=log_genesis(dataset_id))


def brought_back(database: Database, link: Link, remote: Remote, hello: Hello, *, after: int) -> Brought:
    """Look up what the store has after the common place, and which lost lines are among it.

    A store from before this counter joined shows it the log but no records: then what nobody can vouch for is asked.

    Raises:
        DeskError: `SHARED_LOG_BROKEN`; `OFFICE_BUSY` when the store shows less than it said it had.
    """
    pages, chain = _written_since(remote, after=after, head=hello.head)
    entries = [entry for page in pages for entry in page.entries]
    written = {content_of(entry.line): entry.seq for entry in entries}
    with database.read() as connection:
        lost = [line_of(row) for row in _lost(connection, after)]
        lost += [line_of(row) for row in connection.execute(select(OUTBOX)).all()]
        lost += [line_of(row, op=0) for row in connection.execute(select(QUARANTINE)).all()]
    # What somebody wrote there that nobody here has seen is not among them.
    seqs = {content: written[content] for content in map(content_of, lost) if content in written}
    there, left = set[RowKey](), set[RowKey]()
    for line in lost:
        (there if content_of(line) in seqs else left).add((line.entity, line.row_id))
    rows = remote.snap(link.client_id, there & left, ()).rows if hello.registered else {}
    return Brought(seqs=seqs, rows=rows, pages=pages, head=after + len(entries), chain=chain)


def _written_since(remote: Remote, *, after: int, head: int) -> tuple[Sequence[Page], bytes]:
    chain, last_lines = remote.chain_at(after), dict[str, LastLine]()
    if chain is None:
        raise DeskError(ErrorCode.OFFICE_BUSY)
    pages: list[Page] = []
    while after < head:
        page = remote.pull(after, _PAGE)
        if not page.entries:
            raise DeskError(ErrorCode.OFFICE_BUSY)
        chain = verify_entries(page.entries, cursor=after, chain=chain)
        last_lines = verify_lines(page.entries, last_lines)
        pages.append(page)
        after += len(page.entries)
    return pages, chain


def _lost(connection: Connection, after: int) -> Sequence[Row[tuple[object, ...]]]:
    rows = connection.execute(
        select(OFFICE_ENTRY)
        .where(OFFICE_ENTRY.c.seq > after, OFFICE_ENTRY.c.kind == LineKind.EDIT.value)
        .order_by(OFFICE_ENTRY.c.seq)
    )
    # What nobody here can read nobody here can offer; whoever can does.
    return [row for row in rows if read_entry(kept_entry(row)) is not None]


def offer_again(connection: Connection, link: Link, *, after: int, brought: Brought) -> Link:
    """Put what the store has lost before the lines that wait, as edits that started from the common place.

    Every counter does so with what it holds, but for what another one has brought back already, also of what it had
    sent and not read yet. What others bring back later leaves the outbox when it is read.
    """
    whole = _lost(connection, after)
    end = LostEnd(whole, written_here(connection, link, whole), brought.seqs)
    lost = [row for row in whole if content_of(line_of(row)) not in brought.seqs]
    outbox = connection.execute(select(OUTBOX).order_by(OUTBOX.c.op)).all()
    waiting = [row for row in outbox if content_of(line_of(row)) not in brought.seqs]
    aside = connection.execute(select(QUARANTINE)).all()
    for row in aside:
        if content_of(line_of(row, op=0)) in brought.seqs:  # somebody has brought it
            connection.execute(delete(QUARANTINE).where(QUARANTINE.c.local_op == row.local_op))
    floor = min((0, *(int(row.local_op) for row in aside)))  # what was brought back before may stand there
    keep_refusals(
        connection,
        {bytes(row.op_hash): refused_fields(str(row.refusal)) for row in lost}
        | {_former_hash(row): end.unseen_fields(row) for row in waiting}
        | {quarantine_mark(row.local_op): end.unseen_fields(row) for row in aside},
    )
    if link.joining is not None:  # brought by others and not copied yet
        unshown = [row for row in lost if int(row.seq) > link.vouched]
        keep_unshown(connection, {bytes(row.op_hash): fields_of(row) for row in unshown})
    # What is set aside goes out some day, too: by then the lost numbers belong to other entries.
    connection.execute(update(QUARANTINE).where(QUARANTINE.c.base > after).values(base=after))
    connection.execute(delete(OUTBOX))
    own = OwnBefore(connection, (*lost, *waiting), place=after)
    rows: list[dict[str, object]] = []
    previous, txn, origin = link.line_hash, link.line_txn, None
    for index, row in enumerate((*lost, *waiting)):
        again = index < len(lost)
        if (again, row.txn_no, getattr(row, "client_id", "")) != origin:
            txn, origin = txn + 1, (again, row.txn_no, getattr(row, "client_id", ""))
        line = replace(line_of(row, op=link.line_op + index + 1), txn_no=txn)
        # Entries after the common place have other numbers now than the author of a line knew.
        line = replace(line, base=min(line.base, after))
        line = replace(line, base=own.seen(line, str(row.client_id) if again else link.client_id))
        if known := brought.rows.get((line.entity, line.row_id)):
            line = replace(line, base=end.lifted(line, known, row, is_lost=again))
        previous = line.hash_after(previous)
        signed = SignedLine(line=line, op_hash=previous)
        rows.append(
            line_values(signed.line)
            | {
                "op": signed.line.op,
                "op_hash": signed.op_hash,
                # Before everything that was done here and still waits.
                "local_op": floor + index - len(lost) if again else int(row.local_op),
                "former_hash": bytes(row.op_hash) if again else _former_hash(row),
            }
        )
    if rows:
        connection.execute(insert(OUTBOX), rows)
    return replace(link, line_op=link.line_op + len(rows), line_hash=previous, line_txn=txn)


def _former_hash(row: Row[tuple[object, ...]]) -> bytes:
    """Give the hash under which a waiting line may have been sent."""
    return bytes(row.former_hash or row.op_hash)
