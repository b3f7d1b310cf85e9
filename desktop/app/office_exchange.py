"""The exchange with the office's store, brought to the GUI thread: what changed elsewhere, how this counter stands."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.core import Core
from desktop.services.office_values import OfficeStatus
from desktop.services.record_values import Changes, Entity
from desktop.sync.attachment_thread import AttachmentThread
from desktop.sync.office_thread import OfficeThread

DAY_ENTITIES: Final = (Entity.OFFICE, Entity.CALENDAR_DAY, Entity.ROSTER, Entity.STAFF)
"""A change of these by another counter changes the day itself: who may write, when it closes."""


# The records are as they were; where the bytes of scans are has changed.
_SCANS: Final = Changes(rows={Entity.ATTACHMENT: frozenset()})


class OfficeExchange(QObject):
    """Runs the exchange beside the window.

    Signals:
        changed: Records that another counter changed (`Changes`), to be read again.
        stood: How this counter stands now (`OfficeStatus`).
    """

    changed = Signal(object)
    stood = Signal(object)

    def __init__(self, core: Core, parent: QObject) -> None:
        super().__init__(parent)
        self._core = core
        self._thread = OfficeThread(core.office, on_changes=self._tell_changes, on_status=self._tell_status)
        self._scans = AttachmentThread(
            core.attachments.transfer,
            records_wait=lambda: core.office.status().waiting > 0,
            on_moved=lambda: self._tell_changes(_SCANS),
        )
        core.store.listen(self._on_commit)

    def start(self) -> None:
        """Begin to exchange; does nothing while the counter works alone."""
        self._thread.start()
        self._scans.start()

    def wake(self) -> None:
        """Exchange now: the officer asked, or the link has changed."""
        self._thread.wake()
        self._scans.wake()

    def stop(self) -> None:
        """Let the exchange under way end."""
        self._thread.stop()
        self._scans.stop()

    def _on_commit(self, changes: Changes) -> None:
        self._thread.wake()
        if changes.touches(Entity.ATTACHMENT):
            self._scans.wake()

    def _tell_changes(self, changes: Changes) -> None:
        if changes is not _SCANS and changes.touches(Entity.ATTACHMENT):
            self._scans.wake()
        self.changed.emit(changes)  # queued: this is the thread of the exchange

    def _tell_status(self, status: OfficeStatus) -> None:
        self.stood.emit(status)
