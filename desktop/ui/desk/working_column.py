"""The column the officer works in: heading, scrolling middle, actions at the foot."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.ui.garbage import is_emptied
from desktop.ui.tokens import Space
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.card import Card


def working_column(
    head: QLayout | None, under_head: QWidget | None, middle: QLayout, bar: ActionBar
) -> QWidget:
    """Gives a column whose middle scrolls when it must, so that the actions never leave the screen."""
    column = QWidget()
    column.setProperty("surface", "canvas")
    column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rows = QVBoxLayout(column)
    # The scrolling middle keeps half a step round it for focus rings; the rest is set in by as much.
    rows.setContentsMargins(Space.THREE - Space.HALF, Space.TWO, Space.THREE - Space.HALF, 0)
    rows.setSpacing(Space.ONE)
    top = QWidget()
    lines = QVBoxLayout(top)
    lines.setContentsMargins(Space.HALF, 0, Space.HALF, 0)
    lines.setSpacing(Space.ONE)
    if head is not None:
        lines.addLayout(head)
    if under_head is not None:
        lines.addWidget(under_head)
    if lines.count():
        rows.addWidget(top)
    rows.addWidget(scrolling(middle, top if lines.count() else None), 1)
    rows.addLayout(_set_in(bar))
    return column


def _set_in(widget: QWidget) -> QLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(Space.HALF, 0, Space.HALF, 0)
    layout.addWidget(widget)
    return layout


def scrolling(content: QLayout, head: QWidget | None = None) -> "FollowingArea":
    """Gives a borderless area that scrolls up and down only; focus rings keep their air inside it."""
    inner = _Flow()
    inner.setProperty("surface", "clear")
    content.setContentsMargins(Space.HALF, Space.HALF, Space.HALF, Space.HALF)
    flow = QVBoxLayout(inner)
    flow.setContentsMargins(0, 0, 0, 0)
    flow.addLayout(content, 1)
    area = FollowingArea(inner, flow, head)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setProperty("surface", "clear")
    return area


class FollowingArea(QScrollArea):
    """Brings whatever takes the keyboard into view, however it got it.

    Args:
        inner: what scrolls.
        flow: how it stands there, from top to bottom.
        head: the heading that stands above it.
    """

    def __init__(self, inner: QWidget, flow: QVBoxLayout, head: QWidget | None = None) -> None:
        super().__init__(None)
        self.inner = inner
        self.setWidget(inner)
        self._flow = flow
        self._head = head
        self._watched: list[QWidget] = []
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @override
    def sizeHint(self) -> QSize:
        """As high as its content, where there is room for it; Qt's own hint ends at 24 lines."""
        inner = self.widget()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def gather(self, pane: QWidget) -> None:
        """Lets the heading and a pane scroll with the content: there is no room for them outside."""
        if self._head is not None:
            self._flow.insertWidget(0, self._head)
        self._flow.addWidget(pane)

    def release(self) -> None:
        """Puts the heading above the area again; the pane goes where its owner puts it."""
        parent = self.parentWidget()
        column = parent.layout() if parent is not None else None
        if self._head is not None and isinstance(column, QVBoxLayout):
            column.insertWidget(0, self._head)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_emptied(self):
            return False
        # Larger text, another question: what has the keyboard may have left the view, though all of it together
        # (the inner widget) is as high as before. That one's own moves are the scrolling.
        resized = event.type() == QEvent.Type.Resize
        moved = event.type() == QEvent.Type.Move and watched is not self.widget()
        if (resized and watched is self.widget()) or ((resized or moved) and watched in self._watched):
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        self._on_focus(None, QApplication.focusWidget())

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        inner = self.widget()
        if new is not None and inner is not None and inner.isAncestorOf(new):
            self._watch(new, inner)
            self._show(new)
            # What was just put in has its place only after the layout was done.
            QTimer.singleShot(0, new, lambda: self._show(new))

    def _watch(self, one: QWidget, inner: QWidget) -> None:
        """Hears of every place the one may be moved in: its own, and each it stands in."""
        chain = [one]
        while (parent := chain[-1].parentWidget()) is not None and parent is not inner:
            chain.append(parent)
        if chain == self._watched:
            return
        for left in self._watched:
            if isValid(left):
                left.removeEventFilter(self)
        for entered in chain:
            entered.installEventFilter(self)
        self._watched = chain

    def _show(self, one: QWidget) -> None:
        inner = self.widget()
        if inner is None or not one.hasFocus() or not inner.isAncestorOf(one):
            return
        card = _card_of(one)
        if card is not None and card.height() + 2 * Space.ONE <= self.viewport().height():
            self._bring(card, inner, Space.ONE)  # the question with its boxes
        else:
            self._bring(one, inner, Space.SIX)

    def _bring(self, one: QWidget, inner: QWidget, air: int) -> None:
        """Scrolls as little as shows one whole, its beginning first, with air round it where there is room.

        Not Qt's ``ensureWidgetVisible``: of a text box that one shows the cursor and leaves the rest cut.
        """
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = one.mapTo(inner, QPoint(0, 0)).y()
        bottom = top + one.height()
        air = max(0, min(air, (height - one.height()) // 2))
        if top < bar.value() or one.height() > height:
            bar.setValue(top - air)
        elif bottom > bar.value() + height:
            bar.setValue(bottom + air - height)


def _card_of(one: QWidget) -> Card | None:
    parent = one.parentWidget()
    while parent is not None and not isinstance(parent, Card):
        parent = parent.parentWidget()
    return parent


class _Flow(QWidget):
    """Asks for the height its text needs at the width it has; wrapped labels alone ask for far more."""

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least
