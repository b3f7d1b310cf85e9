"""The strip that never goes away while the data are made up."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.icon_mark import IconMark


class SampleStrip(QWidget):
    """Says that nothing here is real; hidden in a real office."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = "Dữ liệu mẫu: người, số và ngày đều bịa ra. Không dùng để làm hồ sơ thật."
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.THREE, 0, Space.THREE, 0)
        row.setSpacing(Space.ONE)
        row.addWidget(IconMark(Icon.SAMPLE, Tone.WARN, size=16, is_bare=True))
        row.addWidget(
            TextLabel(words, TextStyle.NOTE_STRONG, Tone.WARN, is_centred=True), 1, Qt.AlignmentFlag.AlignLeft
        )
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_theme().colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.warn_soft))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.warn_line))
