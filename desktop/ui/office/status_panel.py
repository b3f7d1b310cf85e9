"""How this counter stands with its office, one sentence a matter, with the next thing to do beside it (Ctrl+D)."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.office_words import NextStep, StatusLine
from desktop.ui.icon_set import Icon
from desktop.ui.office.lamps import ICONS, TONES
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.overlay import Overlay

_WIDTH = 560


class StatusPanel(Overlay):
    """A card over the page.

    Signals:
        step_requested: a :class:`NextStep`, the button beside a sentence.
        sync_requested: exchange now instead of in a moment.
    """

    step_requested = Signal(NextStep)
    sync_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._lines: tuple[StatusLine, ...] = ()
        self._rows: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.TWO)
        self._sync = Button("Chia sẻ ngay", ButtonKind.PLAIN, icon=Icon.AGAIN)
        self._close = Button("Đóng", ButtonKind.QUIET, key="Esc")
        self.setAccessibleName("Sổ chung và máy này")
        column = self.card.column
        column.setContentsMargins(Space.THREE, Space.TWO_HALF, Space.THREE, Space.THREE)
        column.setSpacing(Space.TWO)
        column.addWidget(TextLabel("Sổ chung và máy này", TextStyle.SECTION))
        column.addLayout(self._list)
        foot = QHBoxLayout()
        foot.addWidget(self._sync)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column.addLayout(foot)
        self._sync.clicked.connect(self.sync_requested)
        self._close.clicked.connect(self.shut)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said, from above."""
        return tuple(line.sentence for line in self._lines)

    @property
    def steps(self) -> tuple[Button, ...]:
        """The buttons beside the sentences."""
        return tuple(button for row in self._rows for button in row.findChildren(Button))

    @property
    def sync_button(self) -> Button:
        """Exchanges now."""
        return self._sync

    def show_lines(self, lines: tuple[StatusLine, ...], *, can_sync: bool) -> None:
        """Says how things are; while the panel is open, its buttons stay where the words did not change."""
        self._sync.setVisible(can_sync)
        if lines == self._lines:
            return
        held = next(
            (line.step for line, row in zip(self._lines, self._rows, strict=True) if _has_focus(row)), None
        )
        self._lines = lines
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(line) for line in lines]
        for row in self._rows:
            self._list.addWidget(row)
            row.show()
        if held is not None:
            self._hold(held)

    @override
    def home(self) -> QWidget:
        return next(iter(self.steps), self._close)

    def _hold(self, step: NextStep) -> None:
        """Puts the keyboard on a step again, or on the first thing to do where the step is gone."""
        rows = (row for line, row in zip(self._lines, self._rows, strict=True) if line.step is step)
        again = next((button for row in rows for button in row.findChildren(Button)), self.home())
        again.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _row(self, line: StatusLine) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.ONE_HALF)
        row.addWidget(IconMark(ICONS[line.grade], TONES[line.grade], size=36, is_round=True))
        row.addWidget(TextLabel(line.sentence, TextStyle.BODY, wraps=True), 1)
        if line.step is not None:
            button = Button(line.step.value, ButtonKind.PLAIN, is_small=True)
            button.clicked.connect(partial(self._on_step, line.step))
            row.addWidget(button)
        return widget

    def _on_step(self, step: NextStep, _checked: bool = False) -> None:  # noqa: FBT002 - Qt hands it over
        self.shut()
        self.step_requested.emit(step)


def _has_focus(row: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and row.isAncestorOf(focused)
