"""A working column and the paper beside it; where both do not fit, F6 shows one or the other."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.theme import current_theme

LEFT_WIDTH = 640
_WIDE = 1500
_LEFT_WIDE = 760
_LEAST_RIGHT = 420


class TwoColumns(QWidget):
    """The left column keeps its width, the right takes what is left.

    Args:
        left: where the officer works.
        right: what is only looked at.
    """

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__(None)
        self._left = left
        self._right = right
        self._is_right_wanted = False
        self._is_narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(right, 1)

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for one of the two only."""
        return self._is_narrow

    def toggle_right(self, in_place: Callable[[], object]) -> None:
        """F6: where both are in view `in_place` changes the right one, else the other one comes into view."""
        if not self._is_narrow:
            in_place()
            return
        self._is_right_wanted = not self._is_right_wanted
        self._fit()

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
        width = self.width()
        left = theme.px(_LEFT_WIDE if width >= theme.px(_WIDE) else LEFT_WIDTH)
        self._is_narrow = width - left < _LEAST_RIGHT
        self._left.setVisible(not (self._is_narrow and self._is_right_wanted))
        self._right.setVisible(not self._is_narrow or self._is_right_wanted)
        self._left.setFixedWidth(width if self._is_narrow else left)
