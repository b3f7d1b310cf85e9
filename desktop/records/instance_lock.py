"""One program at a time owns a data folder. The system drops the lock with the process, however it ends.

Why not share: docs/decisions/0003-one-database-one-writer.md.
"""

import contextlib
import os
import sys
from io import FileIO
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.faults import desk_error_of_file
from desktop.records.files import close_to_others

if sys.platform == "win32":  # pragma: no cover - the twin of the branch below
    import msvcrt
else:
    import fcntl

LOCK_FILE: Final = "khongviet.lock"


class InstanceLock:
    """Holds the lock file of a data folder until `release`."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / LOCK_FILE
        self._stream: FileIO | None = None

    def acquire(self) -> None:
        """Take the lock; raises `DeskError(DATABASE_IN_USE)` with the owner's process number."""
        try:
            stream = self._file.open("a+b", buffering=0)
        except OSError as error:
            raise desk_error_of_file(error, self._file) from error
        close_to_others(self._file)
        try:
            _lock(stream)
        except OSError as error:
            stream.close()
            raise DeskError(ErrorCode.DATABASE_IN_USE, pid=self._owner()) from error
        # The lock is ours; that its owner can be named is not worth a fault on a full disk.
        with contextlib.suppress(OSError):
            stream.truncate(0)
            # The first byte is the one that is locked; the number after it can be read by others.
            stream.write(f" {os.getpid()}".encode())
        self._stream = stream

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two programs lock two files."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _owner(self) -> str:
        try:
            with self._file.open("rb") as stream:
                stream.seek(1)
                return stream.read(20).decode("ascii", "replace").strip()
        except OSError:
            return ""


def _lock(stream: FileIO) -> None:
    if sys.platform == "win32":  # pragma: no cover - runs on Windows only
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
