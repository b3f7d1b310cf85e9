"""A composed paper drawn as a PDF in the official look, with the place of every answer on it."""

import pkgutil
from collections.abc import Callable, Sequence
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
    OfficialSheet,
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
from desktop.printing.pdf.official_page import continuation_blocks, official_setup, write_places
from desktop.printing.pdf.page_setup import MM, PageSetup, page_setup
from desktop.printing.pdf.pages import Page, paginate
from desktop.printing.pdf.painter import Document, paint
from desktop.printing.pdf.review_sheet import draw_review_sheet
from desktop.printing.pdf.signature_block import signature_strips
from desktop.printing.pdf.sketch import Sketch, Strip
from desktop.printing.pdf.table_block import table_strips
from desktop.services.rendered_paper import FieldRect, Look, PaperWarning, RenderedPaper

_LAY_OVER: Final = "desktop.printing.pdf.overlay:lay_over"
_BOUND_BEFORE_SIGNATURE: Final = 2
"""Lines that go to the next page with a signature, so that nobody signs an empty page."""

_NOTES_WHOLE: Final = 0.4
"""Notes lower than this share of the page are never divided between two pages."""


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
        DeskError: FORM_BACKGROUND_INVALID for an official PDF that turns out to be damaged.
    """
    fonts = fonts or paper_fonts()
    if paper.official is not None:
        return _draw_official(paper, paper.official, look, fonts)
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


def _draw_official(paper: ComposedPaper, sheet: OfficialSheet, look: Look, fonts: Fonts) -> RenderedPaper:
    """Write on the official page; a blank form is the very file of the authority."""
    setup = official_setup(sheet)
    setter = Typesetter(fonts, setup, look)
    written = write_places(setter, sheet)
    document = Document(title=paper.title, subject=f"{paper.form_id} {paper.version}".strip())
    pdf, rects, count = sheet.pdf.data, list(written.rects), len(written.pages)
    further: bytes | None = None
    if written.entries:
        pages = paginate(lay_out(setter, continuation_blocks(paper.title, written.entries)), setup)
        rects += [replace(rect, page=rect.page + count) for rect in _rects(pages, setup)]
        furnish(setter, pages, paper.footer)
        further = paint(pages, setup, fonts, document)
        count += len(pages)
    if not written.is_bare:
        edgeless = replace(setup, left=0.0, top=0.0)
        # Half a second to load, for the few forms that have an official page beneath them.
        lay_over: Callable[..., bytes] = pkgutil.resolve_name(_LAY_OVER)
        pdf = lay_over(sheet.pdf, paint(written.pages, edgeless, fonts, document), further)
    return RenderedPaper(
        pdf=pdf,
        page_count=count,
        page_width=setup.width,
        page_height=setup.height,
        rects=tuple(rects),
        warnings=_once(setter.warnings),
    )


def lay_out(setter: Typesetter, blocks: Sequence[Block]) -> list[Strip]:
    """Turn blocks into strips, in reading order."""
    strips: list[Strip] = []
    for number, block in enumerate(blocks):
        if isinstance(block, (PlaceDate, Signatures)):
            _bind_tail(strips)
        elif isinstance(block, Table) and strips and strips[-1].table is None and not strips[-1].breaks:
            strips[-1] = replace(strips[-1], keep_next=True)
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if isinstance(block, QrCode) and isinstance(after, Signatures):
            continue  # it stands beside the room to sign
        of_notes = isinstance(block, Rule) and isinstance(after, Notes)
        before = blocks[number - 1] if number else None
        if isinstance(block, Signatures) and isinstance(before, QrCode):
            made = signature_strips(setter, block, before)
        else:
            made = _block_strips(setter, block)
        if _leads_on(block):
            made[-1] = replace(made[-1], keep_next=True)
        if of_notes:
            made = [replace(strip, foot=True, keep_next=True) for strip in made]
        strips.extend(made)
    return _notes_together(strips, setter.page.text_height * _NOTES_WHOLE)


def _leads_on(block: Block) -> bool:
    """Whether a line holds words alone and ends in a colon: what it announces stands on the same page."""
    if not isinstance(block, Line) or not block.cells:
        return False
    items = [item for cell in block.cells for item in cell.items]
    words = "".join(item.text for item in items if isinstance(item, Run) and item.key is None)
    return all(isinstance(item, Run) and item.key is None for item in items) and words.rstrip().endswith(":")


def _notes_together(strips: list[Strip], highest: float) -> list[Strip]:
    """Keep the notes that end a paper on one page, unless they are as long as a page of their own."""
    first = len(strips)
    while first and strips[first - 1].foot:
        first -= 1
    if sum(strip.height for strip in strips[first:]) <= highest:
        strips[first:-1] = [replace(strip, keep_next=True) for strip in strips[first:-1]]
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
            strips = text_blocks.section(setter, block)
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
        if strip.breaks or bound == _BOUND_BEFORE_SIGNATURE:
            return
        strips[number] = replace(strip, keep_next=True)
        if strip.table is not None:  # its last rows ask for each other
            return
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
            is_signing=spot.is_signing,
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
