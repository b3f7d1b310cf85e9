"""An official page on which fields are placed: draw a box, move it, pull its corner, nudge it by key."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from typing_extensions import override

from desktop.ui.drawing import LEFT, Ink, draw_text
from desktop.ui.task_runner import TaskRunner
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone
from desktop.ui.workbench.clickable_paper import ClickablePaper
from desktop.ui.workbench.placed_box import LEAST_MM, STEP_MM, PlacedBox

_POINTS_PER_MM = 72 / 25.4
_HANDLE = 9
_USUAL = (60.0, 7.0)
_FAR = 10
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class _Grip(Enum):
    """What the mouse holds."""

    NOTHING = "nothing"
    NEW = "new"
    WHOLE = "whole"
    CORNER = "corner"


class PlacingPaper(ClickablePaper):
    """The live page; with boxes on it where the form stands on an official page.

    Signals:
        box_drawn: a new box for the field that was picked; carries its :class:`PlacedBox`.
        box_changed: a box was moved or resized; carries its place in the list and the box.
        box_removed: carries its place in the list.
        box_chosen: another box is current; carries its place, -1 for none.
    """

    box_drawn = Signal(object)
    box_changed = Signal(int, object)
    box_removed = Signal(int)
    box_chosen = Signal(int)

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__(runner)
        self._boxes: tuple[PlacedBox, ...] | None = None
        self._chosen = -1
        self._armed = ""
        self._grip = _Grip.NOTHING
        self._start: tuple[int, float, float] | None = None
        self._moving: PlacedBox | None = None

    @property
    def boxes(self) -> tuple[PlacedBox, ...]:
        """The boxes shown."""
        return self._boxes or ()

    @property
    def chosen(self) -> int:
        """The current box, -1 for none."""
        return self._chosen

    def set_boxes(self, boxes: tuple[PlacedBox, ...] | None) -> None:
        """Shows boxes; None for a form without an official page, where a click only finds the line."""
        self._boxes = boxes
        self._chosen = min(self._chosen, len(boxes) - 1) if boxes is not None else -1
        if boxes is None:
            self._armed = ""
        is_official = boxes is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_official else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(
            "Phím mũi tên dời ô nửa milimét, Shift đổi cỡ, Ctrl dời xa, Delete bỏ ô" if is_official else ""
        )
        self.viewport().update()

    def arm(self, words: str) -> None:
        """Lets the next drag draw a box for a field; an empty text lays the pen down."""
        self._armed = words
        shape = Qt.CursorShape.CrossCursor if words else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def place_usual(self, words: str) -> None:
        """Places a box of the usual size by key: below the current one, else near the top of the page in view."""
        near = self.boxes[self._chosen] if 0 <= self._chosen < len(self.boxes) else None
        page = near.page if near is not None else self._page_at(self.viewport().height() / 2)
        left, top = (near.left, near.top + near.height + 1) if near is not None else (30.0, 30.0)
        self._draw_new(
            PlacedBox(words=words, page=page, left=left, top=top, width=_USUAL[0], height=_USUAL[1])
        )

    def choose(self, place: int) -> None:
        """Makes a box current."""
        if place != self._chosen:
            self._chosen = place
            self.viewport().update()
            self.box_chosen.emit(place)

    def box_rect(self, box: PlacedBox) -> QRectF:
        """Gives where a box stands in the view now, in px."""
        if not 0 <= box.page < len(self._pages):
            return QRectF()
        page, scale = self._page_box(box.page), self._scale(box.page)
        corner = QPointF(page.left() + box.left * scale, page.top() + box.top * scale)
        return QRectF(corner.x(), corner.y(), box.width * scale, box.height * scale)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._boxes is None:
            return
        theme = current_theme()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, box in enumerate(self._boxes):
            is_chosen = place == self._chosen
            self._paint_box(painter, self._moving if is_chosen and self._moving else box, is_chosen=is_chosen)
        if self._grip is _Grip.NEW and self._moving is not None:
            self._paint_box(painter, self._moving, is_chosen=True)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.colours.accent), 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._boxes is None:
            super().mousePressEvent(event)
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point = event.position()
        self._start = self._at(point)
        if self._armed:
            self._grip, self._moving = _Grip.NEW, None
            return
        if 0 <= self._chosen < len(self._boxes) and self._corner(self._boxes[self._chosen]).contains(point):
            self._grip = _Grip.CORNER
            return
        hit = [place for place, box in enumerate(self._boxes) if self.box_rect(box).contains(point)]
        self.choose(hit[-1] if hit else -1)
        self._grip = _Grip.WHOLE if hit else _Grip.NOTHING

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._boxes is None:
            super().mouseMoveEvent(event)
            return
        moved = self._dragged(event.position())
        if moved is not None:
            self._moving = self._settle(moved)
            self.viewport().update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        moved, grip, start = self._moving, self._grip, self._start
        self._grip, self._start, self._moving = _Grip.NOTHING, None, None
        if self._boxes is None or start is None:
            return
        if grip is _Grip.NEW:
            if moved is None or moved.width <= LEAST_MM:  # a click instead of a drag
                moved = PlacedBox(
                    words=self._armed,
                    page=start[0],
                    left=start[1],
                    top=start[2],
                    width=_USUAL[0],
                    height=_USUAL[1],
                )
            self._draw_new(moved)
        elif moved is not None and moved != self._boxes[self._chosen]:
            self.box_changed.emit(self._chosen, moved)
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if self._boxes is None or not 0 <= self._chosen < len(self._boxes):
            super().keyPressEvent(event)
        elif key in _ARROWS:
            step = STEP_MM * (_FAR if modifiers & Qt.KeyboardModifier.ControlModifier else 1)
            right, down = (way * step for way in _ARROWS[key])
            box = self._boxes[self._chosen]
            is_size = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            moved = self._settle(box.resized(right, down) if is_size else box.moved(right, down))
            if moved != box:
                self.box_changed.emit(self._chosen, moved)
        elif key is Qt.Key.Key_Delete:
            self.box_removed.emit(self._chosen)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            step_by = 1 if key is Qt.Key.Key_PageDown else -1
            self.choose((self._chosen + step_by) % len(self._boxes))
        else:
            super().keyPressEvent(event)

    def _dragged(self, point: QPointF) -> PlacedBox | None:
        """Give what the mouse makes of the box it holds, None while it holds none or has left the page."""
        start, now = self._start, self._at(point)
        if start is None or now is None or now[0] != start[0]:
            return None
        right, down = now[1] - start[1], now[2] - start[2]
        match self._grip:
            case _Grip.NOTHING:
                return None
            case _Grip.NEW:
                return PlacedBox.between(self._armed, now[0], start[1:], now[1:])
            case _Grip.WHOLE:
                return self.boxes[self._chosen].moved(right, down)
            case _Grip.CORNER:
                return self.boxes[self._chosen].resized(right, down)

    def _draw_new(self, box: PlacedBox) -> None:
        self.arm("")
        self._chosen = len(self.boxes)
        self.box_drawn.emit(self._settle(box))

    def _settle(self, box: PlacedBox) -> PlacedBox:
        if not 0 <= box.page < len(self._pages):
            return box
        page = self._pages[box.page]
        return box.settled(page.width / _POINTS_PER_MM, page.height / _POINTS_PER_MM)

    def _scale(self, page: int) -> float:
        """Px for a millimetre."""
        return self._page_box(page).width() / self._pages[page].width * _POINTS_PER_MM

    def _page_at(self, height: float) -> int:
        below = [number for number in range(len(self._pages)) if self._page_box(number).top() <= height]
        return below[-1] if below else 0

    def _at(self, point: QPointF) -> tuple[int, float, float] | None:
        """Give page and millimetres of a point, None beside the pages."""
        if not self._pages:
            return None
        number = self._page_at(point.y())
        page, scale = self._page_box(number), self._scale(number)
        return number, (point.x() - page.left()) / scale, (point.y() - page.top()) / scale

    def _corner(self, box: PlacedBox) -> QRectF:
        rect = self.box_rect(box)
        return QRectF(rect.right() - _HANDLE, rect.bottom() - _HANDLE, 2 * _HANDLE, 2 * _HANDLE)

    def _paint_box(self, painter: QPainter, box: PlacedBox, *, is_chosen: bool) -> None:
        theme = current_theme()
        rect = self.box_rect(box)
        accent = QColor(theme.colours.accent)
        fill = QColor(theme.colours.mark if is_chosen else theme.colours.soft)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRect(rect)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2 if is_chosen else 1))
        painter.drawRect(rect)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawRect(
                QRectF(rect.right() - _HANDLE / 2, rect.bottom() - _HANDLE / 2, _HANDLE, _HANDLE)
            )
            ink = Ink(font=theme.font(TextStyle.NOTE_STRONG), colour=theme.colour(Tone.ACCENT))
            height = theme.line_height(TextStyle.NOTE_STRONG)
            label = QRectF(rect.left(), rect.top() - height, ink.width(box.words) + 2, height)
            painter.fillRect(label, QColor(theme.colours.surface))
            draw_text(painter, label, box.words, ink, LEFT, elide=False)
