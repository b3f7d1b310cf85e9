"""Opening the local database: lock, key, migration with a copy first, and the parts the program works with."""

import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Connection, insert, inspect, select, text

from desktop.domain.calendar import date_text, office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.records import backup, health
from desktop.records.attachment_backup import (
    CopiedAttachments,
    copy_in,
    copy_out,
    folder_beside,
    named_bytes,
)
from desktop.records.attachment_cache import CACHE_FOLDER, AttachmentCache
from desktop.records.backup_file import read_label, unwrap_key
from desktop.records.backup_note import read_note, write_note
from desktop.records.drafts import StoredDrafts
from desktop.records.engine import Database
from desktop.records.faults import desk_error_of_file
from desktop.records.files import close_to_others
from desktop.records.id_source import IdSource
from desktop.records.instance_lock import InstanceLock
from desktop.records.kept_aside import KeptAside, outdated_name
from desktop.records.key_id import KeyId
from desktop.records.key_store import KeyStore, new_key
from desktop.records.operations import CLIENT_ID
from desktop.records.print_jobs import StoredPrintJobs
from desktop.records.reader import StoredReader
from desktop.records.rebuild import rebuild
from desktop.records.tables import META, utc_moment
from desktop.records.trail import StoredTrail
from desktop.records.unit_of_work import StoredUnitOfWork
from desktop.records.untold_backups import forget_taken, take_untold
from desktop.services.ports_backup import BackupFacts, BackupState
from desktop.services.ports_records import UnitOfWork
from desktop.services.record_values import AuditAction, Changes, HealthFinding

DATABASE_FILE: Final = "records.db"
HEAD: Final = "0004"
# Raised when the derived tables change without a change of schema: they are rebuilt at the next start.
DERIVED_LEVEL: Final = "3"
_DERIVED_LEVEL: Final = "derived_level"
_UPGRADE: Final = "desktop.records.migrate:upgrade"
_REVISIONS: Final = frozenset({"", "0001", "0002", "0003", "0004"})

Clock = Callable[[], datetime]


class Access(Enum):
    """How a program uses a data folder."""

    SOLE = "sole"
    """Owns it: reads and writes, prints. A second owner is refused."""
    ALONGSIDE = "alongside"
    """Looks beside the owner: reads and makes backups, changes nothing."""


