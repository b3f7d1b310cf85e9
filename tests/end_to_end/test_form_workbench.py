"""The office changes a form itself: copied, a mistake found at its line, put right, used from tomorrow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.run import build_station
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.domain.calendar import office_moment
from desktop.domain.ids import FormRef
from desktop.domain.visit import VisitDraft
from desktop.services.ports_printing import PrintState
from desktop.ui.first_start_page import FirstStartForm
from desktop.ui.today_page import TodayPage
from desktop.ui.workbench.workbench_page import WorkbenchPage
from tests.support.office import SetClock
from tests.support.pdf_words import words_on
from tests.support.small_files import files_no_larger_than

TUESDAY = date(2026, 11, 17)
TOMORROW = TUESDAY + timedelta(days=1)
PROCEDURE = "2.000635"
FORM = "ho-tich.trich-luc"
OLD, NEW = "Quan hệ với người được cấp bản sao Trích lục hộ tịch:", "Là gì của người được cấp bản sao:"


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
    built.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: built.desk.visit is not None and built.runner.is_idle)
    yield built
    built.stop()


def open_visit(station: Workstation) -> VisitDraft:
    """The visit on the desk with the procedure chosen."""
    visit = station.desk.visit
    assert visit is not None
    visit.act(lambda flow, draft, now: flow.choose(draft, PROCEDURE, now))
    return visit.draft


def printed(core: Core, draft: VisitDraft) -> str:
    flow = core.flow()
    definition = next(one for one in flow.definitions(draft) if one.id == FORM)
    return words_on(core.papers.declaration(flow, draft, definition).pdf)


class Officer:
    """Works the page of the whole window by its keys."""

    def __init__(self, station: Workstation, qtbot: QtBot) -> None:
        self.station = station
        self.qtbot = qtbot
        self.window = station.window
        self.window.activateWindow()
        QTest.keyClick(self.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
        page = self.window.page_widget("forms")
        assert isinstance(page, WorkbenchPage)
        self.page, self.editor = page, page.editor
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(
                lambda: self.station.runner.is_idle and not self.page.work.is_waiting, timeout=10_000
            )
            QApplication.processEvents()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def change(self, text: str) -> None:
        self.editor.edit.change_to(text)
        self.settle()


def test_a_changed_form_is_used_from_tomorrow_and_an_old_case_reprints_as_it_was(
    qtbot: QtBot, station: Workstation, core: Core, clock: SetClock
) -> None:
    old_case = open_visit(station)
    assert FormRef(form_id=FORM, version="2024-06-06") in old_case.form_refs

    officer = Officer(station, qtbot)
    assert officer.window.page == "forms"
    officer.press(Qt.Key.Key_F)
    QTest.keyClicks(officer.page.forms.search.line, "trich luc ho tich")
    officer.page.forms.list.setFocus()
    officer.press(Qt.Key.Key_E)
    text = officer.editor.edit.text()
    officer.change(text.replace(OLD, NEW).replace('type = "date"', 'type = "dat"'))
    wrong = text[: text.index('type = "date"')].count("\n") + 1
    assert officer.editor.problems.problems[0].line == wrong
    QTest.keyClick(officer.editor.edit, Qt.Key.Key_F8)
    assert officer.editor.edit.line == wrong
    officer.change(officer.editor.edit.text().replace('type = "dat"', 'type = "date"'))
    officer.press(Qt.Key.Key_Return)
    with qtbot.waitSignal(station.workbench.library_changed):
        officer.press(Qt.Key.Key_Return)
    officer.settle()
    assert not station.window.messages.banners

    # The visit that is open keeps its form, and until tomorrow a new one gets today's.
    assert open_visit(station).form_refs == old_case.form_refs
    park(station, qtbot)
    assert FormRef(form_id=FORM, version="2024-06-06") in open_visit(station).form_refs

    station.lock()
    clock.now += timedelta(days=1)
    station.sign_in(core.store.read.staff()[0])
    qtbot.waitUntil(lambda: station.desk.visit is not None and station.runner.is_idle)
    new_case = open_visit(station)
    assert FormRef(form_id=FORM, version=TOMORROW.isoformat()) in new_case.form_refs
    assert NEW in printed(core, new_case)
    assert OLD in printed(core, old_case)
    assert NEW not in printed(core, old_case)


def park(station: Workstation, qtbot: QtBot) -> None:
    station.desk.park()
    qtbot.waitUntil(lambda: bool(station.desk.parked.visits) and station.runner.is_idle)


def test_an_empty_form_of_the_library_comes_out_of_the_printer(
    qtbot: QtBot, station: Workstation, core: Core, data_dir: Path
) -> None:
    page = station.window.page_widget("forms")
    assert isinstance(page, WorkbenchPage)
    page.print_requested.emit(FormRef(form_id=FORM, version="2020-07-16"))
    folder = data_dir / "giay-da-in"
    qtbot.waitUntil(lambda: folder.is_dir() and bool(list(folder.glob("*.pdf"))), timeout=10_000)
    assert "tờ trống" in station.window.toast.text
    assert core.store.read.staff()


def test_closing_the_window_keeps_a_form_in_work(qtbot: QtBot, station: Workstation, core: Core) -> None:
    page = station.window.page_widget("forms")
    assert isinstance(page, WorkbenchPage)
    page.copy(FormRef(form_id=FORM, version="2024-06-06"))
    qtbot.waitUntil(lambda: page.is_editing)
    page.editor.edit.change_to("# chữ cuối cùng\n" + page.editor.edit.text())
    station.window.close()
    assert core.form_workbench.drafts.list()[0].text.startswith("# chữ cuối cùng\n")


def test_letters_that_cannot_be_kept_hold_the_window_open_once(
    qtbot: QtBot, station: Workstation, core: Core
) -> None:
    page = station.window.page_widget("forms")
    assert isinstance(page, WorkbenchPage)
    page.copy(FormRef(form_id=FORM, version="2024-06-06"))
    qtbot.waitUntil(lambda: page.is_editing)
    page.editor.edit.change_to("# chữ cuối cùng\n" + page.editor.edit.text())
    with files_no_larger_than(2_000):
        station.window.close()
        assert station.window.isVisible()
        assert any("chưa đóng" in banner.title for banner in page.messages.banners)
    station.window.close()
    assert not station.window.isVisible()
    assert core.form_workbench.drafts.list()[0].text.startswith("# chữ cuối cùng\n")


def test_an_old_case_is_printed_again_from_todays_list_in_its_own_version(
    qtbot: QtBot, qapp: QApplication, core: Core, clock: SetClock, data_dir: Path
) -> None:
    built = build_station(qapp, core)
    qtbot.addWidget(built.window)
    built.start()
    built.window.resize(1366, 768)
    built.window.show()
    built.first.make_sample()
    qtbot.waitUntil(lambda: built.desk.visit is not None and built.runner.is_idle, timeout=20_000)
    case = next(row for row in core.store.read.dossiers_on(TUESDAY) if row.procedure_code == PROCEDURE)
    ref = next(one for one in core.store.read.detail(case.id).dossier.form_refs if one.form_id == FORM)
    workbench = core.form_workbench
    draft = workbench.copy(ref)
    workbench.publish(replace(draft, text=draft.text.replace(OLD, NEW)), TOMORROW)
    built.lock()
    clock.now += timedelta(days=1)
    built.sign_in(core.store.read.staff()[0])
    qtbot.waitUntil(lambda: built.desk.visit is not None and built.runner.is_idle)
    assert core.library.in_force(FORM, TOMORROW).version == TOMORROW.isoformat()

    built.window.show_page("today")
    page = built.window.page_widget("today")
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: built.runner.is_idle)
    page.open_dossier(case.id)
    qtbot.waitUntil(lambda: page.pane.shown is not None and page.pane.shown.id == case.id)
    folder = data_dir / "giay-da-in"
    qtbot.waitUntil(lambda: not core.store.print_jobs.in_state(PrintState.QUEUED), timeout=20_000)
    before = set(folder.glob("*.pdf"))
    again = next(one for one in page.pane.rare_menu().actions() if one.text() == "In lại tờ khai")
    again.trigger()
    qtbot.waitUntil(lambda: bool(set(folder.glob("*.pdf")) - before), timeout=20_000)
    words = words_on((set(folder.glob("*.pdf")) - before).pop().read_bytes())
    assert OLD in words
    assert NEW not in words
    assert f"{ref.form_id} · {ref.version}" in words
    assert "17 tháng 11 năm 2026" in words, "as of the day it was written"
    assert "BẢN IN LẠI" in words, "marked, so that two originals are never taken for one"
    built.stop()
