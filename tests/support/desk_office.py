"""A desk that works: the real services over a temporary data folder, on a fixed Tuesday; printers write files."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desktop.core import Core
from desktop.domain.ids import PrintJobId, StaffId
from desktop.domain.office import Duty, RosterEntry, StaffMember, StaffRole
from desktop.domain.procedure import SignerLevel
from desktop.printing.print_worker import PrintDesk, PrintWorker
from desktop.records.store import Access
from desktop.scanning.image_reader import ZxingCardImageReader
from desktop.services.office_setup import FirstStartAnswers
from desktop.services.receive_supplement import ReceiveSupplement
from desktop.ui.actions import ActionRegistry
from desktop.ui.desk.desk_page import DeskPage
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.rail import Lamp, Rail, RailPage
from desktop.ui.widgets.top_bar import TopBar

BUOI = "042151000123||Nguyễn Thị Bưởi|05031951|Nữ|Thôn Đông Đoài, Đức Thịnh, Hà Tĩnh|12082024||||"
LAM = "042060000456|184000456|Trần Văn Lâm|20111960|Nam|Thôn Xuân Thịnh, Đức Thịnh, Hà Tĩnh|10052021"
TUESDAY_MORNING = datetime.fromisoformat("2026-11-17T09:42:00+07:00")


class Watch:
    """A clock that stands until it is told to go on."""

    def __init__(self, moment: datetime = TUESDAY_MORNING) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def go_on(self, **spans: float) -> None:
        self.moment += timedelta(**spans)


@dataclass(frozen=True, kw_only=True)
class Office:
    """One office on one day."""

    core: Core
    watch: Watch
    officer: StaffId
    workers: tuple[PrintWorker, ...]

    def services(self) -> DeskServices:
        core = self.core
        return DeskServices(
            clock=self.watch,
            load_flow=core.flow,
            card_images=ZxingCardImageReader(),
            reader=core.store.read,
            drafts=core.store.drafts,
            papers=core.papers,
            print_declarations=core.print_declarations,
            print_blank=core.print_blank,
            print_guide=core.print_guide,
            print_review=core.print_review,
            print_slip=core.print_slip,
            supplements=ReceiveSupplement(core.store.read),
            conclude=core.conclude,
            print_jobs=core.store.print_jobs,
            print_decisions=PrintDesk(
                core.store.print_jobs, now=self.watch, new_id=lambda: PrintJobId(core.new_id())
            ),
            paper_printer=core.paper_printer,
            wake_printers=lambda: None,
        )

    def print_all(self) -> None:
        for worker in self.workers:
            while worker.run_once():
                pass


def open_office(folder: Path, watch: Watch | None = None, profile: str = "duc-thinh-2026") -> Office:
    """Opens a fresh data folder with an officer who writes and a deputy chairman who signs today."""
    clock = watch or Watch()
    core = Core.open(folder, clock=clock)
    officer = core.first_start(FirstStartAnswers(profile_id=profile, name="Lê Thị Hạnh", pin="1234"))
    chief = StaffMember(
        id=StaffId(core.new_id()),
        name="Trần Văn Hòa",
        title="Phó Chủ tịch",
        role=StaffRole.SIGNER,
        signs_as=SignerLevel.CHAIRMAN_OR_DEPUTY,
    )
    core.save_staff(officer.id, chief, pin="5678")
    day = core.workday().day
    entry = RosterEntry(day=day, staff_id=chief.id, duty=Duty.SIGNING)
    core.save_roster(officer.id, day, (*core.workday().roster, entry))
    return Office(core=core, watch=clock, officer=officer.id, workers=core.print_workers())


def reopen_office(office: Office) -> Office:
    """Opens the same data folder again, as after a power cut (the old core must be closed)."""
    core = Core.open(office.core.data_dir, clock=office.watch, access=Access.SOLE)
    return Office(core=core, watch=office.watch, officer=office.officer, workers=core.print_workers())


class DeskWindow(QMainWindow):
    """A window with the rail and the top bar round one desk, without the other pages."""

    def __init__(self, office: Office) -> None:
        super().__init__(None)
        self.office = office
        self.runner = TaskRunner(self)
        self.bugs: list[object] = []
        self.faults: list[object] = []
        self.told: list[str] = []
        self.runner.bug.connect(self.bugs.append)
        self.runner.fault.connect(self.faults.append)
        self.registry = ActionRegistry(self)
        self.desk = DeskPage(office.services(), self.runner, self.registry)
        self.desk.told.connect(self.told.append)
        self.top = TopBar()
        self.top.set_day("Thứ Ba · Không viết, không hẹn", is_special=True)
        self.top.set_clock("09:42")
        self.desk.header_changed.connect(self._on_header)
        rail = Rail(
            (
                RailPage(key="desk", label="Quầy", icon=Icon.DESK),
                RailPage(key="today", label="Hôm nay", icon=Icon.TODAY),
                RailPage(key="settings", label="Thiết lập", icon=Icon.SETTINGS),
            )
        )
        rail.set_page("desk")
        rail.set_user("Lê Thị Hạnh")
        rail.set_devices(Lamp.READY, "Máy in sẵn sàng")
        self.desk.parked_changed.connect(partial(rail.set_badge, "desk"))
        frame = QWidget()
        frame.setProperty("surface", "canvas")
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.desk, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(frame)

    def _on_header(self, ticket: str, name: str, facts: str) -> None:
        if name:
            self.top.show_visit(ticket, name, facts)
        else:
            self.top.show_title("Quầy")

    def shut(self) -> None:
        """Closes window and threads; the office stays open."""
        self.desk.wedge.set_on(False)
        self.runner.close()
        self.close()
        QApplication.processEvents()
