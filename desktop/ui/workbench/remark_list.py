"""What the import of a file was not sure of, to be looked at one by one and ticked off."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.forms.remark_lines import LineRemark
from desktop.ui.drawing import RIGHT, Ink, draw_text
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone
from desktop.ui.workbench.note_list import NoteList
from desktop.ui.workbench.noted_row import Note

_ROOM = 88
_PAD = 12
_AIR = 8
_SEEN = "Đã xem"


class RemarkList(NoteList):
    """Shows remarks; Enter or a click goes to the line, Delete or a click on "Đã xem" ticks one off.

    Signals:
        seen: a remark was looked at; carries its place in the list.
    """

    seen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Danh sách điều cần xem lại, phím Delete: đã xem", room=_ROOM, parent=parent)
        self.setMouseTracking(True)

    def set_remarks(self, remarks: tuple[LineRemark, ...]) -> None:
        """Shows other remarks; the row that is current stays current."""
        row = self.currentIndex().row()
        self.set_notes(tuple(Note(line=one.line, what=one.words, cure="", tone=Tone.WARN) for one in remarks))
        if remarks and row >= 0:
            self.setCurrentIndex(self.model().index(min(row, len(remarks) - 1), 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Delete and row >= 0:
            self.seen.emit(row)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_seen_at(event.position().toPoint())
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))
            return
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row_seen_at(event.position().toPoint())
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.seen.emit(row)
            return
        super().mouseReleaseEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            is_over = self._row_seen_at(event.position().toPoint()) >= 0
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor
            )
        return super().viewportEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self.viewport())
        ink = Ink(font=theme.font(TextStyle.SMALL_MEDIUM), colour=theme.colour(Tone.ACCENT))
        for row in range(len(self.notes)):
            box = self.visualRect(self.model().index(row, 0))
            right = box.right() - theme.px(_PAD)
            height = theme.line_height(TextStyle.SMALL)
            spot = QRectF(right - theme.px(_ROOM), box.top() + theme.px(_AIR), theme.px(_ROOM), height)
            draw_text(painter, spot, _SEEN, ink, RIGHT, elide=False)

    def _row_seen_at(self, at: QPoint) -> int:
        """The row whose "Đã xem" lies under a point of the viewport; -1 for none."""
        index = self.indexAt(at)
        is_there = at.x() > self.viewport().width() - current_theme().px(_ROOM)
        return index.row() if index.isValid() and is_there else -1
