"""Two letters for a member of the staff."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import CENTRE, Ink, draw_text
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone


def initials(full_name: str) -> str:
    """Gives the first letters of family name and given name: ``Lê Thị Hạnh`` -> ``LH``."""
    words = full_name.split()
    if not words:
        return ""
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][0]).upper()


class Avatar(QWidget):
    """The initials of a person on a disc.

    Args:
        full_name: whose.
        is_self: the officer at this desk, in the warm colour.
        size: diameter in px at 100 %.
    """

    def __init__(
        self, full_name: str, *, is_self: bool = False, size: int = 36, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._letters = initials(full_name)
        self._is_self = is_self
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(full_name)
        self.setToolTip(full_name)

    @property
    def letters(self) -> str:
        """The initials shown."""
        return self._letters

    def set_name(self, full_name: str) -> None:
        """Shows another person."""
        self._letters = initials(full_name)
        self.setAccessibleName(full_name)
        self.setToolTip(full_name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = min(current_theme().px(self._size), self._size + 4)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(QColor(theme.colours.edge) if theme.is_high_contrast else QColor(0, 0, 0, 0))
        painter.setBrush(QColor(theme.colours.avatar if self._is_self else theme.colours.soft2))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        font = theme.font(TextStyle.LABEL)
        font.setPixelSize(min(font.pixelSize(), round(self.height() * 0.42)))
        ink = Ink(font=font, colour=theme.colour(Tone.INK))
        draw_text(painter, box, self._letters, ink, CENTRE, elide=False)
