"""A daily tour over what is noted to be in the office's store: whether it is still there, and still what was sent.

A share may be put back from a backup without its folder of scans, and a disk may rot, while every note says that all is
shared. So a counter asks after each start, and then every day, about everything it noted, a slice at a time; what the
store does not have is sent again by whoever has it. Of what is here too it reads some every day and compares.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.attachment_store import ReadingPlace, StoredAttachments
from desktop.sync.attachment_seal import AttachmentSeal, SealedAttachment
from desktop.sync.blob_remote import BlobRemote

_LOG = logging.getLogger(__name__)
TOUR_EVERY: Final = timedelta(days=1)
ASKED_AT_ONCE: Final = 50
"""One answer is two looks at small files or one short query, 1 to 5 ms on a LAN: no slice holds records up for long."""
READ_A_DAY: Final = 256 * 1024**2
"""Half a minute of a 100 Mbit line. 20 GB are read once in 80 days by one counter, sooner by several: each begins at a
place of its own."""
_SLICE_CHUNKS: Final = 16
_ALL: Final = "g"  # after every hexadecimal digit


@dataclass(slots=True)
class _Comparing:
    """An attachment as it has to be, whether the store was known to differ, and the next chunk to compare."""

    sealed: SealedAttachment
    differed: bool
    number: int = 0


class AttachmentCheck:
    """One counter's tour. Belongs to its transfer, which moves everything else first.

    Args:
        kept: The bytes on this PC, and what is noted of them.
        clock: The moment.
    """

    def __init__(self, kept: StoredAttachments, *, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._clock = clock
        self._began: datetime | None = None
        self._asked: str | None = None
        self._again: list[str] = []
        self._stretches: list[tuple[str, str]] = []
        self._place = ReadingPlace()
        self._comparing: _Comparing | None = None

    def begin_if_due(self, start: str) -> bool:
        """Begin a tour after the start of the program and a day after the last one began; gives whether it did.

        Args:
            start: Where this counter begins to read when it has never read anything, in hexadecimal digits.
        """
        now = self._clock()
        if self._began is not None and self._began <= now < self._began + TOUR_EVERY:
            return False
        self._began, self._asked = now, ""
        place = self._kept.reading_place()
        today = now.date().isoformat()
        self._place = ReadingPlace(
            day=today, read=place.read if place.day == today else 0, after=place.after or start
        )
        # Somebody may have put in order what was found to differ; then what no note says anything wrong about.
        self._again = list(self._kept.differing())
        self._stretches = [(self._place.after, _ALL), ("", self._place.after)]
        self._comparing = None
        return True

    def go_on(self, blobs: BlobRemote, seal: AttachmentSeal) -> bool:
        """Take the next slice of the tour; gives False once it has ended.

        Raises:
            DeskError: The faults of the store; the tour goes on from there.
        """
        if self._asked is not None:
            self._ask(blobs)
            return True
        if not (self._again or self._stretches or self._comparing):
            return False
        chunks = _SLICE_CHUNKS
        while chunks > 0 and (self._again or self._stretches or self._comparing):
            if self._comparing is None:
                self._comparing, chunks = self._next(blobs, seal), chunks - 1
            else:
                chunks -= self._compare(blobs, self._comparing, most=chunks)
        self._kept.keep_reading_place(self._place)
        return True

    def let_go(self) -> None:
        """Forget the attachment under way: the store may be another one at the next slice."""
        self._comparing = None

    def _ask(self, blobs: BlobRemote) -> None:
        asked = self._asked or ""
        found = self._kept.shared_after(asked, limit=ASKED_AT_ONCE)
        for one in found:
            info = blobs.blob_find(one.sha256)
            if info is None or not info.complete or info.size != one.size:
                _LOG.info("attachment %s is not in the store any more", one.sha256[:8])
                self._kept.note(one.sha256, shared=False)
            self._asked = one.sha256
        if len(found) < ASKED_AT_ONCE:
            self._asked = None

    def _next(self, blobs: BlobRemote, seal: AttachmentSeal) -> _Comparing | None:
        """Give the next attachment to compare; None when there is none here, or nothing to compare it with."""
        if self._again:
            return self._begun(blobs, seal, self._again.pop(), differed=True)
        after, until = self._stretches[0]
        found = self._kept.shared_after(after, limit=1, here=True)
        if self._place.read >= READ_A_DAY:
            self._stretches = []
            return None
        if not found or found[0].sha256 > until:
            self._stretches = self._stretches[1:]
            return None
        sha256 = found[0].sha256
        self._stretches[0] = (sha256, until)
        self._place = replace(self._place, after=sha256)
        return self._begun(blobs, seal, sha256, differed=False)

    def _begun(
        self, blobs: BlobRemote, seal: AttachmentSeal, sha256: str, *, differed: bool
    ) -> _Comparing | None:
        try:
            sealed = seal.seal(self._kept.read(sha256))
        except DeskError as error:
            _LOG.info("attachment %s: %s", sha256[:8], error.code)
            return None
        info = blobs.blob_find(sha256)
        if info is None or not info.complete:
            self._kept.note(sha256, shared=False)
            return None
        if info.sealed_sum != sealed.sealed_sum:
            if not differed:
                self._tell_differing(sha256)
            return None
        return _Comparing(sealed, differed)

    def _compare(self, blobs: BlobRemote, comparing: _Comparing, *, most: int) -> int:
        """Compare some chunks; gives how many were read."""
        sealed, first = comparing.sealed, comparing.number
        last = min(first + most, len(sealed.chunks))
        for number in range(first, last):
            stored = _stored(blobs, sealed.digest, number)
            self._place = replace(self._place, read=self._place.read + len(sealed.chunks[number]))
            if stored != sealed.chunks[number]:
                self._comparing = None
                self._mend(blobs, comparing)
                return number + 1 - first
        comparing.number = last
        if last == len(sealed.chunks):
            if comparing.differed:
                self._kept.note(sealed.digest, shared=True)
            self._comparing = None
        return last - first

    def _mend(self, blobs: BlobRemote, comparing: _Comparing) -> None:
        sealed = comparing.sealed
        if blobs.blob_mend(sealed.digest, sealed.chunks):
            self._kept.note(sealed.digest, shared=True)
            _LOG.warning("attachment %s had rotted in the store and was put right", sealed.digest[:8])
        elif not comparing.differed:
            self._tell_differing(sealed.digest)

    def _tell_differing(self, sha256: str) -> None:
        _LOG.warning("attachment %s: the store has something else under its name", sha256[:8])
        self._kept.note_differing(sha256)


def _stored(blobs: BlobRemote, digest: str, number: int) -> bytes:
    """Give a chunk as the store has it; nothing where it cannot be read."""
    try:
        return blobs.blob_get(digest, number)
    except DeskError as error:
        if error.code not in {ErrorCode.RECORD_MISSING, ErrorCode.ATTACHMENT_SHARED_DAMAGED}:
            raise
        return b""
