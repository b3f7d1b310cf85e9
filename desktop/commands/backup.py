"""`khongviet backup FILE`: one verified, encrypted file that opens on any PC with its secret."""

import argparse
from pathlib import Path

from desktop.commands.backup_secret import add_secret_option, read_secret, recovery_file_of
from desktop.commands.outcome import Outcome
from desktop.core import key_store_of
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.store import DATABASE_FILE, Access, open_records


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="tệp sao lưu")
    add_secret_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Write the backup; the window may stay open.

    Raises:
        DeskError: BACKUP_EMPTY when there is no data yet; DISK_FULL, FILE_NOT_WRITABLE, LOG_BROKEN.
    """
    data_dir: Path = arguments.data_dir
    if not (data_dir / DATABASE_FILE).exists():
        raise DeskError(ErrorCode.BACKUP_EMPTY)
    secret = read_secret(arguments, may_create=True)
    with open_records(data_dir, key_store_of(data_dir), access=Access.ALONGSIDE) as store:
        copied = store.backup(arguments.file, secret)
    size = arguments.file.stat().st_size
    own = arguments.secret_file is None
    plain = {
        "file": str(arguments.file),
        "bytes": size,
        "attachments": copied.there,
        "attachments_missing": copied.missing,
        "secret": "recovery_key" if own else "secret_file",
        "recovery_key_file": str(recovery_file_of(data_dir)) if own else None,
    }
    grouped = f"{size:,}".replace(",", ".")
    words = [f"Đã sao lưu và kiểm tra lại: {arguments.file} ({grouped} byte)."]
    if copied.there:
        words.append(f"Kèm {copied.there} bản quét trong thư mục dinh-kem-… ở cùng chỗ; cất cả hai.")
    if copied.missing:
        words.append(
            f"{copied.missing} bản quét không có trên máy này (ở sổ chung hay quầy khác), chưa được sao."
        )
    if own:
        words.append(
            f"Khóa phục hồi nằm ở {recovery_file_of(data_dir)}. In ra, cất vào tủ: "
            "không có khóa này thì máy khác không mở được bản sao lưu."
        )
    return Outcome(plain=plain, text="\n".join(words))
