"""The port to backups of this PC's records: making one, looking into one, bringing one back."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, Protocol

from desktop.domain.ids import StaffId

KEPT_DAYS: Final = 30
"""So long a PC keeps the records that a restore or a new version has put aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecords:
    """Records that a restore or a new version has put aside on this PC.

    Attributes:
        file: Where they are.
        until: The day on which they are removed.
    """

    file: Path
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """What is known about the backups of this PC.

    Attributes:
        made_at: When the last one was made, None for never.
        file: Where the last one was written, empty for none.
        since: Since when this PC has been looked after; the reminder counts from here while there is no backup.
        kept: What restores have put aside here.
    """

    made_at: datetime | None
    file: str
    since: datetime
    kept: tuple[KeptRecords, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """What a backup says about itself once its secret has proved to be right."""

    made_at: datetime
    operations: int


class Backups(Protocol):
    """All calls may take seconds and are made off the GUI thread."""

    def state(self) -> BackupState:
        """Tell when the last backup was made."""
        ...

    def make(self, actor: StaffId, file: Path, password: str) -> BackupState:
        """Write a verified, encrypted backup and leave word of it in the trail.

        Args:
            actor: Who makes it.
            file: Where; an older backup of that name is replaced at the very end.
            password: Opens it; empty for the recovery key of this PC, which is made at the first time.

        Raises:
            DeskError: `BACKUP_SECRET_WEAK`, `BACKUP_UNRECORDED`, `DISK_FULL`, `FILE_NOT_WRITABLE`, `LOG_BROKEN`.
        """
        ...

    def recovery_key(self) -> str:
        """Give this PC's recovery key to print and lock away; it is made at the first time.

        Raises:
            DeskError: `FILE_NOT_WRITABLE`.
        """
        ...

    def look_into(self, file: Path, secret: str) -> BackupFacts:
        """Check a backup without changing anything.

        Args:
            file: The backup.
            secret: Its password or recovery key; empty to try this PC's own recovery key.

        Raises:
            DeskError: `BACKUP_UNREADABLE`, `BACKUP_SECRET_WRONG`, `DATABASE_NEWER`, `FILE_MISSING`.
        """
        ...
