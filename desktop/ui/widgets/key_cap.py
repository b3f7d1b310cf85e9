"""A key cap: the key that does the same as what stands beside it."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import cap_width, draw_cap
from desktop.ui.keys import cap_text
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height


class KeyCap(QWidget):
    """A small cap with the name of a key.

    Args:
        key: a key sequence (``Ctrl+Return``) or words (``Ctrl 1…6``) shown as they are.
        is_words: ``key`` is shown as it is.
    """

    def __init__(self, key: str, *, is_words: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = key if is_words else cap_text(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Phím {self._text}")

    @property
    def text(self) -> str:
        """The words on the cap."""
        return self._text

    def set_key(self, key: str) -> None:
        """Shows another key sequence."""
        self._text = cap_text(key)
        self.setAccessibleName(f"Phím {self._text}")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(cap_width(theme, self._text), theme.px(Height.CAP) + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_cap(painter, QRectF(self.rect()).adjusted(0, 0, 0, -1), self._text, current_theme())
