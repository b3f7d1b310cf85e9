"""The list of dossiers with search and filters, and beside it the next right thing to do with each."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.actions import ActionRegistry, ActionSpec
from desktop.ui.dossier_pane import DossierPane
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.theme import current_theme
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


class TodayPage(QWidget):
    """Today's dossiers and every earlier one.

    Args:
        load: rows for a query; runs off the GUI thread.
        detail: one dossier by its id; runs off the GUI thread.
        runner: runs them.
        registry: takes the page's keys.

    Signals:
        move_requested: dossier id, the move's key, reason; the page is refreshed by :meth:`refresh` afterwards.
        desk_requested: the empty list's button: open the desk.
    """

    move_requested = Signal(str, str, str)
    desk_requested = Signal()

    def __init__(
        self,
        load: Callable[[TodayQuery], TodayList],
        detail: Callable[[str], DossierCard],
        runner: TaskRunner,
        registry: ActionRegistry,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
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
        self._search.edited.connect(lambda _text: self._timer.start())
        self._search.entered.connect(self._table.setFocus)
        self._filters.chosen.connect(self._on_filter)
        self._table.dossier_selected.connect(self._on_selected)
        self._table.opened.connect(self._on_opened)
        self._pane.move_requested.connect(self.move_requested)
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

    @Slot()
    def refresh(self) -> None:
        """Reads the list again: first show, another query, or something changed."""
        query = TodayQuery(words=self._search.text(), filter=self._filter)
        self._runner.run(lambda: self._load(query), partial(self._take, query))

    def open_dossier(self, dossier_id: str) -> None:
        """Shows the detail of a dossier, also of one the list does not hold."""
        self._wanted = dossier_id
        self._ask_detail(dossier_id)

    def search_for(self, words: str) -> None:
        """Types words into the search."""
        self._search.set_text(words)
        self.refresh()

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
        if self._is_narrow:
            self._pane.setMaximumWidth(_UNBOUNDED)
            self._pane.setMinimumWidth(0)
        self._show_parts()
        self._figures.setVisible(self.height() / theme.factor >= _LOW)

    def _build(self) -> None:
        column = QVBoxLayout(self)
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
        clear = ActionSpec(id="today.clear", text="Xóa ô tìm", key="Esc", page=PAGE, is_listed=False)
        registry.add(clear, self._on_escape, page=self)
        for key, text, icon in (
            ("Ctrl+P", "In lại giấy của hồ sơ", Icon.PRINTER),
            ("Ctrl+O", "Mở hồ sơ", Icon.FOLDER),
        ):
            spec = ActionSpec(
                id=f"today.{key[-1].lower()}", text=text, key=key, page=PAGE, icon=icon, is_listed=False
            )
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
            self._say_none(query)
        elif self._table.current:
            self._ask_detail(self._table.current)

    def _say_none(self, query: TodayQuery) -> None:
        if query.words or query.filter is not DossierFilter.ALL:
            self._none.tell("Không thấy hồ sơ nào", "Thử gõ ít chữ hơn, hoặc bấm Ctrl 1 để xem tất cả.")
        else:
            self._none.tell("Hôm nay chưa có hồ sơ", "Quét thẻ căn cước ở quầy để bắt đầu một lượt mới.")

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

    @Slot()
    def _on_escape(self) -> None:
        if self._is_pane_open:
            self._is_pane_open = False
            self._show_parts()
        elif self._search.text():
            self._search.set_text("")
            self.refresh()
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)
