"""The list of forms: found without marks, its versions and their days, what may be done with each."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.ids import FormRef
from desktop.ui.look import Look
from desktop.ui.widgets.button import Button
from desktop.ui.workbench.form_lines import FormFilter
from tests.support.desk_office import Office
from tests.support.form_files import form_text
from tests.support.workbench_scenes import plant_own_forms
from tests.support.workbench_window import EXTRACT, WorkbenchHand


def titles(hand: WorkbenchHand) -> list[str]:
    return [line.title for line in hand.page.forms.list.lines]


def test_a_form_is_found_without_marks_and_told_with_its_certainty(hand: WorkbenchHand) -> None:
    hand.control(Qt.Key.Key_F)
    QTest.keyClicks(hand.page.forms.search.line, "trich luc ho tich")
    assert titles(hand) == ["Tờ khai cấp bản sao trích lục hộ tịch"]
    current = hand.page.forms.list.current
    assert current is not None
    facts = dict(current.facts)
    assert facts["Đã đối chiếu"].startswith("23/11/2026")
    assert facts["Dùng"] == "từ 06/06/2024"
    hand.key(Qt.Key.Key_Escape)
    assert len(titles(hand)) > 20


def test_every_version_is_one_filter_away(hand: WorkbenchHand) -> None:
    hand.control(Qt.Key.Key_4)
    days = [line.days for line in hand.page.forms.list.lines if line.detail.startswith("ho-tich.trich-luc ")]
    assert days == ["Từ 06/06/2024", "16/07/2020 – 05/06/2024"]


def test_enter_shows_a_form_that_cannot_be_changed_by_mistake(hand: WorkbenchHand) -> None:
    hand.choose()
    hand.page.forms.list.setFocus()
    hand.key(Qt.Key.Key_Return)
    assert hand.page.is_editing
    before = hand.editor.edit.text()
    QTest.keyClicks(hand.editor.edit, "x")
    assert hand.editor.edit.text() == before
    hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert hand.page.forms.isVisible()
    assert not hand.window.office.core.form_workbench.overview().drafts


def test_an_empty_form_is_asked_for_by_its_key(hand: WorkbenchHand) -> None:
    hand.choose()
    hand.page.forms.list.setFocus()
    with hand.qtbot.waitSignal(hand.page.print_requested) as said:
        hand.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert said.args == [FormRef(form_id="ho-tich.trich-luc", version="2024-06-06")]


def test_a_broken_file_of_the_office_is_listed_with_its_mistake_and_mended(
    office: Office, open_at: Callable[[Office], WorkbenchHand]
) -> None:
    plant_own_forms(office)
    hand = open_at(office)
    assert titles(hand)[0] == "xa/hong/2024-01-01.toml"
    assert "khong.co" in hand.page.forms.list.lines[0].detail
    hand.choose("broken:xa/hong/2024-01-01.toml")
    hand.page.forms.list.setFocus()
    hand.key(Qt.Key.Key_Return)
    assert hand.editor.status.words == "1 chỗ sai"
    hand.type_over("{khong.co}", "{requester.name}")
    hand.settle()
    hand.control(Qt.Key.Key_Return)
    assert hand.editor.is_publishing
    assert "xa/hong/2024-01-01.toml" in hand.editor.publish.sentence
    hand.control(Qt.Key.Key_Return)
    assert not hand.page.is_editing
    assert office.core.library.get("xa.hong", "2024-01-01").in_force.covers(date(2026, 11, 17))
    assert not office.core.form_workbench.overview().broken


def test_two_files_of_one_version_are_told(
    office: Office, open_at: Callable[[Office], WorkbenchHand]
) -> None:
    for folder in ("a", "b"):
        file = office.core.data_dir / "forms" / folder / "mau" / "2024-01-01.toml"
        file.parent.mkdir(parents=True)
        file.write_text(form_text(), encoding="utf-8")
    hand = open_at(office)
    broken = [line for line in hand.page.forms.list.lines if line.broken is not None]
    assert [line.title for line in broken] == ["b/mau/2024-01-01.toml"]
    assert "a/mau/2024-01-01.toml" in broken[0].detail


def test_a_draft_thrown_away_by_mistake_comes_back(hand: WorkbenchHand, office: Office) -> None:
    hand.copy()
    hand.type_over("Quyển số", "Quyển sổ")
    hand.settle()
    draft = hand.page.work.draft
    assert draft is not None
    hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    hand.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert not office.core.form_workbench.overview().drafts
    banner = hand.page.messages.banners[0]
    back = next(one for one in banner.findChildren(Button) if one.text() == "Lấy lại")
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    hand.settle()
    assert not hand.page.messages.banners
    assert [one.text for one in office.core.form_workbench.overview().drafts] == [draft.text]


def test_an_empty_filter_says_how_to_begin(hand: WorkbenchHand) -> None:
    hand.page.forms.choose_filter(list(FormFilter).index(FormFilter.DRAFTS))
    assert titles(hand) == []
    assert "Chép để sửa" in hand.page.forms._none.accessibleDescription()
    assert hand.page.forms.pane._line is None


def test_on_a_small_window_enter_opens_the_detail_first(hand: WorkbenchHand) -> None:
    hand.window.resize(800, 600)
    hand.choose(EXTRACT)
    hand.page.forms.list.setFocus()
    assert not hand.page.forms.pane.isVisible()
    hand.key(Qt.Key.Key_Return)
    assert hand.page.forms.pane.isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert hand.page.forms.list.isVisible()


def test_text_made_larger_in_the_same_window_shows_the_list_alone(hand: WorkbenchHand, look: Look) -> None:
    hand.choose(EXTRACT)
    assert hand.page.forms.pane.isVisible()
    look.set_factor(2.0)
    hand.settle()
    assert not hand.page.forms.pane.isVisible()
    assert hand.page.forms.list.isVisible()
