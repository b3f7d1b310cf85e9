"""The counters, creating, joining, inviting, leaving; every fault says what to do."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core import Core
from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.office_values import OfficeState
from desktop.ui.look import Look
from desktop.ui.office.file_dialogs import FileDialogs
from tests.support.fake_office import CODE, FakeOffice, shared_status
from tests.support.office_scene import OfficeScene, alone_office, busy_office, office_scene


class OneFolder(FileDialogs):
    """Always answers with one folder."""

    def folder(self, _parent: QWidget, _title: str) -> str:
        return "Z:/so-chung"


def told(scene: OfficeScene) -> str:
    return scene.window.toast.text


def test_without_an_office_nothing_but_the_fact_is_shown(look: Look, core: Core) -> None:
    with office_scene(look, core, None) as scene:
        scene.open("counters")
        assert scene.page.section == "counters"
        assert scene.wiring.panel.sentences == ("Máy này làm việc một mình; mọi việc nằm trên máy này.",)


def test_alone_both_ways_to_share_are_offered_and_explained(look: Look, core: Core) -> None:
    with office_scene(look, core, alone_office()) as scene:
        scene.open("counters")
        assert scene.counters.join_cards.isVisible()
        assert "một mình" in scene.counters.state.title
        words = " ".join(str(one.property("text")) for one in scene.counters.join_cards.findChildren(QObject))
        assert "bản thử" in words
        assert "PostgreSQL" in words


def test_an_office_is_created_off_the_gui_thread_in_a_chosen_folder(look: Look, core: Core) -> None:
    made = alone_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        cards = scene.counters.join_cards
        cards._dialogs = OneFolder()
        cards.create_office.click()
        assert cards.name.message
        cards.name.set_text("Quầy 1")
        cards._folder.click()
        cards.create_office.click()
        scene.settle()
        assert "create Z:/so-chung" in made.calls
        assert [line.counter.name for line in scene.counters.lines] == ["Quầy 1"]
        assert not cards.isVisible()
        assert "Đã nối vào sổ chung" in told(scene)


def test_a_pasted_code_joins_also_when_it_was_broken_into_lines(look: Look, core: Core) -> None:
    made = alone_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        wake: list[bool] = []
        scene.wiring.link_changed.connect(lambda: wake.append(True))
        code = scene.counters.join_cards.code
        code.set_text(f" {CODE[:20]} {CODE[20:]} ")
        QTest.keyClick(code.line, Qt.Key.Key_Return)
        scene.settle()
        assert made.shown.state is OfficeState.COPYING
        assert "Đang chép sổ chung" in scene.counters.state.title
        assert wake
        assert not code.text()


def test_a_wrong_code_is_told_where_it_was_typed(look: Look, core: Core) -> None:
    with office_scene(look, core, alone_office()) as scene:
        scene.open("counters")
        scene.counters.join_cards.code.set_text("KV1.sai")
        scene.counters.join_cards.join.click()
        scene.settle()
        assert "Mã ghép máy không đọc được" in scene.counters.join_cards.code.message
        assert not scene.window.messages.banners


@pytest.mark.parametrize(
    "fault",
    [
        ErrorCode.OFFICE_EXISTS,
        ErrorCode.OFFICE_STORE_UNSAFE,
        ErrorCode.OFFICE_UNREACHABLE,
        ErrorCode.OFFICE_BUSY,
    ],
)
def test_a_store_that_refuses_is_said_and_can_be_tried_again(
    look: Look, core: Core, fault: ErrorCode
) -> None:
    made = alone_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        cards = scene.counters.join_cards
        cards.name.set_text("Quầy 1")
        cards.address.set_text("Z:/so-chung")
        made.fail_next = fault
        cards.create_office.click()
        scene.settle()
        assert scene.window.messages.banners
        cards.create_office.click()
        scene.settle()
        assert made.shown.state is OfficeState.SHARED


def test_the_counters_say_when_seen_which_version_and_whose_clock_is_wrong(look: Look, core: Core) -> None:
    with office_scene(look, core, busy_office()) as scene:
        scene.open("counters")
        told_of = {line.counter.counter_no: line.accessibleDescription() for line in scene.counters.lines}
        assert told_of[1] == "Lần cuối 09:49 · bản 0.1.0 · đã đọc hết sổ · đồng hồ đúng."
        assert "đồng hồ chậm 2 phút" in told_of[2]
        assert "Chỉnh lại đồng hồ" in told_of[2]
        assert "dừng cấp số" in told_of[3]
        assert told_of[4].startswith("Đã ngừng")
        retirable = [
            line.counter.counter_no for line in scene.counters.lines if line.retire_button.isVisible()
        ]
        assert retirable == [2, 3]


def test_a_counter_is_retired_only_after_its_meaning_was_read(look: Look, core: Core) -> None:
    made = busy_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        scene.counters.lines[1].retire_button.click()
        assert "số 2 để cho quầy khác" in scene.counters.question.sentence
        yes, no = scene.counters.question.buttons
        assert no.hasFocus()
        QTest.keyClick(no, Qt.Key.Key_Return)
        assert not scene.counters.question.isVisible()
        assert "retire client-2" not in made.calls
        scene.counters.lines[1].retire_button.click()
        yes.click()
        scene.settle()
        assert "retire client-2" in made.calls
        assert scene.counters.lines[1].counter.retired


def test_the_pairing_code_is_shown_copied_and_put_away(look: Look, core: Core) -> None:
    with office_scene(look, core, busy_office()) as scene:
        scene.open("counters")
        invite = scene.counters.invite_card.invite
        invite.click()
        assert "Ghi tên quầy mới" in scene.counters.invite_card.name.message
        scene.counters.invite_card.name.set_text("Quầy 5")
        invite.click()
        scene.settle()
        pairing = scene.counters.invite_card.pairing
        assert pairing.code == CODE
        assert pairing.until == "Mã ghép máy cho Quầy 5, dùng được đến 10:50."
        pairing.copy_button.click()
        assert QGuiApplication.clipboard().text() == CODE
        scene.window.show_page("desk")
        assert pairing.code == ""
        assert QGuiApplication.clipboard().text() == ""


def test_the_name_offered_for_a_new_counter_is_not_taken(look: Look, core: Core) -> None:
    made = busy_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        invite = scene.counters.invite_card
        assert invite.name.line.placeholderText() == "Quầy 3"
        invite.invite.click()
        assert "Quầy 3" in invite.name.message


def test_leaving_keeps_the_records_and_says_so_first(look: Look, core: Core) -> None:
    made = busy_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        scene.counters.buttons[0].click()
        assert "Mọi hồ sơ vẫn còn trên máy này" in scene.counters.question.sentence
        assert "bao giờ nối lại sổ chung này máy tự gửi" in scene.counters.question.sentence
        scene.counters.question.buttons[0].click()
        scene.settle()
        assert "leave" in made.calls
        assert scene.counters.join_cards.isVisible()


@pytest.mark.parametrize(("lost", "words"), [(12, "Đã ghi lại 12 mục"), (0, "mỗi máy tự gửi lại")])
def test_a_store_that_went_back_is_healed_from_this_pc(look: Look, core: Core, lost: int, words: str) -> None:
    made = busy_office()
    made.shown = shared_status(state=OfficeState.STOPPED, fault=ErrorCode.OFFICE_WENT_BACK)
    made.lost = lost
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        assert "lùi về một bản cũ hơn" in scene.counters.state.title
        assert scene.counters.buttons[1].isVisible()
        scene.counters.buttons[1].click()
        scene.settle()
        assert words in told(scene)
        assert not scene.counters.buttons[1].isVisible()


def test_a_pc_that_sees_nothing_lost_can_say_that_the_store_was_put_back(look: Look, core: Core) -> None:
    made = busy_office()
    made.lost = 0
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        scene.counters.buttons[2].click()
        assert "báo cho mọi quầy" in scene.counters.question.sentence
        assert "bring_back" not in made.calls
        scene.counters.question.buttons[0].click()
        scene.settle()
        assert made.calls.count("bring_back") == 1
        assert "mỗi máy tự gửi lại" in told(scene)


def test_the_open_page_follows_how_the_counter_stands(look: Look, core: Core) -> None:
    made = busy_office()
    made.waiting, made.stuck = [], []
    made.shown = shared_status(state=OfficeState.WAITING, waiting=1, fault=ErrorCode.OFFICE_DISK_FULL)
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        assert "đã đầy" in scene.counters.state.title
        made.shown = shared_status(state=OfficeState.STOPPED, fault=ErrorCode.OFFICE_WENT_BACK)
        scene.wiring.show_status(made.status())
        scene.settle()
        assert "lùi về một bản cũ hơn" in scene.counters.state.title
        assert scene.counters.buttons[1].isVisible()
        made.shown = shared_status()
        made.rows = made.rows[:2]
        scene.wiring.show_status(made.status())
        scene.settle()
        assert not scene.counters.buttons[1].isVisible()
        assert len(scene.counters.lines) == 2


def test_the_store_is_asked_for_the_counters_only_when_something_is_otherwise(look: Look, core: Core) -> None:
    made = busy_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        asked = made.calls.count("counters")
        for _ in range(3):
            scene.wiring.show_status(made.status())
            scene.settle()
        assert made.calls.count("counters") == asked


def test_a_list_read_anew_leaves_the_keyboard_at_the_counter(look: Look, core: Core) -> None:
    with office_scene(look, core, busy_office()) as scene:
        scene.open("counters")
        scene.counters.lines[1].retire_button.setFocus(Qt.FocusReason.TabFocusReason)
        scene.counters.refresh()
        scene.settle()
        assert scene.counters.lines[1].retire_button.hasFocus()


def test_without_the_store_the_last_list_stays_with_a_word(look: Look, core: Core) -> None:
    made = busy_office()
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        made.fail_next = ErrorCode.OFFICE_UNREACHABLE
        scene.counters.refresh()
        scene.settle()
        assert len(scene.counters.lines) == 4
        assert "Danh sách dưới đây là lần hỏi trước" in scene.counters.note


def test_without_any_list_none_is_spoken_of(look: Look, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise DeskError(ErrorCode.OFFICE_STORE_DAMAGED)

    made = busy_office()
    monkeypatch.setattr(made, "counters", damaged)
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        assert scene.counters.note
        assert "Danh sách" not in scene.counters.note


def test_no_call_to_the_office_is_made_on_the_gui_thread(look: Look, core: Core) -> None:

    made = busy_office()
    with office_scene(look, core, made) as scene:
        for section in ("choose", "counters"):
            scene.open(section)
        assert made.threads
        assert threading.get_ident() not in made.threads


def test_a_retired_counter_needs_no_clock(look: Look, core: Core) -> None:
    made = FakeOffice(shown=shared_status())
    made.rows = [replace(busy_office().rows[2], retired=True)]
    with office_scene(look, core, made) as scene:
        scene.open("counters")
        assert "dừng cấp số" not in scene.counters.lines[0].accessibleDescription()


@pytest.mark.parametrize("place", [0, 2])
def test_a_question_that_is_waved_away_gives_the_keyboard_back(look: Look, core: Core, place: int) -> None:
    with office_scene(look, core, busy_office()) as scene:
        scene.open("counters")
        asker = scene.counters.buttons[place]
        QTest.mouseClick(asker, Qt.MouseButton.LeftButton)
        assert scene.counters.question.isVisible()
        scene.settle()
        QTest.keyClick(scene.counters.question.buttons[1], Qt.Key.Key_Escape)
        assert asker.hasFocus()


def test_a_question_about_a_counter_gives_the_keyboard_back_to_its_line(look: Look, core: Core) -> None:
    with office_scene(look, core, busy_office()) as scene:
        scene.open("counters")
        scene.counters.lines[1].retire_button.click()
        scene.counters.refresh()
        scene.settle()
        QTest.keyClick(scene.counters.question.buttons[1], Qt.Key.Key_Escape)
        assert scene.counters.lines[1].retire_button.hasFocus()


@pytest.mark.parametrize("does", ["leave", "retire"])
def test_what_was_agreed_to_leaves_the_keyboard_on_the_page(look: Look, core: Core, does: str) -> None:
    with office_scene(look, core, busy_office()) as scene:
        scene.open("counters")
        asker = scene.counters.buttons[0] if does == "leave" else scene.counters.lines[1].retire_button
        asker.click()
        scene.counters.question.buttons[0].click()
        scene.settle()
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused is scene.counters or scene.counters.isAncestorOf(focused)
        assert focused.isVisible()
