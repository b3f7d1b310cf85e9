"""Step 8: what was done, and the next citizen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitStep
from desktop.ui.desk.centred_card import CentredCard
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.step_page import Command, StepPage, clear_layout
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark

_MINUTE = 60
_PROMISE = {
    Promise.SAME_DAY: "giải quyết ngay, đang chờ ký",
    Promise.APPOINTMENT: "đã hẹn, có giấy hẹn",
    Promise.SUPPLEMENT: "chờ bổ sung giấy tờ",
}


class DoneStep(StepPage):
    """A calm page with three figures.

    Signals:
        next_wanted: the next citizen.
    """

    next_wanted = Signal()

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.ONE_HALF)
        self._title = TextLabel("", TextStyle.PAGE_TITLE, wraps=True)
        self._next = Button("Người tiếp theo", ButtonKind.PRIMARY, key="Return", icon=Icon.PERSON_NEW)
        self._next.clicked.connect(self.next_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.DONE

    @override
    def open(self) -> None:
        clear_layout(self._lines)
        draft = self.visit.draft
        self._title.setText(f"Xong việc cho {self.visit.citizen.called}")
        for chosen in draft.procedures:
            name = self.visit.flow.workday.chosen(chosen).short_name
            words = _PROMISE[chosen.promise] if chosen.promise is not None else ""
            number = f"Số {chosen.number} · {words}" if chosen.number else words
            icon = Icon.DONE if chosen.promise is Promise.SAME_DAY else Icon.APPOINTMENT
            self._lines.addWidget(_line(icon, name, number))
        written = draft.help.fields_written if draft.help is not None else 0
        if written:
            detail = "người dân không phải cầm bút" if draft.help is not None else ""
            self._lines.addWidget(_line(Icon.PEN, f"Đã viết hộ {written} ô", detail))
        minutes = max(round((self.visit.now - draft.started_at).total_seconds() / _MINUTE), 1)
        self._lines.addWidget(_line(Icon.TIMER, f"{minutes} phút", "từ lúc nhận thẻ"))
        self.give_keyboard(self)

    @override
    def forget(self) -> None:
        clear_layout(self._lines)
        self._title.setText("")

    @override
    def command(self, command: Command) -> bool:
        if command not in (Command.ENTER, Command.FINISH):
            return False
        self.next_wanted.emit()
        return True

    def _build(self) -> None:
        centred = CentredCard()
        card = centred.card
        head = QHBoxLayout()
        head.setSpacing(Space.TWO_HALF)
        head.addWidget(IconMark(Icon.CHECK, Tone.OK, size=56, is_round=True, is_filled=True))
        head.addWidget(self._title, 1)
        card.column.addLayout(head)
        card.column.addLayout(self._lines)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._next)
        card.column.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(centred)


def _line(icon: Icon, text: str, detail: str) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.TWO)
    line.addWidget(IconMark(icon, size=36))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(TextLabel(text, TextStyle.ROW_STRONG, wraps=True))
    words.addWidget(TextLabel(detail, TextStyle.SMALL, Tone.INK2, wraps=True))
    line.addLayout(words, 1)
    return row
