"""Strokes shared by the widgets that paint themselves: text with room for its marks, boxes, caps, marked hits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.ui.theme import Theme
from desktop.ui.tokens import HALO_WIDTH, RING_WIDTH, Height, Radius, TextStyle

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """A font and the colour it is written in."""

    font: QFont
    colour: QColor

    def width(self, text: str) -> float:
        """Gives the width of the text in px."""
        return QFontMetricsF(self.font).horizontalAdvance(text)


def draw_text(
    painter: QPainter, box: QRectF, text: str, ink: Ink, align: Qt.AlignmentFlag = LEFT, *, elide: bool = True
) -> None:
    """Writes one line; marks above the capitals may leave the box, too long a text ends in an ellipsis."""
    metrics = QFontMetricsF(ink.font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5) if elide else text
    painter.setFont(ink.font)
    painter.setPen(ink.colour)
    painter.drawText(box, align | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine, shown)


def wrapped_height(font: QFont, text: str, room: float) -> float:
    """Gives how high a text stands in a room of this width."""
    box = QRectF(0, 0, room, 10_000)
    return QFontMetricsF(font).boundingRect(box, _wrapping(font, text, room).value, text).height()


def draw_wrapped(painter: QPainter, box: QRectF, text: str, ink: Ink) -> None:
    """Writes a text from the upper left corner of ``box`` on as many lines as it needs: nothing is cut."""
    painter.setFont(ink.font)
    painter.setPen(ink.colour)
    painter.drawText(box, _wrapping(ink.font, text, box.width()), text)


def _wrapping(font: QFont, text: str, room: float) -> Qt.TextFlag:
    """Break between words; inside one only where it is longer than the line."""
    metrics = QFontMetricsF(font)
    is_long = any(metrics.horizontalAdvance(word) > room for word in text.split())
    wrap = Qt.TextFlag.TextWrapAnywhere if is_long else Qt.TextFlag.TextWordWrap
    return wrap | Qt.TextFlag.TextDontClip


def draw_marked(
    painter: QPainter, box: QRectF, text: str, spans: Sequence[tuple[int, int]], ink: Ink, mark: QColor
) -> float:
    """Writes one line with the found stretches (``spans``: start and end in ``text``) lit in the colour ``mark``.

    Returns:
        The width written, in px.
    """
    metrics = QFontMetricsF(ink.font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    middle = box.center().y()
    height = metrics.height() * 1.05
    for start, end in spans:
        left = metrics.horizontalAdvance(shown[: min(start, len(shown))])
        right = metrics.horizontalAdvance(shown[: min(end, len(shown))])
        if right > left:
            lit = QRectF(box.left() + left - 1, middle - height / 2, right - left + 2, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mark)
            painter.drawRoundedRect(lit, 2, 2)
    draw_text(painter, box, shown, ink, elide=False)
    return metrics.horizontalAdvance(shown)


def draw_box(
    painter: QPainter,
    box: QRectF,
    *,
    fill: QColor | None,
    edge: QColor | None = None,
    width: float = 1,
    radius: float = Radius.CONTROL,
) -> None:
    """Draws a rounded box whose border lies wholly inside ``box``."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    inset = width / 2 if edge is not None else 0
    inner = box.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, max(radius - inset, 0), max(radius - inset, 0))


def draw_ring(
    painter: QPainter, box: QRectF, colour: QColor, *, radius: float, width: float = RING_WIDTH
) -> None:
    """Draws a focus ring along the inside of ``box``."""
    draw_box(painter, box, fill=None, edge=colour, width=width, radius=radius)


def draw_halo(painter: QPainter, box: QRectF, theme: Theme, *, radius: float) -> None:
    """Draws the pale halo of a focused field along the inside of ``box``."""
    draw_box(painter, box, fill=None, edge=QColor(theme.colours.soft2), width=HALO_WIDTH, radius=radius)


def cap_width(theme: Theme, text: str) -> int:
    """Gives the width of a key cap in px, 0 for no key."""
    if not text:
        return 0
    wide = QFontMetricsF(cap_font(theme)).horizontalAdvance(text)
    if len(text) == 1:  # digits in a column stand under each other
        return theme.px(Height.CAP) + 2
    return round(wide) + theme.px(12) + 4


def cap_font(theme: Theme) -> QFont:
    """Gives the font of key caps."""
    return theme.font(TextStyle.NOTE, weight=500)


def draw_cap(
    painter: QPainter, box: QRectF, text: str, theme: Theme, *, on_accent: bool = False, is_off: bool = False
) -> None:
    """Draws a key cap centred in the height of ``box``, at its left edge."""
    width, height = cap_width(theme, text), theme.px(Height.CAP)
    cap = QRectF(round(box.left()), round(box.center().y() - height / 2), width, height)
    colours = theme.colours
    if on_accent:
        fill, edge, ink = QColor(255, 255, 255, 40), QColor(255, 255, 255, 120), QColor(colours.on_accent)
    else:
        fill, edge, ink = (
            QColor(colours.surface),
            QColor(colours.line),
            QColor(colours.ink3 if is_off else colours.ink2),
        )
        if theme.is_high_contrast:
            edge = QColor(colours.edge)
        draw_box(painter, cap.translated(0, 1), fill=edge, radius=Radius.CAP)
    draw_box(painter, cap, fill=fill, edge=edge, radius=Radius.CAP)
    draw_text(painter, cap, text, Ink(font=cap_font(theme), colour=ink), CENTRE, elide=False)


def draw_line(painter: QPainter, start: QPointF, end: QPointF, colour: QColor, width: float = 1) -> None:
    """Draws a straight line with flat ends."""
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(start, end)
