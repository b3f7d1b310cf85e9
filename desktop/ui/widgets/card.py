"""A white card with a hairline and a still shadow below."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_box
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Space

_DROP = 10


class Card(QWidget):
    """A panel to put a column of widgets on: ``card.column.addWidget(...)``.

    The shadow is painted (a graphics effect would redraw the whole card at each blink of the caret).

    Args:
        padding: px between the edge and the content.
        has_shadow: lifts the card that matters most on the page.
    """

    def __init__(
        self, *, padding: int = Space.TWO_HALF, has_shadow: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drop = _DROP if has_shadow else 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding + self._drop)
        self.column.setSpacing(Space.ONE_HALF)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 0, 0, -self._drop)
        if self._drop and not theme.is_high_contrast:
            for step in range(self._drop, 0, -2):
                shade = QColor(theme.colours.shadow)
                shade.setAlpha(7)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shade)
                painter.drawRoundedRect(
                    box.adjusted(step * 0.4, 6, -step * 0.4, step), Radius.CARD, Radius.CARD
                )
        edge = QColor(theme.colours.edge if theme.is_high_contrast else theme.colours.line)
        draw_box(painter, box, fill=QColor(theme.colours.surface), edge=edge, radius=Radius.CARD)
