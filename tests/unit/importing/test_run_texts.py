import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from desktop.importing.run_texts import RunTexts
from desktop.services.ports_documents import BLANK, BOX

PAGE_NUMBER = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
CHECK_BOX = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> Nam</w:t></w:r>'
)


def read(inner: str) -> str:
    paragraph = Document().add_paragraph()
    for element in parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"):
        paragraph._p.append(element)
    return "".join(piece.text for piece in RunTexts(paragraph).pieces)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>Ho\u0323</w:t></w:r>", "Họ"),
        ("<w:r><w:rPr><w:caps/></w:rPr><w:t>người khai</w:t></w:r>", "NGƯỜI KHAI"),
        ("<w:hyperlink><w:r><w:t>trang</w:t></w:r></w:hyperlink>", "trang"),
        (
            "<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
            "thêm",
        ),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
        ('<w:r><w:t>Có</w:t><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', f"Có{BOX}"),
        ('<w:r><w:t>a</w:t><w:sym w:font="Wingdings" w:char="sai"/></w:r>', "a"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t> </w:t></w:r></w:sdtContent></w:sdt>", f" {BLANK}"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>xã A</w:t></w:r></w:sdtContent></w:sdt>", "xã A"),
        (
            PAGE_NUMBER,
            "7",
        ),
        (
            CHECK_BOX,
            f"{BOX} Nam",
        ),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "(2)"),
        ("<w:r><w:t>   </w:t></w:r>", ""),
        ("<w:r><w:t>ẩn\u200bkhông\u202e</w:t></w:r>", "ẩnkhông"),
    ],
)
def test_what_stands_in_a_paragraph_is_read_as_it_is_seen(inner: str, text: str) -> None:
    assert read(inner) == text
