"""A composed paper drawn as a PDF in the official look, with the place of every answer on it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, assert_never

from desktop.forms.paper import (
    Addressee,
    Block,
    ComposedPaper,
    FormMark,
    Gap,
    Line,
    NationalHeading,
    Notes,
    PageBreak,
    Paragraph,
    PlaceDate,
    QrCode,
    Rule,
    Run,
    Section,
    Signatures,
    Subtitle,
    Table,
    Title,
)
from desktop.forms.read_back import SpokenLine
from desktop.printing.pdf import text_blocks
from desktop.printing.pdf.fonts import Fonts, paper_fonts
from desktop.printing.pdf.inline import Typesetter
from desktop.printing.pdf.line_block import line_strips
from desktop.printing.pdf.margins import furnish
from desktop.printing.pdf.page_setup import MM, PageSetup, page_setup
from desktop.printing.pdf.pages import Page, paginate
from desktop.printing.pdf.painter import Document, paint
from desktop.printing.pdf.review_sheet import draw_review_sheet
from desktop.printing.pdf.signature_block import signature_strips
from desktop.printing.pdf.sketch import Sketch, Strip
from desktop.printing.pdf.table_block import table_strips
from desktop.services.rendered_paper import FieldRect, Look, PaperWarning, RenderedPaper

_BOUND_BEFORE_SIGNATURE: Final = 2
"""Lines that go to the next page with a signature, so that nobody signs an empty page."""


def draw_paper(paper: ComposedPaper, look: Look = Look.PRINT, *, fonts: Fonts | None = None) -> RenderedPaper:
    """Draw a paper.

    Text that does not fit wraps or goes over to a further page; nothing is cut. A character that no bundled
    font has is drawn as a square and reported in `warnings`.

    Args:
        paper: from `compose`; all text NFC.
        look: for the printer or for the screen.
        fonts: other than the bundled ones, for tests.

    Raises:
        ValueError: a text is not NFC.
        FileNotFoundError: a font file is gone from the installation.
    """
    fonts = fonts or paper_fonts()
    setter = Typesetter(fonts, page_setup(paper.size), look)
    pages = paginate(lay_out(setter, paper.blocks), setter.page)
    rects = _rects(pages, setter.page)
    furnish(setter, pages, paper.footer)
    document = Document(title=paper.title, subject=f"{paper.form_id} {paper.version}".strip())
    return RenderedPaper(
        pdf=paint(pages, setter.page, fonts, document),
        page_count=len(pages),
        page_width=setter.page.width,
        page_height=setter.page.height,
        rects=rects,
        warnings=_once(setter.warnings),
    )


def lay_out(setter: Typesetter, blocks: Sequence[Block]) -> list[Strip]:
    """Turn blocks into strips, in reading order."""
    strips: list[Strip] = []
    for number, block in enumerate(blocks):
        if isinstance(block, (PlaceDate, Signatures)):
            _bind_tail(strips)
        of_notes = isinstance(block, Rule) and isinstance(blocks[min(number + 1, len(blocks) - 1)], Notes)
        made = _block_strips(setter, block)
        if of_notes:
            made = [replace(strip, foot=True, keep_next=True) for strip in made]
        strips.extend(made)
    return strips


_Head = NationalHeading | FormMark | Title | Subtitle | Addressee
_Body = Line | Paragraph | Section | Notes | Table
_Mark = Gap | Rule | PageBreak | QrCode


def _block_strips(setter: Typesetter, block: Block) -> list[Strip]:
    match block:
        case Line() | Paragraph() | Section() | Notes() | Table():
            strips = _body_strips(setter, block)
        case NationalHeading() | FormMark() | Title() | Subtitle() | Addressee():
            strips = _head_strips(setter, block)
        case Gap() | Rule() | PageBreak() | QrCode():
            strips = _mark_strips(setter, block)
        case PlaceDate():
            strips = text_blocks.place_date(setter, block)
        case Signatures():
            strips = signature_strips(setter, block)
        case _:
            assert_never(block)
    return strips


def _body_strips(setter: Typesetter, block: _Body) -> list[Strip]:
    match block:
        case Line():
            strips = line_strips(setter, block)
        case Paragraph():
            strips = text_blocks.paragraph(setter, block)
        case Section():
            strips = text_blocks.section(setter, block.text)
        case Notes():
            strips = text_blocks.notes(setter, block.items)
        case Table():
            strips = table_strips(setter, block)
        case _:
            assert_never(block)
    return strips


def _head_strips(setter: Typesetter, block: _Head) -> list[Strip]:
    body = setter.page.body
    match block:
        case NationalHeading():
            strips = text_blocks.national_heading(setter, block)
        case FormMark():
            strips = text_blocks.form_mark(setter, block)
        case Title():
            bold = (Run(text=block.text, bold=True),)
            strips = [text_blocks.air(6.0), *text_blocks.centred(setter, bold, body + 1.0)]
        case Subtitle():
            strips = text_blocks.centred(setter, block.items, body - 0.5)
        case Addressee():
            lines = text_blocks.centred(setter, block.items, body)
            strips = [text_blocks.air(4.0), *lines, text_blocks.air(4.0)]
        case _:
            assert_never(block)
    return strips


def _mark_strips(setter: Typesetter, block: _Mark) -> list[Strip]:
    match block:
        case Gap():
            strips = [text_blocks.air(max(block.mm, 0.0) * MM)]
        case Rule():
            strips = text_blocks.rule(setter)
        case PageBreak():
            strips = [Strip(height=0.0, sketch=Sketch(), breaks=True)]
        case QrCode():
            strips = text_blocks.qr_code(block)
        case _:
            assert_never(block)
    return strips


def _bind_tail(strips: list[Strip]) -> None:
    bound = 0
    for number in range(len(strips) - 1, -1, -1):
        strip = strips[number]
        if strip.breaks or strip.table is not None or bound == _BOUND_BEFORE_SIGNATURE:
            return
        strips[number] = replace(strip, keep_next=True)
        bound += 0 if strip.air else 1


def _rects(pages: Sequence[Page], setup: PageSetup) -> tuple[FieldRect, ...]:
    return tuple(
        FieldRect(
            key=spot.key,
            page=number,
            x=setup.left + spot.x,
            y=setup.top + placed.top + spot.y,
            width=spot.width,
            height=spot.height,
        )
        for number, page in enumerate(pages)
        for placed in page.placed
        for spot in placed.sketch.spots
    )


def _once(warnings: Sequence[PaperWarning]) -> tuple[PaperWarning, ...]:
    return tuple(dict.fromkeys(warnings))


class PdfPapers:
    """The service's `PaperRenderer`, drawn with the bundled fonts."""

    def draw(self, paper: ComposedPaper, look: Look = Look.PRINT) -> RenderedPaper:
        """Draw a composed paper; see `draw_paper`."""
        return draw_paper(paper, look)

    def draw_review_sheet(self, title: str, lines: Sequence[SpokenLine]) -> RenderedPaper:
        """Draw the large-print sheet; see `draw_review_sheet`."""
        return draw_review_sheet(title, [(line.label, line.value, line.section) for line in lines])
