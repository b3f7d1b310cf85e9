"""The mark that tells a repeated paper from the first one."""

import io
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.pdf.fonts import Face, paper_fonts

COPY_WORDS: Final = "BẢN IN LẠI"
_SIZE: Final = 11  # points
_EDGE: Final = 18  # points from the right and upper edge: above everything a form prints


def mark_copy(pdf: bytes) -> bytes:
    """Return the paper with the words "BẢN IN LẠI" in the upper right corner of every page.

    Raises:
        DeskError: PRINT_CONTENT_INVALID when the stored paper is no PDF any more.
    """
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
        for page in writer.pages:
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            page.merge_page(PdfReader(io.BytesIO(_stamp(width, height))).pages[0])
        marked = io.BytesIO()
        writer.write(marked)
    except PyPdfError as error:
        raise DeskError(ErrorCode.PRINT_CONTENT_INVALID) from error
    return marked.getvalue()


def _stamp(width: float, height: float) -> bytes:
    fonts = paper_fonts()
    font = fonts[Face.SERIF_BOLD]
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pagesize=(width, height), initialFontName=font.name, invariant=1)
    canvas.setFont(font.name, _SIZE)
    canvas.drawRightString(width - _EDGE, height - _EDGE - _SIZE, COPY_WORDS)
    canvas.showPage()
    canvas.save()
    return sheet.getvalue()
