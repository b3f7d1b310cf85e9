"""The dark rail at the left: the pages, and at the foot shared records, devices, user and lock."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import CENTRE, Ink, draw_box, draw_text
from desktop.ui.focus_ring import KEYBOARD_REASONS
from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Space, TextStyle
from desktop.ui.widgets.avatar import Avatar

WIDTH = 80
WIDTH_SMALL = 56
_ICON = 22
_ICON_MOST = 28


class Lamp(Enum):
    """State of a device or of the shared records: token of the dot, sign in it."""

    READY = ("lamp_ok", Icon.CHECK)
    LOOK = ("lamp_warn", None)
    STOPPED = ("lamp_bad", Icon.CLOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RailPage:
    """A page of the rail: key, word, icon."""

    key: str
    label: str
    icon: Icon


class Rail(QWidget):
    """The pages one below the other.

    Args:
        pages: what can be opened; only pages that work.

    Signals:
        page_chosen: carries the key of the page.
        lock_requested: the lock at the foot was pressed.
        devices_requested: the printer at the foot was pressed.
        office_requested: the shared records at the foot were pressed.
    """

    page_chosen = Signal(str)
    lock_requested = Signal()
    office_requested = Signal()
    devices_requested = Signal()

    def __init__(self, pages: tuple[RailPage, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {page.key: _RailButton(page.label, page.icon) for page in pages}
        self._lock = _RailButton("F12 Khóa", Icon.LOCK, is_small=True)
        self._lock.setAccessibleName("Khóa máy, phím F12")
        self._devices = _RailButton("", Icon.PRINTER, is_small=True)
        self._devices.setVisible(False)
        self._office = _RailButton("", Icon.DATABASE, is_small=True)
        self._office.setVisible(False)
        self._user = Avatar("", is_self=True)
        self._is_small = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Các trang")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.ONE, Space.ONE_HALF, Space.ONE, Space.ONE_HALF)
        column.setSpacing(Space.HALF)
        column.addWidget(_Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.TWO_HALF)
        for key, button in self._buttons.items():
            column.addWidget(button)
            button.clicked.connect(lambda _checked=False, page=key: self.page_chosen.emit(page))
        column.addStretch(1)
        column.addWidget(self._office)
        column.addWidget(self._devices)
        column.addWidget(self._user, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.ONE)
        column.addWidget(self._lock)
        self._lock.clicked.connect(self.lock_requested)
        self._devices.clicked.connect(self.devices_requested)
        self._office.clicked.connect(self.office_requested)

    def set_page(self, key: str) -> None:
        """Marks the page that is open."""
        for name, button in self._buttons.items():
            button.set_current(name == key)

    def set_badge(self, key: str, count: int) -> None:
        """Shows a number at a page (parked visits at the desk), 0 for none."""
        self._buttons[key].set_badge(count)

    def set_user(self, full_name: str) -> None:
        """Shows who works here; empty for nobody."""
        self._user.set_name(full_name)
        self._user.setVisible(bool(full_name))

    def set_devices(self, lamp: Lamp | None, sentence: str) -> None:
        """Shows how the printers are; ``None`` hides the icon."""
        self._devices.show_state(lamp, sentence)

    def set_office(self, lamp: Lamp | None, sentence: str) -> None:
        """Shows how the shared records are; ``None`` hides the icon."""
        self._office.show_state(lamp, sentence)

    @property
    def office_button(self) -> QPushButton:
        """The icon of the shared records at the foot."""
        return self._office

    def set_small(self, is_small: bool) -> None:
        """Icons only, for large text on a small screen."""
        self._is_small = is_small
        for button in (*self._buttons.values(), self._lock):
            button.set_wordless(is_small)
        self.updateGeometry()

    def button(self, key: str) -> QPushButton:
        """Gives the button of a page."""
        return self._buttons[key]

    def bind_tip(self, key: str, action: QAction) -> None:
        """Names the action's key in the tool tip of a page."""
        self._buttons[key].setToolTip(f"{action.text()} ({action.shortcut().toString()})")

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        widest = max((button.sizeHint().width() for button in self._buttons.values()), default=0)
        width = WIDTH_SMALL if self._is_small else max(WIDTH, widest + 2 * Space.ONE)
        return QSize(width, theme.px(400))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 200)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(current_theme().colours.rail))


