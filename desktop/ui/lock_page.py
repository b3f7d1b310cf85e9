"""The locked machine: the time, who works here, and the PIN."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.desk.working_column import scrolling
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field, FieldState
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.staff_row import StaffRow

MOST_NAMES: Final = 9
DELAYS_S: Final = (1, 2, 5, 15, 30)
"""Seconds to wait after the first, second, ... wrong PIN in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffName:
    """Somebody who may work at this machine."""

    id: str
    name: str
    title: str


class LockPage(QWidget):
    """Covers everything until somebody says who they are.

    A digit takes a name, then the PIN and Enter. A wrong PIN costs a pause that grows.

    Args:
        staff: who may come in; the first nine are shown.
        check_pin: tells whether a PIN is the person's; runs off the GUI thread (hashing is slow on purpose).
        runner: runs it.
        office: name of the office.

    Signals:
        unlocked: carries the id of who came in.
    """

    unlocked = Signal(str)

    def __init__(
        self,
        staff: tuple[StaffName, ...],
        check_pin: Callable[[str, str], bool],
        runner: TaskRunner,
        *,
        office: str = "",
        last: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._staff = staff[:MOST_NAMES]
        self._check_pin = check_pin
        self._runner = runner
        self._picked = ""
        self._misses = 0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._on_waited)
        self._clock = TextLabel("", TextStyle.DISPLAY, is_figures=True)
        self._day = TextLabel("", TextStyle.TITLE, Tone.INK2)
        self._rows = [
            StaffRow(one.name, one.title, str(place)) for place, one in enumerate(self._staff, start=1)
        ]
        self._pin = Field("Mã PIN", is_secret=True, is_figures=True)
        self._enter = Button("Vào làm việc", ButtonKind.PRIMARY, key="Return", icon=Icon.ENTER, is_wide=True)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Máy đang khóa")
        self._build(office)
        for one, row in zip(self._staff, self._rows, strict=True):
            row.clicked.connect(lambda _checked=False, staff_id=one.id: self.pick(staff_id))
        self._pin.entered.connect(self._on_enter)
        self._enter.clicked.connect(self._on_enter)
        self._pin.edited.connect(self._on_typed)
        self.pick(last if any(one.id == last for one in self._staff) else "")

    @property
    def picked(self) -> str:
        """Id of the person picked, empty for none."""
        return self._picked

    @property
    def pin(self) -> Field:
        """The field of the PIN."""
        return self._pin

    def set_clock(self, clock: str, day: str) -> None:
        """Shows "09:42" and "Thứ Ba, 17/3/2026"."""
        self._clock.setText(clock)
        self._day.setText(day)

    def pick(self, staff_id: str) -> None:
        """Picks a person and asks for the PIN; empty: shows the names."""
        self._picked = staff_id
        for one, row in zip(self._staff, self._rows, strict=True):
            row.setChecked(one.id == staff_id)
            if row.isChecked():
                self._names.ensureWidgetVisible(row)
        self._pin.set_text("")
        if not self._wait.isActive():
            self._ask_pin()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._picked:
            self._pin.line.setFocus(event.reason())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1.value
        if event.key() == Qt.Key.Key_Escape:
            self.pick("")
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif 0 <= place < len(self._staff):
            self.pick(self._staff[place].id)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._staff:
            ids = [one.id for one in self._staff]
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            now = ids.index(self._picked) if self._picked in ids else -1 if step == 1 else 0
            self.pick(ids[(now + step) % len(ids)])
        else:
            super().keyPressEvent(event)

    def _build(self, office: str) -> None:
        page = QHBoxLayout(self)
        page.setContentsMargins(Space.SIX, Space.SIX, Space.SIX, Space.SIX)
        page.setSpacing(Space.SIX)
        left = QVBoxLayout()
        left.setSpacing(Space.HALF)
        left.addStretch(1)
        left.addWidget(IconMark(Icon.LOCK, Tone.ACCENT, size=56, is_round=True))
        left.addSpacing(Space.TWO)
        left.addWidget(self._clock)
        left.addWidget(self._day)
        left.addSpacing(Space.TWO)
        left.addWidget(TextLabel(office, TextStyle.ROW_MEDIUM, Tone.INK2, wraps=True))
        left.addWidget(TextLabel("Lượt đang làm dở vẫn được giữ.", TextStyle.BODY, Tone.INK2, wraps=True))
        left.addStretch(1)
        card = Card(padding=Space.THREE, has_shadow=True)
        card.setMaximumWidth(current_theme().px(520))
        card.column.addWidget(TextLabel("Ai đang làm việc?", TextStyle.QUESTION))
        card.column.addWidget(
            TextLabel("Bấm số của mình, gõ mã PIN rồi Enter.", TextStyle.BODY, Tone.INK2, wraps=True)
        )
        names = QVBoxLayout()
        names.setSpacing(Space.HALF)
        for row in self._rows:
            names.addWidget(row)
        self._names = scrolling(names)
        card.column.addWidget(self._names, 1)
        card.column.addWidget(self._pin)
        card.column.addWidget(self._enter)
        right = QVBoxLayout()
        right.addStretch(1)
        right.addWidget(card)
        right.addStretch(1)
        page.addStretch(1)
        page.addLayout(left, 3)
        page.addLayout(right, 4)
        page.addStretch(1)

    def _ask_pin(self) -> None:
        if self._picked:
            self._pin.set_state(FieldState.NORMAL)
            self._pin.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._pin.set_state(FieldState.DISABLED, "Chọn tên trước")
        self._enter.set_blocked("" if self._picked else "Chọn tên trước.")

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        if self._pin.state is FieldState.ERROR:
            self._pin.set_error("")

    @Slot()
    def _on_enter(self) -> None:
        pin, staff_id = self._pin.text(), self._picked
        if not staff_id or not pin or self._wait.isActive():
            return
        self._enter.set_blocked("Đang kiểm tra mã PIN.")
        self._runner.run(
            lambda: self._check_pin(staff_id, pin), lambda is_right: self._take(staff_id, is_right)
        )

    def _take(self, staff_id: str, is_right: bool) -> None:
        self._enter.set_blocked("")
        self._pin.set_text("")
        if is_right:
            self._misses = 0
            self.unlocked.emit(staff_id)
            return
        seconds = DELAYS_S[min(self._misses, len(DELAYS_S) - 1)]
        self._misses += 1
        self._pin.set_error(f"Mã PIN chưa đúng. Chờ {seconds} giây rồi gõ lại.")
        self._pin.line.setEnabled(False)
        self._enter.set_blocked(f"Chờ {seconds} giây.")
        self._wait.start(seconds * 1000)

    @Slot()
    def _on_waited(self) -> None:
        self._ask_pin()
        self._pin.set_error("Mã PIN chưa đúng. Gõ lại.")
        self._pin.line.setFocus(Qt.FocusReason.OtherFocusReason)
