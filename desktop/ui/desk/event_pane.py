"""Beside the questions of a life event: what follows so far; past the last one, what to bring and the guide slip."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.services.life_event import EventPlan, PlannedStep
from desktop.ui.desk.side_pane import SidePane
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button


class EventPane(SidePane):
    """The right pane; it decides nothing."""

    def __init__(self) -> None:
        super().__init__("Việc phải làm")
        self.guide = Button("In giấy hướng dẫn", key="Ctrl+P", icon=Icon.PRINTER, is_wide=True)
        self.large = Button("In bản chữ to", key="F7", icon=Icon.TEXT_SIZE, is_wide=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.ONE)
        buttons = QVBoxLayout()
        buttons.setSpacing(Space.ONE)
        buttons.addWidget(self.guide)
        buttons.addWidget(self.large)
        self.column.addLayout(buttons)
        self.column.addLayout(self._lines)

    def show_plan(self, plan: EventPlan, *, is_asking: bool) -> None:
        """Shows what follows from the answers so far, or what to bring once all is asked."""
        clear_layout(self._lines)
        self.guide.setVisible(not is_asking)
        self.large.setVisible(not is_asking)
        if is_asking:
            self.set_title("Việc theo câu trả lời")
            self._show_steps(plan)
        else:
            self.set_title("Mang theo")
            self._show_papers(plan)

    def forget(self) -> None:
        """Another citizen comes."""
        clear_layout(self._lines)

    def _show_steps(self, plan: EventPlan) -> None:
        for number, step in enumerate(plan.steps, start=1):
            self._lines.addLayout(_numbered(number, step))
        if not plan.steps:
            self._say("Trả lời từng câu, việc phải làm hiện dần ở đây.")

    def _show_papers(self, plan: EventPlan) -> None:
        if plan.always_bring:
            self._head("Lần nào đến cũng mang")
            for paper in plan.always_bring:
                self._say(f"–\u00a0{paper}")
        for step in plan.steps:
            papers = [paper for paper in step.bring if paper not in plan.always_bring]
            if papers:
                self._head(step.title)
                for paper in papers:
                    self._say(f"–\u00a0{paper}")

    def _head(self, words: str) -> None:
        self._lines.addSpacing(Space.HALF)
        self._lines.addWidget(TextLabel(words, TextStyle.BODY_STRONG, wraps=True))

    def _say(self, words: str) -> None:
        self._lines.addWidget(TextLabel(words, TextStyle.SMALL, Tone.INK2, wraps=True))


def _numbered(number: int, step: PlannedStep) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(Space.ONE)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(TextLabel(f"{number}. {step.title}", TextStyle.BODY_STRONG, wraps=True))
    words.addWidget(TextLabel(step.why, TextStyle.SMALL, Tone.INK2, wraps=True))
    line.addLayout(words, 1)
    return line
