"""A working column with a white pane beside it, or in it where the text is large or the window small."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from desktop.ui.desk.side_pane import SidePane
from desktop.ui.desk.working_column import FollowingArea
from desktop.ui.theme import current_theme

_PANE_WIDTH = 392
_LEAST_COLUMN = 540
_NO_LIMIT = 16_777_215


class PaneColumns(QWidget):
    """The pane keeps its width and the column takes the rest; without room for both they are one column.

    Then heading, content and pane scroll together, and only the actions stay at the foot.

    Args:
        column: where the officer works; the pages of a stack take the pane in turn.
        pane: what is known, chosen, or going to happen.
    """

    def __init__(self, column: QWidget, pane: SidePane) -> None:
        super().__init__(None)
        self._column = column
        self._pane = pane
        self._is_stacked = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(column, 1)
        self._row.addWidget(pane)
        if isinstance(column, QStackedWidget):
            column.currentChanged.connect(self._place)

    @property
    def is_stacked(self) -> bool:
        """Whether the pane stands below the column."""
        return self._is_stacked

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # other text size, same window
            self._fit()

    def _fit(self) -> None:
        theme = current_theme()
        pane = theme.px(_PANE_WIDTH)
        is_stacked = self.width() - pane < theme.px(_LEAST_COLUMN)
        self._pane.setMinimumWidth(0 if is_stacked else pane)
        self._pane.setMaximumWidth(_NO_LIMIT if is_stacked else pane)
        if is_stacked is not self._is_stacked:
            here = QApplication.focusWidget()
            self._is_stacked = is_stacked
            self._pane.set_below(is_stacked)
            self._place()
            if here is not None and self.isAncestorOf(here):  # what is put elsewhere loses the keyboard
                here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        """Puts the pane beside the column, or into what scrolls of the page in view."""
        page = self._column.currentWidget() if isinstance(self._column, QStackedWidget) else self._column
        area = page.findChild(FollowingArea) if page is not None else None
        if not isinstance(area, FollowingArea):
            return
        if self._is_stacked:
            area.gather(self._pane)
        elif self._pane.parentWidget() is not self:
            area.release()
            self._row.addWidget(self._pane)
