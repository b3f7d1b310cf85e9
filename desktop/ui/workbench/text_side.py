"""The text of a form with its search, its state, and the list of its mistakes or of what is still to be looked at."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.forms.problems import FormProblem
from desktop.forms.remark_lines import LineRemark
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Space
from desktop.ui.widgets.field import Field
from desktop.ui.workbench.code_edit import CodeEdit
from desktop.ui.workbench.editor_status import EditorStatus
from desktop.ui.workbench.note_list import NoteList
from desktop.ui.workbench.problem_list import ProblemList
from desktop.ui.workbench.remark_list import RemarkList
from desktop.ui.workbench.scroll_frame import ScrollFrame

_NOTE_ROOM: Final = 168


class TextSide(QWidget):
    """What is typed, and what is wrong with it; without mistakes, what its import was not sure of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = EditorStatus()
        self.search = Field("", placeholder="Tìm trong tệp, không cần gõ dấu. Enter: chỗ kế tiếp")
        self.search.line.setAccessibleName("Tìm trong tệp")
        self.edit = CodeEdit()
        self.problems = ProblemList()
        self.remarks = RemarkList()
        self._frames: dict[NoteList, ScrollFrame] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addWidget(self.status)
        column.addWidget(self.search)
        column.addWidget(ScrollFrame(self.edit), 1)
        for notes in (self.problems, self.remarks):
            frame = self._frames[notes] = ScrollFrame(notes)
            frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            column.addWidget(frame)
        self.search.hide()
        self.search.entered.connect(self._on_find)

    def open(self, text: str, *, is_read_only: bool) -> None:
        """Shows a text of which nothing is known yet."""
        self.search.hide()
        self.edit.setReadOnly(is_read_only)
        self.edit.fill(text)
        self.show_notes((), ())
        self.status.say_checking()
        self.status.say_saved("Chỉ xem, chưa sửa được" if is_read_only else "")

    def show_notes(self, problems: tuple[FormProblem, ...], remarks: tuple[LineRemark, ...]) -> None:
        """Shows the mistakes, in the list and at their lines; without mistakes the remarks stand in their place."""
        self.problems.set_problems(problems)
        self.remarks.set_remarks(remarks)
        self.edit.mark_bad(_by_line(problems))
        self.status.say_problems(len(problems), len(remarks))
        self._fit_notes()

    def next_line(self) -> int:
        """Gives the line of the next mistake after the caret, from the last to the first; 0 without any.

        Without mistakes the remarks are gone through, those that have a line.
        """
        notes = self.problems.notes or tuple(note for note in self.remarks.notes if note.line)
        lines = sorted(note.line or 1 for note in notes)
        return next((line for line in lines if line > self.edit.line), lines[0] if lines else 0)

    def open_search(self) -> None:
        """Looks for words in the text."""
        self.search.show()
        self.search.select_all()

    def close_search(self) -> bool:
        """Closes the search; gives whether it was open."""
        if not self.search.isVisible():
            return False
        self.search.hide()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_frames"):
            self._fit_notes()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_notes()

    def _fit_notes(self) -> None:
        shown = self.problems if self.problems.notes else self.remarks
        # Never more than a third: the line with the mistake must stay in view.
        most = min(current_theme().px(_NOTE_ROOM), max(self.height() // 3, Height.LIST_ROW))
        for notes, frame in self._frames.items():
            frame.setFixedHeight(min(notes.wanted_height() + Space.ONE, most))
            frame.setVisible(notes is shown and bool(notes.notes))

    @Slot()
    def _on_find(self) -> None:
        is_found = self.edit.find_next(self.search.text())
        self.search.set_warning("" if is_found or not self.search.text() else "Không thấy trong tệp này.")


def _by_line(problems: tuple[FormProblem, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for problem in problems:
        found.setdefault(problem.line or 1, f"{problem.message} {problem.cure}".rstrip())
    return found
