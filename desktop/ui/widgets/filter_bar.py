"""Filters of a list as pills with their counts; one is always on."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.drawing import LEFT, Ink, draw_box, draw_text
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.focus_ring import FocusRing
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Space, TextStyle


class FilterBar(QWidget):
    """A row of filters.

    Args:
        labels: from left to right; the keys Ctrl+1... are the page's.

    Signals:
        chosen: another filter; carries its place from 0.
    """

    chosen = Signal(int)

    def __init__(self, labels: tuple[str, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pills = [_FilterPill(label) for label in labels]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(gap=Space.ONE)
        column.addLayout(flow)
        for place, pill in enumerate(self._pills):
            pill.setParent(self)
            flow.addWidget(pill)
            pill.clicked.connect(lambda _checked=False, at=place: self.choose(at))
        self._pills[0].setChecked(True)
        self.setAccessibleName("Lọc nhanh")

    @property
    def current(self) -> int:
        """Place of the filter that is on."""
        return next(place for place, pill in enumerate(self._pills) if pill.isChecked())

    def choose(self, place: int) -> None:
        """Turns a filter on."""
        for other, pill in enumerate(self._pills):
            pill.setChecked(other == place)
        self.chosen.emit(place)

    def set_counts(self, counts: tuple[int, ...]) -> None:
        """Shows how many rows each filter would leave."""
        for pill, count in zip(self._pills, counts, strict=True):
            pill.set_count(count)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # now: painted before the next round, a pill cuts its new count


class _FilterPill(QPushButton):
    def __init__(self, label: str) -> None:
        super().__init__(label)
        self._count = -1
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(label)
        self._ring = FocusRing(self, radius=18)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count >= 0 else self.text())
        self.updateGeometry()
        self.update()

    @override
    def nextCheckState(self) -> None:
        """Leaves the check to the bar."""

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = Ink(font=theme.font(TextStyle.BODY_STRONG), colour=QColor()).width(self.text())
        count = Ink(font=theme.figures(TextStyle.BODY_MEDIUM), colour=QColor()).width(self._figure())
        gap = theme.px(8) if self._figure() else 0
        return QSize(round(words + count + 1) + gap + 2 * theme.px(16), theme.px(Height.TAB))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        is_on = self.isChecked()
        fill = colours.accent if is_on else colours.soft if self.underMouse() else colours.surface
        edge = None if is_on else QColor(colours.edge if theme.is_high_contrast else colours.line)
        draw_box(painter, box, fill=QColor(fill), edge=edge, width=theme.border(), radius=box.height() / 2)
        ink = Ink(
            font=theme.font(TextStyle.BODY_STRONG), colour=QColor(colours.on_accent if is_on else colours.ink)
        )
        left = box.adjusted(theme.px(16), 0, 0, 0)
        draw_text(painter, left, self.text(), ink, LEFT, elide=False)
        grey = Ink(
            font=theme.figures(TextStyle.BODY_MEDIUM), colour=QColor(colours.soft2 if is_on else colours.ink2)
        )
        draw_text(
            painter,
            left.adjusted(ink.width(self.text()) + theme.px(8), 0, 0, 0),
            self._figure(),
            grey,
            LEFT,
            elide=False,
        )

    def _figure(self) -> str:
        return str(self._count) if self._count >= 0 else ""
