"""The white pane at the right of a step: what is known, what was chosen, what Enter will do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.desk.working_column import scrolling
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.hairline import Hairline

_WIDTH = 392


class SidePane(QWidget):
    """A pane with a title; its content goes into ``column``."""

    def __init__(self, title: str) -> None:
        super().__init__(None)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout()
        self.column.setSpacing(Space.ONE_HALF)
        self._title = TextLabel(title, TextStyle.TITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Hairline(is_vertical=True))
        body = QVBoxLayout()
        body.setContentsMargins(Space.TWO, Space.TWO, Space.TWO, Space.TWO)
        body.setSpacing(Space.ONE)
        head = QHBoxLayout()
        head.setContentsMargins(Space.HALF, 0, Space.HALF, 0)
        head.addWidget(self._title)
        body.addLayout(head)
        content = QVBoxLayout()
        content.addLayout(self.column)
        content.addStretch(1)
        body.addWidget(scrolling(content), 1)
        row.addLayout(body, 1)
        self._fit()

    def set_title(self, title: str) -> None:
        """Changes the title."""
        self._title.setText(title)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(current_theme().px(_WIDTH))
