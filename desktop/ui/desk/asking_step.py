"""A step that asks: one question at a time, forward and back without loss."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.plain import Plain
from desktop.forms.definition import Question
from desktop.forms.interview import Interview
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.answer_text import offices_here
from desktop.ui.desk.answer_writer import AnswerWriter
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.held_answers import HeldAnswers
from desktop.ui.desk.interview_column import InterviewColumn
from desktop.ui.desk.keyboard_watch import KeyboardWatch
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.question_card import QuestionCard, asked_question
from desktop.ui.desk.step_page import Command, StepPage
from desktop.ui.task_runner import TaskRunner


class AskingStep(StepPage):
    """What the interview and the questions of a life event have in common.

    Args:
        held: where the answers are kept.
    """

    def __init__(
        self, visit: OpenVisit, services: DeskServices, runner: TaskRunner, held: HeldAnswers
    ) -> None:
        super().__init__(visit, services, runner)
        self.card: QuestionCard | None = None
        self.held = held
        self.writer = AnswerWriter(held)
        self.column = InterviewColumn()
        self._keyboard = KeyboardWatch(self)
        self.column.back.clicked.connect(lambda: self.command(Command.BACK))
        self.column.primary.clicked.connect(self.go_next)
        self.column.row_chosen.connect(self.on_row)
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(0)
        self._watch.timeout.connect(self.show_focus)
        self._keyboard.moved.connect(self._watch.start)

    # --- what a step of questions decides for itself ---

    def at_end(self, interview: Interview) -> QWidget:
        """Gives what stands in the place of a question past the last one."""
        raise NotImplementedError

    def finish(self) -> None:
        """Enter past the last question, nothing missing."""
        raise NotImplementedError

    def before_first(self) -> None:
        """Back from the first question."""
        raise NotImplementedError

    def primary_words(self, interview: Interview) -> str:
        """Gives the words of the primary button."""
        raise NotImplementedError

    def is_done_with_answer(self) -> bool:
        """Whether the officer came for this one question; then says so and goes where she came from."""
        return False

    def light(self, field: AnswerField | None) -> None:
        """The keyboard went to a field: lights its place, remembers it."""
        self.writer.note(field)

    def refreshed(self, interview: Interview) -> None:
        """Something was answered: shows what depends on it."""

    # --- the step ---

    @override
    def open(self) -> None:
        self.writer.restore()
        self.show_question(is_resumed=True)

    @override
    def forget(self) -> None:
        self.card = None
        self.column.forget()

    @override
    def command(self, command: Command) -> bool:
        match command:
            case Command.ENTER:
                self._enter()
            case Command.FINISH:
                self.go_next()
            case Command.BACK:
                self._go_back()
            case Command.UNKNOWN:
                self._mark_unknown()
            case Command.CORRECT | Command.DISMISS | Command.PLACE:
                is_meant = _tell_field(self.field(), command)
                self.show_focus()
                return is_meant
            case _:
                return False
        return True

    def field(self) -> AnswerField | None:
        """Gives the field that has the keyboard."""
        return self.card.field_with_keyboard() if self.card is not None else None

    @Slot()
    def go_next(self) -> None:
        """To the next question that must be asked, to one that is missing, or on."""
        interview = self.held.interview
        if self.card is None:
            if interview.missing:
                self.stand_at(interview.go_to(interview.missing[0].key))
            else:
                self.finish()
            return
        if self.is_done_with_answer():
            return
        following = interview.next()
        self.stand_at(following)
        self.came_to_end(following)

    def came_to_end(self, interview: Interview) -> None:
        """The last question was answered; some steps go on at once."""

    def stand_at(self, interview: Interview) -> None:
        """Goes to another question."""
        self.writer.move(interview)
        self.show_question(is_resumed=False)

    @Slot(str)
    def on_row(self, key: str) -> None:
        """An answered row was clicked."""
        if key:
            self.stand_at(self.held.interview.go_to(key))

    def show_question(self, *, is_resumed: bool) -> None:
        """Shows the question one stands at."""
        interview = self.held.interview
        question = interview.current
        self.card = None
        if question is None:
            end = self.at_end(interview)
            self.column.put(end)
            self.give_keyboard(end)
        else:
            self.card = self._build_card(question, interview)
            self.column.put(self.card)
            typing = self.held.draft.typing if is_resumed else {}
            self._focus_first(self.card, typing)
        self._refresh_around()

    @Slot()
    def show_focus(self) -> None:
        """Lights the place on the paper and gives the Enter cap to the one thing Enter would do."""
        card = self.card
        if card is None:
            self.column.primary.set_key("Return")
            return
        field = self.field()
        following = card.after(field)
        is_list = field is not None and field.wears_enter()
        for one in card.fields:
            one.set_enter_cap(one is following and not is_list)
        self.column.primary.set_key("Ctrl+Return" if is_list or following is not None else "Return")
        self.light(field)

    # --- inside ---

    def _enter(self) -> None:
        card, field = self.card, self.field()
        if card is None:
            self.go_next()
            return
        if field is not None and field.take_enter():
            self.show_focus()
            return
        following = card.after(field)
        if following is not None:
            self._focus(following, -1)
            return
        gap = _gap(card, self.held.interview)
        if gap is None:
            self.go_next()
            return
        gap.say_missing()
        self._focus(gap, -1)

    def _go_back(self) -> None:
        after = self.held.interview.back()
        if after.position == self.held.interview.position:
            self.before_first()
        else:
            self.stand_at(after)

    def _mark_unknown(self) -> None:
        card = self.card
        if card is None:
            return
        field = self.field() or card.fields[0]
        self.writer.mark_unknown(field)
        self._advance(card, field)

    def _advance(self, card: QuestionCard, field: AnswerField) -> None:
        following = card.after(field)
        if following is None:
            self.go_next()
        else:
            self._focus(following, -1)

    @Slot(object)
    def _on_edited(self, field: AnswerField) -> None:
        if self.writer.write(field):
            self.show_question(is_resumed=True)
        else:
            self._refresh_around()

    @Slot(object)
    def _on_picked(self, field: AnswerField) -> None:
        card = self.card
        if card is None or field not in card.fields:  # the answer made other fields appear
            self._enter()
        else:
            self._advance(card, field)

    def _build_card(self, question: Question, interview: Interview) -> QuestionCard:
        asked = asked_question(interview, question, self.visit.citizen.called, self.writer.raw)
        card = QuestionCard(asked, interview.today, self._suggest, self.visit.flow.places)
        card.edited.connect(self._on_edited)
        card.lit.connect(self._watch.start)
        card.picked.connect(self._on_picked)
        card.unknown_clicked.connect(self._mark_unknown)
        for field in card.fields:
            self._keyboard.watch(field)
        return card

    def _suggest(self, key: str, typed: str) -> tuple[str, ...]:
        interview = self.held.interview
        offices = offices_here(interview, key, typed, self.visit.flow.places)
        return (*interview.suggestions(key, typed), *offices)

    def _focus_first(self, card: QuestionCard, typing: Mapping[str, Plain]) -> None:
        key, caret = typing.get("key"), typing.get("caret")
        held = next((field for field in card.fields if field.asked.key == key), None)
        looks = self.held.interview.look
        empty = next((field for field in card.fields if looks(field.asked.key) is None), card.fields[0])
        target = held or empty
        place = caret if held is not None and isinstance(caret, int) else -1
        self.give_keyboard(target, lambda: self._focus(target, place))

    def _focus(self, field: AnswerField, caret: int) -> None:
        field.focus_at(caret)
        self.show_focus()

    def _refresh_around(self) -> None:
        interview = self.held.interview
        self.column.show_progress(interview)
        if self.card is not None:
            keys = {field.asked.key for field in self.card.fields}
            told = tuple(doubt.text for doubt in interview.warnings if keys & set(doubt.keys))
            self.card.say_doubts(told)
        self.column.primary.set_text(self.primary_words(interview))
        self.refreshed(interview)
        self._watch.start()


def _tell_field(field: AnswerField | None, command: Command) -> bool:
    """Hands a key to the field that has the keyboard; gives whether it meant something there."""
    if field is None:
        return False
    match command:
        case Command.CORRECT:
            return field.edit_card_value()
        case Command.PLACE:
            return field.take_place()
        case _:
            return field.shut_list()


def _gap(card: QuestionCard, interview: Interview) -> AnswerField | None:
    """Gives the first field of the question that must not stay empty."""
    open_keys = {one.key for one in interview.missing}
    return next((field for field in card.fields if field.asked.key in open_keys), None)
