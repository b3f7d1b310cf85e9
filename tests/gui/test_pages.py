"""The pages worked by keyboard alone, on invented people."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError, ErrorCode
from desktop.ui.command_palette import CommandPalette
from desktop.ui.first_start_page import FirstStartForm
from desktop.ui.icon_set import Icon
from desktop.ui.look import Look
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.settings_view import RosterDuty
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.staff_row import StaffRow
from desktop.ui.widgets.suggestion_list import Suggestion
from tests.support.page_sheet import (
    SampleWindow,
    first_start_sheet,
    lock_sheet,
    sample_window,
    settings_sheet,
)
from tests.support.typing_hand import type_text

pytestmark = pytest.mark.usefixtures("look")


def open_window(qtbot: QtBot, look: Look, width: int = 1366, height: int = 768) -> SampleWindow:
    sample = sample_window(look)
    qtbot.addWidget(sample.window)
    sample.window.resize(width, height)
    sample.window.show()
    sample.window.activateWindow()
    qtbot.waitUntil(lambda: sample.today.pane.shown is not None and sample.runner.is_idle)
    QApplication.processEvents()  # layouts show their new widgets by a queued call
    return sample


def test_a_message_stands_whole_and_in_the_middle_however_long_it_is_and_whatever_it_said_before(
    qtbot: QtBot, look: Look
) -> None:
    window = MainWindow(look, (PageSpec(key="desk", label="Quầy", icon=Icon.DESK, build=QWidget),))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_page("desk")
    long = "1 hồ sơ chưa ký kịp đã chuyển sang có hẹn, giấy hẹn đang in."
    for words in ("Đã lưu", long, f"{long} " * 4, long):
        window.toast.tell(words, can_undo=words == long)
        label = window.toast.findChild(TextLabel)
        assert label is not None
        QApplication.processEvents()
        assert label.height() >= label.heightForWidth(label.width())
        if words == long:
            assert label.width() >= label.fontMetrics().horizontalAdvance(words)
        box = window.toast.geometry()
        room = window.width() - window.rail.width()
        assert abs(box.center().x() - window.rail.width() - room / 2) <= 1
        assert box.bottom() < window.height()


def test_enter_asks_for_the_next_right_move(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    sample.today.table.setFocus()
    with qtbot.waitSignal(sample.today.move_requested) as said:
        QTest.keyClick(sample.today.table, Qt.Key.Key_Return)
    assert said.args == ["A017", "sign", ""]
    sample.runner.close()


def test_arrows_step_over_headings(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    for _ in range(6):
        QTest.keyClick(sample.today.table, Qt.Key.Key_Down)
    assert sample.today.table.current == "B022"
    QTest.keyClick(sample.today.table, Qt.Key.Key_Up)
    assert sample.today.table.current == "A001"
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    shown = sample.today.pane.shown
    assert shown is not None
    assert shown.id == "A001"
    sample.runner.close()


def test_the_current_dossier_stays_when_the_rows_change(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    QTest.keyClick(sample.today.table, Qt.Key.Key_Down)
    assert sample.today.table.current == "A015"
    sample.today.refresh()
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    assert sample.today.table.current == "A015"
    sample.runner.close()


def test_a_dossier_opened_by_its_name_stays_in_view_whatever_the_list_brings(
    qtbot: QtBot, look: Look
) -> None:
    sample = open_window(qtbot, look)
    today = sample.today
    today.refresh()  # the page was just shown: its rows are on their way
    today.open_dossier("A011")
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    assert today.pane.shown is not None
    assert (today.pane.shown.id, today.table.current) == ("A011", "A011")

    sample.window.actions_registry.action("today.filter.1").trigger()
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    assert today.table.current == "A017"
    today.open_dossier("A015")
    today.table.clearFocus()
    today.table.setFocus()
    today.refresh()
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    assert today.pane.shown.id == "A015", "not among the rows, and still what was asked for"
    QTest.keyClick(today.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    assert today.pane.shown.id == today.table.current == "A017"
    sample.runner.close()


def test_on_a_small_screen_a_dossier_opened_by_its_name_is_what_one_sees(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look, 800, 600)
    sample.today.open_dossier("A011")
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    assert sample.today.pane.isVisible()
    assert not sample.today.table.isVisible()
    sample.runner.close()


def test_a_filter_key_narrows_the_list(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    sample.window.actions_registry.action("today.filter.3").trigger()
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    assert sample.today.table.current == "A011"
    sample.runner.close()


def test_a_severe_move_asks_why_first(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    with qtbot.assertNotEmitted(sample.today.move_requested):
        sample.today.pane.request("withdraw")
        sample.today.pane._on_reason()
    sample.today.pane._reason.set_text("Người dân xin rút")
    with qtbot.waitSignal(sample.today.move_requested) as said:
        sample.today.pane._on_reason()
    assert said.args == ["A017", "withdraw", "Người dân xin rút"]
    sample.runner.close()


def test_on_a_small_screen_enter_opens_the_detail_and_esc_the_list(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look, 800, 600)
    assert not sample.today.pane.isVisible()
    QTest.keyClick(sample.today.table, Qt.Key.Key_Return)
    assert sample.today.pane.isVisible()
    assert not sample.today.table.isVisible()
    sample.window.actions_registry.action("today.clear").trigger()
    assert sample.today.table.isVisible()
    sample.runner.close()


@pytest.mark.parametrize("factor", [1.5, 2.0])
def test_at_large_text_no_act_and_no_name_is_squeezed(
    factor: float, qtbot: QtBot, look: Look, runner: TaskRunner
) -> None:
    look.set_factor(factor)
    sample = open_window(qtbot, look)
    sample.today.open_dossier("A017")
    sample.window.cover(lock_sheet(runner))
    qtbot.waitUntil(lambda: sample.runner.is_idle)
    QApplication.processEvents()
    rows = sample.window.findChildren(StaffRow)
    assert rows
    assert {row.height() for row in rows} == {rows[0].sizeHint().height()}
    sample.window.uncover()
    QApplication.processEvents()
    acts = [one for one in sample.today.pane.findChildren(Button) if one.isVisible()]
    assert len(acts) > 2
    assert [(one.text(), one.height()) for one in acts if one.height() < one.sizeHint().height()] == []
    sample.runner.close()


def test_a_cover_hides_everything_and_its_keys(qtbot: QtBot, look: Look, runner: TaskRunner) -> None:
    sample = open_window(qtbot, look)
    lock = lock_sheet(runner)
    sample.window.cover(lock)
    assert sample.window.is_covered
    assert not sample.today.isVisible()
    assert not sample.window.actions_registry.action("search").isEnabled()
    assert sample.window.actions_registry.action("text.larger").isEnabled()
    sample.window.uncover()
    assert sample.today.isVisible()
    assert sample.window.actions_registry.action("search").isEnabled()
    sample.runner.close()


def test_a_fault_is_said_with_what_to_do(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    sample.window.show_fault(DeskError(ErrorCode.RECORD_MISSING))
    assert sample.window.messages.isVisible()
    assert sample.window.messages.banners[0].accessibleDescription()
    sample.runner.close()


def test_digit_pin_and_enter_open_the_lock(qtbot: QtBot, runner: TaskRunner) -> None:
    page = lock_sheet(runner)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.pick("")
    QTest.keyClick(page, Qt.Key.Key_2)
    assert page.picked == "s2"
    QTest.keyClicks(page.pin.line, "2580")
    with qtbot.waitSignal(page.unlocked) as said:
        QTest.keyClick(page.pin.line, Qt.Key.Key_Return)
    assert said.args == ["s2"]


def test_a_wrong_pin_costs_a_pause(qtbot: QtBot, runner: TaskRunner) -> None:
    page = lock_sheet(runner)
    qtbot.addWidget(page)
    page.show()
    with qtbot.assertNotEmitted(page.unlocked):
        QTest.keyClicks(page.pin.line, "1111")
        QTest.keyClick(page.pin.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "Chờ 1 giây" in page.pin.message)
        assert not page.pin.line.isEnabled()
    qtbot.waitUntil(page.pin.line.isEnabled, timeout=3000)
    assert page.pin.text() == ""


def test_three_answers_start_an_office(qtbot: QtBot) -> None:
    page = first_start_sheet()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    QTest.keyClick(page, Qt.Key.Key_2)
    name, pin, again = page.fields
    page.finish()
    assert "họ tên" in name.message
    type_text(name.line, "Lê Thị Hạnh")
    QTest.keyClicks(pin.line, "2580")
    QTest.keyClicks(again.line, "2581")
    with qtbot.assertNotEmitted(page.finished):
        page.finish()
    assert "chưa giống" in again.message
    again.set_text("2580")
    with qtbot.waitSignal(page.finished) as said:
        QTest.keyClick(again.line, Qt.Key.Key_Return)
    assert said.args == [FirstStartForm(profile_id="b", name="Lê Thị Hạnh", pin="2580")]


def test_enter_goes_from_box_to_box_and_blames_nothing_not_yet_written(qtbot: QtBot) -> None:
    page = first_start_sheet()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_1)
    name, pin, again = page.fields
    type_text(name.line, "Lê Thị Hạnh")
    QTest.keyClick(name.line, Qt.Key.Key_Return)
    assert pin.line.hasFocus()
    QTest.keyClicks(pin.line, "2580")
    QTest.keyClick(pin.line, Qt.Key.Key_Return)
    assert again.line.hasFocus()
    assert [field.state.value for field in page.fields] == ["normal"] * 3
    QTest.keyClicks(again.line, "2580")
    said: list[FirstStartForm] = []
    page.finished.connect(said.append)
    QTest.keyClick(again.line, Qt.Key.Key_Return)
    assert len(said) == 1


def test_the_sample_is_one_key_away(qtbot: QtBot) -> None:
    page = first_start_sheet()
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.sample_requested):
        QTest.keyClick(page, Qt.Key.Key_F2)


def test_a_change_of_the_roster_is_told_whole(qtbot: QtBot, look: Look, runner: TaskRunner) -> None:
    page = settings_sheet(runner, look)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.roster_changed) as said:
        page.roster.set_duty("s2", RosterDuty.WRITING, is_on=True)
    assert said.args is not None
    lines = {line.staff_id: line.duties for line in said.args[0]}
    assert lines["s2"] == {RosterDuty.WRITING}
    assert lines["s3"] == {RosterDuty.SIGNING}


def test_a_printer_is_stored_when_its_field_is_left(qtbot: QtBot, look: Look, runner: TaskRunner) -> None:
    page = settings_sheet(runner, look)
    qtbot.addWidget(page)
    target = page.printers.fields[1]
    target.set_text("tcp://127.0.0.1:9100")
    with qtbot.waitSignal(page.printers_saved) as said:
        target.left.emit(target.text())
    assert said.args is not None
    assert said.args[0].ticket_target == "tcp://127.0.0.1:9100"
    assert said.args[0].paper_queue == "HP_LaserJet"


def test_somebody_new_needs_name_and_pin(qtbot: QtBot, look: Look, runner: TaskRunner) -> None:
    page = settings_sheet(runner, look)
    qtbot.addWidget(page)
    name, _title, pin = page.roster.fields
    with qtbot.assertNotEmitted(page.staff_added):
        page.roster._on_add()
    name.set_text("Phạm Thị Mơ")
    pin.set_text("12")
    with qtbot.assertNotEmitted(page.staff_added):
        page.roster._on_add()
    pin.set_text("1234")
    with qtbot.waitSignal(page.staff_added) as said:
        page.roster._on_add()
    assert said.args is not None
    assert said.args[0].name == "Phạm Thị Mơ"


def test_the_palette_finds_commands_and_records(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    found = (Suggestion(key="dossier:1", title="A015 · Nguyễn Thị Thanh Mai", icon=Icon.ARCHIVE),)
    palette = CommandPalette(
        sample.window,
        sample.window.actions_registry,
        lambda words: found if "mai" in words else (),
        sample.runner,
    )
    palette.open_on("today")
    QTest.keyClicks(palette.field.line, "khoa may")
    assert [item.title for item in palette.items] == ["Khóa máy"]
    with qtbot.waitSignal(sample.window.lock_requested):
        QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    assert palette.isHidden()
    palette.open_on("today")
    QTest.keyClicks(palette.field.line, "mai")
    qtbot.waitUntil(lambda: any(item.key == "dossier:1" for item in palette.items))
    with qtbot.waitSignal(palette.chosen) as said:
        QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    assert said.args == ["dossier:1"]
    sample.runner.close()


def test_escape_closes_the_palette_and_gives_the_keyboard_back(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    sample.today.table.setFocus()
    palette = CommandPalette(sample.window, sample.window.actions_registry, lambda _words: (), sample.runner)
    palette.open_on("today")
    QTest.keyClick(palette.field.line, Qt.Key.Key_Escape)
    assert palette.isHidden()
    qtbot.waitUntil(sample.today.table.hasFocus)
    sample.runner.close()


def test_tab_walks_through_everything_that_can_be_pressed(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    seen: set[QWidget] = set()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or sample.window, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget is not None:
            seen.add(widget)
    reachable = {
        widget
        for widget in sample.window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, QPushButton | QLineEdit)
    }  # fmt: skip
    assert reachable <= seen
    sample.runner.close()


def test_tab_order_is_reading_order(qtbot: QtBot, look: Look) -> None:
    sample = open_window(qtbot, look)
    sample.today.search.line.setFocus()
    QTest.keyClick(sample.today.search.line, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sample.today.table
    QTest.keyClick(sample.today.table, Qt.Key.Key_Tab)
    following = QApplication.focusWidget()
    assert following is not None
    assert sample.today.pane.isAncestorOf(following)
    sample.runner.close()


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, look: Look, runner: TaskRunner) -> None:
    sample = open_window(qtbot, look)
    pages: tuple[QWidget, ...] = (
        sample.window,
        settings_sheet(runner, look),
        first_start_sheet(),
        lock_sheet(runner),
    )
    for page in pages:
        qtbot.addWidget(page)
        nameless = [
            widget
            for widget in page.findChildren(QWidget)
            if isinstance(widget, QPushButton | QLineEdit)
            and not widget.accessibleName()
            and not widget.isHidden()
        ]
        assert nameless == []
    sample.runner.close()


def test_labels_never_read_html(qtbot: QtBot, look: Look, runner: TaskRunner) -> None:
    sample = open_window(qtbot, look)
    for page in (sample.window, settings_sheet(runner, look), first_start_sheet()):
        qtbot.addWidget(page)
        for label in page.findChildren(QLabel):
            if label.objectName() != "qt_calendar":
                assert label.textFormat() is Qt.TextFormat.PlainText
    sample.runner.close()
