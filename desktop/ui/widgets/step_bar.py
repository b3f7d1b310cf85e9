"""The steps of a visit as a map: where we are, what is done, what can be opened."""

from enum import Enum
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import CENTRE, LEFT, Ink, draw_line, draw_text
from desktop.ui.focus_ring import FocusRing
from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Space, TextStyle

_CIRCLE = 22
_GAP = 8
_LEAST_LINE = 16


class StepState(Enum):
    """How a step stands, with the word a screen reader says."""

    DONE = "xong"
    CURRENT = "đang làm"
    LOOK_AGAIN = "cần xem lại"
    REACHABLE = "mở được"
    LATER = "chưa tới"


class StepBar(QWidget):
    """Eight circles with words, joined by lines; narrow, it becomes "4/8 Hỏi & viết".

    Args:
        labels: the steps in order.

    Signals:
        step_chosen: a step that can be opened was clicked; carries its place from 0.
    """

    step_chosen = Signal(int)

    def __init__(self, labels: tuple[str, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = [_Step(label, number, len(labels)) for number, label in enumerate(labels, start=1)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Các bước của lượt")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.THREE, 0, Space.THREE, 0)
        row.setSpacing(0)
        for place, step in enumerate(self._steps):
            if place:
                row.addStretch(1)
            row.addWidget(step)
            step.clicked.connect(lambda _checked=False, at=place: self.step_chosen.emit(at))
        self._end = QWidget()
        self._end.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._end, 100)
        self._end.hide()

    @property
    def states(self) -> tuple[StepState, ...]:
        """How every step stands."""
        return tuple(step.state for step in self._steps)

    def set_states(self, states: tuple[StepState, ...]) -> None:
        """Shows how the steps stand."""
        for step, state in zip(self._steps, states, strict=True):
            step.set_state(state)
        self._fit()
        self.update()

    def go_to(self, current: int) -> None:
        """Shows a plain course: everything before ``current`` done, everything after it not reached."""
        self.set_states(
            tuple(
                StepState.DONE
                if place < current
                else StepState.CURRENT
                if place == current
                else StepState.LATER
                for place in range(len(self._steps))
            )
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, current_theme().px(Height.STEP_BAR))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, current_theme().px(Height.STEP_BAR))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        bottom = self.height() - 0.5
        line = QColor(colours.edge if theme.is_high_contrast else colours.line)
        draw_line(painter, QPointF(0, bottom), QPointF(self.width(), bottom), line)
        shown = [step for step in self._steps if not step.isHidden()]
        middle = self.height() / 2
        for left, right in pairwise(shown):
            done = left.state in (StepState.DONE, StepState.LOOK_AGAIN)
            colour = QColor(colours.soft2 if done else line)
            start = QPointF(left.geometry().right() + theme.px(_GAP), middle)
            draw_line(painter, start, QPointF(right.geometry().left() - theme.px(_GAP), middle), colour, 2)

    def _fit(self) -> None:
        need = sum(step.sizeHint().width() for step in self._steps)
        need += (len(self._steps) - 1) * (2 * current_theme().px(_GAP) + _LEAST_LINE) + 2 * Space.THREE
        is_narrow = need > self.width()
        for step in self._steps:
            step.set_counted(is_narrow)
            step.setVisible(not is_narrow or step.state is StepState.CURRENT)
        self._end.setVisible(is_narrow)


class _Step(QPushButton):
    def __init__(self, label: str, number: int, total: int) -> None:
        super().__init__(label)
        self._number = number
        self._total = total
        self._is_counted = False
        self.state = StepState.LATER
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._ring = FocusRing(self)
        self.set_state(StepState.LATER)

    def set_state(self, state: StepState) -> None:
        self.state = state
        is_open = state in (StepState.DONE, StepState.LOOK_AGAIN, StepState.REACHABLE)
        self.setEnabled(is_open or state is StepState.CURRENT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_open else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_open else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"Bước {self._number}, {self.text()}, {state.value}")
        self.update()

    def set_counted(self, is_counted: bool) -> None:
        if is_counted != self._is_counted:
            self._is_counted = is_counted
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = Ink(font=theme.font(TextStyle.BODY_STRONG), colour=QColor()).width(self._words())
        circle = 0 if self._is_counted else theme.px(_CIRCLE) + theme.px(_GAP)
        return QSize(circle + round(words + 1), theme.px(Height.STEP_BAR))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        is_now = self.state is StepState.CURRENT
        left = 0.0
        if not self._is_counted:
            side = theme.px(_CIRCLE)
            self._paint_circle(painter, QRectF(0, round((self.height() - side) / 2), side, side))
            left = side + theme.px(_GAP)
        style = TextStyle.BODY_STRONG if is_now else TextStyle.BODY_MEDIUM
        hot = self.underMouse() and self.isEnabled() and not is_now
        colour = (
            colours.accent
            if is_now or hot
            else colours.warn
            if self.state is StepState.LOOK_AGAIN
            else colours.ink2
        )
        words = box.adjusted(left, 0, 0, 0)
        draw_text(
            painter,
            words,
            self._words(),
            Ink(font=theme.font(style), colour=QColor(colour)),
            LEFT,
            elide=False,
        )
        if is_now:
            painter.fillRect(QRectF(0, self.height() - 3, self.width(), 3), QColor(colours.accent))

    def _paint_circle(self, painter: QPainter, circle: QRectF) -> None:
        theme = current_theme()
        colours = theme.colours
        digit = theme.figures(TextStyle.NOTE_STRONG)
        painter.setPen(Qt.PenStyle.NoPen)
        match self.state:
            case StepState.DONE:
                painter.setBrush(QColor(colours.soft2))
                painter.drawEllipse(circle)
                theme.icons.draw(painter, Icon.CHECK, circle.adjusted(4, 4, -4, -4), QColor(colours.accent))
            case StepState.LOOK_AGAIN:
                painter.setBrush(QColor(colours.warn_soft))
                painter.setPen(QColor(colours.warn))
                painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
                draw_text(
                    painter, circle, "!", Ink(font=digit, colour=QColor(colours.warn)), CENTRE, elide=False
                )
            case StepState.CURRENT:
                painter.setBrush(QColor(colours.accent))
                painter.drawEllipse(circle)
                white = Ink(font=digit, colour=QColor(colours.on_accent))
                draw_text(painter, circle, str(self._number), white, CENTRE, elide=False)
            case StepState.REACHABLE | StepState.LATER:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QColor(colours.edge))
                painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
                grey = Ink(font=digit, colour=QColor(colours.ink2))
                draw_text(painter, circle, str(self._number), grey, CENTRE, elide=False)

    def _words(self) -> str:
        return f"{self._number}/{self._total} {self.text()}" if self._is_counted else self.text()
