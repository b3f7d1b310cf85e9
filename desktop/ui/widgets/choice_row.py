"""Up to nine answers to pick from with one key."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import LEFT, Ink, cap_width, draw_box, draw_cap, draw_text
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.focus_ring import FocusRing
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, TextStyle, Tone

_PAD = 12
_GAP = 10
_CHECK = 18
MOST = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer: the key it is stored under and what the officer reads."""

    key: str
    label: str


class ChoiceRow(QWidget):
    """Chips with digit caps; the digit picks while the row has the focus, and the page goes on.

    Args:
        label: stands above and names the group.
        choices: at most nine; a longer list needs a :class:`SuggestionList` under a field.

    Signals:
        chosen: the officer picked an answer; carries its key. Also sent for the one already picked.
    """

    chosen = Signal(str)

    def __init__(self, label: str, choices: tuple[Choice, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if len(choices) > MOST:
            raise ValueError(f"{len(choices)} choices, at most {MOST}")
        self._label = TextLabel(label, TextStyle.LABEL, Tone.INK2)
        self._choices = choices
        self._picked = ""
        self._chips: list[_Chip] = []
        self._flow = FlowLayout(gap=10)
        self.setAccessibleName(label)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._label)
        self._label.setVisible(bool(label))  # with a parent: before, it would be a window for a moment
        column.addLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_choices(choices)

    @property
    def picked(self) -> str:
        """Key of the picked answer, empty for none."""
        return self._picked

    @property
    def chips(self) -> tuple[QPushButton, ...]:
        """The chips in order, for tab order and tests."""
        return tuple(self._chips)

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """Replaces the answers; the picked one stays picked where it is still there."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._choices = choices
        self._chips = [_Chip(choice, str(number)) for number, choice in enumerate(choices, start=1)]
        for chip in self._chips:
            chip.setParent(self)
            chip.picked.connect(self._on_picked)
            self._flow.addWidget(chip)
        self.pick(self._picked if any(choice.key == self._picked for choice in choices) else "")

    def pick(self, key: str) -> None:
        """Marks an answer as picked; says nothing to ``chosen``."""
        self._picked = key
        for chip in self._chips:
            chip.setChecked(chip.choice.key == key)
            chip.updateGeometry()  # the check mark needs room
        target = next(
            (chip for chip in self._chips if chip.isChecked()), self._chips[0] if self._chips else None
        )
        # One stop for Tab: the picked chip, or the first.
        for chip in self._chips:
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is target else Qt.FocusPolicy.ClickFocus)
        if target is not None:
            self.setFocusProxy(target)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            if 0 <= number < len(self._chips):
                self._on_picked(self._chips[number].choice.key)
                return
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(
                Qt.Key(event.key()), 0
            )
            if step and self._chips:
                self._step(step)
                return
        super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        now = next((index for index, chip in enumerate(self._chips) if chip.hasFocus()), 0)
        self._chips[(now + step) % len(self._chips)].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_picked(self, key: str) -> None:
        self.pick(key)
        self.chosen.emit(key)


class _Chip(QPushButton):
    picked = Signal(str)

    def __init__(self, choice: Choice, digit: str) -> None:
        super().__init__(choice.label)
        self.choice = choice
        self._digit = digit
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{digit}. {choice.label}")
        self.clicked.connect(self._on_clicked)
        self._ring = FocusRing(self)

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = (
            2 * theme.px(_PAD)
            + cap_width(theme, self._digit)
            + theme.px(_GAP)
            + round(self._ink().width(self.text()) + 1)
        )
        if self.isChecked():
            width += theme.px(_CHECK) + theme.px(_GAP)
        return QSize(width, theme.px(Height.FIELD))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._on_clicked()
        else:
            event.ignore()

    @override
    def nextCheckState(self) -> None:
        """Leaves the check to the row."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = colours.soft if self.isChecked() or self.underMouse() else colours.surface
        edge, width = (colours.accent, 2) if self.isChecked() else (colours.edge, theme.border())
        box = QRectF(self.rect())
        draw_box(painter, box, fill=QColor(fill), edge=QColor(edge), width=width)
        left = box.left() + theme.px(_PAD)
        cap = cap_width(theme, self._digit)
        draw_cap(painter, QRectF(left, 0, cap, box.height()), self._digit, theme)
        left += cap + theme.px(_GAP)
        right = box.right() - theme.px(_PAD)
        if self.isChecked():
            side = theme.px(_CHECK)
            theme.icons.draw(
                painter, Icon.CHECK, QRectF(right - side, 0, side, box.height()), QColor(colours.accent)
            )
            right -= side + theme.px(_GAP)
        draw_text(painter, QRectF(left, 0, right - left, box.height()), self.text(), self._ink(), LEFT)

    def _ink(self) -> Ink:
        theme = current_theme()
        tone = Tone.ACCENT if self.isChecked() else Tone.INK
        return Ink(font=theme.font(TextStyle.BODY_STRONG), colour=theme.colour(tone))

    def _on_clicked(self) -> None:
        self.picked.emit(self.choice.key)
