"""The whole log of an office, read again from its first entry: do all records, in the store and here, follow from it?

A counter that joins a large office takes over the records as the store has them, on the word of whoever wrote there
last, and reads only what comes after. This is how anybody proves that word later, and mends what it got wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.office_tables import BASE_ROW
from desktop.sync.entries import Entry, LastLine, log_genesis, verify_entries, verify_lines
from desktop.sync.link import Link
from desktop.sync.merge import apply_reading
from desktop.sync.remote import Remote, RowPage, Seal
from desktop.sync.row_state import NO_ROW, RowKey, RowState
from desktop.sync.store_rows import Row, row_of, row_values
from desktop.sync.store_rules import read_entry

_PAGE = 500

OnRead = Callable[[int, int], None]
"""Told after each page: how many entries were read, and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLog:
    """What a whole log comes to.

    Attributes:
        head: Number of its last entry when it was read.
        states: Every record as the log makes it, written as `ROW_COLUMNS`: most are looked at once.
        seals: The keys of sealed values that came with it, by record.
        unreadable: Entries that nobody can read; every counter passes over them.
    """

    head: int
    states: Mapping[RowKey, Row]
    seals: Mapping[str, tuple[Seal, ...]]
    unreadable: tuple[int, ...]

    def known_until(self, cursor: int) -> set[RowKey]:
        """Give the records that have not changed after a place of the log."""
        return {key for key, row in self.states.items() if row[2] <= cursor}

    def page_of(self, keys: list[RowKey]) -> RowPage:
        """Give some records as the log makes them, with their keys."""
        return RowPage(
            rows=dict(row_of(self.states[key]) for key in keys),
            seals=tuple(seal for _, row_id in keys for seal in self.seals.get(row_id, ())),
        )


def read_log(remote: Remote, dataset_id: str, told: OnRead) -> ReadLog:
    """Read the log from its first entry and check every line and every link of its chains.

    Raises:
        DeskError: `SHARED_LOG_BROKEN` with the first entry that does not fit; the faults of the store.
    """
    chain, last_lines, head = log_genesis(dataset_id), dict[str, LastLine](), 0
    states: dict[RowKey, Row] = {}
    seals: dict[str, tuple[Seal, ...]] = {}
    unreadable: list[int] = []
    while (page := remote.pull(head, _PAGE)).entries:
        chain = verify_entries(page.entries, cursor=head, chain=chain)
        for entry in page.entries:
            if entry.client_id not in last_lines and entry.line.op != 1:
                raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=entry.seq)
            last_lines = verify_lines((entry,), last_lines)
            if not _bring_forward(states, entry):
                unreadable.append(entry.seq)
        for seal in page.seals:
            seals[seal.scope] = (*(one for one in seals.get(seal.scope, ()) if one != seal), seal)
        head = page.entries[-1].seq
        told(head, max(head, page.head))
    return ReadLog(head=head, states=states, seals=seals, unreadable=tuple(unreadable))


def wrong_in_store(remote: Remote, read: ReadLog) -> tuple[RowKey, ...]:
    """Give the records that the store has otherwise than its log makes them, or has not at all.

    What was written while this went on is newer than what was read, and left out.
    """
    missing, wrong, after = set(read.states), list[RowKey](), None
    while True:
        page = remote.row_page(after, _PAGE)
        for key, row in page.rows.items():
            missing.discard(key)
            if row.rev <= read.head and read.states.get(key) != row_values(key, row):
                wrong.append(key)
        if page.last is None:
            return tuple(sorted((*wrong, *missing)))
        after = page.last


def wrong_here(connection: Connection, link: Link, read: ReadLog) -> tuple[RowKey, ...]:
    """Give the records whose shared state this counter holds otherwise than the log makes it at its place."""
    until = min(link.cursor, read.head)
    missing = read.known_until(until)
    wrong: list[RowKey] = []
    for found in connection.execute(select(BASE_ROW)):
        key = (str(found.entity), str(found.row_id))
        missing.discard(key)
        state = read.states.get(key)
        # What the log moves on after this counter's place, or moved after it was read, cannot be compared.
        if int(found.rev) <= read.head and (state is None or state[2] <= until) and tuple(found) != state:
            wrong.append(key)
    return tuple(sorted((*wrong, *missing)))


def _bring_forward(states: dict[RowKey, Row], entry: Entry) -> bool:
    reading = read_entry(entry)
    if reading is None:
        return False
    key = (entry.line.entity, entry.line.row_id)
    before: RowState = row_of(states[key])[1] if key in states else NO_ROW
    after = apply_reading(entry, reading, before)
    if after is not before:
        states[key] = row_values(key, after)
    return True
