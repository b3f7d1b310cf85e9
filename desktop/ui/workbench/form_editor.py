"""A form in work: its text, the page it gives, and what is wrong with it, all in view."""

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.forms.remark_lines import line_remarks
from desktop.forms.text_places import TextPlaces
from desktop.services.form_workbench import FormTrial
from desktop.ui.task_runner import TaskRunner
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space
from desktop.ui.workbench.editor_actions import EditorActions
from desktop.ui.workbench.place_panel import PlacePanel
from desktop.ui.workbench.placing import Placing
from desktop.ui.workbench.publish_panel import PublishPanel
from desktop.ui.workbench.text_side import TextSide
from desktop.ui.workbench.trial_paper import TrialPaper

_NARROW: Final = 1040
_PAPER_SHARE: Final = 0.5


class _Side(IntEnum):
    """What the working column shows."""

    TEXT = 0
    PUBLISH = 1
    PLACES = 2


class EditorMode(IntEnum):
    """What may be done with the text."""

    LOOK = 0
    CHANGE = 1
    MEND = 2


class FormEditor(QWidget):
    """The working column and the paper. It holds no use case; the page tells it what came of the text.

    Args:
        runner: draws the pages.
        today: gives the office's day.

    Signals:
        edited: the officer changed the text; carries it.
        back_wanted: to the list.
        forward_wanted: Ctrl+Enter: copy, put into use, or confirm.
    """

    edited = Signal(str)
    back_wanted = Signal()
    forward_wanted = Signal()

    def __init__(self, runner: TaskRunner, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = EditorMode.LOOK
        self._official = b""
        self._places = TextPlaces.of("")
        self._is_paper_shown = False
        self.text = TextSide()
        self.edit, self.problems = self.text.edit, self.text.problems
        self.search, self.status = self.text.search, self.text.status
        self.paper = TrialPaper(runner)
        self.publish = PublishPanel(today)
        self.places = PlacePanel()
        self.placing = Placing(self.edit, self.paper.view, self.places)
        self.actions_bar = EditorActions()
        self._side = QStackedWidget()
        self._build()
        self._connect()

    @property
    def mode(self) -> EditorMode:
        """What may be done with the text."""
        return self._mode

    @property
    def is_publishing(self) -> bool:
        """Whether the day is being asked for."""
        return self._side.currentIndex() == _Side.PUBLISH

    def open(self, text: str, mode: EditorMode, official: bytes = b"") -> None:
        """Shows a form from its first line.

        Args:
            text: The file.
            mode: What may be done with it.
            official: The PDF of its official page, empty for a page that is written in the file.
        """
        self._mode = mode
        self._official = official
        self.text.open(text, is_read_only=mode is EditorMode.LOOK)
        self.placing.begin(is_official=bool(official) and mode is not EditorMode.LOOK)
        self.paper.clear()
        self.show_text()

    def show_text(self) -> None:
        """Shows the text again."""
        words = {
            EditorMode.LOOK: "Chép để sửa",
            EditorMode.CHANGE: "Đưa vào dùng",
            EditorMode.MEND: "Ghi lại tệp",
        }
        self._side.setCurrentIndex(_Side.TEXT)
        self.actions_bar.forward.set_text(words[self._mode])
        self.actions_bar.name_back("Danh sách")
        self._fit_buttons()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def toggle_places(self) -> None:
        """F7: the fields to place on the official page instead of the text, and back."""
        if not self.placing.is_on or self.is_publishing:
            return
        if self._side.currentIndex() == _Side.PLACES:
            self.show_text()
        else:
            self._side.setCurrentIndex(_Side.PLACES)
            self.actions_bar.name_back("Về tệp mẫu")
            self.places.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_publish(self) -> None:
        """Asks for the day."""
        self._side.setCurrentIndex(_Side.PUBLISH)
        self.actions_bar.name_back("Về tệp mẫu")
        self.name_day()
        self._fit_buttons()

    @Slot()
    def name_day(self) -> None:
        """Says on the button from which day."""
        day = self.publish.day
        if self.is_publishing and self._mode is EditorMode.CHANGE:
            self.actions_bar.forward.set_text(
                f"Đưa vào dùng từ {day:%d/%m/%Y}" if day is not None else "Đưa vào dùng"
            )

    def take_trial(self, trial: FormTrial, remarks: tuple[str, ...] = ()) -> None:
        """Shows what came of the newest text, and what is left to be looked at."""
        self._places = trial.places
        self.text.show_notes(trial.problems, line_remarks(self.edit.text(), remarks))
        self.paper.show_paper(trial.paper, self._official)
        self._light()
        is_blocked = bool(trial.problems) and self._mode is not EditorMode.LOOK
        self.actions_bar.forward.set_blocked("Còn chỗ sai. F8 đến chỗ sai kế tiếp." if is_blocked else "")
        self._fit_buttons()

    @Slot(object)
    def show_remarks(self, remarks: tuple[str, ...]) -> None:
        """Shows what is left to be looked at."""
        self.text.show_notes(self.problems.problems, line_remarks(self.edit.text(), remarks))

    @Slot()
    def next_problem(self) -> None:
        """Goes to the next mistake after the caret, from the last to the first; without any, to the next remark."""
        line = self.text.next_line()
        if line:
            self.go_to(line)

    @Slot(int)
    def go_to(self, line: int) -> None:
        """Shows a line of the text."""
        if self._side.currentIndex() != _Side.TEXT:
            self.show_text()
        self.edit.go_to(line)

    @Slot()
    def open_search(self) -> None:
        """Looks for words in the text."""
        self.text.open_search()

    @Slot()
    def escape(self) -> None:
        """Esc: closes the search, or goes from the day back to the text."""
        if not self.text.close_search() and self._side.currentIndex() != _Side.TEXT:
            self.show_text()

    @Slot()
    def go_back(self) -> None:
        """Alt+Left: one step back."""
        if self._side.currentIndex() != _Side.TEXT:
            self.show_text()
        else:
            self.back_wanted.emit()

    @Slot()
    def toggle_paper(self) -> None:
        """F6: the whole page; on a small screen the paper instead of the text, and back."""
        if self._is_small:
            self._is_paper_shown = not self._is_paper_shown
            self._show_parts()
        else:
            self.paper.view.set_whole_page(not self.paper.view.is_whole_page)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        (self.publish.field if self.is_publishing else self.edit).setFocus(event.reason())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_parts()
        self._fit_buttons()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_side"):
            self._show_parts()

    @property
    def _is_small(self) -> bool:
        return self.width() / current_theme().factor < _NARROW

    def _connect(self) -> None:
        self.edit.edited.connect(lambda: self.edited.emit(self.edit.text()))
        self.edit.caret_moved.connect(lambda _line: self._light())
        self.problems.chosen.connect(self.go_to)
        self.text.remarks.chosen.connect(self.go_to)
        self.paper.place_clicked.connect(self._on_place)
        self.publish.day_changed.connect(lambda _day: self.name_day())
        self.actions_bar.back_wanted.connect(self.go_back)
        self.actions_bar.undo_wanted.connect(self.edit.undo)
        self.actions_bar.next_wanted.connect(self.next_problem)
        self.actions_bar.paper_wanted.connect(self.toggle_paper)
        self.actions_bar.places_wanted.connect(self.toggle_places)
        self.actions_bar.forward_wanted.connect(self.forward_wanted)
        self.paper.back_wanted.connect(self.toggle_paper)

    def _build(self) -> None:
        for side in (self.text, self.publish, self.places):
            self._side.addWidget(side)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(Space.THREE, Space.ONE, Space.THREE, 0)
        column.setSpacing(Space.ONE)
        column.addWidget(self._side, 1)
        column.addWidget(self.actions_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._column, 1)
        row.addWidget(self.paper)

    def _show_parts(self) -> None:
        if self._is_small:
            self.paper.setMinimumWidth(0)
            self.paper.setMaximumWidth(self.width())
            self.paper.setVisible(self._is_paper_shown)
            self._column.setVisible(not self._is_paper_shown)
            self.paper.offer_back(is_offered=True)
        else:
            self.paper.setVisible(True)
            self.paper.offer_back(is_offered=False)
            self._column.setVisible(True)
            self.paper.setFixedWidth(round(self.width() * _PAPER_SHARE))

    def _fit_buttons(self) -> None:
        self.actions_bar.fit(
            self._column.width() - 2 * Space.THREE,
            can_undo=self._mode is not EditorMode.LOOK and not self.is_publishing,
            has_problems=bool(self.problems.problems) and not self.is_publishing,
            has_paper_key=self._is_small,
            has_places=self.placing.is_on and not self.is_publishing,
        )

    def _light(self) -> None:
        self.paper.view.light(*self._places.keys_at(self.edit.line))

    @Slot(str)
    def _on_place(self, key: str) -> None:
        line = self._places.line_of(key)
        if line:
            self.go_to(line)
