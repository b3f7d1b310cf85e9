"""Step 4: one question at a time, the paper growing beside it."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop.domain.calendar import office_time
from desktop.domain.plain import Plain
from desktop.domain.visit import VisitStep
from desktop.forms.definition import Question
from desktop.forms.interview import Interview
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.answer_text import own_office
from desktop.ui.desk.answer_writer import AnswerWriter
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.interview_column import InterviewColumn
from desktop.ui.desk.interview_end import InterviewEnd
from desktop.ui.desk.keyboard_watch import KeyboardWatch
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.paper_preview import PaperPreview
from desktop.ui.desk.question_card import QuestionCard, asked_question, form_with
from desktop.ui.desk.step_page import Command, StepPage
from desktop.ui.desk.two_columns import TwoColumns
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.paper_panel import PaperPanel

RETURN_LINE = "return_line"


class InterviewStep(StepPage):
    """Asks what the forms of the visit want to know.

    Signals:
        parked: the officer sets the visit aside.
    """

    parked = Signal()

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self.card: QuestionCard | None = None
        self._writer = AnswerWriter(visit)
        self._keyboard = KeyboardWatch(self)
        self.column = InterviewColumn()
        self._panel = PaperPanel(runner)
        self._preview = PaperPreview(self._panel, visit, services, runner)
        self._columns = TwoColumns(self.column, self._panel)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._columns)
        self.column.back.clicked.connect(lambda: self.command(Command.BACK))
        self.column.primary.clicked.connect(self._go_next)
        self.column.park.clicked.connect(self.parked.emit)
        self.column.row_chosen.connect(self._on_row)
        visit.saved.connect(self._on_saved)
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(0)
        self._watch.timeout.connect(self._show_focus)
        self._keyboard.moved.connect(self._watch.start)

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.INTERVIEW

    @override
    def open(self) -> None:
        self._writer.restore()
        self._show(is_resumed=True)

    @override
    def close_step(self) -> None:
        self._preview.clear()

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
                self._go_next()
            case Command.BACK:
                self._go_back()
            case Command.UNKNOWN:
                self._mark_unknown()
            case Command.WHOLE_PAGE:
                self._columns.toggle_right(self._panel.toggle_whole_page)
            case Command.CORRECT:
                field = self._field()
                return field is not None and field.edit_card_value()
            case Command.DISMISS:
                field = self._field()
                is_shut = field is not None and field.shut_list()
                self._show_focus()
                return is_shut
            case _:
                return False
        return True

    def _enter(self) -> None:
        card, field = self.card, self._field()
        if card is None:
            self._go_next()
            return
        if field is not None and field.take_enter():
            self._show_focus()
            return
        following = card.after(field)
        if following is not None:
            self._focus(following, -1)
            return
        gap = _gap(card, self.visit.interview)
        if gap is None:
            self._go_next()
            return
        gap.say_missing()
        self._focus(gap, -1)

    @Slot()
    def _go_next(self) -> None:
        interview = self.visit.interview
        if self.card is None:
            if interview.missing:
                self._move(interview.go_to(interview.missing[0].key))
            else:
                self.left.emit()
            return
        if RETURN_LINE in self.visit.draft.typing:
            self.wanted.emit(VisitStep.READ_BACK)
            return
        following = interview.next()
        self._move(following)
        if following.current is None and not following.missing and not following.warnings:
            self.left.emit()

    def _go_back(self) -> None:
        after = self.visit.interview.back()
        if after.position == self.visit.interview.position:
            self.wanted.emit(VisitStep.PAPERS)
        else:
            self._move(after)

    def _mark_unknown(self) -> None:
        card = self.card
        if card is None:
            return
        field = self._field() or card.fields[0]
        self._writer.mark_unknown(field)
        self._advance(card, field)

    def _advance(self, card: QuestionCard, field: AnswerField) -> None:
        following = card.after(field)
        if following is None:
            self._go_next()
        else:
            self._focus(following, -1)

    def _move(self, interview: Interview) -> None:
        self._writer.move(interview)
        self._show(is_resumed=False)

    @Slot(object)
    def _on_edited(self, field: AnswerField) -> None:
        if self._writer.write(field):
            self._show(is_resumed=True)
        else:
            self._refresh_around()

    @Slot(object)
    def _on_picked(self, field: AnswerField) -> None:
        card = self.card
        if card is None or field not in card.fields:  # the answer made other fields appear
            self._enter()
        else:
            self._advance(card, field)

    def _field(self) -> AnswerField | None:
        return self.card.field_with_keyboard() if self.card is not None else None

    def _show(self, *, is_resumed: bool) -> None:
        interview = self.visit.interview
        question = interview.current
        self.card = None
        if question is None:
            end = InterviewEnd(interview, self.visit.citizen)
            end.chosen.connect(self._on_row)
            self.column.put(end)
            self.focus_later(end)
        else:
            self.card = self._build_card(question, interview)
            self.column.put(self.card)
            typing = self.visit.draft.typing if is_resumed else {}
            self._focus_first(self.card, typing)
        self._refresh_around()

    def _build_card(self, question: Question, interview: Interview) -> QuestionCard:
        asked = asked_question(interview, question, self.visit.citizen.called, self._writer.raw)
        card = QuestionCard(asked, interview.today, self._suggest)
        card.edited.connect(self._on_edited)
        card.lit.connect(self._watch.start)
        card.picked.connect(self._on_picked)
        card.unknown_clicked.connect(self._mark_unknown)
        for field in card.fields:
            self._keyboard.watch(field)
        return card

    def _suggest(self, key: str, typed: str) -> tuple[str, ...]:
        interview = self.visit.interview
        return (*interview.suggestions(key, typed), *own_office(interview, key, typed))

    def _focus_first(self, card: QuestionCard, typing: Mapping[str, Plain]) -> None:
        key, caret = typing.get("key"), typing.get("caret")
        held = next((field for field in card.fields if field.asked.key == key), None)
        looks = self.visit.interview.look
        empty = next((field for field in card.fields if looks(field.asked.key) is None), card.fields[0])
        target = held or empty
        place = caret if held is not None and isinstance(caret, int) else -1
        QTimer.singleShot(0, target, lambda: self._focus(target, place))

    def _focus(self, field: AnswerField, caret: int) -> None:
        field.focus_at(caret)
        self._show_focus()

    @Slot()
    def _show_focus(self) -> None:
        """Lights the place on the paper and gives the Enter cap to the one thing Enter would do."""
        card = self.card
        if card is None:
            self.column.primary.set_key("Return")
            return
        field = self._field()
        following = card.after(field)
        is_list = field is not None and field.wears_enter()
        for one in card.fields:
            one.set_enter_cap(one is following and not is_list)
        self.column.primary.set_key("Ctrl+Return" if is_list or following is not None else "Return")
        self._show_paper(field)

    def _show_paper(self, field: AnswerField | None) -> None:
        card = self.card
        keys = tuple(one.asked.key for one in card.fields) if card is not None else ()
        form = form_with(self.visit.interview, keys)
        if form is None:
            return
        suggested = field.pending() if field is not None else None
        pending = {field.asked.key: suggested} if field is not None and suggested is not None else {}
        self._preview.show(form.id, keys, pending)
        self._writer.note(field)
        self.column.set_title(form.short_name)

    def _refresh_around(self) -> None:
        interview = self.visit.interview
        self.column.show_progress(interview)
        if self.card is not None:
            keys = {field.asked.key for field in self.card.fields}
            told = tuple(doubt.text for doubt in interview.warnings if keys & set(doubt.keys))
            self.card.say_doubts(told)
        self.column.primary.set_text(self._primary_words(interview))
        self._watch.start()

    def _primary_words(self, interview: Interview) -> str:
        if self.card is None:
            return "Hỏi câu còn thiếu" if interview.missing else "Đọc lại cho người dân"
        return "Xong, đọc tiếp" if RETURN_LINE in self.visit.draft.typing else "Câu tiếp"

    @Slot(str)
    def _on_row(self, key: str) -> None:
        if key:
            self._move(self.visit.interview.go_to(key))

    @Slot(object)
    def _on_saved(self, moment: object) -> None:
        self.column.say_saved(f"Đã lưu trên máy này {office_time(self.visit.now):%H:%M}" if moment else "")


def _gap(card: QuestionCard, interview: Interview) -> AnswerField | None:
    """Gives the first field of the question that must not stay empty."""
    open_keys = {one.key for one in interview.missing}
    return next((field for field in card.fields if field.asked.key in open_keys), None)
