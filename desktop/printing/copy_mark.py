"""Marks a paper that repeats an earlier one: a line in the upper margin of every page.

pdfium only adds a text to each page; the words of the form stay the same objects with the same letters.
"""

import ctypes
import io
import threading
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.ticket_layout import COPY_MARK
from desktop.resources_dir import resources_dir

_SIZE: Final = 11.0
"""Points."""
_EDGE: Final = 22.0
"""Points between the mark and the upper edge: 8 mm, inside what every printer can reach."""
_PDFIUM: Final = threading.Lock()
"""pdfium is not thread-safe."""


def mark_copy(pdf: bytes) -> bytes:
    """Return the document with "BẢN IN LẠI" in the upper margin of every page.

    Raises:
        DeskError: `PRINT_CONTENT_INVALID` where the bytes are no PDF.
    """
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as problem:
            raise DeskError(ErrorCode.PRINT_CONTENT_INVALID, reason="no PDF") from problem
        try:
            font = _font(document, resources_dir() / "fonts" / "paper" / "LiberationSans-Bold.ttf")
            for number in range(len(document)):
                _mark(document, number, font)
            result = io.BytesIO()
            document.save(result)
            return result.getvalue()
        finally:
            document.close()


def _font(document: pypdfium2.PdfDocument, path: Path) -> object:
    data = path.read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    return pdfium.FPDFText_LoadFont(document.raw, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, 1)


def _mark(document: pypdfium2.PdfDocument, number: int, font: object) -> None:
    page = document[number]
    words = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, _SIZE)
    letters = (COPY_MARK + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(words, ctypes.cast(ctypes.create_string_buffer(letters), pdfium.FPDF_WIDESTRING))
    width, height = page.get_size()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(words, left, bottom, right, top)
    pdfium.FPDFPageObj_Transform(words, 1, 0, 0, 1, (width - right.value) / 2, height - _EDGE)
    pdfium.FPDFPage_InsertObject(page.raw, words)
    page.gen_content()
    page.close()
