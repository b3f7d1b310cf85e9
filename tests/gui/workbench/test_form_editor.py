"""A form in work: what is typed is checked, drawn, marked and kept; nothing is lost."""

import shutil
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.forms.sample_answers import SampleKind
from desktop.ui.theme import current_theme
from desktop.ui.widgets.banner import BannerKind
from tests.support.desk_office import Office, reopen_office
from tests.support.small_files import files_no_larger_than
from tests.support.workbench_window import WorkbenchHand

ALT = Qt.KeyboardModifier.AltModifier


def test_a_mistake_is_marked_at_its_line_and_gone_when_it_is_put_right(hand: WorkbenchHand) -> None:
    hand.copy()
    assert hand.editor.status.words == "Không có chỗ sai"
    line = hand.line_with('type = "choice"')
    hand.type_over('type = "choice"', 'type = "choise"')
    hand.settle()
    problem = hand.editor.problems.problems[0]
    assert problem.line == line
    assert "choice" in problem.cure
    assert line in hand.editor.edit.bad_lines
    assert hand.editor.edit.bad_words(line).startswith(problem.message)
    hand.control(Qt.Key.Key_Z)
    assert hand.editor.problems.problems == ()
    assert hand.editor.edit.bad_lines == ()


def test_f8_enter_and_a_click_go_to_the_line_of_a_mistake(hand: WorkbenchHand) -> None:
    hand.copy()
    first, second = hand.line_with('type = "choice"'), hand.line_with('type = "number"')
    hand.type_over('type = "number"', 'type = "numbr"')
    hand.type_over('type = "choice"', 'type = "choise"')
    hand.settle()
    hand.editor.edit.go_to(1)
    for expected in (first, first + 1, second, first):
        hand.key(Qt.Key.Key_F8)
        assert hand.editor.edit.line == expected
    problems = hand.editor.problems
    problems.setFocus()
    problems.setCurrentIndex(problems.model().index(len(problems.problems) - 1, 0))
    hand.key(Qt.Key.Key_Return)
    assert hand.editor.edit.line == second
    assert hand.editor.edit.hasFocus()
    box = problems.visualRect(problems.model().index(0, 0))
    QTest.mouseClick(problems.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert hand.editor.edit.line == first


def test_the_page_follows_the_text_and_the_last_good_one_stays(hand: WorkbenchHand) -> None:
    hand.copy()
    view = hand.editor.paper.view
    hand.qtbot.waitUntil(lambda: view.page_count == 1)
    first = view._sheet
    hand.type_over("Số lượng bản sao yêu cầu cấp:^(6)^", "Xin cấp bao nhiêu bản:")
    hand.settle()
    hand.qtbot.waitUntil(lambda: view._sheet is not first and view._shown is view._sheet)
    good = view._sheet
    hand.type_over("Xin cấp bao nhiêu bản: {extract.copies}", "{khong.co}")
    hand.settle()
    assert view._sheet is good
    assert hand.editor.paper.words == "Trang lần trước"


def test_the_lit_place_follows_the_caret_and_a_click_on_paper_goes_to_the_line(hand: WorkbenchHand) -> None:
    hand.copy()
    view = hand.editor.paper.view
    hand.qtbot.waitUntil(lambda: view.page_count == 1)
    hand.editor.edit.go_to(hand.line_with("Theo: {extract.paper}"))
    assert set(view._lit) == {"extract.paper", "extract.number", "extract.book"}
    hand.editor.edit.go_to(hand.line_with('key = "extract.copies"'))
    assert set(view._lit) == {"extract.copies"}
    box = view.place_box("subject.name")
    view.verticalScrollBar().setValue(0)
    box = view.place_box("subject.name")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert hand.editor.edit.line == hand.line_with('key = "subject.name"') - 1
    assert view.key_at(QPointF(2, 2)) == ""


def test_four_keys_try_four_samples_and_the_pages_are_counted(hand: WorkbenchHand) -> None:
    hand.copy()
    view = hand.editor.paper.view
    counts: dict[SampleKind, str] = {}
    for key, kind in zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4), SampleKind, strict=True):
        hand.control(key)
        hand.qtbot.waitUntil(lambda: view._shown is view._sheet)
        counts[kind] = hand.editor.paper.words
    assert counts[SampleKind.BLANK] == "1 trang"
    assert counts[SampleKind.OVERFULL] == "2 trang"


def test_undo_and_redo_go_letter_by_letter_of_a_vietnamese_word(hand: WorkbenchHand) -> None:
    hand.copy()
    edit = hand.editor.edit
    before = edit.text()
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    pending = QInputMethodEvent("tiê", [])
    QApplication.sendEvent(edit, pending)
    assert edit.text() == before, "a word half typed is not in the text yet"
    done = QInputMethodEvent()
    done.setCommitString("tiếng ")
    QApplication.sendEvent(edit, done)
    assert edit.text() == "tiếng " + before
    hand.control(Qt.Key.Key_Z)
    assert edit.text() == before
    hand.control(Qt.Key.Key_Y)
    assert edit.text() == "tiếng " + before


def test_tab_leaves_the_text(hand: WorkbenchHand) -> None:
    hand.copy()
    before = hand.editor.edit.text()
    hand.press(Qt.Key.Key_Tab)
    assert not hand.editor.edit.hasFocus()
    assert hand.editor.edit.text() == before


