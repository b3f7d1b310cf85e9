"""Whether there is room on a disk: by writing, where that must be known, and by counting, where it must be quick."""

import os
import secrets
import shutil
from pathlib import Path
from typing import Final

from desktop.domain.system_faults import FULL
from desktop.records.files import remove_quietly

# More than SQLite needs for the index of its write-ahead log and a small commit.
_PROBE: Final = bytes(256 * 1024)
_NEARLY_FULL: Final = 1024 * 1024


def has_room(folder: Path) -> bool:
    """Tell whether a few pages can be written in a folder; True also when something else than room is missing."""
    file = folder / f".{secrets.token_hex(8)}.tmp"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            left = memoryview(_PROBE)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        return error.errno not in FULL
    finally:
        remove_quietly(file)
    return True


def is_nearly_full(folder: Path) -> bool:
    """Tell whether a folder's disk has too little room to rely on; costs next to nothing."""
    try:
        return shutil.disk_usage(folder).free < _NEARLY_FULL
    except OSError:
        return False
