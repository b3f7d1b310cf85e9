"""Opening the one file on a share, with every guard a network drive needs.

A share is no disk: locks may be late, answers may be old, the file may be exchanged behind an open handle. So: a
rollback journal that is truncated and never removed (the share caches "no such file"), `synchronous=FULL`, no memory
mapping, short transactions, and everything that does not fit is refused rather than tried.
docs/decisions/0006-stores-of-an-office.md has the reasons.
"""

import contextlib
import errno
import secrets
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.system_faults import FULL, REFUSED
from desktop.sync.file_log import is_whole
from desktop.sync.file_schema import APPLICATION_ID
from desktop.sync.left_journal import refuse_stray_journal, was_played_back
from desktop.sync.remote import FORMAT

BUSY_SECONDS: Final = 8.0
_TRIES: Final = 3
_JITTER_SECONDS: Final = (0.05, 0.25)
_PRIMARY: Final = 0xFF
_BUSY: Final = frozenset({5, 6})  # BUSY, LOCKED
# https://www.sqlite.org/rescode.html: the low byte is the primary code.
_BY_CODE: Final = {
    5: ErrorCode.OFFICE_BUSY,
    6: ErrorCode.OFFICE_BUSY,
    8: ErrorCode.OFFICE_READ_ONLY,  # READONLY: the share does not let this PC write
    10: ErrorCode.OFFICE_UNREACHABLE,  # IOERR
    13: ErrorCode.OFFICE_DISK_FULL,  # FULL
    14: ErrorCode.OFFICE_UNREACHABLE,  # CANTOPEN
    26: ErrorCode.OFFICE_FOREIGN,  # NOTADB: a wrong key and a foreign file look alike
}
_CORRUPT: Final = 11
# What reading a number, a moment or a row raises that is not there, or not what it should be.
_SENSELESS: Final = (KeyError, TypeError, ValueError, IndexError)

T = TypeVar("T")


def file_key(office_key: bytes, purpose: str) -> bytes:
    """Derive a key of 32 bytes for one purpose of the shared folder from the office's key."""
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"khongviet {purpose} 1".encode())
    return hkdf.derive(office_key)


