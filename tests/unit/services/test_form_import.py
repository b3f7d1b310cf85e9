"""Official Word files become drafts that load, keep every letter, and say what a person must look at."""

import re
from datetime import date
from time import perf_counter

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.loader import check_form_text
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.importing.docx_reader import DocxReader
from desktop.printing.pdf.form_pdf import draw_paper
from desktop.services.form_import import FormImport, ImportedForm, ImportSeed, start_from_pdf
from tests.support.form_files import CONTEXT
from tests.support.official_documents import DOCUMENTS, saved
from tests.support.official_pdfs import locked_pdf, official_pdf
from tests.support.pdf_words import words_on

TODAY = date(2026, 11, 23)
IDS = list(DOCUMENTS)


def imported(form_id: str) -> ImportedForm:
    return FormImport(DocxReader()).run(DOCUMENTS[form_id](), ImportSeed(id=form_id, today=TODAY))


def form_of(made: ImportedForm) -> FormDefinition:
    check = check_form_text(made.text.encode(), "mau.toml")
    assert check.form is not None, [str(problem) for problem in check.problems]
    return check.form


def letters(data: bytes) -> list[str]:
    """Every word of a document but its blanks, boxes and what the program writes itself."""
    word = Document(__import__("io").BytesIO(data))
    texts = [paragraph.text for paragraph in word.paragraphs]
    texts += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    plain = re.sub(r"[.…_]{2,}|[□☐]|-{3,}|/(?=\s|$|2)|20(?=\s|$)|\*\*", " ", " ".join(texts))
    return re.findall(r"[^\W\d_]{2,}", plain)


@pytest.mark.parametrize("form_id", IDS)
def test_a_draft_loads_renders_and_keeps_every_word_of_the_document(form_id: str) -> None:
    began = perf_counter()
    made = imported(form_id)
    assert perf_counter() - began < 10
    form = form_of(made)
    assert made.fields == len(form.fields) > 3
    blank = draw_paper(compose(form, sample_answers(form, SampleKind.BLANK, TODAY), CONTEXT, blank=True))
    printed = words_on(blank.pdf).replace("\u00ad", "")
    lost = [word for word in letters(DOCUMENTS[form_id]()) if word not in printed]
    assert not lost
    for kind in (SampleKind.FULL, SampleKind.OVERFULL):
        assert draw_paper(compose(form, sample_answers(form, kind, TODAY), CONTEXT)).page_count < 12


def field(form: FormDefinition, key: str) -> tuple[str, str]:
    found = form.field(key)
    assert found is not None, [one.key for one in form.fields]
    return found.label, found.type.value


def test_persons_papers_and_dates_are_recognised_by_their_labels() -> None:
    form = form_of(imported("xa.ho-tro-nha-o"))
    assert field(form, "requester.name") == ("Họ và tên", "text")
    assert field(form, "requester.birth") == ("Ngày, tháng, năm sinh", "date")
    assert field(form, "requester.id_paper")[1] == "id_paper"
    assert field(form, "requester.residence") == ("Nơi thường trú", "address")
    phone = form.field("requester.phone")
    assert phone is not None
    assert not phone.required
    text = imported("xa.ho-tro-nha-o").text
    assert "{requester.id_paper:number} cấp ngày {requester.id_paper:issued}" in text
    assert "{requester.id_paper:issuer}" in text


def test_a_caption_and_the_dotted_lines_under_it_are_one_long_answer() -> None:
    form = form_of(imported("xa.ho-tro-nha-o"))
    assert field(form, "ho_tro_nha_o.ly_do_de_nghi_ho_tro") == ("Lý do đề nghị hỗ trợ", "textarea")


def test_boxes_become_options_whichever_side_of_the_words_they_stand() -> None:
    before = form_of(imported("xa.ho-tro-nha-o")).field("ho_tro_nha_o.doi_tuong")
    behind = form_of(imported("cu-tru.to-khai-thuong-tru-cu")).field("requester.sex")
    symbols = form_of(imported("kinh-te.ban-khai-co-so")).field("ban_khai_co_so.co_giay_phep")
    assert before is not None
    assert behind is not None
    assert symbols is not None
    assert before.options == ("Hộ nghèo", "Hộ cận nghèo", "Khác")
    assert behind.options == ("Nam", "Nữ")
    assert symbols.options == ("Có", "Không")


