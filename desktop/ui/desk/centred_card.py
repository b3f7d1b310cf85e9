"""A card in the middle of an otherwise empty step; it grows with the text and scrolls when it must."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.desk.working_column import scrolling
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space
from desktop.ui.widgets.card import Card

_WIDTH = 640


class CentredCard(QWidget):
    """Holds one card: ``centred.card.column.addWidget(...)``."""

    def __init__(self) -> None:
        super().__init__(None)
        self.card = Card(padding=Space.FOUR, has_shadow=True)
        self.card.column.setSpacing(Space.TWO)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card, 100)
        middle.addStretch(1)
        inner = QVBoxLayout()
        inner.addStretch(2)
        inner.addLayout(middle)
        inner.addStretch(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.TWO_HALF, Space.ONE, Space.TWO_HALF, Space.ONE)
        column.addWidget(scrolling(inner))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.setMaximumWidth(current_theme().px(_WIDTH))
