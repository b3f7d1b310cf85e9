"""This PC's recovery key: the secret of its backups, kept beside the key of the database, printed and locked away."""

import os
import secrets
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.backup_file import new_recovery_key
from desktop.records.faults import desk_error_of_file
from desktop.records.files import remove_quietly
from desktop.records.key_store import key_file_of

RECOVERY_FILE: Final = "recovery-key.txt"


def recovery_file_of(data_dir: Path) -> Path:
    """Give the place of this PC's recovery key: beside the key of the database, not in the data folder."""
    return key_file_of(data_dir).with_name(RECOVERY_FILE)


def read_recovery_key(data_dir: Path) -> str:
    """Give the recovery key, empty when this PC has none.

    Raises:
        DeskError: FILE_MISSING when it is there and cannot be read.
    """
    own = recovery_file_of(data_dir)
    try:
        return own.read_text(encoding="utf-8-sig").strip()  # Notepad puts a mark in front
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=own) from error


def own_recovery_key(data_dir: Path) -> str:
    """Give the recovery key; the first time it is made.

    Raises:
        DeskError: FILE_MISSING, FILE_NOT_WRITABLE, DISK_FULL.
    """
    known = read_recovery_key(data_dir)
    if known:
        return known
    own, fresh = recovery_file_of(data_dir), new_recovery_key()
    part = own.with_name(f".{own.name}.{secrets.token_hex(4)}")
    try:
        own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Born readable by its owner alone, and complete or not there.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(fresh + "\n")
        part.replace(own)
    except OSError as error:
        remove_quietly(part)
        raise desk_error_of_file(error, own) from error
    return fresh
