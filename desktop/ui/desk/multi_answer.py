"""An answer of several ticks, each with its digit."""

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop.forms.answers import Answer
from desktop.forms.definition import Field as Asked
from desktop.forms.typed import Typed, read_typed
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.field import Field


class MultiAnswer(AnswerField):
    """Rows to tick by digit or Space; where the form allows it, another answer typed below."""

    def __init__(self, asked: Asked, today: date) -> None:
        super().__init__(asked)
        self._today = today
        self._rows = [
            CheckRow(option, key=str(number)) for number, option in enumerate(asked.options, start=1)
        ]
        self._other = Field("", placeholder="Khác: gõ rõ, cách nhau bằng dấu chấm phẩy")
        self._note = TextLabel(asked.hint, TextStyle.SMALL, Tone.INK3, wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HALF)
        column.addWidget(TextLabel(asked.label, TextStyle.LABEL, Tone.INK2, wraps=True))
        for row in self._rows:
            column.addWidget(row)
            row.toggled.connect(self._on_changed)
        column.addWidget(self._other)
        column.addWidget(self._note)
        self._other.setVisible(asked.other)
        self._note.setVisible(bool(asked.hint))
        self._other.edited.connect(self._on_changed)
        if self._rows:
            self.setFocusProxy(self._rows[0])

    @override
    def show_answer(self, answer: Answer | None, raw: str) -> None:
        value = answer.value if answer is not None and not answer.is_empty else ()
        words = [row for row in value if isinstance(row, str)] if isinstance(value, tuple) else []
        for row in self._rows:
            row.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            row.setChecked(row.text() in words)
            row.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        others = [word for word in words if word not in self.asked.options]
        self._other.set_text(raw if raw and not words else "; ".join(others))

    @override
    def read(self) -> Typed:
        return read_typed(self.asked, self.raw(), self._today)

    @override
    def raw(self) -> str:
        ticked = [row.text() for row in self._rows if row.isChecked()]
        return "; ".join((*ticked, self._other.text()) if self._other.text() else ticked)

    @override
    def focus_at(self, caret: int = -1) -> None:
        (self._rows[0] if self._rows else self._other).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def say_missing(self) -> None:
        self._note.set_tone(Tone.WARN)
        words = "Chưa chọn. Bấm số của từng mục; không nhớ thì bấm F4."
        self._note.setText(" ".join(part for part in (words, self.asked.hint) if part))
        self._note.show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        if 0 <= number < len(self._rows) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._rows[number].toggle()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_changed(self) -> None:
        self.edited.emit()
