"""The running program: who sits at the counter, which pages are open, what the clock brings."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.app.day_work import begin_day, close_day
from desktop.app.desk_wiring import desk_services
from desktop.app.dossier_moves import move_dossier
from desktop.app.sample_start import make_sample_office
from desktop.app.settings_wiring import SettingsWiring
from desktop.core import Core
from desktop.domain.calendar import office_time, weekday_name
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.office import StaffMember
from desktop.services.office_setup import SAMPLE_SETTING, FirstStartAnswers
from desktop.services.workday import Workday
from desktop.ui.command_palette import CommandPalette
from desktop.ui.desk.desk_page import DeskPage
from desktop.ui.first_start_page import FirstStartForm, FirstStartPage, OfficeChoice
from desktop.ui.icon_set import Icon
from desktop.ui.lock_page import LockPage, StaffName
from desktop.ui.look import Look
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.palette_source import DOSSIER, PROCEDURE, PaletteSource
from desktop.ui.settings_page import SettingsPage
from desktop.ui.task_runner import TaskRunner
from desktop.ui.today_page import TodayPage
from desktop.ui.today_source import TodaySource

_LOG = logging.getLogger(__name__)
_TICK_MS: Final = 1_000
_SAMPLE_PINS: Final = "Dữ liệu mẫu: mã PIN lần lượt là 1234, 2345, 3456, 4567"


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
        self._is_opening = False
        self.runner = TaskRunner(self)
        self.settings = SettingsWiring(core, look, self.runner, lambda: self.actor, self)
        self.window = MainWindow(
            look,
            (
                PageSpec(key="desk", label="Quầy", icon=Icon.DESK, build=self._build_desk),
                PageSpec(
                    key="today", label="Hôm nay", icon=Icon.TODAY, build=self._build_today, shortcut="F3"
                ),
                PageSpec(
                    key="settings", label="Thiết lập", icon=Icon.SETTINGS, build=self.settings.build_page
                ),
            ),
        )
        self._palette = CommandPalette(
            self.window,
            self.window.actions_registry,
            PaletteSource(reader=core.store.read, load_workday=core.workday).search,
            self.runner,
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
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
        self._timer.start()
        if self._core.store.read.staff():
            self.lock()
        else:
            self._ask_first_questions()
        self._on_tick()

    @Slot()
    def stop(self) -> None:
        """Finish what is under way and leave everything saved."""
        self._timer.stop()
        if self._user is not None:
            self.desk.flush()
        self.runner.close()
        self.settings.printing.stop()

    def _connect(self) -> None:
        window = self.window
        window.lock_requested.connect(self.lock)
        window.closing.connect(self.stop)
        window.search_requested.connect(self._palette.open_on)
        window.devices_requested.connect(partial(window.show_page, "settings"))
        window.page_shown.connect(self._refresh)
        self._palette.chosen.connect(self._on_palette)
        self.settings.office_changed.connect(self._on_office_changed)
        self.runner.fault.connect(window.show_fault)
        self.runner.bug.connect(self._on_bug)

    def _build_desk(self) -> DeskPage:
        services = desk_services(self._core, self.settings)
        page = DeskPage(services, self.runner, self.window.actions_registry)
        page.header_changed.connect(partial(self.window.set_header, "desk"))
        page.parked_changed.connect(partial(self.window.rail.set_badge, "desk"))
        page.shown_wanted.connect(partial(self.window.show_page, "desk"))
        page.told.connect(self._on_told)
        return page

    def _build_today(self) -> TodayPage:
        source = TodaySource(
            reader=self._core.store.read, load_workday=self._core.workday, clock=self._core.clock
        )
        page = TodayPage(source.load, source.detail, self.runner, self.window.actions_registry)
        page.move_requested.connect(self._on_move)
        page.desk_requested.connect(partial(self.window.show_page, "desk"))
        return page

    # --- who is here ---

    @Slot()
    def lock(self) -> None:
        """Hide everything at once; the visit of whoever was here is parked under their name."""
        if self._user is not None:
            self.desk.leave("khóa máy")
        reader = self._core.store.read
        staff = tuple(
            StaffName(id=one.id, name=one.name, title=one.title)
            for one in reader.staff()
            if one.active and one.pin_hash
        )
        profile = self._core.load_workday.profile_on(office_time(self._core.clock()).date())
        is_sample = reader.office_settings().get(SAMPLE_SETTING) is True
        page = LockPage(
            staff,
            lambda staff_id, pin: self._core.sign_in(StaffId(staff_id), pin),
            self.runner,
            office=f"{profile.short_name}. {_SAMPLE_PINS}" if is_sample else profile.short_name,
            last=self._user.id if self._user is not None else "",
        )
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
        self.desk.set_officer(user.id)

    def _ask_first_questions(self) -> None:
        page = FirstStartPage(_offices(self._core))
        page.finished.connect(self._on_first_answers)
        page.sample_requested.connect(self._on_sample)
        self.window.cover(page)

    @Slot(object)
    def _on_first_answers(self, form: FirstStartForm) -> None:
        answers = FirstStartAnswers(profile_id=form.profile_id, name=form.name, pin=form.pin)
        self._open_office(lambda: self._core.first_start(answers))

    @Slot()
    def _on_sample(self) -> None:
        self._open_office(partial(make_sample_office, self._core))

    def _open_office(self, work: Callable[[], StaffMember]) -> None:
        """Open the office once: a second Enter or click before the first is done would make a second officer."""
        if self._is_opening:
            return
        self._is_opening = True
        self.runner.run(work, self._enter, on_end=partial(setattr, self, "_is_opening", False))  # noqa: FBT003 - setattr has no names

    # --- the day ---

    @Slot()
    def _on_tick(self) -> None:
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
            words = f"{lapsed} hồ sơ chưa ký kịp đã chuyển sang có hẹn, giấy hẹn đang in."
            self.window.toast.tell(words, can_undo=False)
            self._refresh("today")

    def _show_workday(self, workday: Workday) -> None:
        self.window.top_bar.set_day(_day_words(workday), is_special=workday.is_model_day)
        self.window.sample_strip.setVisible(workday.is_sample)

    # --- what pages ask for ---

    @Slot(str, str, str)
    def _on_move(self, dossier_id: str, key: str, reason: str) -> None:
        if self._user is not None:
            move = partial(move_dossier, self._core, self._user.id, DossierId(dossier_id), key, reason)
            self.runner.run(move, lambda _: self._after_move())

    def _after_move(self) -> None:
        self.settings.wake_printers()
        self._refresh("today")

    @Slot()
    def _on_office_changed(self) -> None:
        self.runner.run(self._core.workday, self._show_workday)
        self.desk.reload()

    @Slot(str)
    def _refresh(self, key: str) -> None:
        page = self.window.page_widget(key)
        if key == self.window.page and isinstance(page, TodayPage | SettingsPage):
            page.refresh()

    @Slot(str)
    def _on_palette(self, key: str) -> None:
        if key.startswith(DOSSIER):
            self.window.show_page("today")
            page = self.window.page_widget("today")
            if isinstance(page, TodayPage):
                page.open_dossier(key.removeprefix(DOSSIER))
        elif key.startswith(PROCEDURE):
            self.window.show_page("desk")
            visit, code = self.desk.visit, key.removeprefix(PROCEDURE)
            if visit is not None:
                visit.act(lambda flow, draft, now: flow.choose(draft, code, now), undo="Chọn thủ tục")
                visit.replaced.emit()

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


def _offices(core: Core) -> tuple[OfficeChoice, ...]:
    """The shipped offices, the newest first."""
    profiles = sorted(core.load_workday.profiles, key=lambda one: one.in_force_from, reverse=True)
    return tuple(OfficeChoice(id=one.id, name=one.short_name, note=one.desk_name) for one in profiles)
