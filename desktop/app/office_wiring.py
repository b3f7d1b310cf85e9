"""Connects the records an office shares with the window: the sign on the rail, the panel, the page."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.app.backup_work import BackupWork
from desktop.app.office_exchange import OfficeExchange
from desktop.app.office_sections import BACKUP, CHOOSE, COUNTERS, OfficeSections
from desktop.core import Core
from desktop.domain.ids import StaffId
from desktop.services.office_values import ALONE, OfficeState, OfficeStatus
from desktop.services.office_words import (
    Grade,
    NextStep,
    StatusLine,
    StatusWords,
    backup_line,
    status_words,
    unchecked_clock_words,
)
from desktop.services.ports_backup import BackupState
from desktop.services.ports_office import SharedOffice, Trail
from desktop.services.record_values import Changes
from desktop.ui.actions import ActionRegistry
from desktop.ui.icon_set import Icon
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.office.conflict_section import ConflictSection
from desktop.ui.office.counter_section import CounterSection
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.office.lamps import LAMPS
from desktop.ui.office.office_page import PAGE, OfficePage
from desktop.ui.office.status_panel import StatusPanel
from desktop.ui.task_runner import TaskRunner
from desktop.ui.today_page import TodayPage

_EVERY_MS: Final = 60_000
"""Beside what the exchange tells: minutes pass, and with them the days since the last backup."""


class OfficeWiring(QObject):
    """Shows how this counter stands, and does what the page of the office asks.

    Args:
        core: The open data folder.
        office: The shared records; None shows that this PC works alone.
        runner: Runs what may take long.
        actor: Who is signed in, None at the lock.
        parent: Owns it.
        trail: Where the trail is read; None for the counter's own log.

    Signals:
        link_changed: This counter joined or left, or somebody wants the exchange now.
        decided: A decision changed records (`Changes`).
        restore_requested: A backup's file and secret: bring it back and open everything anew.
    """

    link_changed = Signal()
    restore_requested = Signal(str, str)
    decided = Signal(Changes)

    def __init__(
        self,
        core: Core,
        office: SharedOffice | None,
        runner: TaskRunner,
        actor: Callable[[], StaffId | None],
        parent: QObject,
        *,
        trail: Trail | None = None,
    ) -> None:
        super().__init__(parent)
        self._core = core
        self._office = office
        self._runner = runner
        self._actor = actor
        self._window: MainWindow | None = None
        self._panel: StatusPanel | None = None
        self._page: OfficePage | None = None
        self._choose: ConflictSection | None = None
        self._counters: CounterSection | None = None
        self._status = ALONE
        self._late: StatusLine | None = None
        self._trail = trail
        self._backups = BackupWork(core)
        self.dialogs = FileDialogs()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.refresh)

    def page(self, window: Callable[[], MainWindow]) -> PageSpec:
        """Give the page's place on the rail."""
        return PageSpec(
            key=PAGE,
            label="Cơ quan",
            icon=Icon.OFFICE,
            build=lambda: self.build_page(window().actions_registry),
        )

    def attach(self, window: MainWindow, exchange: OfficeExchange | None = None) -> None:
        """Show how things stand from now on; called once, when the window is built.

        Args:
            window: The window.
            exchange: Tells how this counter stands after each exchange, and is woken when somebody wants one.
        """
        self._window = window
        if exchange is not None:
            exchange.stood.connect(self.show_status)
            self.link_changed.connect(exchange.wake)
            self.decided.connect(exchange.changed)  # shown like what another counter changed
        self._panel = StatusPanel(window)
        self._panel.step_requested.connect(self._on_step)
        self._panel.sync_requested.connect(self.link_changed)
        window.office_requested.connect(self._on_panel)
        window.covered.connect(self._panel.shut)  # an open card would keep the keyboard from the lock
        self._timer.start()
        self.refresh()

    @property
    def panel(self) -> StatusPanel:
        """The panel behind Ctrl+D.

        Raises:
            RuntimeError: The window is not attached yet.
        """
        if self._panel is None:
            raise RuntimeError("no window attached")
        return self._panel

    @Slot()
    def refresh(self) -> None:
        """Read how this counter stands, and when it was last backed up."""
        self._runner.run(self._backups.state, self._take_backup)
        if self._office is None:
            self.show_status(ALONE)
        else:
            self._runner.run(self._office.status, self.show_status)

    def _take_backup(self, state: BackupState) -> None:
        self._late = backup_line(state.made_at, state.since, self._core.clock())
        self._show()

    @Slot(BackupState)
    def _on_backup_made(self, state: BackupState) -> None:
        self._take_backup(state)
        self._tell("Đã sao lưu và kiểm tra lại.")

    @Slot(object)
    def show_status(self, status: OfficeStatus) -> None:
        """Show how this counter stands: rail, panel, badge, and the sections that tell of it where they are open."""
        self._status = status
        self._show()
        if self._page is None or self._window is None or self._window.page != PAGE:
            return
        if self._choose is not None and self._page.section == CHOOSE:
            self._choose.refresh()
        if self._counters is not None and self._page.section == COUNTERS:
            self._counters.follow(status)

    def _show(self) -> None:
        status = self._status
        words = self._words()
        if self._window is not None:
            self._window.rail.set_office(LAMPS[words.grade], words.short)
            self._window.rail.set_badge(PAGE, status.conflicts + status.quarantined)
        if self._panel is not None:
            can_sync = status.state not in {OfficeState.ALONE, OfficeState.COPYING}
            self._panel.show_lines(words.lines, can_sync=can_sync)
        if self._page is not None:
            self._page.set_counts({CHOOSE: status.conflicts + status.quarantined})

    @Slot()
    def remind_of_clock(self) -> None:
        """Say, once a dossier has its number, that nobody has vouched for the day in it; silent while somebody has."""
        words = unchecked_clock_words(self._status, self._core.clock())
        if words:
            self._tell(words)

    def build_page(self, registry: ActionRegistry) -> OfficePage:
        """Make the page, once."""
        made = OfficeSections(
            self._core, self._office, self._runner, self._actor, self.dialogs, trail=self._trail
        )
        self._choose, self._counters = made.choose, made.counters
        if made.choose is not None and made.counters is not None:
            made.choose.decided.connect(self._on_decided)
            made.choose.dossier_requested.connect(self._on_dossier)
            made.counters.changed.connect(self._on_link)
            made.counters.told.connect(self._tell)
        made.backup.made.connect(self._on_backup_made)
        made.backup.restore_requested.connect(self.restore_requested)
        made.retention.told.connect(self._tell)
        made.trail.told.connect(self._tell)
        self._page = OfficePage(made.all(), registry)
        self.refresh()
        return self._page

    def _words(self) -> StatusWords:
        words = status_words(self._status, self._core.clock())
        late = self._late
        if late is None:
            return words
        grade = words.grade if words.grade is Grade.STOPPED else late.grade
        return StatusWords(grade=grade, short=words.short, lines=(*words.lines, late))

    @Slot()
    def _on_panel(self) -> None:
        if self._actor() is not None:
            self.refresh()
            self.panel.open()

    @Slot(NextStep)
    def _on_step(self, step: NextStep) -> None:
        wanted = {
            NextStep.CHOOSE: CHOOSE,
            NextStep.STUCK: CHOOSE,
            NextStep.OFFICE: COUNTERS,
            NextStep.BACK_UP: BACKUP,
        }
        self.open_section(wanted[step])

    def open_section(self, key: str) -> None:
        """Open the page at a section."""
        if self._window is not None:
            self._window.show_page(PAGE)
            if self._page is not None:
                self._page.open_section(key)

    @Slot(Changes)
    def _on_decided(self, changes: Changes) -> None:
        self.refresh()
        self.decided.emit(changes)

    @Slot()
    def _on_link(self) -> None:
        self.refresh()
        self.link_changed.emit()

    @Slot(str)
    def _on_dossier(self, dossier_id: str) -> None:
        if self._window is not None:
            self._window.show_page("today")
            page = self._window.page_widget("today")
            if isinstance(page, TodayPage):
                page.open_dossier(dossier_id)

    @Slot(str)
    def _tell(self, words: str) -> None:
        if self._window is not None:
            self._window.toast.tell(words, can_undo=False)
