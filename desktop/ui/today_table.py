"""The list of dossiers: no grid, hairlines, a bar on the current row, hits lit on the marked text."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desktop.domain.text import hits
from desktop.ui.drawing import LEFT, Ink, draw_line, draw_marked, draw_text
from desktop.ui.theme import Theme, current_theme
from desktop.ui.today_model import GROUP_ROLE, LINE_ROLE, TITLES, Column, Index, TodayModel
from desktop.ui.today_view import DayGroup, DossierLine
from desktop.ui.tokens import Height, Space, TextStyle, Tone
from desktop.ui.widgets.pill import Pill

_WIDE = 1100
_BAR = 4
_TIGHT = 700
_SPARE_FIRST = (Column.NUMBER, Column.DUE, Column.OFFICER)
# Shares of the width; the pills and the two columns of figures take what they need.
_FIXED = {Column.TIME: 76, Column.NUMBER: 112, Column.STATE: 152, Column.DUE: 72, Column.OFFICER: 84}


class TodayTable(QTableView):
    """Shows a :class:`TodayModel`; keeps the selected dossier when the rows change.

    Signals:
        dossier_selected: another dossier is current; carries its id, empty for none.
        opened: Enter or a double click on the current one.
    """

    dossier_selected = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = TodayModel(self)
        self._cells = _Cells(self)
        self._current = ""
        self._is_held = False
        self.setModel(self._rows)
        self.setItemDelegate(self._cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName("Danh sách hồ sơ")
        self.verticalHeader().hide()
        head = _Head(self)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalHeader(head)
        self.doubleClicked.connect(lambda _index: self.opened.emit(self._current))

    @property
    def current(self) -> str:
        """Id of the current dossier, empty for none."""
        return self._current

    @property
    def rows(self) -> TodayModel:
        """The rows shown."""
        return self._rows

    def set_lines(self, lines: tuple[DossierLine, ...], query: str) -> None:
        """Shows other rows; the current dossier stays current where it is still among them."""
        self._cells.query = query
        self.clearSpans()
        self._rows.set_lines(lines)
        for row in self._rows.heading_rows():
            self.setSpan(row, 0, 1, len(Column))
        self._size_rows()
        row = self._rows.row_of(self._current)
        if row >= 0 or not self._is_held:
            self._go_to(row if row >= 0 else self._rows.next_line(-1, 1), is_news=row < 0)

    def hold(self, dossier_id: str) -> None:
        """Makes a dossier current, also one that is not among the rows, until another is picked."""
        self._current, self._is_held = dossier_id, True
        self.setCurrentIndex(self._rows.index(self._rows.row_of(dossier_id), 0))

    @Slot()
    def let_go(self) -> None:
        """Other rows are asked for: the first of them may become current."""
        self._is_held = False

    def move_by(self, step: int) -> None:
        """Makes the next or previous dossier current."""
        row = self._rows.row_of(self._current)
        self._go_to(self._rows.next_line(row, step))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.move_by(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.opened.emit(self._current)
        else:
            event.ignore()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_rows()
            self._size_columns()

    @override
    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        line = self._rows.line(current.row())
        if line is not None and line.id != self._current:
            self._current, self._is_held = line.id, False
            self.dossier_selected.emit(line.id)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._is_held and not self.currentIndex().isValid():
            QAbstractScrollArea.focusInEvent(self, event)  # the view itself would pick its first row
        else:
            super().focusInEvent(event)

    def _go_to(self, row: int, *, is_news: bool = False) -> None:
        line = self._rows.line(row)
        if line is None:
            if self._current:
                self._current = ""
                self.dossier_selected.emit("")
            return
        if is_news:
            self._current = ""
        self.setCurrentIndex(self._rows.index(row, 0))
        if row == 1:
            self.scrollToTop()

    def _size_rows(self) -> None:
        theme = current_theme()
        is_wide = self.viewport().width() >= _WIDE
        height = theme.px(Height.LIST_ROW_WIDE if is_wide else Height.LIST_ROW)
        self.verticalHeader().setDefaultSectionSize(height)
        for row in self._rows.heading_rows():
            self.setRowHeight(row, theme.px(44))
        self.horizontalHeader().setFixedHeight(theme.px(40))

    def _size_columns(self) -> None:
        theme = current_theme()
        room = self.viewport().width()
        hidden: tuple[Column, ...] = _SPARE_FIRST if room / theme.factor < _TIGHT else ()
        taken = sum(theme.px(width) for column, width in _FIXED.items() if column not in hidden)
        if not hidden and room - taken <= theme.px(540):
            hidden = (Column.OFFICER,)
            taken -= theme.px(_FIXED[Column.OFFICER])
        for column in _FIXED:
            self.setColumnHidden(column, column in hidden)
        for column, width in _FIXED.items():
            self.setColumnWidth(column, theme.px(width))
        person = round((room - taken) * 0.45)
        self.setColumnWidth(Column.PERSON, person)
        self.setColumnWidth(Column.PROCEDURE, room - taken - person)
        self._size_rows()


class _Head(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme = current_theme()
        painter.fillRect(rect, QColor(theme.colours.surface))
        box = QRectF(rect)
        draw_line(painter, box.bottomLeft(), box.bottomRight(), QColor(theme.colours.line))
        left = _pad(theme) if logicalIndex == Column.TIME else 0
        ink = Ink(font=theme.font(TextStyle.NOTE_STRONG), colour=theme.colour(Tone.INK2))
        draw_text(painter, box.adjusted(left, 0, -4, 0), TITLES[logicalIndex], ink, LEFT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(current_theme().colours.surface))
        painter.end()
        super().paintEvent(event)


class _Cells(QStyledItemDelegate):
    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent
        self.query = ""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, current_theme().px(Height.LIST_ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = index.data(LINE_ROLE)
        if isinstance(line, DossierLine):
            self._paint_line(
                painter,
                theme,
                box,
                line,
                Column(index.column()),
                index.row() == self._table.currentIndex().row(),
            )
        else:
            self._paint_heading(painter, theme, box, index.data(GROUP_ROLE))
        bottom = box.bottom() - 0.5
        draw_line(
            painter, QPointF(box.left(), bottom), QPointF(box.right(), bottom), QColor(theme.colours.line)
        )
        painter.restore()

    def _paint_line(
        self,
        painter: QPainter,
        theme: Theme,
        box: QRectF,
        line: DossierLine,
        column: Column,
        is_current: bool,
    ) -> None:
        if is_current:
            painter.fillRect(box, QColor(theme.colours.soft))
            if column is Column.TIME:
                painter.fillRect(
                    QRectF(box.left(), box.top(), _BAR, box.height()), QColor(theme.colours.accent)
                )
        text = box.adjusted(_pad(theme) if column is Column.TIME else 0, 0, -theme.px(10), 0)
        mark = QColor(theme.colours.mark)
        figure = Ink(font=theme.figures(TextStyle.BODY), colour=theme.colour(Tone.INK2))
        words = Ink(font=theme.font(TextStyle.BODY), colour=theme.colour(Tone.INK))
        match column:
            case Column.TIME:
                draw_text(painter, text, line.time, figure)
            case Column.NUMBER:
                strong = Ink(font=theme.figures(TextStyle.BODY_STRONG), colour=theme.colour(Tone.INK))
                draw_marked(painter, text, line.number, hits(line.number, self.query), strong, mark)
            case Column.PERSON:
                strong = Ink(font=theme.font(TextStyle.ROW_MEDIUM), colour=theme.colour(Tone.INK))
                draw_marked(painter, text, line.person, hits(line.person, self.query), strong, mark)
            case Column.PROCEDURE:
                draw_marked(painter, text, line.procedure, hits(line.procedure, self.query), words, mark)
            case Column.STATE:
                Pill.paint(painter, text, line.pill, theme, on_soft=is_current)
            case Column.DUE:
                draw_text(painter, text, line.due, figure)
            case Column.OFFICER:
                draw_text(painter, text, line.officer, Ink(font=words.font, colour=theme.colour(Tone.INK2)))

    @staticmethod
    def _paint_heading(painter: QPainter, theme: Theme, box: QRectF, heading: object) -> None:
        match heading:
            case (DayGroup() as group, int() as count):
                strong = Ink(font=theme.font(TextStyle.BODY_STRONG), colour=theme.colour(Tone.INK))
                text = box.adjusted(_pad(theme), Space.ONE, 0, 0)
                draw_text(painter, text, group.value, strong)
                note = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
                draw_text(
                    painter,
                    text.adjusted(strong.width(group.value) + theme.px(10), 0, 0, 0),
                    f"{count} hồ sơ",
                    note,
                )
            case _:
                pass


def _pad(theme: Theme) -> int:
    return theme.px(20)
