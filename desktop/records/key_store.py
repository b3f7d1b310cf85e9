"""Where the key of the database lives: never in the database's own folder.

A file that only its owner may read on Linux, the same wrapped by DPAPI on Windows, or the system's keyring
(`keyring_store`) when the office has chosen it. The key is 32 random bytes; nobody types or remembers it.
A backup carries its own copy, wrapped with the backup's secret.
"""

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path
from typing import Final, Protocol

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import KEY_BYTES
from desktop.records.faults import desk_error_of_file
from desktop.records.files import write_new_file

KEY_FILE: Final = "records.key"
_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077


class KeyStore(Protocol):
    """Keeps the one key of the database."""

    def load(self) -> bytes | None:
        """Give the key, or None when none has been made; raises `DATABASE_KEY_MISSING` if it is unreadable."""
        ...

    def save(self, key: bytes) -> None:
        """Keep a key durably. Never replaces another one."""
        ...

    def exposed_to(self) -> str:
        """Say who else could read the key (file mode), empty when nobody."""
        ...


class KeyWrap(Protocol):
    """Protects the bytes of a key file by something of the machine or its user."""

    def protect(self, plain: bytes) -> bytes:
        """Give the protected bytes."""
        ...

    def unprotect(self, protected: bytes) -> bytes:
        """Give the plain bytes; raises `DeskError(DATABASE_KEY_WRONG)` on another machine or user."""
        ...


class NoWrap:
    """Linux: the file's mode and the disk's encryption protect the key."""

    def protect(self, plain: bytes) -> bytes:
        """Give the bytes as they are."""
        return plain

    def unprotect(self, protected: bytes) -> bytes:
        """Give the bytes as they are."""
        return protected


class FileKeyStore:
    """A key in a file of its own, readable by its owner alone."""

    def __init__(self, file: Path, wrap: KeyWrap) -> None:
        self._file = file
        self._wrap = wrap

    def load(self) -> bytes | None:
        """Give the key, or None when there is no file."""
        try:
            text = self._file.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise DeskError(ErrorCode.DATABASE_KEY_MISSING) from error
        return checked_key(self._wrap.unprotect(decoded_key(text)))

    def save(self, key: bytes) -> None:
        """Write the key to a new file with mode 0600 and make it durable."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            text = base64.b64encode(self._wrap.protect(key)).decode() + "\n"
            write_new_file(self._file, text.encode(), mode=_OWNER_ONLY)
        except OSError as error:
            raise desk_error_of_file(error, self._file) from error

    def exposed_to(self) -> str:
        """Give the file's mode when others may read it; on Windows DPAPI protects it, not the mode."""
        if os.name == "nt" or not self._file.exists():
            return ""
        mode = stat.S_IMODE(self._file.stat().st_mode)
        return f"{mode:04o}" if mode & _OTHERS else ""


def new_key() -> bytes:
    """Give a new random key."""
    return secrets.token_bytes(KEY_BYTES)


def key_file_of(data_dir: Path) -> Path:
    """Give the place of the key of a data folder: in a folder beside it, so that copying the data is not enough."""
    return data_dir.parent / f"{data_dir.name}-key" / KEY_FILE


def decoded_key(text: str) -> bytes:
    """Read base64; raises `DATABASE_KEY_MISSING`."""
    try:
        return base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise DeskError(ErrorCode.DATABASE_KEY_MISSING) from error


def checked_key(key: bytes) -> bytes:
    """Give a key of the right length; raises `DATABASE_KEY_MISSING` for any other."""
    if len(key) != KEY_BYTES:
        raise DeskError(ErrorCode.DATABASE_KEY_MISSING)
    return key
