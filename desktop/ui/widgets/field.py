"""One answer typed into a box: label above, sentence below, every state visible without colour."""

import unicodedata
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_box
from desktop.ui.focus_ring import FocusRing
from desktop.ui.garbage import is_emptied
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, TextStyle, Tone

_TRAIL = 20


class FieldState(Enum):
    """What the officer should know about the value."""

    NORMAL = "normal"
    ERROR = "error"
    WARNING = "warning"
    READ_ONLY = "read_only"
    DISABLED = "disabled"


class Field(QWidget):
    """A labelled text field.

    No input mask, no validator and no change while typing: the Vietnamese input methods retype letters. Whoever
    needs another form of the text reads it when the field is left.

    Args:
        label: stands above the box and names it for screen readers.
        hint: a sentence below, shown while there is no error.
        placeholder: shown in the empty box.
        is_figures: digits of one width (Inter), for numbers and codes.
        is_secret: dots instead of letters.

    Signals:
        edited: the officer changed the text; carries it in NFC.
        left: the field lost the focus; carries the text in NFC.
        entered: Enter was pressed in it, where no action of the page took it first.
    """

    edited = Signal(str)
    left = Signal(str)
    entered = Signal()

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        placeholder: str = "",
        is_figures: bool = False,
        is_secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._hint = hint
        self._placeholder = placeholder
        self._is_figures = is_figures
        self._state = FieldState.NORMAL
        self._label = TextLabel(label, TextStyle.LABEL, Tone.INK2)
        self._box = _Box()
        self._line = self._box.line
        self._line.setPlaceholderText(placeholder)
        self._line.setAccessibleName(label or placeholder)
        if is_secret:
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._message = TextLabel(hint, TextStyle.SMALL, Tone.INK3, wraps=True)
        self._label.setBuddy(self._line)
        self._build()
        # Only once they have a parent: a label shown before is a window for a moment and takes the keyboard away.
        self._label.setVisible(bool(label))
        self._message.setVisible(bool(hint))
        self._dress()
        self._line.textEdited.connect(self._on_edited)
        self._line.returnPressed.connect(self.entered)
        self._line.installEventFilter(self)
        self.setFocusProxy(self._line)
        self._ring = FocusRing(self._box, source=self._line, is_halo=True)

    @property
    def line(self) -> QLineEdit:
        """The text box itself, for tab order and tests."""
        return self._line

    @property
    def state(self) -> FieldState:
        """What the officer is told about the value."""
        return self._state

    @property
    def message(self) -> str:
        """The sentence below the box."""
        return self._message.text()

    def text(self) -> str:
        """Gives the text in NFC, without spaces around it."""
        return unicodedata.normalize("NFC", self._line.text()).strip()

    def set_text(self, text: str) -> None:
        """Puts a text in; says nothing to ``edited``."""
        if text != self._line.text():
            self._line.setText(text)
            if not self._line.hasFocus():  # a long text shows its beginning
                self._line.setCursorPosition(0)

    def set_label(self, label: str) -> None:
        """Changes the label above."""
        self._label.setText(label)
        self._label.setVisible(bool(label))
        self._line.setAccessibleName(label)

    def set_placeholder(self, text: str) -> None:
        """Shows other words in the empty box."""
        self._placeholder = text
        if self._line.isEnabled():
            self._line.setPlaceholderText(text)

    def set_hint(self, hint: str) -> None:
        """Changes the sentence that stands below while nothing is wrong."""
        self._hint = hint
        self.set_state(self._state, self._message.text() if self._state is not FieldState.NORMAL else "")

    def set_state(self, state: FieldState, sentence: str = "") -> None:
        """Shows a state; the sentence stands below the box (for DISABLED: inside it)."""
        self._state = state
        self._box.set_state(state)
        self._line.setReadOnly(state is FieldState.READ_ONLY)
        self._line.setEnabled(state is not FieldState.DISABLED)
        self._line.setProperty("state", state.value)
        self._line.style().unpolish(self._line)
        self._line.style().polish(self._line)
        self._dress()  # polishing gives back the font of the first text size
        is_off = state is FieldState.DISABLED
        self._line.setPlaceholderText(sentence if is_off and sentence else self._placeholder)
        if is_off:
            sentence = ""
        tones = {FieldState.ERROR: Tone.BAD, FieldState.WARNING: Tone.WARN}
        shown = sentence or ("" if state is FieldState.DISABLED else self._hint)
        self._message.set_tone(tones.get(state, Tone.INK3))
        self._message.set_style(TextStyle.SMALL_MEDIUM if state in tones else TextStyle.SMALL)
        self._message.setText(shown)
        self._message.setVisible(bool(shown))
        self._line.setAccessibleDescription(shown)

    def set_error(self, sentence: str) -> None:
        """Shows an error with what to do; an empty sentence clears it."""
        self.set_state(FieldState.ERROR if sentence else FieldState.NORMAL, sentence)

    def set_warning(self, sentence: str) -> None:
        """Shows a warning, which never blocks; an empty sentence clears it."""
        self.set_state(FieldState.WARNING if sentence else FieldState.NORMAL, sentence)

    def set_from_card(self, sentence: str = "Lấy từ thẻ. Ctrl E để sửa.") -> None:
        """Locks the value read from the card."""
        self.set_state(FieldState.READ_ONLY, sentence)

    def select_all(self) -> None:
        """Takes the focus and marks the whole text."""
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_emptied(self):
            return False
        if watched is self._line and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._box.update()
            if event.type() == QEvent.Type.FocusOut:
                self.left.emit(self.text())
        elif watched is self._line and event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(
                0, self, self._dress
            )  # the sheet gives back the font it found: ours comes after it
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self._box)
        column.addWidget(self._message)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _dress(self) -> None:
        theme = current_theme()
        font = theme.figures(TextStyle.INPUT) if self._is_figures else theme.font(TextStyle.INPUT)
        if font != self._line.font():
            self._line.setFont(font)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self.edited.emit(self.text())


