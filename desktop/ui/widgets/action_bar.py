"""The foot of a working column: quiet actions at the left, the one primary action at the right."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_line
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Space
from desktop.ui.widgets.button import Button


class ActionBar(QWidget):
    """A bar with a hairline above, as high as a button and its air."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 2, 0, 0)
        self._row.setSpacing(Space.THREE)
        self._row.addStretch(1)
        self._lefts = 0

    def add_left(self, button: Button) -> None:
        """Adds a button after those at the left."""
        self._row.insertWidget(self._lefts, button)
        self._lefts += 1

    def add_right(self, button: Button) -> None:
        """Adds a button at the right end."""
        self._row.addWidget(button)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(Height.ACTION_BAR))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_theme().colours
        painter = QPainter(self)
        draw_line(painter, QPointF(0, 0.5), QPointF(self.width(), 0.5), QColor(colours.line))
