"""A card over the dimmed page: the palette, the keys of this page. Esc or a click beside it closes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.ui.garbage import is_emptied
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space
from desktop.ui.widgets.card import Card

_VEIL = 110


class Overlay(QWidget):
    """Covers its parent and keeps the keyboard while it is open; then gives it back to where it was.

    A page below may still be loading and reach for the keyboard when it is done: it gets it once the card is gone.

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
        self._held: QWidget | None = None
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
        focused = QApplication.focusWidget()
        if focused is None or not self._holds(focused):
            self._back_to = focused
        parent = self._cover
        self.setGeometry(parent.rect())
        self.card.setFixedWidth(min(current_theme().px(self._width), parent.width() - 2 * Space.TWO))
        was_open = self.isVisible()
        self.show()
        self.raise_()
        self.home().setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not was_open:
            _application().focusChanged.connect(self._on_focus_changed)

    def home(self) -> QWidget:
        """Gives what has the keyboard first: the first thing to press, or the card as a whole."""
        return next(iter(self._ring()), self)

    @Slot()
    def shut(self) -> None:
        """Hides it and gives the keyboard back."""
        if self.isHidden():
            return
        _application().focusChanged.disconnect(self._on_focus_changed)
        self.hide()
        if self._back_to is not None and isValid(self._back_to) and self._back_to.isVisible():
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back_to = self._held = None
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
    def focusNextPrevChild(self, is_forward: bool, /) -> bool:
        ring, focused = self._ring(), QApplication.focusWidget()
        if ring:
            here = ring.index(focused) if focused in ring else -1 if is_forward else len(ring)
            reason = Qt.FocusReason.TabFocusReason if is_forward else Qt.FocusReason.BacktabFocusReason
            ring[(here + (1 if is_forward else -1)) % len(ring)].setFocus(reason)
        return True

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

    def _ring(self) -> list[QWidget]:
        """Gives what Tab goes round."""
        ring: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
            if takes_tab and widget.isEnabled() and widget.isVisible() and self.isAncestorOf(widget):
                ring.append(widget)
            widget = widget.nextInFocusChain()
        return ring

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if is_emptied(self):
            return
        if now is not None and self._holds(now):
            self._held = now
        elif now is None and self._cover.isActiveWindow():  # what had it is gone
            self._take_back()
        elif now is not None and self._cover.isAncestorOf(now):
            self._back_to = now
            self._take_back()

    def _take_back(self) -> None:
        held = self._held
        if held is None or not isValid(held) or not held.isVisible() or not self._holds(held):
            held = self.home()
        held.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _application() -> QApplication:
    found = QApplication.instance()
    if not isinstance(found, QApplication):
        raise TypeError("no application runs")
    return found
