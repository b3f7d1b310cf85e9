"""One condition of the verdict: met or not, its evidence, its source."""

from enum import Enum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_line
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone
from desktop.ui.widgets.icon_mark import IconMark


class ReasonKind(Enum):
    """How a condition stands: icon, tone, word for screen readers."""

    MET = (Icon.CHECK, Tone.OK, "đạt")
    NOT_MET = (Icon.ARROW, Tone.WARN, "chưa đạt")
    BARRED = (Icon.CLOSE, Tone.BAD, "không được")
    NOTE = (Icon.INFO, Tone.ACCENT, "lưu ý")


class ReasonRow(QWidget):
    """A condition in two lines with its source at the right.

    Args:
        title: the condition as a statement.
        detail: the evidence.
        source: where it was checked, or the law behind it.
        kind: how it stands.
    """

    def __init__(
        self,
        title: str,
        detail: str,
        source: str = "",
        kind: ReasonKind = ReasonKind.MET,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        icon, tone, word = kind.value
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{title}, {word}")
        self.setAccessibleDescription(f"{detail} {source}".strip())
        title_tone = Tone.INK if kind in (ReasonKind.MET, ReasonKind.NOTE) else tone
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 9, 0, 11)
        row.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(title, TextStyle.ROW_STRONG, title_tone, wraps=True))
        if detail:
            words.addWidget(TextLabel(detail, TextStyle.SMALL, Tone.INK2, wraps=True))
        row.addWidget(IconMark(icon, tone, size=28, is_round=True))
        row.addLayout(words, 5)
        if source:
            evidence = TextLabel(source, TextStyle.SMALL, Tone.INK2, wraps=True)
            evidence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(evidence, 3)

    @property
    def kind(self) -> ReasonKind:
        """How the condition stands."""
        return self._kind

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_line(painter, QPointF(0, bottom), QPointF(self.width(), bottom), QColor(theme.colours.line))
