"""The composed window over a real core: first start, sample, lock, the day's own work, settings."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.app.day_work import begin_day, close_day
from desktop.app.desk_wiring import desk_services
from desktop.app.dossier_moves import move_dossier
from desktop.app.run import build_station, fill_screen
from desktop.app.sample_start import make_sample_office
from desktop.app.settings_wiring import SettingsWiring
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.domain.calendar import office_moment
from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitStep
from desktop.services.record_values import PaperKind, TimelineKind
from desktop.settings import load_settings
from desktop.ui.first_start_page import FirstStartForm
from desktop.ui.settings_view import NewStaff, PrinterSetup
from desktop.ui.today_page import TodayPage
from desktop.ui.today_source import PRINT_SLIP, SIGN_AND_RETURN
from tests.support.office import SetClock

TUESDAY = date(2026, 11, 17)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(office_moment(TUESDAY, time(9, 40)))


@pytest.fixture
def core(data_dir: Path, clock: SetClock) -> Iterator[Core]:
    with Core.open(data_dir, clock=clock) as opened:
        yield opened


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, core: Core) -> Iterator[Workstation]:
    built = build_station(qapp, core)
    qtbot.addWidget(built.window)
    built.start()
    built.window.resize(1366, 768)
    built.window.show()
    yield built
    built.stop()


def test_three_answers_open_the_desk_on_the_model_day(qtbot: QtBot, station: Workstation) -> None:
    assert station.window.is_covered
    station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))

    qtbot.waitUntil(lambda: station.desk.visit is not None)
    qtbot.waitUntil(lambda: "Không viết, không hẹn" in station.window.top_bar.day)
    qtbot.waitUntil(lambda: not station.window.is_covered)
    assert not station.window.sample_strip.isVisible()


def test_an_impatient_second_enter_makes_no_second_officer(
    qtbot: QtBot, station: Workstation, core: Core
) -> None:
    for _ in range(2):
        station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: station.desk.visit is not None and station.runner.is_idle)
    assert len(core.store.read.staff()) == 1


def test_parking_a_visit_says_so_and_nothing_fails(qtbot: QtBot, station: Workstation) -> None:
    station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: station.desk.visit is not None and station.runner.is_idle)
    station.desk.take_card("042151000123||Nguyễn Thị Bưởi|05031951|Nữ|Đức Thịnh, Hà Tĩnh|12082024||||")
    station.desk.park()
    qtbot.waitUntil(lambda: bool(station.desk.parked.visits))
    assert "Đã tạm gác" in station.window.toast.text
    assert not station.window.messages.banners


def test_the_sample_office_is_marked_and_has_a_day_of_visits(
    qtbot: QtBot, station: Workstation, core: Core
) -> None:
    station.first.make_sample()

    qtbot.waitUntil(lambda: station.desk.visit is not None, timeout=20_000)
    qtbot.waitUntil(station.window.sample_strip.isVisible)
    assert core.store.read.dossiers_on(TUESDAY)
    known = [hit.row for hit in core.store.read.search("Nguyen")]
    assert known
    assert all(row.received_at is None or row.received_at <= core.clock() for row in known), (
        "none from the future"
    )


def test_locking_hides_everything_and_asks_who_is_there(qtbot: QtBot, station: Workstation) -> None:
    station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: station.desk.visit is not None)
    station.lock()

    assert station.window.is_covered
    assert station.actor is None
    staff = station._core.store.read.staff()
    assert station._core.sign_in(staff[0].id, "9999") is False
    assert station._core.sign_in(staff[0].id, "1234") is True


def test_the_pin_is_typed_at_once_after_the_lock_and_never_into_the_hidden_visit(
    qtbot: QtBot, station: Workstation
) -> None:
    station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: station.desk.visit is not None and station.runner.is_idle)
    for step in (None, "042151000123||Nguyễn Thị Bưởi|05031951|Nữ|Đức Thịnh, Hà Tĩnh|12082024||||"):
        if step is not None:
            station.desk.take_card(step)
        station.lock()
        page = station._lock_page
        assert page is not None
        QApplication.processEvents()  # what the desk asked for before the lock comes now

        assert QApplication.focusWidget() is page.pin.line
        QTest.keyClicks(page.pin.line, "1234")
        QTest.keyClick(page.pin.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not station.window.is_covered and station.runner.is_idle, timeout=10_000)


def test_the_window_fills_its_screen_also_where_no_window_manager_does_it(station: Workstation) -> None:
    station.window.resize(680, 432)
    fill_screen(station.window)
    assert station.window.geometry() == station.window.screen().availableGeometry()


def test_visits_nobody_came_back_to_are_gone_after_three_working_days_and_that_is_said(
    qtbot: QtBot, station: Workstation, core: Core, clock: SetClock
) -> None:
    station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: station.desk.visit is not None and station.runner.is_idle)
    (officer,) = core.workday().staff.values()
    core.store.drafts.save("old", {}, title="Bà Bưởi")
    for _ in range(3):
        clock.now += timedelta(days=1)
        begin_day(core, officer.id)
    core.store.drafts.save("newer", {}, title="Ông Lâm")
    clock.now += timedelta(days=3)  # Monday, the fourth working day after the first
    station.sign_in(officer)
    qtbot.waitUntil(lambda: station.runner.is_idle and station.window.toast.isVisible())
    assert "Đã xóa 1 lượt làm dở không ai mở lại quá 3 ngày làm việc." in station.window.toast.text
    assert "old" not in [one.id for one in core.store.drafts.list()]
    assert "newer" in [one.id for one in core.store.drafts.list()]


def test_a_new_morning_takes_over_the_last_roster(core: Core, clock: SetClock) -> None:
    officer = make_sample_office(core)
    clock.now += timedelta(days=1)
    workday = begin_day(core, officer.id)

    assert workday.roster
    assert workday.may_write(officer.id, clock.now)


def test_promises_not_kept_lapse_by_themselves_after_closing(core: Core, clock: SetClock) -> None:
    clock.now = office_moment(TUESDAY, time(16, 0))
    officer = make_sample_office(core)
    assert close_day(core, officer.id) == 0
    clock.now = office_moment(TUESDAY, time(17, 31))

    assert close_day(core, officer.id) == 1
    assert close_day(core, officer.id) == 0
    promises = {row.promise for row in core.store.read.dossiers_on(TUESDAY)}
    assert Promise.APPOINTMENT.value in promises


def test_settings_reach_records_printers_and_the_machine(
    qtbot: QtBot, station: Workstation, core: Core, data_dir: Path
) -> None:
    station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: station.desk.visit is not None)
    wiring = station.settings
    assert isinstance(wiring, SettingsWiring)
    wiring._on_staff(NewStaff(name="Trần Văn Hòa", title="Phó Chủ tịch", pin="5678", is_signer=True))
    qtbot.waitUntil(lambda: len(core.store.read.staff()) == 2)
    folder = data_dir / "giay"
    wiring._on_printers(PrinterSetup(paper_folder=str(folder)))
    qtbot.waitUntil(lambda: load_settings(data_dir).printers.paper_folder == str(folder))
    wiring._on_test_print("paper")
    qtbot.waitUntil(lambda: folder.is_dir() and bool(list(folder.glob("*.pdf"))), timeout=10_000)

    assert desk_services(core, wiring).paper_printer().status().ready


def test_a_wrong_printer_address_is_told_and_the_old_printer_stays(
    qtbot: QtBot, station: Workstation, data_dir: Path
) -> None:
    station.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: station.desk.visit is not None)
    with qtbot.waitSignal(station.runner.fault):
        station.settings._on_printers(PrinterSetup(ticket_target="ftp://x"))

    assert load_settings(data_dir).printers.ticket_target == ""


def test_papers_that_come_later_are_taken_at_the_desk_from_the_list(
    qtbot: QtBot, station: Workstation, core: Core
) -> None:
    station.first.make_sample()
    qtbot.waitUntil(lambda: station.desk.visit is not None and station.runner.is_idle, timeout=20_000)
    (waiting,) = core.store.read.dossiers_in(frozenset({DossierState.SUPPLEMENT_REQUESTED}))
    station.window.show_page("today")
    today = station.window.page_widget("today")
    assert isinstance(today, TodayPage)
    qtbot.waitUntil(lambda: station.runner.is_idle)
    today.open_dossier(waiting.id)
    qtbot.waitUntil(lambda: today.pane.shown is not None and today.pane.shown.id == waiting.id)
    today.pane.request_first()

    visit = station.desk.visit
    assert visit is not None
    qtbot.waitUntil(lambda: bool(visit.draft.procedures))
    assert station.window.page == "desk"
    assert visit.draft.step is VisitStep.PAPERS
    assert visit.draft.procedures[0].resumes == waiting.id


def test_other_moves_of_a_dossier_open_by_their_key_and_one_is_done_from_the_menu(
    qtbot: QtBot, station: Workstation, core: Core
) -> None:
    station.first.make_sample()
    qtbot.waitUntil(lambda: station.desk.visit is not None and station.runner.is_idle, timeout=20_000)
    waiting = next(row for row in core.store.read.dossiers_in(frozenset({DossierState.SUBMITTED})))
    station.window.show_page("today")
    page = station.window.page_widget("today")
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: station.runner.is_idle)
    page.open_dossier(waiting.id)
    qtbot.waitUntil(lambda: page.pane.shown is not None and page.pane.shown.id == waiting.id)
    station.window.activateWindow()
    qtbot.waitUntil(station.window.isActiveWindow)
    QTest.keyClick(page.pane, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (control,) = (one for one in menu.actions() if "kiểm soát" in one.text().lower())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(control).center())
    qtbot.waitUntil(
        lambda: PaperKind.CONTROL in [one.kind for one in core.store.read.detail(waiting.id).papers]
    )


def test_every_move_of_the_list_does_what_it_says(core: Core) -> None:
    officer = make_sample_office(core)
    reader = core.store.read
    waiting = next(row for row in reader.dossiers_in(frozenset({DossierState.SUBMITTED})))
    move_dossier(core, officer.id, waiting.id, PRINT_SLIP, "")
    assert reader.detail(waiting.id).dossier.slip_printed_at is not None
    move_dossier(core, officer.id, waiting.id, MoveKind.SIGN.value, "")
    assert reader.detail(waiting.id).dossier.state is DossierState.SIGNED
    move_dossier(core, officer.id, waiting.id, SIGN_AND_RETURN, "")
    assert reader.detail(waiting.id).dossier.state is DossierState.RETURNED
    with pytest.raises(DeskError) as caught:
        move_dossier(core, officer.id, waiting.id, MoveKind.WITHDRAW.value, "đổi ý")
    assert caught.value.code is ErrorCode.ILLEGAL_MOVE


def test_an_old_case_is_copied_into_its_eform_from_todays_list(
    qtbot: QtBot, station: Workstation, core: Core
) -> None:
    station.first.make_sample()
    qtbot.waitUntil(lambda: station.desk.visit is not None, timeout=20_000)
    death = next(row for row in core.store.read.dossiers_on(TUESDAY) if row.procedure_code == "1.000656")
    station.window.show_page("today")
    page = station.window.page_widget("today")
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.pane.shown is not None and station.runner.is_idle)
    page.open_dossier(death.id)
    qtbot.waitUntil(lambda: page.pane.shown is not None and page.pane.shown.id == death.id)
    page.pane.request_by_shortcut("Ctrl+O")
    qtbot.waitUntil(page.sheet.isVisible)
    QTest.keyClick(page.sheet.list, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text()
    viewed = core.store.read.detail(death.id).timeline
    assert any(entry.kind is TimelineKind.VIEW for entry in viewed)

    QTest.keyClick(page.sheet.list, Qt.Key.Key_Escape)
    assert not page.sheet.isVisible()
    page.pane.request_by_shortcut("Ctrl+O")
    qtbot.waitUntil(page.sheet.isVisible)
    assert len(page.sheet.copied_ids) == 1, "the ticks are still there"
    QTest.keyClick(page.sheet.list, Qt.Key.Key_Return)
    station.lock()
    assert QGuiApplication.clipboard().text() == ""
    assert not page.sheet.list.lines, "nothing of the case stays behind the lock"