class FileConnection:
    """One connection to the shared file, opened when it is needed. Safe to use from several threads, one at a time."""

    def __init__(self, file: Path, key: bytes, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Remember the place; nothing is opened yet.

        Args:
            file: The file on the share; it is never created here.
            key: The office's key.
            busy_seconds: How long SQLite itself waits for a lock, for each of three tries.
        """
        self.file = file.absolute()
        self._key = file_key(key, "shared file")
        self._busy_seconds = busy_seconds
        self._turn = threading.Lock()
        self._open: sqlcipher.Connection | None = None
        self._opened_file: tuple[int, int] | None = None
        self._is_doubtful = False

    def read(self, work: Callable[[sqlcipher.Connection], T]) -> T:
        """Run work on one consistent look at the file; it must not keep the connection."""
        return self._run("BEGIN", work)

    def write(self, work: Callable[[sqlcipher.Connection], T]) -> T:
        """Run work in one transaction that no other PC can come between; an exception takes all of it back.

        Raises:
            DeskError: See `desktop.sync.remote`; nothing was written.
        """
        return self._run("BEGIN IMMEDIATE", work)

    def outside_transaction(self, work: Callable[[sqlcipher.Connection], T]) -> T:
        """Run work that SQLite wants outside of a transaction."""
        with self._turn, self._told():
            return work(self._connection())

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._drop()

    def _run(self, begin: str, work: Callable[[sqlcipher.Connection], T]) -> T:
        with self._turn, self._told():
            for tries_left in reversed(range(_TRIES)):
                try:
                    return _transaction(self._connection(), begin, work)
                except sqlcipher.Error as error:
                    if not tries_left or _primary_code(error) not in _BUSY:
                        raise
                # SQLite's own waiting is unfair and in step with the others'; chance breaks the step.
                time.sleep(secrets.SystemRandom().uniform(*_JITTER_SECONDS))
        raise AssertionError("unreachable")  # pragma: no cover - the loop returns or raises

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlcipher.Error as error:
            if _primary_code(error) not in _BUSY:
                self._drop()
            raise store_fault(error) or error from error
        except OSError as error:
            self._drop()
            raise place_fault(error, self.file) from error
        except _SENSELESS as error:
            raise DeskError(ErrorCode.OFFICE_STORE_DAMAGED, problem="nội dung không đúng") from error

    def _connection(self) -> sqlcipher.Connection:
        # A file that was put back from a backup lies under the same name: writing on into the old one would be lost.
        now = self.file.stat()
        if not stat.S_ISREG(now.st_mode):
            raise DeskError(ErrorCode.OFFICE_FILE_GONE, file=self.file.name)
        if self._open is not None and self._opened_file != (now.st_dev, now.st_ino):
            self._drop()
        journal = refuse_stray_journal(self.file, self._key)
        if self._open is None:
            self._open = open_shared(
                self.file,
                self._key,
                busy_seconds=self._busy_seconds,
                at_first=lambda connection: self._prove(connection, journal),
            )
            self._opened_file = (now.st_dev, now.st_ino)
        return self._open

    def _prove(self, connection: sqlcipher.Connection, journal: bytes) -> None:
        """Refuse what came of playing back a journal unless it is whole: it may have been another state's after all."""
        self._is_doubtful = self._is_doubtful or was_played_back(self.file, journal)
        if self._is_doubtful and not is_whole(connection):
            raise DeskError(ErrorCode.OFFICE_STORE_DAMAGED, problem="dữ liệu không nguyên vẹn")
        self._is_doubtful = False  # until then every opening proves it once more

    def _drop(self) -> None:
        if self._open is not None:
            with contextlib.suppress(sqlcipher.Error):
                self._open.close()
            self._open = None


def store_fault(error: sqlcipher.Error) -> DeskError | None:
    """Give the fault of the world behind a driver's error, None for a bug of ours."""
    code = _primary_code(error)
    if code == _CORRUPT:
        return DeskError(ErrorCode.OFFICE_STORE_DAMAGED, problem="dữ liệu không nguyên vẹn")
    if "no such table" in str(error):
        return DeskError(ErrorCode.OFFICE_STORE_DAMAGED, problem="thiếu bảng")
    if code in _BY_CODE:
        return DeskError(_BY_CODE[code], sqlite=getattr(error, "sqlite_errorcode", 0))
    return None


def file_fault(error: OSError) -> DeskError:
    """Give the fault of the world behind a failed file operation on the share."""
    if error.errno in FULL:
        return DeskError(ErrorCode.OFFICE_DISK_FULL, errno=error.errno)
    if error.errno == errno.EROFS:
        return DeskError(ErrorCode.OFFICE_READ_ONLY, errno=error.errno)
    code = ErrorCode.OFFICE_REFUSED if error.errno in REFUSED else ErrorCode.OFFICE_UNREACHABLE
    return DeskError(code, errno=error.errno or 0)


def place_fault(error: OSError, file: Path) -> DeskError:
    """Give the fault as `file_fault`, but tell a shared file that was taken away from a share that is.

    A share that is not mounted is an empty folder; beside the file lie its clock and the scans.
    """
    if isinstance(error, FileNotFoundError):
        with contextlib.suppress(OSError):
            beside = (clock_file(file), file.with_name("blobs"))
            if not file.exists() and any(path.exists() for path in beside):
                return DeskError(ErrorCode.OFFICE_FILE_GONE, file=file.name)
    return file_fault(error)


def clock_file(file: Path) -> Path:
    """Give the file beside the shared one that tells the share's time."""
    return file.with_name(f"{file.name}.clock")


def open_shared(
    file: Path,
    key: bytes,
    *,
    busy_seconds: float,
    fresh: bool = False,
    at_first: Callable[[sqlcipher.Connection], None] = lambda _: None,
) -> sqlcipher.Connection:
    """Open the file and set every guard, each answer read back.

    Args:
        file: Absolute.
        key: Of the file itself, see `file_key`.
        busy_seconds: How long to wait for a lock.
        fresh: The file is new and empty: it cannot be recognised yet.
        at_first: Looks at what the first look of SQLite has made of the file, before anybody else writes into it.

    Raises:
        DeskError: `OFFICE_STORE_UNSAFE`, `OFFICE_FOREIGN`, `OFFICE_NEWER`.
        sqlcipher.Error: As the driver says it.
    """
    _require(not file.with_name(f"{file.name}-wal").exists(), "WAL")
    connection = sqlcipher.connect(
        _address(file), timeout=busy_seconds, isolation_level=None, check_same_thread=False, uri=True
    )
    try:
        connection.execute("PRAGMA cipher_log = off")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("BEGIN")
        _recognise(connection, fresh=fresh)
        at_first(connection)
        connection.execute("COMMIT")
        for name, value, answer in (
            ("journal_mode", "TRUNCATE", "truncate"),
            ("synchronous", "FULL", "2"),
            ("mmap_size", "0", ""),
            ("locking_mode", "NORMAL", "normal"),
            ("secure_delete", "ON", "1"),
            ("temp_store", "MEMORY", "2"),
        ):
            connection.execute(f"PRAGMA {name} = {value}")
            _require(not answer or _answer(connection, name) == answer, name)
    except BaseException:
        connection.close()
        raise
    return connection


def _recognise(connection: sqlcipher.Connection, *, fresh: bool) -> None:
    _require(_answer(connection, "journal_mode") != "wal", "WAL")
    if fresh:
        return
    if _answer(connection, "application_id") != str(APPLICATION_ID):
        raise DeskError(ErrorCode.OFFICE_FOREIGN)
    if int(_answer(connection, "user_version")) > FORMAT:
        raise DeskError(ErrorCode.OFFICE_NEWER)


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - a condition, as in assert
    if not holds:
        raise DeskError(ErrorCode.OFFICE_STORE_UNSAFE, problem=what)


def _transaction(
    connection: sqlcipher.Connection, begin: str, work: Callable[[sqlcipher.Connection], T]
) -> T:
    connection.execute(begin)
    try:
        done = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk or a broken line SQLite has rolled back by itself, and a second time is an error.
        if connection.in_transaction:
            with contextlib.suppress(sqlcipher.Error):
                connection.execute("ROLLBACK")
        raise
    return done


def _answer(connection: sqlcipher.Connection, pragma: str) -> str:
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    return "" if row is None else str(row[0])


def _primary_code(error: sqlcipher.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY


def _address(file: Path) -> str:
    # mode=rw never makes a file where the share is not mounted. //server/share needs an empty host before it.
    path = quote(file.as_posix(), safe="/:")
    return f"file://{'' if path.startswith('/') else '/'}{path}?mode=rw"
