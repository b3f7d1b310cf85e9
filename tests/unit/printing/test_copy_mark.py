import io
import unicodedata

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.copy_mark import mark_copy
from desktop.resources_dir import resources_dir

TEXT = "Nguyễn Thị Bưởi, Đặng Quốc Khánh, Ễ Ể Ỗ Ự"


def a_pdf(pages: int) -> bytes:
    pdfmetrics.registerFont(TTFont("Serif", str(resources_dir() / "fonts/paper/LiberationSerif-Regular.ttf")))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595.28, 841.89))
    for _ in range(pages):
        canvas.setFont("Serif", 14)
        canvas.drawString(60, 700, TEXT)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            unicodedata.normalize("NFC", document[number].get_textpage().get_text_range())
            for number in range(len(document))
        ]
    finally:
        document.close()


def test_every_page_of_a_copy_bears_the_mark_and_keeps_its_words() -> None:
    pages = words_of(mark_copy(a_pdf(2)))
    assert len(pages) == 2
    for page in pages:
        assert TEXT in page
        assert "BẢN IN LẠI" in page


def test_bytes_that_are_no_pdf_are_told() -> None:
    with pytest.raises(DeskError) as caught:
        mark_copy(b"no paper")
    assert caught.value.code is ErrorCode.PRINT_CONTENT_INVALID
