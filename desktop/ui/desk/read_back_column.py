"""The working column of the reading: how far, the line or the card in the middle, the actions."""

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
    """Everything of the step but the paper; it decides nothing."""

    def __init__(self) -> None:
        super().__init__(None)
        self.primary = Button("Dòng tiếp", ButtonKind.PRIMARY, key="Return")
        self.back = Button("Lùi lại", ButtonKind.QUIET, key="Shift+Return")
        self.pause = Button("Tạm dừng", ButtonKind.QUIET, key="Space")
        self.correct = Button("Sửa", ButtonKind.QUIET, key="Ctrl+E")
        self.large = Button("In bản chữ to", ButtonKind.QUIET, key="Ctrl+P")
        self.spoken = SpokenCard()
        self._title = TextLabel("", TextStyle.TITLE)
        self._count = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.INK2)
        self._line = ProgressLine()
        self._place = QVBoxLayout()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        middle = QVBoxLayout()
        middle.addSpacing(Space.ONE)
        middle.addLayout(self._place)
        middle.addStretch(1)
        bar = ActionBar()
        for button in (self.back, self.pause, self.correct, self.large):
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

    def forget(self) -> None:
        """Another citizen comes."""
        self._empty()
        self.spoken.forget()
        self.say("", "", 0)

    def _empty(self) -> None:
        if self._place.indexOf(self.spoken) >= 0:
            self._place.removeWidget(self.spoken)
            self.spoken.hide()
        clear_layout(self._place)
