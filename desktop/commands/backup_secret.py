"""The secret of a backup: from a file the officer names, else this PC's own recovery key.

Never from an argument: arguments stand in the list of processes.
"""

import argparse
import os
import secrets
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.backup_file import new_recovery_key
from desktop.records.key_store import key_file_of

RECOVERY_FILE: Final = "recovery-key.txt"


def add_secret_option(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command."""
    parser.add_argument(
        "--secret-file",
        type=Path,
        metavar="FILE",
        help="tệp chứa mật khẩu sao lưu; không ghi thì dùng khóa phục hồi của máy này",
    )


def recovery_file_of(data_dir: Path) -> Path:
    """Give the place of this PC's recovery key: beside the key of the database, not in the data folder."""
    return key_file_of(data_dir).with_name(RECOVERY_FILE)


def read_secret(arguments: argparse.Namespace, *, may_create: bool) -> str:
    """Give the secret.

    Args:
        arguments: With `secret_file` and `data_dir`.
        may_create: Whether a recovery key is made when this PC has none yet.

    Raises:
        DeskError: FILE_MISSING; INPUT_INVALID when there is no secret to try; FILE_NOT_WRITABLE.
    """
    own = recovery_file_of(arguments.data_dir)
    named: Path = arguments.secret_file or own
    try:
        return named.read_text(encoding="utf-8-sig").strip()  # Notepad puts a mark in front
    except FileNotFoundError as error:
        if arguments.secret_file is not None:
            raise DeskError(ErrorCode.FILE_MISSING, file=named) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=named) from error
    if not may_create:
        raise DeskError(
            ErrorCode.INPUT_INVALID,
            place="--secret-file",
            problem="máy này chưa có khóa phục hồi. Chép khóa đã in của máy cũ vào một tệp và ghi tên tệp đó ra.",
        )
    fresh = new_recovery_key()
    try:
        own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Born readable by its owner alone, and complete or not there.
        part = own.with_name(f".{own.name}.{secrets.token_hex(4)}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(fresh + "\n")
        part.replace(own)
    except OSError as error:
        raise DeskError(ErrorCode.FILE_NOT_WRITABLE, file=own) from error
    return fresh
