"""The line being read aloud, large, with what was read above and what comes below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.forms.read_back import SpokenLine
from desktop.ui.desk.answered_row import AnsweredLine, AnsweredRow
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.pill import Pill, PillKind

_BEFORE = 2
_AFTER = 4


class SpokenCard(QWidget):
    """Shows one place in the lines."""

    def __init__(self) -> None:
        super().__init__(None)
        self._before = QVBoxLayout()
        self._before.setSpacing(0)
        self._after = QVBoxLayout()
        self._after.setSpacing(0)
        self._label = TextLabel("", TextStyle.ROW, Tone.INK2, wraps=True)
        self.spoken = TextLabel("", TextStyle.VERDICT, wraps=True)
        self._paused = Pill(PillKind.PARKED)
        card = Card(padding=Space.THREE, has_shadow=True)
        card.column.addWidget(self._label)
        card.column.addWidget(self.spoken)
        card.column.addWidget(self._paused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addLayout(self._before)
        column.addWidget(card)
        column.addLayout(self._after)

    def show_line(self, lines: tuple[SpokenLine, ...], place: int, *, is_paused: bool) -> None:
        """Shows the line at a place, its neighbours above and below."""
        line = lines[place]
        self._label.setText(" · ".join(part for part in (line.section, line.label) if part))
        self.spoken.setText(line.spoken)
        self.spoken.set_tone(Tone.INK3 if is_paused else Tone.INK)
        self._paused.setVisible(is_paused)
        self._fill(self._before, lines[max(place - _BEFORE, 0) : place], Icon.CHECK)
        self._fill(self._after, lines[place + 1 : place + 1 + _AFTER], Icon.RIGHT)

    def forget(self) -> None:
        """Another citizen comes."""
        clear_layout(self._before)
        clear_layout(self._after)
        self._label.setText("")
        self.spoken.setText("")

    @staticmethod
    def _fill(layout: QVBoxLayout, lines: tuple[SpokenLine, ...], icon: Icon) -> None:
        clear_layout(layout)
        for line in lines:
            said = AnsweredLine(key=line.key, title=line.label, value=line.spoken, icon=icon)
            layout.addWidget(AnsweredRow(said, wraps=True))
