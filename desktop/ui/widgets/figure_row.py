"""The figures of the day in one card."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import LEFT, Ink, draw_box, draw_line, draw_text
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, TextStyle, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """A figure of the day: "31", "/ 38", "Giải quyết ngay, không hẹn"."""

    value: str
    unit: str
    caption: str
    is_good: bool = False


class FigureRow(QWidget):
    """Big figures with their captions, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: tuple[DayFigure, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_figures(self, figures: tuple[DayFigure, ...]) -> None:
        """Shows other figures."""
        self._figures = figures
        self.setAccessibleName("; ".join(f"{one.caption}: {one.value} {one.unit}" for one in figures))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, current_theme().px(84))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(theme.colours.edge if theme.is_high_contrast else theme.colours.line)
        box = QRectF(self.rect())
        draw_box(painter, box, fill=QColor(theme.colours.surface), edge=edge, radius=Radius.CARD)
        if not self._figures:
            return
        share = box.width() / len(self._figures)
        for place, one in enumerate(self._figures):
            left = place * share
            if place:
                line = QColor(theme.colours.line)
                draw_line(painter, QPointF(left, 20), QPointF(left, box.height() - 20), line)
            text = QRectF(left + theme.px(24), 0, share - theme.px(32), box.height())
            big = Ink(
                font=theme.figures(TextStyle.PAGE_TITLE),
                colour=theme.colour(Tone.OK if one.is_good else Tone.INK),
            )
            small = Ink(font=theme.font(TextStyle.BODY), colour=theme.colour(Tone.INK2))
            upper = QRectF(text.left(), theme.px(14), text.width(), theme.px(32))
            draw_text(painter, upper, one.value, big, LEFT, elide=False)
            beside = upper.adjusted(big.width(one.value) + theme.px(7), theme.px(5), 0, 0)
            draw_text(painter, beside, one.unit, small, LEFT)
            caption = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
            draw_text(
                painter,
                QRectF(text.left(), theme.px(48), text.width(), theme.px(24)),
                one.caption,
                caption,
                LEFT,
            )
