"""Attachments in memory."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.attachment_seal import sum_of_tags
from desktop.sync.blob_remote import (
    TAG_BYTES,
    BlobInfo,
    check_announcement,
    check_sealed_length,
    chunk_count,
    chunk_length,
    missing_of,
)
from desktop.sync.memory_faults import Fault, Weather, no_fault, played
from desktop.sync.memory_store import MemoryStore


class MemoryBlobs:
    """The port `BlobRemote` to a `MemoryStore`.

    Attributes:
        store: Where they are.
        weather: See `MemoryRemote`.
    """

    def __init__(self, store: MemoryStore, *, weather: Weather = no_fault) -> None:
        self.store = store
        self.weather = weather

    def blob_begin(self, digest: str, size: int, mime: str) -> None:
        """See `BlobRemote`."""
        check_announcement(digest, size)
        with self._call("blob_begin"):
            known = self.store.content.blobs.get(digest)
            if known is None or not (known.complete or known.size == size):
                self._drop_chunks(digest)
                self.store.content.blobs[digest] = BlobInfo(digest=digest, size=size, mime=mime)

    def blob_find(self, digest: str) -> BlobInfo | None:
        """See `BlobRemote`."""
        with self._call("blob_find"):
            return self.store.content.blobs.get(digest)

    def blob_missing(self, digest: str) -> tuple[int, ...]:
        """See `BlobRemote`."""
        with self._call("blob_missing"):
            return self._missing(self._known(digest))

    def blob_put(self, digest: str, number: int, data: bytes) -> None:
        """See `BlobRemote`."""
        with self._call("blob_put"):
            info = self._known(digest)
            check_sealed_length(info.size, number, data)
            if not info.complete:
                self.store.content.chunks.setdefault((digest, number), data)

    def blob_finish(self, digest: str, sealed_sum: str) -> bool:
        """See `BlobRemote`."""
        with self._call("blob_finish"):
            info, chunks = self._known(digest), self.store.content.chunks
            if info.complete:
                return info.sealed_sum == sealed_sum
            if self._missing(info):
                return False
            places = [(digest, number) for number in range(chunk_count(info.size))]
            if sum_of_tags(chunks[place][-TAG_BYTES:] for place in places) != sealed_sum:
                self._drop_chunks(digest)
                return False
            self.store.content.blobs[digest] = replace(info, sealed_sum=sealed_sum)
            return True

    def blob_get(self, digest: str, number: int) -> bytes:
        """See `BlobRemote`."""
        with self._call("blob_get"):
            info = self._known(digest)
            if not info.complete:
                raise DeskError(ErrorCode.RECORD_MISSING)
            chunk_length(info.size, number)
            return self.store.content.chunks[digest, number]

    def blob_forget(self, digest: str) -> bool:
        """See `BlobRemote`."""
        with self._call("blob_forget"):
            content = self.store.content
            names = {entry.line.row_id for entry in content.entries if digest in entry.line.patch}
            if digest in content.blobs and not (names and names <= content.erased.keys()):
                return False
            content.blobs.pop(digest, None)
            self._drop_chunks(digest)
            return True

    def blob_mend(self, digest: str, chunks: Sequence[bytes]) -> bool:
        """See `BlobRemote`."""
        with self._call("blob_mend"):
            info = self._known(digest)
            if not info.complete or sum_of_tags(chunk[-TAG_BYTES:] for chunk in chunks) != info.sealed_sum:
                return False
            self.store.content.chunks.update({(digest, number): chunk for number, chunk in enumerate(chunks)})
            return True

    def close(self) -> None:
        """See `BlobRemote`."""

    def _call(self, name: str) -> AbstractContextManager[Fault | None]:
        return played(self.weather, name, self.store.turn)

    def _known(self, digest: str) -> BlobInfo:
        info = self.store.content.blobs.get(digest)
        if info is None:
            raise DeskError(ErrorCode.RECORD_MISSING)
        return info

    def _drop_chunks(self, digest: str) -> None:
        content = self.store.content
        content.chunks = {place: data for place, data in content.chunks.items() if place[0] != digest}

    def _missing(self, info: BlobInfo) -> tuple[int, ...]:
        digest = info.digest
        return missing_of(
            info.size, (number for known, number in self.store.content.chunks if known == digest)
        )
