"""The working column of the interview: how far, what was answered, the question, what comes next."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.forms.interview import Interview
from desktop.ui.desk.answered_lines import answered_lines
from desktop.ui.desk.answered_row import AnsweredRow
from desktop.ui.desk.progress_line import ProgressLine
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.desk.working_column import working_column
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark

_MOST_ANSWERED = 3
_FEW_ANSWERED = 1
_LOW = 600
_COMING = 3


class InterviewColumn(QWidget):
    """Everything round the question card; it decides nothing.

    Signals:
        row_chosen: an answered row was clicked; carries the id of its question.
    """

    row_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(None)
        self.back = Button("Câu trước", ButtonKind.QUIET, key="Shift+Return")
        self.park = Button("Tạm gác", ButtonKind.QUIET, key="F8")
        self.primary = Button("Câu tiếp", ButtonKind.PRIMARY, key="Ctrl+Return")
        self._title = TextLabel("", TextStyle.TITLE)
        self._count = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.INK2)
        self._line = ProgressLine()
        self._answered = QVBoxLayout()
        self._answered.setSpacing(0)
        self._place = QVBoxLayout()
        self._next = TextLabel("", TextStyle.SMALL, Tone.INK2)
        self._next.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._coming = ""
        self._saved = TextLabel("", TextStyle.SMALL, Tone.INK2)
        self._saved_mark = IconMark(Icon.DONE, Tone.INK2, size=16, is_bare=True)
        self._build()

    def put(self, widget: QWidget) -> None:
        """Puts the question, or the end of the interview, into the middle."""
        clear_layout(self._place)
        self._place.addWidget(widget)
        if self.isVisible():
            widget.show()  # now: the layout would show it a turn later, too late for the next key

    def forget(self) -> None:
        """Another citizen comes."""
        clear_layout(self._place)
        clear_layout(self._answered)
        self._coming = ""
        for label in (self._title, self._count, self._next):
            label.setText("")
        self.say_saved("")

    def set_title(self, title: str) -> None:
        """Says which paper is being written."""
        self._title.setText(title)

    def say_saved(self, words: str) -> None:
        """Says that the newest answer is on the disk."""
        self._saved.setText(words)
        self._saved_mark.setVisible(bool(words))

    def show_progress(self, interview: Interview) -> None:
        """Shows how far the interview is."""
        progress = interview.progress
        minutes = f" · còn khoảng {progress.minutes} phút" if progress.minutes else ""
        here = f"Câu {progress.number} / {progress.total}" if interview.current is not None else "Đã hỏi hết"
        self._count.setText(f"{here}{minutes}")
        self._line.set_share(progress.answered / progress.total if progress.total else 1)
        self._show_answered(interview)
        self._show_next(interview)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._next.setVisible(self.height() >= _LOW)
        QTimer.singleShot(0, self, self._fit_next)

    def _show_answered(self, interview: Interview) -> None:
        clear_layout(self._answered)
        if interview.current is None:
            return
        is_low = self.height() / current_theme().factor < _LOW
        for line in answered_lines(interview, _FEW_ANSWERED if is_low else _MOST_ANSWERED):
            row = AnsweredRow(line)
            row.clicked.connect(lambda _checked=False, key=line.key: self.row_chosen.emit(key))
            self._answered.addWidget(row)

    def _show_next(self, interview: Interview) -> None:
        here = interview.current
        asked = [one for one in interview.questions if interview.needs_asking(one)]
        place = next((at for at, one in enumerate(asked) if here is not None and one.id == here.id), None)
        coming = [one.title for one in asked[place + 1 : place + 1 + _COMING]] if place is not None else []
        self._coming = "Tiếp theo  " + " · ".join(coming) if coming else ""
        self._fit_next()

    def _fit_next(self) -> None:
        metrics = QFontMetrics(self._next.font())
        self._next.setText(metrics.elidedText(self._coming, Qt.TextElideMode.ElideRight, self._next.width()))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        foot = QHBoxLayout()
        foot.setSpacing(Space.ONE)
        foot.addWidget(self._next, 1)
        foot.addWidget(self._saved_mark)
        foot.addWidget(self._saved)
        self._saved_mark.hide()
        bar = ActionBar()
        bar.add_left(self.back)
        bar.add_left(self.park)
        bar.add_right(self.primary)
        inner = QVBoxLayout()
        inner.setSpacing(Space.ONE)
        inner.addLayout(self._answered)
        inner.addSpacing(Space.HALF)
        inner.addLayout(self._place)
        inner.addSpacing(Space.HALF)
        inner.addLayout(foot)
        inner.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(working_column(head, self._line, inner, bar))
