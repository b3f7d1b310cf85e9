"""Every form of the library and the office's own: found without marks, opened, copied, printed empty."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Space
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.filter_bar import FilterBar
from desktop.ui.workbench.form_file_dialog import StartFile
from desktop.ui.workbench.form_lines import FormFilter, FormLine
from desktop.ui.workbench.form_list import FormList
from desktop.ui.workbench.form_pane import FormPane

_PANE = 360
_PANE_WIDE = 400
_WIDE = 1500
_NARROW = 1000


class FormListPage(QWidget):
    """The list with search and filters, and the detail beside it; it is told its rows.

    Args:
        starts: The files a form may begin with.

    Signals:
        asked: what to do with the current row: "open", "copy", "print", "discard"; carries it and the row.
        import_requested: begin a form from a file; carries its :class:`StartFile`.
    """

    asked = Signal(str, object)
    import_requested = Signal(object)

    def __init__(self, starts: tuple[StartFile, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starts = starts
        self._all: tuple[FormLine, ...] = ()
        self._filter = FormFilter.IN_USE
        self._is_narrow = False
        self._is_pane_open = False
        self._search = Field("", placeholder="Tìm tên mẫu, mã, văn bản… không cần gõ dấu")
        self._search.line.setAccessibleName("Tìm mẫu tờ khai, không cần gõ dấu")
        self._filters = FilterBar(tuple(one.value for one in FormFilter))
        self._list = FormList()
        self._none = EmptyState(Icon.FILE, "", "", is_tall=True)
        self._pane = FormPane()
        self._build()
        self._search.edited.connect(lambda _text: self._show_lines())
        self._search.entered.connect(self._list.setFocus)
        self._filters.chosen.connect(self._on_filter)
        self._list.line_selected.connect(self._pane.show_line)
        self._list.opened.connect(self._on_opened)
        self._pane.asked.connect(self.ask)

    @property
    def list(self) -> FormList:
        """The rows."""
        return self._list

    @property
    def pane(self) -> FormPane:
        """The detail."""
        return self._pane

    @property
    def search(self) -> Field:
        """The search field."""
        return self._search

    def set_lines(self, lines: tuple[FormLine, ...]) -> None:
        """Shows what there is now."""
        self._all = lines
        self._filters.set_counts(tuple(sum(one in line.filters for line in lines) for one in FormFilter))
        self._show_lines()

    def show_key(self, key: str) -> None:
        """Makes a row current; widens the filter if it hides the row."""
        line = next((one for one in self._all if one.key == key), None)
        self._list.go_to(key)
        if line is not None and self._filter not in line.filters:
            self._search.set_text("")
            self._filters.choose(list(FormFilter).index(FormFilter.ALL))

    def choose_filter(self, place: int) -> None:
        """Turns a filter on by its place."""
        self._filters.choose(place)

    @Slot(str)
    def ask(self, what: str) -> None:
        """Asks for something to be done with the current row."""
        line = self._list.current
        if line is None:
            return
        is_form, is_draft = line.ref is not None, line.draft is not None
        if what == "open" or (what in ("copy", "print") and is_form) or (what == "discard" and is_draft):
            self.asked.emit(what, line)

    @Slot()
    def go_back(self) -> None:
        """Esc: from the detail to the list on a small screen, else clears the search."""
        if self._is_pane_open:
            self._is_pane_open = False
            self._show_parts()
        elif self._search.text():
            self._search.set_text("")
            self._show_lines()
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._list.setFocus(event.reason())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pane"):  # other text size, same window
            self._fit()

    def _fit(self) -> None:
        theme = current_theme()
        room = self.width() / theme.factor
        self._is_narrow = room < _NARROW
        self._pane.setMinimumWidth(0 if self._is_narrow else theme.px(_PANE_WIDE if room >= _WIDE else _PANE))
        self._pane.setMaximumWidth(self.width() if self._is_narrow else self._pane.minimumWidth())
        self._show_parts()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO_HALF)
        column.setSpacing(Space.ONE_HALF)
        head = QHBoxLayout()
        head.setSpacing(Space.TWO)
        head.addWidget(self._filters, 3, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._search, 2)
        self._list_card = Card(padding=1)
        self._list_card.column.setContentsMargins(1, Radius.CONTROL, 1, Radius.CONTROL)
        self._list_card.column.addWidget(self._list, 1)
        self._list_card.column.addWidget(self._none, 1)
        self._none.hide()
        body = QHBoxLayout()
        body.setSpacing(Space.THREE)
        body.addWidget(self._list_card, 1)
        body.addWidget(self._pane)
        imports = QHBoxLayout()
        imports.setSpacing(Space.THREE)
        for kind in self._starts:
            button = Button(kind.words, ButtonKind.QUIET, key=kind.key, icon=Icon.UPLOAD, is_small=True)
            button.clicked.connect(partial(self._on_import, kind))
            imports.addWidget(button)
        imports.addStretch(1)
        column.addLayout(head)
        column.addLayout(body, 1)
        if self._starts:
            column.addLayout(imports)

    def _on_import(self, kind: StartFile, _checked: bool = False) -> None:  # noqa: FBT002 - Qt hands it over
        self.import_requested.emit(kind)

    def _show_lines(self) -> None:
        query = self._search.text()
        lines = tuple(line for line in self._all if self._filter in line.filters and line.matches(query))
        self._list.set_lines(lines, query)
        self._list.setVisible(bool(lines))
        self._none.setVisible(not lines)
        if lines:
            return
        if query:
            self._none.tell("Không thấy mẫu nào", "Thử gõ ít chữ hơn, hoặc chọn Mọi phiên bản.")
        elif self._filter is FormFilter.DRAFTS:
            self._none.tell("Chưa có mẫu nào đang sửa", "Chọn một mẫu rồi bấm Chép để sửa.")
        else:
            self._none.tell("Cơ quan chưa có mẫu riêng", "Chép một mẫu để sửa, rồi đưa vào dùng từ một ngày.")

    @Slot(int)
    def _on_filter(self, place: int) -> None:
        self._filter = tuple(FormFilter)[place]
        self._show_lines()

    def _show_parts(self) -> None:
        self._pane.setVisible(not self._is_narrow or self._is_pane_open)
        self._list_card.setVisible(not self._is_narrow or not self._is_pane_open)

    @Slot()
    def _on_opened(self) -> None:
        if self._is_narrow and not self._is_pane_open:
            self._is_pane_open = True
            self._show_parts()
        else:
            self.ask("open")
