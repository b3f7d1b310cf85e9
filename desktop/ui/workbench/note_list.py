"""A list of notes about a form file; Enter or a click goes to the line."""

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget
from typing_extensions import override

from desktop.ui.workbench.noted_row import NOTE, Index, Note, NotedRow


class NoteList(QListView):
    """Shows notes from top to bottom.

    Args:
        name: What a screen reader calls it.
        room: Px kept free at the right of each row.

    Signals:
        chosen: go to a line; carries it (0: the file as a whole).
    """

    chosen = Signal(int)

    def __init__(self, name: str, *, room: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(NotedRow(self, room))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is shown."""
        return self._rows.notes

    def set_notes(self, notes: tuple[Note, ...]) -> None:
        """Shows other notes; the same ones again change nothing."""
        if notes != self._rows.notes:
            self._rows.set_notes(notes)

    def wanted_height(self) -> int:
        """Gives the px all rows together would take."""
        return sum(max(self.sizeHintForRow(row), 0) for row in range(len(self._rows.notes)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.setCurrentIndex(index)
            self.chosen.emit(self._rows.notes[index.row()].line)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.notes: tuple[Note, ...] = ()

    def set_notes(self, notes: tuple[Note, ...]) -> None:
        self.beginResetModel()
        self.notes = notes
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.notes)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        note = self.notes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return str(note)
        return note if role == NOTE else None
