"""What happened, what to do now, and the button for it: stands in the page, never over the field being typed in."""

from enum import Enum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_box
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Space, TextStyle, Tone
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.icon_mark import IconMark


class BannerKind(Enum):
    """What a banner means: tone, soft fill, border, usual icon."""

    INFO = (Tone.ACCENT, "soft", "soft2", Icon.INFO)
    OK = (Tone.OK, "ok_soft", "ok_line", Icon.DONE)
    WARN = (Tone.WARN, "warn_soft", "warn_line", Icon.WARNING)
    BAD = (Tone.BAD, "bad_soft", "bad_line", Icon.ERROR)


class Banner(QWidget):
    """A banner in a page.

    Args:
        kind: what it means.
        title: what happened.
        text: what to do now, and whether work can go on.
        icon: instead of the kind's own.
        buttons: at the right, most useful last; the page connects them.

    Signals:
        shown: it appeared or its words changed.
    """

    shown = Signal()

    def __init__(
        self,
        kind: BannerKind,
        title: str,
        text: str = "",
        *,
        icon: Icon | None = None,
        buttons: tuple[Button, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._mark = IconMark(icon or kind.value[3], kind.value[0], size=24, is_bare=True)
        self._title = TextLabel(title, TextStyle.ROW_STRONG, wraps=True)
        self._text = TextLabel(text, TextStyle.SMALL, Tone.INK, wraps=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, Space.ONE_HALF, 14, Space.ONE_HALF)
        row.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addStretch(1)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        self._text.setVisible(bool(text))  # with a parent: before, it would be a window for a moment
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def kind(self) -> BannerKind:
        """What it means."""
        return self._kind

    @property
    def title(self) -> str:
        """What happened."""
        return self._title.text()

    def tell(self, kind: BannerKind, title: str, text: str = "", *, icon: Icon | None = None) -> None:
        """Says something else."""
        self._kind = kind
        self._mark.set_icon(icon or kind.value[3], kind.value[0])
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.update()
        self.shown.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        tone, fill, line, _ = self._kind.value
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.colour(tone) if theme.is_high_contrast else QColor(getattr(theme.colours, line))
        back = QColor(getattr(theme.colours, fill))
        draw_box(painter, QRectF(self.rect()), fill=back, edge=edge, width=theme.border(), radius=Radius.CARD)
