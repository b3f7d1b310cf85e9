"""The office's store in memory, for the simulator: the plainest thing that behaves like one."""

import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from desktop.sync.blob_remote import BlobInfo
from desktop.sync.entries import Claim, Entry, log_genesis
from desktop.sync.merge import Merged
from desktop.sync.remote import KEEP_DAYS, CounterInfo, Reserved, Seal
from desktop.sync.row_state import RowKey, RowState
from desktop.sync.store_rules import erased_scopes, old_enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A counter as the store keeps it."""

    info: CounterInfo
    last_hash: bytes = b""


@dataclass(slots=True, kw_only=True)
class Content:
    """Everything a backup of the store would hold."""

    dataset_id: str
    epoch: int = 1
    min_writer_level: int = 1
    keep_days: int = KEEP_DAYS
    put_back: date = date.min
    arrivals: dict[date, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    rows: dict[RowKey, RowState] = field(default_factory=dict)
    claims: dict[Claim, str] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    seals: dict[str, set[Seal]] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    given: dict[tuple[str, date], list[Reserved]] = field(default_factory=dict)
    invitations: dict[bytes, datetime] = field(default_factory=dict)
    blobs: dict[str, BlobInfo] = field(default_factory=dict)
    chunks: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def copy(self) -> "Content":
        """Give a content of its own; what it holds is frozen but for the collections."""
        return Content(
            dataset_id=self.dataset_id,
            epoch=self.epoch,
            min_writer_level=self.min_writer_level,
            keep_days=self.keep_days,
            put_back=self.put_back,
            arrivals=dict(self.arrivals),
            entries=list(self.entries),
            rows=dict(self.rows),
            claims=dict(self.claims),
            members=dict(self.members),
            seals={scope: set(seals) for scope, seals in self.seals.items()},
            erased=dict(self.erased),
            given={series: list(numbers) for series, numbers in self.given.items()},
            invitations=dict(self.invitations),
            blobs=dict(self.blobs),
            chunks=dict(self.chunks),
        )


class MemoryStore:
    """What several `MemoryRemote` share. Safe to use from several threads.

    Attributes:
        content: Replace it to play a store that was put back (`restore`) or exchanged for another office's.
        clock: The store's clock.
        demands_secret: Every counter but the first needs an invitation.
        turn: Held during each call; notified whenever the log grows.
    """

    def __init__(
        self,
        dataset_id: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        demands_secret: bool = False,
        keep_days: int = KEEP_DAYS,
    ) -> None:
        self.content = Content(dataset_id=dataset_id, keep_days=keep_days)
        self.clock = clock
        self.demands_secret = demands_secret
        self.turn = threading.Condition(threading.RLock())

    def backup(self) -> Content:
        """Give a copy of everything."""
        with self.turn:
            return self.content.copy()

    def restore(self, backup: Content) -> None:
        """Go back to a copy; it can be used again afterwards."""
        with self.turn:
            self.content = backup.copy()
            self.turn.notify_all()

    @property
    def head(self) -> int:
        """Number of the last entry."""
        return len(self.content.entries)

    @property
    def chain(self) -> bytes:
        """The chain at the head."""
        content = self.content
        return content.entries[-1].chain if content.entries else log_genesis(content.dataset_id)

    def erasable(self, row_ids: Collection[str], entries: Iterable[Entry] = ()) -> frozenset[str]:
        """Give those of some records that are old enough to be erased, as if more entries had just come in."""
        content, firsts = self.content, dict[str, int]()
        for entry in (*content.entries, *entries):
            if entry.line.row_id in row_ids:
                firsts.setdefault(entry.line.row_id, entry.seq)
        today = self.clock().astimezone(UTC).date()
        arrivals = {today: self.head} | content.arrivals
        return old_enough(firsts, arrivals.items(), today=today, keep_days=content.keep_days)

    def append(self, merged: Merged, seals: "tuple[Seal, ...]") -> None:
        """Write a batch that was checked."""
        content = self.content
        content.arrivals.setdefault(self.clock().astimezone(UTC).date(), self.head)
        content.entries.extend(merged.entries)
        content.rows.update(merged.rows)
        for claim, holder in merged.claims.items():
            content.claims.setdefault(claim, holder)
        content.erased.update(erased_scopes(merged.entries))
        for scope in content.erased:
            content.seals.pop(scope, None)
        for seal in seals:
            if seal.scope not in content.erased:
                others = {one for one in content.seals.get(seal.scope, ()) if one.key_id != seal.key_id}
                content.seals[seal.scope] = others | {seal}
        self.turn.notify_all()