def test_a_table_of_empty_rows_is_asked_for_row_by_row_and_one_with_named_rows_cell_by_cell() -> None:
    family = form_of(imported("xa.ho-tro-nha-o")).field("ho_tro_nha_o.cac_thanh_vien_trong_ho")
    assert family is not None
    assert [column.title for column in family.columns] == [
        "STT",
        "Họ và tên",
        "Năm sinh",
        "Quan hệ với chủ hộ",
    ]
    assert family.min_rows == 3
    text = imported("kinh-te.ban-khai-co-so").text
    assert '[khung "Nội dung" "Diện tích (m2): Nhà xưởng" "Diện tích (m2): Kho" "Ghi chú"]' in text
    assert text.count("| Năm trước | {") == 1


def test_the_head_the_sections_and_the_places_to_sign_become_what_they_are() -> None:
    text = imported("ho-tich.xac-nhan-hon-nhan-thon").text
    assert '[quoc-hieu "UBND XÃ ĐỨC THỊNH" "THÔN ĐÔNG ĐOÀI"]' in text
    assert "= ĐƠN XIN XÁC NHẬN TÌNH TRẠNG HÔN NHÂN" in text
    assert "> Kính gửi: {office.name}" in text
    old = imported("cu-tru.to-khai-thuong-tru-cu").text
    assert "# II. THÔNG TIN VỀ CHỦ HỘ" in old
    assert "1. Họ và tên^(1)^: {requester.name}" in old
    assert "* (1) Viết chữ in hoa đủ dấu" in old
    assert '[ky requester "NGƯỜI KHAI" "(Ký, ghi rõ họ tên)"]' in old
    assert form_of(imported("cu-tru.to-khai-thuong-tru-cu")).field("head.name") is not None


def test_the_paper_follows_the_document() -> None:
    sizes = {form_id: form_of(imported(form_id)).paper.value for form_id in IDS}
    assert sizes["xa.ho-tro-nha-o"] == "A4"
    assert sizes["kinh-te.ban-khai-co-so"] == "A4-ngang"
    assert sizes["van-hoa.muon-nha-van-hoa"] == "A5"


def test_what_a_person_must_look_at_is_told() -> None:
    remarks = " ".join(imported("van-hoa.muon-nha-van-hoa").remarks)
    assert ".VnTime" in remarks
    assert "đọc lại từng ô" in remarks
    assert "“**”" in remarks
    nothing = FormImport(DocxReader()).run(saved(Document()), ImportSeed(id="xa.trong", today=TODAY))
    assert "Không thấy chỗ điền nào" in " ".join(nothing.remarks)
    assert "Không thấy tên mẫu" in " ".join(nothing.remarks)


def test_an_id_that_is_none_is_refused() -> None:
    for wrong in ("", "nhà ở", "xa", "../xa.nha"):
        with pytest.raises(DeskError) as caught:
            FormImport(DocxReader()).run(b"", ImportSeed(id=wrong, today=TODAY))
        assert caught.value.code is ErrorCode.INPUT_INVALID


def test_a_start_from_a_pdf_asks_for_places_and_nothing_else() -> None:
    made = start_from_pdf(official_pdf(2), ImportSeed(id="xa.nha-o", today=TODAY), "mau.pdf")
    check = check_form_text(made.text.encode(), "mau.toml", attached=lambda _: official_pdf(2))
    assert {problem.message.partition("”")[2] for problem in check.problems} == {
        " được hỏi mà không có chỗ in."
    }
    assert "2 trang" in made.remarks[0]
    with pytest.raises(DeskError):
        start_from_pdf(locked_pdf(), ImportSeed(id="xa.nha-o", today=TODAY), "mau.pdf")


