"""One decision: what happened, both values side by side, and in their place what was chosen."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.office_values import Choice, Conflict, ConflictKind
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.icon_set import Icon
from desktop.ui.office.conflict_view import ConflictLine, ConflictSide
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.value_tile import ValueTile

_DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ConflictRow(QWidget):
    """Digits choose while the keyboard is in the row, Enter takes what has the focus, the mouse anything.

    1 is always what stands in the book, 2 the other value: two officers on the telephone see the same order.

    Signals:
        chosen: a :class:`Conflict` and a :class:`Choice`.
        open_requested: the id of a dossier to look at.
    """

    chosen = Signal(Conflict, Choice)
    open_requested = Signal(str)

    def __init__(self, line: ConflictLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._does: list[tuple[QPushButton, Callable[[], None]]] = []
        self._settled = ""
        self._is_busy = False
        self._label = TextLabel("", TextStyle.TITLE, wraps=True)
        self._sentence = TextLabel("", TextStyle.BODY, Tone.INK2, wraps=True)
        self._note = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.WARN, wraps=True)
        self._options = QWidget()
        self._result = QWidget()
        self._result_words = TextLabel("", TextStyle.BODY_MEDIUM, Tone.INK, wraps=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.ONE)
        for widget in (self._label, self._sentence, self._note, self._options, self._result):
            self._column.addWidget(widget)
        self._note.hide()
        self._say_line()
        row = QHBoxLayout(self._result)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.ONE)
        row.addWidget(IconMark(Icon.CHECK, Tone.OK, size=28, is_round=True))
        row.addWidget(self._result_words, 1)
        self._result.hide()

    @property
    def line(self) -> ConflictLine:
        """The decision shown."""
        return self._line

    @property
    def options(self) -> tuple[QPushButton, ...]:
        """What can be chosen, in the order of the digits."""
        return tuple(button for button, _ in self._does)

    @property
    def settled(self) -> str:
        """What was decided, in words; empty while it waits."""
        return self._settled

    def renew(self, line: ConflictLine) -> None:
        """Shows the same decision as it stands now; the keyboard stays at its digit."""
        held = next((at for at, button in enumerate(self.options) if button.hasFocus()), -1)
        self._line = line
        old, self._does, self._options = self._options, [], QWidget()
        self._column.replaceWidget(old, self._options)
        self._say_line()
        if held >= 0:
            self.options[min(held, len(self.options) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        old.hide()
        old.deleteLater()

    def warn(self, words: str) -> None:
        """Says above the values why they have to be looked at again; empty for no longer."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def settle(self, words: str) -> None:
        """Says in place of the values what was decided."""
        self._settled = words
        self._result_words.setText(words)
        self.setAccessibleDescription(words)
        self.warn("")
        self._options.hide()
        self._result.show()

    def set_busy(self, is_busy: bool) -> None:
        """Takes no second choice while the first is being written; the keyboard stays where it is."""
        self._is_busy = is_busy

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Puts the keyboard on the first value."""
        if self._does:
            self._does[0][0].setFocus(reason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            not self._settled
            and event.modifiers() in _PLAIN
            and Qt.Key(event.key()) in _DIGITS[: len(self._does)]
        ):
            self._does[_DIGITS.index(Qt.Key(event.key()))][1]()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._press_focused():
            event.accept()
        else:
            super().keyPressEvent(event)

    def _say_line(self) -> None:
        self._label.setText(self._line.label)
        self._sentence.setText(self._line.sentence)
        self.setAccessibleName(self._line.label)
        self.setAccessibleDescription(self._line.sentence)
        self._build_options()

    def _build_options(self) -> None:
        conflict = self._line.conflict
        match conflict.kind:
            case ConflictKind.FIELD | ConflictKind.REMOVAL:
                row = QHBoxLayout(self._options)
                row.setSpacing(Space.ONE_HALF)
                row.addWidget(self._tile(self._line.standing, "1", Choice.THEIRS), 1)
                if not (conflict.is_offered_unreadable or conflict.is_standing_unreadable):
                    row.addWidget(self._tile(self._line.offered, "2", Choice.MINE), 1)
                row.setContentsMargins(0, 0, 0, 0)
            case ConflictKind.GONE:
                self._button(self._flow(), "Giữ như đang có", "1", self._keep)
            case ConflictKind.STATE:
                flow = self._flow()
                self._button(flow, "Giữ như đang có", "1", self._keep)
                self._button(flow, "Mở hồ sơ", "2", partial(self.open_requested.emit, conflict.row_id))
            case ConflictKind.NUMBER:
                flow = self._flow()
                self._button(
                    flow,
                    f"Mở {self._line.standing.value}",
                    "1",
                    partial(self.open_requested.emit, conflict.holder),
                )
                self._button(
                    flow,
                    f"Mở {self._line.offered.value}",
                    "2",
                    partial(self.open_requested.emit, conflict.row_id),
                )
                self._button(flow, "Giữ cả hai như đang có", "3", self._keep)
            case kind:
                assert_never(kind)

    def _flow(self) -> FlowLayout:
        column = QVBoxLayout(self._options)
        column.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(gap=Space.ONE)
        column.addLayout(flow)
        return flow

    def _tile(self, side: ConflictSide, digit: str, choice: Choice) -> ValueTile:
        origin = "Đang có trong sổ" if choice is Choice.THEIRS else "Chưa nhận vào sổ"
        tile = ValueTile(side.value, f"{origin} · {side.source}", digit, is_grey=side.is_empty)
        self._add(tile, partial(self._choose, choice))
        return tile

    def _button(self, flow: FlowLayout, text: str, digit: str, do: Callable[[], None]) -> None:
        button = Button(text, ButtonKind.PLAIN, key=digit, is_small=True)
        button.setParent(self._options)
        flow.addWidget(button)
        self._add(button, do)

    def _add(self, button: QPushButton, do: Callable[[], None]) -> None:
        self._does.append((button, do))
        button.clicked.connect(lambda _checked=False: do())

    def _keep(self) -> None:
        self._choose(Choice.THEIRS)

    def _choose(self, choice: Choice) -> None:
        if not self._is_busy:
            self.chosen.emit(self._line.conflict, choice)

    def _press_focused(self) -> bool:
        focused = next((button for button, _ in self._does if button.hasFocus()), None)
        if focused is not None:
            focused.click()
        return focused is not None
