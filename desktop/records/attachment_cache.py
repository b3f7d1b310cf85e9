"""The bytes of attachments on this PC: files named by their content, encrypted, there whole or not at all.

`tep-dinh-kem/ab/<sha256>`: the letters `KVDK1`, the size (8 bytes, big endian), then chunks of 256 KiB, each
`nonce (12) ‖ AES-256-GCM`. Digest, size and number of the chunk are bound to it, so that no chunk can be moved, and a
cut file is found out. The key is derived from the database's, so that whoever has only the folder has nothing.
"""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.faults import desk_error_of_file
from desktop.records.files import remove_quietly, replace_durably

CACHE_FOLDER: Final = "tep-dinh-kem"
CHUNK_BYTES: Final = 256 * 1024
_PURPOSE: Final = b"khongviet attachments 1"
_MAGIC: Final = b"KVDK1"
_SIZE_BYTES: Final = 8
_HEADER_BYTES: Final = len(_MAGIC) + _SIZE_BYTES
_NONCE_BYTES: Final = 12
_SEAL_BYTES: Final = _NONCE_BYTES + 16
_COMING: Final = ".part"
_WRITING: Final = ".dang-ghi"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class AttachmentCache:
    """The bytes of attachments under one key. Safe to use from any thread; one program writes.

    Args:
        folder: Where they are; made when it is first needed.
        key: The key of the database they belong to.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(HKDF(algorithm=SHA256(), length=len(key), salt=None, info=_PURPOSE).derive(key))

    def has(self, sha256: str) -> bool:
        """Tell whether the bytes are here; reading tells whether they are sound."""
        return is_digest(sha256) and self._whole(sha256).is_file()

    def file(self, sha256: str) -> Path:
        """Give where the bytes are, or would be."""
        return self._whole(sha256)

    def digests(self) -> frozenset[str]:
        """Give what is here."""
        names = (file.name for file in self._folder.glob("??/*") if not file.suffix)
        return frozenset(names)

    def older_than(self, moment: float) -> frozenset[str]:
        """Give what has been here since before a moment, in seconds of the system's clock."""
        files = (self._whole(sha256) for sha256 in self.digests())
        return frozenset(file.name for file in files if file.stat().st_mtime < moment)

    def put(self, content: bytes) -> str:
        """Keep bytes durably; gives their sha256. Bytes that are here already cost nothing.

        Raises:
            DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`; nothing half is left then.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        if self.has(sha256) and self._is_sound(sha256):
            return sha256
        whole = self._whole(sha256)
        part = whole.with_name(f"{sha256}{_WRITING}-{secrets.token_hex(4)}")
        with _told(part):
            _make_folder(whole.parent)
            with _new_file(part) as stream:
                stream.write(_header(len(content)))
                for number in range(-(-len(content) // CHUNK_BYTES)):
                    chunk = content[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
                    stream.write(self._sealed(sha256, len(content), number, chunk))
            replace_durably(part, whole)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Give the bytes, verified.

        Raises:
            DeskError: `RECORD_MISSING` when they are not here; `ATTACHMENT_DAMAGED` when the file was cut or changed.
        """
        size = self._size(self._whole(sha256))
        opened = b"".join(self._opened(self._whole(sha256), sha256, size))
        if hashlib.sha256(opened).hexdigest() != sha256:
            raise DeskError(ErrorCode.ATTACHMENT_DAMAGED)
        return opened

    def chunk(self, sha256: str, number: int) -> bytes:
        """Give one chunk, verified; raises as `read` does."""
        whole = self._whole(sha256)
        size = self._size(whole)
        try:
            with whole.open("rb") as stream:
                stream.seek(_HEADER_BYTES + number * (CHUNK_BYTES + _SEAL_BYTES))
                return self._unsealed(sha256, size, number, stream.read(CHUNK_BYTES + _SEAL_BYTES))
        except (OSError, InvalidTag, ValueError) as error:
            raise DeskError(ErrorCode.ATTACHMENT_DAMAGED) from error

    def remove(self, sha256: str) -> None:
        """Remove bytes, also those that were just coming; does nothing when there are none."""
        if is_digest(sha256):
            whole = self._whole(sha256)
            remove_quietly(whole, whole.with_suffix(_COMING))

    def clean(self, wanted: Collection[str]) -> None:
        """Remove what a killed program left half-written, and half-fetched bytes that nobody wants any more."""
        for file in self._folder.glob("??/*.*"):
            if not (file.suffix == _COMING and file.stem in wanted):
                remove_quietly(file)

    # --- bytes that come in chunks ---

    def coming(self, sha256: str, size: int) -> int:
        """Give how many chunks of bytes under way are here: the number of the next one."""
        part = self._whole(sha256).with_suffix(_COMING)
        try:
            if part.stat().st_size >= _HEADER_BYTES and self._size(part) == size:
                return (part.stat().st_size - _HEADER_BYTES) // (CHUNK_BYTES + _SEAL_BYTES)
        except (FileNotFoundError, DeskError):
            return 0
        return 0

    def take(self, sha256: str, size: int, number: int, chunk: bytes) -> None:
        """Keep the next chunk of bytes under way.

        Raises:
            DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`; what had come of these bytes is given up, for the records need
                the room more.
        """
        part = self._whole(sha256).with_suffix(_COMING)
        with _told(part):
            _make_folder(part.parent)
            with _new_file(part) if number == 0 else part.open("r+b") as stream:
                if number == 0:
                    stream.write(_header(size))
                # A chunk that a killed program had half written is written over.
                stream.seek(_HEADER_BYTES + number * (CHUNK_BYTES + _SEAL_BYTES))
                stream.truncate()
                stream.write(self._sealed(sha256, size, number, chunk))

    def finish(self, sha256: str, size: int) -> bool:
        """Verify bytes that have come whole and keep them; gives False, and forgets them, when they are not right."""
        whole = self._whole(sha256)
        part = whole.with_suffix(_COMING)
        total = hashlib.sha256()
        try:
            for opened in self._opened(part, sha256, size):
                total.update(opened)
        except DeskError:
            total = hashlib.sha256()
        if total.hexdigest() != sha256:
            remove_quietly(part)
            return False
        with _told(part):
            replace_durably(part, whole)
        return True

    def _whole(self, sha256: str) -> Path:
        # The name comes from a record, and so from any counter: only a sum is ever made part of a path.
        if not is_digest(sha256):
            raise DeskError(ErrorCode.RECORD_MISSING)
        return self._folder / sha256[:2] / sha256

    def _is_sound(self, sha256: str) -> bool:
        try:
            self.read(sha256)
        except DeskError:
            return False
        return True

    def _size(self, file: Path) -> int:
        try:
            with file.open("rb") as stream:
                header = stream.read(_HEADER_BYTES)
        except FileNotFoundError as error:
            raise DeskError(ErrorCode.RECORD_MISSING) from error
        except OSError as error:
            raise DeskError(ErrorCode.ATTACHMENT_DAMAGED) from error
        if len(header) != _HEADER_BYTES or not header.startswith(_MAGIC):
            raise DeskError(ErrorCode.ATTACHMENT_DAMAGED)
        return int.from_bytes(header[len(_MAGIC) :], "big")

    def _sealed(self, sha256: str, size: int, number: int, chunk: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, chunk, _place(sha256, size, number))

    def _unsealed(self, sha256: str, size: int, number: int, sealed: bytes) -> bytes:
        place = _place(sha256, size, number)
        return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)

    def _opened(self, file: Path, sha256: str, size: int) -> Iterator[bytes]:
        """Open chunk after chunk; raises `ATTACHMENT_DAMAGED` for anything that does not fit."""
        count = -(-size // CHUNK_BYTES)
        try:
            with file.open("rb") as stream:
                stream.seek(_HEADER_BYTES)
                for number in range(count):
                    yield self._unsealed(sha256, size, number, stream.read(CHUNK_BYTES + _SEAL_BYTES))
                if stream.read(1):
                    raise DeskError(ErrorCode.ATTACHMENT_DAMAGED)
        except (OSError, InvalidTag, ValueError) as error:
            raise DeskError(ErrorCode.ATTACHMENT_DAMAGED) from error


def is_digest(text: str) -> bool:
    """Tell whether a text can name bytes: 64 hexadecimal digits, as in docs/log-format.md."""
    return _DIGEST.fullmatch(text) is not None


def _place(sha256: str, size: int, number: int) -> bytes:
    return f"{sha256}/{size}/{number}".encode()


def _header(size: int) -> bytes:
    return _MAGIC + size.to_bytes(_SIZE_BYTES, "big")


def _make_folder(folder: Path) -> None:
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _new_file(file: Path) -> BinaryIO:
    return open(file, "wb", opener=_private)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


@contextlib.contextmanager
def _told(part: Path) -> Iterator[None]:
    """Tell a failed write as a fault of the world, and leave nothing half."""
    try:
        yield
    except OSError as error:
        remove_quietly(part)
        raise desk_error_of_file(error, part) from error
