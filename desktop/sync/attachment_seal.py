"""Sealing attachments for the office's store: no plain byte of a scan leaves the PC, and no key does.

Every attachment has a key of its own, derived from the office's key, its sha256 and its size; the nonce of a chunk is
its number. So whoever has the same file makes the same sealed bytes: sending may stop anywhere and another counter may
go on. One key and nonce never seal two things, for what is sealed is named here, by its own sum.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.blob_remote import CHUNK_BYTES, TAG_BYTES, chunk_count

_PURPOSE: Final = "khongviet shared attachment 1"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAttachment:
    """An attachment as the store may have it.

    Attributes:
        digest: sha256 of the plain bytes.
        size: Of the plain bytes.
        chunks: Sealed.
    """

    digest: str
    size: int
    chunks: tuple[bytes, ...]

    @property
    def sealed_sum(self) -> str:
        """What every counter with this file and this office's key gets, and nobody else."""
        return sum_of_tags(chunk[-TAG_BYTES:] for chunk in self.chunks)


class AttachmentSeal:
    """Seals and opens under one office's key.

    Args:
        office_key: The office's key.
    """

    def __init__(self, office_key: bytes) -> None:
        self._office_key = office_key

    def seal(self, content: bytes) -> SealedAttachment:
        """Seal a whole attachment under the name its bytes have."""
        digest, size = hashlib.sha256(content).hexdigest(), len(content)
        cipher, plain = self._cipher(digest, size), memoryview(content)
        chunks = tuple(
            cipher.encrypt(
                _nonce(number),
                plain[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES],
                _place(digest, size, number),
            )
            for number in range(chunk_count(size))
        )
        return SealedAttachment(digest=digest, size=size, chunks=chunks)

    def open(self, digest: str, size: int, number: int, sealed: bytes) -> bytes:
        """Open one chunk.

        Raises:
            DeskError: `ATTACHMENT_SHARED_DAMAGED`: it was changed, moved, or sealed under another office's key.
        """
        try:
            return self._cipher(digest, size).decrypt(_nonce(number), sealed, _place(digest, size, number))
        except (InvalidTag, ValueError) as error:
            raise DeskError(ErrorCode.ATTACHMENT_SHARED_DAMAGED) from error

    def _cipher(self, digest: str, size: int) -> AESGCM:
        info = f"{_PURPOSE}\n{digest}/{size}".encode()
        return AESGCM(
            HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(self._office_key)
        )


def sum_of_tags(tags: Iterable[bytes]) -> str:
    """Sum up an attachment by the tags its chunks end with, in their order."""
    return hashlib.sha256(b"".join(tags)).hexdigest()


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES, "big")


def _place(digest: str, size: int, number: int) -> bytes:
    return f"{digest}/{size}/{number}".encode()
