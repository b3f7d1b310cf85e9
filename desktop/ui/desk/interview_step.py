"""Step 4: one question at a time, the paper growing beside it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.calendar import office_time
from desktop.domain.plain import Plain
from desktop.domain.visit import VisitStep
from desktop.forms.answers import Answer, AnswerValue, Source
from desktop.forms.definition import Question
from desktop.forms.interview import Interview
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.answered_lines import answered_lines
from desktop.ui.desk.answered_row import AnsweredRow
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.interview_end import InterviewEnd
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.paper_preview import PaperPreview
from desktop.ui.desk.progress_line import ProgressLine
from desktop.ui.desk.question_card import AskedQuestion, QuestionCard
from desktop.ui.desk.step_page import Command, StepPage, clear_layout
from desktop.ui.desk.two_columns import TwoColumns
from desktop.ui.desk.working_column import working_column
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.paper_panel import PaperPanel

RETURN_LINE = "return_line"
_MOST_ANSWERED = 3
_FEW_ANSWERED = 1
_LOW = 600


class InterviewStep(StepPage):
    """Asks what the forms of the visit want to know.

    Signals:
        parked: the officer sets the visit aside.
    """

    parked = Signal()

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self._card: QuestionCard | None = None
        self._end: InterviewEnd | None = None
        self._raw: dict[str, str] = {}
        self._title = TextLabel("", TextStyle.TITLE)
        self._count = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.INK2)
        self._line = ProgressLine()
        self._answered = QVBoxLayout()
        self._answered.setSpacing(0)
        self._place = QVBoxLayout()
        self._next = TextLabel("", TextStyle.SMALL, Tone.INK2)
        self._saved = TextLabel("", TextStyle.SMALL, Tone.INK2)
        self._back = Button("Câu trước", ButtonKind.QUIET, key="Shift+Return")
        self._park = Button("Tạm gác", ButtonKind.QUIET, key="F8")
        self._primary = Button("Câu tiếp", ButtonKind.PRIMARY, key="Ctrl+Return")
        self._panel = PaperPanel(runner)
        self._preview = PaperPreview(self._panel, visit, services, runner)
        self._columns = TwoColumns(self._build_column(), self._panel)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._columns)
        self._back.clicked.connect(lambda: self.command(Command.BACK))
        self._primary.clicked.connect(self._on_primary)
        self._park.clicked.connect(self.parked.emit)
        visit.saved.connect(self._on_saved)
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._show_focus)

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.INTERVIEW

    @property
    def card(self) -> QuestionCard | None:
        """The question in view, None past the last one."""
        return self._card

    @property
    def panel(self) -> PaperPanel:
        """The paper beside it."""
        return self._panel

    @override
    def open(self) -> None:
        raw = self.visit.draft.typing.get("raw", {})
        self._raw = {str(key): str(words) for key, words in raw.items()} if isinstance(raw, Mapping) else {}
        self._show(is_resumed=True)

    @override
    def close_step(self) -> None:
        self._preview.clear()

    # --- keys ---

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
        card, field = self._card, self._field()
        if card is None:
            self._finish()
            return
        if field is not None and field.take_enter():
            self._show_focus()
            return
        following = card.after(field)
        if following is not None:
            following.focus_at()
            self._show_focus()
            return
        gap = self._gap(card)
        if gap is not None:
            gap.say_missing()
            gap.focus_at()
            self._show_focus()
            return
        self._go_next()

    def _gap(self, card: QuestionCard) -> AnswerField | None:
        """Gives the first field of the question that must not stay empty."""
        open_keys = {one.key for one in self.visit.interview.missing}
        return next((field for field in card.fields if field.asked.key in open_keys), None)

    @Slot()
    def _on_primary(self) -> None:
        if self._card is None:
            self._finish()
        else:
            self._go_next()

    def _go_next(self) -> None:
        if self._card is None:
            self._finish()
            return
        if RETURN_LINE in self.visit.draft.typing:
            self.wanted.emit(VisitStep.READ_BACK)
            return
        self._move(self.visit.interview.next())

    def _go_back(self) -> None:
        before = self.visit.interview
        after = before.back()
        if after.position == before.position:
            self.wanted.emit(VisitStep.PAPERS)
        else:
            self._move(after)

    def _finish(self) -> None:
        missing = self.visit.interview.missing
        if missing:
            self._move(self.visit.interview.go_to(missing[0].key))
        else:
            self.left.emit()

    def _mark_unknown(self) -> None:
        card = self._card
        if card is None:
            return
        field = self._field() or card.fields[0]
        key = field.asked.key
        self._raw.pop(key, None)
        at = self.visit.now.isoformat()
        interview = self.visit.interview.mark_unknown(key, at=at)
        self.visit.keep_interview(interview, undo=f"Không nhớ: {field.asked.label}")
        field.show_answer(interview.look(key), "")
        following = card.after(field)
        if following is not None:
            following.focus_at()
            self._show_focus()
        else:
            self._go_next()

    def _move(self, interview: Interview) -> None:
        self._raw.clear()
        self.visit.keep_interview(interview)
        self.visit.note_typing({})
        self._show(is_resumed=False)

    # --- answers ---

    @Slot(object)
    def _on_edited(self, field: AnswerField) -> None:
        key, typed = field.asked.key, field.read()
        at = self.visit.now.isoformat()
        if typed.value is None:
            interview = self.visit.interview.clear(key)
        else:
            interview = self.visit.interview.answer(key, typed.value, Source.TYPED, at=at)
        if typed.value is None and field.raw():
            self._raw[key] = field.raw()
        else:
            self._raw.pop(key, None)
        shown_before = self._shown_keys(self.visit.interview)
        self.visit.keep_interview(interview, undo=f"Câu trả lời: {field.asked.label}")
        self._note_hand(field)
        if self._shown_keys(interview) != shown_before:
            self._show(is_resumed=True)
        else:
            self._refresh_around()

    @Slot(object)
    def _on_picked(self, field: AnswerField) -> None:
        card = self._card
        if card is None or field not in card.fields:  # the answer made other fields appear
            self._enter()
            return
        following = card.after(field)
        if following is None:
            self._go_next()
        else:
            following.focus_at()
            self._show_focus()

    def _shown_keys(self, interview: Interview) -> tuple[str, ...]:
        question = interview.current
        return () if question is None else tuple(field.key for field in question.fields)

    def _note_hand(self, field: AnswerField | None) -> None:
        typing: dict[str, Plain] = dict(self.visit.draft.typing)
        if field is not None:
            typing |= {"key": field.asked.key, "caret": field.caret()}
        typing["raw"] = dict(self._raw)
        self.visit.note_typing(typing)

    def _field(self) -> AnswerField | None:
        return self._card.field_with_keyboard() if self._card is not None else None

    # --- showing ---

    def _show(self, *, is_resumed: bool) -> None:
        interview = self.visit.interview
        question = interview.current
        clear_layout(self._place)
        self._card = self._end = None
        if question is None:
            self._end = InterviewEnd(interview, self.visit.citizen)
            self._end.chosen.connect(self._on_row)
            self._place.addWidget(self._end)
            self.focus_later(self._end)
        else:
            self._card = self._build_card(question, interview)
            self._place.addWidget(self._card)
            typing = self.visit.draft.typing if is_resumed else {}
            self._focus_first(self._card, typing)
        self._refresh_around()

    def _build_card(self, question: Question, interview: Interview) -> QuestionCard:
        looks = {field.key: interview.look(field.key) for field in question.fields}
        answers: dict[str, Answer] = {key: look for key, look in looks.items() if look is not None}
        asked = AskedQuestion(
            question=question,
            spoken=interview.say(question),
            to_whom=self.visit.citizen.called,
            answers=answers,
            raw=self._raw,
        )
        card = QuestionCard(asked, interview.today, self._suggest)
        card.edited.connect(self._on_edited)
        card.picked.connect(self._on_picked)
        card.unknown_clicked.connect(self._mark_unknown)
        for field in card.fields:
            self._listen(field)
        return card

    def _suggest(self, key: str, typed: str) -> tuple[str, ...]:
        return self.visit.interview.suggestions(key, typed)

    def _listen(self, field: AnswerField) -> None:
        """Follows the keyboard from field to field, for the lit place on the paper and the Enter cap."""
        for widget in (field, *field.findChildren(QWidget)):
            if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                widget.installEventFilter(self)

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
        card = self._card
        if card is None:
            self._primary.set_key("Return")
            return
        field = self._field()
        following = card.after(field)
        is_list = field is not None and field.wears_enter()
        for one in card.fields:
            one.set_enter_cap(one is following and not is_list)
        self._primary.set_key("Ctrl+Return" if is_list or following is not None else "Return")
        self._show_paper(field)

    def _show_paper(self, field: AnswerField | None) -> None:
        card = self._card
        definitions = self.visit.interview.definitions
        if not definitions:
            return
        keys = tuple(one.asked.key for one in card.fields) if card is not None else ()
        form = next((form for form in definitions if any(form.field(key) for key in keys)), definitions[0])
        pending: dict[str, AnswerValue] = {}
        suggested = field.pending() if field is not None else None
        if field is not None and suggested is not None:
            pending[field.asked.key] = suggested
        self._preview.show(form.id, keys, pending)
        self._note_hand(field)
        self._title.setText(form.short_name)

    def _refresh_around(self) -> None:
        interview = self.visit.interview
        progress = interview.progress
        minutes = f" · còn khoảng {progress.minutes} phút" if progress.minutes else ""
        here = f"Câu {progress.number} / {progress.total}" if interview.current is not None else "Đã hỏi hết"
        self._count.setText(f"{here}{minutes}")
        self._line.set_share(progress.answered / progress.total if progress.total else 1)
        self._show_answered(interview)
        self._show_next(interview)
        if self._card is not None:
            keys = {field.asked.key for field in self._card.fields}
            told = tuple(doubt.text for doubt in interview.warnings if keys & set(doubt.keys))
            self._card.say_doubts(told)
        self._primary.set_text("Câu tiếp" if self._card is not None else self._end_words(interview))
        if RETURN_LINE in self.visit.draft.typing and self._card is not None:
            self._primary.set_text("Xong, đọc tiếp")
        self._watch.start(0)

    def _end_words(self, interview: Interview) -> str:
        return "Hỏi câu còn thiếu" if interview.missing else "Đọc lại cho người dân"

    def _show_answered(self, interview: Interview) -> None:
        clear_layout(self._answered)
        if interview.current is None:
            return
        most = _FEW_ANSWERED if self.height() < _LOW else _MOST_ANSWERED
        for line in answered_lines(interview, most):
            row = AnsweredRow(line)
            row.clicked.connect(lambda _checked=False, key=line.key: self._on_row(key))
            self._answered.addWidget(row)

    def _show_next(self, interview: Interview) -> None:
        here = interview.current
        asked = [one for one in interview.questions if interview.needs_asking(one)]
        place = next((at for at, one in enumerate(asked) if here is not None and one.id == here.id), None)
        coming = [one.title for one in asked[place + 1 : place + 4]] if place is not None else []
        self._next.setText("Tiếp theo  " + " · ".join(coming) if coming else "")

    @Slot(str)
    def _on_row(self, key: str) -> None:
        if key:
            self._move(self.visit.interview.go_to(key))

    @Slot(object)
    def _on_saved(self, moment: object) -> None:
        self._saved.setText(f"Đã lưu trên máy này {office_time(self.visit.now):%H:%M}" if moment else "")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._watch.start(0)
        return super().eventFilter(watched, event)

    def _build_column(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        foot = QHBoxLayout()
        foot.setSpacing(Space.ONE)
        foot.addWidget(self._next, 1)
        foot.addWidget(IconMark(Icon.DONE, Tone.INK2, size=16, is_bare=True))
        foot.addWidget(self._saved)
        bar = ActionBar()
        bar.add_left(self._back)
        bar.add_left(self._park)
        bar.add_right(self._primary)
        inner = QVBoxLayout()
        inner.setSpacing(Space.ONE)
        inner.addLayout(self._answered)
        inner.addSpacing(Space.HALF)
        inner.addLayout(self._place)
        inner.addSpacing(Space.HALF)
        inner.addLayout(foot)
        inner.addStretch(1)
        return working_column(head, self._line, inner, bar)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._next.setVisible(self.height() >= _LOW)
