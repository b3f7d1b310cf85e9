"""The state of a dossier or of a form as icon and word."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import LEFT, Ink, draw_box, draw_text
from desktop.ui.icon_set import Icon
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import Height, TextStyle

_PAD = 10
_ICON = 16
_GAP = 6


class PillKind(Enum):
    """The states people see: word, icon, colour of the word, colour of the fill, colour of the border."""

    WORKING = ("Đang làm", Icon.PEN, "accent", "soft", "soft2")
    PARKED = ("Tạm gác", Icon.PARKED, "ink2", "muted_soft", "muted_soft")
    TO_SIGN = ("Chờ ký", Icon.SIGN, "accent", "soft", "soft2")
    TO_RETURN = ("Chờ trả", Icon.HAND, "warn", "warn_soft", "warn_line")
    RETURNED = ("Đã trả", Icon.CHECK, "ok", "ok_soft", "ok_line")
    APPOINTMENT = ("Có hẹn", Icon.APPOINTMENT, "accent", "soft", "soft2")
    PAPERS_MISSING = ("Thiếu giấy tờ", Icon.FILE_MISSING, "bad", "bad_soft", "bad_line")
    OVERDUE = ("Quá hẹn", Icon.ERROR, "bad", "bad_soft", "bad_line")
    REFUSED = ("Không nhận", Icon.BARRED, "ink2", "muted_soft", "muted_soft")
    WITHDRAWN = ("Đã rút", Icon.UNDO, "ink2", "muted_soft", "muted_soft")
    STOPPED = ("Dừng giải quyết", Icon.STOP, "ink2", "muted_soft", "muted_soft")
    IN_USE = ("Đang dùng", Icon.DONE, "ok", "ok_soft", "ok_line")
    COMING = ("Sắp dùng", Icon.CALENDAR, "accent", "soft", "soft2")
    REPLACED = ("Đã thay", Icon.ARCHIVE, "ink2", "muted_soft", "muted_soft")
    BEING_CHANGED = ("Đang sửa", Icon.EDIT, "accent", "soft", "soft2")
    BROKEN = ("Có chỗ sai", Icon.WARNING, "bad", "bad_soft", "bad_line")

    @property
    def word(self) -> str:
        """What it says."""
        return self.value[0]

    @property
    def icon(self) -> Icon:
        """Its icon."""
        return self.value[1]


class Pill(QWidget):
    """A pill that stands in a page; lists paint theirs with :meth:`paint`."""

    def __init__(self, kind: PillKind, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(kind.word)

    @property
    def kind(self) -> PillKind:
        """The state shown."""
        return self._kind

    def set_kind(self, kind: PillKind) -> None:
        """Shows another state."""
        self._kind = kind
        self.setAccessibleName(kind.word)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self.size_of(self._kind, current_theme())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, QRectF(self.rect()), self._kind, current_theme())

    @staticmethod
    def size_of(kind: PillKind, theme: Theme) -> QSize:
        """Gives the size of a pill in px."""
        ink = Ink(font=theme.font(TextStyle.LABEL), colour=QColor())
        width = 2 * theme.px(_PAD) + theme.px(_ICON) + theme.px(_GAP) + round(ink.width(kind.word) + 1)
        return QSize(width, theme.px(Height.PILL))

    @staticmethod
    def paint(painter: QPainter, box: QRectF, kind: PillKind, theme: Theme, *, on_soft: bool = False) -> None:
        """Paints a pill at the left of ``box``; ``on_soft``: on a selected row, so its fill is white."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = Pill.size_of(kind, theme)
        _, icon, tone, fill, line = kind.value
        colours = theme.colours
        ink = QColor(getattr(colours, tone))
        pill = QRectF(box.left(), round(box.center().y() - size.height() / 2), size.width(), size.height())
        back = QColor(colours.surface if on_soft else getattr(colours, fill))
        edge = ink if theme.is_high_contrast else QColor(getattr(colours, line))
        draw_box(painter, pill, fill=back, edge=edge, width=theme.border(), radius=size.height() / 2)
        side = theme.px(_ICON)
        theme.icons.draw(
            painter, icon, QRectF(pill.left() + theme.px(_PAD), pill.top(), side, pill.height()), ink
        )
        text = pill.adjusted(theme.px(_PAD) + side + theme.px(_GAP), 0, 0, 0)
        draw_text(
            painter, text, kind.word, Ink(font=theme.font(TextStyle.LABEL), colour=ink), LEFT, elide=False
        )
        painter.restore()
