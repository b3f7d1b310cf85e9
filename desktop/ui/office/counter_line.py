"""One counter of the office: its number and name, when it was seen, how far it has read, its clock."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.office_values import CounterRow
from desktop.services.office_words import counter_advice, counter_grade, counter_words
from desktop.ui.icon_set import Icon
from desktop.ui.office.lamps import ICONS, TONES
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark


class CounterLine(QWidget):
    """A row of the list of counters.

    Signals:
        retire_requested: a :class:`CounterRow`: this counter shall take part no more.
    """

    retire_requested = Signal(CounterRow)

    def __init__(self, row: CounterRow, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        grade, advice = counter_grade(row), counter_advice(row)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, Space.HALF, 0, Space.HALF)
        line.setSpacing(Space.ONE_HALF)
        icon, tone = (Icon.BARRED, Tone.INK2) if row.retired else (ICONS[grade], TONES[grade])
        line.addWidget(IconMark(icon, tone, size=36, is_round=True))
        words = QVBoxLayout()
        words.setSpacing(0)
        this = " · máy này" if row.is_this else ""
        title = f"{row.counter_no}. {row.name}{this}"
        facts = counter_words(row, now)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{facts}. {advice}".strip())
        words.addWidget(TextLabel(title, TextStyle.BODY_STRONG, wraps=True))
        words.addWidget(TextLabel(facts, TextStyle.SMALL, Tone.INK2, wraps=True))
        if advice:
            words.addWidget(TextLabel(advice, TextStyle.SMALL_MEDIUM, tone, wraps=True))
        line.addLayout(words, 1)
        self._retire = Button("Cho ngừng", ButtonKind.QUIET, is_small=True)
        self._retire.setAccessibleName(f"Cho {row.name} ngừng dùng sổ chung")
        self._retire.clicked.connect(lambda _checked=False: self.retire_requested.emit(self._row))
        line.addWidget(self._retire)
        self._retire.setVisible(not row.is_this and not row.retired)

    @property
    def counter(self) -> CounterRow:
        """The counter shown."""
        return self._row

    @property
    def retire_button(self) -> Button:
        """Asks that it take part no more."""
        return self._retire
