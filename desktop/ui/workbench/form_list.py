"""The list of forms: two lines a row, hits lit on the marked text, a bar on the current row."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.domain.text import hits
from desktop.ui.drawing import LEFT, RIGHT, Ink, draw_line, draw_marked, draw_text
from desktop.ui.icon_set import Icon
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import TextStyle, Tone
from desktop.ui.widgets.pill import Pill
from desktop.ui.workbench.form_lines import FormLine

_LINE = Qt.ItemDataRole.UserRole
_ROW = 60
_BAR = 4
_PILL_WIDTH = 128
_DAYS_WIDTH = 116
_NARROW = 620
_OWN = "Của cơ quan"
Index = QModelIndex | QPersistentModelIndex


class FormList(QListView):
    """Shows forms; keeps the current one when the rows change.

    Signals:
        line_selected: another row is current; carries its :class:`FormLine` or None.
        opened: Enter or a double click on the current row.
    """

    line_selected = Signal(object)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self._painter = _Row(self)
        self._current = ""
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName("Danh sách mẫu tờ khai")
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    @property
    def current(self) -> FormLine | None:
        """The current row."""
        row = self.currentIndex().row()
        return self._rows.lines[row] if 0 <= row < len(self._rows.lines) else None

    @property
    def lines(self) -> tuple[FormLine, ...]:
        """The rows shown."""
        return self._rows.lines

    def set_lines(self, lines: tuple[FormLine, ...], query: str) -> None:
        """Shows other rows; the current one stays current where it is still among them, else the first is."""
        self._painter.query = query
        wanted = self._current
        self._rows.set_lines(lines)
        place = next((at for at, line in enumerate(lines) if line.key == wanted), 0)
        if lines:
            self.setCurrentIndex(self._rows.index(place))
        else:
            self._current = ""
            self.line_selected.emit(None)

    def go_to(self, key: str) -> None:
        """Makes a row current, now or when the rows with it come."""
        self._current = key
        for place, line in enumerate(self._rows.lines):
            if line.key == key:
                self.setCurrentIndex(self._rows.index(place))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters go to the search field."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        line = self.current
        if line is not None:
            self._current = line.key
            self.line_selected.emit(line)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[FormLine, ...] = ()

    def set_lines(self, lines: tuple[FormLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            own = ", của cơ quan" if line.is_own else ""
            return f"{line.title}, {line.pill.word}, {line.days}{own}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.title}\n{line.detail}"
        return line if role == _LINE else None


class _Row(QStyledItemDelegate):
    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._list = parent
        self.query = ""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, current_theme().px(_ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(_LINE)
        if not isinstance(line, FormLine):
            return
        theme = current_theme()
        box = QRectF(option.rect)
        is_current = index.row() == self._list.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current:
            painter.fillRect(box, QColor(theme.colours.soft))
            bar = QRectF(box.left(), box.top(), _BAR, box.height())
            painter.fillRect(bar, QColor(theme.colours.accent))
        edge = box.bottom() - 0.5
        draw_line(painter, QPointF(box.left(), edge), QPointF(box.right(), edge), QColor(theme.colours.line))
        right = box.right() - theme.px(16)
        if box.width() / theme.factor >= _NARROW:
            pill = QRectF(right - theme.px(_PILL_WIDTH), box.top(), theme.px(_PILL_WIDTH), box.height())
            Pill.paint(painter, pill, line.pill, theme, on_soft=is_current)
            right = pill.left() - theme.px(12)
        days = QRectF(right - theme.px(_DAYS_WIDTH), box.top(), theme.px(_DAYS_WIDTH), box.height())
        self._paint_days(painter, theme, days, line)
        words = QRectF(box.left() + theme.px(20), box.top(), 0, box.height())
        words.setRight(days.left() - theme.px(12))
        self._paint_words(painter, theme, words, line)
        painter.restore()

    def _paint_words(self, painter: QPainter, theme: Theme, box: QRectF, line: FormLine) -> None:
        mark = QColor(theme.colours.mark)
        title = Ink(font=theme.font(TextStyle.ROW_MEDIUM), colour=theme.colour(Tone.INK))
        tone = Tone.BAD if line.broken is not None else Tone.INK2
        detail = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(tone))
        draw_marked(painter, _upper(box, theme), line.title, hits(line.title, self.query), title, mark)
        lower = _lower(box, theme)
        if line.is_own:
            own = Ink(font=theme.font(TextStyle.NOTE_STRONG), colour=theme.colour(Tone.ACCENT))
            side = theme.px(14)
            icon = QRectF(lower.left(), lower.top(), side, lower.height())
            theme.icons.draw(painter, Icon.OFFICE, icon, own.colour)
            lower.setLeft(icon.right() + theme.px(6))
            draw_text(painter, lower, _OWN, own, LEFT, elide=False)
            lower.setLeft(lower.left() + own.width(_OWN) + theme.px(10))
        draw_marked(painter, lower, line.detail, hits(line.detail, self.query), detail, mark)

    @staticmethod
    def _paint_days(painter: QPainter, theme: Theme, box: QRectF, line: FormLine) -> None:
        figures = Ink(font=theme.figures(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
        first, _, last = line.days.partition(" – ")
        if last:
            draw_text(painter, _upper(box, theme), first, figures, RIGHT)
            draw_text(painter, _lower(box, theme), f"đến {last}", figures, RIGHT)
        else:
            draw_text(painter, box, first, figures, RIGHT)


def _upper(box: QRectF, theme: Theme) -> QRectF:
    return QRectF(box.left(), box.center().y() - theme.px(23), box.width(), theme.px(24))


def _lower(box: QRectF, theme: Theme) -> QRectF:
    return QRectF(box.left(), box.center().y() + theme.px(1), box.width(), theme.px(20))
