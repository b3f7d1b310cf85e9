"""The foot of a working column: quiet actions at the left, the one primary action at the right."""

from PySide6.QtCore import QEvent, QObject, QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_line
from desktop.ui.garbage import is_emptied
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Space
from desktop.ui.widgets.button import Button

_GAPS = (Space.THREE, Space.TWO, Space.ONE_HALF)


class ActionBar(QWidget):
    """A bar with a hairline above, as high as a button and its air.

    Where it is too narrow, the buttons first stand closer, then the quiet ones leave their key caps away, the widest
    cap first: what a button does is never cut off, and the primary one keeps its key.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 2, 0, 0)
        self._row.setSpacing(Space.THREE)
        self._row.addStretch(1)
        self._lefts: list[Button] = []
        self._rights: list[Button] = []

    def add_left(self, button: Button) -> None:
        """Adds a button after those at the left."""
        self._row.insertWidget(len(self._lefts), button)
        self._lefts.append(button)
        button.installEventFilter(self)

    def add_right(self, button: Button) -> None:
        """Adds a button at the right end."""
        self._row.addWidget(button)
        self._rights.append(button)
        button.installEventFilter(self)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(Height.ACTION_BAR))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fold()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent) and not is_emptied(self):
            self._fold()
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        lefts = [button for button in self._lefts if not button.isHidden()]
        shown = [*lefts, *(button for button in self._rights if not button.isHidden())]
        whole = {button: button.width_with_cap(is_shown=True) for button in shown}
        bare = {button: button.width_with_cap(is_shown=False) for button in lefts}
        widths, hidden = dict(whole), set[Button]()
        spaces = len(shown)  # one beside the stretch too
        room = self.width() - sum(widths.values())
        gap = next((one for one in _GAPS if one * spaces <= room), 0)
        if not gap:
            gap = _GAPS[-1]
            for button in sorted(lefts, key=lambda one: bare[one] - whole[one]):
                hidden.add(button)
                widths[button] = bare[button]
                if sum(widths.values()) + gap * spaces <= self.width():
                    break
        if gap != self._row.spacing():  # each time it is set, the layout asks again
            self._row.setSpacing(gap)
        for button in self._lefts:
            button.set_cap_hidden(button in hidden)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_theme().colours
        painter = QPainter(self)
        draw_line(painter, QPointF(0, 0.5), QPointF(self.width(), 0.5), QColor(colours.line))
