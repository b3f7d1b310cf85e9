"""The column the officer works in: heading, scrolling middle, actions at the foot."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.tokens import Space
from desktop.ui.widgets.action_bar import ActionBar


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
    if head is not None:
        rows.addLayout(_set_in(head))
    if under_head is not None:
        rows.addLayout(_set_in(_holding(under_head)))
    rows.addWidget(scrolling(middle), 1)
    rows.addLayout(_set_in(_holding(bar)))
    return column


def _set_in(layout: QLayout) -> QLayout:
    layout.setContentsMargins(Space.HALF, 0, Space.HALF, 0)
    return layout


def _holding(widget: QWidget) -> QLayout:
    layout = QVBoxLayout()
    layout.addWidget(widget)
    return layout


def scrolling(content: QLayout) -> QScrollArea:
    """Gives a borderless area that scrolls up and down only; focus rings keep their air inside it."""
    inner = _Flow()
    inner.setProperty("surface", "clear")
    content.setContentsMargins(Space.HALF, Space.HALF, Space.HALF, Space.HALF)
    inner.setLayout(content)
    area = _FollowingArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setProperty("surface", "clear")
    area.setWidget(inner)
    return area


class _FollowingArea(QScrollArea):
    """Brings whatever takes the keyboard into view, however it got it."""

    def __init__(self) -> None:
        super().__init__(None)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        inner = self.widget()
        if new is not None and inner is not None and inner.isAncestorOf(new):
            self.ensureWidgetVisible(new, Space.TWO, Space.SIX)


class _Flow(QWidget):
    """Asks for the height its text needs at the width it has; wrapped labels alone ask for far more."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
