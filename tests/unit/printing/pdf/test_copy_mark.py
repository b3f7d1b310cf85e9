import pypdfium2
import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.paper import ComposedPaper, PageBreak, PaperSize, Title
from desktop.printing.pdf.copy_mark import COPY_WORDS, mark_copy
from desktop.printing.pdf.form_pdf import PdfPapers
from tests.support.pdf_words import words_on


def a_paper(size: PaperSize = PaperSize.A4) -> bytes:
    paper = ComposedPaper(
        form_id="thu",
        version="1",
        title="Thử",
        size=size,
        blocks=(Title(text="TRANG MỘT"), PageBreak(), Title(text="TRANG HAI")),
    )
    return PdfPapers().draw(paper).pdf


def sizes_of(pdf: bytes) -> list[tuple[float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_size() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("size", PaperSize)
def test_a_repeated_paper_says_so_on_every_page_and_keeps_its_words_and_size(size: PaperSize) -> None:
    first = a_paper(size)
    copy = mark_copy(first)
    words = words_on(copy)
    assert words.count(COPY_WORDS) == 2
    assert "TRANG MỘT" in words
    assert "TRANG HAI" in words
    assert sizes_of(copy) == sizes_of(first)
    assert COPY_WORDS not in words_on(first)


def test_the_same_paper_is_marked_the_same_way_again() -> None:
    paper = a_paper()
    assert words_on(mark_copy(paper)) == words_on(mark_copy(paper))


@pytest.mark.usefixtures("expect_warnings")  # the PDF library tells what it stumbled over
@pytest.mark.parametrize("content", [b"", b"no paper at all", b"%PDF-1.7\ntrailer\n<<>>"])
def test_what_is_no_paper_any_more_is_told_and_not_printed(content: bytes) -> None:
    with pytest.raises(DeskError) as caught:
        mark_copy(content)
    assert caught.value.code is ErrorCode.PRINT_CONTENT_INVALID