def market() -> ImportedForm:
    """A form as offices write them: numbers by Word, boxes in lines of their own, a heading over two rows."""
    word = Document()
    head = word.add_table(1, 2)
    head.cell(0, 0).text = "UBND XÃ ………………\nBAN QUẢN LÝ CHỢ"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    word.add_paragraph("ĐƠN ĐĂNG KÝ ĐIỂM KINH DOANH")
    word.add_paragraph("Kính gửi: Ủy ban nhân dân xã ………………")
    word.add_paragraph("Họ và tên: ……………… Số CCCD: ………………cấp ngày ………………")
    word.add_paragraph("Chủ hộ", style="List Number").runs[0].bold = True
    word.add_paragraph("Loại điểm kinh doanh:", style="List Number")
    for option in ("Trong nhà lồng", "Ngoài trời", "Lưu động"):
        word.add_paragraph(f"☐ {option}", style="List Number 2")
    word.add_paragraph("Diện tích: ……………… m2", style="List Number")
    table = word.add_table(4, 4, style="Table Grid")
    for at, title in enumerate(("TT", "Mặt hàng")):
        table.cell(0, at).merge(table.cell(1, at)).text = title
    table.cell(0, 2).merge(table.cell(0, 3)).text = "Số lượng"
    table.cell(1, 2).text, table.cell(1, 3).text = "Ngày thường", "Ngày Tết"
    table.cell(2, 0).text, table.cell(3, 0).text = "1", "2"
    return FormImport(DocxReader()).run(saved(word), ImportSeed(id="xa.cho", today=TODAY))


def test_boxes_one_under_the_other_are_the_options_of_what_stands_above_them() -> None:
    form = form_of(market())
    (kind,) = [field for field in form.fields if field.options]
    assert (kind.label, kind.type.value) == ("Loại điểm kinh doanh", "multi")
    assert kind.options == ("Trong nhà lồng", "Ngoài trời", "Lưu động")


def test_a_table_with_numbered_empty_rows_is_asked_row_by_row_under_titles_of_two_rows() -> None:
    form = form_of(market())
    (table,) = [field for field in form.fields if field.columns]
    assert [column.title for column in table.columns] == [
        "TT",
        "Mặt hàng",
        "Số lượng: Ngày thường",
        "Số lượng: Ngày Tết",
    ]
    assert [column.counted for column in table.columns] == [True, False, False, False]
    assert table.min_rows == 2


def test_a_numbered_heading_is_no_place_to_sign_and_the_office_is_not_asked_for() -> None:
    made = market()
    assert "[ky" not in made.text
    assert "1. Chủ hộ" in made.text
    assert "> Kính gửi: {office.name}" in made.text
    assert '[quoc-hieu "{office.superior}" "BAN QUẢN LÝ CHỢ"]' in made.text
    assert any("{office.name}" in remark for remark in made.remarks)
    assert "{requester.id_paper:number} cấp ngày {requester.id_paper:issued}" in made.text


def test_the_number_of_the_form_in_a_box_beside_the_text_goes_to_the_head_of_the_page() -> None:
    word = Document()
    for text in ("ĐƠN XIN CẤP ĐẤT", "Tên tôi là: ........", "Nơi cư trú: ........"):
        word.add_paragraph(text)
    inner = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for text in ("Mẫu số 05/ĐĐ", "(Ban hành kèm theo Nghị định 1/2026)", "Ghi chữ in hoa")
    )
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"
    word.paragraphs[2]._p.append(parse_xml(box))
    made = FormImport(DocxReader()).run(saved(word), ImportSeed(id="xa.dat", today=TODAY))
    page = made.text.split("'''")[1]
    assert page.split("\n")[1:4] == [
        '[mau-so "Mẫu số 05/ĐĐ"]',
        '[mau-so "(Ban hành kèm theo Nghị định 1/2026)"]',
        "= ĐƠN XIN CẤP ĐẤT",
    ]
    assert page.index("Nơi cư trú") < page.index("Ghi chữ in hoa")


def test_a_column_to_sign_in_is_left_to_the_pen() -> None:
    word = Document()
    word.add_paragraph("DANH SÁCH HỘ")
    word.add_paragraph("Thôn: ........")
    table = word.add_table(3, 3, style="Table Grid")
    for at, title in enumerate(("STT", "Họ và tên", "Chữ ký")):
        table.cell(0, at).text = title
    form = form_of(FormImport(DocxReader()).run(saved(word), ImportSeed(id="xa.ho", today=TODAY)))
    (asked,) = [field for field in form.fields if field.columns]
    assert [column.title for column in asked.columns if column.typed] == ["Họ và tên"]
