"""How far one is, as a thin line."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_box
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space


class ProgressLine(QWidget):
    """A bar of 4 px; the words beside it say the same, so it has none of its own."""

    def __init__(self) -> None:
        super().__init__(None)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Shows a share from 0 to 1."""
        self._share = min(max(share, 0.0), 1.0)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(Space.SIX, Space.HALF)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        draw_box(painter, box, fill=QColor(colours.soft2), radius=box.height() / 2)
        done = QRectF(0, 0, max(box.width() * self._share, box.height()), box.height())
        draw_box(painter, done, fill=QColor(colours.accent), radius=box.height() / 2)