def test_loose_marks_that_are_pasted_become_whole_letters(hand: WorkbenchHand) -> None:
    hand.copy()
    clipboard = QApplication.clipboard()
    clipboard.setText("# Tie\u0302\u0301ng\n")
    hand.editor.edit.moveCursor(QTextCursor.MoveOperation.Start)
    hand.editor.edit.paste()
    assert hand.editor.edit.toPlainText().startswith("# Tiếng\n")


def test_words_are_found_in_the_text_without_marks(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.control(Qt.Key.Key_F)
    QTest.keyClicks(hand.editor.search.line, "quyen so")
    hand.key(Qt.Key.Key_Return)
    assert hand.editor.edit.textCursor().selectedText().lower() == "quyển số"
    first = hand.editor.edit.line
    hand.key(Qt.Key.Key_Return)
    assert hand.editor.edit.line > first
    hand.key(Qt.Key.Key_Escape)
    assert hand.editor.edit.hasFocus()


def test_what_is_typed_is_there_again_after_the_program_was_killed(
    hand: WorkbenchHand, office: Office, open_at: Callable[[Office], WorkbenchHand]
) -> None:
    hand.copy()
    hand.type_over("Quyển số", "Quyển sổ hộ tịch")
    hand.settle()
    assert hand.editor.status.saved == "Đã lưu trên máy này 09:42"
    # Nothing is closed or flushed: what is on the disk now is all a killed program leaves.
    killed = office.core.data_dir.parent / "killed"
    shutil.copytree(office.core.data_dir, killed)
    left = office.core.form_workbench.drafts.list()[0]
    hand.window.shut()
    office.core.close()
    shutil.rmtree(office.core.data_dir)
    killed.rename(office.core.data_dir)
    again = reopen_office(office)
    other = open_at(again)
    other.choose(f"draft:{left.id}")
    other.page.forms.ask("open")
    other.settle()
    assert "Quyển sổ hộ tịch" in other.editor.edit.text()
    other.window.shut()
    again.core.close()


def test_closing_at_once_keeps_the_last_letter(hand: WorkbenchHand, office: Office) -> None:
    hand.copy()
    hand.type_over("Quyển số", "Quyển sổ")
    hand.window.shut()
    assert "Quyển sổ" in office.core.form_workbench.overview().drafts[0].text


def test_a_full_disk_is_told_and_the_text_is_kept_when_there_is_room_again(
    hand: WorkbenchHand, office: Office
) -> None:
    hand.copy()
    with files_no_larger_than(2_000):
        hand.type_over("Quyển số", "Quyển sổ")
        hand.qtbot.waitUntil(lambda: hand.page.work.is_stuck)
        assert "đầy" in hand.page.messages.banners[0].title
        assert hand.editor.status.saved == "Chưa lưu được"
        hand.key(Qt.Key.Key_Left, ALT)
        hand.copy_is_refused()
    hand.page.work.save_now()
    hand.settle()
    assert not hand.page.work.is_dirty
    assert all(banner.kind is not BannerKind.BAD for banner in hand.page.messages.banners)
    assert "Quyển sổ" in office.core.form_workbench.overview().drafts[0].text


def test_another_draft_can_be_opened_between_and_each_keeps_its_letters(
    hand: WorkbenchHand, office: Office
) -> None:
    hand.copy()
    hand.type_over("Quyển số", "Quyển một")
    hand.press(Qt.Key.Key_Left, ALT)
    hand.settle()
    hand.copy("form:ho-tich.khai-tu:2024-06-06")
    hand.settle()
    texts = [draft.text for draft in office.core.form_workbench.overview().drafts]
    assert sum("Quyển một" in text for text in texts) == 1
    assert len(texts) == 2


def test_capitals_with_two_marks_are_not_cut_off_in_the_text(hand: WorkbenchHand) -> None:
    hand.copy()
    edit = hand.editor.edit
    edit.fill("ỂẪỘỰỴ\nỂẪỘỰỴ\nỂẪỘỰỴ\n")
    edit.go_to(3)
    image = hand.window.grab().toImage()
    corner = edit.viewport().mapTo(hand.window, QPoint(0, 0))
    ground = QColor(current_theme().colours.surface)
    above = [image.pixelColor(corner.x() + x, corner.y()) for x in range(200)]
    assert all(colour == ground for colour in above), "no ink in the first row of the view"


def test_at_large_text_the_paper_moves_behind_its_key(hand: WorkbenchHand) -> None:
    hand.window.resize(900, 700)
    hand.copy()
    assert not hand.editor.paper.isVisible()
    hand.key(Qt.Key.Key_F6)
    assert hand.editor.paper.isVisible()
    assert not hand.editor.edit.isVisible()
    hand.editor.paper.back_wanted.emit()
    assert hand.editor.edit.isVisible()


def test_the_line_of_a_mistake_stays_in_view_in_a_low_window(hand: WorkbenchHand) -> None:
    hand.window.resize(900, 420)
    hand.copy()
    hand.type_over('type = "choice"', 'type = "choise"')
    hand.settle()
    hand.key(Qt.Key.Key_F8)
    edit = hand.editor.edit
    assert edit.viewport().rect().contains(edit.cursorRect().center())
    assert edit.height() > hand.editor.problems.height()
