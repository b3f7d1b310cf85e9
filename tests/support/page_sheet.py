"""Whole pages in their frame, filled with invented people, for the gallery and for the tests."""

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.actions import ActionRegistry
from desktop.ui.first_start_page import FirstStartPage, OfficeChoice
from desktop.ui.icon_set import Icon
from desktop.ui.lock_page import LockPage, StaffName
from desktop.ui.look import Look
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.settings_page import SettingsPage
from desktop.ui.settings_view import (
    OfficeOption,
    PrinterSetup,
    PrinterState,
    RosterDuty,
    RosterLine,
    SettingsView,
)
from desktop.ui.task_runner import TaskRunner
from desktop.ui.today_page import TodayPage
from desktop.ui.today_view import (
    DayGroup,
    DossierCard,
    DossierFilter,
    DossierLine,
    NextMove,
    TodayList,
    TodayQuery,
)
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.figure_row import DayFigure
from desktop.ui.widgets.history_list import HistoryEntry
from desktop.ui.widgets.pill import PillKind
from desktop.ui.widgets.rail import Lamp

STAFF = (
    StaffName(id="s1", name="Lê Thị Hạnh", title="Công chức tư pháp – hộ tịch"),
    StaffName(id="s2", name="Ngô Anh Tuấn", title="Công chức văn phòng"),
    StaffName(id="s3", name="Trần Văn Hòa", title="Phó Chủ tịch"),
)
OFFICES = (
    OfficeChoice(id="a", name="UBND xã Thanh Bình Thịnh", note="huyện Đức Thọ, tỉnh Hà Tĩnh · đến 30/6/2025"),
    OfficeChoice(id="b", name="UBND xã Đức Thịnh", note="tỉnh Hà Tĩnh · từ 01/7/2025"),
)
_TODAY = (
    ("09:51", "A017", "Nguyễn Thị Bưởi", "Bản sao trích lục khai sinh, 2 bản", PillKind.TO_SIGN, "10:15"),
    ("09:34", "A015", "Nguyễn Thị Thanh Mai", "Chứng thực bản sao, 6 trang", PillKind.RETURNED, "09:41"),
    ("09:12", "A011", "Nguyễn Thị Lý", "Xác nhận tình trạng hôn nhân", PillKind.APPOINTMENT, "27/11"),
    ("08:55", "A009", "Trần Nguyễn Thị Ngọc", "Đăng ký khai tử", PillKind.TO_RETURN, "09:20"),
    ("08:02", "A003", "Nguyễn Thị Đào", "Trợ cấp hưu trí xã hội", PillKind.PAPERS_MISSING, "—"),
    ("07:44", "A001", "Nguyễn Thị Sửu", "Chứng thực chữ ký", PillKind.RETURNED, "07:52"),
)
_MONTH = (
    ("23/11", "B022", "Nguyễn Thị Hường", "Bản sao trích lục kết hôn, 1 bản", PillKind.RETURNED, "23/11"),
    ("19/11", "C008", "Nguyễn Thị Bích Thủy", "Xác nhận tình trạng hôn nhân", PillKind.OVERDUE, "20/11"),
    ("12/11", "B004", "Phan Nguyễn Thị Tâm", "Đăng ký lại khai sinh", PillKind.APPOINTMENT, "27/11"),
)
_PILLS = {
    DossierFilter.TO_SIGN: PillKind.TO_SIGN,
    DossierFilter.TO_RETURN: PillKind.TO_RETURN,
    DossierFilter.APPOINTMENT: PillKind.APPOINTMENT,
    DossierFilter.PAPERS_MISSING: PillKind.PAPERS_MISSING,
    DossierFilter.RETURNED: PillKind.RETURNED,
}


def sample_lines() -> tuple[DossierLine, ...]:
    """Gives the invented rows."""
    rows = [(DayGroup.TODAY, row) for row in _TODAY] + [(DayGroup.MONTH, row) for row in _MONTH]
    return tuple(
        DossierLine(
            id=row[1],
            group=group,
            time=row[0],
            number=row[1],
            person=row[2],
            procedure=row[3],
            pill=row[4],
            due=row[5],
            officer="Hạnh" if place % 3 else "Tuấn",
        )
        for place, (group, row) in enumerate(rows)
    )


def load_sample(query: TodayQuery) -> TodayList:
    """Answers the page's query from the invented rows."""
    lines = sample_lines()
    counts = tuple(
        (one, sum(one is DossierFilter.ALL or line.pill is _PILLS[one] for line in lines))
        for one in DossierFilter
    )
    shown = tuple(
        line for line in lines if query.filter is DossierFilter.ALL or line.pill is _PILLS[query.filter]
    )
    figures = (
        DayFigure(value="38", unit="lượt", caption="Người dân đã đến"),
        DayFigure(value="31", unit="/ 38", caption="Giải quyết ngay, không hẹn", is_good=True),
        DayFigure(value="412", unit="ô", caption="Viết hộ; người dân không phải viết"),
        DayFigure(value="7:40", unit="phút", caption="Trung bình một lượt"),
    )
    return TodayList(lines=shown, counts=counts, figures=figures)


