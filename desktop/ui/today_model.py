"""Rows of the list of dossiers with their group headings between them."""

from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop.ui.today_view import DayGroup, DossierLine

LINE_ROLE: Final = Qt.ItemDataRole.UserRole
GROUP_ROLE: Final = Qt.ItemDataRole.UserRole.value + 1
Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns from left to right."""

    TIME = 0
    NUMBER = 1
    PERSON = 2
    PROCEDURE = 3
    STATE = 4
    DUE = 5
    OFFICER = 6


TITLES: Final = ("Giờ", "Số", "Người dân", "Thủ tục", "Tình trạng", "Trả lúc", "Người làm")


class TodayModel(QAbstractTableModel):
    """A window of rows; a group's heading is a row of its own that cannot be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[DossierLine | tuple[DayGroup, int]] = []

    def set_lines(self, lines: tuple[DossierLine, ...]) -> None:
        """Shows other rows, which must come sorted by group."""
        self.beginResetModel()
        self._rows = []
        for group in DayGroup:
            members = [line for line in lines if line.group is group]
            if members:
                self._rows.append((group, len(members)))
                self._rows.extend(members)
        self.endResetModel()

    def line(self, row: int) -> DossierLine | None:
        """Gives the dossier in a row, ``None`` for a heading or no row."""
        item = self._rows[row] if 0 <= row < len(self._rows) else None
        return item if isinstance(item, DossierLine) else None

    def row_of(self, dossier_id: str) -> int:
        """Gives the row of a dossier, -1 where it is not shown."""
        for row, item in enumerate(self._rows):
            if isinstance(item, DossierLine) and item.id == dossier_id:
                return row
        return -1

    def heading_rows(self) -> tuple[int, ...]:
        """Gives the rows that are headings."""
        return tuple(row for row, item in enumerate(self._rows) if not isinstance(item, DossierLine))

    def next_line(self, row: int, step: int) -> int:
        """Gives the next row with a dossier in a direction, or ``row`` itself at the end."""
        place = row + step
        while 0 <= place < len(self._rows):
            if self.line(place) is not None:
                return place
            place += step
        return row

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.line(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._rows[index.row()]
        if isinstance(item, DossierLine):
            if role == LINE_ROLE:
                return item
            return self._text(item, Column(index.column())) if role == Qt.ItemDataRole.DisplayRole else None
        if role == GROUP_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole and index.column() == 0:
            return f"{item[0].value}, {item[1]} hồ sơ"
        return None

    @staticmethod
    def _text(line: DossierLine, column: Column) -> str:
        return (
            line.time,
            line.number,
            line.person,
            line.procedure,
            line.pill.word,
            line.due,
            line.officer,
        )[column]
