"""Connects the settings page with the records, the printers and this machine's settings."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core import Core, printer_list
from desktop.domain.ids import StaffId
from desktop.printing.print_threads import PrintThreads
from desktop.settings import MachineSettings, save_settings
from desktop.ui.icon_set import Icon
from desktop.ui.look import Look
from desktop.ui.main_window import PageSpec
from desktop.ui.settings_page import SettingsPage
from desktop.ui.settings_source import SettingsSource, member_of, roster_of, with_printers
from desktop.ui.settings_view import NewStaff, PrinterSetup, RosterLine
from desktop.ui.task_runner import Lane, TaskRunner


class SettingsWiring(QObject):
    """Holds this machine's settings and the threads that print by them.

    Args:
        core: The open data folder.
        look: Theme and text size.
        runner: Runs what may take long.
        actor: Who is signed in, None at the lock.

    Signals:
        office_changed: Profile, roster or people changed; the desk has to look again.
    """

    office_changed = Signal()

    def __init__(
        self, core: Core, look: Look, runner: TaskRunner, actor: Callable[[], StaffId | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._core = core
        self._look = look
        self._runner = runner
        self._actor = actor
        self._page: SettingsPage | None = None
        self.settings: MachineSettings = core.settings
        self.printing = PrintThreads(core.print_workers())
        look.changed.connect(self._on_look)

    def page(self) -> PageSpec:
        """Give the page's place on the rail."""
        return PageSpec(key="settings", label="Thiết lập", icon=Icon.SETTINGS, build=self.build_page)

    def build_page(self) -> SettingsPage:
        """Make the page, once."""
        source = SettingsSource(
            load_workday=self._core.workday,
            profiles=self._core.load_workday.profiles,
            settings=lambda: self.settings,
            printer_list=printer_list(),
            paper_printer=lambda: self._core.paper_printer(self.settings),
        )
        page = SettingsPage(source.load, self._runner, self._look)
        page.office_chosen.connect(self._on_office)
        page.roster_changed.connect(self._on_roster)
        page.staff_added.connect(self._on_staff)
        page.printers_saved.connect(self._on_printers)
        page.test_requested.connect(self._on_test_print)
        self._page = page
        return page

    def wake_printers(self) -> None:
        """Tell the print threads that something waits."""
        self.printing.wake()

    @Slot(str)
    def _on_office(self, profile_id: str) -> None:
        actor = self._actor()
        if actor is not None:
            self._runner.run(
                lambda: self._core.save_office.choose_profile(actor, profile_id), lambda _: self._after()
            )

    @Slot(tuple)
    def _on_roster(self, lines: tuple[RosterLine, ...]) -> None:
        actor = self._actor()
        if actor is None:
            return
        who = actor

        def work() -> None:
            workday = self._core.workday()
            self._core.save_roster(who, workday.day, roster_of(lines, workday))

        self._runner.run(work, lambda _: self._after())

    @Slot(object)
    def _on_staff(self, new: NewStaff) -> None:
        actor = self._actor()
        if actor is not None:
            member = member_of(new, StaffId(self._core.new_id()))
            self._runner.run(
                lambda: self._core.save_staff(actor, member, pin=new.pin), lambda _: self._after()
            )

    @Slot(object)
    def _on_printers(self, setup: PrinterSetup) -> None:
        wanted = with_printers(self.settings, setup)
        self._runner.run(
            partial(self._core.print_workers, wanted), partial(self._use_printers, wanted), lane=Lane.FREE
        )

    def _use_printers(self, wanted: MachineSettings, workers: object) -> None:
        del workers  # proved that the addresses are right; the threads make their own
        self._keep(wanted)
        self.printing.stop()
        self.printing = PrintThreads(self._core.print_workers(wanted))
        self.printing.start()
        self._refresh()

    @Slot(str)
    def _on_test_print(self, which: str) -> None:
        self._runner.run(partial(self._core.test_print, which, self.settings), lambda _: self.printing.wake())

    @Slot(float, bool)
    def _on_look(self, factor: float, is_high_contrast: bool) -> None:  # noqa: FBT001 - the signal's own arguments
        self._keep(self.settings.with_look(round(factor * 100), is_high_contrast=is_high_contrast))

    def _keep(self, settings: MachineSettings) -> None:
        self.settings = settings
        self._runner.run(partial(save_settings, self._core.data_dir, settings))

    def _after(self) -> None:
        self._refresh()
        self.office_changed.emit()

    def _refresh(self) -> None:
        if self._page is not None:
            self._page.refresh()
