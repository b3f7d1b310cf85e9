"""What happened to a dossier, one moment below the other."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import LEFT, Ink, draw_line, draw_text
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone

_ROW = 50
_DOT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One moment: "09:49", "Đã đọc lại, bà đồng ý", "điểm chỉ ngón trỏ phải"."""

    time: str
    title: str
    detail: str = ""
    is_done: bool = True


class HistoryList(QWidget):
    """Moments on a standing line; those still to come are hollow and grey."""

    def __init__(self, entries: tuple[HistoryEntry, ...] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_entries(entries)

    def set_entries(self, entries: tuple[HistoryEntry, ...]) -> None:
        """Shows other moments."""
        self._entries = entries
        self.setAccessibleName(
            "; ".join(f"{entry.time} {entry.title} {entry.detail}".strip() for entry in entries)
        )
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, current_theme().px(_ROW) * len(self._entries))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = theme.px(_ROW)
        time = theme.figures(TextStyle.SMALL)
        wide = max((Ink(font=time, colour=QColor()).width(entry.time) for entry in self._entries), default=0)
        left = theme.px(26) + wide + theme.px(14)
        for index, entry in enumerate(self._entries):
            top = index * row
            centre = QPointF(_DOT + 4, top + theme.px(12))
            if index + 1 < len(self._entries):
                start = centre + QPointF(0, _DOT + 5)
                draw_line(
                    painter,
                    start,
                    QPointF(centre.x(), top + row + theme.px(12) - _DOT - 5),
                    QColor(theme.colours.soft2),
                    2,
                )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Tone.ACCENT))
            if not entry.is_done:
                painter.setPen(QPen(QColor(theme.colours.edge), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, _DOT, _DOT)
            tone = Tone.INK if entry.is_done else Tone.INK2
            line, width = theme.px(24), self.width() - left
            when = QRectF(theme.px(26), top, wide + 2, line)
            draw_text(
                painter, when, entry.time, Ink(font=time, colour=theme.colour(Tone.INK2)), LEFT, elide=False
            )
            title = Ink(font=theme.font(TextStyle.LABEL), colour=theme.colour(tone))
            draw_text(painter, QRectF(left, top, width, line), entry.title, title, LEFT)
            detail = Ink(font=theme.font(TextStyle.NOTE), colour=theme.colour(Tone.INK2))
            draw_text(painter, QRectF(left, top + theme.px(19), width, line), entry.detail, detail, LEFT)
