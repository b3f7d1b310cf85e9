"""A field's edge and halo round something that scrolls."""

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_box
from desktop.ui.focus_ring import FocusRing
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Space

_EDGE = 2


class ScrollFrame(QWidget):
    """Frames a list or a text, and shows when it has the keyboard.

    Args:
        inner: what scrolls.
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, Space.HALF, _EDGE, Space.HALF)
        column.addWidget(inner)
        self._ring = FocusRing(self, source=inner, is_halo=True)
        inner.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self._inner.hasFocus()
        edge = QColor(theme.colours.accent if has_focus else theme.colours.edge)
        width = 2 if has_focus else theme.border()
        fill = QColor(theme.colours.surface)
        draw_box(painter, QRectF(self.rect()), fill=fill, edge=edge, width=width, radius=Radius.CONTROL)
