"""Everything in one list: commands, procedures, people, dossiers. Found without marks."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.text import fold
from desktop.ui.actions import ActionRegistry
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.tokens import Space, Tone
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.overlay import Overlay
from desktop.ui.widgets.suggestion_list import Suggestion, SuggestionList

SEARCH_DELAY_MS = 60
_ACTION = "action:"
_MOST = 8


class CommandPalette(Overlay):
    """The list behind Ctrl+K.

    Args:
        parent: the window.
        registry: the commands.
        search: finds records and procedures for a query; runs off the GUI thread, gives the best first.
        runner: runs it.

    Signals:
        chosen: something that is no command was taken; carries its key as ``search`` gave it.
    """

    chosen = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        registry: ActionRegistry,
        search: Callable[[str], tuple[Suggestion, ...]],
        runner: TaskRunner,
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._search = search
        self._runner = runner
        self._page = ""
        self._found: tuple[Suggestion, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._ask)
        self._field = Field("", placeholder="Tìm hồ sơ, thủ tục, lệnh… không cần gõ dấu")
        self._list = SuggestionList(is_one_line=True, most_rows=_MOST)
        self._none = EmptyState(Icon.SEARCH, "Không thấy", "Thử gõ ít chữ hơn, hoặc số hồ sơ, số định danh.")
        row = QHBoxLayout()
        row.setContentsMargins(Space.ONE, Space.HALF, Space.HALF, 0)
        row.setSpacing(Space.ONE_HALF)
        row.addWidget(IconMark(Icon.SEARCH, Tone.ACCENT, size=22, is_bare=True))
        row.addWidget(self._field, 1)
        self.card.column.addLayout(row)
        self.card.column.addWidget(self._list)
        self.card.column.addWidget(self._none)
        self._list.follow(self._field.line)
        self._list.accepted.connect(self._on_accepted)
        self._field.edited.connect(self._on_edited)
        self._field.entered.connect(self._list.accept_current)

    @property
    def field(self) -> Field:
        """Where the query is typed."""
        return self._field

    @property
    def items(self) -> tuple[Suggestion, ...]:
        """What is offered now."""
        return self._list.items

    def open_on(self, page: str) -> None:
        """Opens it with the commands of a page."""
        self._page = page
        self._found = ()
        self._field.set_text("")
        self.open()
        self._show("")

    @override
    def home(self) -> QWidget:
        return self._field.line

    def _commands(self, query: str) -> tuple[Suggestion, ...]:
        words = fold(query).split()
        return tuple(
            Suggestion(key=_ACTION + spec.id, title=spec.text, detail="lệnh", icon=spec.icon, cap=spec.key)
            for spec in self._registry.ready(self._page)
            if all(word in fold(spec.text) for word in words)
        )

    def _show(self, query: str) -> None:
        items = (*self._found, *self._commands(query))
        self._list.set_items(items, query)
        self._list.setVisible(bool(items))
        self._none.setVisible(not items)
        self.card.adjustSize()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self._timer.start()
        if not text:
            self._found = ()
        self._show(text)

    @Slot()
    def _ask(self) -> None:
        query = self._field.text()
        if query:
            self._runner.run(lambda: self._search(query), lambda found: self._take(query, found))

    def _take(self, query: str, found: tuple[Suggestion, ...]) -> None:
        if query == self._field.text() and self.isVisible():
            self._found = found
            self._show(query)

    @Slot(str)
    def _on_accepted(self, key: str) -> None:
        self.shut()
        if key.startswith(_ACTION):
            self._registry.action(key.removeprefix(_ACTION)).trigger()
        else:
            self.chosen.emit(key)
