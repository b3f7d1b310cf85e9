"""Step 1: the card on the reader, a pasted or typed number, a picture, or a person without a card."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.cards.reading import CardReading
from desktop.domain.person import Person
from desktop.domain.visit import VisitStep
from desktop.services.receive_supplement import WaitingDossier
from desktop.services.record_values import EarlierVisit
from desktop.services.visit_person import correct_person
from desktop.ui.desk.card_side import CardSide
from desktop.ui.desk.card_welcome import CardWelcome
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.pane_columns import PaneColumns
from desktop.ui.desk.parked_visit import ParkedVisit
from desktop.ui.desk.person_form import PersonForm
from desktop.ui.desk.step_page import Command, StepPage, clear_layout
from desktop.ui.desk.waiting_papers import WaitingPapers
from desktop.ui.desk.working_column import working_column
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card


class CardStep(StepPage):
    """Who is the requester?

    Signals:
        card_came: text of a card was pasted or typed; carries it.
        picture_came: a picture of a card was chosen or dropped; carries its path.
        number_typed: twelve digits were typed; carries them.
        resume_wanted: a parked visit was chosen; carries its id.
        supplement_wanted: papers came for a waiting dossier; carries the `WaitingDossier`.
    """

    card_came = Signal(str)
    picture_came = Signal(object)
    number_typed = Signal(str)
    resume_wanted = Signal(str)
    supplement_wanted = Signal(object)

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self._reading: CardReading | None = None
        self._is_manual = False
        self._known_waiting: tuple[WaitingDossier, ...] = ()
        self.welcome = CardWelcome()
        self.form = PersonForm(visit.flow.workday.day, visit.flow.places)
        self.side = CardSide(services.keep_unfinished_days)
        self.waiting = WaitingPapers()
        self._notes = QVBoxLayout()
        self._notes.setSpacing(Space.ONE)
        self._heading = TextLabel("", TextStyle.SECTION, wraps=True)
        self._primary = Button("Chọn thủ tục", ButtonKind.PRIMARY, key="Return")
        self._other = Button("Chọn thủ tục khác", ButtonKind.QUIET, key="Ctrl+Return")
        self._edit = Button("Sửa theo thẻ", ButtonKind.QUIET, key="Ctrl+E")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self._build_person())
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PaneColumns(self._stack, self.side))
        self.setAcceptDrops(True)
        self._connect()

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.CARD

    @override
    def open(self) -> None:
        person = self.visit.flow.person(self.visit.draft)
        if person is None and not self._is_manual:
            self._reading = None
            self.side.show_earlier(())
            self._stack.setCurrentIndex(0)
            self.welcome.clear()
            self.give_keyboard(self.welcome.number)
            return
        self._stack.setCurrentIndex(1)
        shown = person or Person()
        if self.form.person() != shown or person is None:
            self.form.show_person(shown, is_from_card=not self._is_manual and bool(shown.full_name))
        self._show_heading(shown)
        self._show_notes()
        self._show_waiting()
        target = self.form.next_open(is_from_start=True)
        self.give_keyboard(target if target is not None and not self.form.is_locked else self._primary)

    def show_reading(self, reading: CardReading) -> None:
        """Shows what the card said, and what has to be compared with it."""
        self._reading, self._is_manual = reading, False
        self.form.show_person(reading.to_person(), is_from_card=True)
        self.open()

    def show_parked(self, visits: tuple[ParkedVisit, ...]) -> None:
        """Shows the visits set aside."""
        self.side.show_parked(visits)

    def show_earlier(self, visits: tuple[EarlierVisit, ...]) -> None:
        """Shows what the person came for before."""
        self.side.show_earlier(visits)

    def show_waiting(self, waiting: tuple[WaitingDossier, ...]) -> None:
        """Shows the dossiers of the person that wait for papers; the first is what Enter takes."""
        self._known_waiting = waiting
        self._show_waiting()

    def begin_by_hand(self, number: str = "") -> None:
        """Opens an empty form for a person without a card; the number may be known."""
        self._is_manual = True
        self.form.show_person(Person(id_number=number), is_from_card=False)
        if number:
            self._keep()
        self.open()

    @override
    def forget(self) -> None:
        self._reading, self._is_manual = None, False
        self.show_waiting(())
        self.form.show_person(Person(), is_from_card=False)
        self._heading.setText("")
        clear_layout(self._notes)
        self.welcome.clear()
        self.side.show_earlier(())

    @override
    def command(self, command: Command) -> bool:
        match command:
            case Command.ENTER:
                self._enter()
            case Command.FINISH:
                self._finish()
            case Command.CORRECT:
                self._unlock()
            case Command.PLACE:
                return self._stack.currentIndex() == 1 and self.form.take_place()
            case Command.UNKNOWN:
                if self._stack.currentIndex() == 0:
                    self.begin_by_hand()
            case Command.OPEN:
                self._choose_picture()
            case Command.PASTE:
                self.card_came.emit(QApplication.clipboard().text())
            case _:
                return False
        return True

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.picture_came.emit(Path(url.toLocalFile()))
                return

    def _enter(self) -> None:
        if self._stack.currentIndex() == 0:
            chosen = self.side.current_parked()
            if chosen:
                self.resume_wanted.emit(chosen)
            else:
                self.welcome.take_number()
            return
        target = self.form.next_open() if not self.form.is_locked else None
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return
        if not self.form.name.text():
            self.form.name.set_error("Gõ họ tên để đi tiếp.")
            self.form.name.select_all()
            return
        if self.waiting.shown:
            self.supplement_wanted.emit(self.waiting.shown[0])
        else:
            self.left.emit()

    @Slot()
    def _finish(self) -> None:
        """Ctrl+Enter: on to another procedure, whatever waits for papers."""
        if self.waiting.shown and self.form.name.text():
            self.left.emit()
        else:
            self._enter()

    def _show_waiting(self) -> None:
        taken = {one.resumes for one in self.visit.draft.procedures}
        self.waiting.show_waiting(tuple(one for one in self._known_waiting if one.dossier.id not in taken))
        self._primary.set_text("Nhận bổ sung" if self.waiting.shown else "Chọn thủ tục")
        self._other.setVisible(bool(self.waiting.shown))

    def _choose_picture(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Chọn ảnh thẻ", "", "Ảnh (*.png *.jpg *.jpeg *.bmp *.webp)"
        )
        if name:
            self.picture_came.emit(Path(name))

    def _show_heading(self, person: Person) -> None:
        unnamed = "Người mới: ghi theo mặt thẻ" if person.id_number else "Người không mang thẻ"
        self._heading.setText(person.full_name or unnamed)
        self._edit.setVisible(self.form.is_locked)

    def _show_notes(self) -> None:
        clear_layout(self._notes)
        if self._reading is None:
            return
        for warning in self._reading.warnings:
            self._notes.addWidget(Banner(BannerKind.WARN, warning.text))
        for repair in self._reading.repairs:
            text = f"Máy quét gửi “{repair.before}”, chương trình đọc là “{repair.after}”."
            self._notes.addWidget(Banner(BannerKind.INFO, "Đối chiếu với thẻ", text))

    @Slot()
    def _keep(self) -> None:
        person = self.form.person()
        self.visit.act(
            lambda flow, draft, now: correct_person(flow, draft, person, now),
            undo="Sửa thông tin người yêu cầu",
        )
        self._show_heading(person)

    @Slot()
    def _unlock(self) -> None:
        self.form.unlock()
        self._edit.setVisible(False)

    @Slot(str)
    def _on_number(self, number: str) -> None:
        self.number_typed.emit(number)

    def _connect(self) -> None:
        self.welcome.card_came.connect(self.card_came)
        self.welcome.number_typed.connect(self._on_number)
        self.welcome.picture_wanted.connect(self._choose_picture)
        self.welcome.no_card.connect(lambda: self.begin_by_hand(""))
        self.form.edited.connect(self._keep)
        self.side.chosen.connect(self.resume_wanted)
        self._primary.clicked.connect(self._enter)
        self._other.clicked.connect(self._finish)
        self.waiting.chosen.connect(self.supplement_wanted)
        self._edit.clicked.connect(self._unlock)
        self.form.card_pasted.connect(self.card_came)

    def _build_person(self) -> QWidget:
        card = Card(has_shadow=True)
        card.column.addWidget(TextLabel("Người yêu cầu", TextStyle.LABEL, Tone.ACCENT))
        card.column.addWidget(self._heading)
        card.column.addWidget(self.form)
        middle = QVBoxLayout()
        middle.setSpacing(Space.ONE_HALF)
        middle.addLayout(self._notes)
        middle.addWidget(self.waiting)
        middle.addWidget(card)
        middle.addStretch(1)
        bar = ActionBar()
        bar.add_left(self._edit)
        bar.add_left(self._other)
        bar.add_right(self._primary)
        return working_column(None, None, middle, bar)
