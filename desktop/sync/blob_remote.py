"""The port to the attachments the counters share: named by their content, sent in chunks, behind the records.

A record tells that an attachment exists; its bytes follow when there is time. Every call may be repeated and may come
from several counters at once: a chunk that is there already is not written again. What a reader gets is complete.

No store sees a plain byte: chunks come and go as `attachment_seal` makes them, `TAG_BYTES` longer than their content.
So a store cannot check the digest. It checks the sum over the chunks' tags and keeps it, and a counter that has the
file sees whether the store holds the same. Whether every byte is right, who reads checks.

Every call may raise `DeskError` as the calls of `Remote` do; all but `blob_begin` and `blob_find` also
`RECORD_MISSING`, when nobody has announced the attachment.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

CHUNK_BYTES: Final = 256 * 1024
TAG_BYTES: Final = 16
"""With these, a sealed chunk ends; they depend on every byte of it, on its place and on the office's key."""
BLOB_BYTES_MAX: Final = 64 * 1024 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobInfo:
    """What the store knows of an attachment.

    Attributes:
        digest: sha256 of its plain bytes, 64 hexadecimal digits.
        size: In plain bytes.
        mime: Kind of content.
        sealed_sum: sha256 over the tags of all chunks, 64 hexadecimal digits; empty until it is complete.
    """

    digest: str
    size: int
    mime: str
    sealed_sum: str = ""

    @property
    def complete(self) -> bool:
        """Whether every chunk is there."""
        return bool(self.sealed_sum)


class BlobRemote(Protocol):
    """Attachments of one office."""

    def blob_begin(self, digest: str, size: int, mime: str) -> None:
        """Announce an attachment; announcing it again changes nothing.

        Until it is complete, another size begins anew: who announces a wrong one blocks no scan for good.

        Raises:
            ValueError: It is empty, larger than `BLOB_BYTES_MAX`, or the digest is none.
        """
        ...

    def blob_find(self, digest: str) -> BlobInfo | None:
        """Tell what is there of an attachment; None when nobody announced it."""
        ...

    def blob_missing(self, digest: str) -> tuple[int, ...]:
        """Give the numbers of the chunks that are still to be sent, counted from 0."""
        ...

    def blob_put(self, digest: str, number: int, data: bytes) -> None:
        """Send one sealed chunk; it is kept even if the next one never comes.

        Raises:
            ValueError: Its length is not the one that chunk has.
        """
        ...

    def blob_finish(self, digest: str, sealed_sum: str) -> bool:
        """Check the whole; gives whether it is complete with this very sum.

        Chunks that do not have the sum are dropped, for nobody knows which one is wrong: send them again. Once it is
        complete nothing is dropped any more.
        """
        ...

    def blob_get(self, digest: str, number: int) -> bytes:
        """Give one sealed chunk of a complete attachment.

        Raises:
            DeskError: `RECORD_MISSING` while it is not complete.
        """
        ...

    def blob_forget(self, digest: str) -> bool:
        """Remove an attachment that only erased records name; gives whether it is gone, True for one that never was.

        A server looks itself whether that is so, and otherwise removes nothing; a folder has to believe the caller.
        """
        ...

    def blob_mend(self, digest: str, chunks: Sequence[bytes]) -> bool:
        """Put the sound chunks of a complete attachment in the place of what has rotted, all at once or not at all.

        Gives whether the store lets a counter do that. A folder does, for chunks with the very sum it keeps. A server
        changes nothing that is complete: its keeper takes a rotten scan away, and it is sent anew.
        """
        ...

    def close(self) -> None:
        """Close the connection; the next call opens it again."""
        ...


def check_announcement(digest: str, size: int) -> None:
    """Refuse what can be no attachment.

    Raises:
        ValueError: See `BlobRemote.blob_begin`.
    """
    if not _DIGEST.fullmatch(digest):
        raise ValueError("an attachment is named by 64 hexadecimal digits")
    if not 0 < size <= BLOB_BYTES_MAX:
        raise ValueError(f"an attachment has 1 to {BLOB_BYTES_MAX} bytes")


def chunk_count(size: int) -> int:
    """Give the number of chunks of an attachment."""
    return -(-size // CHUNK_BYTES)


def chunk_length(size: int, number: int) -> int:
    """Give the plain length of one chunk: all are `CHUNK_BYTES` long but the last.

    Raises:
        ValueError: There is no such chunk.
    """
    if not 0 <= number < chunk_count(size):
        raise ValueError(f"an attachment of {size} bytes has no chunk {number}")
    return min(CHUNK_BYTES, size - number * CHUNK_BYTES)


def check_sealed_length(size: int, number: int, data: bytes) -> None:
    """Refuse what cannot be the sealed chunk of this number, plain bytes among it.

    Raises:
        ValueError: See `BlobRemote.blob_put`.
    """
    if len(data) != chunk_length(size, number) + TAG_BYTES:
        raise ValueError(f"chunk {number} has another length")


def missing_of(size: int, there: Iterable[int]) -> tuple[int, ...]:
    """Give the chunks that are not among those that are there."""
    have = frozenset(there)
    return tuple(number for number in range(chunk_count(size)) if number not in have)
