"""A date typed as people write it; the field says below what it understood."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.field import Field, FieldState


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """What a typed date was taken for.

    Attributes:
        text: the date as it will be printed, empty where it was not understood.
        sentence: "5 tháng 3 năm 1951, 75 tuổi", or what is wrong and what to ask.
        state: NORMAL, WARNING or ERROR.
    """

    text: str
    sentence: str
    state: FieldState = FieldState.NORMAL


class DateField(Field):
    """A field for a date.

    While typing only what is understood is said; an error shows when the field is left.

    Args:
        label: stands above.
        understand: reads what was typed; must be quick, it runs at each key.
    """

    def __init__(
        self,
        label: str,
        understand: Callable[[str], DateReading],
        *,
        placeholder: str = "ngày/tháng/năm",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, placeholder=placeholder, is_figures=True, parent=parent)
        self._understand = understand
        self.edited.connect(self._on_typed)
        self.left.connect(self.check)

    @Slot(str)
    def check(self, text: str) -> None:
        """Says what ``text`` was taken for, errors included."""
        reading = self._understand(text) if text else DateReading(text="", sentence="")
        self.set_state(reading.state, reading.sentence)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        reading = self._understand(text) if text else DateReading(text="", sentence="")
        if reading.state is FieldState.ERROR:
            self.set_state(FieldState.NORMAL)
        else:
            self.set_state(reading.state, reading.sentence)
