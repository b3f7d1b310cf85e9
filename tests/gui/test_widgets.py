"""Each widget in each of its states: what it shows, what it says, what a key does to it."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop.ui.icon_set import Icon
from desktop.ui.look import Look
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.date_field import DateField, DateReading
from desktop.ui.widgets.day_line import DayLine, DayMark, DayPoint
from desktop.ui.widgets.field import Field, FieldState
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.widgets.pill import Pill, PillKind
from desktop.ui.widgets.rail import Lamp, Rail, RailPage
from desktop.ui.widgets.step_bar import StepBar, StepState
from desktop.ui.widgets.suggestion_list import Suggestion, SuggestionList
from desktop.ui.widgets.toast import Toast
from tests.support.component_sheet import STEPS, component_sheet, verdict_sheet
from tests.support.typing_hand import type_text

pytestmark = pytest.mark.usefixtures("look")


def colours_of(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name().upper()
        for y in range(0, image.height(), 1)
        for x in range(0, image.width(), 1)
    }


def shown(qtbot: QtBot, widget: QWidget, width: int = 400) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    QVBoxLayout(holder).addWidget(widget)
    holder.resize(width, holder.sizeHint().height())
    holder.show()
    holder.activateWindow()
    qtbot.waitExposed(holder)
    return holder


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5, 2.0])
def test_the_sheets_are_drawn_at_every_size_in_both_themes(
    qtbot: QtBot, look: Look, factor: float, contrast: bool
) -> None:
    look.set_factor(factor)
    look.set_high_contrast(contrast)
    for build in (component_sheet, verdict_sheet):
        sheet = build()
        qtbot.addWidget(sheet)
        sheet.resize(1366, 768)
        sheet.show()
        assert len(colours_of(sheet.grab().toImage().scaledToWidth(400))) > 20


@pytest.mark.parametrize(
    ("state", "token"),
    [
        (FieldState.NORMAL, "edge"),
        (FieldState.ERROR, "bad"),
        (FieldState.WARNING, "warn"),
        (FieldState.READ_ONLY, "sunken"),
        (FieldState.DISABLED, "sunken"),
    ],
)
def test_a_field_shows_its_state_and_tells_it(qtbot: QtBot, state: FieldState, token: str) -> None:
    field = Field("Ngày sinh", hint="ngày/tháng/năm")
    _holder = shown(qtbot, field)
    field.line.clearFocus()
    field.set_state(state, "Tháng 2/1951 có 28 ngày. Hỏi lại bà.")
    assert getattr(current_theme().colours, token) in colours_of(field.grab().toImage())
    assert field.line.accessibleName() == "Ngày sinh"
    if state is FieldState.DISABLED:
        assert "28 ngày" in field.line.placeholderText()
    else:
        assert "28 ngày" in field.line.accessibleDescription()


def test_a_field_gives_composed_letters_and_keeps_what_is_typed(qtbot: QtBot) -> None:
    field = Field("Tên")
    _holder = shown(qtbot, field)
    with qtbot.waitSignal(field.edited) as said:
        type_text(field.line, "Bu\u031bo\u031b\u0309i")
    assert said.args is not None
    assert field.text() == "Bưởi"
    assert field.line.inputMask() == ""
    assert field.line.validator() is None


def test_a_disabled_field_gets_its_placeholder_back(qtbot: QtBot) -> None:
    field = Field("PIN", placeholder="bốn số")
    _holder = shown(qtbot, field)
    field.set_state(FieldState.DISABLED, "Chọn tên trước")
    field.set_state(FieldState.NORMAL)
    assert field.line.placeholderText() == "bốn số"


def test_the_focused_field_has_its_halo_outside_the_box(qtbot: QtBot) -> None:
    field = Field("Tên")
    holder = shown(qtbot, field)
    field.line.setFocus()
    qtbot.waitUntil(field.line.hasFocus)
    assert current_theme().colours.soft2 in colours_of(holder.grab().toImage())
    assert current_theme().colours.soft2 not in colours_of(field.line.grab().toImage())


def test_a_date_says_what_it_understood_and_complains_only_when_left(qtbot: QtBot) -> None:
    def understand(text: str) -> DateReading:
        if text == "5/3/51":
            return DateReading(text="05/3/1951", sentence="5 tháng 3 năm 1951, 75 tuổi")
        return DateReading(text="", sentence="Chưa rõ ngày. Hỏi lại.", state=FieldState.ERROR)

    field = DateField("Ngày sinh", understand)
    _holder = shown(qtbot, field)
    QTest.keyClicks(field.line, "5/3")
    assert field.state.value == "normal"
    QTest.keyClicks(field.line, "/51")
    assert field.message == "5 tháng 3 năm 1951, 75 tuổi"
    field.set_text("31/2")
    field.check(field.text())
    assert field.state is FieldState.ERROR


def choices() -> tuple[Choice, ...]:
    return tuple(Choice(key=name, label=name) for name in ("Khai sinh", "Kết hôn", "Khai tử"))


def test_one_digit_picks_an_answer(qtbot: QtBot) -> None:
    row = ChoiceRow("Loại", choices())
    _holder = shown(qtbot, row, 500)
    row.setFocus()
    with qtbot.waitSignal(row.chosen) as said:
        QTest.keyClick(row.chips[0], Qt.Key.Key_2)
    assert said.args == ["Kết hôn"]
    assert row.picked == "Kết hôn"
    QTest.keyClick(row.chips[1], Qt.Key.Key_7)
    assert row.picked == "Kết hôn"


def test_arrows_walk_the_answers_and_space_picks(qtbot: QtBot) -> None:
    row = ChoiceRow("Loại", choices())
    _holder = shown(qtbot, row, 500)
    row.setFocus()
    qtbot.waitUntil(row.chips[0].hasFocus)
    QTest.keyClick(row.chips[0], Qt.Key.Key_Right)
    assert row.chips[1].hasFocus()
    with qtbot.waitSignal(row.chosen):
        QTest.keyClick(row.chips[1], Qt.Key.Key_Space)
    assert [chip.accessibleName() for chip in row.chips] == ["1. Khai sinh", "2. Kết hôn", "3. Khai tử"]


def test_more_than_nine_answers_need_a_search() -> None:
    many = tuple(Choice(key=str(number), label=str(number)) for number in range(10))
    with pytest.raises(ValueError, match="at most 9"):
        ChoiceRow("Loại", many)


def test_answers_wrap_instead_of_being_cut(qtbot: QtBot) -> None:
    row = ChoiceRow("Loại", choices())
    _holder = shown(qtbot, row, 260)
    assert len({chip.y() for chip in row.chips}) > 1
    assert all(chip.geometry().right() <= row.width() for chip in row.chips)


@pytest.mark.parametrize("kind", ButtonKind)
def test_a_button_is_pressed_by_mouse_space_and_enter(qtbot: QtBot, kind: ButtonKind) -> None:
    button = Button("In tiếp", kind, key="Return", icon=Icon.PRINTER)
    _holder = shown(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(button, key)
    assert not button.autoDefault()
    assert button.cap == "Enter"


def test_a_blocked_button_stays_and_says_why(qtbot: QtBot) -> None:
    button = Button("Kết luận", ButtonKind.PRIMARY)
    _holder = shown(qtbot, button)
    button.set_blocked("Còn thiếu 1 giấy tờ.")
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert button.toolTip() == "Còn thiếu 1 giấy tờ."
    button.set_blocked("")
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_paper_is_ticked_anywhere_on_its_line(qtbot: QtBot) -> None:
    row = CheckRow("Thẻ căn cước", note="xuất trình", key="1")
    _holder = shown(qtbot, row)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 5, row.height() // 2))
    assert row.isChecked()
    assert current_theme().colours.accent in colours_of(row.grab().toImage())


def test_a_long_paper_name_wraps_and_grows() -> None:
    words = "Văn bản ủy quyền được chứng thực theo quy định của pháp luật " * 3
    row = CheckRow(words, key="1")
    assert row.heightForWidth(300) > row.heightForWidth(900)


@pytest.mark.parametrize("kind", PillKind)
def test_a_state_is_icon_and_word(qtbot: QtBot, kind: PillKind) -> None:
    pill = Pill(kind)
    qtbot.addWidget(pill)
    pill.resize(pill.sizeHint())
    assert pill.accessibleName() == kind.word
    assert isinstance(kind.icon, Icon)
    assert len(colours_of(pill.grab().toImage())) > 5


def test_states_do_not_share_a_word_or_an_icon() -> None:
    assert len({kind.word for kind in PillKind}) == len(PillKind)
    assert len({kind.icon for kind in PillKind}) == len(PillKind)


def test_at_most_two_messages_newest_first(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    for title in ("một", "hai", "ba", "hai"):
        bar.tell(BannerKind.WARN, title)
    assert [banner.title for banner in bar.banners] == ["hai", "ba"]
    bar.clear()
    assert bar.isHidden()


@pytest.mark.parametrize("kind", BannerKind)
def test_a_banner_is_drawn_in_its_colour(qtbot: QtBot, kind: BannerKind) -> None:
    banner = Banner(kind, "Máy in hết giấy", "Lắp giấy rồi bấm In thử.")
    _holder = shown(qtbot, banner, 600)
    assert getattr(current_theme().colours, kind.value[1]) in colours_of(banner.grab().toImage())


def test_a_finished_step_can_be_opened_and_a_later_one_cannot(qtbot: QtBot) -> None:
    bar = StepBar(STEPS)
    _holder = shown(qtbot, bar, 1286)
    bar.go_to(3)
    steps = bar.findChildren(QPushButton)
    with qtbot.waitSignal(bar.step_chosen) as said:
        QTest.mouseClick(steps[1], Qt.MouseButton.LeftButton)
    assert said.args == [1]
    with qtbot.assertNotEmitted(bar.step_chosen):
        QTest.mouseClick(steps[6], Qt.MouseButton.LeftButton)
    assert bar.states[3] is StepState.CURRENT


def test_narrow_steps_become_a_count(qtbot: QtBot) -> None:
    bar = StepBar(STEPS)
    _holder = shown(qtbot, bar, 500)
    bar.go_to(3)
    visible = [child for child in bar.findChildren(QPushButton) if not child.isHidden()]
    assert [step.accessibleName() for step in visible] == ["Bước 4, Hỏi & viết, đang làm"]


def test_the_rail_opens_pages_and_counts_parked_visits(qtbot: QtBot) -> None:
    rail = Rail((RailPage(key="desk", label="Quầy", icon=Icon.DESK),))
    qtbot.addWidget(rail)
    rail.set_badge("desk", 2)
    rail.set_devices(Lamp.STOPPED, "Máy in hết giấy")
    assert rail.button("desk").accessibleName() == "Quầy, 2 việc"
    with qtbot.waitSignal(rail.page_chosen) as said:
        rail.button("desk").click()
    assert said.args == ["desk"]


def test_points_of_a_day_never_write_over_each_other(qtbot: QtBot) -> None:
    points = tuple(
        DayPoint(share=share, time=time, caption="Trả kết quả", mark=DayMark.DONE)
        for share, time in ((0.0, "09:51"), (0.01, "09:52"), (0.02, "09:53"), (1.0, "11:30"))
    )
    line = DayLine(points)
    qtbot.addWidget(line)
    line.resize(846, 84)
    places = line._places(current_theme())
    assert places == sorted(places)
    assert min(right - left for left, right in pairwise(places)) > 60


def test_suggestions_are_steered_from_the_field(qtbot: QtBot) -> None:
    field, found = Field("Nơi đăng ký"), SuggestionList()
    holder = shown(qtbot, field)
    found.setParent(holder)
    found.follow(field.line)
    found.set_items(tuple(Suggestion(key=str(place), title=f"xã {place}") for place in range(3)), "xa")
    found.show()
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(found.accepted) as said:
        assert found.accept_current()
    assert said.args == ["2"]
    found.set_items(())
    assert not found.accept_current()


def test_a_hit_is_lit_on_the_marked_text(qtbot: QtBot) -> None:
    found = SuggestionList()
    qtbot.addWidget(found)
    found.set_items((Suggestion(key="1", title="Nguyễn Thị Bưởi"),), "nguyen thi")
    found.resize(400, 60)
    assert current_theme().colours.mark in colours_of(found.grab().toImage())


class EventCount(QObject):
    """Counts events of one kind that reach a widget."""

    def __init__(self, widget: QWidget, kind: QEvent.Type) -> None:
        super().__init__(widget)
        self.count = 0
        self._kind = kind
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is self._kind
        return super().eventFilter(watched, event)


@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("width", [592, 480])
def test_no_action_is_cut_where_the_column_is_narrow(
    qtbot: QtBot, look: Look, width: int, factor: float
) -> None:
    look.set_factor(factor)
    bar = ActionBar()
    qtbot.addWidget(bar)
    lefts = tuple(
        Button(words, ButtonKind.QUIET, key=key)
        for words, key in (("Lùi lại", "Shift+Return"), ("Tạm dừng", "Space"), ("Sửa", "Ctrl+E"))
    )
    primary = Button("Dòng tiếp", ButtonKind.PRIMARY, key="Return")
    for button in lefts:
        bar.add_left(button)
    bar.add_right(primary)
    bar.resize(width, bar.sizeHint().height())
    bar.show()
    QApplication.processEvents()

    for button in (*lefts, primary):
        assert button.width() >= button.sizeHint().width()
        assert bar.rect().contains(button.geometry())
    assert primary.sizeHint().width() == primary.width_with_cap(is_shown=True), "Enter keeps its cap"
    bar.resize(round(1200 * factor), bar.height())
    QApplication.processEvents()
    asked = EventCount(bar, QEvent.Type.LayoutRequest)
    for _ in range(5):
        QApplication.processEvents()
    assert asked.count == 0, "it comes to rest"
    assert all(one.width() >= one.width_with_cap(is_shown=True) for one in lefts), "and comes back with room"


def test_a_text_longer_than_its_box_shows_its_beginning(qtbot: QtBot) -> None:
    field = Field("Xác minh")
    qtbot.addWidget(field)
    field.resize(200, 80)
    field.set_text("Xem xét năng lực hành vi và tài sản trong di chúc của người để lại di sản")
    assert field.line.cursorPosition() == 0


def test_what_was_done_can_be_taken_back_for_a_while(qtbot: QtBot) -> None:
    toast = Toast(seconds=0)
    qtbot.addWidget(toast)
    with qtbot.waitSignal(toast.expired):
        toast.tell("Đã ghi nhận")
    with qtbot.assertNotEmitted(toast.undo_requested):
        toast.undo()
    later = Toast()
    qtbot.addWidget(later)
    later.tell("Đã ghi nhận")
    with qtbot.waitSignal(later.undo_requested):
        later.undo()


def test_a_message_that_is_still_being_read_stays_above_the_next(qtbot: QtBot) -> None:
    toast = Toast()
    qtbot.addWidget(toast)
    toast.tell("Đã mở ca. Chúc buổi sáng tốt lành.", can_undo=False)
    alone = toast.size_in(800)
    toast.tell("Máy đã xóa 2 lượt làm dở.", can_undo=False)
    assert toast.text == "Đã mở ca. Chúc buổi sáng tốt lành.\nMáy đã xóa 2 lượt làm dở."
    assert toast.accessibleName() == "Máy đã xóa 2 lượt làm dở.", "a reader says only what is new"
    both = toast.size_in(800)
    assert both.width() == alone.width()
    assert both.height() > alone.height()
    toast.tell("Máy đã xóa 2 lượt làm dở.", can_undo=False)
    assert toast.text.count("Máy đã xóa") == 1
    for number in range(3):
        toast.tell(f"Việc {number}", can_undo=False)
    assert toast.text == "Việc 0\nViệc 1\nViệc 2"
    toast.tell("Đã bỏ thủ tục.")
    assert toast.text == "Đã bỏ thủ tục.", "it is clear what is taken back"
    toast.tell("Đã in.", can_undo=False)
    assert toast.text == "Đã in."


def test_a_message_whose_time_is_over_does_not_come_back(qtbot: QtBot) -> None:
    toast = Toast(seconds=0)
    qtbot.addWidget(toast)
    with qtbot.waitSignal(toast.expired):
        toast.tell("Đã mở ca.", can_undo=False)
    toast.tell("Đã in.", can_undo=False)
    assert toast.text == "Đã in."


def test_text_that_changes_its_tone_keeps_the_size_of_its_letters(qtbot: QtBot, look: Look) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = TextLabel("Không có chỗ sai", TextStyle.BODY_STRONG, parent=window)
    window.show()
    look.set_factor(2.0)
    QApplication.processEvents()
    size = label.font().pixelSize()
    for tone in (Tone.OK, Tone.BAD, Tone.INK2):
        label.set_tone(tone)
        QApplication.processEvents()
        assert label.font().pixelSize() == size == current_theme().font(TextStyle.BODY_STRONG).pixelSize()


def test_a_long_suggestion_is_read_whole_in_a_narrow_list(qtbot: QtBot) -> None:
    name = "Bản chính giấy chứng nhận quyền sử dụng đất"
    suggestions = SuggestionList(is_one_line=True)
    holder = shown(qtbot, suggestions, width=330)
    assert holder.isVisible()

    def ink_below_the_middle(title: str) -> bool:
        suggestions.set_items((Suggestion(key="a", title=title),))
        suggestions.setCurrentIndex(suggestions.model().index(-1, 0))
        image = suggestions.viewport().grab().toImage()
        dark = [
            y for y in range(30, 44) for x in range(14, 200) if QColor(image.pixel(x, y)).lightness() < 120
        ]
        return bool(dark)

    assert ink_below_the_middle(name), "its second line stands in the row"
    assert not ink_below_the_middle("Bao cao"), "a short one needs none"
