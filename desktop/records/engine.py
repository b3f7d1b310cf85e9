"""The encrypted SQLite file: one connection that writes, several that read, and plain words for its faults.

Measured choices (docs/decisions/0003-one-database-one-writer.md): WAL so that lists never wait for a save,
`synchronous=FULL` because a power cut must not take back what was printed, a raw 256-bit key because the
password derivation of SQLCipher costs 0.1 s per connection and protects nothing here.
"""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.faults import desk_error_of

KEY_BYTES: Final = 32
READERS: Final = 8
BUSY_SECONDS: Final = 5.0
# 32 MiB for each reader: the index of a million dossiers stays warm, 8 readers are never busy at once.
_READER_CACHE_KIB: Final = 32_768
_WRITER_CACHE_KIB: Final = 16_384


class Database:
    """An open database file. Safe to use from any thread; close it once, at the end."""

    def __init__(
        self, file: Path, key: bytes, *, busy_seconds: float = BUSY_SECONDS, reads_only: bool = False
    ) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the key of the database has {KEY_BYTES} bytes")
        self.file = file
        self.key = key
        self._busy_seconds = busy_seconds
        self._reads_only = reads_only
        self._turn = threading.Lock()
        self._writer_thread: int | None = None
        self._writer = self._engine(size=1, writes=True)
        self._readers = self._engine(size=READERS, writes=False)

    @contextlib.contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """Run the block in the one writing transaction; committed at its end, rolled back by an exception.

        Args:
            durable: A power cut leaves what was committed. Without it the commit does not wait for the disk, and a
                power cut may take it back with all that came after it; the next durable commit makes both safe. Only
                for what would come out the same if it were done again. A killed program never loses it.

        Raises:
            DeskError: `DATABASE_BUSY` when another thread or program writes for longer than some seconds;
                `DISK_FULL` and others, with nothing written.
        """
        if self._reads_only:
            raise RuntimeError("opened for reading only")
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("a unit of work inside a unit of work would wait for itself")
        if not self._turn.acquire(timeout=self._busy_seconds):
            raise DeskError(ErrorCode.DATABASE_BUSY)
        self._writer_thread = threading.get_ident()
        try:
            with (
                self._plain_words(),
                self._writer.connect() as connection,
                _waiting_for_disk(connection, durable=durable),
                connection.begin(),
            ):
                yield connection
        finally:
            self._writer_thread = None
            self._turn.release()

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Run the block on one consistent state of the database; it never waits for the writer.

        Raises:
            DeskError: `DATABASE_BUSY` when all readers are taken for some seconds.
        """
        with self._plain_words(), _connected(self._readers) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def outside_transaction(self) -> Iterator[Connection]:
        """Give the writing connection without a transaction, for VACUUM and checkpoints."""
        with self._turn, self._writer.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._readers.dispose()
        self._writer.dispose()

    @contextlib.contextmanager
    def _plain_words(self) -> Iterator[None]:
        """Say what the driver says of a statement that goes past SQLAlchemy as it is said of all others."""
        try:
            yield
        except sqlcipher.Error as error:
            known = desk_error_of(error, self.file.parent)
            if known is None:
                raise
            raise known from error

    def _engine(self, *, size: int, writes: bool) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: self._connect(writes=writes),
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=self._busy_seconds,
        )
        begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if connection.get_isolation_level() != "AUTOCOMMIT":
                connection.exec_driver_sql(begin)

        @event.listens_for(engine, "handle_error")
        def _raise_desk_error(context: ExceptionContext) -> None:
            known = desk_error_of(context.original_exception, self.file.parent)
            if known is not None:
                raise known from context.original_exception

        return engine

    def _connect(self, *, writes: bool) -> sqlcipher.Connection:
        cache = _WRITER_CACHE_KIB if writes else _READER_CACHE_KIB
        connection: sqlcipher.Connection | None = None
        try:
            connection = open_encrypted(self.file, self.key, busy_seconds=self._busy_seconds)
            connection.execute(f"PRAGMA cache_size=-{cache}")
            connection.execute("PRAGMA foreign_keys=ON")
            if writes and not self._reads_only:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                # Erased keys and deleted drafts are overwritten, not merely unlinked.
                connection.execute("PRAGMA secure_delete=ON")
            else:
                connection.execute("PRAGMA query_only=ON")
        except sqlcipher.Error as error:
            if connection is not None:
                connection.close()
            known = desk_error_of(error, self.file.parent)
            if known is None:
                raise
            raise known from error
        return connection


def open_encrypted(file: Path, key: bytes, *, busy_seconds: float = BUSY_SECONDS) -> sqlcipher.Connection:
    """Open an encrypted file with its raw key and prove that the key fits.

    Raises:
        sqlcipher.Error: As the driver says it; NOTADB for a wrong key or a foreign file.
    """
    connection = sqlcipher.connect(
        str(file), timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        connection.execute("PRAGMA cipher_log = off")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.Error:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def _waiting_for_disk(connection: Connection, *, durable: bool) -> Iterator[None]:
    """Let commits of the block wait for the disk or not. SQLite takes the word only between transactions."""
    if durable:
        yield
        return
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        driver.execute("PRAGMA synchronous=FULL")


def _connected(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except PoolTimeoutError as error:
        raise DeskError(ErrorCode.DATABASE_BUSY) from error
