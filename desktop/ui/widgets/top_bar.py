"""The bar above every page: whose turn it is, where to search, what day it is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import CENTRE, LEFT, Ink, cap_width, draw_box, draw_cap, draw_line, draw_text
from desktop.ui.focus_ring import FocusRing
from desktop.ui.icon_set import Icon
from desktop.ui.keys import cap_text
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Height, Space, TextStyle, Tone

_WIDE_ENOUGH = 900


class TopBar(QWidget):
    """Ticket, person or page title at the left; search, day and clock at the right.

    Args:
        search_words: what stands in the search box.
        search_key: the key that opens the search.

    Signals:
        search_requested: the search box was pressed.
    """

    search_requested = Signal()

    def __init__(
        self,
        *,
        search_words: str = "Tìm hồ sơ, thủ tục, lệnh…",
        search_key: str = "Ctrl+K",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ticket = _Chip()
        self._name = _Name()
        self._search = _SearchBox(search_words, cap_text(search_key))
        self._day = _DayPill()
        self._clock = TextLabel("", TextStyle.CLOCK, is_figures=True, is_centred=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._build()
        self._search.clicked.connect(self.search_requested)
        self.show_title("")

    @property
    def name(self) -> str:
        """The person or the page named at the left."""
        return self._name.name

    @property
    def day(self) -> str:
        """What the day pill says."""
        return self._day.words

    def show_visit(self, ticket: str, name: str, facts: str) -> None:
        """Shows whose turn it is: number chip (may be empty), name, and facts in one line."""
        self._ticket.set_words(ticket)
        self._ticket.setVisible(bool(ticket))
        self._name.set_words(name, facts)

    def show_title(self, title: str, facts: str = "") -> None:
        """Shows the page's title: nobody is at the desk."""
        self.show_visit("", title, facts)

    def set_day(self, words: str, *, is_special: bool = False) -> None:
        """Shows the day, "Thứ Ba · Không viết, không hẹn"; a special day has the soft blue."""
        self._day.set_words(words, is_special=is_special)
        self._day.setVisible(bool(words))
        self._fit()

    def set_clock(self, words: str) -> None:
        """Shows the time as "09:42"."""
        self._clock.setText(words)
        self._clock.setAccessibleName(f"Bây giờ {words}")

    def set_search_shown(self, is_shown: bool) -> None:
        """Hides the search box on a page with a search of its own."""
        self._search.setVisible(is_shown)

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, current_theme().px(Height.TOP_BAR))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(280, current_theme().px(Height.TOP_BAR))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours.surface))
        bottom = self.height() - 0.5
        line = QColor(theme.colours.edge if theme.is_high_contrast else theme.colours.line)
        draw_line(painter, QPointF(0, bottom), QPointF(self.width(), bottom), line)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.THREE, 0, Space.THREE, 0)
        row.setSpacing(Space.TWO)
        row.addWidget(self._ticket)
        row.addWidget(self._name, 1)
        row.addWidget(self._search)
        row.addWidget(self._day)
        row.addWidget(self._clock)

    def _fit(self) -> None:
        room = self.width() / current_theme().factor
        self._search.set_short(room < _WIDE_ENOUGH)
        self._day.set_short(room < _WIDE_ENOUGH)


class _Name(QWidget):
    """Name over facts, painted by one widget so that the line boxes may overlap."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self._facts = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_words(self, name: str, facts: str) -> None:
        self.name, self._facts = name, facts
        self.setAccessibleName(f"{name}, {facts}" if facts else name)
        self.setToolTip(facts)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(200), current_theme().px(Height.TOP_BAR))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        title = Ink(font=theme.font(TextStyle.TITLE), colour=theme.colour(Tone.INK))
        if not self._facts:
            draw_text(painter, box, self.name, title, LEFT)
            return
        draw_text(painter, box.adjusted(0, -theme.px(19), 0, 0), self.name, title, LEFT)
        facts = Ink(font=theme.font(TextStyle.NOTE), colour=theme.colour(Tone.INK2))
        draw_text(painter, box.adjusted(0, theme.px(22), 0, 0), self._facts, facts, LEFT)


class _Chip(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(f"Số thứ tự {words}")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(round(self._ink().width(self._words)) + 2 * theme.px(10), theme.px(Height.CHIP))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        draw_box(painter, box, fill=QColor(current_theme().colours.accent))
        draw_text(painter, box, self._words, self._ink(), CENTRE, elide=False)

    @staticmethod
    def _ink() -> Ink:
        theme = current_theme()
        return Ink(font=theme.figures(TextStyle.TITLE, weight=700), colour=theme.colour(Tone.ON_ACCENT))


class _SearchBox(QPushButton):
    def __init__(self, words: str, cap: str) -> None:
        super().__init__(words)
        self._cap = cap
        self._is_short = False
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Tìm, phím {cap}")
        self._ring = FocusRing(self)

    def set_short(self, is_short: bool) -> None:
        if is_short != self._is_short:
            self._is_short = is_short
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        short = theme.px(18) + cap_width(theme, self._cap) + theme.px(36)
        return QSize(short if self._is_short else theme.px(288), theme.px(36))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(60), current_theme().px(36))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        edge = QColor(colours.edge if theme.is_high_contrast or self.underMouse() else colours.line)
        draw_box(painter, box, fill=QColor(colours.canvas), edge=edge)
        side, pad = theme.px(18), theme.px(12)
        theme.icons.draw(painter, Icon.SEARCH, QRectF(pad, 0, side, box.height()), QColor(colours.ink2))
        cap = cap_width(theme, self._cap)
        draw_cap(painter, QRectF(box.right() - theme.px(8) - cap, 0, cap, box.height()), self._cap, theme)
        if not self._is_short:
            words = QRectF(
                pad + side + theme.px(10), 0, box.width() - side - cap - theme.px(40), box.height()
            )
            draw_text(
                painter,
                words,
                self.text(),
                Ink(font=theme.font(TextStyle.BODY), colour=QColor(colours.ink3)),
                LEFT,
            )


class _DayPill(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self._is_special = False
        self._is_short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, *, is_special: bool) -> None:
        self.words = words
        self._is_special = is_special
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def set_short(self, is_short: bool) -> None:
        if is_short != self._is_short:
            self._is_short = is_short
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = theme.px(32 + 12) + round(self._ink().width(self._shown()) + 1)
        return QSize(width, theme.px(Height.PILL))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ink = self._ink()
        fill = QColor(theme.colours.soft if self._is_special else theme.colours.muted_soft)
        edge = ink.colour if theme.is_high_contrast else None
        draw_box(painter, box, fill=fill, edge=edge, radius=box.height() / 2)
        side = theme.px(16)
        theme.icons.draw(painter, Icon.DAY, QRectF(theme.px(10), 0, side, box.height()), ink.colour)
        draw_text(painter, box.adjusted(theme.px(32), 0, 0, 0), self._shown(), ink, LEFT, elide=False)

    def _shown(self) -> str:
        return self.words.split(" · ")[0] if self._is_short else self.words

    def _ink(self) -> Ink:
        theme = current_theme()
        tone = Tone.ACCENT if self._is_special else Tone.INK2
        return Ink(font=theme.font(TextStyle.LABEL), colour=theme.colour(tone))
