"""The running program: who sits at the counter, which pages are open, what the clock brings."""

import logging
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.app.day_work import begin_day, close_day, drop_unfinished
from desktop.app.desk_wiring import build_desk_page, desk_services
from desktop.app.dossier_moves import move_dossier, print_day_register
from desktop.app.first_start_wiring import FirstStartWiring
from desktop.app.lock_wiring import build_lock_page
from desktop.app.office_exchange import DAY_ENTITIES, OfficeExchange
from desktop.app.office_wiring import OfficeWiring
from desktop.app.palette_choice import follow_choice
from desktop.app.restoring import Restoring
from desktop.app.settings_wiring import SettingsWiring
from desktop.app.today_wiring import build_today_page, today_spec
from desktop.app.workbench_wiring import WorkbenchWiring
from desktop.core import Core
from desktop.domain.calendar import office_time, weekday_name
from desktop.domain.dossier import MoveKind
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.office import StaffMember
from desktop.services.record_values import Changes
from desktop.services.workday import Workday
from desktop.ui.command_palette import CommandPalette
from desktop.ui.desk.desk_page import DeskPage
from desktop.ui.icon_set import Icon
from desktop.ui.lock_page import LockPage
from desktop.ui.look import Look
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.palette_source import PaletteSource
from desktop.ui.settings_page import SettingsPage
from desktop.ui.task_runner import TaskRunner
from desktop.ui.today_page import TodayPage
from desktop.ui.workbench.workbench_page import WorkbenchPage

_LOG = logging.getLogger(__name__)
_TICK_MS: Final = 1_000


