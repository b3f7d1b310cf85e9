"""Attaching scans to the dossier shown in today's list, and opening them in the system's viewer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop.app.opened_scans import OpenedScans
from desktop.core import Core
from desktop.domain.ids import DossierId, StaffId
from desktop.records.attachment_store import read_scan_file
from desktop.services.attachment_values import Attachment
from desktop.services.attachments import OpenedAttachment
from desktop.ui.actions import ActionSpec
from desktop.ui.attachment_section import ATTACH_KEY
from desktop.ui.icon_set import Icon
from desktop.ui.main_window import MainWindow
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.today_page import PAGE, TodayPage

_SCANS: Final = "Bản quét, ảnh chụp (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


def view_with_the_system(file: Path) -> bool:
    """Open a file in whatever the system opens such files with; False when it has nothing."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


class AttachmentWiring(QObject):
    """Does what the section of scans asks for.

    Args:
        core: The open data folder.
        page: Today's list.
        runner: Runs what takes time.
        actor: Who is signed in now.
        window: Has the keys, and tells when nobody is here any more.
        dialogs: Asks for files.
        view: Shows a file.
    """

    def __init__(
        self,
        core: Core,
        page: TodayPage,
        runner: TaskRunner,
        actor: Callable[[], StaffId | None],
        window: MainWindow,
        *,
        dialogs: FileDialogs | None = None,
        view: Callable[[Path], bool] = view_with_the_system,
    ) -> None:
        super().__init__(page)
        self.opened = OpenedScans(core.data_dir)
        self._core = core
        self._page = page
        self._runner = runner
        self._actor = actor
        self._window = window
        self._dialogs = dialogs or FileDialogs()
        self._view = view
        section = page.pane.attachments
        section.attach_requested.connect(self.attach)
        section.open_requested.connect(self.open)
        spec = ActionSpec(
            id="today.attach", text="Đính kèm tệp vào hồ sơ", key=ATTACH_KEY, page=PAGE, icon=Icon.CLIP
        )
        window.actions_registry.add(spec, self.attach, page=page)
        window.covered.connect(self.opened.forget)
        window.closing.connect(self.opened.forget)

    @Slot()
    def attach(self) -> None:
        """Ask for a file and attach it to the dossier shown."""
        who, card = self._actor(), self._page.pane.shown
        if who is None or card is None:
            return
        chosen = self._dialogs.old_file(self._page, "Chọn bản quét hoặc ảnh chụp", _SCANS)
        if chosen:
            work = partial(self._attached, who, DossierId(card.id), Path(chosen))
            self._runner.run(work, self._after_attached, lane=Lane.FREE)

    @Slot(str)
    def open(self, attachment_id: str) -> None:
        """Fetch a scan, from wherever it is, and show it."""
        who = self._actor()
        if who is not None:
            work = partial(self._core.attachments.show, who, attachment_id)
            self._runner.run(work, partial(self._show, who), lane=Lane.FREE, on_end=self._page.refresh)

    def _attached(self, who: StaffId, dossier_id: DossierId, file: Path) -> Attachment:
        return self._core.attachments.add(who, dossier_id, file.name, read_scan_file(file))

    def _after_attached(self, attachment: Attachment) -> None:
        self._page.refresh()
        if self._actor() is not None:
            self._window.toast.tell(f"Đã đính kèm {attachment.name}.", can_undo=False)

    def _show(self, who: StaffId, opened: OpenedAttachment) -> None:
        if self._actor() != who:
            return  # locked in the meantime: nothing readable is written
        file = self.opened.write(opened.content, opened.attachment.content.ending)
        if not self._view(file):
            kind = opened.attachment.content.label
            self._window.toast.tell(f"Máy này chưa có chương trình mở tệp {kind}.", can_undo=False)
