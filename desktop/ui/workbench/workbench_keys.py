"""The keys of the form workbench: what they do in the list and in a form."""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from desktop.domain.ids import FormRef
from desktop.ui.actions import ActionRegistry, ActionSpec
from desktop.ui.icon_set import Icon
from desktop.ui.workbench.form_editor import FormEditor
from desktop.ui.workbench.form_file_dialog import StartFile
from desktop.ui.workbench.form_lines import FormFilter
from desktop.ui.workbench.form_list_page import FormListPage
from desktop.ui.workbench.trial_paper import SampleWords

PAGE: Final = "forms"


class KeyTarget(Protocol):
    """What the keys steer."""

    forms: FormListPage
    editor: FormEditor

    @property
    def print_requested(self) -> SignalInstance:
        """Asks for an empty form."""
        ...

    @property
    def is_editing(self) -> bool:
        """Whether a form is open."""
        ...

    @property
    def look(self) -> FormRef | None:
        """The version that is looked at."""
        ...

    def begin_from(self, kind: StartFile) -> None:
        """Begin a form with a file."""
        ...

    def forward(self) -> None:
        """Copy, ask for the day, put into use."""
        ...


def register_workbench_keys(
    registry: ActionRegistry, widget: QWidget, page: KeyTarget, starts: tuple[StartFile, ...]
) -> None:
    """Add every key of the page to the registry; they work while the widget has the keyboard."""
    keys = _Keys(page)

    def add(name: str, text: str, key: str, run: Callable[[], object], icon: Icon) -> None:
        is_listed = key != "Esc"
        spec = ActionSpec(id=f"forms.{name}", text=text, key=key, page=PAGE, icon=icon, is_listed=is_listed)
        registry.add(spec, run, page=widget)

    for place, sample in enumerate(SampleWords):
        words = f"Trong mẫu: thử “{sample.word}”. Trong danh sách: lọc “{tuple(FormFilter)[place].value}”"
        add(f"try.{place}", words, f"Ctrl+{place + 1}", partial(keys.digit, place), Icon.EYE)
    add("copy", "Chép mẫu để sửa", "Ctrl+E", keys.copy, Icon.EDIT)
    add("print", "In tờ trống", "Ctrl+P", keys.print_blank, Icon.PRINTER)
    add("discard", "Bỏ bản đang sửa", "Ctrl+R", partial(keys.ask_list, "discard"), Icon.REMOVE)
    for kind in starts:
        add(f"start.{kind.name.lower()}", kind.words, kind.key, partial(keys.begin_from, kind), Icon.UPLOAD)
    add("find", "Tìm trong danh sách, trong tệp", "Ctrl+F", keys.find, Icon.SEARCH)
    add("next", "Đến chỗ sai kế tiếp", "F8", page.editor.next_problem, Icon.ERROR)
    add("forward", "Đưa mẫu vào dùng", "Ctrl+Return", page.forward, Icon.ARROW)
    add("paper", "Xem cả trang giấy", "F6", page.editor.toggle_paper, Icon.FILE)
    add("places", "Đặt ô lên trang PDF chính thức", "F7", page.editor.toggle_places, Icon.PLACE)
    add("back", "Về danh sách mẫu", "Alt+Left", keys.back, Icon.BACK)
    add("clear", "Xóa ô tìm, đóng khung", "Esc", keys.escape, Icon.CLOSE)


class _Keys:
    """Sends a key to the list or to the form, whichever is open."""

    def __init__(self, page: KeyTarget) -> None:
        self._page = page

    def digit(self, place: int) -> None:
        if self._page.is_editing:
            self._page.editor.paper.choose(tuple(SampleWords)[place])
        else:
            self._page.forms.choose_filter(place)

    def copy(self) -> None:
        if not self._page.is_editing:
            self._page.forms.ask("copy")
        elif self._page.look is not None:
            self._page.forward()

    def print_blank(self) -> None:
        if not self._page.is_editing:
            self._page.forms.ask("print")
        elif self._page.look is not None:
            self._page.print_requested.emit(self._page.look)

    def ask_list(self, what: str) -> None:
        if not self._page.is_editing:
            self._page.forms.ask(what)

    def begin_from(self, kind: StartFile) -> None:
        if not self._page.is_editing:
            self._page.begin_from(kind)

    def find(self) -> None:
        if self._page.is_editing:
            self._page.editor.open_search()
        else:
            self._page.forms.search.select_all()

    def back(self) -> None:
        if self._page.is_editing:
            self._page.editor.go_back()

    def escape(self) -> None:
        if self._page.is_editing:
            self._page.editor.escape()
        else:
            self._page.forms.go_back()
