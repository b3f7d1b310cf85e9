"""The ring or halo round the widget that has the keyboard, drawn outside its edge without taking room."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.ui.drawing import draw_halo, draw_ring
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
        if watched is self._source and isinstance(event, QFocusEvent):
            if kind == QEvent.Type.FocusIn and (self._is_halo or event.reason() in KEYBOARD_REASONS):
                self._show()
            elif kind == QEvent.Type.FocusOut:
                self._hide()
        elif watched is self._target and kind in (QEvent.Type.Move, QEvent.Type.Resize) and self.is_shown:
            self._place()
        elif (watched is self._target and kind == QEvent.Type.Hide) or (
            kind == QEvent.Type.MouseButtonPress and not self._is_halo
        ):
            self._hide()
        return False

    def _show(self) -> None:
        parent = self._target.parentWidget()
        if parent is None:
            return
        if self._overlay is None or not isValid(self._overlay) or self._overlay.parentWidget() is not parent:
            self._hide()
            self._overlay = _Overlay(parent, is_halo=self._is_halo, radius=self._radius)
        self._place()
        self._overlay.show()
        self._overlay.raise_()

    def _hide(self) -> None:
        # The overlay belongs to the parent of the target and dies with it, before or after the ring itself.
        if self._overlay is not None and isValid(self._overlay):
            self._overlay.hide()

    def _place(self) -> None:
        if self._overlay is not None:
            out = HALO_WIDTH if self._is_halo else RING_WIDTH + RING_GAP
            self._overlay.setGeometry(self._target.geometry().adjusted(-out, -out, out, out))


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
