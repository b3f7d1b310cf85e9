"""The secret of a backup: from a file the officer names, else this PC's own recovery key.

Never from an argument: arguments stand in the list of processes.
"""

import argparse
from pathlib import Path

from desktop.commands.files import read_words
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.recovery_key import own_recovery_key, read_recovery_key, recovery_file_of

__all__ = ["add_secret_option", "read_secret", "recovery_file_of"]


def add_secret_option(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command."""
    parser.add_argument(
        "--secret-file",
        type=Path,
        metavar="FILE",
        help="tệp chứa mật khẩu sao lưu; không ghi thì dùng khóa phục hồi của máy này",
    )


def read_secret(arguments: argparse.Namespace, *, may_create: bool) -> str:
    """Give the secret.

    Args:
        arguments: With `secret_file` and `data_dir`.
        may_create: Whether a recovery key is made when this PC has none yet.

    Raises:
        DeskError: FILE_MISSING; INPUT_INVALID when there is no secret to try; FILE_NOT_WRITABLE.
    """
    named: Path | None = arguments.secret_file
    if named is not None:
        return read_words(named).strip()
    if may_create:
        return own_recovery_key(arguments.data_dir)
    own = read_recovery_key(arguments.data_dir)
    if not own:
        raise DeskError(
            ErrorCode.INPUT_INVALID,
            place="--secret-file",
            problem="máy này chưa có khóa phục hồi. Chép khóa đã in của máy cũ vào một tệp và ghi tên tệp đó ra.",
        )
    return own
