from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.attachment_section import AttachmentSection
from desktop.ui.dossier_pane import DossierPane
from desktop.ui.look import Look
from desktop.ui.text_label import TextLabel
from desktop.ui.today_view import AttachmentLine
from desktop.ui.widgets.button import Button
from tests.support.page_sheet import sample_card, sample_lines

HERE = AttachmentLine(
    id="a1",
    name="Giấy báo tử.pdf",
    facts="PDF · 2 trang · 1,2 MB",
    place="Đã có trên máy này",
    can_open=True,
)
AWAY = AttachmentLine(
    id="a2", name="Căn cước.jpg", facts="JPEG · 340 KB", place="Bản quét còn ở Quầy 3", can_open=False
)


def words_of(section: AttachmentSection) -> list[str]:
    return [label.text() for label in section.findChildren(TextLabel) if label.isVisibleTo(section)]


def test_a_dossier_without_scans_says_so_and_offers_to_attach(qtbot: QtBot, look: Look) -> None:
    section = AttachmentSection()
    qtbot.addWidget(section)
    section.set_lines(())
    assert words_of(section) == ["Bản quét", "Chưa có bản quét nào."]
    with qtbot.waitSignal(section.attach_requested):
        QTest.mouseClick(section.findChildren(Button)[0], Qt.MouseButton.LeftButton)
    assert look is not None


def test_only_what_can_be_opened_has_a_button_and_the_rest_says_where_it_is(qtbot: QtBot, look: Look) -> None:
    section = AttachmentSection()
    qtbot.addWidget(section)
    section.set_lines((HERE, AWAY))
    section.show()
    assert "Bản quét còn ở Quầy 3" in words_of(section)
    assert "Chưa có bản quét nào." not in words_of(section)
    (button,) = section.open_buttons
    assert button.accessibleName() == "Mở bản quét Giấy báo tử.pdf"
    with qtbot.waitSignal(section.open_requested) as caught:
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert caught.args == ["a1"]
    assert look is not None


def test_scans_that_arrive_leave_the_keyboard_and_a_reason_half_typed(qtbot: QtBot, look: Look) -> None:
    pane = DossierPane()
    qtbot.addWidget(pane)
    card = sample_card(sample_lines()[0].id)
    pane.show_dossier(card)
    buttons = list(pane._shown_buttons)
    pane.show_dossier(replace(card, attachments=(AWAY,)))
    assert pane._shown_buttons == buttons
    assert pane.attachments.lines == (AWAY,)
    pane.show_dossier(replace(card, attachments=(replace(AWAY, can_open=True),)))
    assert len(pane.attachments.open_buttons) == 1
    pane.show_dossier(replace(card, note="khác"))
    assert pane._shown_buttons != buttons
    assert look is not None
