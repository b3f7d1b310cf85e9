import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from desktop.importing.docx_reader import DocxReader
from desktop.services.ports_documents import BOX, DocParagraph

LEVELS = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("lowerLetter", "%3)"),
    ("decimal", "%2.%4."),
)


def numbered(*paragraphs: tuple[int, str], bullet: str = "") -> bytes:
    """A document whose numbers are written by Word alone; each paragraph says how deep it is, -1 for none."""
    word = Document()
    root = word.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(LEVELS)
    )
    font = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    if bullet:
        levels = f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{bullet}"/>{font}</w:lvl>'
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth, text in paragraphs:
        made = word.add_paragraph()
        made.add_run(text).bold = True
        if depth >= 0:
            place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'
            made._p.get_or_add_pPr().append(parse_xml(place))
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def read(data: bytes) -> list[DocParagraph]:
    return [block for block in DocxReader().read(data).blocks if isinstance(block, DocParagraph)]


def test_numbers_word_writes_by_itself_stand_in_front_of_the_words() -> None:
    data = numbered(
        (0, "Chủ hộ"), (1, "Họ tên"), (1, "Ngày sinh"), (3, "Nơi sinh"), (0, "Vật nuôi"), (1, "Loài"), (2, "Trâu"),
        (2, "Bò"), (-1, "Cam đoan"),
    )  # fmt: skip
    paragraphs = read(data)
    assert [paragraph.plain for paragraph in paragraphs] == [
        "I. Chủ hộ", "1. Họ tên", "2. Ngày sinh", "2.1. Nơi sinh", "II. Vật nuôi", "1. Loài", "a) Trâu", "b) Bò",
        "Cam đoan",
    ]  # fmt: skip
    assert all(paragraph.bold and not paragraph.numbered for paragraph in paragraphs)


def test_a_style_may_say_that_a_paragraph_is_numbered() -> None:
    word = Document()
    for text in ("Ngành hàng", "Diện tích"):
        word.add_paragraph(text, style="List Number")
    file = io.BytesIO()
    word.save(file)
    assert [paragraph.plain for paragraph in read(file.getvalue())] == ["1. Ngành hàng", "2. Diện tích"]


@pytest.mark.parametrize(("sign", "expected"), [("\uf0a8", f"{BOX} Hộ nghèo"), ("\uf0b7", "- Hộ nghèo")])
def test_a_list_whose_bullets_are_boxes_is_a_list_to_tick(sign: str, expected: str) -> None:
    assert [paragraph.plain for paragraph in read(numbered((0, "Hộ nghèo"), bullet=sign))] == [expected]


def test_a_number_that_cannot_be_told_is_marked_so() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(numbered((1, "Họ tên")))) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            words = good.read(name)
            bad.writestr(name, words.replace(b'w:numId w:val="90"', b'w:numId w:val="91"'))
    (paragraph,) = read(file.getvalue())
    assert paragraph.numbered
    assert paragraph.plain == "Họ tên"
