"""The ring or halo round the widget that has the keyboard, drawn outside its edge without taking room."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.ui.drawing import draw_halo, draw_ring
from desktop.ui.garbage import is_emptied
from desktop.ui.theme import current_theme
from desktop.ui.tokens import HALO_WIDTH, RING_GAP, RING_WIDTH, Radius

KEYBOARD_REASONS: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class FocusRing(QObject):
    """Shows where the keyboard is; a ring only when the focus came by key, a halo always.

    Args:
        target: the widget to ring.
        source: the widget whose focus counts, where that is a part of ``target``.
        is_halo: the pale halo of a field instead of the ring of a button.
        radius: corner radius of ``target`` in px.
    """

    def __init__(
        self,
        target: QWidget,
        *,
        source: QWidget | None = None,
        is_halo: bool = False,
        radius: int = Radius.CONTROL,
    ) -> None:
        super().__init__(target)
        self._target = target
        self._source = source or target
        self._is_halo = is_halo
        self._radius = radius
        self._overlay: _Overlay | None = None
        self._followed: list[QWidget] = []
        self._source.installEventFilter(self)
        if self._source is not target:
            target.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Whether the ring is on the screen now."""
        return self._overlay is not None and isValid(self._overlay) and self._overlay.isVisible()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if is_emptied(self):
            return False
        if watched is self._source and isinstance(event, QFocusEvent):
            if kind == QEvent.Type.FocusIn and (self._is_halo or event.reason() in KEYBOARD_REASONS):
                self._show()
            elif kind == QEvent.Type.FocusOut:
                self._hide()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize) and self.is_shown:
            self._place()
        elif (watched is self._target and kind == QEvent.Type.Hide) or (
            watched is self._source and kind == QEvent.Type.MouseButtonPress and not self._is_halo
        ):
            self._hide()
        return False

    def _show(self) -> None:
        self._hide()
        chain = self._chain()
        if not chain:
            return
        self._followed = [widget for widget in chain[:-1] if widget is not self._source]
        for widget in self._followed:
            widget.installEventFilter(self)
        if (
            self._overlay is None
            or not isValid(self._overlay)
            or self._overlay.parentWidget() is not chain[-1]
        ):
            self._overlay = _Overlay(chain[-1], is_halo=self._is_halo, radius=self._radius)
        self._overlay.show()
        self._overlay.raise_()
        # After showing: that lays the parent out, and what moved before the ring was visible was not followed.
        self._place()

    def _hide(self) -> None:
        # The overlay belongs to an ancestor of the target and dies with it, before or after the ring itself.
        if self._overlay is not None and isValid(self._overlay):
            self._overlay.hide()
        for widget in self._followed:
            if isValid(widget) and widget is not self._target:
                widget.removeEventFilter(self)
        self._followed = []

    def _chain(self) -> list[QWidget]:
        """Gives the parents up to the first with room for the ring, or to the edge of what scrolls."""
        chain: list[QWidget] = []
        widget = self._target.parentWidget()
        while widget is not None:
            chain.append(widget)
            corner = self._target.mapTo(widget, QPoint(0, 0))
            out = self._out
            box = QRect(corner, self._target.size()).adjusted(-out, -out, out, out)
            if (
                widget.rect().contains(box)
                or widget.isWindow()
                or isinstance(widget.parentWidget(), QScrollArea)
            ):
                break
            widget = widget.parentWidget()
        return chain

    def _place(self) -> None:
        parent = self._overlay.parentWidget() if self._overlay is not None else None
        if self._overlay is not None and parent is not None:
            corner = self._target.mapTo(parent, QPoint(0, 0))
            out = self._out
            self._overlay.setGeometry(QRect(corner, self._target.size()).adjusted(-out, -out, out, out))

    @property
    def _out(self) -> int:
        return HALO_WIDTH if self._is_halo else RING_WIDTH + RING_GAP


class _Overlay(QWidget):
    def __init__(self, parent: QWidget, *, is_halo: bool, radius: int) -> None:
        super().__init__(parent)
        self._is_halo = is_halo
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._is_halo:
            draw_halo(painter, box, theme, radius=self._radius + HALO_WIDTH)
        else:
            ring = self._radius + RING_GAP + RING_WIDTH
            draw_ring(painter, box, QColor(theme.colours.accent), radius=ring)
