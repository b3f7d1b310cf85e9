"""Word files as offices pass them round, built with python-docx: five forms the library does not have."""

import io
from collections.abc import Callable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DOTS = "." * 60


def saved(word: WordDocument) -> bytes:
    """The bytes of the file."""
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def centred(word: WordDocument, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """A centred paragraph."""
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    return paragraph


def headed(title: str, *, mark: str = "") -> WordDocument:
    """A document with quốc hiệu, tiêu ngữ and a title."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if mark:
        word.add_paragraph(mark).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    centred(word, NATION, bold=True)
    centred(word, MOTTO, bold=True)
    centred(word, "---------------")
    centred(word, title, bold=True)
    return word


def signed(word: WordDocument, *columns: Sequence[str]) -> None:
    """Places to sign side by side."""
    table = word.add_table(rows=1, cols=len(columns))
    for cell, lines in zip(table.rows[0].cells, columns, strict=True):
        cell.text = "\n".join(lines)
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def housing() -> bytes:
    """Dotted lines, tab leaders, a box list, a table of the family, two places to sign."""
    word = headed("ĐƠN ĐỀ NGHỊ HỖ TRỢ NHÀ Ở", mark="Mẫu số 01")
    centred(word, "Kính gửi: Ủy ban nhân dân xã ...................")
    word.add_paragraph(f"1. Họ và tên: {'.' * 40} Ngày, tháng, năm sinh: {'.' * 20}")
    word.add_paragraph(f"2. Giấy tờ tùy thân số: {'.' * 20} cấp ngày ...../...../20..... nơi cấp: {'.' * 20}")
    leader = word.add_paragraph("3. Nơi thường trú:\t")
    leader.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    word.add_paragraph(f"4. Số điện thoại (nếu có): {'_' * 30}")
    word.add_paragraph("5. Đối tượng: ☐ Hộ nghèo  ☐ Hộ cận nghèo  ☐ Khác: ……………………")
    word.add_paragraph("6. Lý do đề nghị hỗ trợ:")
    word.add_paragraph(DOTS)
    word.add_paragraph(DOTS)
    word.add_paragraph("7. Các thành viên trong hộ:")
    table = word.add_table(rows=4, cols=4)
    table.style = "Table Grid"
    for cell, title in zip(
        table.rows[0].cells, ("STT", "Họ và tên", "Năm sinh", "Quan hệ với chủ hộ"), strict=True
    ):
        cell.text = title
    for number in range(1, 4):
        table.rows[number].cells[0].text = str(number)
    word.add_paragraph(
        "Tôi xin cam đoan những lời khai trên là đúng sự thật, nếu sai tôi xin chịu trách nhiệm trước pháp luật."
    )
    centred(word, "............, ngày ..... tháng ..... năm 20.....", italic=True)
    signed(
        word,
        ("XÁC NHẬN CỦA ỦY BAN NHÂN DÂN XÃ", "(Ký, đóng dấu)"),
        ("NGƯỜI LÀM ĐƠN", "(Ký, ghi rõ họ tên)"),
    )
    return saved(word)


def residence() -> bytes:
    """An old residence declaration: numbered lines, boxes behind the words, a superscript note, a footnote line."""
    word = headed("TỜ KHAI ĐĂNG KÝ THƯỜNG TRÚ", mark="Mẫu HK02 ban hành kèm theo Thông tư số 36/2014/TT-BCA")
    centred(word, "(Dùng cho người từ đủ 14 tuổi trở lên)", italic=True)
    word.add_heading("I. Thông tin về người khai", level=2)
    first = word.add_paragraph("1. Họ và tên")
    first.add_run("(1)").font.superscript = True
    first.add_run(f": {DOTS}")
    word.add_paragraph(f"2. Họ và tên gọi khác (nếu có): {DOTS}")
    word.add_paragraph("3. Ngày, tháng, năm sinh: ..../..../......\t4. Giới tính: Nam □  Nữ □")
    word.add_paragraph(f"5. Quê quán: {DOTS}")
    word.add_paragraph(f"6. Dân tộc: {'…' * 12} 7. Tôn giáo: {'…' * 12} 8. Quốc tịch: {'…' * 12}")
    word.add_paragraph("II. THÔNG TIN VỀ CHỦ HỘ")
    word.add_paragraph(f"1. Họ và tên chủ hộ: {DOTS}")
    word.add_paragraph(f"2. Quan hệ với chủ hộ: {DOTS}")
    word.add_paragraph("(1) Viết chữ in hoa đủ dấu")
    word.add_paragraph("Ngày ..... tháng ..... năm .......").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    signer = word.add_paragraph("NGƯỜI KHAI")
    signer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph("(Ký, ghi rõ họ tên)").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(word)


def marriage_state() -> bytes:
    """A two-column head, content controls, running text with blanks inside."""
    word = Document()
    head = word.add_table(rows=1, cols=2)
    head.rows[0].cells[0].text = "UBND XÃ ĐỨC THỊNH\nTHÔN ĐÔNG ĐOÀI"
    head.rows[0].cells[1].text = f"{NATION}\n{MOTTO}"
    centred(word, "ĐƠN XIN XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", bold=True)
    centred(word, "Kính gửi: .................................")
    _control(word.add_paragraph("Tôi tên là: "), "w:showingPlcHdr")
    word.add_paragraph(f"Sinh ngày ..... tháng ..... năm ...... Số định danh cá nhân: {'.' * 24}")
    word.add_paragraph(f"Hiện cư trú tại: {DOTS}")
    word.add_paragraph(
        "Từ ngày ..... tháng ..... năm ...... đến nay tôi chưa đăng ký kết hôn với ai. Mục đích sử dụng giấy: "
        f"{'.' * 50}"
    )
    box = word.add_paragraph()
    _control(box, "checkbox")
    box.add_run(" Tôi cam đoan không vi phạm Luật Hôn nhân và gia đình")
    word.add_paragraph("Trân trọng cảm ơn./.")
    signed(word, ("", ""), ("Người làm đơn", "(Ký, ghi rõ họ tên)"))
    return saved(word)


def business_check() -> bytes:
    """Landscape; a ruled table with merged headings and named rows, Wingdings boxes, legacy form fields."""
    word = headed("BẢN KHAI THÔNG TIN CƠ SỞ SẢN XUẤT")
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    owner = word.add_paragraph("Chủ cơ sở: ")
    _legacy_field(owner, "textInput")
    yes = word.add_paragraph("Có giấy phép: ")
    _symbol(yes)
    yes.add_run(" Có   ")
    _symbol(yes)
    yes.add_run(" Không")
    table = word.add_table(rows=4, cols=4)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Nội dung"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Diện tích (m2)"
    table.cell(1, 1).text, table.cell(1, 2).text = "Nhà xưởng", "Kho"
    table.cell(0, 3).merge(table.cell(1, 3)).text = "Ghi chú"
    table.cell(2, 0).text, table.cell(3, 0).text = "Năm trước", "Năm nay"
    signed(word, ("Cán bộ kiểm tra", "(Ký tên)"), ("Chủ cơ sở", "(Ký, ghi rõ họ tên)"))
    return saved(word)


def two_people() -> bytes:
    """Two people in one form, an A5 page, a page break, odd signs in the text, legacy fonts."""
    word = headed("GIẤY ĐỀ NGHỊ CHO MƯỢN NHÀ VĂN HÓA")
    section = word.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    word.add_paragraph(f"Họ tên người đề nghị: {'.' * 30} Điện thoại: {'.' * 12}")
    word.add_paragraph(f"Họ tên người bảo lãnh: {'.' * 30}")
    word.add_paragraph(f"Số tiền đặt cọc (bằng số): {'.' * 20} {{ghi rõ}} | theo mẫu [A]")
    word.add_paragraph("[Phần này do cán bộ ghi]")
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    odd = word.add_paragraph("= Xem thêm tại https://example.vn **")
    odd.runs[0].font.name = ".VnTime"
    word.add_paragraph("Ghi chú: nộp trước 03 ngày.")
    return saved(word)


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "xa.ho-tro-nha-o": housing,
    "cu-tru.to-khai-thuong-tru-cu": residence,
    "ho-tich.xac-nhan-hon-nhan-thon": marriage_state,
    "kinh-te.ban-khai-co-so": business_check,
    "van-hoa.muon-nha-van-hoa": two_people,
}


def _control(paragraph: Paragraph, kind: str) -> None:
    mark = (
        '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/>'
        if kind == "checkbox"
        else f"<{kind}/>"
    )
    words = "☐" if kind == "checkbox" else "Bấm vào đây để nhập chữ"
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr>{mark}</w:sdtPr><w:sdtContent><w:r><w:t>{words}</w:t></w:r>"
            "</w:sdtContent></w:sdt>"
        )
    )


def _legacy_field(paragraph: Paragraph, kind: str) -> None:
    for words in (
        f'<w:fldChar w:fldCharType="begin"><w:ffData><w:{kind}/></w:ffData></w:fldChar>',
        "<w:instrText> FORMTEXT </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>     </w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{words}</w:r>"))


def _symbol(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Wingdings")
    symbol.set(qn("w:char"), "F0A8")
    run._r.append(symbol)
