"""The frame round the pages: rail, top bar, messages, full screen, text size. It owns no screen's content."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DeskError
from desktop.services.messages import message_for
from desktop.ui.actions import ActionRegistry, ActionSpec
from desktop.ui.icon_set import Icon
from desktop.ui.key_page import KeyPage
from desktop.ui.look import Look
from desktop.ui.tokens import LEAST_WINDOW, Space
from desktop.ui.widgets.banner import BannerKind
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.widgets.rail import Rail, RailPage
from desktop.ui.widgets.sample_strip import SampleStrip
from desktop.ui.widgets.toast import Toast
from desktop.ui.widgets.top_bar import TopBar

_SMALL_RAIL_BELOW = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpec:
    """A page of the rail.

    Attributes:
        key: "desk", "today", "settings".
        label: its word on the rail.
        icon: its icon.
        build: makes the page; called when it is first shown.
        shortcut: the key that opens it beside Alt and its number, "F3".
        title: its whole name, where the rail has room for a short one only.
    """

    key: str
    label: str
    icon: Icon
    build: Callable[[], QWidget]
    shortcut: str = ""
    title: str = ""


class MainWindow(QMainWindow):
    """Shows one page at a time, or a cover (lock, first start) over everything.

    Args:
        look: theme and text size.
        pages: those that work, in the order of the rail.

    Attributes:
        may_close: asked before the window closes; whoever answers no says why.

    Signals:
        page_shown: carries the key of the page now open.
        lock_requested: F12 or the lock at the foot of the rail.
        search_requested: Ctrl+K or the search box; carries the key of the open page.
        devices_requested: the printer at the foot of the rail.
        office_requested: Ctrl+D or the shared records at the foot of the rail.
        undo_requested: Ctrl+Z while the undo banner stands.
        covered: everything is hidden: pages throw away what belongs to a citizen.
        closing: the window is about to close.
    """

    page_shown = Signal(str)
    lock_requested = Signal()
    search_requested = Signal(str)
    devices_requested = Signal()
    covered = Signal()
    office_requested = Signal()
    closing = Signal()

    def __init__(self, look: Look, pages: tuple[PageSpec, ...]) -> None:
        super().__init__(None)
        self._look = look
        self._specs = {page.key: page for page in pages}
        self._built: dict[str, QWidget] = {}
        self._page = ""
        self.setWindowTitle("Không Viết")
        self.setMinimumSize(*LEAST_WINDOW)
        self.rail = Rail(tuple(RailPage(key=page.key, label=page.label, icon=page.icon) for page in pages))
        self.top_bar = TopBar()
        self.messages = MessageBar()
        self.sample_strip = SampleStrip()
        self._stack = QStackedWidget()
        self._covers = QStackedWidget()
        self._cover_pages: list[QWidget] = []
        self.may_close: Callable[[], bool] = lambda: True
        self._headers: dict[str, tuple[str, str, str]] = {}
        self.actions_registry = ActionRegistry(self)
        self._build()
        self.toast = Toast(parent=self._frame)
        self._keys = KeyPage(self, self.actions_registry)
        self._add_actions(pages)
        self.rail.page_chosen.connect(self.show_page)
        self.rail.lock_requested.connect(self.lock_requested)
        self.rail.devices_requested.connect(self.devices_requested)
        self.rail.office_requested.connect(self.office_requested)
        self.top_bar.search_requested.connect(self._on_search)
        look.changed.connect(self._fit)

    @property
    def page(self) -> str:
        """Key of the open page, empty before the first."""
        return self._page

    @property
    def is_covered(self) -> bool:
        """Whether a cover hides the pages."""
        return self._covers.currentWidget() is not self._frame

    def page_widget(self, key: str) -> QWidget:
        """Gives a page, building it where it was never shown."""
        if key not in self._built:
            page = self._specs[key].build()
            self._built[key] = page
            self._stack.addWidget(page)
        return self._built[key]

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Opens a page."""
        page = self.page_widget(key)
        self._page = key
        self._stack.setCurrentWidget(page)
        self.rail.set_page(key)
        self._show_header()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)

    def set_header(self, key: str, ticket: str, name: str, facts: str) -> None:
        """Sets what the top bar says while a page is open: number chip, name, facts (each may be empty)."""
        self._headers[key] = (ticket, name, facts)
        if key == self._page:
            self._show_header()

    def cover(self, widget: QWidget) -> None:
        """Hides everything behind a widget (lock, first start) until :meth:`uncover`."""
        if self._covers.indexOf(widget) < 0:
            self._covers.addWidget(widget)
            self._cover_pages.append(widget)
        self._keys.shut()
        self._covers.setCurrentWidget(widget)
        self.covered.emit()
        for spec in self.actions_registry.specs(""):
            if spec.id not in _ALWAYS:
                self.actions_registry.action(spec.id).setDisabled(True)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        """Shows the pages again; what the covers held is thrown away."""
        self._covers.setCurrentWidget(self._frame)
        for spec in self.actions_registry.specs(""):
            self.actions_registry.action(spec.id).setEnabled(True)
        for cover in self._cover_pages:
            self._covers.removeWidget(cover)
            cover.deleteLater()
        self._cover_pages.clear()

    def show_fault(self, error: DeskError) -> None:
        """Says a fault of the world in the message bar."""
        message = message_for(error)
        self.messages.tell(BannerKind.WARN, message.happened, message.to_do)

    def show_bug(self) -> None:
        """Says plainly that a part of the program failed and nothing typed is lost."""
        self.messages.tell(
            BannerKind.BAD, "Phần này gặp trục trặc, câu trả lời đã lưu.", "Mở lại lượt này để làm tiếp."
        )

    @Slot()
    def toggle_full_screen(self) -> None:
        """Takes the whole screen, or gives it back."""
        if self.isFullScreen():
            self.showMaximized()
        else:
            self.showFullScreen()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def _build(self) -> None:
        self._frame = QWidget()
        self._frame.setProperty("surface", "canvas")
        self._frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        column.addWidget(self.sample_strip)
        column.addWidget(self.top_bar)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        self._covers.addWidget(self._frame)
        self.setCentralWidget(self._covers)

    def _add_actions(self, pages: tuple[PageSpec, ...]) -> None:
        add = self.actions_registry.add
        for number, page in enumerate(pages, start=1):
            text = f"Mở trang {page.title or page.label}"
            spec = ActionSpec(id=f"page.{page.key}", text=text, key=f"Alt+{number}", icon=page.icon)
            add(spec, partial(self.show_page, page.key))
            if page.shortcut:
                short = ActionSpec(id=f"open.{page.key}", text=text, key=page.shortcut, is_listed=False)
                add(short, partial(self.show_page, page.key))
        add(ActionSpec(id="keys", text="Xem phím của trang này", key="F1", icon=Icon.KEYBOARD), self._on_keys)
        search = ActionSpec(id="search", text="Tìm mọi thứ", key="Ctrl+K", icon=Icon.SEARCH, is_listed=False)
        add(search, self._on_search)
        full = ActionSpec(id="full_screen", text="Bật, tắt toàn màn hình", key="F11", icon=Icon.FULL_SCREEN)
        add(full, self.toggle_full_screen)
        state = ActionSpec(
            id="office.state", text="Xem sổ chung, việc chờ gửi", key="Ctrl+D", icon=Icon.DATABASE
        )
        add(state, self.office_requested.emit)
        add(ActionSpec(id="lock", text="Khóa máy", key="F12", icon=Icon.LOCK), self.lock_requested.emit)
        for name, text, key, run in (
            ("larger", "Cho chữ to hơn", "Ctrl+=", self._look.make_larger),
            ("smaller", "Cho chữ nhỏ hơn", "Ctrl+-", self._look.make_smaller),
            ("reset", "Đưa chữ về cỡ thường", "Ctrl+0", self._look.reset),
        ):
            add(ActionSpec(id=f"text.{name}", text=text, key=key, icon=Icon.TEXT_SIZE), run)
        contrast = ActionSpec(id="contrast", text="Bật, tắt tương phản cao", icon=Icon.CONTRAST)
        add(contrast, lambda: self._look.set_high_contrast(not self._look.is_high_contrast))
        self.toast.told.connect(self._place_toast)

    def _show_header(self) -> None:
        spec = self._specs[self._page]
        plain = ("", spec.title or spec.label, "")
        self.top_bar.show_visit(*self._headers.get(self._page, plain))

    @Slot()
    def _fit(self) -> None:
        self.rail.set_small(self.width() / self._look.factor < _SMALL_RAIL_BELOW)
        self._place_toast()

    @Slot()
    def _place_toast(self) -> None:
        room = self._frame.width() - self.rail.width()
        size = self.toast.size_in(room - 2 * Space.THREE)
        left = self.rail.width() + (room - size.width()) // 2
        self.toast.resize(size)
        self.toast.move(QPoint(left, self._frame.height() - size.height() - 80))

    @Slot()
    def _on_keys(self) -> None:
        self._keys.open_on(self._page)

    @Slot()
    def _on_search(self) -> None:
        self.search_requested.emit(self._page)


_ALWAYS = frozenset({"text.larger", "text.smaller", "text.reset", "full_screen", "contrast"})