class _Box(QWidget):
    """The box round the text: edge, fill and icon of the state."""

    _ICONS = {  # noqa: RUF012 - never changed
        FieldState.ERROR: (Icon.ERROR, Tone.BAD),
        FieldState.WARNING: (Icon.WARNING, Tone.WARN),
        FieldState.READ_ONLY: (Icon.CARD, Tone.ACCENT),
    }

    def __init__(self) -> None:
        super().__init__()
        self._state = FieldState.NORMAL
        self.line = QLineEdit()
        self.line.setFrame(False)
        # As high as the box: a line edit at its own height cuts the marks off capitals.
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(13, 2, 13, 1)
        self._row.addWidget(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def set_state(self, state: FieldState) -> None:
        self._state = state
        trail = current_theme().px(_TRAIL) + 8 if state in self._ICONS else 0
        self._row.setContentsMargins(13, 2, 13 + trail, 1)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(160), theme.px(Height.FIELD))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, width = colours.surface, colours.edge, theme.border()
        match self._state:
            case FieldState.ERROR:
                edge, width = colours.bad, 2
            case FieldState.WARNING:
                edge, width = colours.warn, 2
            case FieldState.READ_ONLY | FieldState.DISABLED:
                fill, edge = colours.sunken, colours.edge if theme.is_high_contrast else colours.line
            case FieldState.NORMAL:
                pass
        if self.line.hasFocus() and self._state in (FieldState.NORMAL, FieldState.READ_ONLY):
            edge, width = colours.accent, 2
        draw_box(painter, QRectF(self.rect()), fill=QColor(fill), edge=QColor(edge), width=width)
        if self._state in self._ICONS:
            icon, tone = self._ICONS[self._state]
            side = theme.px(_TRAIL)
            box = QRectF(self.width() - 13 - side, 0, side, self.height())
            theme.icons.draw(painter, icon, box, theme.colour(tone))
