"""One thing that was already asked: its name, the answer, where it came from. A click goes back to it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from desktop.ui.drawing import LEFT, RIGHT, Ink, draw_box, draw_text
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
    """A row of 32 px."""

    def __init__(self, line: AnsweredLine) -> None:
        super().__init__(line.title)
        self._line = line
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{line.title}: {line.value or line.source}")
        self.setToolTip(line.value)
        self._ring = FocusRing(self)

    @property
    def line(self) -> AnsweredLine:
        """What it says."""
        return self._line

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(2 * _VALUE_AT), theme.px(_ROW))

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
        side = theme.px(_ICON)
        tone = (
            Tone.WARN
            if self._line.is_open
            else Tone.OK
            if self._line.icon is Icon.CHECK
            else Tone.ACCENT
            if self._line.icon is Icon.CARD
            else Tone.INK3
        )
        theme.icons.draw(painter, self._line.icon, QRectF(0, 0, side, box.height()), theme.colour(tone))
        title = Ink(font=theme.font(TextStyle.BODY), colour=theme.colour(Tone.INK2))
        value = Ink(font=theme.font(TextStyle.BODY_STRONG), colour=theme.colour(Tone.INK))
        source = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK3))
        words_at, value_at = theme.px(_WORDS_AT), theme.px(_VALUE_AT)
        source_width = source.width(self._line.source) + 1 if self._line.source else 0
        draw_text(
            painter,
            QRectF(words_at, 0, value_at - words_at - theme.px(_GAP), box.height()),
            self._line.title,
            title,
            LEFT,
        )
        room = box.width() - value_at - source_width - (theme.px(_GAP) if source_width else 0)
        draw_text(painter, QRectF(value_at, 0, room, box.height()), self._line.value, value, LEFT)
        right = QRectF(box.width() - source_width, 0, source_width, box.height())
        draw_text(painter, right, self._line.source, source, RIGHT, elide=False)
