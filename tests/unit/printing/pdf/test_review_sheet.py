import pypdfium2

from desktop.printing.pdf.review_sheet import draw_review_sheet
from tests.support.rasterize import bare, pdfium_text
from tests.support.sample_papers import HOME, NAME

LINES = (
    ("Họ, chữ đệm, tên", NAME, "Người yêu cầu"),
    ("Ngày sinh", "5 tháng 3 năm 1951", "Người yêu cầu"),
    ("Nơi cư trú", HOME, "Người yêu cầu"),
    ("Số quyển", "", "Việc đã đăng ký"),
)


def test_every_label_and_answer_is_on_the_sheet_and_sections_are_headed() -> None:
    text = bare(pdfium_text(draw_review_sheet("Tờ khai đăng ký khai tử", LINES).pdf))
    for line in LINES:
        for part in line:
            assert bare(part) in text
    assert bare("(để trống)") in text


def test_what_is_read_back_is_at_least_twenty_points_high() -> None:
    page = pypdfium2.PdfDocument(draw_review_sheet("Tờ khai", LINES).pdf)[0].get_textpage()
    read = [number for number, letter in enumerate(page.get_text_range()) if letter.strip()]
    footer = len(bare("Giấy này chỉ để đọc lại, không phải giấy tờ và không cần ký."))
    sizes = {pypdfium2.raw.FPDFText_GetFontSize(page.raw, number) for number in read[:-footer]}
    assert min(sizes) >= 20


def test_a_long_story_runs_over_several_sheets() -> None:
    story = "đi thanh niên xung phong, " * 100
    drawn = draw_review_sheet("Tờ khai", [("Quá trình", story, "")])
    assert drawn.page_count > 1
    text = "".join(
        page.get_textpage().get_text_bounded(bottom=45, top=page.get_size()[1] - 40)
        for page in pypdfium2.PdfDocument(drawn.pdf)
    )
    assert bare(story) in bare(text)


def test_no_answers_still_give_a_sheet() -> None:
    assert draw_review_sheet("Tờ khai", ()).page_count == 1
