"""The boxes of an e-form as a list: section by section, each with its label, its text and whether it was copied."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.services.eform_sheet import LEFT_EMPTY, SheetRow
from desktop.ui.drawing import LEFT, Ink, draw_box, draw_text
from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, TextStyle, Tone

_LINE = Qt.ItemDataRole.UserRole
_PAD = 14
_MARK = 20
_GAP = 12
_ROW = 52
_HEAD = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line of the list: the name of a section, or a box."""

    heading: str = ""
    row: SheetRow | None = None
    is_copied: bool = False


class SheetList(QListView):
    """Shows boxes; the page decides what is copied.

    Signals:
        lit: another box is current; carries the :class:`SheetRow`, None for none.
        picked: a box was clicked twice; carries it.
    """

    lit = Signal(object)
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__(None)
        self._lines = _Lines(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Line(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName("Các ô của biểu mẫu điện tử")
        self.selectionModel().currentChanged.connect(lambda *_: self.lit.emit(self.current))
        self.doubleClicked.connect(lambda _index: self.picked.emit(self.current))

    @property
    def current(self) -> SheetRow | None:
        """The box the keyboard stands at."""
        at = self.currentIndex().row()
        return self._lines.lines[at].row if 0 <= at < len(self._lines.lines) else None

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """What is shown."""
        return self._lines.lines

    def set_rows(self, rows: tuple[SheetRow, ...], copied: frozenset[str]) -> None:
        """Shows the boxes of a form; the box the keyboard stood at keeps it."""
        here = self.current
        self._lines.set_lines(tuple(_lines_of(rows, copied)))
        if here is not None and here in rows:
            self.stand_at(here)

    def stand_at(self, row: SheetRow) -> None:
        """Moves the keyboard to a box."""
        for at, line in enumerate(self._lines.lines):
            if line.row == row:
                self.setCurrentIndex(self._lines.index(at))
                self.scrollTo(self._lines.index(at), QListView.ScrollHint.PositionAtCenter)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves letters and Ctrl+C to the page: a list would search, and copy the words on the screen."""
        if event.key() in _STEERING:
            super().keyPressEvent(event)
        else:
            event.ignore()


_STEERING = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


def _lines_of(rows: tuple[SheetRow, ...], copied: frozenset[str]) -> Iterator[SheetLine]:
    for section, boxes in groupby(rows, key=lambda row: row.section):
        if section:
            yield SheetLine(heading=section)
        for row in boxes:
            yield SheetLine(row=row, is_copied=row.id in copied)


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[SheetLine, ...] = ()

    def set_lines(self, lines: tuple[SheetLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.lines[index.row()].row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if line.row is None:
                return line.heading
            done = ", đã chép" if line.is_copied else ""
            return f"{line.row.label}: {line.row.copy or LEFT_EMPTY}{done}"
        return line if role == _LINE else None


class _Line(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(_LINE)
        is_box = isinstance(line, SheetLine) and line.row is not None
        return QSize(160, current_theme().px(_ROW if is_box else _HEAD))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(_LINE)
        if not isinstance(line, SheetLine):
            return
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        room = box.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        if line.row is None:
            ink = Ink(font=theme.font(TextStyle.LABEL), colour=theme.colour(Tone.ACCENT))
            draw_text(painter, room.adjusted(0, theme.px(6), 0, 0), line.heading, ink, LEFT)
        else:
            if bool(option.state & QStyle.StateFlag.State_Selected):
                edge = QColor(theme.colours.accent)
                lit = box.adjusted(4, 2, -4, -2)
                draw_box(painter, lit, fill=QColor(theme.colours.soft), edge=edge, width=2, radius=Radius.CAP)
            self._box(painter, line, line.row, room)
        painter.restore()

    def _box(self, painter: QPainter, line: SheetLine, row: SheetRow, room: QRectF) -> None:
        theme = current_theme()
        side = theme.px(_MARK)
        icon, tone = (Icon.DONE, Tone.OK) if line.is_copied else (Icon.CLIP, Tone.INK3)
        if row.missing:
            icon, tone = Icon.WARNING, Tone.WARN
        if row.copy or row.missing:
            theme.icons.draw(
                painter, icon, QRectF(room.left(), room.top(), side, room.height()), theme.colour(tone)
            )
        text = room.adjusted(side + theme.px(_GAP), 0, 0, 0)
        label = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
        is_quiet = line.is_copied or not row.copy
        value = Ink(
            font=theme.font(TextStyle.BODY if is_quiet else TextStyle.BODY_STRONG),
            colour=theme.colour(Tone.INK3 if is_quiet else Tone.INK),
        )
        half = text.height() / 2 - theme.px(4)
        upper = QRectF(text.left(), text.top() + theme.px(4), text.width(), half)
        draw_text(painter, upper, row.label, label, LEFT)
        words = row.copy or ("chưa có câu trả lời" if row.missing else LEFT_EMPTY)
        draw_text(painter, upper.translated(0, half), " ".join(words.split()), value, LEFT)
