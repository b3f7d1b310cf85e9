"""Follows the keyboard through the fields of a question."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override


class KeyboardWatch(QObject):
    """Tells when the keyboard went to another box, and lets Ctrl+Z through where nothing typed is left to undo.

    Signals:
        moved: another box has the keyboard.
    """

    moved = Signal()

    def watch(self, field: QWidget) -> None:
        """Watches a field and everything inside it."""
        for widget in (field, *field.findChildren(QWidget)):
            if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.moved.emit()
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(watched, QLineEdit)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not watched.isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
