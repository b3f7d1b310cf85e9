"""How a note about a form file is drawn in a list: its line at the left, what, and below it what to do."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.ui.drawing import RIGHT, Ink, draw_line, draw_text
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import TextStyle, Tone

Index = QModelIndex | QPersistentModelIndex
NOTE = Qt.ItemDataRole.UserRole
_NUMBER = 80
_PAD = 12
_AIR = 8
_NARROWEST = 40
_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextDontClip.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a row says.

    Attributes:
        line: From 1; 0 for the form as a whole.
        what: What is wrong or unsure.
        cure: What to do; may be empty.
        tone: Of the line.
    """

    line: int
    what: str
    cure: str
    tone: Tone

    @property
    def where(self) -> str:
        """The line in words."""
        return f"Dòng {self.line}" if self.line else "Cả tệp"

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.cure}".rstrip()


class NotedRow(QStyledItemDelegate):
    """Draws rows whose model gives a :class:`Note` for the role NOTE.

    Args:
        parent: The list.
        room: Px kept free at the right, before scaling.
    """

    def __init__(self, parent: QListView, room: int = 0) -> None:
        super().__init__(parent)
        self._list = parent
        self._room = room

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        note, theme = index.data(NOTE), current_theme()
        width = self._list.viewport().width()
        if not isinstance(note, Note):
            return QSize(width, theme.px(_NARROWEST))
        what, cure = self._boxes(note, theme, QRect(0, 0, width, 0))
        return QSize(width, (cure if note.cure else what).bottom() + theme.px(_AIR))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        note = index.data(NOTE)
        if not isinstance(note, Note):
            return
        theme, box = current_theme(), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and self._list.hasFocus():
            painter.fillRect(box, QColor(theme.colours.soft))
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), QColor(theme.colours.accent))
        what, cure = self._boxes(note, theme, box)
        height = theme.line_height(TextStyle.SMALL)
        number = QRectF(box.left(), what.top(), theme.px(_NUMBER) - theme.px(_PAD), height)
        strong = Ink(font=theme.figures(TextStyle.LABEL), colour=theme.colour(note.tone))
        draw_text(painter, number, note.where, strong, RIGHT, elide=False)
        painter.setFont(theme.font(TextStyle.SMALL_MEDIUM))
        painter.setPen(theme.colour(Tone.INK))
        painter.drawText(what, _WRAP, note.what)
        painter.setFont(theme.font(TextStyle.SMALL))
        painter.setPen(theme.colour(Tone.INK2))
        painter.drawText(cure, _WRAP, note.cure)
        edge = box.bottom() + 0.5
        draw_line(painter, QPointF(box.left(), edge), QPointF(box.right(), edge), QColor(theme.colours.line))
        painter.restore()

    def _boxes(self, note: Note, theme: Theme, box: QRect) -> tuple[QRect, QRect]:
        """Give the places of what is said and of the cure, wrapped to the width."""
        left = box.left() + theme.px(_NUMBER)
        width = max(box.right() - left - theme.px(_PAD) - theme.px(self._room), _NARROWEST)
        room = QRect(left, box.top() + theme.px(_AIR), width, 10_000)
        strong, plain = theme.font(TextStyle.SMALL_MEDIUM), theme.font(TextStyle.SMALL)
        what = QFontMetrics(strong).boundingRect(room, _WRAP, note.what)
        what.setWidth(room.width())
        below = QRect(room.left(), what.bottom() + 2, room.width(), 10_000)
        cure = QFontMetrics(plain).boundingRect(below, _WRAP, note.cure)
        cure.setWidth(room.width())
        return what, cure
