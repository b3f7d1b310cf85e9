"""What follows from a life event: every step with its reason, ticked by digit; what is done elsewhere is told."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.visit_events import StepPlace
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.icon_mark import IconMark

_MOST_DIGITS = 9


class EventPlanView(QWidget):
    """The plan as rows to tick.

    Args:
        places: the steps in the order of doing.
        missing: how many questions are still open.
        unit: the name of this desk; another place is named on its row.

    Signals:
        ticked: key of a step, and whether it is taken now.
    """

    ticked = Signal(str, bool)

    def __init__(self, places: tuple[StepPlace, ...], missing: int, unit: str) -> None:
        super().__init__(None)
        self.rows: list[CheckRow] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName("Các việc phải làm, bỏ hoặc chọn lại bằng phím số")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE_HALF)
        if missing:
            title = f"Còn {missing} câu chưa có câu trả lời"
            column.addWidget(
                Banner(BannerKind.WARN, title, "Trả lời nốt thì danh sách mới đủ; bấm Enter để hỏi.")
            )
        here = [place for place in places if place.may_take]
        elsewhere = [place for place in places if not place.may_take]
        if not places:
            column.addWidget(Banner(BannerKind.OK, "Không có việc nào phải làm", "Theo những gì đã nói."))
        if here:
            column.addWidget(self._here(here, unit))
        if elsewhere:
            column.addWidget(_elsewhere(elsewhere, unit))
        column.addStretch(1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        if 0 <= number < min(len(self.rows), _MOST_DIGITS) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.rows[number].toggle()
            return
        super().keyPressEvent(event)

    def _here(self, places: list[StepPlace], unit: str) -> QWidget:
        card = Card(padding=Space.TWO)
        card.column.setSpacing(Space.HALF)
        card.column.addWidget(TextLabel("Làm trong lượt này", TextStyle.TITLE))
        card.column.addWidget(TextLabel("Bấm số để bỏ hoặc chọn lại.", TextStyle.SMALL, Tone.INK2))
        for number, place in enumerate(places, start=1):
            row = CheckRow(
                place.step.title,
                note=step_words(place, unit),
                key=str(number) if number <= _MOST_DIGITS else "",
            )
            row.setChecked(place.is_taken)
            row.toggled.connect(lambda is_on, key=place.step.key: self.ticked.emit(key, is_on))
            self.rows.append(row)
            card.column.addWidget(row)
        return card


def step_words(place: StepPlace, unit: str) -> str:
    """Gives the sentences below a step: why, where, how, until when, which papers are written."""
    step = place.step
    parts = [
        step.why,
        f"Nộp ở: {step.where}." if step.where and step.where != unit else "",
        "Chỉ nhận trực tuyến: viết xong thì chép vào biểu mẫu điện tử." if step.online_only else "",
        f"{step.due}." if step.due else "",
        f"Viết {len(step.forms)} tờ khai." if step.forms else "",
    ]
    return " ".join(part for part in parts if part)


def _elsewhere(places: list[StepPlace], unit: str) -> QWidget:
    card = Card(padding=Space.TWO)
    card.column.setSpacing(Space.ONE)
    card.column.addWidget(TextLabel("Không làm trong lượt này", TextStyle.TITLE))
    for place in places:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(Space.ONE, 0, 0, 0)
        line.setSpacing(Space.ONE_HALF)
        line.addWidget(IconMark(Icon.PLACE, Tone.INK2, size=22, is_bare=True), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(place.step.title, TextStyle.ROW_STRONG, wraps=True))
        words.addWidget(
            TextLabel(f"{step_words(place, unit)} {place.note}", TextStyle.SMALL, Tone.INK2, wraps=True)
        )
        line.addLayout(words, 1)
        card.column.addWidget(row)
    return card
