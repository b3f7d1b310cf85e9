"""A line to tick: a paper that lies on the table, a service that was asked for."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import Ink, cap_width, draw_box, draw_cap
from desktop.ui.focus_ring import FocusRing
from desktop.ui.icon_set import Icon
from desktop.ui.keys import cap_text
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import Radius, TextStyle, Tone

_BOX = 22
_PAD = 8


class CheckRow(QCheckBox):
    """A large tick box with a title, a note below, and its digit.

    ``toggled`` of Qt tells of changes. The text wraps; nothing is cut.

    Args:
        text: what is ticked.
        note: a smaller sentence below.
        key: the key that ticks it; the page listens to it.
    """

    def __init__(self, text: str, *, note: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._note = note
        self._cap = cap_text(key)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        self.setAccessibleDescription(note)
        self._ring = FocusRing(self)

    def set_note(self, note: str) -> None:
        """Changes the sentence below."""
        self._note = note
        self.setAccessibleDescription(note)
        self.updateGeometry()
        self.update()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        theme = current_theme()
        lines = self._text_height(theme, self._text_width(theme, width))
        return max(lines + 2 * theme.px(_PAD), theme.px(44))

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = theme.px(320)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(160), current_theme().px(44))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            draw_box(painter, QRectF(self.rect()), fill=QColor(colours.soft))
        pad, side = theme.px(_PAD), theme.px(_BOX)
        width = self._text_width(theme, self.width())
        height = self._text_height(theme, width)
        top = max((self.height() - height) / 2, pad)
        title_line = QFontMetricsF(theme.font(TextStyle.ROW_STRONG)).height()
        square = QRectF(pad, round(top + theme.air(TextStyle.ROW) + (title_line - side) / 2), side, side)
        self._paint_square(painter, theme, square)
        left = pad + side + theme.px(12)
        box = QRectF(left, top + theme.air(TextStyle.ROW), width, height)
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip
        painter.setFont(theme.font(TextStyle.ROW_STRONG))
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.ink3))
        used = painter.boundingRect(box, flags, self.text())
        painter.drawText(box, flags, self.text())
        if self._note:
            painter.setFont(theme.font(TextStyle.SMALL))
            painter.setPen(theme.colour(Tone.INK2))
            painter.drawText(box.adjusted(0, used.height() + 2, 0, 0), flags, self._note)
        if self._cap:
            cap = cap_width(theme, self._cap)
            draw_cap(painter, QRectF(self.width() - pad - cap, square.top(), cap, side), self._cap, theme)

    def _paint_square(self, painter: QPainter, theme: Theme, square: QRectF) -> None:
        colours = theme.colours
        if self.isChecked():
            draw_box(painter, square, fill=QColor(colours.accent), radius=Radius.CAP)
            theme.icons.draw(painter, Icon.CHECK, square.adjusted(3, 3, -3, -3), QColor(colours.on_accent))
        else:
            draw_box(
                painter,
                square,
                fill=QColor(colours.surface),
                edge=QColor(colours.edge),
                width=2,
                radius=Radius.CAP,
            )

    def _text_width(self, theme: Theme, width: int) -> float:
        cap = cap_width(theme, self._cap) + theme.px(12) if self._cap else 0
        return max(width - 2 * theme.px(_PAD) - theme.px(_BOX) - theme.px(12) - cap, 40)

    def _text_height(self, theme: Theme, width: float) -> int:
        flags = Qt.TextFlag.TextWordWrap.value
        room = QRectF(0, 0, width, 10_000)
        title = (
            QFontMetricsF(theme.font(TextStyle.ROW_STRONG)).boundingRect(room, flags, self.text()).height()
        )
        note = (
            QFontMetricsF(theme.font(TextStyle.SMALL)).boundingRect(room, flags, self._note).height() + 2
            if self._note
            else 0
        )
        return round(title + note + theme.air(TextStyle.ROW) + 1)

    @staticmethod
    def ink_of(theme: Theme) -> Ink:
        """Gives font and colour of the title."""
        return Ink(font=theme.font(TextStyle.ROW_STRONG), colour=theme.colour(Tone.INK))
