"""Text on the screen: always plain text, with room above the line for the marks of Vietnamese capitals."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone


class TextLabel(QLabel):
    """A label in one of the text styles.

    Args:
        text: what it says; never read as HTML.
        style: size and weight.
        tone: what the colour means.
        wraps: long text goes on in the next line instead of asking for width.
        is_figures: set in Inter with digits of one width (times, codes, amounts).
        is_centred: the same air below as above, for one line beside controls.
    """

    def __init__(
        self,
        text: str = "",
        style: TextStyle = TextStyle.BODY,
        tone: Tone = Tone.INK,
        *,
        wraps: bool = False,
        is_figures: bool = False,
        is_centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style = style
        self._is_figures = is_figures
        self._is_centred = is_centred
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wraps)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setProperty("tone", tone.value)
        self._dress()

    @property
    def tone(self) -> Tone:
        """What the colour means now."""
        return Tone(str(self.property("tone")))

    def set_tone(self, tone: Tone) -> None:
        """Changes the meaning of the colour."""
        if tone is not self.tone:
            self.setProperty("tone", tone.value)
            self.style().unpolish(self)
            self.style().polish(self)
            self._dress()  # polishing gives back the font of the first text size

    def set_style(self, style: TextStyle) -> None:
        """Changes size and weight."""
        self._style = style
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        theme = current_theme()
        font = theme.figures(self._style) if self._is_figures else theme.font(self._style)
        if font != self.font():
            self.setFont(font)
        air = theme.air(self._style)
        if self.contentsMargins().top() != air:
            self.setContentsMargins(0, air, 0, air if self._is_centred else 1)
