"""`khongviet restore FILE`: puts a backup in the place of the database; the old one is kept beside it."""

import argparse
from pathlib import Path

from desktop.commands.backup_secret import add_secret_option, read_secret
from desktop.commands.outcome import Outcome
from desktop.core import key_store_of
from desktop.domain.calendar import date_text
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.store import count_missing_attachments, open_records, restore
from desktop.records.used_numbers import unsure_mark


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="tệp sao lưu")
    add_secret_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Restore; the window must be closed. Nothing is replaced before the backup has been checked.

    Raises:
        DeskError: FILE_MISSING, BACKUP_UNREADABLE, BACKUP_SECRET_WRONG, DATABASE_NEWER, DATABASE_IN_USE.
    """
    data_dir: Path = arguments.data_dir
    if not arguments.file.is_file():
        raise DeskError(ErrorCode.FILE_MISSING, file=arguments.file)
    secret = read_secret(arguments, may_create=False)
    kept = restore(data_dir, key_store_of(data_dir), arguments.file, secret)
    with open_records(data_dir, key_store_of(data_dir)) as store:  # migrates, and proves that it opens
        staff = len(store.read.staff())
        missing = count_missing_attachments(store)
        until = next((one.until for one in store.aside.files() if one.file == kept), None)
        with store.database.read() as connection:
            is_unsure = bool(unsure_mark(connection))
    words = [f"Đã phục hồi từ {arguments.file}."]
    if kept is not None and until is not None:
        words.append(
            f"Dữ liệu cũ được giữ ở {kept}; máy tự xóa tệp ấy ngày {date_text(until)}."
            " Nội dung hết hạn lưu bị xóa thì cũng bị xóa trong tệp ấy."
        )
    if missing:
        words.append(f"{missing} bản quét chưa có trên máy này; máy sẽ lấy từ sổ chung nếu có.")
    if is_unsure:
        words.append("Máy này chưa cấp số cho đến khi gặp sổ chung một lần: nối mạng rồi mở chương trình.")
    plain = {
        "attachments_missing": missing,
        "file": str(arguments.file),
        "old_database": str(kept) if kept is not None else None,
        "old_database_until": until.isoformat() if until is not None else None,
        "numbers_unsure": is_unsure,
        "staff": staff,
    }
    return Outcome(plain=plain, text="\n".join(words))
