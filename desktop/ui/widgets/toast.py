"""The undo banner: what was just done, and ten seconds to take it back."""

from PySide6.QtCore import QRectF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_box
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.icon_mark import IconMark

SECONDS = 10
_MOST = 3
"""Messages that stand together; an older one has been there longest and goes first."""


class Toast(QWidget):
    """A dark strip that stands still and goes away by itself.

    Signals:
        undo_requested: the officer takes it back.
        expired: the time is over.
        told: it says something else now; whoever placed it places it anew.
    """

    undo_requested = Signal()
    expired = Signal()
    told = Signal()

    def __init__(self, *, seconds: int = SECONDS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(seconds * 1000)
        self._timer.timeout.connect(self._on_timeout)
        self._mark = IconMark(Icon.CHECK, Tone.OK, size=24, is_round=True)
        self._text = TextLabel("", TextStyle.BODY_MEDIUM, Tone.INK, wraps=True)
        self._messages: list[str] = []
        self._undo = Button("Hoàn tác", ButtonKind.PLAIN, key="Ctrl+Z", icon=Icon.UNDO, is_small=True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(Space.TWO, Space.ONE, Space.ONE, Space.ONE)
        row.setSpacing(Space.ONE_HALF)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        self._undo.clicked.connect(self.undo)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, one message on a line."""
        return "\n".join(self._messages)

    def tell(self, text: str, *, can_undo: bool = True) -> None:
        """Says what was done and starts the clock.

        What is still being read stays above it: nobody reads two messages in the moment between them. Only what can be
        taken back stands alone, so that it is clear what "Hoàn tác" takes back.
        """
        stands_alone = can_undo or not self._timer.isActive() or not self._undo.isHidden()
        others = [] if stands_alone else [one for one in self._messages if one != text]
        self._messages = [*others, text][-_MOST:]
        self._text.setText(self.text)
        self.setAccessibleName(text)
        self._undo.setVisible(can_undo)
        self.told.emit()
        self.show()
        self.raise_()
        self._timer.start()

    def size_in(self, room: int) -> QSize:
        """Gives the size at which its words stand whole: on one line where they fit into `room` px, else on more."""
        row = self._row
        for part in (self, self._text, self._undo):
            part.ensurePolished()
        margins = row.contentsMargins()
        others = margins.left() + margins.right() + self._mark.sizeHint().width() + row.spacing()
        if not self._undo.isHidden():
            others += self._undo.sizeHint().width() + row.spacing()
        metrics = self._text.fontMetrics()
        words = max((metrics.horizontalAdvance(one) for one in self._messages), default=0) + 2
        self._text.setFixedWidth(max(1, min(words, room - others)))
        return QSize(others + self._text.width(), row.heightForWidth(others + self._text.width()))

    @Slot()
    def undo(self) -> None:
        """Takes it back, if there is still something to take back."""
        if self._timer.isActive() and not self._undo.isHidden():
            self._timer.stop()
            self.hide()
            self.undo_requested.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(theme.colours.edge)
        draw_box(
            painter,
            QRectF(self.rect()),
            fill=QColor(theme.colours.surface),
            edge=edge,
            width=theme.border(),
            radius=12,
        )

    @Slot()
    def _on_timeout(self) -> None:
        self.hide()
        self.expired.emit()
