"""A working column with a white pane beside it, or below it where the text is large or the window small."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.desk.side_pane import SidePane
from desktop.ui.theme import current_theme

_PANE_WIDTH = 392
_LEAST_COLUMN = 540
_PANE_SHARE = 0.4
_NO_LIMIT = 16_777_215


class PaneColumns(QWidget):
    """The pane keeps its width; the column takes the rest.

    Args:
        column: where the officer works.
        pane: what is known, chosen, or going to happen.
    """

    def __init__(self, column: QWidget, pane: SidePane) -> None:
        super().__init__(None)
        self._pane = pane
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(column, 1)
        self._row.addWidget(pane)
        self._fit()

    @property
    def is_stacked(self) -> bool:
        """Whether the pane stands below the column."""
        return self._row.direction() is QBoxLayout.Direction.TopToBottom

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = current_theme()
        pane = theme.px(_PANE_WIDTH)
        is_stacked = self.width() - pane < theme.px(_LEAST_COLUMN)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if is_stacked else directions.LeftToRight)
        if is_stacked:
            self._pane.setMinimumWidth(0)
            self._pane.setMaximumWidth(_NO_LIMIT)
            self._pane.setFixedHeight(round(self.height() * _PANE_SHARE))
        else:
            self._pane.setFixedWidth(pane)
            self._pane.setMinimumHeight(0)
            self._pane.setMaximumHeight(_NO_LIMIT)
        self._pane.set_below(is_stacked)
