"""Moving the bytes of attachments: up what the office's store does not have, down what this counter needs.

On a connection of its own and a slice at a time, so that records always come first. Everything may stop at any moment:
what has gone up stays in the store chunk by chunk, what has come down stays in the cache chunk by chunk. Here bytes are
sealed under the office's key before they go up, and opened when they have come down.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.attachment_store import StoredAttachments, WantedBytes
from desktop.records.store import RecordStore
from desktop.sync.attachment_check import AttachmentCheck
from desktop.sync.attachment_seal import AttachmentSeal, SealedAttachment
from desktop.sync.blob_remote import BlobRemote, chunk_count
from desktop.sync.link import Link, read_link
from desktop.sync.stores import Stores

_LOG = logging.getLogger(__name__)
EAGER_FOR: Final = timedelta(days=90)
"""Attachments of this age come without being asked for."""
EAGER_BYTES_MAX: Final = 20 * 1024**3
"""So much of what nobody has asked for is kept on a counter's disk."""
KEEP_FREE: Final = 2 * 1024**3
_SLICE_CHUNKS: Final = 16
_LOOK_AGAIN: Final = timedelta(minutes=1)
_TRIES: Final = 3
# Stores that hold what older programs sent, unsealed or sealed otherwise, are asked about everything again.
_FORMAT: Final = "sealed 1"
# Faults of one attachment alone; every other fault concerns the way to the store, and everything waits.
_OF_ONE: Final = frozenset(
    {
        ErrorCode.ATTACHMENT_DAMAGED,
        ErrorCode.ATTACHMENT_SHARED_DAMAGED,
        ErrorCode.RECORD_MISSING,
        ErrorCode.OFFICE_STORE_UNSAFE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """The way to a store's attachments, with the seal of its office, and where this counter begins to compare."""

    names: tuple[str, ...]
    blobs: BlobRemote
    seal: AttachmentSeal
    start: str


class AttachmentTransfer:
    """One counter's exchange of bytes with its office's store. Safe to use from any thread.

    Args:
        store: The records.
        kept: The bytes on this PC.
        stores: Opens the store.
        clock: The moment.
        eager_bytes: See `EAGER_BYTES_MAX`.
        keep_free: So much of the disk is left alone by what nobody has asked for.

    Attributes:
        finished: Attachments that have arrived, here or in the store, since the start.
    """

    def __init__(
        self,
        store: RecordStore,
        kept: StoredAttachments,
        stores: Stores,
        *,
        clock: Callable[[], datetime],
        eager_bytes: int = EAGER_BYTES_MAX,
        keep_free: int = KEEP_FREE,
    ) -> None:
        self._store = store
        self._kept = kept
        self._stores = stores
        self._clock = clock
        self._eager_bytes = eager_bytes
        self._keep_free = keep_free
        self._turn = threading.RLock()
        self._way: _Way | None = None
        self._sending: SealedAttachment | None = None
        self._looked: dict[str, datetime] = {}
        # What could not be fetched may still be sent, once the file is here.
        self._unsent = Counter[str]()
        self._unfetched = Counter[str]()
        self._check = AttachmentCheck(kept, clock=clock)
        self.finished = 0

    def run_once(self) -> bool:
        """Move one slice; gives False when there is nothing to move now.

        Raises:
            DeskError: `OFFICE_UNREACHABLE` and the other faults of the store; `DISK_FULL`.
        """
        with self._turn:
            self._kept.forget_erased()
            way = self._opened()
            if way is None:
                return False
            try:
                return self._move_some(way) or self._forget_one(way) or self._check_some(way)
            except DeskError:
                self.close()
                raise

    def fetch(self, sha256: str) -> bool:
        """Fetch bytes to the end, before anything else; gives False when the store does not have them.

        Raises:
            DeskError: As `run_once`; `ATTACHMENT_SHARED_DAMAGED` when what the store has is not what was sent.
        """
        wanted = self._kept.find(sha256)
        while wanted is not None:
            with self._turn:
                way = self._opened()
                if way is None:
                    return False
                if self._kept.cache.has(sha256):
                    self._kept.note(sha256, here=True)
                    return True
                if not self._is_there(way, wanted):
                    return False
                self._fetch(way, wanted)
        return False

    def close(self) -> None:
        """Close the connection; the next call opens it again."""
        way, self._way = self._way, None
        self._sending = None
        self._check.let_go()
        if way is not None:
            way.blobs.close()

    def _opened(self) -> _Way | None:
        with self._store.database.read() as connection:
            link = read_link(connection)
        if link is None or not link.registered:
            self.close()
            return None
        if self._way is None or self._way.names != _names_of(link):
            self.close()
            self._way = _Way(
                names=_names_of(link),
                blobs=self._stores.open_blobs(link),
                seal=AttachmentSeal(link.office_key),
                start=link.client_id.replace("-", "")[::-1],  # what is random in it stands at its end
            )
        self._kept.follow_store(f"{link.dataset_id} {link.epoch} {_FORMAT}")
        return self._way

    def _move_some(self, way: _Way) -> bool:
        try:
            if self._send_some(way):
                return True
        except DeskError as error:
            # From a full store one can still read: what comes does not wait for what cannot go.
            if error.code is not ErrorCode.OFFICE_DISK_FULL or not (self._fetch_some(way) or self._look(way)):
                raise
            return True
        return self._fetch_some(way) or self._look(way)

    # --- up ---

    def _send_some(self, way: _Way) -> bool:
        wanted = self._kept.to_send(without=_given_up(self._unsent))
        if wanted is None:
            return False
        self._guarded(self._send, way, wanted, self._unsent)
        return True

    def _send(self, way: _Way, wanted: WantedBytes) -> None:
        sealed = self._sealed(way, wanted.sha256)
        way.blobs.blob_begin(sealed.digest, sealed.size, "application/octet-stream")
        missing = way.blobs.blob_missing(sealed.digest)
        for number in missing[:_SLICE_CHUNKS]:
            way.blobs.blob_put(sealed.digest, number, sealed.chunks[number])
        if len(missing) > _SLICE_CHUNKS:
            return
        self._sending = None
        if way.blobs.blob_finish(sealed.digest, sealed.sealed_sum):
            self._kept.note(sealed.digest, shared=True)
            self.finished += 1
            return
        info = way.blobs.blob_find(sealed.digest)
        if info is not None and info.complete:
            _LOG.warning("attachment %s: the store has something else under its name", sealed.digest[:8])
            self._kept.note_differing(sealed.digest)
        else:
            self._unsent[sealed.digest] += 1

    def _sealed(self, way: _Way, sha256: str) -> SealedAttachment:
        """Give what is being sent; it is read and verified whole before its first chunk leaves."""
        if self._sending is None or self._sending.digest != sha256:
            self._sending = way.seal.seal(self._kept.cache.read(sha256))
        return self._sending

    # --- down ---

    def _fetch_some(self, way: _Way) -> bool:
        skipped = _given_up(self._unfetched) | self._just_looked()
        found = self._kept.to_fetch(self._clock() - EAGER_FOR, without=skipped)
        for wanted in found:
            if not self._has_room(wanted):
                return False
            if self._is_there(way, wanted):
                self._guarded(self._fetch, way, wanted, self._unfetched)
                return True
        return bool(found)

    def _fetch(self, way: _Way, wanted: WantedBytes) -> None:
        cache, count = self._kept.cache, chunk_count(wanted.size)
        first = cache.coming(wanted.sha256, wanted.size)
        last = min(first + _SLICE_CHUNKS, count)
        for number in range(first, last):
            sealed = way.blobs.blob_get(wanted.sha256, number)
            cache.take(
                wanted.sha256, wanted.size, number, way.seal.open(wanted.sha256, wanted.size, number, sealed)
            )
        if last < count:
            return
        if not cache.finish(wanted.sha256, wanted.size):
            raise DeskError(ErrorCode.ATTACHMENT_SHARED_DAMAGED)
        self._kept.note(wanted.sha256, here=True)
        self.finished += 1

    def _look(self, way: _Way) -> bool:
        """Ask about older attachments, so that the window can say where they are."""
        found = self._kept.unknown(without=_given_up(self._unfetched) | self._just_looked())
        for wanted in found:
            self._is_there(way, wanted)
        return bool(found)

    def _forget_one(self, way: _Way) -> bool:
        """Take away from the store what only erased attachments name; one whose erasing is not there yet waits."""
        sha256 = self._kept.erased_in_store(without=self._just_looked())
        if sha256 is None:
            return False
        if way.blobs.blob_forget(sha256):
            self._kept.note(sha256, shared=False)
        else:
            self._looked[sha256] = self._clock()
        return True

    def _check_some(self, way: _Way) -> bool:
        """Go on with the daily tour over what is noted to be in the store; what failed is tried again with it."""
        if self._check.begin_if_due(way.start):
            self._unsent.clear()
            self._unfetched.clear()
        return self._check.go_on(way.blobs, way.seal)

    def _is_there(self, way: _Way, wanted: WantedBytes) -> bool:
        info = way.blobs.blob_find(wanted.sha256)
        if info is None or not info.complete or info.size != wanted.size:
            self._looked[wanted.sha256] = self._clock()
            self._kept.note_lost(wanted.sha256)
            return False
        self._looked.pop(wanted.sha256, None)
        self._kept.note(wanted.sha256, shared=True)
        return True

    def _has_room(self, wanted: WantedBytes) -> bool:
        is_allowed = self._kept.bytes_here() + wanted.size <= self._eager_bytes
        return is_allowed and self._kept.free_bytes() - wanted.size >= self._keep_free

    # --- what goes wrong with one ---

    def _guarded(
        self,
        move: Callable[[_Way, WantedBytes], None],
        way: _Way,
        wanted: WantedBytes,
        failures: Counter[str],
    ) -> None:
        try:
            move(way, wanted)
        except DeskError as error:
            if error.code not in _OF_ONE:
                raise
            _LOG.info("attachment %s: %s", wanted.sha256[:8], error.code)
            if error.code is ErrorCode.ATTACHMENT_DAMAGED and self._kept.cache.has(wanted.sha256):
                self._kept.cache.remove(wanted.sha256)
                self._kept.note(wanted.sha256, here=False)
            failures[wanted.sha256] += 1

    def _just_looked(self) -> frozenset[str]:
        now = self._clock()
        self._looked = {sha256: at for sha256, at in self._looked.items() if now - at < _LOOK_AGAIN}
        return frozenset(self._looked)


def _names_of(link: Link) -> tuple[str, ...]:
    return link.dataset_id, link.address, link.role, link.password


def _given_up(failures: Counter[str]) -> frozenset[str]:
    """Give what failed again and again: it waits for the next day, or the next start of the program."""
    return frozenset(sha256 for sha256, times in failures.items() if times >= _TRIES)
