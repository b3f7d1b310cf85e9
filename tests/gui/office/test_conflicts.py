"""Decisions by keyboard and mouse, with none, one and two hundred of them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from desktop.core import Core
from desktop.domain.errors import ErrorCode
from desktop.domain.ids import StaffId
from desktop.services.office_values import Choice
from desktop.services.record_values import Entity
from desktop.ui.focus_ring import FocusRing
from desktop.ui.look import Look
from desktop.ui.office.conflict_section import CARDS_AT_ONCE, CHANGED, ELSEWHERE
from desktop.ui.tokens import Space
from tests.support.fake_office import (
    FakeOffice,
    copies_conflict,
    gone_conflict,
    note_conflict,
    number_conflict,
    removal_conflict,
    shared_status,
    state_conflict,
    stuck_work,
)
from tests.support.office_scene import OfficeScene, office_scene


def office(*conflicts: object) -> FakeOffice:
    made = FakeOffice(shown=shared_status())
    made.waiting = list(conflicts)  # type: ignore[arg-type]  # all are conflicts
    return made


def press(scene: OfficeScene, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    scene.settle()


def ring_of(button: QPushButton) -> FocusRing:
    return next(one for one in button.children() if isinstance(one, FocusRing))


def words_on(scene: OfficeScene) -> str:
    return "\n".join(label.text() for label in scene.choose.findChildren(QLabel) if label.isVisible())


def test_nothing_to_choose_is_said_and_reassures(look: Look, core: Core) -> None:
    with office_scene(look, core, office()) as scene:
        scene.open("choose")
        assert scene.choose.empty_state.isVisible()
        assert not scene.choose.rows


def test_nothing_is_called_decided_before_it_was_read(look: Look, core: Core) -> None:
    made = office()
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        scene.window.show_page("desk")
        made.waiting = [copies_conflict()]
        scene.wiring.open_section("choose")
        assert not scene.choose.empty_state.isVisible()
        scene.settle()
        assert not scene.choose.empty_state.isVisible()
    with office_scene(look, core, office(copies_conflict())) as scene:
        scene.window.show_page("office")
        assert not scene.choose.empty_state.isVisible()


def test_the_count_beside_a_section_is_whole_from_the_first_picture(look: Look, core: Core) -> None:
    with office_scene(look, core, office(copies_conflict(), note_conflict())) as scene:
        scene.open("counters")
        scene.page.set_counts({})
        QApplication.processEvents()
        scene.page.set_counts({"choose": 2})
        for pill in scene.page.bar.findChildren(QPushButton):
            assert pill.width() >= pill.sizeHint().width()


def test_the_page_ends_where_its_last_card_ends(look: Look, core: Core) -> None:
    made = office(*(copies_conflict(seq, f"d{seq}") for seq in range(6)))
    made.stuck = [stuck_work()] * 3
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        scroll = next(one for one in scene.page.findChildren(QScrollArea) if one.isAncestorOf(scene.choose))
        holder = scroll.widget()
        assert holder is not None
        shown = [one for one in scene.choose.children() if isinstance(one, QWidget) and one.isVisible()]
        last = max(one.mapTo(holder, one.rect().bottomLeft()).y() for one in shown)
        assert holder.height() - last <= 2 * Space.THREE


@pytest.mark.parametrize("place", [0, 1])
def test_after_a_choice_by_mouse_the_next_pair_has_the_ring(look: Look, core: Core, place: int) -> None:
    made = office(*(copies_conflict(seq, f"d{seq}") for seq in range(4)))
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        scene.window.rail.office_button.setFocus()
        QTest.mouseClick(scene.choose.rows[place].options[1], Qt.MouseButton.LeftButton)
        scene.settle()
        following = scene.choose.rows[place + 1].options[0]
        assert following.hasFocus()
        assert ring_of(following).is_shown
        scroll = next(one for one in scene.page.findChildren(QScrollArea) if one.isAncestorOf(scene.choose))
        assert (
            scroll.viewport().rect().contains(following.mapTo(scroll.viewport(), following.rect().center()))
        )


def test_the_officer_reads_who_wrote_what_when_and_where(look: Look, core: Core) -> None:
    with office_scene(look, core, office(copies_conflict())) as scene:
        scene.open("choose")
        said = words_on(scene)
        assert "Quầy 2 đã sửa ô “Số bản sao” lúc 09:44: anh/chị ghi 2, quầy 2 ghi 3. Chọn số đúng." in said
        first, second = scene.choose.rows[0].options
        assert first.accessibleName() == "1. 3"
        assert first.accessibleDescription() == "Đang có trong sổ · Ngô Anh Tuấn, Quầy 2, 09:44"
        assert second.accessibleName() == "2. 2"


def test_the_other_officer_is_told_by_the_counters_names(look: Look, core: Core) -> None:
    with office_scene(look, core, office(copies_conflict()), actor="s3") as scene:
        scene.open("choose")
        assert "quầy 1 ghi 2, quầy 2 ghi 3" in words_on(scene)


@pytest.mark.parametrize(
    ("key", "choice", "value"), [(Qt.Key.Key_1, Choice.THEIRS, "3"), (Qt.Key.Key_2, Choice.MINE, "2")]
)
def test_a_digit_chooses_and_the_choice_stands_in_its_place(
    look: Look, core: Core, key: Qt.Key, choice: Choice, value: str
) -> None:
    with office_scene(look, core, office(copies_conflict())) as scene:
        scene.open("choose")
        press(scene, key)
        assert scene.office is not None
        assert [(one[0], one[2]) for one in scene.office.chosen] == [(StaffId("s1"), choice)]
        assert scene.choose.rows[0].settled == f"Đã chọn “{value}”. Các quầy khác sẽ thấy như vậy."
        assert not scene.choose.rows[0].options[0].isVisible()


def test_enter_takes_the_focused_value_and_goes_on_to_the_next(look: Look, core: Core) -> None:
    with office_scene(look, core, office(copies_conflict(), note_conflict(), state_conflict())) as scene:
        scene.open("choose")
        press(scene, Qt.Key.Key_Tab)
        press(scene, Qt.Key.Key_Return)
        press(scene, Qt.Key.Key_2)
        press(scene, Qt.Key.Key_1)
        assert scene.office is not None
        assert [one[2] for one in scene.office.chosen] == [Choice.MINE, Choice.MINE, Choice.THEIRS]
        assert all(row.settled for row in scene.choose.rows)


def test_a_second_key_before_the_first_is_written_chooses_nothing(look: Look, core: Core) -> None:
    with office_scene(look, core, office(copies_conflict())) as scene:
        scene.open("choose")
        focused = QApplication.focusWidget()
        assert focused is not None
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2):
            QTest.keyClick(focused, key)
        scene.settle()
        assert scene.office is not None
        assert len(scene.office.chosen) == 1
        assert not scene.window.messages.banners


def test_a_value_nobody_can_read_is_not_offered_to_choose(look: Look, core: Core) -> None:
    unreadable = replace(copies_conflict(), offered=None, is_offered_unreadable=True)
    with office_scene(look, core, office(unreadable)) as scene:
        scene.open("choose")
        assert [one.accessibleName() for one in scene.choose.rows[0].options] == ["1. 3"]
        press(scene, Qt.Key.Key_2)
        assert not scene.choose.rows[0].settled
        press(scene, Qt.Key.Key_1)
        assert scene.office is not None
        assert [one[2] for one in scene.office.chosen] == [Choice.THEIRS]


def test_a_move_is_kept_or_the_dossier_opened(look: Look, core: Core) -> None:
    with office_scene(look, core, office(state_conflict())) as scene:
        scene.open("choose")
        assert (
            "Quầy 2 đã chuyển hồ sơ lúc 09:44 sang “Đã trả”; anh/chị muốn chuyển sang “Đã rút”"
            in words_on(scene)
        )
        asked: list[str] = []
        scene.choose.dossier_requested.connect(asked.append)
        press(scene, Qt.Key.Key_2)
        assert asked == ["d2"]
        assert scene.window.page == "today"


def test_an_entry_taken_away_here_and_changed_there_is_kept_or_taken_away_whole(
    look: Look, core: Core
) -> None:
    made = office(removal_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        said = words_on(scene)
        assert "Quầy 2 đã sửa ô “Đến giờ” lúc 09:44; anh/chị đã xóa cả mục này." in said
        assert "24/11/2026 · Trần Thị Mai" in said
        assert [option.accessibleName() or option.text() for option in scene.choose.rows[0].options]
        assert "xóa cả mục" in said
        assert "để trống" not in said
        press(scene, Qt.Key.Key_2)
        assert made.chosen[-1][-1] is Choice.MINE
        assert "Đã xóa mục ấy" in words_on(scene)


def test_a_value_for_an_entry_that_is_gone_is_told_and_has_no_place_to_go(look: Look, core: Core) -> None:
    made = office(gone_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        said = words_on(scene)
        assert "Quầy 2 đã xóa mục này lúc 09:44; anh/chị ghi 11:00 vào ô “Đến giờ”." in said
        assert "nhập lại trong Thiết lập" in said
        assert [option.text() for option in scene.choose.rows[0].options] == ["Giữ như đang có"]
        press(scene, Qt.Key.Key_1)
        assert made.chosen[-1][-1] is Choice.THEIRS


def test_two_dossiers_with_one_number_are_both_shown(look: Look, core: Core) -> None:
    with office_scene(look, core, office(number_conflict())) as scene:
        scene.open("choose")
        said = words_on(scene)
        assert (
            "Hai hồ sơ cùng mang mã hồ sơ trên cổng “H27.123-261124-0015”: "
            "bản ghi kia ghi trước (Ngô Anh Tuấn, Quầy 2, 09:44), "
            "261124-0015 · Nguyễn Thị Lý ghi sau (Lê Thị Hạnh, Quầy 1, 09:46)" in said
        )
        assert [button.text() for button in scene.choose.rows[0].options] == [
            "Mở bản ghi kia",
            "Mở 261124-0015 · Nguyễn Thị Lý",
            "Giữ cả hai như đang có",
        ]
        asked: list[str] = []
        scene.choose.dossier_requested.connect(asked.append)
        for option in scene.choose.rows[0].options[:2]:
            option.click()
        assert asked == ["d9", "d3"]


def test_a_decision_made_at_another_counter_goes_with_a_word(look: Look, core: Core) -> None:
    made = office(copies_conflict(), state_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        del made.waiting[0]
        scene.wiring.refresh()
        scene.settle()
        assert scene.choose.rows[0].settled == ELSEWHERE
        assert not scene.choose.rows[1].settled
        scene.window.show_page("desk")
        scene.open("choose")
        assert len(scene.choose.rows) == 1


def test_a_record_that_changed_under_the_choice_is_not_overwritten(look: Look, core: Core) -> None:
    made = office(copies_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        made.waiting[0] = replace(made.waiting[0], stands=5)
        press(scene, Qt.Key.Key_2)
        assert not made.chosen
        assert not scene.choose.rows[0].settled
        assert CHANGED in words_on(scene)
        assert scene.choose.rows[0].options[0].accessibleName() == "1. 5"
        press(scene, Qt.Key.Key_2)
        assert len(made.chosen) == 1
        assert CHANGED not in words_on(scene)


def test_a_question_about_a_field_decided_in_another_card_shows_what_stands_now(
    look: Look, core: Core
) -> None:
    made = office(copies_conflict(1), copies_conflict(2, mine=7))
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        made.waiting[1] = replace(made.waiting[1], stands=2, stands_by="s1", stands_counter="Quầy 1")
        press(scene, Qt.Key.Key_2)
        first, second = scene.choose.rows
        assert first.settled
        assert [one.accessibleName() for one in second.options] == ["1. 2", "2. 7"]
        assert "Quầy 1 đã sửa ô “Số bản sao”" in words_on(scene)
        assert second.options[0].hasFocus()
        press(scene, Qt.Key.Key_2)
        assert made.chosen[1][1].stands == 2
        assert second.settled == "Đã chọn “7”. Các quầy khác sẽ thấy như vậy."


def test_a_card_that_is_renewed_keeps_the_keyboard_where_it_was(look: Look, core: Core) -> None:
    made = office(copies_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        press(scene, Qt.Key.Key_Tab)
        made.waiting[0] = replace(made.waiting[0], stands=5)
        scene.wiring.refresh()
        scene.settle()
        option = scene.choose.rows[0].options[1]
        assert option.hasFocus()
        assert ring_of(option).is_shown


def test_what_is_not_shown_yet_is_shown_as_it_stands_by_then(look: Look, core: Core) -> None:
    made = office(*(copies_conflict(seq, f"d{seq}") for seq in range(CARDS_AT_ONCE + 1)))
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        made.waiting[-1] = replace(made.waiting[-1], stands=5)
        scene.wiring.refresh()
        scene.settle()
        scene.choose.more_button.click()
        assert scene.choose.rows[-1].options[0].accessibleName() == "1. 5"


@pytest.mark.parametrize("way", ["section", "page"])
def test_opened_again_the_page_has_the_keyboard(look: Look, core: Core, way: str) -> None:
    made = office(copies_conflict(), state_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        for _ in range(2):
            if way == "section":
                scene.open("counters")
                scene.open("choose")
            else:
                scene.window.show_page("desk")
                scene.settle()
                scene.window.show_page("office")
                scene.settle()
            assert scene.choose.rows[0].options[0].hasFocus()
        press(scene, Qt.Key.Key_2)
        assert len(made.chosen) == 1


def test_opened_again_with_nothing_left_the_keyboard_stays_on_the_page(look: Look, core: Core) -> None:
    made = office(copies_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        made.waiting.clear()
        scene.open("counters")
        scene.open("choose")
        assert scene.choose.hasFocus()


def test_a_full_disk_leaves_the_choice_open(look: Look, core: Core) -> None:
    made = office(copies_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        made.fail_next = ErrorCode.DISK_FULL
        press(scene, Qt.Key.Key_1)
        assert not scene.choose.rows[0].settled
        assert "Ổ đĩa đã đầy" in scene.window.messages.banners[0].title
        press(scene, Qt.Key.Key_1)
        assert len(made.chosen) == 1


def test_a_new_disagreement_is_added_without_moving_the_keyboard(look: Look, core: Core) -> None:
    made = office(copies_conflict())
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        before = QApplication.focusWidget()
        made.waiting.append(state_conflict())
        scene.wiring.refresh()
        scene.settle()
        assert len(scene.choose.rows) == 2
        assert QApplication.focusWidget() is before


def test_two_hundred_are_shown_a_page_at_a_time(look: Look, core: Core) -> None:
    made = office(*(copies_conflict(seq, f"d{seq}") for seq in range(200)))
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        assert len(scene.choose.rows) == CARDS_AT_ONCE
        assert scene.choose.more_button.text() == "Xem thêm, còn 180 bản ghi"
        scene.choose.more_button.click()
        scene.settle()
        assert len(scene.choose.rows) == 2 * CARDS_AT_ONCE
        assert (
            "200"
            in scene.page.bar.findChildren(type(scene.choose.more_button).__mro__[1])[0].accessibleName()
        )


def test_an_answer_is_called_by_the_forms_own_words(look: Look, core: Core) -> None:
    answer = replace(
        copies_conflict(), entity=Entity.ANSWERS, field="deceased.name", offered="Lâm", stands="Lam"
    )
    with office_scene(look, core, office(answer)) as scene:
        label = {field.key: field.label for form in scene.core.library.all() for field in form.fields}[
            "deceased.name"
        ]
        scene.open("choose")
        assert f"“{label}”" in words_on(scene)


def test_stuck_work_stands_apart_and_is_offered_again(look: Look, core: Core) -> None:
    made = office()
    made.stuck = [stuck_work()]
    with office_scene(look, core, made) as scene:
        scene.open("choose")
        assert "08:50 · Lê Thị Hạnh · Hồ sơ, Bước của hồ sơ" in words_on(scene)
        scene.choose.offer_button.click()
        scene.settle()
        assert made.calls.count("offer_quarantined") == 1
        assert not scene.choose.offer_button.isVisible()
