"""Pages drawn with reportlab. Each kind of mark goes to the page in one go: few operators, small files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Final

from reportlab.pdfbase.pdfdoc import PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from desktop.printing.pdf.fonts import DRAWING, Face, Fonts
from desktop.printing.pdf.page_setup import PageSetup
from desktop.printing.pdf.pages import Page
from desktop.printing.pdf.sketch import Ink, Pen, Stroke

_DASH: Final = (0.6, 1.9)
_DOT_WIDTH: Final = 0.75
_ROUND: Final = 1
_BUTT: Final = 0
_CREATOR: Final = "Khongviet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What stands in the file's own properties; never anything about a person."""

    title: str
    subject: str = ""


def paint(pages: Sequence[Page], setup: PageSetup, fonts: Fonts, document: Document) -> bytes:
    """Write the pages as a PDF; the same pages always give the same bytes."""
    with DRAWING:
        stream = BytesIO()
        canvas = Canvas(
            stream,
            pagesize=(setup.width, setup.height),
            pageCompression=0,
            invariant=1,
            initialFontName=fonts[Face.SERIF].name,
            lang="vi-VN",
        )
        # Left to itself reportlab writes compressed pages in letters, a quarter longer and slower to make.
        canvas._doc.defaultStreamFilters = [PDFZCompress]  # noqa: SLF001 - the canvas has no other way to it
        canvas.setTitle(document.title)
        canvas.setAuthor(_CREATOR)
        canvas.setSubject(document.subject)
        canvas.setCreator(_CREATOR)
        canvas.setProducer("reportlab")
        for page in pages:
            _PagePainter(canvas, setup, fonts).paint(page)
            canvas.showPage()
        canvas.save()
        return stream.getvalue()


class _PagePainter:
    """Draws one page; y of the layout runs down from the top margin, y of the PDF up from the lower edge."""

    def __init__(self, canvas: Canvas, setup: PageSetup, fonts: Fonts) -> None:
        self._canvas = canvas
        self._left = setup.left
        self._top = setup.height - setup.top
        self._fonts = fonts

    def paint(self, page: Page) -> None:
        """Draw every kind of mark of the page."""
        self._dots(page)
        self._lines(page)
        self._checks(page)
        self._matrices(page)
        self._words(page)

    def _dots(self, page: Page) -> None:
        lines = [
            (self._left + dots.left, y, self._left + dots.right, y)
            for placed in page.placed
            for dots in placed.sketch.dots
            for y in (self._top - placed.top - dots.y,)
        ]
        if lines:
            self._canvas.setDash(_DASH)
            self._canvas.setLineCap(_ROUND)
            self._canvas.setLineWidth(_DOT_WIDTH)
            self._canvas.lines(lines)
            self._canvas.setDash()
            self._canvas.setLineCap(_BUTT)

    def _lines(self, page: Page) -> None:
        by_width: dict[float, list[tuple[float, float, float, float]]] = {}
        for placed in page.placed:
            top = self._top - placed.top
            for stroke in placed.sketch.strokes:
                by_width.setdefault(stroke.width, []).append(self._flipped(stroke, top))
            for frame in placed.sketch.frames:
                y = top - frame.y - frame.height
                self._canvas.setLineWidth(frame.line)
                self._canvas.rect(self._left + frame.x, y, frame.width, frame.height)
        for width, lines in by_width.items():
            self._canvas.setLineWidth(width)
            self._canvas.lines(lines)

    def _flipped(self, stroke: Stroke, top: float) -> tuple[float, float, float, float]:
        return (self._left + stroke.x1, top - stroke.y1, self._left + stroke.x2, top - stroke.y2)

    def _checks(self, page: Page) -> None:
        marks = [(placed.top, check) for placed in page.placed for check in placed.sketch.checks]
        if not marks:
            return
        self._canvas.setLineWidth(1.5)
        self._canvas.setLineCap(_ROUND)
        self._canvas.setLineJoin(_ROUND)
        path = self._canvas.beginPath()
        for placed_top, check in marks:
            x, y, size = self._left + check.x, self._top - placed_top - check.y, check.size
            path.moveTo(x + size * 0.2, y - size * 0.52)
            path.lineTo(x + size * 0.43, y - size * 0.76)
            path.lineTo(x + size * 0.82, y - size * 0.24)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.setLineCap(_BUTT)

    def _matrices(self, page: Page) -> None:
        for placed in page.placed:
            for matrix in placed.sketch.matrices:
                path = self._canvas.beginPath()
                top = self._top - placed.top - matrix.y
                left = self._left + matrix.x
                for column, row, length in matrix.runs:
                    y = top - (row + 1) * matrix.unit
                    path.rect(left + column * matrix.unit, y, length * matrix.unit, matrix.unit)
                self._canvas.drawPath(path, stroke=0, fill=1)

    def _words(self, page: Page) -> None:
        text = self._canvas.beginText()
        pen: Pen | None = None
        ink = Ink.BLACK
        stretch = 0.0
        for x, y, words, with_pen, with_stretch in self._in_place(page):
            text.setTextOrigin(x, y)
            if with_pen is not pen:
                if pen is None or with_pen.face is not pen.face or with_pen.size != pen.size:
                    text.setFont(self._fonts[with_pen.face].name, with_pen.size)
                pen = with_pen
                if pen.ink is not ink:
                    ink = pen.ink
                    text.setFillColorRGB(*ink.value)
            if with_stretch != stretch:
                stretch = with_stretch
                text.setWordSpace(stretch)
            text.textOut(words)
        self._canvas.drawText(text)

    def _in_place(self, page: Page) -> Iterable[tuple[float, float, str, Pen, float]]:
        left, top = self._left, self._top
        for band, strips in groupby(page.placed, key=lambda placed: placed.sketch.band):
            found = [(placed.top, words) for placed in strips for words in placed.sketch.words]
            if band is not None:
                found.sort(key=lambda one: one[1].lane)
            for down, words in found:
                yield left + words.x, top - down - words.y, words.text, words.pen, words.stretch
