"""The list of dossiers with search and filters, and beside it the next right thing to do with each."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.eform_sheet import EformSheet
from desktop.ui.actions import ActionRegistry, ActionSpec
from desktop.ui.dossier_pane import DossierPane
from desktop.ui.dossier_sheet import DossierSheet, LoadSheets
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.theme import current_theme
from desktop.ui.today_source import COPY_SHEET
from desktop.ui.today_table import TodayTable
from desktop.ui.today_view import DossierCard, DossierFilter, TodayList, TodayQuery
from desktop.ui.tokens import Radius, Space
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.figure_row import FigureRow
from desktop.ui.widgets.filter_bar import FilterBar

PAGE = "today"
SEARCH_DELAY_MS = 60
_PANE = 360
_PANE_WIDE = 400
_WIDE = 1500
_NARROW = 1000
_LOW = 640
_UNBOUNDED = 16_777_215  # Qt's QWIDGETSIZE_MAX


def _no_sheets(_dossier_id: str) -> tuple[EformSheet, ...]:
    return ()


class TodayPage(QWidget):
    """Today's dossiers and every earlier one.

    Args:
        load: rows for a query; runs off the GUI thread.
        detail: one dossier by its id; runs off the GUI thread.
        runner: runs them.
        registry: takes the page's keys.
        load_sheets: the e-form data sheets of a dossier; runs off the GUI thread.

    Signals:
        move_requested: dossier id, the move's key, reason; the page is refreshed by :meth:`refresh` afterwards.
        register_requested: print the register of the day.
        desk_requested: the empty list's button: open the desk.
    """

    move_requested = Signal(str, str, str)
    desk_requested = Signal()
    register_requested = Signal()

    def __init__(
        self,
        load: Callable[[TodayQuery], TodayList],
        detail: Callable[[str], DossierCard],
        runner: TaskRunner,
        registry: ActionRegistry,
        *,
        load_sheets: LoadSheets = _no_sheets,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet = DossierSheet(load_sheets, runner, self)
        self._stack = QStackedWidget()
        self._load = load
        self._detail = detail
        self._runner = runner
        self._wanted = ""
        self._is_narrow = False
        self._is_pane_open = False
        self._filter = DossierFilter.ALL
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._search = Field("", placeholder="Tìm tên, số hồ sơ, thủ tục… không cần gõ dấu")
        self._search.line.setAccessibleName("Tìm hồ sơ, không cần gõ dấu")
        self._filters = FilterBar(tuple(one.value for one in DossierFilter))
        self._figures = FigureRow()
        self._table = TodayTable()
        open_desk = Button("Mở quầy", key="F2")
        self._none = EmptyState(Icon.INBOX, "", "", button=open_desk, is_tall=True)
        self._pane = DossierPane()
        self._build()
        self._add_actions(registry)
        self._search.edited.connect(self._table.let_go)
        self._search.edited.connect(lambda _text: self._timer.start())
        self._search.entered.connect(self._table.setFocus)
        self._filters.chosen.connect(self._on_filter)
        self._table.dossier_selected.connect(self._on_selected)
        self._table.opened.connect(self._on_opened)
        self._pane.move_requested.connect(self._on_move)
        self._sheet.closed.connect(self._close_sheet)
        self._sheet.ready.connect(partial(self._stack.setCurrentWidget, self._sheet))
        open_desk.clicked.connect(self.desk_requested)

    @property
    def table(self) -> TodayTable:
        """The list."""
        return self._table

    @property
    def pane(self) -> DossierPane:
        """The detail."""
        return self._pane

    @property
    def search(self) -> Field:
        """The search field."""
        return self._search

    @property
    def sheet(self) -> DossierSheet:
        """The data sheets of a dossier."""
        return self._sheet

    @Slot()
    def forget(self) -> None:
        """The screen is locked or the user changes: no answers stay, neither here nor in the clipboard."""
        self._close_sheet()
        self._sheet.forget()

    @Slot()
    def refresh(self) -> None:
        """Reads the list again: first show, another query, or something changed."""
        query = TodayQuery(words=self._search.text(), filter=self._filter)
        self._runner.run(lambda: self._load(query), partial(self._take, query))

    def open_dossier(self, dossier_id: str) -> None:
        """Shows the detail of a dossier, also of one the list does not hold."""
        self._table.hold(dossier_id)
        self._ask_detail(dossier_id)
        self._is_pane_open = self._is_narrow
        self._show_parts()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: Tab would jump over everything that stands before the list.
        self._table.setFocus(event.reason())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current_theme()
        room = self.width() / theme.factor
        self._pane.setFixedWidth(theme.px(_PANE_WIDE if room >= _WIDE else _PANE))
        self._is_narrow = room < _NARROW
        self._pane.set_narrow(self._is_narrow)
        if self._is_narrow:
            self._pane.setMaximumWidth(_UNBOUNDED)
            self._pane.setMinimumWidth(0)
        self._show_parts()
        self._figures.setVisible(self.height() / theme.factor >= _LOW)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        lists = QWidget()
        self._stack.addWidget(lists)
        self._stack.addWidget(self._sheet)
        column = QVBoxLayout(lists)
        column.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO_HALF)
        column.setSpacing(Space.ONE_HALF)
        head = QHBoxLayout()
        head.setSpacing(Space.TWO)
        head.addWidget(self._filters, 3, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._search, 2)
        body = QHBoxLayout()
        body.setSpacing(Space.THREE)
        self._list_card = Card(padding=1)
        self._list_card.column.setContentsMargins(1, Radius.CONTROL, 1, Radius.CONTROL)
        self._list_card.column.addWidget(self._table, 1)
        self._list_card.column.addWidget(self._none, 1)
        self._none.hide()
        body.addWidget(self._list_card, 1)
        body.addWidget(self._pane)
        column.addWidget(self._figures)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _add_actions(self, registry: ActionRegistry) -> None:
        for place, one in enumerate(DossierFilter):
            spec = ActionSpec(
                id=f"today.filter.{place}", text=f"Lọc: {one.value}", key=f"Ctrl+{place + 1}", page=PAGE
            )
            registry.add(spec, partial(self._filters.choose, place), page=self)
        find = ActionSpec(
            id="today.find", text="Tìm trong danh sách", key="Ctrl+F", page=PAGE, icon=Icon.SEARCH
        )
        registry.add(find, self._search.select_all, page=self)
        for name, key, text, act in (
            ("rare", "Ctrl+M", "Việc khác với hồ sơ", self._pane.open_rare),
            ("register", "Ctrl+R", "In sổ theo dõi của ngày", self.register_requested.emit),
        ):
            registry.add(ActionSpec(id=f"today.{name}", text=text, key=key, page=PAGE), act, page=self)
        clear = ActionSpec(id="today.clear", text="Xóa ô tìm", key="Esc", page=PAGE, is_listed=False)
        registry.add(clear, self._on_escape, page=self)
        for key, text in (("Ctrl+P", "In lại giấy của hồ sơ"), ("Ctrl+O", "Mở bảng chép")):
            spec = ActionSpec(id=f"today.{key[-1].lower()}", text=text, key=key, page=PAGE, is_listed=False)
            registry.add(spec, partial(self._pane.request_by_shortcut, key), page=self)

    def _take(self, query: TodayQuery, found: TodayList) -> None:
        if query.words != self._search.text() or query.filter is not self._filter:
            return
        counts = dict(found.counts)
        self._filters.set_counts(tuple(counts.get(one, 0) for one in DossierFilter))
        self._figures.set_figures(found.figures)
        self._table.set_lines(found.lines, query.words)
        has_lines = bool(found.lines)
        self._table.setVisible(has_lines)
        self._none.setVisible(not has_lines)
        if not has_lines:
            _say_none(self._none, query)
        if self._table.current:
            self._ask_detail(self._table.current)

    def _ask_detail(self, dossier_id: str) -> None:
        self._wanted = dossier_id
        self._runner.run(lambda: self._detail(dossier_id), partial(self._take_detail, dossier_id))

    def _take_detail(self, dossier_id: str, card: DossierCard) -> None:
        if dossier_id == self._wanted:
            self._pane.show_dossier(card)

    @Slot(str)
    def _on_selected(self, dossier_id: str) -> None:
        if dossier_id:
            self._ask_detail(dossier_id)
        else:
            self._wanted = ""
            self._pane.show_dossier(None)

    @Slot(int)
    def _on_filter(self, place: int) -> None:
        self._table.let_go()
        self._filter = tuple(DossierFilter)[place]
        self.refresh()

    def _show_parts(self) -> None:
        """Shows list and detail side by side, or one at a time where there is no room for both."""
        self._pane.setVisible(not self._is_narrow or self._is_pane_open)
        self._list_card.setVisible(not self._is_narrow or not self._is_pane_open)

    @Slot(str)
    def _on_opened(self, _dossier_id: str) -> None:
        if self._is_narrow and not self._is_pane_open:
            self._is_pane_open = True
            self._show_parts()
            self._pane.take_focus()
        else:
            self._pane.request_first()

    @Slot(str, str, str)
    def _on_move(self, dossier_id: str, key: str, reason: str) -> None:
        if key == COPY_SHEET:
            self._sheet.ask(dossier_id)
        else:
            self.move_requested.emit(dossier_id, key, reason)

    @Slot()
    def _close_sheet(self) -> None:
        if self._stack.currentWidget() is self._sheet:
            self._stack.setCurrentIndex(0)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_escape(self) -> None:
        if self._stack.currentWidget() is self._sheet:
            self._sheet.shut()
            return
        if self._is_pane_open:
            self._is_pane_open = False
            self._show_parts()
        elif self._search.text():
            self._search.set_text("")
            self.refresh()
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _say_none(none: EmptyState, query: TodayQuery) -> None:
    if query.words or query.filter is not DossierFilter.ALL:
        none.tell("Không thấy hồ sơ nào", "Thử gõ ít chữ hơn, hoặc bấm Ctrl 1 để xem tất cả.")
    else:
        none.tell("Hôm nay chưa có hồ sơ", "Quét thẻ căn cước ở quầy để bắt đầu một lượt mới.")
