"""The foot of the working column: back, undo, the next mistake, and the one way forward."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.tokens import Space
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.button import Button, ButtonKind


class EditorActions(QWidget):
    """The buttons of a form in work.

    Signals:
        back_wanted: to the list, or from the day to the text.
        paper_wanted: the paper instead of the text.
        places_wanted: the fields to place on the official page.
        undo_wanted: take the last typing back.
        next_wanted: to the next mistake.
        forward_wanted: copy, put into use, confirm.
    """

    back_wanted = Signal()
    paper_wanted = Signal()
    places_wanted = Signal()
    undo_wanted = Signal()
    next_wanted = Signal()
    forward_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = Button("Danh sách", ButtonKind.QUIET, key="Alt+Left")
        self._see = Button("Xem giấy", ButtonKind.QUIET, key="F6")
        self._places = Button("Đặt ô", ButtonKind.QUIET, key="F7")
        self._undo = Button("Hoàn tác", ButtonKind.QUIET, key="Ctrl+Z")
        self._next = Button("Chỗ sai kế", ButtonKind.QUIET, key="F8")
        self._forward = Button("", ButtonKind.PRIMARY, key="Ctrl+Return")
        bar = ActionBar()
        for button in (self._back, self._see, self._places, self._undo, self._next):
            bar.add_left(button)
        bar.add_right(self._forward)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)
        for button, signal in (
            (self._back, self.back_wanted),
            (self._see, self.paper_wanted),
            (self._places, self.places_wanted),
            (self._undo, self.undo_wanted),
            (self._next, self.next_wanted),
            (self._forward, self.forward_wanted),
        ):
            button.clicked.connect(signal)

    @property
    def forward(self) -> Button:
        """The one way forward."""
        return self._forward

    def name_back(self, words: str) -> None:
        """Says where back leads."""
        self._back.set_text(words)

    def fit(
        self, width: int, *, can_undo: bool, has_problems: bool, has_paper_key: bool, has_places: bool
    ) -> None:
        """Shows what there is to do; undo gives way first where there is no room for all."""
        wanted = ((self._see, has_paper_key), (self._places, has_places), (self._next, has_problems))
        for button, is_wanted in wanted:
            button.setVisible(is_wanted)
        shown = [
            self._back,
            self._forward,
            self._undo,
            *(button for button, is_wanted in wanted if is_wanted),
        ]
        taken = sum(button.sizeHint().width() for button in shown) + Space.THREE * (len(shown) - 1)
        self._undo.setVisible(can_undo and taken <= width)
