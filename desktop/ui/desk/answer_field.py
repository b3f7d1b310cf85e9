"""What every field of the interview can do, whatever it looks like."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from desktop.forms.answers import Answer, AnswerValue
from desktop.forms.definition import Field as Asked
from desktop.forms.typed import Typed
from desktop.ui.widgets.key_cap import KeyCap


class AnswerField(QWidget):
    """One field of a question: shows an answer, reads what the officer gives.

    Args:
        asked: what the form wants to know.

    Signals:
        edited: the officer changed something.
        picked: the answer is complete with this one key; the page goes on.
        lit: another suggestion is lit, or none.
    """

    edited = Signal()
    picked = Signal()
    lit = Signal()

    def __init__(self, asked: Asked) -> None:
        super().__init__(None)
        self.asked = asked
        self._cap = KeyCap("Return", parent=self)
        self._cap.hide()

    # --- what it holds ---

    def show_answer(self, answer: Answer | None, raw: str) -> None:
        """Shows an answer; `raw` are words of it that were not understood yet."""
        raise NotImplementedError

    def read(self) -> Typed:
        """Gives what stands here, and what is odd about it."""
        raise NotImplementedError

    def raw(self) -> str:
        """Gives the words as they stand, for what cannot be understood yet."""
        return ""

    def pending(self) -> AnswerValue | None:
        """Gives the suggestion that Enter would take, for the preview."""
        return None

    # --- the keyboard ---

    def take_enter(self) -> bool:
        """Answers Enter inside the field (takes a suggestion); gives whether the focus has to stay here."""
        return False

    def shut_list(self) -> bool:
        """Closes its list of suggestions; gives whether one was open."""
        return False

    def edit_card_value(self) -> bool:
        """Opens a value from the card for changing (Ctrl+E); gives whether there was one."""
        return False

    def take_place(self) -> bool:
        """Writes the next reading of an address whose places have other names now; gives whether there was one."""
        return False

    def caret(self) -> int:
        """Gives the place of the caret."""
        return 0

    def focus_at(self, caret: int = -1) -> None:
        """Takes the keyboard; a caret below 0 means the usual place."""
        raise NotImplementedError

    def has_keyboard(self) -> bool:
        """Whether the keyboard is somewhere inside."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    # --- what is said about it ---

    def settle(self) -> None:
        """The field was left: says what is odd about it."""

    def say_missing(self) -> None:
        """Says that an answer is needed and what to press where there is none."""

    def wears_enter(self) -> bool:
        """Whether a row of its list wears the Enter cap."""
        return False

    def set_enter_cap(self, is_shown: bool) -> None:
        """Shows where Enter leads: a cap beside the label of the next field."""
        self._cap.setVisible(is_shown)
        self._place_cap()

    @property
    def shares(self) -> int:
        """How many twelfths of a row it takes."""
        return 12

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cap()

    def _place_cap(self) -> None:
        self._cap.resize(self._cap.sizeHint())
        self._cap.move(self.width() - self._cap.width(), 0)
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cap.raise_()
