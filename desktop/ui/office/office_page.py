"""The page of the office: what to choose, its counters, backups, who did what; one section at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.actions import ActionRegistry, ActionSpec
from desktop.ui.icon_set import Icon
from desktop.ui.tokens import Space
from desktop.ui.widgets.filter_bar import FilterBar

PAGE = "office"
_WIDEST = 980


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSection:
    """A section.

    Attributes:
        key: "choose", "counters", "backup", "trail".
        label: its word on the bar.
        icon: for the palette.
        widget: what it shows.
        open: called each time it is opened.
        leave: called when it is left: secrets are put away.
        fills: it scrolls by itself and takes the whole width.
    """

    key: str
    label: str
    icon: Icon
    widget: QWidget
    open: Callable[[], None]
    leave: Callable[[], None] | None = None
    fills: bool = False


class OfficePage(QWidget):
    """Sections behind Ctrl+1, Ctrl+2...; only those that work are there.

    Args:
        sections: from left to right, at least one.
        registry: takes the page's keys.

    Signals:
        section_shown: the key of the section now open.
    """

    section_shown = Signal(str)

    def __init__(
        self, sections: tuple[OfficeSection, ...], registry: ActionRegistry, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sections = sections
        self._at = 0
        self._bar = FilterBar(tuple(one.label for one in sections))
        self._bar.setAccessibleName("Các mục của trang Cơ quan")
        self._stack = QStackedWidget()
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, 0)
        column.setSpacing(Space.TWO)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        for place, one in enumerate(sections):
            self._stack.addWidget(one.widget if one.fills else _scrolled(one.widget))
            spec = ActionSpec(
                id=f"office.{one.key}",
                text=f"Mở mục {one.label}",
                key=f"Ctrl+{place + 1}",
                page=PAGE,
                icon=one.icon,
            )
            registry.add(spec, partial(self._bar.choose, place), page=self)
        self._bar.chosen.connect(self._on_chosen)

    @property
    def section(self) -> str:
        """Key of the open section."""
        return self._sections[self._at].key

    @property
    def bar(self) -> FilterBar:
        """The sections' names."""
        return self._bar

    def open_section(self, key: str) -> None:
        """Opens a section; one that is not there is no fault."""
        place = next((at for at, one in enumerate(self._sections) if one.key == key), -1)
        if place >= 0:
            self._bar.choose(place)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Shows how many things wait in a section, by its key; none for the others."""
        self._bar.set_counts(tuple(counts.get(one.key) or -1 for one in self._sections))

    @Slot()
    def put_away(self) -> None:
        """Puts every secret away: the page is left, or the machine locked."""
        for one in self._sections:
            if one.leave is not None:
                one.leave()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._sections[self._at].widget.setFocus(event.reason())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._sections[self._at].open()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.put_away()

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        leave = self._sections[self._at].leave
        if place != self._at and leave is not None:
            leave()
        self._at = place
        one = self._sections[place]
        self._stack.setCurrentIndex(place)
        one.open()
        one.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.section_shown.emit(one.key)


class _Column(QWidget):
    """As high as its words at the width it has; its own guess is for the narrowest, and leaves a screen empty below."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def _scrolled(widget: QWidget) -> QScrollArea:
    """Puts a section on a column that scrolls and is not too wide to read."""
    holder = _Column()
    holder.setProperty("surface", "clear")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, Space.THREE)
    widget.setMaximumWidth(_WIDEST)
    row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    row.addStretch(0)
    scroll = QScrollArea()
    scroll.setWidget(holder)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll
