"""The one button of the program, in four kinds, with its icon and its key."""

from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from desktop.ui.drawing import LEFT, Ink, cap_width, draw_box, draw_cap, draw_text
from desktop.ui.focus_ring import FocusRing
from desktop.ui.icon_set import Icon
from desktop.ui.keys import cap_text
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import Height, TextStyle

_GAP = 10
_ICON = 18
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ButtonKind(Enum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    DESTRUCTIVE = "destructive"


class Button(QPushButton):
    """A button that begins with a verb and wears its key.

    It never takes the focus by a click (the caret stays where the officer types) and is never a dialog's default.

    Args:
        text: what it does, beginning with a verb.
        kind: primary (one per page), plain, quiet or destructive.
        key: the key sequence on its cap; the button itself does not listen to it, the page's action does.
        icon: drawn before the text.
        is_wide: text at the left, cap at the right edge, as in a column of buttons.
    """

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        key: str = "",
        icon: Icon | None = None,
        is_wide: bool = False,
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._cap = cap_text(key)
        self._icon = icon
        self._is_wide = is_wide
        self._height = Height.BUTTON_SMALL if is_small else Height.BUTTON
        self._blocked_reason = ""
        self._hides_cap = False
        self._action: QAction | None = None
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        horizontal = QSizePolicy.Policy.Expanding if is_wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self._ring = FocusRing(self)

    @property
    def kind(self) -> ButtonKind:
        """How much it asks to be pressed."""
        return self._kind

    @property
    def cap(self) -> str:
        """The words on its key cap, empty for none."""
        return self._cap

    @property
    def _drawn_cap(self) -> str:
        return "" if self._hides_cap else self._cap

    def bind(self, action: QAction) -> None:
        """Ties the button to an action: its text, key, enabled state; a click triggers it."""
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def set_text(self, text: str) -> None:
        """Changes what it says."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Changes the key on its cap."""
        self._cap = cap_text(key)
        self.updateGeometry()
        self.update()

    def set_cap_hidden(self, is_hidden: bool) -> None:
        """Leaves the key cap away where there is no room for it; the key then stands in the tooltip."""
        if is_hidden != self._hides_cap:
            self._hides_cap = is_hidden
            if not self._blocked_reason:
                self.setToolTip(self._cap if is_hidden else "")
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Changes how much it asks to be pressed."""
        self._kind = kind
        self.update()

    def set_blocked(self, reason: str) -> None:
        """Keeps the button in its place, dead, saying why when it gets the focus; an empty reason frees it."""
        self._blocked_reason = reason
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.setCursor(Qt.CursorShape.ArrowCursor if reason else Qt.CursorShape.PointingHandCursor)
        self.update()

    def width_with_cap(self, *, is_shown: bool) -> int:
        """Gives the width in px that its words take, with or without the key cap."""
        theme = current_theme()
        width = 2 * self._padding(theme) + round(self._ink(theme).width(self.text()) + 0.5)
        if is_shown and self._cap:
            width += theme.px(_GAP) + cap_width(theme, self._cap)
        if self._icon is not None:
            width += theme.px(_ICON) + theme.px(8)
        return width

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_with_cap(is_shown=not self._hides_cap), current_theme().px(self._height))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return not self._blocked_reason and super().hitButton(pos)

    @override
    def event(self, event: QEvent) -> bool:
        # The focused button takes Enter before the page's own Enter action does.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_enter(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._blocked_reason and event.key() in (*_ENTER, Qt.Key.Key_Space):
            self._say_reason()
        elif _is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._blocked_reason:
            self._say_reason()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter, theme)
        box = QRectF(self.rect())
        ink = self._ink(theme)
        pad = self._padding(theme)
        left = box.left() + pad
        cap = cap_width(theme, self._drawn_cap)
        if not self._is_wide:  # centred as a group where it is given more width than it asks for
            left += max(0, (self.width() - self.sizeHint().width()) / 2)
        if self._icon is not None:
            side = theme.px(_ICON)
            theme.icons.draw(painter, self._icon, QRectF(left, 0, side, box.height()), ink.colour)
            left += side + theme.px(8)
        width = ink.width(self.text()) + 1
        draw_text(painter, QRectF(left, 0, width, box.height()), self.text(), ink, LEFT, elide=False)
        if self._drawn_cap:
            start = box.right() - pad - cap if self._is_wide else left + width - 1 + theme.px(_GAP)
            on_accent = self._kind is ButtonKind.PRIMARY and self._is_live()
            draw_cap(
                painter,
                QRectF(start, 0, cap, box.height()),
                self._cap,
                theme,
                on_accent=on_accent,
                is_off=not self._is_live(),
            )

    def _paint_box(self, painter: QPainter, theme: Theme) -> None:
        colours = theme.colours
        box = QRectF(self.rect())
        is_hot = self.underMouse() and self._is_live()
        border = theme.border()
        if not self._is_live():
            edge = QColor(colours.edge) if theme.is_high_contrast else None
            if self._kind is not ButtonKind.QUIET:
                draw_box(painter, box, fill=QColor(colours.muted_soft), edge=edge, width=border)
            return
        match self._kind:
            case ButtonKind.PRIMARY:
                is_dark = is_hot or self.isDown()
                draw_box(painter, box, fill=QColor(colours.accent_hover if is_dark else colours.accent))
            case ButtonKind.PLAIN:
                fill = QColor(colours.soft2 if self.isDown() else colours.soft if is_hot else colours.surface)
                draw_box(painter, box, fill=fill, edge=QColor(colours.edge), width=border)
            case ButtonKind.QUIET:
                pass
            case ButtonKind.DESTRUCTIVE:
                fill = QColor(colours.bad_soft if is_hot or self.isDown() else colours.surface)
                draw_box(painter, box, fill=fill, edge=QColor(colours.bad), width=border)

    def _ink(self, theme: Theme) -> Ink:
        colours = theme.colours
        if not self._is_live():
            colour = colours.ink3
        elif self._kind is ButtonKind.PRIMARY:
            colour = colours.on_accent
        elif self._kind is ButtonKind.DESTRUCTIVE:
            colour = colours.bad
        elif self._kind is ButtonKind.QUIET and self.underMouse():
            colour = colours.accent
        else:
            colour = colours.ink
        return Ink(font=theme.font(TextStyle.BODY_STRONG), colour=QColor(colour))

    def _padding(self, theme: Theme) -> int:
        return 0 if self._kind is ButtonKind.QUIET else theme.px(15)

    def _is_live(self) -> bool:
        return self.isEnabled() and not self._blocked_reason

    def _say_reason(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height() + 4)), self._blocked_reason, self)

    @Slot()
    def _on_action_changed(self) -> None:
        if self._action is None:
            return
        self._cap = cap_text(self._action.shortcut())
        self.set_text(self._action.text())
        self.setEnabled(self._action.isEnabled())
        self.setVisible(self._action.isVisible())


def _is_enter(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    return plain and event.key() in _ENTER
