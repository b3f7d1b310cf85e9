"""An answer that is typed: names, dates, numbers, addresses, papers. Suggestions stand below the box."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop.forms.answers import Answer, AnswerValue, Source
from desktop.forms.definition import Field as Asked
from desktop.forms.definition import FieldType
from desktop.forms.typed import Typed, read_typed
from desktop.services.place_offers import PlaceNames
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.answer_text import text_of, understood
from desktop.ui.desk.place_note import PlaceNote
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.field import Field, FieldState
from desktop.ui.widgets.suggestion_list import Suggestion, SuggestionList

Suggest = Callable[[str, str], tuple[str, ...]]

_FIGURES = frozenset(
    {FieldType.DATE, FieldType.NUMBER, FieldType.MONEY, FieldType.ID12, FieldType.PHONE, FieldType.MOMENT}
)
_PLACEHOLDERS = {
    FieldType.DATE: "ngày/tháng/năm",
    FieldType.MOMENT: "7 giờ 30 phút 5/3/2026",
    FieldType.ID12: "12 chữ số",
    FieldType.ID_PAPER: "số, nơi cấp, ngày cấp",
}
_SHARES = {
    FieldType.DATE: 5,
    FieldType.NUMBER: 4,
    FieldType.MONEY: 5,
    FieldType.PHONE: 5,
    FieldType.ID12: 6,
    FieldType.MOMENT: 7,
}
_SHORT_LABEL = 10
_LONG_LABEL = 26
_MOST_ROWS = 4


class TextAnswer(AnswerField):
    """A box to type in, with what was understood below and a folded list of suggestions.

    Args:
        asked: what the form wants to know.
        today: for ages and centuries.
        suggest: what the officer may mean by what is typed.
        places: names of places that changed, offered below an address.
    """

    def __init__(self, asked: Asked, today: date, suggest: Suggest, places: PlaceNames) -> None:
        super().__init__(asked)
        self._today = today
        self._suggest = suggest
        self._is_list_wanted = False
        self._box = Field(
            asked.label,
            placeholder=_PLACEHOLDERS.get(asked.type, "" if asked.required else "nếu có"),
            is_figures=asked.type in _FIGURES,
        )
        self._list = SuggestionList(most_rows=_MOST_ROWS, is_one_line=True)
        self._list.hide()
        self._list.follow(self._box.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HALF)
        column.addWidget(self._box)
        # Not the box's own sentence: that one says what was understood, and this must not go away then.
        self._hint = TextLabel(asked.hint, TextStyle.SMALL, Tone.INK3, wraps=True)
        column.addWidget(self._hint)
        self._hint.setVisible(bool(asked.hint))
        column.addWidget(self._list)
        self._place = PlaceNote(places, today) if asked.type is FieldType.ADDRESS else None
        if self._place is not None:
            column.addWidget(self._place)
        self._box.edited.connect(self._on_edited)
        self._box.left.connect(self._on_left)
        self._list.accepted.connect(self._on_accepted)
        self._list.selectionModel().currentChanged.connect(lambda *_: self.lit.emit())
        self.setFocusProxy(self._box)

    @property
    def box(self) -> Field:
        """The box itself, for tests and for its sentences."""
        return self._box

    @property
    def place(self) -> PlaceNote | None:
        """What is said about the places of an address; None for other fields."""
        return self._place

    @override
    def show_answer(self, answer: Answer | None, raw: str) -> None:
        self._show_value(answer, raw)
        self._look_at_place()

    def _show_value(self, answer: Answer | None, raw: str) -> None:
        if raw:
            self._box.set_text(raw)
            self.settle()
            return
        is_known = answer is not None and not answer.is_empty
        self._box.set_text(text_of(answer.value, self.asked) if answer is not None and is_known else "")
        if answer is not None and answer.source is Source.UNKNOWN:
            self._box.set_hint("Không nhớ, để trống trên giấy.")
        elif answer is not None and is_known and answer.source is Source.CARD:
            self._box.set_from_card()
        else:
            self._say_understood(self.read())
            if answer is not None and is_known and answer.source.words:
                self._box.set_hint(f"{answer.source.words[:1].upper()}{answer.source.words[1:]}.")

    @override
    def read(self) -> Typed:
        return read_typed(self.asked, self._box.text(), self._today)

    @override
    def raw(self) -> str:
        return self._box.text()

    @override
    def pending(self) -> AnswerValue | None:
        current = self._list.current if not self._list.isHidden() else None
        return read_typed(self.asked, current.title, self._today).value if current is not None else None

    @override
    def take_enter(self) -> bool:
        if not self._list.isHidden():
            self._list.accept_current()
        return False

    @override
    def shut_list(self) -> bool:
        was_open = not self._list.isHidden()
        self._list.hide()
        return was_open

    @override
    def edit_card_value(self) -> bool:
        if self._box.state is not FieldState.READ_ONLY:
            return False
        self._box.set_state(FieldState.NORMAL, "Giá trị từ thẻ, đang sửa tay.")
        self._box.select_all()
        return True

    @override
    def take_place(self) -> bool:
        following = self._place.following() if self._place is not None else None
        if following is None:
            return False
        QGuiApplication.inputMethod().commit()  # half a syllable of an input method is not lost
        self.edit_card_value()
        self._on_accepted(following)
        return True

    def _look_at_place(self) -> None:
        if self._place is not None:
            self._place.look(self._box.text())

    @override
    def caret(self) -> int:
        return self._box.line.cursorPosition()

    @override
    def focus_at(self, caret: int = -1) -> None:
        line = self._box.line
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        if caret >= 0:
            line.setCursorPosition(caret)
        elif line.text() and self._box.state is not FieldState.READ_ONLY:
            line.selectAll()
        if not line.text() and self.asked.required:
            self._show_list()

    @override
    def settle(self) -> None:
        self._list.hide()
        typed = self.read()
        if typed.problem and typed.value is None:
            self._box.set_error(typed.problem)
        elif typed.problem:
            self._box.set_warning(typed.problem)
        elif self._box.state is not FieldState.READ_ONLY:
            self._say_understood(typed)

    @override
    def say_missing(self) -> None:
        self._box.set_warning("Chưa có câu trả lời. Không nhớ, không có thì bấm F4.")

    @override
    def wears_enter(self) -> bool:
        return not self._list.isHidden() and self._list.current is not None

    @property
    @override
    def shares(self) -> int:
        kind = self.asked.type
        if kind in _SHARES:
            return _SHARES[kind]
        if kind is FieldType.TEXT and len(self.asked.label) <= _SHORT_LABEL:
            return 4
        return 7 if kind is FieldType.TEXT and len(self.asked.label) <= _LONG_LABEL else 12

    def _show_list(self) -> None:
        typed = self._box.text()
        found = self._suggest(self.asked.key, typed)
        is_useful = bool(found) and tuple(found) != (typed,)
        if is_useful:
            items = tuple(Suggestion(key=words, title=words) for words in found)
            self._list.set_items(items, typed)
            if not typed:  # Enter never writes what nobody typed or lit
                self._list.setCurrentIndex(self._list.model().index(-1, 0))
        self._list.setVisible(is_useful)

    def _say_understood(self, typed: Typed) -> None:
        said = understood(typed.value, self.asked, self._today)
        self._box.set_state(FieldState.NORMAL, said)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._show_list()
        self._say_understood(self.read())
        self._look_at_place()
        self.edited.emit()

    @Slot(str)
    def _on_left(self, _text: str) -> None:
        self.settle()

    @Slot(str)
    def _on_accepted(self, words: str) -> None:
        self._box.set_text(words)
        self._box.line.setCursorPosition(len(words))
        self._list.hide()
        self._say_understood(self.read())
        self._look_at_place()
        self.edited.emit()