class _Mark(QWidget):
    """The program's mark: a check on a white tile."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(36, 36)
        self.setAccessibleName("Không Viết")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), fill=QColor(theme.colours.surface))
        theme.icons.draw(painter, Icon.CHECK, QRectF(5, 5, 26, 26), QColor(theme.colours.accent))


class _RailButton(QPushButton):
    def __init__(self, label: str, icon: Icon, *, is_small: bool = False) -> None:
        super().__init__(label)
        self._icon = icon
        self._is_low = is_small
        self._is_wordless = not label
        self._is_current = False
        self._badge = 0
        self._has_ring = False
        self._lamp: Lamp | None = None
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(label)
        self.setToolTip(label)

    def set_current(self, is_current: bool) -> None:
        self._is_current = is_current
        self.setAccessibleDescription("đang mở" if is_current else "")
        self.update()

    def set_badge(self, count: int) -> None:
        self._badge = count
        self.setAccessibleName(f"{self.text()}, {count} việc" if count else self.text())
        self.update()

    def show_state(self, lamp: Lamp | None, sentence: str) -> None:
        self._lamp = lamp
        self.setVisible(lamp is not None)
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self.update()

    def set_wordless(self, is_wordless: bool) -> None:
        self._is_wordless = is_wordless
        self.updateGeometry()
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._has_ring = event.reason() in KEYBOARD_REASONS

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._has_ring = False

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = 0.0 if self._is_wordless else self._ink(QColor()).width(self.text())
        height = 44 if self._is_wordless else theme.px(48 if self._is_low else 60)
        return QSize(max(round(words + 8), 40), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._is_current:
            draw_box(painter, box, fill=QColor(colours.rail_on), radius=Radius.CARD - 2)
        elif self.underMouse():
            draw_box(painter, box, fill=QColor(255, 255, 255, 26), radius=Radius.CARD - 2)
        if self._has_ring:
            draw_box(painter, box, fill=None, edge=QColor(colours.on_accent), width=2, radius=Radius.CARD - 2)
        ink = QColor(colours.on_accent if self._is_current else colours.rail_ink)
        side = min(theme.px(_ICON), _ICON_MOST) if self._is_wordless else theme.px(_ICON)
        line = 0 if self._is_wordless else theme.px(16)
        gap = 0 if self._is_wordless else theme.px(5)
        top = round((box.height() - side - gap - line) / 2)
        icon = QRectF(box.center().x() - side / 2, top, side, side)
        theme.icons.draw(painter, self._icon, icon, ink)
        if not self._is_wordless:
            words = QRectF(0, top + side + gap, box.width(), line)
            draw_text(painter, words, self.text(), self._ink(ink), CENTRE)
        self._paint_badge(painter, icon)

    def _paint_badge(self, painter: QPainter, icon: QRectF) -> None:
        theme = current_theme()
        colours = theme.colours
        if self._badge:
            font = theme.figures(TextStyle.NOTE, weight=700)
            words = str(self._badge) if self._badge < 100 else "99+"  # noqa: PLR2004 - two digits fit the pill
            ink = Ink(font=font, colour=QColor(colours.rail_badge_ink))
            height = theme.px(17)
            width = max(height, ink.width(words) + theme.px(9))
            left = min(icon.right() - theme.px(5), self.width() - width)
            pill = QRectF(left, max(icon.top() - theme.px(6), 0), width, height)
            draw_box(painter, pill, fill=QColor(colours.rail_badge), radius=height / 2)
            draw_text(painter, pill, words, ink, CENTRE, elide=False)
        if self._lamp is not None:
            token, sign = self._lamp.value
            dot = QRectF(
                min(icon.right() - 4, self.width() - 13), min(icon.bottom() - 7, self.height() - 13), 12, 12
            )
            draw_box(
                painter,
                dot,
                fill=QColor(getattr(colours, token)),
                edge=QColor(colours.rail),
                width=1,
                radius=6,
            )
            dark = QColor(colours.rail_badge_ink)
            if sign is None:
                mark = Ink(font=theme.figures(TextStyle.NOTE, weight=700), colour=dark)
                mark.font.setPixelSize(9)
                draw_text(painter, dot, "!", mark, CENTRE, elide=False)
            else:
                theme.icons.draw(painter, sign, dot.adjusted(2, 2, -2, -2), dark)

    def _ink(self, colour: QColor) -> Ink:
        theme = current_theme()
        return Ink(font=theme.font(TextStyle.NOTE, weight=600 if self._is_current else 500), colour=colour)
