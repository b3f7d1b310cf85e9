"""What stands where nothing is yet: the fact, what to do, the button for it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Space, TextStyle, Tone
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.icon_mark import IconMark


class EmptyState(QWidget):
    """An empty list or page that says how to begin.

    Args:
        icon: drawn on a disc.
        fact: what is the case.
        advice: what to do.
        button: does it; the page connects it.
        is_tall: disc above, words in the middle, for a whole page; else one row.
    """

    def __init__(
        self,
        icon: Icon,
        fact: str,
        advice: str,
        *,
        button: Button | None = None,
        is_tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_tall = is_tall
        self._mark = IconMark(icon, size=72 if is_tall else 44, is_round=True)
        self._fact = TextLabel(fact, TextStyle.SECTION if is_tall else TextStyle.TITLE, wraps=True)
        self._advice = TextLabel(advice, TextStyle.ROW if is_tall else TextStyle.SMALL, Tone.INK2, wraps=True)
        self.setAccessibleName(fact)
        self.setAccessibleDescription(advice)
        self._build(button)

    def tell(self, fact: str, advice: str) -> None:
        """Says something else."""
        self._fact.setText(fact)
        self._advice.setText(advice)
        self.setAccessibleName(fact)
        self.setAccessibleDescription(advice)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_tall:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.colours.surface))
        pen = QPen(
            QColor(theme.colours.edge if theme.is_high_contrast else theme.colours.line), theme.border()
        )
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)

    def _build(self, button: Button | None) -> None:
        if self._is_tall:
            column = QVBoxLayout(self)
            column.setSpacing(Space.ONE)
            column.addStretch(2)
            for widget in (self._mark, self._fact, self._advice):
                if isinstance(widget, TextLabel):
                    widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                    column.addWidget(widget)
                else:
                    column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            if button is not None:
                column.addSpacing(Space.TWO)
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addStretch(3)
            return
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.TWO_HALF, Space.TWO, Space.TWO, Space.TWO)
        row.setSpacing(Space.TWO)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._fact)
        words.addWidget(self._advice)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        if button is not None:
            row.addWidget(button)
