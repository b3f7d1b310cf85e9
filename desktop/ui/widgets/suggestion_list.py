"""Found things under a field: found without marks, shown with the hits lit."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop.domain.text import hits
from desktop.ui.drawing import (
    Ink,
    cap_width,
    draw_box,
    draw_cap,
    draw_marked,
    draw_wrapped,
    wrapped_height,
)
from desktop.ui.icon_set import Icon
from desktop.ui.keys import cap_text
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, TextStyle, Tone

_ITEM = Qt.ItemDataRole.UserRole
_PAD = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One found thing.

    Attributes:
        key: what the page stores or opens.
        title: the name with its marks.
        detail: a second line (or, in one-line lists, words beside the title).
        icon: drawn before the title.
        cap: the key that does the same at any time, "Ctrl+P".
    """

    key: str
    title: str
    detail: str = ""
    icon: Icon | None = None
    cap: str = ""


class SuggestionList(QListView):
    """A list that is steered from the field above it; it never takes the focus itself.

    Args:
        is_one_line: the detail stands beside the title instead of below.
        most_rows: rows shown before the list scrolls.

    Signals:
        accepted: Enter or a click took a row; carries its key.
    """

    accepted = Signal(str)

    def __init__(
        self, *, is_one_line: bool = False, most_rows: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._is_one_line = is_one_line
        self._most_rows = most_rows
        self._rows = _Rows(self)
        self._painter = _Row(self, is_one_line=is_one_line)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Gợi ý")
        self.clicked.connect(self._on_clicked)

    @property
    def items(self) -> tuple[Suggestion, ...]:
        """What is shown."""
        return self._rows.items

    @property
    def current(self) -> Suggestion | None:
        """The row Enter takes."""
        row = self.currentIndex().row()
        return self._rows.items[row] if 0 <= row < len(self._rows.items) else None

    def set_items(self, items: tuple[Suggestion, ...], query: str = "") -> None:
        """Shows what was found for ``query`` and lights the first row."""
        self._painter.query = query
        self._rows.set_items(items)
        if items:
            self.setCurrentIndex(self._rows.index(0))
        self.updateGeometry()

    def move_by(self, step: int) -> None:
        """Lights another row, staying inside the list."""
        count = len(self._rows.items)
        if count:
            row = min(max(self.currentIndex().row() + step, 0), count - 1)
            self.setCurrentIndex(self._rows.index(row))

    def accept_current(self) -> bool:
        """Takes the lit row; gives whether there was one."""
        current = self.current
        if current is None:
            return False
        self.accepted.emit(current.key)
        return True

    def follow(self, line: QWidget) -> None:
        """Lets the arrow keys of a text box steer this list while it is shown."""
        line.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible() and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}.get(
                Qt.Key(event.key())
            )
            if step is not None and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ):
                self.move_by(step)
                return True
        return super().eventFilter(watched, event)

    @override
    def sizeHint(self) -> QSize:
        rows = min(max(len(self._rows.items), 1), self._most_rows)
        return QSize(320, rows * self._painter.row_height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._painter.row_height())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.accept_current()


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: tuple[Suggestion, ...] = ()

    def set_items(self, items: tuple[Suggestion, ...]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.items)

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        item = self.items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{item.title}, {item.detail}" if item.detail else item.title
        return item if role == _ITEM else None


class _Row(QStyledItemDelegate):
    def __init__(self, parent: QObject, *, is_one_line: bool) -> None:
        super().__init__(parent)
        self.query = ""
        self._is_one_line = is_one_line

    def row_height(self) -> int:
        return current_theme().px(46 if self._is_one_line else 50)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, self.row_height())

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item = index.data(_ITEM)
        if not isinstance(item, Suggestion):
            return
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        is_lit = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_lit:
            draw_box(painter, box.adjusted(4, 2, -4, -2), fill=QColor(theme.colours.soft), radius=Radius.CAP)
            if theme.is_high_contrast:
                draw_box(
                    painter,
                    box.adjusted(4, 2, -4, -2),
                    fill=None,
                    edge=QColor(theme.colours.accent),
                    width=2,
                    radius=Radius.CAP,
                )
        cap = cap_text(item.cap) if item.cap else "Enter" if is_lit else ""
        right = box.right() - theme.px(_PAD)
        if cap:
            right -= cap_width(theme, cap)
            draw_cap(painter, QRectF(right, box.top(), cap_width(theme, cap), box.height()), cap, theme)
            right -= theme.px(12)
        left = box.left() + theme.px(_PAD)
        if item.icon is not None:
            side = theme.px(20)
            theme.icons.draw(
                painter, item.icon, QRectF(left, box.top(), side, box.height()), theme.colour(Tone.INK2)
            )
            left += side + theme.px(12)
        self._write(painter, item, QRectF(left, box.top(), right - left, box.height()))
        painter.restore()

    def _write(self, painter: QPainter, item: Suggestion, room: QRectF) -> None:
        theme = current_theme()
        mark = QColor(theme.colours.mark)
        title = Ink(font=theme.font(TextStyle.BODY_STRONG), colour=theme.colour(Tone.INK))
        detail = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
        if self._is_one_line or not item.detail:
            if title.width(item.title) > room.width():
                over = room.height() - wrapped_height(title.font, item.title, room.width())
                if over >= 0:  # two lines have room in a row; the marks of what was found do not matter more
                    draw_wrapped(painter, room.adjusted(0, over / 2, 0, 0), item.title, title)
                    return
            used = draw_marked(painter, room, item.title, hits(item.title, self.query), title, mark)
            beside = room.adjusted(used + theme.px(14), 0, 0, 0)
            if item.detail and beside.width() > theme.px(40):
                draw_marked(painter, beside, item.detail, hits(item.detail, self.query), detail, mark)
            return
        line = theme.px(22)
        upper = QRectF(room.left(), room.center().y() - theme.px(20), room.width(), line)
        draw_marked(painter, upper, item.title, hits(item.title, self.query), title, mark)
        lower = QRectF(room.left(), room.center().y() + theme.px(0), room.width(), theme.px(20))
        draw_marked(painter, lower, item.detail, hits(item.detail, self.query), detail, mark)
