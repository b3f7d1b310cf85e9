"""The working column of the reading: how far, the line or the card in the middle, the actions."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk.progress_line import ProgressLine
from desktop.ui.desk.spoken_card import SpokenCard
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.desk.working_column import working_column
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.button import Button, ButtonKind


class ReadBackColumn(QWidget):
    """Everything of the step but the paper; it decides nothing.

    Args:
        trouble: stands below the card in the middle when a paper did not come out.
    """

    def __init__(self, trouble: QWidget) -> None:
        super().__init__(None)
        self.primary = Button("Dòng tiếp", ButtonKind.PRIMARY, key="Return")
        self.back = Button("Lùi lại", ButtonKind.QUIET, key="Shift+Return")
        self.pause = Button("Tạm dừng", ButtonKind.QUIET, key="Space")
        self.correct = Button("Sửa", ButtonKind.QUIET, key="Ctrl+E")
        self.large = Button("In bản chữ to", ButtonKind.QUIET, key="Ctrl+P", is_small=True)
        self.spoken = SpokenCard()
        self._title = TextLabel("", TextStyle.TITLE)
        self._count = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.INK2)
        self._line = ProgressLine()
        self._doubts = TextLabel("", TextStyle.SMALL, Tone.WARN, wraps=True)
        self._doubts.hide()
        self._place = QVBoxLayout()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addSpacing(Space.TWO)
        head.addWidget(self.large)
        middle = QVBoxLayout()
        middle.addSpacing(Space.ONE)
        middle.addLayout(self._place)
        middle.addWidget(trouble)
        middle.addStretch(1)
        middle.addWidget(self._doubts)
        bar = ActionBar()
        for button in (self.back, self.pause, self.correct):
            bar.add_left(button)
        bar.add_right(self.primary)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(working_column(head, self._line, middle, bar))

    def put(self, widget: QWidget) -> None:
        """Puts a card into the middle, or the line being read."""
        self._empty()
        self._place.addWidget(widget)
        widget.show()

    def say(self, title: str, count: str, share: float) -> None:
        """Says whom one reads to and how far one is."""
        self._title.setText(title)
        self._count.setText(count)
        self._line.set_share(share)

    def doubt(self, sentences: Sequence[str]) -> None:
        """Says, all through the reading, which papers were not compared with the official ones."""
        self._doubts.setText("\n".join(sentences))
        self._doubts.setVisible(bool(sentences))

    @property
    def doubts(self) -> str:
        """What is said about the papers."""
        return self._doubts.text()

    def show_actions(self, *, is_reading: bool, is_waiting: bool, can_pause: bool, witnesses: str) -> None:
        """Shows what may be done now: while reading, while the paper waits for its signature, at the witnesses."""
        self.primary.setVisible(is_reading or is_waiting or bool(witnesses))
        if witnesses:
            self.primary.set_text(witnesses)
        self.back.setVisible(is_reading or is_waiting)
        self.back.set_text("Chọn lại cách ký" if is_waiting else "Lùi lại")
        self.correct.setVisible(is_reading)
        self.large.setVisible(is_reading)
        self.pause.setVisible(is_reading and can_pause)

    def forget(self) -> None:
        """Another citizen comes."""
        self._empty()
        self.doubt(())
        self.spoken.forget()
        self.say("", "", 0)

    def _empty(self) -> None:
        if self._place.indexOf(self.spoken) >= 0:
            self._place.removeWidget(self.spoken)
            self.spoken.hide()
        clear_layout(self._place)
