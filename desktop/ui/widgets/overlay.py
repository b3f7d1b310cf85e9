"""A card over the dimmed page: the palette, the keys of this page. Esc or a click beside it closes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.garbage import is_emptied
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space
from desktop.ui.widgets.card import Card

_VEIL = 110


class Overlay(QWidget):
    """Covers its parent; gives the keyboard back to where it was.

    Args:
        parent: the window to cover.
        width: of the card in px at 100 %.

    Signals:
        closed: it is gone again.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, *, width: int = 632) -> None:
        super().__init__(parent)
        self._cover = parent
        self._width = width
        self._back_to: QWidget | None = None
        self.card = Card(padding=Space.ONE, has_shadow=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.TWO, 88, Space.TWO, Space.THREE)
        # A row between two springs, not an alignment: that one gives a card the height of its first guess, and a
        # sentence that needs a third line loses it.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        parent.installEventFilter(self)
        self.hide()

    @Slot()
    def open(self) -> None:
        """Shows it and takes the keyboard."""
        self._back_to = QApplication.focusWidget()
        parent = self._cover
        self.setGeometry(parent.rect())
        self.card.setFixedWidth(min(current_theme().px(self._width), parent.width() - 2 * Space.TWO))
        self.show()
        self.raise_()

    @Slot()
    def shut(self) -> None:
        """Hides it and gives the keyboard back."""
        if self.isHidden():
            return
        self.hide()
        if self._back_to is not None and self._back_to.isVisible():
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back_to = None
        self.closed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not is_emptied(self) and watched is self._cover:
            self.setGeometry(self._cover.rect())
        return super().eventFilter(watched, event)

    @override
    def event(self, event: QEvent) -> bool:
        # While it is open no key of the page below works.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.shut()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(current_theme().colours.shadow)
        veil.setAlpha(_VEIL)
        QPainter(self).fillRect(self.rect(), veil)
