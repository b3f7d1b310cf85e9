"""An icon on a round or square field of a soft colour."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import draw_box
from desktop.ui.icon_set import Icon
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Radius, Tone

_SOFT = {
    Tone.ACCENT: "soft",
    Tone.OK: "ok_soft",
    Tone.WARN: "warn_soft",
    Tone.BAD: "bad_soft",
    Tone.INK2: "muted_soft",
    Tone.INK3: "muted_soft",
}


class IconMark(QWidget):
    """An icon that stands beside words; it has no meaning of its own for a screen reader.

    Args:
        icon: what to draw.
        tone: its colour; the field gets the soft colour of the same meaning.
        size: side of the field in px at 100 %.
        is_round: a disc instead of a rounded square.
        is_filled: the field in the full colour, the icon white.
        is_bare: no field, the icon alone at ``size``.
    """

    def __init__(
        self,
        icon: Icon,
        tone: Tone = Tone.ACCENT,
        *,
        size: int = 36,
        is_round: bool = False,
        is_filled: bool = False,
        is_bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tone = tone
        self._size = size
        self._is_round = is_round
        self._is_filled = is_filled
        self._is_bare = is_bare
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: Icon, tone: Tone) -> None:
        """Shows another icon."""
        self._icon, self._tone = icon, tone
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = current_theme().px(self._size)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ink = theme.colour(self._tone)
        share = 1.0
        if not self._is_bare:
            fill = ink if self._is_filled else QColor(getattr(theme.colours, _SOFT.get(self._tone, "soft")))
            edge = ink if theme.is_high_contrast and not self._is_filled else None
            radius = box.height() / 2 if self._is_round else Radius.CONTROL
            draw_box(painter, box, fill=fill, edge=edge, radius=radius)
            ink = QColor(theme.colours.on_accent) if self._is_filled else ink
            share = 0.55
        side = round(box.height() * share)
        field = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        theme.icons.draw(painter, self._icon, field, ink)
