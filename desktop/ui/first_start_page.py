"""The first start: three questions, or a sample office to try with."""

import re
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.hairline import Hairline
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.staff_row import StaffRow

_PIN: Final = re.compile(r"[0-9]{4,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChoice:
    """An office profile that ships with the program."""

    id: str
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStartForm:
    """The three answers."""

    profile_id: str
    name: str
    pin: str


class FirstStartPage(QWidget):
    """Asks for the office, the officer's name and a PIN.

    Args:
        offices: profiles to choose from.

    Signals:
        finished: a complete :class:`FirstStartForm`.
        sample_requested: try with made-up data instead.
        join_requested: this is one more counter of an office that is there.
    """

    finished = Signal(FirstStartForm)
    sample_requested = Signal()
    join_requested = Signal()

    def __init__(self, offices: tuple[OfficeChoice, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offices = offices
        self._profile = offices[0].id if len(offices) == 1 else ""
        self._rows = [
            StaffRow(one.name, one.note, str(place), icon=Icon.OFFICE)
            for place, one in enumerate(offices, start=1)
        ]
        self._office_error = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.BAD, wraps=True)
        self._name = Field("2. Họ, chữ đệm, tên của anh/chị", placeholder="Lê Thị Hạnh")
        self._pin = Field(
            "3. Mã PIN", hint="4 đến 12 chữ số, để mở khóa máy", is_secret=True, is_figures=True
        )
        self._again = Field("Gõ lại mã PIN", is_secret=True, is_figures=True)
        self._start = Button("Bắt đầu làm việc", ButtonKind.PRIMARY, key="Ctrl+Return", icon=Icon.ARROW)
        self._sample = Button("Dùng thử với dữ liệu mẫu", ButtonKind.PLAIN, key="F2", icon=Icon.SAMPLE)
        self._join = Button("Nối với các quầy khác", ButtonKind.PLAIN, key="F3", icon=Icon.OFFICE)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        for one, row in zip(offices, self._rows, strict=True):
            row.clicked.connect(lambda _checked=False, key=one.id: self.choose_office(key))
        self._name.entered.connect(self._pin.select_all)
        self._pin.entered.connect(self._again.select_all)
        self._again.entered.connect(self.finish)
        for field in self.fields:
            field.edited.connect(lambda _text, one=field: one.set_error(""))
        self._start.clicked.connect(self.finish)
        self._sample.clicked.connect(self.sample_requested)
        self._join.clicked.connect(self.join_requested)
        self.choose_office(self._profile)

    @property
    def fields(self) -> tuple[Field, Field, Field]:
        """Name, PIN, PIN again."""
        return self._name, self._pin, self._again

    def choose_office(self, profile_id: str) -> None:
        """Picks an office and goes on to the name."""
        self._profile = profile_id
        for one, row in zip(self._offices, self._rows, strict=True):
            row.setChecked(one.id == profile_id)
        if profile_id:
            self._office_error.hide()
            self._name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def finish(self) -> None:
        """Sends the answers, or says at the first wrong one what to do."""
        self._office_error.setVisible(not self._profile)
        self._office_error.setText("Chọn đơn vị: bấm số ở đầu dòng.")
        name, pin, again = self._name.text(), self._pin.text(), self._again.text()
        self._name.set_error("" if name else "Ghi họ tên đầy đủ; tên này in trên giấy tiếp nhận.")
        self._pin.set_error("" if _PIN.fullmatch(pin) else "Mã PIN gồm 4 đến 12 chữ số.")
        self._again.set_error("" if pin == again else "Hai lần gõ chưa giống nhau. Gõ lại.")
        if not self._profile:
            self._rows[0].setFocus(Qt.FocusReason.TabFocusReason)
            return
        wrong = next((field for field in self.fields if field.message and field.state.value == "error"), None)
        if wrong is not None:
            wrong.select_all()
            return
        self.finished.emit(FirstStartForm(profile_id=self._profile, name=name, pin=pin))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1.value
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_F2:
            self.sample_requested.emit()
        elif event.key() == Qt.Key.Key_F3:
            self.join_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A line edit lets its Enter through: there it has only gone on to the next box.
            is_in_field = any(field.line.hasFocus() for field in self.fields)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not is_in_field:
                self.finish()
        elif is_plain and 0 <= place < len(self._offices):
            self.choose_office(self._offices[place].id)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        body = QWidget()
        body.setProperty("surface", "clear")
        page = QVBoxLayout(body)
        page.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.THREE)
        page.addStretch(1)
        card = Card(padding=Space.FOUR, has_shadow=True)
        card.setMaximumWidth(current_theme().px(760))
        card.column.addLayout(self._heading())
        card.column.addWidget(TextLabel("1. Đơn vị của anh/chị", TextStyle.LABEL, Tone.INK2))
        offices = QVBoxLayout()
        offices.setSpacing(Space.HALF)
        for row in self._rows:
            offices.addWidget(row)
        card.column.addLayout(offices)
        card.column.addWidget(self._office_error)
        card.column.addWidget(self._name)
        pins = QHBoxLayout()
        pins.setSpacing(Space.TWO)
        pins.addWidget(self._pin)
        pins.addWidget(self._again)
        card.column.addLayout(pins)
        card.column.addWidget(Hairline())
        foot = QHBoxLayout()
        foot.addWidget(self._sample)
        foot.addWidget(self._join)
        foot.addStretch(1)
        foot.addWidget(self._start)
        card.column.addLayout(foot)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        page.addLayout(middle)
        page.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._office_error.hide()

    @staticmethod
    def _heading() -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.TWO)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel("Chào anh/chị, ba câu hỏi là xong", TextStyle.PAGE_TITLE, wraps=True))
        advice = "Công chức hỏi, máy viết, người dân chỉ ký. Mọi dữ liệu nằm trên máy này, được mã hóa."
        words.addWidget(TextLabel(advice, TextStyle.BODY, Tone.INK2, wraps=True))
        row.addWidget(IconMark(Icon.CHECK, Tone.ACCENT, size=52, is_filled=True))
        row.addLayout(words, 1)
        return row
