"""The page of the office in its frame, over real records of one PC and an office in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.office_wiring import OfficeWiring
from desktop.core import Core
from desktop.domain.ids import StaffId
from desktop.domain.office import StaffMember, StaffRole
from desktop.services.office_values import OfficeState
from desktop.ui.icon_set import Icon
from desktop.ui.look import Look
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.office.backup_section import BackupSection
from desktop.ui.office.conflict_section import ConflictSection
from desktop.ui.office.counter_section import CounterSection
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.office.office_page import OfficePage
from desktop.ui.office.retention_card import RetentionCard
from desktop.ui.office.trail_section import TrailSection
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.empty_state import EmptyState
from tests.support.fake_office import (
    NOW,
    STAFF,
    FakeOffice,
    FakeTrail,
    copies_conflict,
    counter,
    note_conflict,
    number_conflict,
    shared_status,
    state_conflict,
    stuck_work,
    trail_rows,
)
from tests.support.office import SetClock


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeScene:
    """A window whose one working page is the office's."""

    core: Core
    office: FakeOffice | None
    wiring: OfficeWiring
    window: MainWindow
    runner: TaskRunner

    @property
    def page(self) -> OfficePage:
        page = self.window.page_widget("office")
        assert isinstance(page, OfficePage)
        return page

    @property
    def choose(self) -> ConflictSection:
        return next(iter(self.page.findChildren(ConflictSection)))

    @property
    def counters(self) -> CounterSection:
        return next(iter(self.page.findChildren(CounterSection)))

    @property
    def backup(self) -> BackupSection:
        return next(iter(self.page.findChildren(BackupSection)))

    @property
    def retention(self) -> RetentionCard:
        return next(iter(self.page.findChildren(RetentionCard)))

    @property
    def trail(self) -> TrailSection:
        return next(iter(self.page.findChildren(TrailSection)))

    def settle(self) -> None:
        """Let what is under way end, and what it brings be shown."""
        for _ in range(3):
            while not self.runner.is_idle:
                QApplication.processEvents()
            QApplication.processEvents()

    def open(self, section: str) -> None:
        self.wiring.open_section(section)
        self.settle()


class OneFile(FileDialogs):
    """Always answers with one file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def new_file(self, _parent: QWidget, _title: str, _suggestion: str, _kind: str) -> str:
        return str(self.file)

    def old_file(self, _parent: QWidget, _title: str, _kind: str) -> str:
        return str(self.file)


@contextmanager
def office_core(data_dir: Path) -> Iterator[Core]:
    """Give the records of one PC with three people."""
    with Core.open(data_dir, clock=SetClock(NOW)) as core:
        with core.store.begin(StaffId("s1")) as work:
            for staff_id, name in STAFF.items():
                work.staff.save(
                    StaffMember(id=StaffId(staff_id), name=name, title="", role=StaffRole.OFFICER)
                )
        yield core


@contextmanager
def office_scene(
    look: Look, core: Core, office: FakeOffice | None, *, actor: str = "s1"
) -> Iterator[OfficeScene]:
    """Give the window, shown and at rest; closes it afterwards."""
    runner, owner = TaskRunner(), QObject()
    wiring = OfficeWiring(core, office, runner, lambda: StaffId(actor), owner, trail=FakeTrail(trail_rows()))
    pages = (
        PageSpec(key="desk", label="Quầy", icon=Icon.DESK, build=QWidget),
        PageSpec(
            key="today",
            label="Hôm nay",
            icon=Icon.TODAY,
            build=lambda: EmptyState(Icon.INBOX, "Hôm nay", "", is_tall=True),
        ),
        wiring.page(lambda: window),
    )
    window = MainWindow(look, pages)
    window.top_bar.set_day("Thứ Ba, 24/11")
    window.top_bar.set_clock("09:50")
    window.rail.set_user("Lê Thị Hạnh")
    runner.fault.connect(window.show_fault)
    scene = OfficeScene(core=core, office=office, wiring=wiring, window=window, runner=runner)
    wiring.attach(window)
    window.resize(1366, 768)
    window.show_page("desk")
    window.show()
    window.activateWindow()
    scene.settle()
    try:
        yield scene
    finally:
        runner.close()
        window.close()
        window.deleteLater()
        owner.deleteLater()
        QApplication.processEvents()


def busy_office() -> FakeOffice:
    """Four counters, decisions of every kind, work that is stuck."""
    office = FakeOffice(shown=shared_status())
    office.waiting = [copies_conflict(), note_conflict(), state_conflict(), number_conflict()]
    office.stuck = [stuck_work()]
    office.rows = [
        counter(1, "Quầy 1", is_this=True),
        replace(counter(2, "Quầy 2", offset=95), behind=3),
        counter(3, "Phòng Phó Chủ tịch", offset=-4000),
        replace(counter(4, "Quầy lưu động"), retired=True),
    ]
    return office


def alone_office() -> FakeOffice:
    """No shared records yet."""
    return FakeOffice()


def cut_office() -> FakeOffice:
    """The network is gone since 09:12."""
    office = busy_office()
    office.shown = shared_status(state=OfficeState.CUT_OFF, waiting=4, cut_off_since=NOW.replace(minute=12))
    return office
