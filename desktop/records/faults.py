"""SQLite's result codes in the words of the program: `DeskError` for the world, everything else is a bug."""

from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.system_faults import FULL
from desktop.records.disk_room import has_room

# https://www.sqlite.org/rescode.html: the low byte is the primary code.
_PRIMARY: Final = 0xFF
_BY_CODE: Final = {
    5: ErrorCode.DATABASE_BUSY,  # BUSY
    6: ErrorCode.DATABASE_BUSY,  # LOCKED
    8: ErrorCode.FILE_NOT_WRITABLE,  # READONLY
    10: ErrorCode.DATABASE_UNREADABLE,  # IOERR
    11: ErrorCode.DATABASE_DAMAGED,  # CORRUPT
    13: ErrorCode.DISK_FULL,  # FULL
    14: ErrorCode.DATABASE_UNREADABLE,  # CANTOPEN
    26: ErrorCode.DATABASE_KEY_WRONG,  # NOTADB: a wrong key and a foreign file look alike
}


def desk_error_of(error: BaseException | None, folder: Path) -> DeskError | None:
    """Give the `DeskError` for a driver's error, or None when it is a bug of ours (syntax, constraint).

    SQLite needs a little room even to read, and calls the lack of it a broken disk: `folder` is then tried.
    """
    if not isinstance(error, sqlcipher.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    known = _BY_CODE.get(code & _PRIMARY)
    if known is ErrorCode.DATABASE_UNREADABLE and not has_room(folder):
        known = ErrorCode.DISK_FULL
    return DeskError(known, sqlite=code) if known is not None else None


def desk_error_of_file(error: OSError, file: Path | None = None) -> DeskError:
    """Give the `DeskError` for a failed file operation: the system's number, and the file where it tells of nobody."""
    full = error.errno in FULL
    code = ErrorCode.DISK_FULL if full else ErrorCode.FILE_NOT_WRITABLE
    if file is None:
        return DeskError(code, errno=error.errno or 0)
    return DeskError(code, errno=error.errno or 0, file=file)
