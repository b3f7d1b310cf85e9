"""Backups of this PC from the window; nothing here touches a widget."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from desktop.core import Core, key_store_of
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.records.backup_file import check_secret, read_label
from desktop.records.backup_note import read_note
from desktop.records.recovery_key import own_recovery_key, read_recovery_key
from desktop.records.store import look_into, restore
from desktop.services.ports_backup import BackupFacts, BackupState
from desktop.services.record_values import AuditAction


class BackupWork:
    """The port `Backups` on an open data folder."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def state(self) -> BackupState:
        """See `Backups`."""
        with suppress(DeskError):
            self._core.store.tell_backups()
        noted = read_note(self._core.data_dir, self._core.clock())
        return replace(noted, kept=self._core.store.aside.files())

    def make(self, actor: StaffId, file: Path, password: str) -> BackupState:
        """See `Backups`."""
        secret = password or own_recovery_key(self._core.data_dir)
        check_secret(secret)
        # All data leaves this PC: no file without its line in the trail.
        try:
            self._note(actor, file)
        except DeskError as error:
            if error.code is ErrorCode.DISK_FULL:
                raise DeskError(ErrorCode.BACKUP_UNRECORDED) from error
            raise
        try:
            self._core.store.backup(file, secret)
        except DeskError:
            with suppress(DeskError):  # why there is no file matters more than a second line
                self._note(actor, file, reason="Không thành")
            raise
        return self.state()

    def recovery_key(self) -> str:
        """See `Backups`."""
        return own_recovery_key(self._core.data_dir)

    def look_into(self, file: Path, secret: str) -> BackupFacts:
        """See `Backups`."""
        if not file.is_file():
            raise DeskError(ErrorCode.FILE_MISSING, file=file)
        return look_into(file, self._secret(file, secret))

    def restore(self, file: Path, secret: str) -> Path | None:
        """Close the records and put the backup in their place; gives where the old ones are kept.

        Whether it succeeds or not, the records are closed afterwards and have to be opened anew.

        Raises:
            DeskError: As for `look_into`; DISK_FULL, FILE_NOT_WRITABLE: the old records are as they were.
        """
        used = self._secret(file, secret)
        self._core.close()
        return restore(
            self._core.data_dir, key_store_of(self._core.data_dir), file, used, clock=self._core.clock
        )

    def _note(self, actor: StaffId, file: Path, *, reason: str = "") -> None:
        with self._core.store.begin(actor) as work:
            work.audit.add(AuditAction.BACKED_UP, "backup", file.name, reason=reason)

    def _secret(self, file: Path, typed: str) -> str:
        known = typed.strip() or read_recovery_key(self._core.data_dir)
        if not known:
            read_label(file)  # of a file that is no backup no secret is right
            raise DeskError(ErrorCode.BACKUP_SECRET_WRONG)
        return known
