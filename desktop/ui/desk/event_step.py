"""Step 2 by another door: what happened in the family, a few questions, and what has to be done for it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DeskError
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.interview import Interview
from desktop.forms.paper import PaperSize
from desktop.services.visit_events import VisitEvents
from desktop.ui.desk.asking_step import AskingStep
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.event_answers import EventAnswers
from desktop.ui.desk.event_pane import EventPane
from desktop.ui.desk.event_plan_view import EventPlanView
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.pane_columns import PaneColumns
from desktop.ui.desk.step_page import Command
from desktop.ui.task_runner import TaskRunner


class EventStep(AskingStep):
    """Asks about the event, shows the plan growing beside the question, takes it into the visit.

    Signals:
        parked: the officer sets the visit aside.
    """

    parked = Signal()

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner, EventAnswers(visit))
        self.plan: EventPlanView | None = None
        self.pane = EventPane()
        self._is_printing = False
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PaneColumns(self.column, self.pane))
        self.column.park.clicked.connect(self.parked.emit)
        self.pane.guide.clicked.connect(lambda: self.command(Command.PRINT))
        self.pane.large.clicked.connect(lambda: self.command(Command.SLIP))

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.PROCEDURES

    @override
    def open(self) -> None:
        self.column.set_title(self._events.event(self.visit.draft).name)
        super().open()

    @override
    def forget(self) -> None:
        self.plan = None
        self.pane.forget()
        super().forget()

    @override
    def command(self, command: Command) -> bool:
        if command in (Command.PRINT, Command.SLIP):
            if self.plan is not None:
                self._print_guide(PaperSize.A5 if command is Command.PRINT else PaperSize.A4_LARGE)
            return self.plan is not None
        return super().command(command)

    @override
    def at_end(self, interview: Interview) -> QWidget:
        self.plan = EventPlanView(self._events.places(self.visit.draft), len(interview.missing), self._unit)
        self.plan.ticked.connect(self._on_ticked)
        return self.plan

    @override
    def finish(self) -> None:
        name = self._events.event(self.visit.draft).name
        self.visit.note_typing({})
        if self.visit.act(
            lambda flow, draft, now: VisitEvents(flow).take(draft, now), undo=f"Nhận việc: {name}"
        ):
            self.wanted.emit(VisitStep.PROCEDURES)

    @override
    def before_first(self) -> None:
        self.visit.note_typing({})
        self.visit.act(lambda flow, draft, now: VisitEvents(flow).leave(draft, now), undo="Rời sự kiện")
        self.wanted.emit(VisitStep.PROCEDURES)

    @override
    def primary_words(self, interview: Interview) -> str:
        if self.card is not None:
            return "Câu tiếp"
        if interview.missing:
            return "Hỏi câu còn thiếu"
        taken = sum(place.is_taken for place in self._events.places(self.visit.draft))
        return f"Làm {taken} việc này" if taken else "Về chọn thủ tục"

    @override
    def refreshed(self, interview: Interview) -> None:
        if self.card is not None:
            self.plan = None
        self.pane.show_plan(self._events.guide(self.visit.draft), is_asking=self.card is not None)

    @property
    def _events(self) -> VisitEvents:
        return VisitEvents(self.visit.flow)

    @property
    def _unit(self) -> str:
        return self.visit.flow.workday.profile.desk_name

    @Slot(str, bool)
    def _on_ticked(self, key: str, is_on: bool) -> None:
        self.visit.act(
            lambda flow, draft, now: VisitEvents(flow).leave_out(draft, key, now, left_out=not is_on),
            undo="Chọn việc của sự kiện",
        )
        self.show_question(is_resumed=False)

    def _print_guide(self, size: PaperSize) -> None:
        if self._is_printing:
            return
        flow, draft, now = self.visit.flow, self.visit.draft, self.visit.now
        self._is_printing = True
        self.runner.run(
            lambda: self.services.print_guide(flow, draft, now, size=size),
            self._on_printed,
            on_error=self._refuse,
            on_end=self._end_printing,
        )

    def _on_printed(self, printed: VisitDraft) -> None:
        self.visit.add_jobs(printed.print_jobs)
        self.services.wake_printers()
        self.told.emit("Đã gửi giấy hướng dẫn đến máy in")

    def _refuse(self, error: DeskError) -> None:
        self.visit.refused.emit(error)

    def _end_printing(self) -> None:
        self._is_printing = False
