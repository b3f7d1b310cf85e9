"""The desk: one visit, eight steps in view, nothing lost."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.services.conclude_visit import ConcludedVisit
from desktop.services.messages import message_for
from desktop.services.visit_flow import VisitFlow
from desktop.services.visit_steps import is_signed
from desktop.ui.actions import ActionRegistry
from desktop.ui.clipboard_keeper import ClipboardKeeper
from desktop.ui.desk.desk_cards import DeskCards
from desktop.ui.desk.desk_keys import register_desk_keys
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.desk_steps import DeskSteps
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.parked_visits import ParkedVisits
from desktop.ui.desk.step_page import Command
from desktop.ui.desk.wedge_filter import WedgeFilter
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.banner import BannerKind
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.widgets.step_bar import StepBar, StepState


class DeskPage(QWidget):
    """Holds the visit of the officer who is signed in.

    Args:
        services: what the desk may ask of the program.
        runner: runs what may take long.
        registry: takes the keys of the desk; build the page before the window is shown.

    Signals:
        header_changed: number, name and facts of the citizen for the top bar; all empty on an empty desk.
        parked_changed: how many visits are set aside; for the number on the rail.
        registered: a visit was concluded; carries the `Changes`.
        told: something to say for a moment; carries the sentence.
        shown_wanted: a card came while another page was open.
    """

    header_changed = Signal(str, str, str)
    parked_changed = Signal(int)
    registered = Signal(object)
    told = Signal(str)
    shown_wanted = Signal()

    def __init__(self, services: DeskServices, runner: TaskRunner, registry: ActionRegistry) -> None:
        super().__init__(None)
        self._services = services
        self._runner = runner
        self._officer: StaffId | None = None
        self._visit: OpenVisit | None = None
        self._steps: DeskSteps | None = None
        self._cards: DeskCards | None = None
        self.step_bar = StepBar(tuple(step.label for step in VisitStep))
        self.messages = MessageBar()
        self.clipboard = ClipboardKeeper(self)
        self._place = QStackedWidget()
        self.parked = ParkedVisits(services, runner, self)
        self.wedge = WedgeFilter(self)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.step_bar)
        column.addWidget(self.messages)
        column.addWidget(self._place, 1)
        self.step_bar.step_chosen.connect(self._on_step_clicked)
        self.wedge.scanned.connect(self.take_card)
        self.parked.listed.connect(self._on_parked)
        register_desk_keys(
            registry,
            self,
            self.command,
            {
                "next": self.next_citizen,
                "park": self._on_park_key,
                "undo": self.undo,
                "step_back": self._on_step_back,
            },
        )

    # --- who works here ---

    @property
    def visit(self) -> OpenVisit | None:
        """The visit on the desk, None before somebody signed in."""
        return self._visit

    @property
    def steps(self) -> DeskSteps | None:
        """The eight steps, None before somebody signed in."""
        return self._steps

    def set_officer(self, officer: StaffId) -> None:
        """Somebody signed in: an empty desk, or the visit a power cut left."""
        self._officer = officer
        self.wedge.set_on(True)
        self._runner.run(self._services.load_flow, lambda flow: self._on_flow(flow, officer))

    @Slot()
    def reload(self) -> None:
        """The office, the roster or the catalogue changed: goes on with the new ones."""
        visit = self._visit
        if visit is not None:
            self._runner.run(self._services.load_flow, visit.use_flow)

    def leave(self, reason: str) -> None:
        """The screen is locked or the user changes: the visit is set aside, no card is taken any more."""
        self.wedge.set_on(False)
        self.park(reason)

    @Slot()
    def park(self, reason: str = "") -> None:
        """Sets the visit aside; an empty desk has nothing to set aside."""
        if self._visit is None or self._steps is None or self._cards is None:
            return
        self._cards.drop_second()
        self.messages.clear()  # they spoke of this visit
        is_empty, called = self._visit.is_empty, self._visit.citizen.called
        if self._visit.draft.step is VisitStep.DONE:
            self._visit.discard()
        else:
            self._visit.park(reason or "tạm gác")
        self._steps.forget()
        self.parked.again()
        if not is_empty:
            self.told.emit(f"Đã tạm gác lượt của {called}")

    def flush(self) -> None:
        """Saves at once; for the moment before the program ends."""
        self.clipboard.clear()
        if self._visit is not None:
            self._visit.save_now()

    @Slot()
    def next_citizen(self) -> None:
        """F2: the next citizen; a visit in work is not thrown away."""
        self.shown_wanted.emit()
        visit = self._visit
        if visit is None or self._steps is None:
            return
        if visit.draft.step is VisitStep.DONE:
            visit.discard()
            self._steps.forget()
            self.parked.again()
        elif not visit.is_empty:
            park = Button("Tạm gác", key="F8", is_small=True)
            park.clicked.connect(self._on_park_key)
            title = f"Đang làm dở cho {visit.citizen.called}"
            text = "Bấm F8 để tạm gác, lúc mở lại sẽ đúng chỗ đang hỏi."
            self.messages.tell(BannerKind.INFO, title, text, buttons=(park,))

    @Slot()
    def undo(self) -> None:
        """Takes the last answer, tick or choice back."""
        label = self._visit.undo() if self._visit is not None else ""
        if label:
            self.told.emit(f"Đã hoàn tác: {label}")

    def command(self, command: Command) -> bool:
        """Answers a key of the desk."""
        if self._steps is None:
            return False
        if command is Command.DISMISS and self._cards is not None and self._cards.second is not None:
            self._cards.drop_second()
            return True
        return self._steps.current.command(command)

    @Slot(str)
    def take_card(self, card: str) -> None:
        """Takes the text of a card from any scanner."""
        if self._cards is not None:
            self.shown_wanted.emit()
            self._cards.read(card)

    def receive_supplement(self, dossier_id: DossierId) -> None:
        """Somebody brings the papers a dossier waited for: it goes on here; a visit in work is set aside."""
        if self._cards is not None:
            self.shown_wanted.emit()
            self._cards.intake.find_waiting(dossier_id)

    @Slot()
    def _on_park_key(self) -> None:
        """F8: sets aside; with a second card read, changes to it; on an empty desk goes to the parked list."""
        if self._visit is None or self._steps is None or self._cards is None:
            return
        if self._visit.is_empty:
            self._steps.card.side.light_parked()
            return
        second = self._cards.second
        self.park()
        if second is not None:
            self._cards.take(second)

    # --- inside ---

    def _on_flow(self, flow: VisitFlow, officer: StaffId) -> None:
        if self._visit is None:
            self._build(flow, officer)
        elif self._officer == officer:
            self._visit.use_flow(flow)
            self._visit.begin(officer)
        if self._steps is not None:
            self._steps.forget()
        self.messages.clear()
        self.parked.read_for(officer, look_for_left_over=True)

    def _build(self, flow: VisitFlow, officer: StaffId) -> None:
        visit = OpenVisit(self._services, self._runner, flow, officer, self)
        steps = DeskSteps(visit, self._services, self._runner, self.clipboard)
        cards = DeskCards(visit, steps, self.parked, self.messages, self._services, self._runner)
        self._visit, self._steps, self._cards = visit, steps, cards
        self._place.addWidget(steps)
        self.parked.left_over.connect(cards.resume)
        cards.told.connect(self.told)
        cards.change_wanted.connect(self._on_park_key)
        cards.room_wanted.connect(self.park)
        steps.interview.parked.connect(self._on_park_key)
        steps.life_event.parked.connect(self._on_park_key)
        steps.done.next_wanted.connect(self.next_citizen)
        steps.verdict.concluded.connect(self._on_concluded)
        steps.told.connect(self.told)
        visit.changed.connect(self._show_state)
        visit.refused.connect(self._on_refused)
        self._show_state()

    @Slot(object)
    def _on_concluded(self, done: ConcludedVisit) -> None:
        if self._steps is not None:
            self._steps.conclude(done.draft)
        self._services.wake_printers()
        self.registered.emit(done.changes)

    @Slot(object)
    def _on_refused(self, error: DeskError) -> None:
        message = message_for(error)
        self.messages.tell(BannerKind.WARN, message.happened, message.to_do)

    @Slot()
    def _show_state(self) -> None:
        visit = self._visit
        if visit is None:
            return
        citizen, draft = visit.citizen, visit.draft
        self.header_changed.emit(draft.ticket, citizen.name, citizen.facts)
        self.step_bar.set_states(_states(draft, visit.flow.reachable(draft)))

    @Slot(int)
    def _on_step_clicked(self, place: int) -> None:
        if self._steps is not None:
            self._steps.go(list(VisitStep)[place])

    @Slot()
    def _on_step_back(self) -> None:
        if self._steps is not None:
            self._steps.go_back()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._steps is not None:
            self._steps.show_step()

    @Slot()
    def _on_parked(self) -> None:
        if self._steps is not None:
            self._steps.card.show_parked(self.parked.visits)
        self.parked_changed.emit(len(self.parked.visits))


_AFTER: Final = (VisitStep.PRINT, VisitStep.DONE)
"""Registered: what lies behind is closed, and done."""


def _states(draft: VisitDraft, reachable: frozenset[VisitStep]) -> tuple[StepState, ...]:
    """Gives how every step stands: the one in view, those behind and done, those that may be opened."""
    here = draft.step
    skipped = set[VisitStep]()  # passed over: a slip for missing papers needs no answer and no signature
    if not is_signed(draft):
        skipped.add(VisitStep.READ_BACK)
        if VisitStep.READ_BACK not in reachable:
            skipped.add(VisitStep.INTERVIEW)
    states: list[StepState] = []
    for step in VisitStep:
        if step is here:
            states.append(StepState.CURRENT)
        elif step.number < here.number and step not in skipped and (step in reachable or here in _AFTER):
            states.append(StepState.DONE)
        else:
            states.append(StepState.REACHABLE if step in reachable else StepState.LATER)
    return tuple(states)