def sample_card(dossier_id: str) -> DossierCard:
    """Gives the detail of an invented dossier."""
    line = next(line for line in sample_lines() if line.id == dossier_id)
    return DossierCard(
        id=line.id,
        person=line.person,
        facts="Nữ · 05/3/1951 · Thôn Đông Đoài",
        pill=line.pill,
        procedure=line.procedure,
        note="2 bản cho cháu Trần Gia Bảo · lệ phí 16.000\u00a0đ",
        history=(
            HistoryEntry(time="09:36", title="Nhận thẻ căn cước", detail="4 ô điền sẵn"),
            HistoryEntry(time="09:47", title="Viết xong tờ khai", detail="bà Bưởi không phải viết chữ nào"),
            HistoryEntry(time="09:49", title="Đã đọc lại, bà đồng ý", detail="điểm chỉ ngón trỏ phải"),
            HistoryEntry(time="10:15", title="Trả kết quả", detail="dự kiến", is_done=False),
        ),
        moves=(
            NextMove(key="sign", text="Ghi nhận đã ký", shortcut="Return", icon=Icon.SIGN),
            NextMove(key="print", text="In lại tờ khai", shortcut="Ctrl+P", icon=Icon.PRINTER),
            NextMove(key="withdraw", text="Rút hồ sơ", needs_reason=True, is_severe=True),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleWindow:
    """A window full of invented data and what drives it."""

    window: MainWindow
    today: TodayPage
    runner: TaskRunner


def sample_window(look: Look) -> SampleWindow:
    """Gives the frame with today's list open."""
    runner = TaskRunner()
    made: list[TodayPage] = []

    def build_today() -> QWidget:
        page = TodayPage(load_sample, sample_card, runner, registry())
        made.append(page)
        page.refresh()
        return page

    def registry() -> ActionRegistry:
        return window.actions_registry

    def build_desk() -> QWidget:
        return EmptyState(Icon.DESK, "Chưa có ai ở quầy", "Quét thẻ căn cước để bắt đầu.", is_tall=True)

    pages = (
        PageSpec(key="desk", label="Quầy", icon=Icon.DESK, build=build_desk, shortcut="F2"),
        PageSpec(key="today", label="Hôm nay", icon=Icon.TODAY, build=build_today, shortcut="F3"),
    )
    window = MainWindow(look, pages)
    window.top_bar.set_day("Thứ Ba · Không viết, không hẹn", is_special=True)
    window.top_bar.set_clock("09:51")
    window.rail.set_user("Lê Thị Hạnh")
    window.rail.set_devices(Lamp.LOOK, "Máy in phiếu hết giấy")
    window.sample_strip.show()
    window.show_page("today")
    return SampleWindow(window=window, today=made[0], runner=runner)


def lock_sheet(runner: TaskRunner) -> LockPage:
    """Gives the lock page; the PIN is 2580."""
    page = LockPage(
        STAFF, lambda _id, pin: pin == "2580", runner, office="Ủy ban nhân dân xã Đức Thịnh, tỉnh Hà Tĩnh"
    )
    page.set_clock("09:42", "Thứ Ba, 17/3/2026")
    page.pick("s1")
    return page


def sample_settings() -> SettingsView:
    """Gives invented settings."""
    receiving, writing, signing = RosterDuty.RECEIVING, RosterDuty.WRITING, RosterDuty.SIGNING
    return SettingsView(
        day="Thứ Ba, 17/3/2026",
        office_id="b",
        offices=tuple(OfficeOption(id=one.id, name=one.name, note=one.note) for one in OFFICES),
        roster=(
            RosterLine(
                staff_id="s1",
                name="Lê Thị Hạnh",
                title="Công chức tư pháp – hộ tịch",
                duties=frozenset({receiving, writing}),
            ),
            RosterLine(staff_id="s2", name="Ngô Anh Tuấn", title="Công chức văn phòng", duties=frozenset()),
            RosterLine(
                staff_id="s3",
                name="Trần Văn Hòa",
                title="Phó Chủ tịch",
                duties=frozenset({signing}),
                until="11:30",
            ),
        ),
        printers=PrinterSetup(paper_queue="HP_LaserJet"),
        queues=("HP_LaserJet", "Canon_LBP2900"),
        paper_state=PrinterState(lamp=Lamp.READY, sentence="Sẵn sàng"),
        ticket_state=PrinterState(
            lamp=Lamp.LOOK, sentence="Chưa có máy in số thứ tự; số vẫn hiện trên màn hình."
        ),
    )


def settings_sheet(runner: TaskRunner, look: Look) -> SettingsPage:
    """Gives the settings page, read."""
    page = SettingsPage(sample_settings, runner, look)
    page.refresh()
    while not runner.is_idle:
        QApplication.processEvents()
    return page


def first_start_sheet() -> FirstStartPage:
    """Gives the three questions."""
    return FirstStartPage(OFFICES)
