"""What a card does on the desk: it begins a visit, brings a parked one back, or asks to change during another."""

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.cards.reading import CardReading
from desktop.domain.errors import DeskError
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.answers import Source
from desktop.services.messages import message_for
from desktop.services.receive_supplement import WaitingDossier, take_up
from desktop.services.visit_person import recall_person
from desktop.ui.desk.card_intake import CardIntake, KnownPerson
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.desk_steps import DeskSteps
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.parked_visits import ParkedVisits
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.message_bar import MessageBar


class DeskCards(QObject):
    """Decides what becomes of a card, a picture, a typed number.

    Args:
        visit: the visit on the desk.
        steps: its pages.
        parked: the visits set aside.
        messages: where banners stand.

    Signals:
        told: something to say for a moment; carries the sentence.
        room_wanted: the visit is to be set aside, another one comes from the list.
        change_wanted: the visit is to be set aside for the second card (F8 on the banner).
    """

    told = Signal(str)
    change_wanted = Signal()
    room_wanted = Signal()

    def __init__(
        self,
        visit: OpenVisit,
        steps: DeskSteps,
        parked: ParkedVisits,
        messages: MessageBar,
        services: DeskServices,
        runner: TaskRunner,
    ) -> None:
        super().__init__(visit)
        self._visit = visit
        self._steps = steps
        self._parked = parked
        self._messages = messages
        self._second: CardReading | None = None
        self._banner: Banner | None = None
        self.intake = CardIntake(services, runner, self)
        self.intake.card_read.connect(self.take)
        self.intake.unread.connect(self._on_unread)
        self.intake.found.connect(self._on_found)
        self.intake.waiting.connect(self._on_waiting)
        steps.card.card_came.connect(self.read)
        steps.card.picture_came.connect(lambda path: self.intake.take_picture(path, visit.flow.workday.day))
        steps.card.number_typed.connect(self.intake.look_up)
        steps.card.resume_wanted.connect(self._on_resume)
        steps.card.supplement_wanted.connect(self.take_up)

    @property
    def second(self) -> CardReading | None:
        """The card that was read during this visit, as long as nobody decided about it."""
        return self._second

    @Slot(str)
    def read(self, text: str) -> None:
        """Reads the text of a card."""
        self.intake.take(text, self._visit.flow.workday.day)

    @Slot(object)
    def take(self, reading: CardReading) -> None:
        """Begins or resumes a visit with a card; during another visit it only asks."""
        visit, steps = self._visit, self._steps
        person = visit.flow.person(visit.draft)
        if visit.draft.step is VisitStep.DONE:
            visit.discard()
            steps.forget()
        elif person is not None and not person.full_name and reading.id_number == person.id_number:
            pass  # the number was typed first; now comes the card itself
        elif person is not None and reading.id_number and person.id_number == reading.id_number:
            self.told.emit(f"Đây là thẻ của {visit.citizen.called}, đang làm")
            return
        elif not visit.is_empty:
            self._ask(reading)
            return
        parked = self._parked.of_number(reading.id_number)
        if parked is not None:
            self.resume(parked)
            known = visit.flow.person(visit.draft)
            if known is None or known.full_name:
                return
        visit.act(
            lambda flow, draft, now: flow.take_person(draft, reading.to_person(), now, source=Source.CARD)
        )
        steps.card.show_reading(reading)
        if reading.id_number:
            self.intake.look_up(reading.id_number)

    @Slot(object)
    def resume(self, draft: VisitDraft) -> None:
        """Goes on with a parked visit at the same question and caret; never over another visit."""
        if not self._visit.is_empty:
            return
        self._visit.resume(draft)
        self._steps.show_step()
        self._parked.again()
        self.told.emit(f"Mở lại lượt của {self._visit.citizen.called}, đúng chỗ đang làm")

    @Slot(object)
    def take_up(self, waiting: WaitingDossier) -> None:
        """Takes a dossier that waited for papers into the visit, at the papers."""
        if self._visit.act(lambda flow, draft, now: take_up(flow, draft, waiting, now), undo="Nhận bổ sung"):
            self._steps.show_step()

    @Slot(object)
    def _on_waiting(self, waiting: WaitingDossier) -> None:
        if not self._visit.is_empty:
            self.room_wanted.emit()
        self.take_up(waiting)

    @Slot()
    def drop_second(self) -> None:
        """Passes over the second card."""
        self._second = None
        if self._banner is not None:
            self._messages.remove(self._banner)
            self._banner = None

    def _ask(self, reading: CardReading) -> None:
        """A card read during another visit never replaces it."""
        self.drop_second()
        self._second = reading
        change = Button("Tạm gác và đổi", key="F8", is_small=True)
        skip = Button("Bỏ qua", ButtonKind.QUIET, key="Escape", is_small=True)
        change.clicked.connect(self.change_wanted)
        skip.clicked.connect(self.drop_second)
        self._banner = self._messages.tell(
            BannerKind.WARN,
            f"Vừa quét thẻ của {reading.full_name or reading.id_number}",
            f"Đang làm dở cho {self._visit.citizen.called}.",
            buttons=(skip, change),
            is_closable=False,
        )

    @Slot(object)
    def _on_unread(self, error: DeskError) -> None:
        message = message_for(error)
        if self._visit.is_empty:
            self._steps.card.welcome.say_unread(message.happened, message.to_do)
        else:
            self._messages.tell(BannerKind.WARN, message.happened, message.to_do)

    @Slot(object)
    def _on_found(self, known: KnownPerson) -> None:
        visit, steps = self._visit, self._steps
        person = visit.flow.person(visit.draft)
        if known.person is None:
            if person is None:
                steps.card.begin_by_hand(known.number)
            return
        if person is not None and person.id_number != known.number:
            return
        stored = known.person
        visit.act(lambda flow, draft, now: recall_person(flow, draft, stored, now))
        steps.card.show_earlier(known.visits)
        steps.card.show_waiting(known.waiting)
        if person is None:
            steps.card.open()

    @Slot(str)
    def _on_resume(self, draft_id: str) -> None:
        draft = self._parked.find(draft_id)
        if draft is not None:
            self.resume(draft)
