"""Putting a form into use: from which day, what it replaces, what is refused and why."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import FieldState
from tests.support.small_files import files_no_larger_than
from tests.support.workbench_window import WorkbenchHand

NEW = "form:ho-tich.trich-luc:2026-11-18"


def ask_day(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.type_over('label = "Quyển số"', 'label = "Quyển sổ số"')
    hand.settle()
    hand.control(Qt.Key.Key_Return)
    assert hand.editor.is_publishing


def type_day(hand: WorkbenchHand, words: str) -> None:
    hand.editor.publish.field.select_all()
    QTest.keyClicks(hand.editor.publish.field.line, words)
    hand.settle()


def test_tomorrow_is_offered_and_what_it_replaces_is_said(hand: WorkbenchHand) -> None:
    ask_day(hand)
    assert hand.editor.publish.day == date(2026, 11, 18)
    assert "Thay phiên bản 2024-06-06 từ 18/11/2026" in hand.editor.publish.sentence
    assert hand.editor.publish.field.line.hasFocus()


@pytest.mark.parametrize(
    ("words", "day"),
    [("1/1/27", date(2027, 1, 1)), ("010127", date(2027, 1, 1)), ("ngày mai", None), ("2027", None)],
)
def test_short_days_are_understood_and_what_is_no_day_is_told(
    hand: WorkbenchHand, words: str, day: date | None
) -> None:
    ask_day(hand)
    hand.editor.publish.field.select_all()
    hand.editor.publish.field.set_text(words)
    hand.editor.publish.field.edited.emit(words)
    hand.settle()
    assert hand.editor.publish.day == day
    if day is None:
        hand.control(Qt.Key.Key_Return)
        assert hand.editor.publish.field.state is FieldState.ERROR
        assert hand.editor.is_publishing


def test_enter_puts_it_into_use_and_the_list_stands_on_it(hand: WorkbenchHand) -> None:
    ask_day(hand)
    with hand.qtbot.waitSignal(hand.page.published):
        hand.press(Qt.Key.Key_Return)
    hand.settle()
    current = hand.page.forms.list.current
    assert current is not None
    assert current.key == NEW
    assert current.is_own
    assert current.days == "Từ 18/11/2026"
    assert "18/11/2026" in hand.window.told[-1]
    library = hand.window.office.core.library
    assert library.in_force("ho-tich.trich-luc", date(2026, 11, 18)).version == "2026-11-18"


def test_a_second_enter_before_the_first_is_done_publishes_once(hand: WorkbenchHand) -> None:
    ask_day(hand)
    said: list[object] = []
    hand.page.published.connect(said.append)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    hand.settle()
    assert len(said) == 1
    assert not hand.page.messages.banners


def test_a_day_that_has_a_version_is_refused_with_a_clear_sentence(hand: WorkbenchHand) -> None:
    ask_day(hand)
    type_day(hand, "6/6/2024")
    assert "đã có một phiên bản" in hand.editor.publish.sentence
    hand.control(Qt.Key.Key_Return)
    assert hand.editor.is_publishing
    assert "không ghi đè" in hand.editor.publish.sentence
    assert hand.window.office.core.form_workbench.overview().drafts, "the draft is still there"


def test_a_past_day_and_a_version_already_waiting_are_told(hand: WorkbenchHand) -> None:
    ask_day(hand)
    type_day(hand, "1/1/22")
    assert "không ở tương lai" in hand.editor.publish.sentence
    assert "Từ 06/06/2024 lại dùng phiên bản 2024-06-06" in hand.editor.publish.sentence


def test_answers_that_no_longer_fit_are_listed_before(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.type_over('key = "extract.book"', 'key = "extract.tome"')
    hand.type_over("{extract.book}", "{extract.tome}")
    hand.type_over('"extract.book"', '"extract.tome"')
    hand.settle()
    assert hand.editor.status.words == "Không có chỗ sai"
    hand.control(Qt.Key.Key_Return)
    assert any("extract.book" in words for words in hand.editor.publish.misfits)


def test_a_form_with_a_mistake_is_not_asked_for_a_day(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.type_over('type = "number"', 'type = "numbr"')
    hand.settle()
    line = hand.line_with("numbr")
    hand.editor.edit.go_to(1)
    hand.control(Qt.Key.Key_Return)
    assert not hand.editor.is_publishing
    assert hand.editor.edit.line == line


def test_a_full_disk_is_told_and_the_draft_stays(hand: WorkbenchHand) -> None:
    ask_day(hand)
    with files_no_larger_than(2_000):
        hand.control(Qt.Key.Key_Return)
        assert "đầy" in hand.editor.publish.sentence
    assert hand.window.office.core.form_workbench.overview().drafts
    hand.control(Qt.Key.Key_Return)
    assert hand.page.forms.isVisible()
    assert not hand.window.office.core.form_workbench.overview().drafts


def test_the_mouse_alone_leads_there_and_back(hand: WorkbenchHand) -> None:
    hand.choose()
    click(hand, "Chép để sửa")
    click(hand, "Đưa vào dùng")
    assert hand.editor.publish.isVisible()
    click(hand, "Về tệp mẫu")
    assert hand.editor.edit.isVisible()
    click(hand, "Danh sách")
    assert hand.page.forms.isVisible()


def click(hand: WorkbenchHand, text: str) -> None:
    buttons = [one for one in hand.page.findChildren(Button) if one.isVisible() and one.text() == text]
    assert len(buttons) == 1, [one.text() for one in hand.page.findChildren(Button) if one.isVisible()]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    hand.settle()
