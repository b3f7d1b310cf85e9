"""PDFs as an authority hands them out, and some that nobody should."""

import io
import zlib

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, EncodedStreamObject, FloatObject, NameObject, RectangleObject
from reportlab.pdfgen.canvas import Canvas

from desktop.printing.pdf.fonts import Face, paper_fonts

A4 = (595.2756, 841.8898)
MM = 72 / 25.4


def official_pdf(pages: int = 1, size: tuple[float, float] = A4) -> bytes:
    """An official page: a title, labels with dotted lines, boxes to tick."""
    font = paper_fonts()[Face.SERIF].name
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=1)
    width, height = size
    for number in range(1, pages + 1):
        canvas.setFont(font, 14)
        canvas.drawString(60 * MM, height - 30 * MM, "ĐƠN ĐỀ NGHỊ HỖ TRỢ NHÀ Ở")
        canvas.setFont(font, 12)
        canvas.drawString(25 * MM, height - 50 * MM, f"Họ và tên: {'.' * 60}")
        canvas.drawString(25 * MM, height - 60 * MM, f"Lý do: {'.' * 60}")
        canvas.drawString(25 * MM, height - 90 * MM, f"Trang {number}")
        canvas.rect(40 * MM, height - 75 * MM, 4 * MM, 4 * MM)
        canvas.line(0, height / 2, width, height / 2)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def turned_pdf(degrees: int, *, left: float = 0.0, bottom: float = 0.0) -> bytes:
    """The official page as some scanners keep it: lying, with a flag to turn it, and not at the origin."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(official_pdf())))
    page = writer.pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    page[NameObject("/MediaBox")] = ArrayObject(
        [FloatObject(edge) for edge in (left, bottom, left + width, bottom + height)]
    )
    page[NameObject("/CropBox")] = RectangleObject((left, bottom, left + width, bottom + height))
    page.rotate(degrees)
    return _written(writer)


def locked_pdf() -> bytes:
    """A PDF with a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(official_pdf())))
    writer.encrypt("mat-khau", algorithm="AES-256")
    return _written(writer)


def bomb_pdf(megabytes: int = 200) -> bytes:
    """A small file whose page unpacks to hundreds of megabytes."""
    writer = PdfWriter()
    page = writer.add_blank_page(*A4)
    stream = EncodedStreamObject()
    stream._data = zlib.compress(b"0 0 m " * (megabytes * 1024 * 1024 // 6), 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(stream)
    return _written(writer)


def empty_pdf() -> bytes:
    """A PDF without a page."""
    return _written(PdfWriter())


def uneven_pdf() -> bytes:
    """Two pages of different sizes."""
    writer = PdfWriter()
    writer.add_blank_page(*A4)
    writer.add_blank_page(A4[1], A4[0])
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
