"""A form begun from a file: a Word document, or an official page with its fields placed on it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.forms.place_rows import place_rows
from desktop.ui.workbench.remark_list import RemarkList
from tests.support.official_documents import housing, two_people
from tests.support.official_pdfs import official_pdf
from tests.support.workbench_window import WorkbenchHand


def start(hand: WorkbenchHand, file: Path, data: bytes, key: Qt.Key) -> None:
    file.write_bytes(data)
    hand.window.file = file
    hand.page.forms.list.setFocus()
    hand.control(key)


def import_word(hand: WorkbenchHand, file: Path, data: bytes) -> RemarkList:
    start(hand, file, data, Qt.Key.Key_O)
    assert hand.page.is_editing
    return hand.editor.text.remarks


def test_a_word_document_opens_as_a_draft_without_mistakes_and_its_remarks_stand_in_a_list(
    hand: WorkbenchHand, tmp_path: Path
) -> None:
    remarks = import_word(hand, tmp_path / "Đơn hỗ trợ nhà ở.docx", housing())
    assert not hand.page.messages.banners
    assert not hand.editor.problems.problems
    assert remarks.isVisible()
    assert hand.editor.status.words == f"Không có chỗ sai, còn {len(remarks.notes)} điều cần xem lại"
    assert 'id = "xa.don-ho-tro-nha-o"' in hand.editor.edit.text()
    kept = hand.window.office.core.form_workbench.drafts.list()[0]
    assert len(kept.remarks) == len(remarks.notes) > 1
    assert hand.editor.paper.view.page_count > 0


def test_a_remark_leads_to_its_line_also_after_lines_were_added_above(
    hand: WorkbenchHand, tmp_path: Path
) -> None:
    remarks = import_word(hand, tmp_path / "a.docx", two_people())
    row = next(at for at, note in enumerate(remarks.notes) if "người bảo lãnh" in note.what)
    hand.editor.edit.change_to("# thêm một dòng\n" + hand.editor.edit.text())
    hand.settle()
    remarks.setFocus()
    remarks.setCurrentIndex(remarks.model().index(row, 0))
    hand.press(Qt.Key.Key_Return)
    assert "người bảo lãnh" in hand.editor.edit.text().split("\n")[hand.editor.edit.line - 1]
    hand.key(Qt.Key.Key_F8)
    lines = sorted(note.line for note in remarks.notes if note.line)
    assert hand.editor.edit.line in lines, "without mistakes F8 goes from remark to remark"


@pytest.mark.parametrize("way", ["key", "mouse"])
def test_a_remark_that_was_looked_at_is_ticked_off_for_good(
    hand: WorkbenchHand, tmp_path: Path, way: str
) -> None:
    remarks = import_word(hand, tmp_path / "a.docx", housing())
    before = [note.what for note in remarks.notes]
    remarks.setFocus()
    remarks.setCurrentIndex(remarks.model().index(0, 0))
    if way == "key":
        hand.press(Qt.Key.Key_Delete)
    else:
        box = remarks.visualRect(remarks.model().index(0, 0))
        spot = QPoint(box.right() - 24, box.top() + 16)
        QTest.mouseClick(remarks.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    hand.settle()
    assert [note.what for note in remarks.notes] == before[1:]
    kept = hand.window.office.core.form_workbench.drafts.list()[0]
    assert len(kept.remarks) == len(before) - 1
    hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    hand.page.forms.show_key(f"draft:{kept.id}")
    hand.page.forms.ask("open")
    hand.settle()
    assert len(remarks.notes) == len(before) - 1


def test_a_mistake_comes_before_the_remarks(hand: WorkbenchHand, tmp_path: Path) -> None:
    remarks = import_word(hand, tmp_path / "a.docx", housing())
    hand.type_over('type = "textarea"', 'type = "textaria"')
    hand.settle()
    assert hand.editor.problems.isVisible()
    assert not remarks.isVisible()
    hand.type_over('type = "textaria"', 'type = "textarea"')
    hand.settle()
    assert remarks.isVisible()


def test_the_same_file_twice_gives_two_forms(hand: WorkbenchHand, tmp_path: Path) -> None:
    for _ in range(2):
        import_word(hand, tmp_path / "don.docx", housing())
        hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    texts = [draft.text for draft in hand.window.office.core.form_workbench.drafts.list()]
    assert {text.split("\n")[0] for text in texts} == {'id = "xa.don"', 'id = "xa.don-2"'}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "đây là tệp .doc đời cũ."),
        (b"", "đây không phải tệp .docx, hoặc tệp bị hỏng."),
        (housing()[:3000], "đây không phải tệp .docx, hoặc tệp bị hỏng."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words_with_what_to_do(
    hand: WorkbenchHand, tmp_path: Path, data: bytes, words: str
) -> None:
    start(hand, tmp_path / "mau.docx", data, Qt.Key.Key_O)
    assert not hand.page.is_editing
    banner = hand.page.messages.banners[0]
    assert banner.title == f"Không đọc được tệp văn bản: {words}"
    assert "Lưu thành" in banner.accessibleDescription()
    assert not hand.window.office.core.form_workbench.drafts.list()


def test_nothing_happens_when_no_file_is_chosen_and_a_missing_one_is_told(hand: WorkbenchHand) -> None:
    hand.page.forms.list.setFocus()
    hand.control(Qt.Key.Key_O)
    assert not hand.page.is_editing
    hand.window.file = Path("mau.docx")
    hand.control(Qt.Key.Key_O)
    assert not hand.page.is_editing
    assert hand.page.messages.banners[0].title == "Không tìm thấy tệp mau.docx."


def test_an_official_page_is_in_view_before_any_field_stands_on_it(
    hand: WorkbenchHand, tmp_path: Path
) -> None:
    start(hand, tmp_path / "Mẫu.pdf", official_pdf(), Qt.Key.Key_B)
    view = hand.editor.paper.view
    hand.qtbot.waitUntil(lambda: view.page_count > 0)
    hand.key(Qt.Key.Key_F7)
    assert hand.editor.places.isVisible()
    assert hand.editor.places.state == "Còn 2 ô chưa đặt"
    for words in ("ho chu dem", "ngay thang nam"):
        hand.editor.places.setFocus()
        line = hand.editor.places._search.line
        line.selectAll()
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)
        hand.settle()
    assert [row.field for row in place_rows(hand.editor.edit.text())] == ["requester.name", "requester.birth"]
    assert hand.editor.places.state == "Mọi ô đã có chỗ"
    assert not hand.editor.problems.problems
    hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert hand.editor.edit.isVisible()
    kept = hand.window.office.core.form_workbench.drafts.list()[0]
    assert "requester.birth" in kept.text
    assert kept.pdf == official_pdf()
