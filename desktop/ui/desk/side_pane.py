"""The white pane at the right of a step: what is known, what was chosen, what Enter will do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk.working_column import scrolling
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.hairline import Hairline


class SidePane(QWidget):
    """A pane with a title; its content goes into ``column``."""

    def __init__(self, title: str) -> None:
        super().__init__(None)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout()
        self.column.setSpacing(Space.ONE_HALF)
        self._title = TextLabel(title, TextStyle.TITLE)
        self._beside, self._above = Hairline(is_vertical=True), Hairline()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._above)
        row = QHBoxLayout()
        row.setSpacing(0)
        whole.addLayout(row, 1)
        row.addWidget(self._beside)
        body = self._frame = QVBoxLayout()
        body.setContentsMargins(Space.TWO, Space.TWO, Space.TWO, Space.TWO)
        body.setSpacing(Space.ONE)
        head = QHBoxLayout()
        head.setContentsMargins(Space.HALF, 0, Space.HALF, 0)
        head.addWidget(self._title)
        body.addLayout(head)
        content = QVBoxLayout()
        content.addLayout(self.column)
        content.addStretch(1)
        self._scroll = scrolling(content)
        body.addWidget(self._scroll, 1)
        row.addLayout(body, 1)
        self.set_below(is_below=False)

    def set_title(self, title: str) -> None:
        """Changes the title."""
        self._title.setText(title)

    def set_below(self, is_below: bool) -> None:
        """Draws its edge towards the working column, beside or above it; below it scrolls with the column."""
        self._beside.setVisible(not is_below)
        self._above.setVisible(is_below)
        self._scroll.setVisible(not is_below)
        if is_below:
            self._scroll.takeWidget()
            self._frame.addWidget(self._scroll.inner)
        else:
            self._scroll.setWidget(self._scroll.inner)
        self._scroll.inner.show()
