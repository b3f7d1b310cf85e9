"""Making the one file of an office on a share."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.entries import log_genesis
from desktop.sync.file_connection import (
    BUSY_SECONDS,
    FileConnection,
    file_fault,
    file_key,
    open_shared,
    store_fault,
)
from desktop.sync.file_schema import TABLES
from desktop.sync.remote import KEEP_DAYS

_BEGUN: Final = """
SELECT (SELECT v FROM sync_meta WHERE k = 'dataset_id'), (SELECT count(*) FROM sync_client WHERE client_id <> ?),
    (SELECT count(*) FROM sync_change)
"""


def create_shared_file(
    file: Path,
    key: bytes,
    *,
    dataset_id: str,
    demands_secret: bool = True,
    min_writer_level: int = 1,
    keep_days: int = KEEP_DAYS,
) -> None:
    """Make a new office's file; an existing one is never touched.

    Args:
        file: In a folder that exists.
        key: The office's key; without it nobody reads the file.
        dataset_id: The new office.
        demands_secret: Every counter but the first needs an invitation.
        min_writer_level: See `Hello`.
        keep_days: See `Remote.erasable`.

    Raises:
        DeskError: `OFFICE_EXISTS` when there is any file of that name; `OFFICE_UNREACHABLE`, `OFFICE_DISK_FULL`.
    """
    # Made beside and moved, so that nobody ever opens half an office.
    part = file.absolute().with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        if file.exists():
            raise DeskError(ErrorCode.OFFICE_EXISTS)
        part.touch(exist_ok=False)
        connection = open_shared(part, file_key(key, "shared file"), busy_seconds=BUSY_SECONDS, fresh=True)
        try:
            connection.execute("BEGIN IMMEDIATE")
            for statement in TABLES:
                connection.execute(statement)
            connection.executemany(
                "INSERT INTO sync_meta VALUES (?, ?)",
                (
                    ("dataset_id", dataset_id),
                    ("epoch", "1"),
                    ("min_writer_level", str(min_writer_level)),
                    ("demands_secret", str(int(demands_secret))),
                    ("keep_days", str(keep_days)),
                ),
            )
            connection.execute("INSERT INTO sync_head VALUES (1, 0, ?, 0)", (log_genesis(dataset_id),))
            connection.execute("COMMIT")
        finally:
            connection.close()
        _move_to_free_name(part, file)
    except sqlcipher.Error as error:
        raise store_fault(error) or error from error
    except OSError as error:
        raise file_fault(error) from error
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def is_begun_file(file: Path, key: bytes, *, dataset_id: str, client_id: str) -> bool:
    """Tell whether a file is this very office, and nobody is in it but its founder: the founding was broken off.

    Raises:
        DeskError: The faults of the file, but for that of another office's: what it is cannot be told.
    """
    connection = FileConnection(file, key)
    try:
        return connection.read(
            lambda there: tuple(there.execute(_BEGUN, (client_id,)).fetchone()) == (dataset_id, 0, 0)
        )
    except DeskError as error:
        if error.code is not ErrorCode.OFFICE_FOREIGN:
            raise
        return False
    finally:
        connection.close()


def _move_to_free_name(part: Path, file: Path) -> None:
    try:
        os.link(part, file)  # fails if somebody was faster, where `replace` would take their office away
    except FileExistsError as error:
        raise DeskError(ErrorCode.OFFICE_EXISTS) from error
    except OSError:
        # The share knows no second names. A rename on Windows refuses a taken name by itself.
        if file.exists():
            raise DeskError(ErrorCode.OFFICE_EXISTS) from None
        part.rename(file)
