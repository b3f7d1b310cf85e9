"""Step 4: one question at a time, the paper growing beside it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.calendar import office_time
from desktop.domain.visit import VisitStep
from desktop.forms.interview import Interview
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.asking_step import AskingStep
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.interview_end import InterviewEnd
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.paper_preview import PaperPreview
from desktop.ui.desk.question_card import form_with
from desktop.ui.desk.step_page import Command
from desktop.ui.desk.two_columns import TwoColumns
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.paper_panel import PaperPanel

RETURN_LINE = "return_line"


class InterviewStep(AskingStep):
    """Asks what the forms of the visit want to know.

    Signals:
        parked: the officer sets the visit aside.
    """

    parked = Signal()

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner, visit)
        self._panel = PaperPanel(runner)
        self._preview = PaperPreview(self._panel, visit, services, runner)
        self._columns = TwoColumns(self.column, self._panel)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._columns)
        self.column.park.clicked.connect(self.parked.emit)
        visit.saved.connect(self._on_saved)

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.INTERVIEW

    @override
    def close_step(self) -> None:
        self._preview.clear()

    @override
    def command(self, command: Command) -> bool:
        if command is Command.WHOLE_PAGE:
            self._columns.toggle_right(self._panel.toggle_whole_page)
            return True
        return super().command(command)

    @override
    def at_end(self, interview: Interview) -> QWidget:
        end = InterviewEnd(interview, self.visit.citizen)
        end.chosen.connect(self.on_row)
        return end

    @override
    def finish(self) -> None:
        self.left.emit()

    @override
    def before_first(self) -> None:
        self.wanted.emit(VisitStep.PAPERS)

    @override
    def is_done_with_answer(self) -> bool:
        is_correcting = RETURN_LINE in self.visit.draft.typing
        if is_correcting:
            self.wanted.emit(VisitStep.READ_BACK)
        return is_correcting

    @override
    def came_to_end(self, interview: Interview) -> None:
        if interview.current is None and not interview.missing and not interview.warnings:
            self.left.emit()

    @override
    def light(self, field: AnswerField | None) -> None:
        card = self.card
        keys = tuple(one.asked.key for one in card.fields) if card is not None else ()
        form = form_with(self.visit.interview, keys)
        if form is None:
            return
        suggested = field.pending() if field is not None else None
        pending = {field.asked.key: suggested} if field is not None and suggested is not None else {}
        self._preview.show(form.id, keys, pending)
        super().light(field)
        self.column.set_title(form.short_name)

    @override
    def primary_words(self, interview: Interview) -> str:
        if self.card is None:
            return "Hỏi câu còn thiếu" if interview.missing else "Đọc lại cho người dân"
        return "Xong, đọc tiếp" if RETURN_LINE in self.visit.draft.typing else "Câu tiếp"

    @Slot(object)
    def _on_saved(self, moment: object) -> None:
        self.column.say_saved(f"Đã lưu trên máy này {office_time(self.visit.now):%H:%M}" if moment else "")