class Workstation(QObject):
    """Builds the window over a core and answers what its pages ask for.

    Args:
        app: The Qt application.
        core: The open data folder.
        look: Theme and text size.
    """

    def __init__(self, app: QApplication, core: Core, look: Look) -> None:
        super().__init__(app)
        self._core = core
        self._user: StaffMember | None = None
        self._lock_page: LockPage | None = None
        self._minute = ""
        self.runner = TaskRunner(self)
        self.settings = SettingsWiring(core, look, self.runner, lambda: self.actor, self)
        self.workbench = WorkbenchWiring(core, self.runner, lambda: self.actor, self)
        self.office = OfficeWiring(core, core.office, self.runner, lambda: self.actor, self)
        self.window = MainWindow(
            look,
            (
                PageSpec(key="desk", label="Quầy", icon=Icon.DESK, build=self._build_desk),
                today_spec(self._build_today),
                self.settings.page(),
                self.workbench.page(lambda: self.window),
                self.office.page(lambda: self.window),
            ),
        )
        self._palette = CommandPalette(
            self.window,
            self.window.actions_registry,
            PaletteSource(reader=core.store.read, load_workday=core.workday).search,
            self.runner,
        )
        self.exchange = OfficeExchange(core, self)
        self.first = FirstStartWiring(core, self.window, self.runner, self)
        self.restoring = Restoring(core, self.runner, self._rest, self)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.look_at_clock)
        self._connect()

    @property
    def actor(self) -> StaffId | None:
        """Who is signed in."""
        return self._user.id if self._user is not None else None

    @property
    def desk(self) -> DeskPage:
        """The desk page, built when it is first needed."""
        page = self.window.page_widget("desk")
        if not isinstance(page, DeskPage):
            raise TypeError("the desk is not the desk")
        return page

    # --- starting and ending ---

    def start(self) -> None:
        """Ask the first questions or lock, and begin to print. The caller shows the window."""
        self.settings.printing.start()
        self.exchange.start()
        self._timer.start()
        if self._core.store.read.staff():
            self.lock()
        else:
            self.first.ask()
        self.look_at_clock()

    @Slot()
    def stop(self) -> None:
        """Finish what is under way and leave everything saved."""
        self._rest()
        self.runner.close()

    def _rest(self) -> None:
        """Let nothing but the runner use the records any more."""
        self._timer.stop()
        self.workbench.flush()
        if self._user is not None:
            self.desk.flush()
        self._user = None
        self.exchange.stop()
        self.settings.printing.stop()

    def _connect(self) -> None:
        window = self.window
        window.lock_requested.connect(self.lock)
        window.closing.connect(self.stop)
        window.search_requested.connect(self._palette.open_on)
        window.covered.connect(self._palette.shut)
        window.devices_requested.connect(partial(window.show_page, "settings"))
        window.page_shown.connect(self._refresh)
        self._palette.chosen.connect(lambda key: follow_choice(self.window, self.desk, key))
        self.settings.office_changed.connect(self._on_office_changed)
        self.exchange.changed.connect(self._on_changed_elsewhere)
        self.first.entered.connect(self._enter)
        self.first.joined.connect(self.lock)
        self.first.joined.connect(self.exchange.wake)
        self.office.attach(window, self.exchange)
        self.office.restore_requested.connect(self.restoring.listen(window))
        self.workbench.library_changed.connect(lambda: self.desk.reload())  # noqa: PLW0108 - built late
        self.workbench.printed.connect(self.settings.wake_printers)
        self.runner.fault.connect(window.show_fault)
        self.runner.bug.connect(self._on_bug)

    def _build_desk(self) -> DeskPage:
        page = build_desk_page(desk_services(self._core, self.settings), self.runner, self.window)
        page.told.connect(self._on_told)
        page.registered.connect(self.office.remind_of_clock)
        return page

    def _build_today(self) -> TodayPage:
        page = build_today_page(self._core, lambda: self.actor, self.runner, self.window)
        page.move_requested.connect(self._on_move)
        page.register_requested.connect(self._on_register)
        page.desk_requested.connect(partial(self.window.show_page, "desk"))
        return page

    # --- who is here ---

    @Slot()
    def lock(self) -> None:
        """Hide everything at once; the visit of whoever was here is parked under their name."""
        if self._user is not None:
            self.desk.leave("khóa máy")
        last = self._user.id if self._user is not None else ""
        page = build_lock_page(self._core, self.runner, last=last)
        self._user = None
        page.unlocked.connect(self._on_unlocked)
        self._lock_page = page
        self.window.cover(page)
        self._show_clock()

    @Slot(str)
    def _on_unlocked(self, staff_id: str) -> None:
        self._enter(next(one for one in self._core.store.read.staff() if one.id == staff_id))

    def sign_in(self, user: StaffMember) -> None:
        """Let somebody in whose PIN is already known to be right (first start, sample, demo)."""
        self._enter(user)

    def _enter(self, user: StaffMember) -> None:
        self._user = user
        self._lock_page = None
        self._minute = ""
        self.window.rail.set_user(user.name)
        self.window.uncover()
        self.window.show_page("desk")
        self.runner.run(partial(begin_day, self._core, user.id), self._show_workday)
        self.runner.run(partial(drop_unfinished, self._core), self._on_dropped)
        self.desk.set_officer(user.id)

    # --- the day ---

    @Slot()
    def look_at_clock(self) -> None:
        """Show the time, and on a new minute turn promises nobody can keep any more into appointments."""
        minute = self._show_clock()
        if self._user is not None and minute != self._minute:
            self._minute = minute
            self.runner.run(partial(close_day, self._core, self._user.id), self._on_day_closed)

    def _show_clock(self) -> str:
        local = office_time(self._core.clock())
        clock = f"{local:%H:%M}"
        self.window.top_bar.set_clock(clock)
        if self._lock_page is not None:
            self._lock_page.set_clock(clock, f"{_capital(weekday_name(local.date()))}, {local:%d/%m/%Y}")
        return clock

    def _on_day_closed(self, lapsed: int) -> None:
        if lapsed:
            self.settings.wake_printers()
            self._on_told(f"{lapsed} hồ sơ chưa ký kịp đã chuyển sang có hẹn, giấy hẹn đang in.")
            self._refresh("today")

    def _on_dropped(self, count: int) -> None:
        if count:
            days = self._core.settings.visits.keep_days
            self._on_told(f"Đã xóa {count} lượt làm dở không ai mở lại quá {days} ngày làm việc.")

    def _show_workday(self, workday: Workday) -> None:
        self.window.top_bar.set_day(_day_words(workday), is_special=workday.is_model_day)
        self.window.sample_strip.setVisible(workday.is_sample)

    # --- what pages ask for ---

    @Slot(str, str, str)
    def _on_move(self, dossier_id: str, key: str, reason: str) -> None:
        if self._user is not None and key == MoveKind.RESUME.value:
            self.desk.receive_supplement(DossierId(dossier_id))
        elif self._user is not None:
            move = partial(move_dossier, self._core, self._user.id, DossierId(dossier_id), key, reason)
            self.runner.run(move, lambda _: self._after_move())

    @Slot()
    def _on_register(self) -> None:
        if self._user is not None:
            self.runner.run(partial(print_day_register, self._core, self._user.id), self._after_register)

    def _after_register(self, words: str) -> None:
        self.settings.wake_printers()
        self.window.toast.tell(words, can_undo=False)

    def _after_move(self) -> None:
        self.settings.wake_printers()
        self._refresh("today")

    @Slot()
    def _on_office_changed(self) -> None:
        self.runner.run(self._core.workday, self._show_workday)
        self.desk.reload()

    @Slot(object)
    def _on_changed_elsewhere(self, changes: Changes) -> None:
        """Show what another counter changed. An open visit keeps what is being typed."""
        if self._user is None:
            return
        if changes.touches(*DAY_ENTITIES):
            self._on_office_changed()
        self._refresh(self.window.page)

    @Slot(str)
    def _refresh(self, key: str) -> None:
        page = self.window.page_widget(key)
        if key == self.window.page and isinstance(page, TodayPage | SettingsPage | WorkbenchPage):
            page.refresh()

    @Slot(str)
    @Slot(str, bool)
    def _on_told(self, words: str, can_undo: bool = False) -> None:  # noqa: FBT001, FBT002 - the signals' own
        self.window.toast.tell(words, can_undo=can_undo)

    @Slot(object)
    def _on_bug(self, error: BaseException) -> None:
        _LOG.error("a task failed", exc_info=error)
        self.window.show_bug()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _day_words(workday: Workday) -> str:
    name = _capital(weekday_name(workday.day))
    return f"{name} · Không viết, không hẹn" if workday.is_model_day else f"{name}, {workday.day:%d/%m}"