class RecordStore:
    """The open records of one data folder. Close it at the end, or use it as a context manager."""

    def __init__(
        self, database: Database, *, key_store: KeyStore, clock: Clock, lock: InstanceLock | None
    ) -> None:
        self._database = database
        self._key_store = key_store
        self._clock = clock
        self._lock = lock
        self.read = StoredReader(database)
        self.drafts = StoredDrafts(database, clock)
        self.print_jobs = StoredPrintJobs(database)
        self.trail = StoredTrail(database)
        self.aside = KeptAside(database, clock)
        self._next_id = IdSource(clock)
        self._listeners: list[Callable[[Changes], None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, actor: StaffId) -> AbstractContextManager[UnitOfWork]:
        """Start a transaction of somebody; leaving the block commits it."""
        return self._begin(actor)

    @property
    def database(self) -> Database:
        """The open file, for `desktop.sync`, which writes the shared log in the records' own transactions."""
        return self._database

    def begin_stored(self, actor: StaffId) -> AbstractContextManager[StoredUnitOfWork]:
        """Start a transaction that may also touch single fields, for `desktop.sync`."""
        return self._begin(actor)

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Be told of every commit, on the thread that made it: `desktop.sync` sends it on."""
        self._listeners.append(listener)

    @contextmanager
    def _begin(self, actor: StaffId) -> Iterator[StoredUnitOfWork]:
        with self._database.write() as connection:
            work = StoredUnitOfWork(connection, actor=actor, clock=self._clock, new_id=self.new_id)
            yield work
            work.finish()
        work.committed()
        for listener in self._listeners:
            listener(work.changes)

    def new_id(self) -> str:
        """Give a fresh UUIDv7, after every one given before in the same millisecond."""
        return self._next_id()

    def backup(self, file: Path, secret: str) -> CopiedAttachments:
        """Write a verified, encrypted copy that `secret` opens on any PC, and the attachments beside it.

        Gives what it holds of the attachments.
        """
        now, data_dir = self._clock(), self._database.file.parent
        since = read_note(data_dir, now).since
        backup.write_backup(self._database, file, secret, now=now)
        write_note(data_dir, BackupState(made_at=now, file=str(file), since=since))
        cache = AttachmentCache(data_dir / CACHE_FOLDER, self._database.key)
        return copy_out(cache, folder_beside(file, self._database.key), named_bytes(self._database))

    def tell_backups(self) -> None:
        """Write backups that were made beside this program into the trail; on a full disk later."""
        data_dir = self._database.file.parent
        untold = take_untold(data_dir)
        for made in untold:
            how = "Bằng lệnh, không thành" if made.failed else "Bằng lệnh"
            reason = f"{how}, lúc {office_time(made.at):%H:%M} {date_text(office_time(made.at).date())}"
            with self._begin(made.by) as work:
                work.audit.add(AuditAction.BACKED_UP, "backup", made.name, reason=reason)
        forget_taken(data_dir)

    def rebuild(self) -> int:
        """Rebuild every derived table from the operations; gives the number of operations."""
        with self._database.write() as connection:
            return rebuild(connection)

    def examine(self) -> tuple[HealthFinding, ...]:
        """Check the database for `khongviet doctor`; changes nothing."""
        return health.examine(self._database, self._key_store, head=HEAD)

    def close(self) -> None:
        """Close the database and give the data folder back."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()


def utc_now() -> datetime:
    """Give the wall clock, aware."""
    return datetime.now(UTC)


def open_records(
    data_dir: Path, key_store: KeyStore, *, clock: Clock = utc_now, access: Access = Access.SOLE
) -> RecordStore:
    """Open the records of a data folder; makes an empty database with a new key at the first start.

    Raises:
        DeskError: `DATABASE_IN_USE`, `DATABASE_KEY_MISSING` (a database without its key: nothing is created
            over it), `DATABASE_KEY_WRONG`, `DATABASE_DAMAGED`, `DATABASE_UNREADABLE` (also for one that has
            gone away), `DATABASE_NEWER`, `DISK_FULL`, `FILE_NOT_WRITABLE`.
    """
    file = data_dir / DATABASE_FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise desk_error_of_file(error, data_dir) from error
    sole = access is Access.SOLE
    lock = InstanceLock(data_dir) if sole else None
    if lock is not None:
        lock.acquire()
    database: Database | None = None
    try:
        key = _key_for(file, key_store, may_create=sole)
        key_id = KeyId(data_dir, key)
        _refuse_to_begin_anew(file, key_id, sole=sole)
        database = Database(file, key, reads_only=not sole)
        _open(database, key_id, migrates=sole)
        if sole:
            # SQLite makes what stands beside the file with the file's own rights.
            close_to_others(file, *(file.with_name(f"{file.name}-{part}") for part in ("wal", "shm")))
    except BaseException:
        if database is not None:
            database.close()
        if lock is not None:
            lock.release()
        raise
    store = RecordStore(database, key_store=key_store, clock=clock, lock=lock)
    if sole:
        store.aside.clean()
        store.aside.follow()
        with suppress(DeskError):
            store.tell_backups()
    return store


def look_into(file: Path, secret: str) -> BackupFacts:
    """Tell what a backup holds, once its secret has proved to be right.

    Raises:
        DeskError: `BACKUP_UNREADABLE`, `BACKUP_SECRET_WRONG`, `DATABASE_NEWER`.
    """
    label = backup.look_into_backup(file, secret, known_revisions=_REVISIONS - {""})
    return BackupFacts(made_at=utc_moment(label.made_at), operations=label.operations)


def restore(
    data_dir: Path, key_store: KeyStore, file: Path, secret: str, *, clock: Clock = utc_now
) -> Path | None:
    """Put a backup in the place of a data folder's database, which must be closed.

    Gives where the old database is kept, None if there was none. The attachments beside
    the backup come with it. An older backup is migrated when it is opened next.

    Raises:
        DeskError: See `desktop.records.backup.restore_backup`.
    """
    kept = backup.restore_backup(
        data_dir,
        key_store,
        file,
        secret,
        database_name=DATABASE_FILE,
        known_revisions=_REVISIONS - {""},
        clock=clock,
    )
    _restore_attachments(data_dir, key_store, file, secret)
    return kept


def count_missing_attachments(store: RecordStore) -> int:
    """Give how many attachments the records name whose bytes are not on this PC."""
    cache = AttachmentCache(store.database.file.parent / CACHE_FOLDER, store.database.key)
    return len(named_bytes(store.database).live - cache.digests())


def _restore_attachments(data_dir: Path, key_store: KeyStore, file: Path, secret: str) -> None:
    own, theirs = key_store.load(), unwrap_key(read_label(file), secret)
    if own is None or not folder_beside(file, theirs).is_dir():
        return
    database = Database(data_dir / DATABASE_FILE, own, reads_only=True)
    try:
        wanted = named_bytes(database).live
    finally:
        database.close()
    copy_in(folder_beside(file, theirs), theirs, AttachmentCache(data_dir / CACHE_FOLDER, own), wanted)


def _key_for(file: Path, key_store: KeyStore, *, may_create: bool) -> bytes:
    key = key_store.load()
    if key is not None:
        return key
    if file.exists() or not may_create:
        raise DeskError(ErrorCode.DATABASE_KEY_MISSING)
    key = new_key()
    key_store.save(key)
    return key


def _refuse_to_begin_anew(file: Path, key_id: KeyId, *, sole: bool) -> None:
    # A database that has gone away is not replaced by an empty one in silence: somebody looks for it, or restores.
    if not file.exists() and (key_id.was_here() or not sole):
        raise DeskError(ErrorCode.DATABASE_UNREADABLE, what="missing")
    # To SQLite an empty file is a database nobody has begun, and what its write-ahead log still holds goes with it.
    if key_id.was_here() and not file.stat().st_size:
        raise DeskError(ErrorCode.DATABASE_DAMAGED, what="empty")


def _open(database: Database, key_id: KeyId, *, migrates: bool) -> None:
    try:
        with database.read() as connection:
            revision = _revision(connection)
    except DeskError as error:
        raise key_id.judge(error) from error
    if revision not in _REVISIONS:
        raise DeskError(ErrorCode.DATABASE_NEWER, revision=revision)
    if not revision and key_id.was_here():
        raise DeskError(ErrorCode.DATABASE_DAMAGED, what="begun anew")
    if not migrates:
        if revision != HEAD:
            raise DeskError(ErrorCode.DATABASE_IN_USE, pid="")
        return
    if revision != HEAD:
        _migrate(database, revision)
    with database.write() as connection:
        _complete(connection)
    key_id.remember()


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _migrate(database: Database, revision: str) -> None:
    if revision:
        backup.copy_database(database, outdated_name(database.file, HEAD))
    with database.write() as connection:
        # Alembic takes as long to load as everything else here, and is needed once a version.
        pkgutil.resolve_name(_UPGRADE)(connection, HEAD)
        if revision:
            rebuild(connection)


def _complete(connection: Connection) -> None:
    known = {str(row.k): str(row.v) for row in connection.execute(select(META))}
    if CLIENT_ID not in known:
        client = IdSource(utc_now)()
        connection.execute(insert(META).values(k=CLIENT_ID, v=client))
    if known.get(_DERIVED_LEVEL) != DERIVED_LEVEL:
        rebuild(connection)
        connection.execute(insert(META).prefix_with("OR REPLACE").values(k=_DERIVED_LEVEL, v=DERIVED_LEVEL))
