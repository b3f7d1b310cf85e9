"""Backups made beside the open window: kept in a small file until whoever owns the records writes them into the trail.

All data leaves this PC with a backup, so none is made without its line; but two programs never write the records.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.ids import StaffId
from desktop.records.faults import desk_error_of_file
from desktop.records.files import remove_quietly
from desktop.records.tables import utc_moment, utc_text

UNTOLD_FILE: Final = "backups-untold.jsonl"
_TELLING: Final = "backups-telling.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class UntoldBackup:
    """A backup that the trail does not tell of yet.

    Attributes:
        by: Who made it.
        name: The file's name, without its folder.
        at: When, aware.
        failed: There is no such file: the backup was begun and did not succeed.
    """

    by: StaffId
    name: str
    at: datetime
    failed: bool = False


def keep_untold(data_dir: Path, backup: UntoldBackup) -> None:
    """Add one, durably.

    Raises:
        DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`.
    """
    plain = {"by": backup.by, "name": backup.name, "at": utc_text(backup.at), "failed": backup.failed}
    try:
        with (data_dir / UNTOLD_FILE).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(plain, ensure_ascii=False) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise desk_error_of_file(error, data_dir / UNTOLD_FILE) from error


def take_untold(data_dir: Path) -> tuple[UntoldBackup, ...]:
    """Give those that are kept, the oldest first; a line nobody can read is passed over.

    They are put aside first, so that what is added meanwhile begins a file of its own. What was taken and not forgotten
    is given again.
    """
    taken = data_dir / _TELLING
    try:
        if not taken.exists():
            (data_dir / UNTOLD_FILE).rename(taken)
        lines = taken.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(backup for line in lines if (backup := _backup_of(line)) is not None)


def forget_taken(data_dir: Path) -> None:
    """Remove those that were taken: the trail tells of them."""
    remove_quietly(data_dir / _TELLING)


def _backup_of(line: str) -> UntoldBackup | None:
    try:
        plain = json.loads(line)
        if not isinstance(plain, Mapping):
            return None
        found = UntoldBackup(
            by=StaffId(str(plain["by"])),
            name=str(plain["name"]),
            at=utc_moment(str(plain["at"])),
            failed=bool(plain.get("failed")),
        )
        f"{found.by}{found.name}{office_time(found.at)}".encode()
    except (ValueError, KeyError, OverflowError):
        return None
    return found
