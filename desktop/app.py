"""Composition with a window: `Workstation` builds the pages, connects the signals, starts and stops the workers."""

import argparse
import logging
import sys
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.core import Core, printer_list
from desktop.domain.calendar import office_time, weekday_name
from desktop.domain.dossier import MoveKind
from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.office import StaffMember
from desktop.printing.print_threads import PrintThreads
from desktop.resources_dir import resources_dir
from desktop.scanning.image_reader import ZxingCardImageReader
from desktop.services.move_dossier import is_closing_past
from desktop.services.office_setup import FirstStartAnswers
from desktop.services.sample_day import load_sample_day
from desktop.services.sample_office import PlaySample, set_up_sample_office
from desktop.services.workday import Workday
from desktop.settings import MachineSettings, save_settings
from desktop.ui.command_palette import CommandPalette
from desktop.ui.desk.desk_page import DeskPage
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.first_start_page import FirstStartForm, FirstStartPage, OfficeChoice
from desktop.ui.icon_set import Icon
from desktop.ui.lock_page import LockPage, StaffName
from desktop.ui.look import Look
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.palette_source import DOSSIER, PROCEDURE, PaletteSource
from desktop.ui.settings_page import SettingsPage
from desktop.ui.settings_source import SettingsSource, member_of, roster_of, with_printers
from desktop.ui.settings_view import NewStaff, PrinterSetup, RosterLine
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.today_page import TodayPage
from desktop.ui.today_source import PRINT_SLIP, SIGN_AND_RETURN, TodaySource

_LOG = logging.getLogger(__name__)
_TICK_MS: Final = 1_000


