"""One thing that was already asked: its name, the answer, where it came from. A click goes back to it."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from desktop.ui.drawing import LEFT, RIGHT, Ink, draw_box, draw_text, draw_wrapped, wrapped_height
from desktop.ui.focus_ring import FocusRing
from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone

_ROW = 32
_VALUE_AT = 232
_WORDS_AT = 28
_ICON = 18
_GAP = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredLine:
    """What an answered row says.

    Attributes:
        key: the question it goes back to.
        title: "Người được cấp".
        value: "Trần Gia Bảo · 14/9/2021", empty for "không nhớ".
        source: "lấy từ lần trước", empty for typed.
        icon: a card, a check, or a question mark.
        is_open: still without an answer.
    """

    key: str
    title: str
    value: str
    source: str = ""
    icon: Icon = Icon.CHECK
    is_open: bool = False


class AnsweredRow(QPushButton):
    """A row of 32 px.

    Args:
        line: what it says.
        wraps: it grows until its whole text is on it, as what is read aloud and signed must be; else it stays one line.
    """

    def __init__(self, line: AnsweredLine, *, wraps: bool = False) -> None:
        super().__init__(line.title)
        self._line = line
        self._wraps = wraps
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{line.title}: {line.value or line.source}")
        self.setToolTip(line.value)
        self._ring = FocusRing(self)

    @property
    def line(self) -> AnsweredLine:
        """What it says."""
        return self._line

    @override
    def hasHeightForWidth(self) -> bool:
        return self._wraps

    @override
    def heightForWidth(self, width: int, /) -> int:
        theme = current_theme()
        if not self._wraps:
            return theme.px(_ROW)
        title, value, source = self._inks()
        title_room, value_room = self._rooms(width, source)
        written = max(
            wrapped_height(title.font, self._line.title, title_room),
            wrapped_height(value.font, self._line.value, value_room),
        )
        return max(theme.px(_ROW), ceil(written + 2 * _margin(title)))

    @override
    def sizeHint(self) -> QSize:
        width = current_theme().px(2 * _VALUE_AT)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, current_theme().px(_ROW))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse():
            draw_box(painter, box, fill=QColor(theme.colours.soft))
        first = QRectF(0, 0, box.width(), theme.px(_ROW)) if self._wraps else box
        mark = QRectF(0, 0, theme.px(_ICON), first.height())
        theme.icons.draw(painter, self._line.icon, mark, theme.colour(self._tone()))
        title, value, source = self._inks()
        title_room, value_room = self._rooms(round(box.width()), source)
        for words, ink, left, room in (
            (self._line.title, title, theme.px(_WORDS_AT), title_room),
            (self._line.value, value, theme.px(_VALUE_AT), value_room),
        ):
            if self._wraps:
                draw_wrapped(painter, QRectF(left, _margin(ink), room, box.height()), words, ink)
            else:
                draw_text(painter, QRectF(left, 0, room, box.height()), words, ink, LEFT)
        draw_text(painter, first, self._line.source, source, RIGHT, elide=False)

    def _tone(self) -> Tone:
        if self._line.is_open:
            return Tone.WARN
        return {Icon.CHECK: Tone.OK, Icon.CARD: Tone.ACCENT}.get(self._line.icon, Tone.INK3)

    @staticmethod
    def _inks() -> tuple[Ink, Ink, Ink]:
        """Give the pens of title, value and source."""
        theme = current_theme()
        return (
            Ink(font=theme.font(TextStyle.BODY), colour=theme.colour(Tone.INK2)),
            Ink(font=theme.font(TextStyle.BODY_STRONG), colour=theme.colour(Tone.INK)),
            Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK3)),
        )

    def _rooms(self, width: int, source: Ink) -> tuple[float, float]:
        """Give how wide title and value may be; a title without a value has the whole row."""
        theme = current_theme()
        source_width = source.width(self._line.source) + 1 if self._line.source else 0
        value_at, gap = theme.px(_VALUE_AT), theme.px(_GAP)
        title_end = value_at if self._line.value else width - source_width
        value_end = width - source_width - (gap if source_width else 0)
        return max(title_end - theme.px(_WORDS_AT) - gap, 1), max(value_end - value_at, 1)


def _margin(ink: Ink) -> float:
    """Give the air over the first line: a single one stands in the middle of the row."""
    return max((current_theme().px(_ROW) - QFontMetricsF(ink.font).height()) / 2, 0)
