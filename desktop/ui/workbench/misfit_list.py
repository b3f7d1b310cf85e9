"""One group of answers that no longer fit a changed form: a sentence, and below it what does not fit."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone

_MOST: Final = 40


class MisfitList(QWidget):
    """Says what it is told; takes no room while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "clear")
        self._title = TextLabel("", TextStyle.LABEL, Tone.INK2, wraps=True)
        self._rows: list[TextLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.HALF)
        self._column.addWidget(self._title)
        self.hide()

    @property
    def title(self) -> str:
        """The sentence."""
        return self._title.text()

    @property
    def rows(self) -> tuple[str, ...]:
        """What does not fit, as shown."""
        return tuple(label.text() for label in self._rows)

    def tell(self, title: str, rows: tuple[str, ...] = ()) -> None:
        """Shows a sentence and its rows; the first forty of many, then how many more."""
        for label in self._rows:
            self._column.removeWidget(label)
            label.hide()
            label.deleteLater()
        shown = [*rows[:_MOST], *([f"Còn {len(rows) - _MOST} điều nữa."] if len(rows) > _MOST else [])]
        self._rows = [TextLabel(words, TextStyle.BODY, wraps=True) for words in shown]
        for label in self._rows:
            self._column.addWidget(label)
        self._title.setText(title)
        self._title.set_tone(Tone.WARN if rows else Tone.INK2)
        self.setVisible(bool(title))
