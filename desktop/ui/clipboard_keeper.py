"""What was copied for the e-form does not stay: the clipboard is emptied after a time and when the citizen goes."""

import sys
from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_MS: Final = 60_000
_HISTORY_MARKS: Final = (
    # Windows: clipboard history, cloud clipboard and watching programs leave it alone. KDE: the same for Klipper.
    ("ExcludeClipboardContentFromMonitorProcessing", b"1")
    if sys.platform == "win32"
    else ("x-kde-passwordManagerHint", b"secret"),
)


class ClipboardKeeper(QObject):
    """Copies personal data and takes it back; what somebody else copied meanwhile is never touched."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_MS)
        self._timer.timeout.connect(self.clear)

    @property
    def holds(self) -> bool:
        """Whether something copied here may still be in the clipboard."""
        return bool(self._text)

    def copy(self, text: str) -> None:
        """Puts a text into the clipboard for a minute, out of its history."""
        data = QMimeData()
        data.setText(text)
        for name, value in _HISTORY_MARKS:
            data.setData(name, value)
        _clipboard().setMimeData(data)
        self._text = text
        self._timer.start()

    @Slot()
    def clear(self) -> None:
        """Empties the clipboard if it still holds what was copied here."""
        self._timer.stop()
        if self._text and _clipboard().text() == self._text:
            _clipboard().clear()
        self._text = ""


def _clipboard() -> QClipboard:
    return QGuiApplication.clipboard()
