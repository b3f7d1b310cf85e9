"""The mistakes of a form file: line, what, cure; Enter or a click goes to the line."""

from PySide6.QtWidgets import QWidget

from desktop.forms.problems import FormProblem
from desktop.ui.tokens import Tone
from desktop.ui.workbench.note_list import NoteList
from desktop.ui.workbench.noted_row import Note


class ProblemList(NoteList):
    """Shows mistakes from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Danh sách chỗ sai", parent=parent)
        self._problems: tuple[FormProblem, ...] = ()

    @property
    def problems(self) -> tuple[FormProblem, ...]:
        """What is shown."""
        return self._problems

    def set_problems(self, problems: tuple[FormProblem, ...]) -> None:
        """Shows other mistakes; the same ones again change nothing."""
        self._problems = problems
        self.set_notes(
            tuple(Note(line=one.line, what=one.message, cure=one.cure, tone=Tone.BAD) for one in problems)
        )
