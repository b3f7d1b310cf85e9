"""The counters of the office, one line each."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.office_values import CounterRow
from desktop.ui.office.counter_line import CounterLine
from desktop.ui.tokens import Space


class CounterList(QWidget):
    """Read anew, it leaves the keyboard at the counter where it was.

    Signals:
        retire_requested: a :class:`CounterRow`: this counter shall take part no more.
    """

    retire_requested = Signal(CounterRow)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CounterLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.HALF)

    @property
    def lines(self) -> tuple[CounterLine, ...]:
        """The counters shown."""
        return tuple(self._lines)

    def show_rows(self, rows: Sequence[CounterRow], now: datetime) -> None:
        """Shows these counters in the place of those before."""
        held = next((old.counter.client_id for old in self._lines if old.retire_button.hasFocus()), "")
        old_lines, self._lines = self._lines, [CounterLine(row, now) for row in rows]
        for line in self._lines:
            line.retire_requested.connect(self.retire_requested)
            self._column.addWidget(line)
        if held:
            (self.retire_button(held) or self).setFocus(Qt.FocusReason.OtherFocusReason)
        for old in old_lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def retire_button(self, client_id: str) -> QWidget | None:
        """Gives what retires a counter, None where that cannot be done (any more)."""
        lines = (line for line in self._lines if line.counter.client_id == client_id)
        buttons = (line.retire_button for line in lines)
        return next((button for button in buttons if not button.isHidden()), None)