class Workstation(QObject):
    """The running program: a core, a window, the printers' threads, and who sits at the counter.

    Args:
        app: The Qt application.
        core: The open data folder.
        look: Theme and text size.
    """

    def __init__(self, app: QApplication, core: Core, look: Look) -> None:
        super().__init__(app)
        self._core = core
        self._look = look
        self._settings = core.settings
        self._user: StaffMember | None = None
        self._closing_checked: str = ""
        self.runner = TaskRunner(self)
        self.window = MainWindow(
            look,
            (
                PageSpec(key="desk", label="Quầy", icon=Icon.DESK, build=self._build_desk),
                PageSpec(
                    key="today", label="Hôm nay", icon=Icon.TODAY, build=self._build_today, shortcut="F3"
                ),
                PageSpec(key="settings", label="Thiết lập", icon=Icon.SETTINGS, build=self._build_settings),
            ),
        )
        self._printing = PrintThreads(core.print_workers())
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

    # --- starting and ending ---

    def start(self) -> None:
        """Show the window, the first questions or the lock, and begin to print."""
        self._printing.start()
        self._timer.start()
        self._on_tick()
        if self._core.store.read.staff():
            self.lock()
        else:
            self._ask_first_questions()
        if self._settings.window.full_screen:
            self.window.showFullScreen()
        else:
            self.window.showMaximized()

    @Slot()
    def stop(self) -> None:
        """Finish what is under way and leave everything saved."""
        self._timer.stop()
        self.runner.close()
        self._printing.stop()

    def _connect(self) -> None:
        window = self.window
        window.lock_requested.connect(self.lock)
        window.closing.connect(self.stop)
        window.search_requested.connect(self._palette.open_on)
        window.devices_requested.connect(partial(window.show_page, "settings"))
        window.page_shown.connect(self._on_page_shown)
        self._palette.chosen.connect(self._on_palette)
        self.runner.fault.connect(self._on_fault)
        self.runner.bug.connect(self._on_bug)
        self._look.changed.connect(self._on_look)

    # --- pages ---

    @property
    def desk(self) -> DeskPage:
        """The desk page, built when it is first needed."""
        page = self.window.page_widget("desk")
        if not isinstance(page, DeskPage):
            raise TypeError("the desk is not the desk")
        return page

    def _build_desk(self) -> DeskPage:
        core = self._core
        services = DeskServices(
            clock=core.clock,
            load_flow=core.flow,
            card_images=ZxingCardImageReader(),
            reader=core.store.read,
            drafts=core.store.drafts,
            papers=core.papers,
            print_declarations=core.print_declarations,
            print_blank=core.print_blank,
            print_slip=core.print_slip,
            conclude=core.conclude,
            print_jobs=core.store.print_jobs,
            print_decisions=core.print_desk,
            paper_printer=lambda: core.paper_printer(self._settings),
            wake_printers=self._printing.wake,
        )
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

    def _build_settings(self) -> SettingsPage:
        core = self._core
        source = SettingsSource(
            load_workday=core.workday,
            profiles=core.load_workday.profiles,
            settings=lambda: self._settings,
            printer_list=printer_list(),
            paper_printer=lambda: core.paper_printer(self._settings),
        )
        page = SettingsPage(source.load, self.runner, self._look)
        page.office_chosen.connect(self._on_office)
        page.roster_changed.connect(self._on_roster)
        page.staff_added.connect(self._on_staff)
        page.printers_saved.connect(self._on_printers)
        page.test_requested.connect(self._on_test_print)
        return page

    # --- who is here ---

    @Slot()
    def lock(self) -> None:
        """Hide everything at once; the visit of whoever was here is parked under their name."""
        if self._user is not None:
            self.desk.park("khóa máy")
        staff = tuple(
            StaffName(id=one.id, name=one.name, title=one.title)
            for one in self._core.store.read.staff()
            if one.active and one.pin_hash
        )
        page = LockPage(
            staff,
            lambda staff_id, pin: self._core.sign_in(StaffId(staff_id), pin),
            self.runner,
            office=self._core.load_workday.profile_on(office_time(self._core.clock()).date()).short_name,
            last=self._user.id if self._user is not None else "",
        )
        page.unlocked.connect(self._on_unlocked)
        self.window.cover(page)

    @Slot(str)
    def _on_unlocked(self, staff_id: str) -> None:
        user = next(one for one in self._core.store.read.staff() if one.id == staff_id)
        self._enter(user)

    def _enter(self, user: StaffMember) -> None:
        self._user = user
        self.window.rail.set_user(user.name)
        self.window.uncover()
        self.window.show_page("desk")
        self._closing_checked = ""
        self.runner.run(partial(self._begin_day, user.id), self._show_workday)
        self.desk.set_officer(user.id)

    def _begin_day(self, actor: StaffId) -> Workday:
        """Give today, with yesterday's roster where nobody has made one yet."""
        day = office_time(self._core.clock()).date()
        self._core.continue_roster(actor, day)
        return self._core.load_workday(day)

    def _ask_first_questions(self) -> None:
        offices = tuple(
            OfficeChoice(id=one.id, name=one.short_name, note=one.desk_name)
            for one in sorted(
                self._core.load_workday.profiles, key=lambda one: one.in_force_from, reverse=True
            )
        )
        page = FirstStartPage(offices)
        page.finished.connect(self._on_first_answers)
        page.sample_requested.connect(self._on_sample)
        self.window.cover(page)

    @Slot(object)
    def _on_first_answers(self, form: FirstStartForm) -> None:
        answers = FirstStartAnswers(profile_id=form.profile_id, name=form.name, pin=form.pin)
        self.runner.run(lambda: self._core.first_start(answers), self._enter)

    @Slot()
    def _on_sample(self) -> None:
        self.runner.run(self._make_sample, self._enter)

    def _make_sample(self) -> StaffMember:
        """Make the sample office with the visits of its Tuesday, played as if they had just happened."""
        core = self._core
        sample = load_sample_day(resources_dir())
        day = core.workday().day
        profile = core.load_workday.profile_on(day)
        members = set_up_sample_office(core.store, sample, profile.id, day, core.new_id)
        play = PlaySample(
            flow=core.flow(),
            conclude=core.conclude,
            print_declarations=core.print_declarations,
            move=core.move_dossier,
        )
        for visit in sample.visits:
            play(visit, members["officer"].id)
        return members["officer"]

    # --- the day ---

    @Slot()
    def _on_tick(self) -> None:
        now = self._core.clock()
        local = office_time(now)
        self.window.top_bar.set_clock(f"{local:%H:%M}")
        if self._user is not None and f"{local:%Y%m%d%H%M}" != self._closing_checked:
            self._closing_checked = f"{local:%Y%m%d%H%M}"
            self.runner.run(partial(self._close_day, self._user.id, now), self._on_day_closed)

    def _close_day(self, actor: StaffId, now: datetime) -> int:
        """Turn lapsed same-day promises into appointments, once the office is closed; also those of earlier days."""
        workday = self._core.workday()
        waiting = self._core.store.read.due_until(now)
        if not waiting and not is_closing_past(workday, now):
            return 0
        return len(self._core.close_day(actor, workday).lapsed)

    def _on_day_closed(self, lapsed: int) -> None:
        if lapsed:
            self._printing.wake()
            self.window.toast.tell(
                f"{lapsed} hồ sơ chưa ký kịp đã chuyển sang có hẹn, giấy hẹn đang in.", can_undo=False
            )
            self._refresh("today")

    def _show_workday(self, workday: Workday) -> None:
        name = weekday_name(workday.day)
        day_name = name[:1].upper() + name[1:]
        day = f"{day_name}, {workday.day:%d/%m}"
        is_model = workday.is_model_day
        self.window.top_bar.set_day(
            f"{day_name} · Không viết, không hẹn" if is_model else day, is_special=is_model
        )
        self.window.sample_strip.setVisible(workday.is_sample)

    # --- what pages ask for ---

    @Slot(str, str, str)
    def _on_move(self, dossier_id: str, key: str, reason: str) -> None:
        if self._user is None:
            return
        actor, dossier = self._user.id, DossierId(dossier_id)
        self.runner.run(partial(self._move, actor, dossier, key, reason), lambda _: self._after_move(key))

    def _move(self, actor: StaffId, dossier_id: DossierId, key: str, reason: str) -> None:
        if key == PRINT_SLIP:
            self._core.print_slip(actor, self._core.workday(), dossier_id)
        elif key == SIGN_AND_RETURN:
            self._core.move_dossier.sign_and_return(actor, dossier_id)
        else:
            self._core.move_dossier(actor, dossier_id, MoveKind(key), reason=reason)

    def _after_move(self, key: str) -> None:
        if key == PRINT_SLIP:
            self._printing.wake()
        self._refresh("today")

    @Slot(str)
    def _on_office(self, profile_id: str) -> None:
        if self._user is not None:
            actor = self._user.id
            self.runner.run(
                lambda: self._core.save_office.choose_profile(actor, profile_id),
                lambda _: self._after_settings(),
            )

    @Slot(tuple)
    def _on_roster(self, lines: tuple[RosterLine, ...]) -> None:
        if self._user is not None:
            actor, workday = self._user.id, self._core.workday()
            self.runner.run(
                lambda: self._core.save_roster(actor, workday.day, roster_of(lines, workday)),
                lambda _: self._after_settings(),
            )

    @Slot(object)
    def _on_staff(self, new: NewStaff) -> None:
        if self._user is not None:
            actor, member = self._user.id, member_of(new, StaffId(self._core.new_id()))
            self.runner.run(
                lambda: self._core.save_staff(actor, member, pin=new.pin), lambda _: self._after_settings()
            )

    @Slot(object)
    def _on_printers(self, setup: PrinterSetup) -> None:
        self._keep(with_printers(self._settings, setup))
        self._printing.stop()
        try:
            self._printing = PrintThreads(self._core.print_workers(self._settings))
        except DeskError as error:
            self.window.show_fault(error)
            return
        self._printing.start()
        self._refresh("settings")

    @Slot(str)
    def _on_test_print(self, which: str) -> None:
        self.runner.run(
            partial(self._core.test_print, which, self._settings), lambda _: self._printing.wake()
        )

    def _after_settings(self) -> None:
        self._show_workday(self._core.workday())
        self.desk.reload()
        self._refresh("settings")

    @Slot(float, bool)
    def _on_look(self, factor: float, is_high_contrast: bool) -> None:  # noqa: FBT001 - the signal's own arguments
        self._keep(self._settings.with_look(round(factor * 100), is_high_contrast=is_high_contrast))

    def _keep(self, settings: MachineSettings) -> None:
        self._settings = settings
        self.runner.run(partial(save_settings, self._core.data_dir, settings), lane=Lane.FREE)

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        self._refresh(key)

    def _refresh(self, key: str) -> None:
        if key != self.window.page:
            return
        page = self.window.page_widget(key)
        if isinstance(page, TodayPage | SettingsPage):
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

    @Slot(str, bool)
    def _on_told(self, words: str, can_undo: bool) -> None:  # noqa: FBT001 - the signal's own arguments
        self.window.toast.tell(words, can_undo=can_undo)

    # --- faults ---

    @Slot(object)
    def _on_fault(self, error: DeskError) -> None:
        self.window.show_fault(error)

    @Slot(object)
    def _on_bug(self, error: BaseException) -> None:
        _LOG.error("a task failed", exc_info=error)
        self.window.show_bug()


def run_window(arguments: argparse.Namespace) -> int:
    """Open the window on the data folder of this PC; returns the exit code.

    Raises:
        DeskError: DATABASE_IN_USE and the other faults of opening; nothing was shown then.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Không Viết")
    with Core.open(arguments.data_dir) as core:
        window = core.settings.window
        look = Look(
            app,
            resources_dir(),
            factor=window.text_percent / 100,
            is_high_contrast=window.theme == "high-contrast",
        )
        station = Workstation(app, core, look)
        sys.excepthook = partial(_on_uncaught, station)
        station.start()
        try:
            return app.exec()
        finally:
            station.stop()


def _on_uncaught(
    station: Workstation, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log a bug that reached Qt's loop and say it plainly; the program goes on, the draft is saved already."""
    _LOG.error("uncaught", exc_info=(kind, error, trace))
    station.window.show_bug()
