import io
import zipfile

import pytest
from docx import Document

from desktop.domain.errors import DeskError, ErrorCode
from desktop.importing.docx_reader import DocxReader
from desktop.services.ports_documents import BLANK, BOX, DocPageBreak, DocParagraph, DocTable, TextAlign
from tests.support.official_documents import (
    DOCUMENTS,
    business_check,
    housing,
    marriage_state,
    residence,
    saved,
    two_people,
)


def paragraphs(data: bytes) -> list[DocParagraph]:
    return [block for block in DocxReader().read(data).blocks if isinstance(block, DocParagraph)]


def tables(data: bytes) -> list[DocTable]:
    return [block for block in DocxReader().read(data).blocks if isinstance(block, DocTable)]


def texts(data: bytes) -> list[str]:
    return [paragraph.plain for paragraph in paragraphs(data)]


def test_tab_leaders_controls_and_form_fields_are_all_places_to_write() -> None:
    assert f"3. Nơi thường trú: {BLANK}" in texts(housing())
    assert f"Tôi tên là: {BLANK}" in texts(marriage_state())
    assert f"Chủ cơ sở: {BLANK}" in texts(business_check())


def test_every_kind_of_box_is_one_kind_of_box() -> None:
    assert f"Có giấy phép: {BOX} Có   {BOX} Không" in texts(business_check())
    assert f"{BOX} Tôi cam đoan không vi phạm Luật Hôn nhân và gia đình" in texts(marriage_state())
    assert any(f"Nam {BOX}  Nữ {BOX}" in text for text in texts(residence()))


def test_a_tab_without_dots_stays_a_tab_and_a_raised_number_stays_raised() -> None:
    assert any("\t4. Giới tính" in text for text in texts(residence()))
    raised = [piece.text for p in paragraphs(residence()) for piece in p.texts if piece.superscript]
    assert raised == ["(1)"]


def test_looks_page_breaks_and_page_sizes_are_read() -> None:
    title = next(p for p in paragraphs(housing()) if "HỖ TRỢ NHÀ Ở" in p.plain)
    assert (title.align, title.bold) == (TextAlign.CENTER, True)
    document = DocxReader().read(two_people())
    assert any(isinstance(block, DocPageBreak) for block in document.blocks)
    assert (round(document.width_mm), round(document.height_mm)) == (148, 210)
    assert document.legacy_fonts == (".VnTime",)


def test_merged_cells_are_read_once_and_ruled_tables_told_from_layout() -> None:
    ruled, layout = tables(business_check())
    assert (ruled.ruled, layout.ruled) == (True, False)
    assert [cell.plain for cell in ruled.rows[0]] == ["Nội dung", "Diện tích (m2)", "", "Ghi chú"]
    assert [cell.covered for cell in ruled.rows[0]] == [False, False, True, False]
    assert [cell.covered for cell in ruled.rows[1]] == [True, False, False, True]


def test_a_damaged_word_file_is_a_fault_and_no_crash() -> None:
    good = housing()
    for broken in (b"<w:document", b"", b"<a/>", b"\xff\xfe"):
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(stream, "w") as new:
            for part in old.infolist():
                new.writestr(
                    part.filename, broken if part.filename == "word/document.xml" else old.read(part)
                )
        with pytest.raises(DeskError) as caught:
            DocxReader().read(stream.getvalue())
        assert caught.value.code is ErrorCode.DOCUMENT_INVALID


def test_an_empty_document_has_no_blocks() -> None:
    assert DocxReader().read(saved(Document())).blocks == ()


@pytest.mark.parametrize("form_id", list(DOCUMENTS))
def test_reading_twice_gives_the_same(form_id: str) -> None:
    data = DOCUMENTS[form_id]()
    assert DocxReader().read(data) == DocxReader().read(data)
