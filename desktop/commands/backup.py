"""`khongviet backup FILE`: one verified, encrypted file that opens on any PC with its secret."""

import argparse
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from desktop.commands.actor import add_actor_option, member_of
from desktop.commands.backup_secret import add_secret_option, read_secret, recovery_file_of
from desktop.commands.outcome import Outcome
from desktop.core import key_store_of
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.records.attachment_backup import CopiedAttachments
from desktop.records.store import DATABASE_FILE, Access, open_records, utc_now
from desktop.records.untold_backups import UntoldBackup, keep_untold


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="tệp sao lưu")
    add_secret_option(parser)
    add_actor_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Write the backup, and a line about it in the trail; the window may stay open.

    Raises:
        DeskError: BACKUP_EMPTY when there is no data yet; DISK_FULL, FILE_NOT_WRITABLE, LOG_BROKEN; INPUT_INVALID for
            a name nobody here has.
    """
    data_dir: Path = arguments.data_dir
    if not (data_dir / DATABASE_FILE).exists():
        raise DeskError(ErrorCode.BACKUP_EMPTY)
    secret = read_secret(arguments, may_create=True)
    copied = _copied(data_dir, arguments, secret)
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


def _copied(data_dir: Path, arguments: argparse.Namespace, secret: str) -> CopiedAttachments:
    with open_records(data_dir, key_store_of(data_dir), access=Access.ALONGSIDE) as store:
        by = member_of(store, arguments) if arguments.by or store.read.staff() else StaffId("")
        noted = UntoldBackup(by=by, name=arguments.file.name, at=utc_now())
        keep_untold(data_dir, noted)
        try:
            copied = store.backup(arguments.file, secret)
        except DeskError:
            with suppress(DeskError):  # why there is no file matters more than a second line
                keep_untold(data_dir, replace(noted, failed=True))
            raise
    # Where no window is open the trail has it at once; else the window writes it.
    with suppress(DeskError), open_records(data_dir, key_store_of(data_dir)):
        pass
    return copied
