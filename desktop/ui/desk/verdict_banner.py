"""The result, large: a soft field with its icon."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.verdict import Promise
from desktop.ui.drawing import draw_box
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Space, TextStyle, Tone
from desktop.ui.widgets.icon_mark import IconMark

_LOOK = {
    Promise.SAME_DAY: (Icon.CHECK, Tone.OK, "ok_soft", "ok_line"),
    Promise.APPOINTMENT: (Icon.APPOINTMENT, Tone.ACCENT, "soft", "soft2"),
    Promise.SUPPLEMENT: (Icon.FILE_MISSING, Tone.WARN, "warn_soft", "warn_line"),
}


class VerdictBanner(QWidget):
    """Green for today, blue for an appointment, amber for missing papers; each with icon and words."""

    def __init__(self, promise: Promise, title: str, text: str) -> None:
        super().__init__(None)
        self._promise = promise
        icon, tone, _, _ = _LOOK[promise]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{title}. {text}")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.TWO_HALF, Space.TWO, Space.TWO_HALF, Space.TWO)
        row.setSpacing(Space.TWO_HALF)
        row.addWidget(IconMark(icon, tone, size=56, is_round=True, is_filled=True))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(title, TextStyle.VERDICT, tone, wraps=True))
        words.addWidget(TextLabel(text, TextStyle.ROW_MEDIUM, wraps=True))
        row.addLayout(words, 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        _, tone, fill, line = _LOOK[self._promise]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.colour(tone) if theme.is_high_contrast else QColor(getattr(theme.colours, line))
        back = QColor(getattr(theme.colours, fill))
        draw_box(painter, QRectF(self.rect()), fill=back, edge=edge, width=theme.border(), radius=Radius.CARD)
