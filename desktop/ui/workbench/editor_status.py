"""The line over the text: how many mistakes, and when the text was kept."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.icon_mark import IconMark


class EditorStatus(QWidget):
    """Two short facts, one at each end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = IconMark(Icon.DONE, Tone.OK, size=20, is_bare=True)
        self._state = TextLabel("", TextStyle.BODY_STRONG, is_centred=True)
        self._saved = TextLabel("", TextStyle.SMALL, Tone.INK2, is_centred=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.ONE)
        row.addWidget(self._mark)
        row.addWidget(self._state)
        row.addStretch(1)
        row.addWidget(self._saved)

    @property
    def words(self) -> str:
        """How many mistakes there are, in words."""
        return self._state.text()

    @property
    def saved(self) -> str:
        """When the text was kept, in words."""
        return self._saved.text()

    def say_checking(self) -> None:
        """Says that nothing is known yet."""
        self._say(Icon.WAIT, Tone.INK2, "Đang kiểm tra")

    def say_problems(self, count: int, remarks: int = 0) -> None:
        """Says how many mistakes there are; without any, how much is left to be looked at."""
        if count:
            self._say(Icon.ERROR, Tone.BAD, f"{count} chỗ sai")
        elif remarks:
            self._say(Icon.DONE, Tone.OK, f"Không có chỗ sai, còn {remarks} điều cần xem lại")
        else:
            self._say(Icon.DONE, Tone.OK, "Không có chỗ sai")

    def say_saved(self, words: str, *, is_failed: bool = False) -> None:
        """Says when the text was kept, or that it was not."""
        self._saved.setText(words)
        self._saved.set_tone(Tone.BAD if is_failed else Tone.INK2)

    def _say(self, icon: Icon, tone: Tone, words: str) -> None:
        self._mark.set_icon(icon, tone)
        self._state.setText(words)
        self._state.set_tone(tone)
