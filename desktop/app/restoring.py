"""Bringing a backup back while the window is there: everything is put to rest, the records change, all opens anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Slot

from desktop.app.backup_work import BackupWork
from desktop.core import Core
from desktop.domain.errors import DeskError
from desktop.ui.icon_set import Icon
from desktop.ui.main_window import MainWindow
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.empty_state import EmptyState

RESTART_CODE: Final = 75
"""Qt's loop ended because everything has to be opened anew."""


class Restoring(QObject):
    """Runs one restore.

    Args:
        core: The open records; closed afterwards, whatever happened.
        runner: Runs it in the records' own lane, after everything that still waits there.
        rest: Stops whatever else uses the records: print threads, the exchange, the visit on the desk.
        parent: Owns it.
    """

    def __init__(self, core: Core, runner: TaskRunner, rest: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._backups = BackupWork(core)
        self._runner = runner
        self._rest = rest
        self.fault: DeskError | None = None

    def listen(self, window: MainWindow) -> Callable[[str, str], None]:
        """Give what starts a restore over a window."""
        return partial(self._start, window)

    def _start(self, window: MainWindow, file: str, secret: str) -> None:
        words = "Chương trình tự mở lại sau vài giây. Đừng tắt máy."
        window.cover(EmptyState(Icon.RESTART, "Đang phục hồi dữ liệu", words, is_tall=True))
        self._rest()
        self._runner.run(
            partial(self._backups.restore, Path(file), secret),
            on_error=self._on_fault,
            on_end=self._reopen,
        )

    def _on_fault(self, error: DeskError) -> None:
        self.fault = error

    @Slot()
    def _reopen(self) -> None:
        QCoreApplication.exit(RESTART_CODE)
