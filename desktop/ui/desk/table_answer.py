"""An answer of several rows: people of a household, children, papers."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from desktop.forms.answers import Answer
from desktop.forms.definition import Field as Asked
from desktop.forms.typed import Typed
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.field import Field


class TableAnswer(AnswerField):
    """One line of boxes a row; Enter goes from box to box, and on an empty first box it ends the table.

    A counted column has no box, the program numbers the rows itself; nor has one that is signed by hand.
    """

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._lines: list[list[Field]] = []
        self._asked = tuple(at for at, column in enumerate(asked.columns) if column.typed)
        self._grid = QVBoxLayout()
        self._grid.setSpacing(Space.ONE)
        self._note = TextLabel(
            asked.hint or "Enter ở ô đầu còn trống là hết bảng.", TextStyle.SMALL, Tone.INK3, wraps=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HALF)
        column.addWidget(TextLabel(asked.label, TextStyle.LABEL, Tone.INK2, wraps=True))
        column.addLayout(self._grid)
        column.addWidget(self._note)
        self._add_line(())

    @property
    def lines(self) -> tuple[tuple[Field, ...], ...]:
        """The boxes, row by row."""
        return tuple(tuple(line) for line in self._lines)

    @override
    def show_answer(self, answer: Answer | None, raw: str) -> None:
        clear_layout(self._grid)
        self._lines.clear()
        value = answer.value if answer is not None and not answer.is_empty else ()
        for row in value if isinstance(value, tuple) else ():
            self._add_line((row,) if isinstance(row, str) else row)
        self._add_line(())

    @override
    def read(self) -> Typed:
        filled = tuple(row for row in map(self._row, self._lines) if any(row))
        return Typed(value=filled) if filled else Typed()

    @override
    def take_enter(self) -> bool:
        place = self._place()
        if place is None:
            return False
        row, column = place
        if column == 0 and not self._lines[row][0].text():
            return False
        if column + 1 < len(self._lines[row]):
            self._lines[row][column + 1].select_all()
            return True
        if row + 1 == len(self._lines):
            self._add_line(())
        self._lines[row + 1][0].select_all()
        return True

    @override
    def caret(self) -> int:
        place = self._place()
        return 0 if place is None else place[0] * len(self._asked) + place[1]

    @override
    def focus_at(self, caret: int = -1) -> None:
        boxes = [box for line in self._lines for box in line]
        index = caret if 0 <= caret < len(boxes) else len(boxes) - len(self._asked)
        boxes[index].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def say_missing(self) -> None:
        self._note.set_tone(Tone.WARN)
        self._note.setText("Chưa có dòng nào. Không có thì bấm F4.")

    def _row(self, line: list[Field]) -> tuple[str, ...]:
        """Reads a line cell by cell, those nobody types empty."""
        cells = [""] * len(self.asked.columns)
        for at, box in zip(self._asked, line, strict=True):
            cells[at] = box.text()
        return tuple(cells)

    def _place(self) -> tuple[int, int] | None:
        for row, line in enumerate(self._lines):
            for column, box in enumerate(line):
                if box.line.hasFocus():
                    return row, column
        return None

    def _add_line(self, cells: tuple[str, ...]) -> None:
        is_first = not self._lines
        row = QHBoxLayout()
        row.setSpacing(Space.ONE)
        line: list[Field] = []
        for index in self._asked:
            column = self.asked.columns[index]
            box = Field(column.title if is_first else "")
            box.line.setAccessibleName(f"{column.title}, dòng {len(self._lines) + 1}")
            box.set_text(cells[index] if index < len(cells) else "")
            box.edited.connect(self._on_edited)
            row.addWidget(box, round((column.width or 1 / len(self.asked.columns)) * 100))
            line.append(box)
        self._grid.addLayout(row)
        self._lines.append(line)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self.edited.emit()
