"""An answer picked from up to nine with one key; where the form allows it, another one typed below."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout
from typing_extensions import override

from desktop.forms.answers import Answer, Source
from desktop.forms.building import options_of
from desktop.forms.definition import Field as Asked
from desktop.forms.definition import FieldType
from desktop.forms.typed import Typed, read_typed
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.answer_text import text_of
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.field import Field


class ChoiceAnswer(AnswerField):
    """Chips with digits; letters typed while the chips have the keyboard go into "Khác"."""

    def __init__(self, asked: Asked, today: date) -> None:
        super().__init__(asked)
        self._today = today
        options = options_of(asked) if asked.type is FieldType.YES_NO else asked.options
        self._options = options
        self._row = ChoiceRow(
            asked.label, tuple(Choice(key=option, label=_start(option)) for option in options)
        )
        self._note = TextLabel(asked.hint, TextStyle.SMALL, Tone.INK3, wraps=True)
        self._other = Field("", placeholder="Khác: gõ rõ")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addWidget(self._row)
        column.addWidget(self._other)
        column.addWidget(self._note)
        self._note.setVisible(bool(asked.hint))
        self._other.setVisible(asked.other)
        self._row.chosen.connect(self._on_chosen)
        self._other.edited.connect(self._on_other)
        self._watch_chips()
        self.setFocusProxy(self._row)

    @property
    def row(self) -> ChoiceRow:
        """The chips."""
        return self._row

    @property
    def other(self) -> Field:
        """The box of another answer."""
        return self._other

    @override
    def show_answer(self, answer: Answer | None, raw: str) -> None:
        words = "" if answer is None or answer.is_empty else text_of(answer.value, self.asked)
        is_option = words in self._options
        self._row.pick(words if is_option else "")
        self._other.set_text("" if is_option else raw or words)
        if answer is not None and answer.source is Source.UNKNOWN:
            self._say("Không nhớ, để trống trên giấy.")

    @override
    def read(self) -> Typed:
        words = self._row.picked or self._other.text()
        return read_typed(self.asked, words, self._today)

    @override
    def raw(self) -> str:
        return "" if self._row.picked else self._other.text()

    @override
    def caret(self) -> int:
        return self._other.line.cursorPosition() if self._other.line.hasFocus() else 0

    @override
    def focus_at(self, caret: int = -1) -> None:
        if self._other.text() and not self._row.picked:
            self._other.setFocus(Qt.FocusReason.OtherFocusReason)
            if caret >= 0:
                self._other.line.setCursorPosition(caret)
        else:
            self._row.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def say_missing(self) -> None:
        self._say("Chưa chọn. Bấm số của một mục; không nhớ thì bấm F4.", Tone.WARN)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and self.asked.other and isinstance(event, QKeyEvent) and event.text().isalpha():
            self._other.setFocus(Qt.FocusReason.OtherFocusReason)
            self._other.line.end(False)  # noqa: FBT003 - Qt has no keyword here
            QApplication.sendEvent(self._other.line, event)
            return True
        return super().eventFilter(watched, event)

    def _watch_chips(self) -> None:
        for chip in self._row.chips:
            chip.installEventFilter(self)

    def _say(self, sentence: str, tone: Tone = Tone.INK3) -> None:
        self._note.set_tone(tone)
        self._note.setText(" ".join(part for part in (sentence, self.asked.hint) if part))
        self._note.show()

    @Slot(str)
    def _on_chosen(self, _key: str) -> None:
        self._other.set_text("")
        self.edited.emit()
        self.picked.emit()

    @Slot(str)
    def _on_other(self, _text: str) -> None:
        self._row.pick("")
        self.edited.emit()


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]
