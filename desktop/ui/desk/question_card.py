"""One question as the officer says it, with its fields, what is odd, and the key for "không nhớ"."""

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.forms.answers import Answer, Source
from desktop.forms.definition import Field, FieldType, FormDefinition, Question
from desktop.forms.interview import Interview
from desktop.services.place_offers import PlaceNames
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.answer_fields import field_for
from desktop.ui.desk.text_answer import Suggest
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_mark import IconMark

_ROW_SHARES = 12
_UNKNOWN_SHARES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """What a card shows.

    Attributes:
        question: the question with its visible fields.
        spoken: the words to say.
        to_whom: "bà Bưởi".
        answers: what stands in its fields now, by key.
        raw: words not understood yet, by key.
    """

    question: Question
    spoken: str
    to_whom: str
    answers: dict[str, Answer]
    raw: dict[str, str]


class QuestionCard(QWidget):
    """The card in the middle of the interview.

    Args:
        asked: what it shows.
        today: for ages and centuries.
        suggest: suggestions for a field.
        places: names of places that changed.

    Signals:
        edited: a field changed; carries the :class:`AnswerField`.
        lit: another suggestion of a field is lit.
        picked: a field was answered with one key; carries it.
        unknown_clicked: "Không nhớ" was clicked.
    """

    edited = Signal(object)
    lit = Signal()
    picked = Signal(object)
    unknown_clicked = Signal()

    def __init__(self, asked: AskedQuestion, today: date, suggest: Suggest, places: PlaceNames) -> None:
        super().__init__(None)
        self._asked = asked
        self.fields = tuple(field_for(field, today, suggest, places) for field in asked.question.fields)
        self.unknown = Button("Không nhớ", key="F4")
        self.unknown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.unknown.clicked.connect(self.unknown_clicked)
        self._doubts = QVBoxLayout()
        self._doubts.setSpacing(Space.HALF)
        self._build()
        for field in self.fields:
            field.show_answer(asked.answers.get(field.asked.key), asked.raw.get(field.asked.key, ""))
            field.edited.connect(lambda one=field: self.edited.emit(one))
            field.lit.connect(self.lit)
            field.picked.connect(lambda one=field: self.picked.emit(one))

    @property
    def question(self) -> Question:
        """The question shown."""
        return self._asked.question

    def field_with_keyboard(self) -> AnswerField | None:
        """Gives the field that has the keyboard."""
        return next((field for field in self.fields if field.has_keyboard()), None)

    def after(self, field: AnswerField | None) -> AnswerField | None:
        """Gives the next field of the question."""
        if field is None:
            return None
        place = self.fields.index(field) + 1
        return self.fields[place] if place < len(self.fields) else None

    def say_doubts(self, sentences: tuple[str, ...]) -> None:
        """Shows what deserves a second look; nothing of it blocks."""
        while (item := self._doubts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for sentence in sentences:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(Space.ONE)
            line.addWidget(IconMark(Icon.WARNING, Tone.WARN, size=20, is_bare=True))
            line.addWidget(TextLabel(sentence, TextStyle.SMALL_MEDIUM, Tone.WARN, wraps=True), 1)
            self._doubts.addWidget(row)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card(has_shadow=True)
        outer.addWidget(card)
        head = QHBoxLayout()
        head.setSpacing(Space.ONE)
        head.addWidget(IconMark(Icon.ASK, Tone.ACCENT, size=18, is_bare=True))
        head.addWidget(TextLabel(f"Hỏi {self._asked.to_whom}", TextStyle.LABEL, Tone.ACCENT))
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(TextLabel(self._asked.spoken, TextStyle.QUESTION, wraps=True))
        if self._asked.question.hint:
            words.addWidget(TextLabel(self._asked.question.hint, TextStyle.SMALL, Tone.INK2, wraps=True))
        card.column.addLayout(words)
        row = self._add_fields(card)
        if row is None:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(self.unknown)
            card.column.addLayout(row)
        else:  # in line with the boxes, below the height of their labels
            place = QVBoxLayout()
            place.setSpacing(0)
            place.addSpacing(current_theme().line_height(TextStyle.LABEL) + Space.HALF)
            place.addWidget(self.unknown)
            place.addStretch(1)
            row.addLayout(place)
        card.column.addLayout(self._doubts)

    def _add_fields(self, card: Card) -> QHBoxLayout | None:
        """Packs the fields into rows of twelve shares; gives the last row if the F4 button fits into it."""
        row: QHBoxLayout | None = None
        used = _ROW_SHARES
        for field in self.fields:
            if row is None or used + field.shares > _ROW_SHARES:
                self._close_row(row, used)
                row, used = QHBoxLayout(), 0
                row.setSpacing(Space.ONE_HALF)
                card.column.addLayout(row)
            row.addWidget(field, field.shares)
            used += field.shares
        self._close_row(row, used)
        return row if used <= _ROW_SHARES - _UNKNOWN_SHARES else None

    @staticmethod
    def _close_row(row: QHBoxLayout | None, used: int) -> None:
        if row is not None and used < _ROW_SHARES:
            row.addStretch(_ROW_SHARES - used)


def asked_question(
    interview: Interview, question: Question, to_whom: str, raw: dict[str, str]
) -> AskedQuestion:
    """Gives what a card shows of a question as the interview stands.

    Where another person of the case answered a part already (who declares for himself), only the rest is asked.
    """
    told = {field.key for field in question.fields if _is_told_elsewhere(interview, field)}
    spoken = interview.say(question)
    if told and len(told) < len(question.fields):
        question = replace(
            question, fields=tuple(field for field in question.fields if field.key not in told)
        )
        names = ", ".join(field.label[:1].lower() + field.label[1:] for field in question.fields)
        spoken = f"Còn {names} thì sao ạ?"
    looks = {field.key: interview.look(field.key) for field in question.fields}
    return AskedQuestion(
        question=question,
        spoken=spoken,
        to_whom=to_whom,
        answers={key: look for key, look in looks.items() if look is not None},
        raw=raw,
    )


def _is_told_elsewhere(interview: Interview, field: Field) -> bool:
    answer = interview.look(field.key)
    is_told = answer is not None and not answer.is_empty and answer.source is Source.COMPUTED
    return is_told and field.type is not FieldType.COMPUTED


def form_with(interview: Interview, keys: tuple[str, ...]) -> FormDefinition | None:
    """Gives the form on which these answers stand, or the first of the visit."""
    forms = interview.definitions
    holding = (form for form in forms if any(form.field(key) for key in keys))
    return next(holding, forms[0] if forms else None)
