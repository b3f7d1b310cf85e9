"""A person to choose: digit, initials, name over title."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import CENTRE, LEFT, Ink, cap_width, draw_box, draw_cap, draw_text
from desktop.ui.focus_ring import FocusRing
from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import TextStyle, Tone
from desktop.ui.widgets.avatar import initials


class StaffRow(QPushButton):
    """A row of 56 px that can be picked.

    Args:
        name: of the person, or of the thing to pick.
        detail: the second line.
        digit: the key that picks it.
        icon: instead of initials.
    """

    def __init__(
        self,
        name: str,
        detail: str,
        digit: str = "",
        *,
        icon: Icon | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._detail = detail
        self._digit = digit
        self._icon = icon
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{digit}. {name}" if digit else name)
        self.setAccessibleDescription(detail)
        self._ring = FocusRing(self)

    @override
    def nextCheckState(self) -> None:
        """Leaves the check to the page."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(280), current_theme().px(56))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked():
            draw_box(painter, box, fill=QColor(colours.soft), edge=QColor(colours.accent), width=2)
        elif self.underMouse():
            draw_box(painter, box, fill=QColor(colours.soft))
        left = theme.px(12)
        if self._digit:
            cap = cap_width(theme, self._digit)
            draw_cap(painter, QRectF(left, 0, cap, box.height()), self._digit, theme)
            left += cap + theme.px(12)
        side = theme.px(36)
        disc = QRectF(left, (box.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.soft2))
        painter.drawEllipse(disc)
        if self._icon is not None:
            theme.icons.draw(painter, self._icon, disc.adjusted(8, 8, -8, -8), QColor(colours.accent))
        else:
            strong = Ink(font=theme.font(TextStyle.LABEL), colour=theme.colour(Tone.INK))
            draw_text(painter, disc, initials(self.text()), strong, CENTRE, elide=False)
        left += side + theme.px(12)
        right = box.right() - theme.px(12)
        if self.isChecked():
            side = theme.px(20)
            theme.icons.draw(
                painter, Icon.CHECK, QRectF(right - side, 0, side, box.height()), QColor(colours.accent)
            )
            right -= side + theme.px(8)
        name = Ink(font=theme.font(TextStyle.BODY_STRONG), colour=theme.colour(Tone.INK))
        detail = Ink(font=theme.font(TextStyle.SMALL), colour=theme.colour(Tone.INK2))
        if not self._detail:
            draw_text(painter, QRectF(left, 0, right - left, box.height()), self.text(), name, LEFT)
            return
        draw_text(painter, QRectF(left, theme.px(6), right - left, theme.px(24)), self.text(), name, LEFT)
        draw_text(painter, QRectF(left, theme.px(26), right - left, theme.px(24)), self._detail, detail, LEFT)
