import pytest

from desktop.domain.errors import DeskError
from desktop.forms.pdf_pages import pages_of
from tests.support.official_pdfs import locked_pdf, official_pdf


def test_every_page_says_its_size_and_a_bad_file_says_what_helps() -> None:
    assert [round(page.width_mm) for page in pages_of(official_pdf(2))] == [210, 210]
    for data in (locked_pdf(), b"%PDF-1.7 broken", b""):
        with pytest.raises(DeskError, match="form_background_invalid") as fault:
            pages_of(data)
        assert fault.value.params["cure"]
