"""Backups while the program works, and bringing one back: verified before it replaces anything."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, func, insert, inspect, select, text
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.backup_file import (
    BackupLabel,
    append_label,
    check_secret,
    new_salt,
    read_label,
    sha256_of,
    unwrap_key,
)
from desktop.records.engine import Database, open_encrypted
from desktop.records.faults import desk_error_of, desk_error_of_file
from desktop.records.files import (
    COMPANIONS,
    remove_companions,
    remove_database,
    remove_quietly,
    replace_durably,
    sync_file,
)
from desktop.records.health import is_intact
from desktop.records.instance_lock import InstanceLock
from desktop.records.kept_aside import coming_name, replaced_name
from desktop.records.key_id import KeyId
from desktop.records.key_store import KeyStore, new_key
from desktop.records.office_tables import RESERVED_NUMBER
from desktop.records.operations import client_id_of, verify_chain
from desktop.records.sealing import KEPT_ASIDE
from desktop.records.tables import META, OPERATION, utc_text
from desktop.records.used_numbers import FormerLife, carry_over, former_life

_RESTORED: Final = "restored"


def copy_database(database: Database, target: Path, *, named: Path | None = None) -> None:
    """Write a consistent copy with the same key, while others read and write.

    Args:
        database: What is copied.
        target: Where.
        named: What people call the place, where that is another name.

    Raises:
        DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`; no half copy is left behind.
    """
    try:
        target.unlink(missing_ok=True)
        # SQLite would call a place where nothing can be written a database that cannot be opened: the records' fault.
        target.touch(mode=0o600)
        source = open_encrypted(database.file, database.key)
        try:
            source.execute("VACUUM INTO ?", (str(target),))
        finally:
            source.close()
        target.chmod(0o600)
        sync_file(target)
    except (OSError, sqlcipher.Error) as error:
        remove_quietly(target)
        raise _fault(error, named or target) from error


def write_backup(database: Database, file: Path, secret: str, *, now: datetime) -> None:
    """Write a backup that `secret` opens on any PC; an older backup of that name is replaced at the very end.

    Raises:
        DeskError: `BACKUP_SECRET_WEAK`, `LOG_BROKEN`, `DISK_FULL`, `FILE_NOT_WRITABLE`, also for a folder that is
            not there and for a name that belongs to anything but a backup.
    """
    check_secret(secret)
    file = file.resolve()
    _refuse_to_replace(file)
    part = file.with_name(f"{file.name}.dang-ghi")
    copy_database(database, part, named=file)
    try:
        facts = _verified(part, database.key)
        size = part.stat().st_size
        label = BackupLabel(
            made_at=utc_text(now),
            client_id=facts[0],
            operations=facts[1],
            revision=facts[2],
            size=size,
            sha256=sha256_of(part, size),
            salt=new_salt(),
        )
        append_label(part, label, database.key, secret)
        replace_durably(part, file)
    except OSError as error:
        raise desk_error_of_file(error, file) from error
    finally:
        remove_quietly(part)


def _refuse_to_replace(file: Path) -> None:
    """Refuse a name under which something else lies: the database itself, its key, a device, another document.

    A missing folder is not made: it may be the place of a stick that is not plugged in.
    """
    why = ""
    if not file.parent.is_dir():
        why = "chưa có thư mục này"
    elif file.exists() and not file.is_file():
        why = "không phải chỗ của một tệp"
    elif file.is_file() and file.stat().st_size > 0:
        try:
            read_label(file)
        except DeskError:
            why = "tên này đang là của một tệp khác, không phải bản sao lưu"
    if why:
        raise DeskError(ErrorCode.FILE_NOT_WRITABLE, place=why, file=file)


def look_into_backup(file: Path, secret: str, *, known_revisions: frozenset[str]) -> BackupLabel:
    """Check a backup as `restore_backup` will, up to its key; changes nothing.

    Raises:
        DeskError: `BACKUP_UNREADABLE`, `BACKUP_SECRET_WRONG`, `DATABASE_NEWER`.
    """
    sealed = read_label(file)
    unwrap_key(sealed, secret)
    if sealed.label.revision not in known_revisions:
        raise DeskError(ErrorCode.DATABASE_NEWER, revision=sealed.label.revision)
    return sealed.label


def restore_backup(
    data_dir: Path,
    key_store: KeyStore,
    file: Path,
    secret: str,
    *,
    database_name: str,
    known_revisions: frozenset[str],
    clock: Callable[[], datetime],
) -> Path | None:
    """Put a backup in the place of the database; gives where the old one is kept, None if there was none.

    The backup is read, opened, checked and given this PC's key in a file of its own; the last step is one
    rename. Until then the old database is untouched.

    Raises:
        DeskError: `BACKUP_UNREADABLE`, `BACKUP_SECRET_WRONG`, `DATABASE_NEWER`, `DATABASE_IN_USE`,
            `DISK_FULL`, `FILE_NOT_WRITABLE`.
    """
    sealed = read_label(file)
    key = unwrap_key(sealed, secret)
    if sealed.label.revision not in known_revisions:
        raise DeskError(ErrorCode.DATABASE_NEWER, revision=sealed.label.revision)
    target = data_dir / database_name
    part = coming_name(target)
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise desk_error_of_file(error) from error
    lock = InstanceLock(data_dir)
    lock.acquire()
    try:
        remove_database(part)
        _copy_body(file, part, sealed.label.size)
        own = _own_key(key_store)
        _adopt(part, key, own, now=clock(), former=_former(target, own))
        kept = _keep_old(target, own, clock())
        replace_durably(part, target)
        KeyId(data_dir, own).remember()
    except (OSError, sqlcipher.Error) as error:
        raise _fault(error, target) from error
    finally:
        remove_database(part)
        lock.release()
    return kept


def _verified(file: Path, key: bytes) -> tuple[str, int, str]:
    copy = Database(file, key, reads_only=True)
    try:
        with copy.read() as connection:
            if not is_intact(connection):
                raise DeskError(ErrorCode.DATABASE_DAMAGED)
            verify_chain(connection)
            operations = int(connection.scalar(select(func.count()).select_from(OPERATION)) or 0)
            return client_id_of(connection), operations, _revision(connection)
    finally:
        copy.close()
        remove_companions(file)


def _former(target: Path, own: bytes) -> FormerLife | None:
    if not target.exists():
        return None
    database = Database(target, own, reads_only=True)
    try:
        return former_life(database)
    finally:
        database.close()


def _adopt(part: Path, key: bytes, own: bytes, *, now: datetime, former: FormerLife | None) -> None:
    try:
        _verified(part, key)
    except DeskError as error:
        raise DeskError(ErrorCode.BACKUP_UNREADABLE, cause=error.code.value) from error
    connection = open_encrypted(part, key)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA rekey = \"x'{own.hex()}'\"")
    finally:
        connection.close()
    adopted = Database(part, own)
    try:
        with adopted.write() as work:
            # A shared log must learn that this counter went back in time (it would reuse operation numbers).
            last = work.scalar(select(func.max(OPERATION.c.op))) or 0
            # Numbers that were kept ahead of need may have been used since the backup was made.
            if inspect(work).has_table(RESERVED_NUMBER.name):
                work.execute(delete(RESERVED_NUMBER))
            carry_over(work, former)
            # Whatever lies beside these records has yet to follow what they know to be erased.
            work.execute(delete(META).where(META.c.k == KEPT_ASIDE))
            work.execute(
                insert(META).prefix_with("OR REPLACE").values(k=_RESTORED, v=f"{utc_text(now)} {last}")
            )
    finally:
        adopted.close()


def _keep_old(target: Path, own: bytes, now: datetime) -> Path | None:
    if not target.exists():
        return None
    _fold_log(target, own)
    kept = replaced_name(target, now)
    for companion in COMPANIONS:
        # Only there when the old file cannot be opened: it must not be taken for a part of the new one.
        leftover = target.with_name(target.name + companion)
        if leftover.exists():
            leftover.rename(kept.with_name(kept.name + companion))
    try:
        os.link(target, kept)
    except OSError:
        shutil.copy2(target, kept)
        sync_file(kept)
    return kept


def _fold_log(target: Path, own: bytes) -> None:
    try:
        connection = open_encrypted(target, own)
    except sqlcipher.Error:
        return
    # The last connection that closes folds the write-ahead log into the file and removes it.
    connection.close()


def _own_key(key_store: KeyStore) -> bytes:
    key = key_store.load()
    if key is None:
        key = new_key()
        key_store.save(key)
    return key


def _copy_body(file: Path, part: Path, size: int) -> None:
    with file.open("rb") as source, part.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.truncate(size)
        target.flush()
        os.fsync(target.fileno())
    part.chmod(0o600)


def _revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _fault(error: OSError | sqlcipher.Error, file: Path) -> DeskError:
    if isinstance(error, OSError):
        return desk_error_of_file(error, file)
    fault = desk_error_of(error, file.parent) or DeskError(ErrorCode.DATABASE_UNREADABLE)
    if fault.code is ErrorCode.FILE_NOT_WRITABLE:  # SQLite does not say which
        return DeskError(fault.code, file=file, **fault.params)
    return fault
