"""A form no library has, as a province hands it out: two pages in Word, and one page as PDF."""

import io
from typing import Final

from docx.enum.text import WD_BREAK
from reportlab.pdfgen.canvas import Canvas

from desktop.printing.pdf.fonts import Face, paper_fonts
from tests.support.official_documents import DOTS, centred, headed, saved, signed
from tests.support.official_pdfs import A4, MM

TITLE: Final = "TỜ KHAI ĐỀ NGHỊ HỖ TRỢ LẮP BỂ LỌC NƯỚC HỘ GIA ĐÌNH"
PDF_TITLE: Final = "GIẤY ĐỀ NGHỊ MƯỢN BỂ LỌC NƯỚC"
PDF_LABELS: Final = (
    "Họ và tên",
    "Ngày sinh",
    "Số định danh",
    "Nơi ở hiện nay",
    "Điện thoại",
    "Nguồn nước đang dùng",
    "Số người trong hộ",
    "Lý do",
)


def water_filter() -> bytes:
    """Dotted blanks, a table of the household, boxes, notes, a second page, two places to sign."""
    word = headed(TITLE, mark="Mẫu số 07/NS")
    centred(word, "(Ban hành kèm theo Quyết định số 45/2026/QĐ-UBND)", italic=True)
    centred(word, "Kính gửi: Ủy ban nhân dân xã ........................")
    word.add_heading("I. Người đề nghị", level=2)
    name = word.add_paragraph("1. Họ, chữ đệm, tên")
    name.add_run("(1)").font.superscript = True
    name.add_run(f": {DOTS}")
    word.add_paragraph("2. Ngày, tháng, năm sinh: ..../..../.......   3. Giới tính: Nam ☐  Nữ ☐")
    word.add_paragraph(f"4. Số định danh cá nhân: {'.' * 30} 5. Điện thoại (nếu có): {'.' * 20}")
    word.add_paragraph(f"6. Nơi cư trú: {DOTS}")
    word.add_heading("II. Nguồn nước và đề nghị", level=2)
    word.add_paragraph("7. Nguồn nước đang dùng: ☐ Giếng khoan  ☐ Giếng đào  ☐ Nước mưa  ☐ Khác: ……………")
    word.add_paragraph(f"8. Số người dùng nước: {'.' * 10} người")
    word.add_paragraph(f"9. Nước đã kiểm nghiệm ngày: {'.' * 20} tại: {'.' * 30}")
    word.add_paragraph(f"10. Tình trạng nước hiện nay: {'.' * 40}")
    word.add_paragraph("11. Nhà thầu dự kiến: .........................")
    word.add_paragraph("Người trong hộ:")
    table = word.add_table(rows=5, cols=4)
    table.style = "Table Grid"
    for cell, title in zip(
        table.rows[0].cells, ("STT", "Họ và tên", "Năm sinh", "Quan hệ với chủ hộ"), strict=True
    ):
        cell.text = title
    for number in range(1, 5):
        table.rows[number].cells[0].text = str(number)
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.add_heading("III. Cam kết", level=2)
    word.add_paragraph("Tôi xin cam đoan lời khai trên là đúng và cùng góp công lắp đặt, giữ gìn bể lọc.")
    word.add_paragraph("12. Cách góp công: ☐ Ngày công  ☐ Vật liệu")
    word.add_paragraph("Ghi chú:")
    word.add_paragraph("(1) Viết chữ in hoa đủ dấu.")
    centred(word, "............, ngày ..... tháng ..... năm 20.....", italic=True)
    signed(
        word,
        ("XÁC NHẬN CỦA TRƯỞNG THÔN", "(Ký, ghi rõ họ tên)"),
        ("NGƯỜI ĐỀ NGHỊ", "(Ký, ghi rõ họ tên)"),
    )
    return saved(word)


def water_filter_pdf() -> bytes:
    """One official page with eight dotted lines, 20 mm apart from 50 mm on."""
    font = paper_fonts()[Face.SERIF].name
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setFont(font, 14)
    canvas.drawString(55 * MM, A4[1] - 30 * MM, PDF_TITLE)
    canvas.setFont(font, 12)
    for at, label in enumerate(PDF_LABELS):
        canvas.drawString(20 * MM, A4[1] - (50 + 20 * at) * MM, f"{at + 1}. {label}: {'.' * 70}")
    canvas.drawString(130 * MM, A4[1] - 240 * MM, "NGƯỜI ĐỀ NGHỊ")
    canvas.showPage()
    canvas.save()
    return stream.getvalue()
