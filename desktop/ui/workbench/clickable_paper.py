"""A page whose answers can be clicked."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from typing_extensions import override

from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.paper_view import PaperView

_REACH = 4


class ClickablePaper(PaperView):
    """The live page; a click says which answer stands there.

    Args:
        runner: draws the pages.

    Signals:
        place_clicked: a click on an answer's place; carries its key.
    """

    place_clicked = Signal(str)

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__(runner)
        self.viewport().setMouseTracking(True)

    def key_at(self, point: QPointF) -> str:
        """Gives the key of the smallest place under a point, empty for none."""
        boxes = [(self._box(place), place.key) for place in self._places()]
        hit = [
            (box, key) for box, key in boxes if box.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(point)
        ]
        return min(hit, key=lambda one: one[0].width() * one[0].height())[1] if hit else ""

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_place = bool(self.key_at(event.position()))
        shape = Qt.CursorShape.PointingHandCursor if is_place else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self.key_at(event.position())
        if key and event.button() is Qt.MouseButton.LeftButton:
            self.place_clicked.emit(key)
