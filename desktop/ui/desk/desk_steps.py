"""The eight steps as pages: which one is in view, and the ways between them."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from desktop.domain.visit import VisitDraft, VisitStep
from desktop.ui.clipboard_keeper import ClipboardKeeper
from desktop.ui.desk.card_step import CardStep
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.done_step import DoneStep
from desktop.ui.desk.event_step import EventStep
from desktop.ui.desk.interview_step import InterviewStep
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.papers_step import PapersStep
from desktop.ui.desk.print_step import PrintStep
from desktop.ui.desk.procedure_step import ProcedureStep
from desktop.ui.desk.read_back_step import ReadBackStep
from desktop.ui.desk.step_page import StepPage
from desktop.ui.desk.verdict_step import VerdictStep
from desktop.ui.task_runner import TaskRunner


class DeskSteps(QStackedWidget):
    """Shows the step of the draft.

    Signals:
        told: something to say for a moment; carries the sentence.
    """

    told = Signal(str)

    def __init__(
        self, visit: OpenVisit, services: DeskServices, runner: TaskRunner, clipboard: ClipboardKeeper
    ) -> None:
        super().__init__(None)
        self._visit = visit
        self.card = CardStep(visit, services, runner)
        self.procedures = ProcedureStep(visit, services, runner)
        self.life_event = EventStep(visit, services, runner)
        self.papers = PapersStep(visit, services, runner)
        self.interview = InterviewStep(visit, services, runner)
        self.read_back = ReadBackStep(visit, services, runner)
        self.verdict = VerdictStep(visit, services, runner)
        self.print = PrintStep(visit, services, runner, clipboard)
        self.done = DoneStep(visit, services, runner)
        self._in_view: StepPage = self.card
        pages: tuple[StepPage, ...] = (
            self.card,
            self.procedures,
            self.papers,
            self.interview,
            self.read_back,
            self.verdict,
            self.print,
            self.done,
        )
        self._pages = {page.step: page for page in pages}
        for page in (*pages, self.life_event):
            self.addWidget(page)
            page.left.connect(self.go_on)
            page.wanted.connect(self.go)
            page.told.connect(self.told)
        visit.replaced.connect(self.show_step)
        self.show_step()

    @property
    def current(self) -> StepPage:
        """The step in view."""
        return self._in_view

    @Slot()
    def go_on(self) -> None:
        """Opens the step that comes next in this visit."""
        following = self._visit.flow.following(self._visit.draft)
        if following is VisitStep.DONE:
            self._visit.finish()
            self.show_step()
            self._visit.changed.emit()
        else:
            self.go(following)

    @Slot(object)
    def go(self, step: VisitStep) -> None:
        """Opens a step where it can be reached; steps are a map, not a cage."""
        if step not in self._visit.flow.reachable(self._visit.draft):
            return
        if self._visit.act(lambda flow, draft, now: flow.go(draft, step, now)):
            self.show_step()

    def go_back(self) -> None:
        """Opens the nearest earlier step (Alt+Left)."""
        reachable = self._visit.flow.reachable(self._visit.draft)
        number = self._visit.draft.step.number
        earlier = [step for step in reachable if step.number < number]
        if earlier:
            self.go(max(earlier, key=lambda step: step.number))

    def conclude(self, draft: VisitDraft) -> None:
        """The visit is registered: nothing of it can be taken back, the papers are on their way."""
        self._visit.act(lambda _flow, _draft, _now: draft)
        self._visit.forget_history()
        self.show_step()

    def forget(self) -> None:
        """Another citizen: nothing of the last one stays on any step."""
        for page in (*self._pages.values(), self.life_event):
            page.forget()
        self.show_step()

    @Slot()
    def show_step(self) -> None:
        """Shows the step the draft stands at, anew."""
        page = self._page()
        if page is not self._in_view:
            self._in_view.close_step()
        self._in_view = page
        self.setCurrentWidget(page)
        page.open()

    def _page(self) -> StepPage:
        """Gives the page of the step; an event that is being asked about has the place of the procedures."""
        draft = self._visit.draft
        is_event = draft.step is VisitStep.PROCEDURES and draft.event is not None and draft.event.is_open
        return self.life_event if is_event else self._pages[draft.step]

    @override
    def minimumSizeHint(self) -> QSize:
        """The pages fit themselves to small windows and large text; they never make the window grow."""
        return QSize(0, 0)

    @override
    def setFocus(self, *_reason: object) -> None:
        """Gives the keyboard to the step in view."""
        self._in_view.setFocus()
