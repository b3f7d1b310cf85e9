"""Tells a wrong key from a damaged file: to SQLite both look like "not a database".

A small file beside the database holds a keyed fingerprint of the key. It says nothing about the key to anybody
who does not have it.
"""

import contextlib
import hashlib
import hmac
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.files import write_new_file

KEY_ID_FILE: Final = "records.key-id"
_PURPOSE: Final = b"khongviet key id 1"


class KeyId:
    """The fingerprint of the key that belongs to a data folder's database."""

    def __init__(self, data_dir: Path, key: bytes) -> None:
        self._file = data_dir / KEY_ID_FILE
        self._mine = hmac.new(key, _PURPOSE, hashlib.sha256).hexdigest()

    def remember(self) -> None:
        """Write the fingerprint once the key has opened the database."""
        if self._known() == self._mine:
            return
        # Only a better sentence depends on it: a full disk here must not stop the day.
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
            write_new_file(self._file, self._mine.encode(), mode=0o600)

    def was_here(self) -> bool:
        """Tell whether a database of this folder has been opened before."""
        return bool(self._known())

    def judge(self, error: DeskError) -> DeskError:
        """Give `DATABASE_DAMAGED` for a file that this very key used to open."""
        if error.code is ErrorCode.DATABASE_KEY_WRONG and self._known() == self._mine:
            return DeskError(ErrorCode.DATABASE_DAMAGED, **error.params)
        return error

    def _known(self) -> str:
        try:
            return self._file.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""
