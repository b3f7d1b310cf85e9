"""The data sheet of an e-form, box by box; its clipboard forgets."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.partial_date import PartialDate
from desktop.forms.answers import Answer, Answers
from desktop.services.eform_sheet import EformSheet, eform_sheet
from desktop.services.load_forms import load_library
from desktop.ui import clipboard_keeper
from desktop.ui.clipboard_keeper import ClipboardKeeper
from desktop.ui.eform_sheet_view import EformSheetView, box_id

pytestmark = pytest.mark.usefixtures("look")
TODAY = date(2026, 11, 24)
NAME, BIRTH = "requester.name", "requester.birth"
MEMBERS = "residence.members"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def sheet_of(form_id: str) -> EformSheet:
    form = load_library().in_force(form_id, TODAY)
    members = form.field(MEMBERS)
    answers = (
        Answers()
        .with_answer(NAME, Answer(value="Trần Thị Lý"))
        .with_answer(BIRTH, Answer(value=PartialDate(year=1951, month=3, day=5)))
        .with_answer("deceased.name", Answer(value="Trần Văn Đẩu"))
        .with_answer("subject.name", Answer(value="Trần Văn Đẩu"))
    )
    if members is not None:
        cells = tuple(f"ô {number}" for number, _ in enumerate(members.columns, start=1))
        answers = answers.with_answer(MEMBERS, Answer(value=(cells, cells)))
    return eform_sheet(form, answers, TODAY)


@pytest.fixture
def view(qtbot: QtBot) -> EformSheetView:
    one = EformSheetView(ClipboardKeeper(QApplication.instance() or QApplication([])))
    qtbot.addWidget(one)
    one.resize(1100, 640)
    one.show()
    one.activateWindow()
    qtbot.waitUntil(one.isActiveWindow)
    one.show_sheets((sheet_of("ho-tich.khai-tu"), sheet_of("cu-tru.ct01")), frozenset())
    return one


def pasted() -> str:
    return QGuiApplication.clipboard().text()


def press(
    view: EformSheetView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(view.list, key, modifier)


def ticked(view: EformSheetView) -> list[str]:
    return [line.row.key for line in view.list.lines if line.row is not None and line.is_copied]


def test_enter_copies_the_box_as_the_portal_wants_it_and_goes_on(view: EformSheetView) -> None:
    current = view.list.current
    assert current is not None
    press(view, Qt.Key.Key_Return)
    assert pasted() == current.copy == "TRẦN THỊ LÝ"
    following = view.list.current
    assert following is not None
    assert following.copy, "empty boxes are passed over"
    press(view, Qt.Key.Key_C, CTRL)
    assert pasted() == following.copy
    assert ticked(view) == [current.key, following.key]


def test_the_arrow_keys_reach_every_box_and_an_empty_one_copies_nothing(view: EformSheetView) -> None:
    press(view, Qt.Key.Key_Return)
    empty = next(line.row for line in view.list.lines if line.row is not None and not line.row.copy)
    view.list.stand_at(empty)
    press(view, Qt.Key.Key_Return)
    assert pasted() == "TRẦN THỊ LÝ"
    assert empty.key not in ticked(view)
    here = view.list.current
    press(view, Qt.Key.Key_Return, SHIFT)
    assert view.list.current != here


def test_the_ticks_survive_leaving_the_view(view: EformSheetView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.copied) as said:
        press(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.closed):
        press(view, Qt.Key.Key_Escape)
    sheet = sheet_of("ho-tich.khai-tu")
    view.show_sheets((sheet,), said.args[0])
    assert ticked(view) == [NAME]
    current = view.list.current
    assert current is not None
    assert box_id(sheet, current) not in said.args[0], "goes on at the first box not copied yet"


def test_a_digit_opens_another_form_of_the_case(view: EformSheetView) -> None:
    press(view, Qt.Key.Key_2)
    current = view.list.current
    assert current is not None
    assert current.key == "subject.name"
    assert view.forms.picked == "cu-tru.ct01"


def test_ctrl_enter_copies_a_whole_row_of_a_table(view: EformSheetView) -> None:
    press(view, Qt.Key.Key_2)
    cell = next(line.row for line in view.list.lines if line.row is not None and line.row.table_row == 1)
    view.list.stand_at(cell)
    press(view, Qt.Key.Key_Return, CTRL)
    assert pasted().split("\t")[:2] == ["ô 1", "ô 2"]
    assert ticked(view) == [MEMBERS] * len(pasted().split("\t"))
    after = view.list.current
    assert after is not None
    assert after.table_row == 2


def test_ctrl_enter_outside_a_table_copies_nothing(view: EformSheetView) -> None:
    QGuiApplication.clipboard().setText("của người khác")
    press(view, Qt.Key.Key_Return, CTRL)
    assert pasted() == "của người khác"


def test_closing_and_forgetting_empty_the_clipboard_but_never_what_somebody_else_copied(
    view: EformSheetView,
) -> None:
    press(view, Qt.Key.Key_Return)
    press(view, Qt.Key.Key_Escape)
    assert pasted() == ""
    press(view, Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText("của người khác")
    view.forget()
    assert pasted() == "của người khác"
    assert not view.list.lines


def test_in_a_low_window_the_boxes_keep_their_room_and_digits_still_change_the_form(
    view: EformSheetView, qtbot: QtBot
) -> None:
    view.resize(900, 400)
    qtbot.waitUntil(lambda: not view.forms.isVisible())
    assert view.list.height() >= 100
    press(view, Qt.Key.Key_2)
    assert view.forms.picked == "cu-tru.ct01"


def test_the_clipboard_forgets_after_its_time(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard_keeper, "KEPT_MS", 20)
    keeper = ClipboardKeeper(QApplication.instance() or QApplication([]))
    keeper.copy("042051000123")
    assert pasted() == "042051000123"
    assert keeper.holds
    qtbot.waitUntil(lambda: pasted() == "")
    assert not keeper.holds
