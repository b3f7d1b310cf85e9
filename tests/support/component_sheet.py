"""Sheets of components in every state, for the gallery and for the tests that look at pixels."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.day_line import DayLine, DayMark, DayPoint
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.history_list import HistoryEntry, HistoryList
from desktop.ui.widgets.pill import Pill, PillKind
from desktop.ui.widgets.rail import Lamp, Rail, RailPage
from desktop.ui.widgets.reason_row import ReasonKind, ReasonRow
from desktop.ui.widgets.step_bar import StepBar
from desktop.ui.widgets.suggestion_list import Suggestion, SuggestionList
from desktop.ui.widgets.toast import Toast
from desktop.ui.widgets.top_bar import TopBar

STEPS = ("Thẻ căn cước", "Thủ tục", "Giấy tờ", "Hỏi & viết", "Đọc lại & ký", "Kết luận", "In", "Xong")
PAGES = (
    RailPage(key="desk", label="Quầy", icon=Icon.DESK),
    RailPage(key="today", label="Hôm nay", icon=Icon.TODAY),
    RailPage(key="settings", label="Thiết lập", icon=Icon.SETTINGS),
)


def canvas() -> QWidget:
    """Gives an empty page in the canvas colour."""
    page = QWidget()
    page.setProperty("surface", "canvas")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return page


def fields() -> QWidget:
    """Gives the field in its states."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    number = Field("Số định danh", hint="12 chữ số", is_figures=True)
    number.set_text("042151000123")
    name = Field("Họ, chữ đệm, tên", hint="Viết thường cũng được, giấy in chữ hoa")
    name.set_text("Nguyễn Thị Bưởi ỂẪỘỰỴ")
    birth = Field("Ngày sinh", is_figures=True)
    birth.set_text("31/02/1951")
    birth.set_error("Tháng 2/1951 có 28 ngày. Hỏi lại bà.")
    issued = Field("Ngày cấp", is_figures=True)
    issued.set_text("12/8/2014")
    issued.set_warning("Thẻ hết hạn. Vẫn ghi được.")
    nation = Field("Quốc tịch")
    nation.set_text("Việt Nam")
    nation.set_from_card()
    book = Field("Số quyển", placeholder="ví dụ 03/2021")
    for index, field in enumerate((number, name, birth, issued, nation, book)):
        grid.addWidget(field, index // 2, index % 2)
    return box


def component_sheet() -> QWidget:
    """Gives everything of picture 06."""
    page = canvas()
    row = QHBoxLayout(page)
    row.setContentsMargins(32, 20, 32, 20)
    row.setSpacing(40)
    left, right = QVBoxLayout(), QVBoxLayout()
    row.addLayout(left, 1)
    row.addLayout(right, 1)
    left.addWidget(TextLabel("Thành phần và trạng thái", TextStyle.PAGE_TITLE))
    left.addWidget(fields())
    kinds = ("Khai sinh", "Kết hôn", "Khai tử", "Loại khác")
    choice = ChoiceRow("Chọn bằng một phím", tuple(Choice(key=kind, label=kind) for kind in kinds))
    choice.pick("Khai sinh")
    left.addWidget(choice)
    ticked = CheckRow("Thẻ căn cước", note="xuất trình để đối chiếu, không nộp", key="1")
    ticked.setChecked(True)
    left.addWidget(ticked)
    left.addWidget(CheckRow("In giấy tiếp nhận theo yêu cầu", note="Người dân hỏi thì phải đưa.", key="F7"))
    buttons = QHBoxLayout()
    blocked = Button("Chưa bấm được", ButtonKind.PRIMARY)
    blocked.set_blocked("Còn thiếu 1 giấy tờ.")
    for button in (
        Button("Câu tiếp", ButtonKind.PRIMARY, key="Return"),
        blocked,
        Button("Nút thường", key="F4"),
        Button("Hủy giấy đã in", ButtonKind.DESTRUCTIVE),
    ):
        buttons.addWidget(button)
    buttons.addStretch(1)
    left.addLayout(buttons)
    pills = QHBoxLayout()
    pills.setSpacing(8)
    for kind in (
        PillKind.TO_SIGN,
        PillKind.RETURNED,
        PillKind.TO_RETURN,
        PillKind.PAPERS_MISSING,
        PillKind.APPOINTMENT,
    ):
        pills.addWidget(Pill(kind))
    pills.addStretch(1)
    left.addLayout(pills)
    left.addStretch(1)
    _fill_right(right)
    return page


def _fill_right(right: QVBoxLayout) -> None:
    right.addWidget(
        Banner(
            BannerKind.BAD,
            "Máy in tờ khai chưa in được",
            "Giấy kẹt ở khay sau. Mở nắp, rút giấy ra, rồi bấm In tiếp.",
            icon=Icon.PRINTER_FAULT,
            buttons=(Button("In tiếp", ButtonKind.PRIMARY, key="Return"),),
        )
    )
    right.addWidget(
        Banner(
            BannerKind.WARN,
            "Vừa quét thẻ của Trần Văn Lâm",
            "Đang làm dở cho bà Bưởi.",
            icon=Icon.CARD,
            buttons=(Button("Bỏ qua", ButtonKind.QUIET, key="Esc"), Button("Tạm gác và đổi", key="F8")),
        )
    )
    palette = Card(padding=8, has_shadow=True)
    found = SuggestionList(is_one_line=True)
    found.set_items(
        (
            Suggestion(
                key="1",
                title="Chứng thực bản sao từ bản chính",
                detail="thủ tục · 26 lượt tháng này",
                icon=Icon.FILE,
            ),
            Suggestion(key="2", title="Chứng thực chữ ký", detail="thủ tục", icon=Icon.FILE),
            Suggestion(
                key="3", title="A015 · Nguyễn Thị Thanh Mai", detail="chứng thực 6 trang", icon=Icon.ARCHIVE
            ),
            Suggestion(
                key="4", title="In sổ chứng thực hôm nay", detail="lệnh", icon=Icon.PRINTER, cap="Ctrl+P"
            ),
        ),
        "chung thuc",
    )
    palette.column.addWidget(found)
    right.addWidget(palette)
    two_lines = SuggestionList()
    two_lines.set_items(
        (
            Suggestion(
                key="1",
                title="UBND xã Thanh Bình Thịnh, huyện Đức Thọ",
                detail="2020 – 30/6/2025 · nay là xã Đức Thịnh",
            ),
            Suggestion(
                key="2", title="UBND xã Thanh Bình, huyện Trảng Bom", detail="Đến 30/6/2025 · tỉnh Đồng Nai"
            ),
        ),
        "thanh binh",
    )
    right.addWidget(two_lines)
    call = Button("Gọi không thẻ", key="F2")
    advice = "Quét thẻ căn cước để bắt đầu một lượt mới."
    right.addWidget(EmptyState(Icon.PEOPLE, "Chưa có ai chờ", advice, button=call))
    toast = Toast()
    toast.tell("Đã ghi nhận bà Bưởi nhận kết quả")
    right.addWidget(toast)
    texts = QHBoxLayout()
    for words, style in (
        ("Câu hỏi 22", TextStyle.QUESTION),
        ("Tựa 16", TextStyle.TITLE),
        ("Nội dung 14", TextStyle.BODY),
        ("Ghi chú 12", TextStyle.NOTE),
    ):
        texts.addWidget(TextLabel(words, style))
    texts.addWidget(TextLabel("0123 456 789", TextStyle.BODY, is_figures=True))
    texts.addStretch(1)
    right.addLayout(texts)
    right.addStretch(1)


def verdict_sheet() -> QWidget:
    """Gives a page like picture 02, of the real widgets."""
    page = canvas()
    outer = QHBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    rail = Rail(PAGES)
    rail.set_page("desk")
    rail.set_badge("desk", 2)
    rail.set_user("Lê Thị Hạnh")
    rail.set_devices(Lamp.READY, "Máy in sẵn sàng")
    outer.addWidget(rail)
    column = QVBoxLayout()
    column.setSpacing(0)
    outer.addLayout(column, 1)
    top = TopBar()
    top.show_visit("A017", "Nguyễn Thị Bưởi", "Nữ · 75 tuổi · Thôn Đông Đoài")
    top.set_day("Thứ Ba · Không viết, không hẹn", is_special=True)
    top.set_clock("09:51")
    steps = StepBar(STEPS)
    steps.go_to(5)
    column.addWidget(top)
    column.addWidget(steps)
    body = QHBoxLayout()
    body.setContentsMargins(24, 20, 24, 0)
    body.setSpacing(32)
    column.addLayout(body, 1)
    left = QVBoxLayout()
    body.addLayout(left, 3)
    left.addWidget(
        DayLine(
            (
                DayPoint(share=0.0, time="09:51", caption="Nhận hồ sơ", mark=DayMark.DONE),
                DayPoint(share=0.12, time="10:03", caption="Ký", mark=DayMark.DONE),
                DayPoint(share=0.24, time="10:15", caption="Trả kết quả", mark=DayMark.DONE),
                DayPoint(share=1.0, time="11:30", caption="Hết giờ sáng", mark=DayMark.LIMIT),
            ),
            "còn dư 1 giờ 15 phút",
        )
    )
    left.addWidget(TextLabel("Vì sao", TextStyle.TITLE))
    left.addWidget(
        ReasonRow(
            "Phải xác minh nơi cư trú cũ", "Chưa tra được.", "Hạn trả lời 3 ngày làm việc", ReasonKind.NOT_MET
        )
    )
    left.addWidget(
        ReasonRow(
            "Giấy tờ đủ 2 / 2, tờ khai đã điểm chỉ", "Thẻ căn cước · Văn bản ủy quyền", "Đã kiểm tra 09:38"
        )
    )
    left.addWidget(
        ReasonRow("Người ký đang có mặt", "Phó Chủ tịch Trần Văn Hòa · trực đến 11:30", "Lịch trực hôm nay")
    )
    left.addStretch(1)
    bar = ActionBar()
    bar.add_left(Button("Xem lại câu trả lời", ButtonKind.QUIET, key="Shift+Return"))
    bar.add_left(Button("Chuyển sang có hẹn", ButtonKind.QUIET, key="F9"))
    bar.add_right(Button("Kết luận và in", ButtonKind.PRIMARY, key="Return"))
    left.addWidget(bar)
    history = HistoryList(
        (
            HistoryEntry(time="09:36", title="Nhận thẻ căn cước", detail="4 ô điền sẵn"),
            HistoryEntry(time="09:51", title="Đưa vào khay ký", detail="Phó Chủ tịch Trần Văn Hòa"),
            HistoryEntry(time="10:15", title="Trả kết quả", detail="dự kiến", is_done=False),
        )
    )
    body.addWidget(history, 1, Qt.AlignmentFlag.AlignTop)
    left.addWidget(TextLabel("", TextStyle.NOTE, Tone.INK3))
    return page
