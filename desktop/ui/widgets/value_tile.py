"""One of two values to choose between: its digit, the value whole, and below it who wrote it and when."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import Ink, cap_width, draw_box, draw_cap, draw_wrapped, wrapped_height
from desktop.ui.focus_ring import FocusRing
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import TextStyle, Tone

_PAD = 12
_LEAST = 56


class ValueTile(QPushButton):
    """A large button; long values wrap, nothing is cut.

    Args:
        value: in the officer's words.
        source: who, when, at which counter.
        digit: the key that picks it; the row listens to it.
        is_grey: the value is none at all and is written in the softer colour.
    """

    def __init__(
        self, value: str, source: str, digit: str, *, is_grey: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(value, parent)
        self._source = source
        self._digit = digit
        self._tone = Tone.INK2 if is_grey else Tone.INK
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{digit}. {value}")
        self.setAccessibleDescription(source)
        self._ring = FocusRing(self)

    @property
    def source(self) -> str:
        """Who wrote the value, and when."""
        return self._source

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        theme = current_theme()
        value, source = self._heights(theme, self._room(theme, width))
        air = theme.air(TextStyle.TITLE) + theme.air(TextStyle.SMALL)
        return max(round(value + source) + air + 2 * theme.px(_PAD), theme.px(_LEAST))

    @override
    def sizeHint(self) -> QSize:
        width = current_theme().px(280)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(160), current_theme().px(_LEAST))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.underMouse() or self.isDown()
        fill = QColor(colours.soft if is_hot else colours.surface)
        draw_box(painter, QRectF(self.rect()), fill=fill, edge=QColor(colours.edge), width=theme.border())
        pad = theme.px(_PAD)
        cap = cap_width(theme, self._digit)
        room = self._room(theme, self.width())
        value, source = self._heights(theme, room)
        top = pad + theme.air(TextStyle.TITLE)
        line = QFontMetricsF(theme.font(TextStyle.TITLE)).height()
        draw_cap(painter, QRectF(pad, top, cap, line), self._digit, theme)
        left = pad + cap + theme.px(10)
        ink = Ink(font=theme.font(TextStyle.TITLE), colour=theme.colour(self._tone))
        draw_wrapped(painter, QRectF(left, top, room, value), self.text(), ink)
        ink = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
        below = QRectF(left, top + value + theme.air(TextStyle.SMALL), room, source)
        draw_wrapped(painter, below, self._source, ink)

    def _room(self, theme: Theme, width: int) -> float:
        return max(width - 2 * theme.px(_PAD) - cap_width(theme, self._digit) - theme.px(10), 40)

    def _heights(self, theme: Theme, room: float) -> tuple[float, float]:
        value = wrapped_height(theme.font(TextStyle.TITLE), self.text(), room)
        return value, wrapped_height(theme.font(TextStyle.SMALL), self._source, room)
