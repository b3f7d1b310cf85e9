"""The port to what the counters share: few calls, none of which holds a lock while the network is waited for.

An adapter stores and compares; it decides nothing. The only call that changes the log is `cas`: it takes a merged
batch if the head is still where the merge began, and otherwise changes nothing.

Every call may raise `DeskError`: `OFFICE_UNREACHABLE` (after `cas` this means: perhaps taken, perhaps not; the next
`snap` tells), `OFFICE_BUSY`, `OFFICE_REFUSED` (the counter was retired, or its password changed), `OFFICE_FOREIGN`
(no office log there), `DISK_FULL`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from desktop.sync.entries import Claim, Entry
from desktop.sync.merge import Merged, RowKey, RowState

FORMAT: Final = 1
COUNTERS_MAX: Final = 30
NO_KEY: Final = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """What a counter must know before it sends or takes anything.

    Attributes:
        dataset_id: Which office this is.
        epoch: Grows when an administrator puts a store back.
        head: Number of the last entry.
        floor: The log is kept from the entry after this one on.
        chain_at_cursor: The chain at the entry the counter asked about; None when the store does not have it.
        min_writer_level: Smallest schema level whose writing is taken.
        registered: Whether the store knows this counter and has not retired it.
        now: The store's clock.
    """

    dataset_id: str
    epoch: int
    head: int
    floor: int
    chain_at_cursor: bytes | None
    min_writer_level: int
    registered: bool
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """One consistent look at everything a batch needs.

    Attributes:
        head: Number of the last entry.
        chain: Its chain.
        last_op: The last line of this counter in the log, 0 for none.
        last_hash: Its hash; empty for none.
        rows: The records asked for that exist.
        holders: The claims asked for that are held.
    """

    head: int
    chain: bytes
    last_op: int
    last_hash: bytes
    rows: Mapping[RowKey, RowState]
    holders: Mapping[Claim, str]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Seal:
    """A key of sealed values, wrapped with the office's key so that the store cannot read it.

    Attributes:
        scope: The record it opens.
        key_id: Tells the keys of one record apart; several counters may each have made one.
        wrapped: See `desktop.sync.office_key`.
    """

    scope: str
    key_id: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A merged batch to be taken as a whole or not at all.

    Attributes:
        client_id: The counter.
        head: Where the merge began.
        last_op: The counter's last line in the log when the merge began.
        merged: The batch.
        seals: Keys of the sealed values in it. Those of erased records are not taken.
    """

    client_id: str
    head: int
    last_op: int
    merged: Merged
    seals: tuple[Seal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some entries of the log, in order, ending with the end of a unit of work.

    Attributes:
        entries: They begin right after the cursor; empty at the head.
        head: Number of the last entry of the log at that moment.
        seals: Keys of the records in the page, as they are kept now.
    """

    entries: tuple[Entry, ...]
    head: int
    seals: tuple[Seal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """Some records in the order of their keys, for a counter that joins.

    Attributes:
        rows: Records as they stand, each perhaps newer than the one before.
        seals: Their keys.
        last: Key of the last one; None when there are no more.
    """

    rows: Mapping[RowKey, RowState]
    seals: tuple[Seal, ...] = ()
    last: RowKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterInfo:
    """One counter of the office as the store knows it."""

    client_id: str
    counter_no: int
    name: str
    last_op: int
    cursor: int
    schema_level: int
    app_version: str
    last_seen: datetime | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What a counter says of itself whenever it says hello."""

    client_id: str
    cursor: int
    schema_level: int
    app_version: str = field(default="")


class PushRefusedError(Exception):
    """The store can never take this batch: a bug, ours or theirs. The batch is quarantined, not tried again."""


class Remote(Protocol):
    """What the counters of one office share."""

    def hello(self, presence: Presence) -> Hello:
        """Look whether this is our office and whether we may go on."""
        ...

    def register(self, client_id: str, name: str) -> int:
        """Enter a new counter; gives its number, the smallest free one. Entering it again gives the same.

        Raises:
            DeskError: `OFFICE_FULL`.
        """
        ...

    def retire(self, client_id: str) -> None:
        """Free the counter's number; its lines stay, it can send no more."""
        ...

    def counters(self) -> tuple[CounterInfo, ...]:
        """Give every counter that ever was, by number."""
        ...

    def snap(self, client_id: str, rows: Collection[RowKey], claims: Collection[Claim]) -> Snap:
        """Look at what a batch needs."""
        ...

    def cas(self, push: Push) -> bool:
        """Take a batch if the head has not moved; gives whether it was taken.

        Raises:
            PushRefusedError: It can never be taken.
        """
        ...

    def pull(self, after: int, limit: int) -> Page:
        """Give the entries after a place, about `limit` of them and never half a unit of work."""
        ...

    def row_page(self, after: RowKey | None, limit: int) -> RowPage:
        """Give the records after a key."""
        ...

    def close(self) -> None:
        """Close the connection; the next call opens it again."""
        ...
