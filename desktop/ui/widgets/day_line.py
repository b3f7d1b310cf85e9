"""A day, or a few days, as a line: when the dossier came in, is signed, is returned, and when the office closes."""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import CENTRE, LEFT, RIGHT, Ink, draw_line, draw_text
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import TextStyle, Tone

_DOT = 8
_LINE = 6
_GAP = 12


class DayMark(Enum):
    """How a point is drawn; the value is the colour's token."""

    DONE = "ok"
    PLANNED = "accent"
    LIMIT = "edge"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPoint:
    """A moment on the line.

    Attributes:
        share: its place from 0 (left) to 1 (right); points that stand too close are pushed apart.
        time: "09:51" or "Thứ Sáu 27/11".
        caption: "Nhận hồ sơ".
        mark: how it is drawn; the line is coloured up to the last DONE point.
    """

    share: float
    time: str
    caption: str
    mark: DayMark = DayMark.PLANNED


class DayLine(QWidget):
    """The points of :class:`DayPoint` on one line, with a remark on the spare time.

    Args:
        points: from left to right.
        spare: written above the longest free stretch, "còn dư 1 giờ 15 phút".
    """

    def __init__(
        self, points: tuple[DayPoint, ...] = (), spare: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._points = points
        self._spare = spare
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_it()

    def set_points(self, points: tuple[DayPoint, ...], spare: str = "") -> None:
        """Shows other points."""
        self._points, self._spare = points, spare
        self._name_it()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, current_theme().px(84))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, current_theme().px(84))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        places = self._places(theme)
        self._paint_track(painter, theme, places, middle)
        for place, point in zip(places, self._points, strict=True):
            painter.setBrush(QColor(theme.colours.surface))
            painter.setPen(QPen(QColor(getattr(theme.colours, point.mark.value)), 3))
            painter.drawEllipse(QPointF(place, middle), _DOT - 1, _DOT - 1)
        self._paint_words(painter, theme, places, middle)

    def _paint_track(self, painter: QPainter, theme: Theme, places: list[float], middle: float) -> None:
        track = QColor(theme.colours.soft2)
        draw_line(painter, QPointF(places[0], middle), QPointF(places[-1], middle), track, _LINE)
        done = [
            place for place, point in zip(places, self._points, strict=True) if point.mark is DayMark.DONE
        ]
        if done:
            draw_line(
                painter,
                QPointF(places[0], middle),
                QPointF(done[-1], middle),
                QColor(theme.colours.ok),
                _LINE,
            )

    def _paint_words(self, painter: QPainter, theme: Theme, places: list[float], middle: float) -> None:
        time = Ink(font=theme.figures(TextStyle.ROW_STRONG), colour=theme.colour(Tone.INK))
        small = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
        above = QRectF(0, middle - theme.px(36), 0, theme.px(24))
        below = QRectF(0, middle + theme.px(14), 0, theme.px(24))
        for index, (place, point) in enumerate(zip(places, self._points, strict=True)):
            for box, words, ink in ((above, point.time, time), (below, point.caption, small)):
                left, align = self._anchor(index, place, ink.width(words))
                draw_text(
                    painter,
                    QRectF(left, box.top(), ink.width(words), box.height()),
                    words,
                    ink,
                    align,
                    elide=False,
                )
        if self._spare:
            stretches = [(right - left, (left + right) / 2) for left, right in pairwise(places)]
            width = small.width(self._spare)
            longest, centre = max(stretches, default=(0.0, 0.0))
            if longest > width + theme.px(140):
                draw_text(
                    painter,
                    QRectF(centre - width / 2, above.top(), width, above.height()),
                    self._spare,
                    small,
                    CENTRE,
                )

    def _anchor(self, index: int, place: float, width: float) -> tuple[float, Qt.AlignmentFlag]:
        if index == 0:
            return 0.0, LEFT
        if index == len(self._points) - 1:
            return self.width() - width, RIGHT
        return min(max(place - width / 2, 0), self.width() - width), CENTRE

    def _places(self, theme: Theme) -> list[float]:
        """Gives x of every point: true to scale, but pushed apart until the words fit."""
        first, last = float(_DOT), float(self.width() - _DOT)
        places = [first + point.share * (last - first) for point in self._points]
        time = Ink(font=theme.figures(TextStyle.ROW_STRONG), colour=QColor())
        small = Ink(font=theme.font(TextStyle.SMALL), colour=QColor())
        widths = [max(time.width(point.time), small.width(point.caption)) for point in self._points]
        gap = theme.px(_GAP)
        for index in range(1, len(places)):
            before = widths[index - 1] if index == 1 else widths[index - 1] / 2
            own = widths[index] if index == len(places) - 1 else widths[index] / 2
            start = 0.0 if index == 1 else places[index - 1]
            places[index] = max(places[index], start + before + gap + own)
        places[-1] = last if len(places) > 1 else places[-1]
        for index in range(len(places) - 2, 0, -1):
            after = widths[index + 1] if index + 1 == len(places) - 1 else widths[index + 1] / 2
            end = float(self.width()) if index + 1 == len(places) - 1 else places[index + 1]
            places[index] = max(min(places[index], end - after - gap - widths[index] / 2), first)
        return places

    def _name_it(self) -> None:
        self.setAccessibleName("; ".join(f"{point.time} {point.caption}" for point in self._points))
