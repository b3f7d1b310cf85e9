"""Who viewed, changed, printed, exported or erased what, by days, person and kind; never a value."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError
from desktop.domain.ids import StaffId
from desktop.domain.partial_date import PartialDate
from desktop.domain.text import fold
from desktop.services.export_trail import KIND_WORDS, ExportTrail, TrailLine, trail_line
from desktop.services.office_values import TrailKind
from desktop.services.ports_office import Trail
from desktop.services.workday import Clock
from desktop.ui.icon_set import Icon
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.office.trail_model import TrailModel
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Radius, Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.filter_bar import FilterBar

MOST: Final = 500
_BACK_DAYS: Final = 7
_SHARES: Final = (150, 170, 80, 150, 250, 220, 100)
_KINDS: Final = (frozenset(TrailKind), *(frozenset({kind}) for kind in TrailKind))


class TrailSection(QWidget):
    """The last week first; Enter in a field looks again.

    Args:
        trail: the lines.
        names: names of staff by id; both run off the GUI thread.
        export: writes the table and leaves word of it.
        runner: runs them.
        clock: the moment.
        actor: who looks, None at the lock.
        dialogs: ask for a file.

    Signals:
        told: a word for the toast.
    """

    told = Signal(str)

    def __init__(
        self,
        trail: Trail,
        names: Callable[[], Mapping[str, str]],
        export: ExportTrail,
        runner: TaskRunner,
        clock: Clock,
        actor: Callable[[], StaffId | None],
        dialogs: FileDialogs,
    ) -> None:
        super().__init__(None)
        self._trail = trail
        self._names = names
        self._export = export
        self._runner = runner
        self._actor = actor
        self._dialogs = dialogs
        today = office_time(clock()).date()
        self._today = today
        self.first = Field("Từ ngày", is_figures=True)
        self.last = Field("Đến ngày", is_figures=True)
        self.first.set_text(f"{today - timedelta(days=_BACK_DAYS):%d/%m/%Y}")
        self.last.set_text(f"{today:%d/%m/%Y}")
        self.person = Field("Người", placeholder="tất cả; gõ tên không cần dấu")
        self.kinds = FilterBar(("Tất cả", *KIND_WORDS.values()))
        self.rows = TrailModel(self)
        self._table = QTableView()
        self._count = TextLabel("", TextStyle.SMALL, Tone.INK2, wraps=True)
        self.export_button = Button("Xuất ra tệp CSV", ButtonKind.PLAIN, icon=Icon.RECEIPT)
        self._build()
        self.kinds.chosen.connect(lambda _place: self.refresh())
        for field in (self.first, self.last, self.person):
            field.entered.connect(self.refresh)
            field.left.connect(lambda _text: self.refresh())
        self.export_button.clicked.connect(self._on_export)

    @property
    def count(self) -> str:
        """How many lines are shown."""
        return self._count.text()

    @Slot()
    def refresh(self) -> None:
        """Looks again with what is typed and picked."""
        days = self._days()
        if days is not None:
            kinds, words = _KINDS[self.kinds.current], self.person.text()
            self._runner.run(partial(self._read, days, kinds, words), self._take)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.TWO)
        column.setSpacing(Space.ONE_HALF)
        row = QHBoxLayout()
        row.setSpacing(Space.TWO)
        row.addWidget(self.first, 1)
        row.addWidget(self.last, 1)
        row.addWidget(self.person, 2)
        column.addLayout(row)
        column.addWidget(self.kinds)
        table = self._table
        table.setModel(self.rows)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setAccessibleName("Nhật ký")
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionsClickable(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setStretchLastSection(True)
        card = Card(padding=1)
        card.column.setContentsMargins(1, Radius.CONTROL, 1, Radius.CONTROL)
        card.column.addWidget(table)
        column.addWidget(card, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self.export_button)
        column.addLayout(foot)
        self._dress()

    def _dress(self) -> None:
        theme = current_theme()
        self._table.verticalHeader().setDefaultSectionSize(theme.px(Height.LIST_ROW))
        self._table.horizontalHeader().setFixedHeight(theme.px(Height.LIST_ROW))
        self._table.horizontalHeader().setFont(theme.font(TextStyle.NOTE_STRONG))
        for place, width in enumerate(_SHARES):
            self._table.setColumnWidth(place, theme.px(width))

    def _days(self) -> tuple[date, date] | None:
        first, last = _day(self.first, self._today), _day(self.last, self._today)
        if first is None or last is None:
            return None
        self.last.set_error("" if first <= last else "Ngày cuối phải sau ngày đầu.")
        return (first, last) if first <= last else None

    def _read(
        self, days: tuple[date, date], kinds: frozenset[TrailKind], words: str
    ) -> tuple[TrailLine, ...] | None:
        names = self._names()
        wanted = {StaffId(one) for one, name in names.items() if fold(words) in fold(name)} if words else None
        if wanted is not None and not wanted:
            return None
        actor = next(iter(wanted)) if wanted is not None and len(wanted) == 1 else None
        found = self._trail.trail(*days, actor=actor, kinds=kinds, limit=MOST)
        return tuple(trail_line(row, names) for row in found if wanted is None or row.by in wanted)

    def _take(self, lines: tuple[TrailLine, ...] | None) -> None:
        self.person.set_error("Không có ai tên như vậy." if lines is None else "")
        shown = lines or ()
        self.rows.set_lines(shown)
        most = (
            f"{MOST} dòng mới nhất; thu hẹp ngày để xem hết." if len(shown) == MOST else f"{len(shown)} dòng."
        )
        self._count.setText(f"{most} Nhật ký chỉ ghi ai làm gì với bản ghi nào, không ghi nội dung.")
        self.export_button.set_blocked("" if shown else "Chưa có dòng nào để xuất.")

    @Slot()
    def _on_export(self) -> None:
        actor, days, lines = self._actor(), self._days(), self.rows.lines
        if actor is None or days is None or not lines:
            return
        suggestion = f"nhat-ky-{days[0]:%Y-%m-%d}-{days[1]:%Y-%m-%d}.csv"
        chosen = self._dialogs.new_file(self, "Xuất nhật ký", suggestion, "Bảng CSV (*.csv)")
        if chosen:
            self._runner.run(partial(self._export, actor, Path(chosen), lines, *days), self._after_export)

    def _after_export(self, count: int) -> None:
        self.told.emit(f"Đã xuất {count} dòng. Việc xuất này cũng được ghi vào nhật ký.")
        self.refresh()


def _day(field: Field, today: date) -> date | None:
    """Give the day typed, as people type it; says what is wrong at the field."""
    try:
        read = PartialDate.parse(field.text(), today=today)
        day = date(read.year, read.month or 0, read.day or 0)
    except (DeskError, ValueError):
        field.set_error("Gõ ngày như 24/11/2026.")
        return None
    field.set_error("")
    return day
