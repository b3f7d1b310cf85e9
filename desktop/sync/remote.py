"""The port to what the counters share: few calls, none of which holds a lock while the network is waited for.

An adapter stores and compares; it decides nothing. The only call that changes the log is `cas`: it takes a merged
batch if the head is still where the merge began, and otherwise changes nothing.

Every call may raise `DeskError`: `OFFICE_UNREACHABLE` (after `cas` this means: perhaps taken, perhaps not; the next
`snap` tells), `OFFICE_BUSY`, `OFFICE_REFUSED` (the counter was retired, or its password changed), `OFFICE_FOREIGN`
(no office log there), `OFFICE_DISK_FULL`.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from desktop.domain.numbering import ONLINE_LAST
from desktop.sync.entries import Claim, Entry
from desktop.sync.merge import Merged
from desktop.sync.row_state import RowKey, RowState

FORMAT: Final = 1
COUNTERS_MAX: Final = 30
NAME_MAX: Final = 200
"""Characters of a counter's name, id or program, as a store keeps them."""
OFFSET_MAX_MS: Final = 36_525 * 86_400_000
"""A hundred years: no clock is further off, and no date overflows."""
NO_KEY: Final = b""
# Of a key of 32 bytes that the office's key has wrapped: a nonce of 12 before, a tag of 16 after it.
WRAPPED_BYTES: Final = 60
# The last number a store gives out of a series in a day; a greater one there is nobody's, and nothing follows it.
GIVEN_MAX: Final = ONLINE_LAST
# What one push may well carry. A longer unit of work is taken whole all the same.
BATCH: Final = 200
# No store lets a counter destroy the key of a record that came in less than so many days ago, unless told otherwise.
KEEP_DAYS: Final = 365


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
        may_write: Whether this PC may write there. If not, the store's clock is not known, and `now` is this PC's.
    """

    dataset_id: str
    epoch: int
    head: int
    floor: int
    chain_at_cursor: bytes | None
    min_writer_level: int
    registered: bool
    now: datetime
    may_write: bool = True


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
        erased: Records in the page with sealed values that cannot be read any more: further on in the log they are
            erased, and the store has destroyed their keys. A key that is merely missing is no such word.
    """

    entries: tuple[Entry, ...]
    head: int
    seals: tuple[Seal, ...] = ()
    erased: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """Some records in the order of their keys, for a counter that joins.

    Attributes:
        rows: Records as they stand, each perhaps newer than the one before.
        seals: Their keys.
        last: Key of the last one; None when there are no more.
        head: Number of the last entry of the log at that moment.
        chain: Its chain.
    """

    rows: Mapping[RowKey, RowState]
    seals: tuple[Seal, ...] = ()
    last: RowKey | None = None
    head: int = 0
    chain: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterInfo:
    """One counter of the office as the store knows it.

    Attributes:
        client_id: Its identity.
        counter_no: Its number; 0 for one known only from entries that were put back, until it registers again.
        name: What people call it.
        last_op: Its last line in the log.
        cursor: How far it had read when it last said hello.
        schema_level: What it writes.
        app_version: Its program.
        last_seen: By the store's clock.
        retired: It can send no more.
        clock_offset_ms: How far its clock was ahead of the store's, by its own word.
    """

    client_id: str
    counter_no: int
    name: str
    last_op: int
    cursor: int
    schema_level: int
    app_version: str
    last_seen: datetime | None = None
    retired: bool = False
    clock_offset_ms: int = 0

    @property
    def ahead(self) -> timedelta:
        """How far its clock was ahead of the store's. What no clock can be off by is brought to a hundred years."""
        return timedelta(milliseconds=max(-OFFSET_MAX_MS, min(self.clock_offset_ms, OFFSET_MAX_MS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """One number that was given out, used or not: a book explains its gaps with it."""

    number: int
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What a counter says of itself whenever it says hello."""

    client_id: str
    cursor: int
    schema_level: int
    app_version: str = field(default="")
    clock_offset_ms: int = 0


def invitation_hash(secret: str) -> bytes:
    """Give what a store keeps of a one-time secret. Secrets are long and random, so one round is enough."""
    return hashlib.sha256(b"khongviet invitation 1\n" + secret.encode()).digest()


class PushRefusedError(Exception):
    """The store can never take this batch: a bug, ours or theirs. The batch is quarantined, not tried again."""


class Remote(Protocol):
    """What the counters of one office share."""

    def hello(self, presence: Presence) -> Hello:
        """Look whether this is our office and whether we may go on."""
        ...

    def register(self, client_id: str, name: str, *, secret: str = "", copy_of: str = "") -> int:
        """Enter a new counter; gives its number, the smallest free one. Entering it again gives the same.

        The first counter of a store needs no secret, nor does any where the store was made without that demand.

        Args:
            client_id: The counter.
            name: What people call it.
            secret: The one-time secret of its invitation, where the store demands one.
            copy_of: The counter it finds itself to be a copy of (a cloned disk, a restored backup): it was invited
                once already. On PostgreSQL both have to use the same role.

        Raises:
            DeskError: `OFFICE_FULL`; `OFFICE_REFUSED` for a secret that is wrong, used or too old, and for a counter
                that was retired.
        """
        ...

    def invite(self, secret_hash: bytes, expires: datetime) -> None:
        """Let one counter register with a secret.

        Args:
            secret_hash: `invitation_hash` of the secret; the store never sees the secret before it is used.
            expires: By the store's clock; afterwards the secret is worth nothing.
        """
        ...

    def set_min_writer_level(self, level: int) -> None:
        """Tell programs that write less than a schema level to stop writing; it never goes down.

        The store only tells it, in `hello`; what such a counter has already written is still taken.
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
        """Take a batch if the head has not moved and no other record holds what it claims; gives whether it was taken.

        Raises:
            PushRefusedError: It can never be taken; also for one that erases what is not `erasable`.
        """
        ...

    def erasable(self, row_ids: Collection[str]) -> frozenset[str]:
        """Give those of some records whose first entry is old enough, by the store's own clock, to be erased."""
        ...

    def pull(self, after: int, limit: int) -> Page:
        """Give the entries after a place, about `limit` of them and never half a unit of work."""
        ...

    def row_page(self, after: RowKey | None, limit: int) -> RowPage:
        """Give the records after a key."""
        ...

    def chain_at(self, seq: int) -> bytes | None:
        """Give the chain after an entry, None where the store has no such entry; 0 is the beginning."""
        ...

    def reserve(self, client_id: str, series: str, day: date, count: int) -> tuple[int, ...]:
        """Give the next numbers of a series on one office day: 1, 2, 3 ... to nobody twice, without a hole.

        None for the day on which the store was put back, and days before it: what it has given out since its backup it
        does not know. Every counter takes its own share then.

        After a lost reply the numbers asked for are given out all the same; `reserved` tells to whom.
        """
        ...

    def reserved(self, series: str, day: date) -> tuple[Reserved, ...]:
        """Give every number of a series that was given out on a day, in order."""
        ...

    def wait(self, after: int, seconds: float) -> bool:
        """Wait until the log may have grown beyond a place; gives False when the time passed without a sign.

        A hint and nothing more: whoever is woken pulls, and whoever is not pulls now and then all the same. To be
        called from a thread of its own: it disturbs no other call, and `close` ends it.
        """
        ...

    def relog(self, entries: Sequence[Entry], seals: Collection[Seal] = ()) -> bool:
        """Write back, word for word, the end of the log that a store lost when it was put back from a backup.

        Taken as a whole or not at all; afterwards the epoch has grown. Authors that the store does not know are
        entered without a number.

        Returns:
            Whether the entries fit: the first follows the head, and every chain is as it was.
        """
        ...

    def close(self) -> None:
        """Close the connection; the next call opens it again."""
        ...
