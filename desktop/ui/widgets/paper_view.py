"""The paper as it will be printed, growing while the officer asks; the place being written is lit."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.drawing import CENTRE, Ink
from desktop.ui.paper_page import PaperPage, render_pages
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.theme import Theme, current_theme
from desktop.ui.tokens import Radius, Space, TextStyle, Tone

RENDER_DELAY_MS = 120
_THIRDS = 3
# Of an A4 page's 210 mm: the margins of official papers, 30 mm at the left and 15 mm at the right.
_LEFT_MARGIN = 30 / 210
_RIGHT_MARGIN = 15 / 210


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlace:
    """Where an answer stands: key, page from 0, box in points from the page's upper left corner.

    `is_signing`: the box is where the person with that name signs.
    """

    key: str
    page: int
    x: float
    y: float
    width: float
    height: float
    is_signing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """What to show: the PDF's bytes and the places of its answers.

    Attributes:
        pdf: the document; the same bytes that will be printed, or a preview of them.
        places: where the answers stand.
    """

    pdf: bytes = field(repr=False)
    places: tuple[PaperPlace, ...] = ()


class PaperView(QAbstractScrollArea):
    """Draws the pages of a PDF, fitted to the width, with marks that exist on the screen only.

    The last good picture stays until the next one is ready; drawing happens in a worker, 120 ms after the last
    change. Scrolling keeps the lit place in the middle third.

    Args:
        runner: runs the drawing.

    Signals:
        drawn: a new picture is on the screen; carries the number of pages.
    """

    drawn = Signal(int)

    def __init__(self, runner: TaskRunner, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._sheet: PaperSheet | None = None
        self._shown: PaperSheet | None = None
        self._pages: tuple[PaperPage, ...] = ()
        self._lit: tuple[str, ...] = ()
        self._signing: tuple[str, ...] = ()
        self._signing_words = ""
        self._is_whole = False
        self._is_drawing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RENDER_DELAY_MS)
        self._timer.timeout.connect(self._draw)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Giấy sẽ in")

    @property
    def page_count(self) -> int:
        """Number of pages on the screen, 0 before the first picture."""
        return len(self._pages)

    @property
    def is_whole_page(self) -> bool:
        """Whether a page is fitted to the height instead of the width."""
        return self._is_whole

    def show_paper(self, sheet: PaperSheet | None, *, is_at_once: bool = False) -> None:
        """Shows a document (``None``: nothing yet); drawn after a short pause, or at once."""
        self._sheet = sheet
        if sheet is None:
            self._shown, self._pages = None, ()
            self._timer.stop()
            self._lay_out()
            self.viewport().update()
        elif is_at_once:
            self._timer.stop()
            self._draw()
        else:
            self._timer.start()

    def light(self, *keys: str) -> None:
        """Lights the places of these answers and scrolls them into the middle third."""
        self._lit = keys
        self._scroll_to_marks()
        self.viewport().update()

    def mark_signing(self, words: str, *keys: str) -> None:
        """Frames where the people with these names sign ("Bà Bưởi ký hoặc điểm chỉ ở đây"); no keys, no frame."""
        self._signing_words, self._signing = words, keys
        self._scroll_to_marks()
        self.viewport().update()

    def set_whole_page(self, is_whole: bool) -> None:
        """Fits whole pages into the view, or the width again."""
        self._is_whole = is_whole
        self._lay_out()
        self._timer.start()
        self.viewport().update()

    def place_box(self, key: str) -> QRectF:
        """Gives where an answer stands in the view now, in px; empty where it is not on the paper."""
        boxes = [self._box(place) for place in self._places() if place.key == key]
        return _united(boxes)

    @override
    def sizeHint(self) -> QSize:
        return QSize(646, 600)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._scroll_to_marks()
        if self._sheet is not None:
            self._timer.start()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(theme.colours.desk))
        for number, page in enumerate(self._pages):
            box = self._page_box(number)
            self._paint_shadow(painter, box, theme)
            painter.drawImage(box, page.image)
        self._paint_lit(painter, theme)
        self._paint_signing(painter, theme)

    @staticmethod
    def _paint_shadow(painter: QPainter, box: QRectF, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(4, 0, -1):
            shade = QColor(theme.colours.shadow)
            shade.setAlpha(10)
            painter.setBrush(shade)
            painter.drawRect(box.adjusted(-step, 0, step, step + 2))

    def _paint_lit(self, painter: QPainter, theme: Theme) -> None:
        lit = [place for place in self._places() if place.key in self._lit]
        for number, box in self._lit_lines(lit):
            page = self._page_box(number)
            # The whole lines, labels too, inside the margins of the page; never a bar through a word.
            margins = page.adjusted(page.width() * _LEFT_MARGIN, 0, -page.width() * _RIGHT_MARGIN, 0)
            light = box.united(QRectF(margins.left(), box.top(), margins.width(), box.height()))
            light = light.adjusted(-10, -3, 10, 3).intersected(page.adjusted(12, 0, -12, 0))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours.mark))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.drawRoundedRect(light, 4, 4)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setBrush(QColor(theme.colours.accent))
            painter.drawRoundedRect(QRectF(light.left() - 7, light.top(), 4, light.height()), 2, 2)

    def _lit_lines(self, lit: list[PaperPlace]) -> list[tuple[int, QRectF]]:
        """Gives page and box of each stretch to light: lines below each other are one, far places stay apart."""
        stretches: list[tuple[int, QRectF]] = []
        for place in sorted(lit, key=lambda one: (one.page, one.y)):
            box = self._box(place)
            if stretches and stretches[-1][0] == place.page:
                above = stretches[-1][1]
                if box.top() - above.bottom() <= min(box.height(), above.height()):
                    stretches[-1] = (place.page, above.united(box))
                    continue
            stretches.append((place.page, box))
        return stretches

    def _paint_signing(self, painter: QPainter, theme: Theme) -> None:
        boxes = self._signing_boxes()
        if not boxes:
            return
        below = 0 if self._signing_words else 4  # the letters of the last witness stand at the edge
        box = _united(boxes).adjusted(0, 0, 0, below)
        fill = QColor(theme.colours.soft)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.colours.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        ink = Ink(font=theme.font(TextStyle.NOTE_STRONG), colour=theme.colour(Tone.ACCENT))
        painter.setFont(ink.font)
        painter.setPen(ink.colour)
        flags = CENTRE | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip
        painter.drawText(box.adjusted(12, 0, -12, 0), flags, self._signing_words)

    @Slot()
    def _draw(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        if self._is_drawing:  # the one under way looks again when it is done
            return
        self._is_drawing = True
        width, ratio = self._page_width(), self.devicePixelRatioF()

        def take(pages: tuple[PaperPage, ...]) -> None:
            if self._sheet is None:
                return
            self._pages, self._shown = pages, sheet
            self._lay_out()
            self._scroll_to_marks()
            self.viewport().update()
            self.drawn.emit(len(pages))

        def end() -> None:  # also after a fault or a bug, else nothing would ever be drawn again
            self._is_drawing = False
            if self._sheet is not None and (self._sheet is not sheet or self._page_width() != width):
                self._timer.start()

        self._runner.run(lambda: render_pages(sheet.pdf, width, ratio), take, on_end=end, lane=Lane.FREE)

    def _page_width(self) -> int:
        room = self.viewport().width() - 2 * Space.THREE
        if self._is_whole:
            share = self._pages[0].width / self._pages[0].height if self._pages else 210 / 297
            room = min(room, round((self.viewport().height() - 2 * Space.TWO) * share))
        return max(room, 120)

    def _page_box(self, number: int) -> QRectF:
        width = self._page_width()
        top = -float(self.verticalScrollBar().value()) + (Space.TWO if self._is_whole else 0)
        for page in self._pages[:number]:
            top += width * page.height / page.width + Space.TWO
        page = self._pages[number]
        left = round((self.viewport().width() - width) / 2)
        return QRectF(left, top, width, round(width * page.height / page.width))

    def _lay_out(self) -> None:
        width = self._page_width()
        height = sum(width * page.height / page.width + Space.TWO for page in self._pages)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(Space.FOUR)
        bar.setRange(0, max(0, round(height + Space.ONE - self.viewport().height())))

    def _signing_boxes(self) -> list[QRectF]:
        """Give where to sign: on one page, the last that has such a place."""
        places = [place for place in self._places() if place.is_signing and place.key in self._signing]
        last = max((place.page for place in places), default=0)
        return [self._box(place) for place in places if place.page == last]

    def _scroll_to_marks(self) -> None:
        boxes = [self._box(place) for place in self._places() if place.key in self._lit][:1]
        boxes = boxes or self._signing_boxes()
        if not boxes:
            return
        box = _united(boxes)
        third = self.viewport().height() / _THIRDS
        if not third <= box.center().y() <= 2 * third:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + box.center().y() - self.viewport().height() / 2))

    def _places(self) -> tuple[PaperPlace, ...]:
        if self._shown is None:
            return ()
        return tuple(place for place in self._shown.places if place.page < len(self._pages))

    def _box(self, place: PaperPlace) -> QRectF:
        page = self._page_box(place.page)
        scale = page.width() / self._pages[place.page].width
        corner = QPointF(page.left() + place.x * scale, page.top() + place.y * scale)
        return QRectF(corner.x(), corner.y(), place.width * scale, place.height * scale)


def _united(boxes: list[QRectF]) -> QRectF:
    result = QRectF()
    for box in boxes:
        result = result.united(box)
    return result
