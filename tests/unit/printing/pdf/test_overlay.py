import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.official_pdf import OfficialPdf, PdfPage, read_official_pdf
from desktop.printing.pdf.overlay import lay_over
from tests.support.official_pdfs import A4, official_pdf
from tests.support.pdf_words import words_on


def drawing(pdf: bytes) -> list[bytes]:
    contents = PdfReader(io.BytesIO(pdf)).pages[0]["/Contents"].get_object()
    parts = [part.get_object() for part in contents] if isinstance(contents, ArrayObject) else [contents]
    return [part.get_data() for part in parts if isinstance(part, StreamObject)]


def test_not_one_byte_of_the_official_drawing_is_changed() -> None:
    official = read_official_pdf(official_pdf(2))
    made = lay_over(official, official_pdf(2), official_pdf(1))
    assert drawing(official.data)[0] in drawing(made)
    assert len(PdfReader(io.BytesIO(made)).pages) == 3


def test_a_box_to_type_in_does_not_hide_the_answer_and_a_box_to_tick_stays() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(official_pdf())))
    kinds = ("/Tx", "/Btn")
    notes = [
        writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Subtype"): NameObject("/Widget"),
                    NameObject("/FT"): NameObject(kind),
                    NameObject("/T"): TextStringObject(kind),
                }
            )
        )
        for kind in kinds
    ]
    writer.pages[0][NameObject("/Annots")] = ArrayObject(notes)
    stream = io.BytesIO()
    writer.write(stream)
    made = lay_over(read_official_pdf(stream.getvalue()), official_pdf())
    left = PdfReader(io.BytesIO(made)).pages[0]["/Annots"].get_object()
    assert isinstance(left, ArrayObject)
    assert [note.get_object()["/FT"] for note in left] == ["/Btn"]


def test_a_page_without_any_drawing_is_written_on_too() -> None:
    writer = PdfWriter()
    writer.add_blank_page(*A4)
    stream = io.BytesIO()
    writer.write(stream)
    made = lay_over(read_official_pdf(stream.getvalue()), official_pdf())
    assert "HỖ TRỢ NHÀ Ở" in words_on(made)


def test_a_file_that_only_now_shows_its_damage_is_a_fault_and_no_crash() -> None:
    page = PdfPage(left=0, bottom=0, right=A4[0], top=A4[1])
    with pytest.raises(DeskError) as caught:
        lay_over(OfficialPdf(b"%PDF-1.4 nothing", (page,)), official_pdf())
    assert caught.value.code is ErrorCode.FORM_BACKGROUND_INVALID
