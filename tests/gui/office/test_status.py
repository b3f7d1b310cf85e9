"""The sign at the foot of the rail and the panel behind it: sign, word and tool tip, never colour alone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core import Core
from desktop.domain.errors import ErrorCode
from desktop.services.office_values import ALONE, OfficeState, OfficeStatus
from desktop.ui.look import Look
from desktop.ui.office.status_panel import StatusPanel
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from tests.support.fake_office import NOW, FakeOffice, shared_status
from tests.support.office_scene import OfficeScene, busy_office, cut_office, office_scene

CUT = NOW - timedelta(minutes=38)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def sign_of(scene: OfficeScene) -> str:
    """Which of the three lamps is painted, by its colour; the glyph belongs to the lamp."""
    image = scene.window.rail.office_button.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    colours = current_theme().colours
    lamps = {"check": colours.lamp_ok, "!": colours.lamp_warn, "x": colours.lamp_bad}
    return "".join(sign for sign, colour in lamps.items() if QColor(colour).name() in seen)


@pytest.mark.parametrize(
    ("status", "sign", "words"),
    [
        (ALONE, "check", "Máy này làm việc một mình"),
        (shared_status(), "check", "Đã chia sẻ hết"),
        (shared_status(state=OfficeState.WAITING, waiting=4), "check", "4 việc chờ gửi"),
        (
            shared_status(state=OfficeState.CUT_OFF, waiting=4, cut_off_since=CUT),
            "!",
            "Quầy đang làm một mình, mất mạng từ 09:12",
        ),
        (
            shared_status(state=OfficeState.WAITING, waiting=4, fault=ErrorCode.OFFICE_DISK_FULL),
            "!",
            "4 việc chờ gửi · ổ để sổ chung đã đầy",
        ),
        (
            shared_status(state=OfficeState.WAITING, waiting=4, fault=ErrorCode.DISK_FULL, is_disk_full=True),
            "x",
            "Ổ đĩa máy này đã đầy",
        ),
        (shared_status(state=OfficeState.COPYING), "!", "Đang chép sổ chung"),
        (shared_status(state=OfficeState.STOPPED, fault=ErrorCode.OFFICE_FOREIGN), "x", "Đã dừng chia sẻ"),
    ],
)
def test_every_state_has_a_sign_and_words(
    look: Look, core: Core, status: OfficeStatus, sign: str, words: str
) -> None:
    with office_scene(look, core, FakeOffice(shown=status)) as scene:
        button = scene.window.rail.office_button
        assert sign_of(scene) == sign
        assert button.toolTip() == words
        assert button.accessibleName() == words


def test_what_waits_for_somebody_is_counted_at_the_page(look: Look, core: Core) -> None:
    with office_scene(look, core, busy_office()) as scene:
        assert scene.window.rail.button("office").accessibleName() == "Cơ quan, 5 việc"
        assert scene.window.rail.office_button.toolTip() == "Đã chia sẻ hết · 5 chỗ cần chọn"


def test_a_number_given_on_a_day_nobody_vouched_for_is_followed_by_a_word(look: Look, core: Core) -> None:
    with office_scene(look, core, cut_office()) as scene:
        scene.wiring.remind_of_clock()
        assert scene.window.toast.text == ""
        scene.wiring.show_status(
            shared_status(state=OfficeState.CUT_OFF, clock_sure_at=NOW - timedelta(days=9))
        )
        scene.wiring.remind_of_clock()
        assert "9 ngày" in scene.window.toast.text


def test_the_panel_opens_by_key_and_by_mouse_and_shuts_by_esc(look: Look, core: Core) -> None:
    with office_scene(look, core, cut_office()) as scene:
        panel: StatusPanel = scene.wiring.panel
        scene.window.actions_registry.action("office.state").trigger()
        assert panel.isVisible()
        assert "4 việc chờ gửi, mất mạng từ 09:12, vẫn làm bình thường." in panel.sentences
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Escape)
        assert not panel.isVisible()
        scene.window.rail.office_button.click()
        assert panel.isVisible()


def test_a_page_that_reaches_for_the_keyboard_gets_it_when_the_panel_is_shut(look: Look, core: Core) -> None:
    with office_scene(look, core, cut_office()) as scene:
        panel = scene.wiring.panel
        scene.open("counters")
        field = scene.counters.invite_card.name.line
        panel.open()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        assert panel.isAncestorOf(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        assert not panel.isVisible()
        assert focused() is field


def test_tab_goes_round_in_the_open_panel(look: Look, core: Core) -> None:
    with office_scene(look, core, cut_office()) as scene:
        panel = scene.wiring.panel
        panel.open()
        seen = [focused()]
        for _ in range(3):
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
            seen.append(focused())
        assert all(panel.isAncestorOf(one) for one in seen)
        assert [getattr(one, "text", str)() for one in seen] == [
            "Chọn ngay",
            "Xem việc ấy",
            "Chia sẻ ngay",
            "Đóng",
        ]
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert focused() is seen[0]
        QTest.keyClick(focused(), Qt.Key.Key_Backtab)
        assert focused() is seen[3]


def test_a_sentence_that_changes_leaves_the_keyboard_in_the_open_panel(look: Look, core: Core) -> None:
    with office_scene(look, core, cut_office()) as scene:
        panel = scene.wiring.panel
        panel.open()
        panel.steps[1].setFocus(Qt.FocusReason.TabFocusReason)
        scene.wiring.show_status(shared_status(conflicts=4, quarantined=1))
        scene.settle()
        assert focused() is panel.steps[1]
        scene.wiring.show_status(shared_status())
        scene.settle()
        assert panel.isAncestorOf(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        assert not panel.isVisible()


@pytest.mark.parametrize("factor", [1.0, 1.5])
@pytest.mark.parametrize(
    "status",
    [
        shared_status(state=OfficeState.STOPPED, fault=ErrorCode.OFFICE_REFUSED),
        shared_status(state=OfficeState.STOPPED, fault=ErrorCode.COUNTER_RETIRED, waiting=12),
        shared_status(state=OfficeState.CUT_OFF, cut_off_since=CUT, is_numbers_unsure=True),
        shared_status(clock_offset_seconds=10_800, is_store_clock_off=True),
    ],
)
def test_a_sentence_of_three_lines_is_read_whole(
    look: Look, core: Core, status: OfficeStatus, factor: float
) -> None:
    look.set_factor(factor)
    with office_scene(look, core, FakeOffice(shown=status)) as scene:
        scene.window.rail.office_button.click()
        scene.settle()
        labels = [one for one in scene.wiring.panel.findChildren(TextLabel) if one.isVisible()]
        assert {one.text() for one in labels} >= set(scene.wiring.panel.sentences)
        for label in labels:
            assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_the_first_button_of_the_panel_leads_to_the_decisions(look: Look, core: Core) -> None:
    with office_scene(look, core, cut_office()) as scene:
        scene.window.rail.office_button.click()
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Return)
        scene.settle()
        assert scene.window.page == "office"
        assert scene.page.section == "choose"
        assert not scene.wiring.panel.isVisible()


def test_somebody_may_ask_for_the_exchange_at_once(look: Look, core: Core) -> None:
    with office_scene(look, core, cut_office()) as scene:
        asked: list[bool] = []
        scene.wiring.link_changed.connect(lambda: asked.append(True))
        scene.window.rail.office_button.click()
        scene.wiring.panel.sync_button.click()
        assert asked == [True]


def test_a_new_state_shows_without_a_click(look: Look, core: Core) -> None:
    made = cut_office()
    with office_scene(look, core, made) as scene:
        scene.wiring.show_status(shared_status())
        assert scene.window.rail.office_button.toolTip() == "Đã chia sẻ hết"


def test_keys_open_the_sections(look: Look, core: Core) -> None:
    with office_scene(look, core, busy_office()) as scene:
        scene.open("choose")
        scene.window.actions_registry.action("office.counters").trigger()
        scene.settle()
        assert scene.page.section == "counters"
