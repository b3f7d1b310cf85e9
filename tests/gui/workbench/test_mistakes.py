"""An officer who makes every mistake at the workbench: nothing is lost, nothing hangs, each is told in words."""

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.support.workbench_window import EXTRACT, WorkbenchHand

ALT = Qt.KeyboardModifier.AltModifier
NEW_DAY = "2026-11-18"


def test_two_megabytes_pasted_are_told_and_taken_back_and_the_window_goes_on(hand: WorkbenchHand) -> None:
    hand.copy()
    before = hand.editor.edit.text()
    QApplication.clipboard().setText("chữ dán nhầm " * 160_000)
    began = time.monotonic()
    hand.editor.edit.paste()
    hand.settle()
    assert time.monotonic() - began < 20
    assert hand.editor.problems.problems or hand.page.messages.banners
    hand.editor.edit.undo()
    hand.settle()
    assert hand.editor.edit.text() == before
    assert hand.editor.status.words == "Không có chỗ sai"


def test_a_form_without_its_id_is_told_and_cannot_be_put_into_use(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.type_over('id = "ho-tich.trich-luc"\n', "")
    hand.settle()
    assert any("id" in problem.message for problem in hand.editor.problems.problems)
    hand.control(Qt.Key.Key_Return)
    assert not hand.editor.is_publishing


def test_a_key_written_twice_is_told_at_its_second_line(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.type_over('key = "extract.copies"', 'key = "extract.book"')
    hand.settle()
    lines = hand.editor.edit.text().split("\n")
    places = [at for at, line in enumerate(lines, start=1) if 'key = "extract.book"' in line]
    told = [problem.line for problem in hand.editor.problems.problems]
    assert set(places) & set(told), (places, [str(one) for one in hand.editor.problems.problems])


def test_letters_typed_just_before_another_form_is_opened_are_kept(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.editor.edit.change_to("# chữ vừa gõ\n" + hand.editor.edit.text())
    hand.press(Qt.Key.Key_Left, ALT)
    hand.choose("form:ho-tich.khai-tu:2024-06-06")
    hand.page.forms.ask("copy")
    hand.settle()
    texts = [draft.text for draft in hand.window.office.core.form_workbench.drafts.list()]
    assert len(texts) == 2
    assert sum(text.startswith("# chữ vừa gõ\n") for text in texts) == 1


def test_a_day_that_has_passed_is_warned_of_and_an_impossible_one_is_not_taken(hand: WorkbenchHand) -> None:
    hand.copy()
    hand.control(Qt.Key.Key_Return)
    hand.editor.publish.field.set_text("16/11/2026")
    hand.editor.publish.field.edited.emit("16/11/2026")
    hand.settle()
    assert "không ở tương lai" in hand.editor.publish.sentence
    hand.editor.publish.field.set_text("31/11/2026")
    hand.editor.publish.field.edited.emit("31/11/2026")
    hand.settle()
    hand.control(Qt.Key.Key_Return)
    assert hand.editor.is_publishing, "31/11 is no day"


def test_of_two_drafts_of_one_form_the_second_is_refused_for_the_same_day_and_stays(
    hand: WorkbenchHand,
) -> None:
    for words in ("Quyển A", "Quyển B"):
        hand.copy(EXTRACT)
        hand.type_over('label = "Quyển số"', f'label = "{words}"')
        hand.settle()
        hand.key(Qt.Key.Key_Left, ALT)
    core = hand.window.office.core
    drafts = core.form_workbench.drafts.list()
    assert len(drafts) == 2
    for draft in drafts:
        hand.page.open_draft(draft)
        hand.settle()
        hand.control(Qt.Key.Key_Return)
        hand.control(Qt.Key.Key_Return)
    assert hand.editor.is_publishing
    assert "đã có phiên bản" in hand.editor.publish.sentence
    (left,) = core.form_workbench.drafts.list()
    label = next(
        f.label for f in core.library.get("ho-tich.trich-luc", NEW_DAY).fields if f.key == "extract.book"
    )
    assert f'label = "{label}"' not in left.text


def test_an_emptied_file_is_a_mistake_and_undo_brings_everything_back(hand: WorkbenchHand) -> None:
    hand.copy()
    before = hand.editor.edit.text()
    hand.editor.edit.selectAll()
    hand.press(Qt.Key.Key_Delete)
    hand.settle()
    assert hand.editor.problems.problems
    hand.control(Qt.Key.Key_Z)
    assert hand.editor.edit.text() == before


def test_who_types_without_a_pause_loses_a_moment_at_most_when_the_power_fails(hand: WorkbenchHand) -> None:
    hand.copy()
    drafts = hand.window.office.core.form_workbench.drafts

    def kept() -> int:
        return drafts.list()[0].text.count("x")

    before = kept()
    typing = QTimer(hand.window)
    typing.setInterval(60)
    typing.timeout.connect(lambda: hand.editor.edit.insertPlainText("x"))
    typing.start()
    hand.qtbot.waitUntil(lambda: kept() > before, timeout=10_000)
    hand.qtbot.waitUntil(lambda: kept() > before + 5, timeout=10_000)
    assert typing.isActive(), "kept while the fingers still move"
    typing.stop()
    hand.settle()
    assert drafts.list()[0].text == hand.editor.edit.text()
