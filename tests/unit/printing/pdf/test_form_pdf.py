from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations, groupby
from pathlib import Path
from shutil import which
from unicodedata import normalize

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from desktop.forms.paper import (
    Block,
    Cell,
    Column,
    ComposedPaper,
    Gap,
    Line,
    NationalHeading,
    Notes,
    PageBreak,
    PaperSize,
    Paragraph,
    QrCode,
    Run,
    RunKind,
    SignatureColumn,
    Signatures,
    SignatureVariant,
    Table,
    Title,
)
from desktop.printing.pdf.form_pdf import draw_paper
from desktop.services.rendered_paper import FieldRect, Look, RenderedPaper
from tests.support.paper_texts import paper_texts
from tests.support.random_papers import LETTERS, papers
from tests.support.rasterize import bare, page_images, pdfium_text, poppler_text
from tests.support.sample_papers import (
    HOME,
    NAME,
    PAPER,
    allowance_paper,
    extract_paper,
    label,
    line,
    pair,
    receipt_paper,
    value,
)

HARD_NAMES = (
    "Ẵng Ặt Ỡm Ữu Ậu Đỗ",
    "H'Mông Y Bhăm Êban",
    "NGUYỄN THỊ NGỌC QUỲNH ANH PHƯƠNG UYÊN",
    "Ỵ Ỷ Ỹ ỵ ỷ ỹ ợ ộ ệ",
)
LIFE = "Sinh ra ở Đức Thọ, năm mười tám tuổi đi thanh niên xung phong, về làng làm ruộng và nuôi con; "


def paper_of(*blocks: Block, size: PaperSize = PaperSize.A4) -> ComposedPaper:
    return ComposedPaper(form_id="thu", version="1", title="Thử", size=size, blocks=blocks, footer="thu · 1")


def overlap(one: FieldRect, other: FieldRect) -> bool:
    return (
        one.x < other.x + other.width - 0.05
        and other.x < one.x + one.width - 0.05
        and one.y < other.y + other.height - 0.05
        and other.y < one.y + one.height - 0.05
    )


def check_places(drawn: RenderedPaper) -> None:
    for rect in drawn.rects:
        assert rect.width > 0
        assert rect.height > 0
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.x + rect.width <= drawn.page_width
        assert rect.y + rect.height <= drawn.page_height
    by_page = sorted(drawn.rects, key=lambda rect: rect.page)
    for _, group in groupby(by_page, key=lambda rect: rect.page):
        for one, other in combinations(group, 2):
            assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("name", HARD_NAMES)
def test_names_with_stacked_marks_are_read_back_letter_by_letter(name: str) -> None:
    drawn = draw_paper(extract_paper(name=name))
    assert name in " ".join(pdfium_text(drawn.pdf).split())


def test_every_vietnamese_letter_is_drawn_without_a_stand_in() -> None:
    letters = " ".join(LETTERS + LETTERS.upper())
    for bold in (False, True):
        drawn = draw_paper(paper_of(line(pair("Chữ", letters, "letters", bold=bold))))
        assert bare(letters) in bare(pdfium_text(drawn.pdf))
        assert drawn.warnings == ()


@pytest.mark.skipif(which("pdftotext") is None, reason="poppler is not installed")
def test_a_second_reader_finds_every_answer_too(tmp_path: Path) -> None:
    drawn = draw_paper(extract_paper())
    text = " ".join(poppler_text(drawn.pdf, tmp_path).split())
    for answer in (NAME, HOME, PAPER, "Bà nội", "TRẦN GIA BẢO", "01/2021"):
        assert answer in text


@pytest.mark.parametrize(
    "paper", [extract_paper(), allowance_paper(), receipt_paper()], ids=lambda p: p.form_id
)
def test_every_word_of_a_form_is_on_the_paper(paper: ComposedPaper) -> None:
    text = bare(pdfium_text(draw_paper(paper).pdf))
    for answer in paper_texts(paper):
        assert bare(answer).strip(".") in text


def test_an_answer_of_five_thousand_characters_comes_out_whole() -> None:
    story = (LIFE * 60)[:5000].strip()
    drawn = draw_paper(allowance_paper(career=story))
    assert bare(story) in bare(_without_margins(drawn))
    assert drawn.page_count >= 3
    check_places(drawn)


def test_one_word_of_three_hundred_letters_is_cut_over_lines_and_stays_on_the_paper() -> None:
    drawn = draw_paper(extract_paper(name="Ặ" * 300))
    assert "Ặ" * 300 in bare(pdfium_text(drawn.pdf))
    check_places(drawn)


def test_a_word_wider_than_its_column_gets_smaller_letters_and_is_not_cut() -> None:
    columns = (Column(title="Họ và tên", width=0.9), Column(title="Nghiêng", width=0.1))
    words = Run(text="chưa chuyển nghiêng", kind=RunKind.VALUE, key="kin")
    drawn = draw_paper(paper_of(Table(columns=columns, rows=((Cell(), Cell(items=(words,))),), key="kin")))
    assert {"Nghiêng", "chưa", "chuyển", "nghiêng"} <= set(pdfium_text(drawn.pdf).split())


def test_sixty_table_rows_come_out_with_the_heading_on_every_page() -> None:
    rows = tuple(
        (
            Cell(items=(label(str(number)),)),
            Cell(items=(value(f"Nguyễn Văn Thứ {number}", f"name.{number}"),)),
            Cell(items=(value("làm ruộng " * (1 + number % 7), f"work.{number}"),)),
        )
        for number in range(60)
    )
    columns = (Column(title="STT", width=0.1), Column(title="Họ và tên"), Column(title="Nghề nghiệp"))
    drawn = draw_paper(paper_of(Title(text="DANH SÁCH"), Table(columns=columns, rows=rows)))
    text = pdfium_text(drawn.pdf)
    for number in range(60):
        assert f"Nguyễn Văn Thứ {number}" in " ".join(text.split())
    assert text.count("Họ và tên") == drawn.page_count > 1
    check_places(drawn)


def test_a_table_cell_longer_than_a_page_goes_on_overleaf() -> None:
    story = (LIFE * 60)[:5000].strip()
    table = Table(
        columns=(Column(title="Năm", width=0.2), Column(title="Việc")),
        rows=((Cell(items=(label("1970"),)), Cell(items=(value(story, "story"),))),),
    )
    drawn = draw_paper(paper_of(table))
    assert drawn.page_count > 1
    assert bare(story) in bare(_without_margins(drawn, ("Năm", "Việc")))


def test_empty_rows_of_a_table_are_shown_for_writing() -> None:
    columns = (Column(title="Họ và tên"), Column(title="Năm sinh"))
    none = draw_paper(paper_of(Table(columns=columns, rows=(), key="kin")))
    four = draw_paper(paper_of(Table(columns=columns, rows=(), min_rows=4, key="kin")))
    assert len([rect for rect in four.rects if rect.key == "kin"]) - len(none.rects) == 8


def test_an_answer_wrapped_in_a_column_is_read_back_in_one_piece() -> None:
    cells = tuple(Cell(items=(value(f"{LIFE} {number}", f"k{number}"),)) for number in range(3))
    table = Table(columns=(Column(title="A"), Column(title="B"), Column(title="C")), rows=(cells,))
    text = " ".join(pdfium_text(draw_paper(paper_of(table)).pdf).split())
    for number in range(3):
        assert f"{LIFE}{number}" in text.replace("  ", " ")


def test_a_page_carries_one_number_and_the_first_says_how_many_there_are() -> None:
    drawn = draw_paper(paper_of(Title(text="A"), PageBreak(), Title(text="B")))
    document = pypdfium2.PdfDocument(drawn.pdf)
    first, second = (page.get_textpage().get_text_bounded().split() for page in document)
    assert " ".join(first).endswith("gồm 2 trang")
    assert sorted(second) == sorted(["2", "B", "thu", "·", "1"])
    assert "gồm" not in pdfium_text(draw_paper(paper_of(Title(text="A"))).pdf)


def test_no_page_has_two_numbers() -> None:
    paper = paper_of(Title(text="A"), PageBreak(), Title(text="B"), PageBreak(), Title(text="C"))
    document = pypdfium2.PdfDocument(draw_paper(replace(paper, footer="")).pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    numbers = [sorted("".join(sign if sign.isdigit() else " " for sign in text).split()) for text in texts]
    assert numbers == [["3"], ["2"], ["3"]], "how many; then its own"


def test_a_signature_is_never_alone_on_a_page_and_never_torn() -> None:
    sign = Signatures(columns=(SignatureColumn(title="NGƯỜI KHAI", instruction="(Ký)", name="Trần Văn Hữu"),))
    oath = Paragraph(items=(label("Tôi cam đoan những lời khai trên đây là đúng sự thật."),))
    for lines in range(20, 46):
        blocks = [line(pair(f"Dòng {number}", "x", f"k{number}")) for number in range(lines)]
        document = pypdfium2.PdfDocument(draw_paper(paper_of(*blocks, oath, sign)).pdf)
        last = document[len(document) - 1].get_textpage().get_text_bounded()
        assert "cam đoan" in last
        assert "NGƯỜI KHAI" in last
        assert "Trần Văn Hữu" in last


def test_a_signature_after_a_table_takes_the_last_rows_with_it() -> None:
    sign = Signatures(columns=(SignatureColumn(title="NGƯỜI KHAI", instruction="(Ký)", name="Trần Văn Hữu"),))
    for count in range(16, 40):
        rows = tuple((Cell(items=(value(f"hàng {number}", f"k{number}"),)),) for number in range(count))
        table = Table(columns=(Column(title="Thành viên"),), rows=rows)
        document = pypdfium2.PdfDocument(draw_paper(paper_of(table, Gap(mm=2), sign)).pdf)
        last = document[len(document) - 1].get_textpage().get_text_bounded()
        assert f"hàng {count - 1}" in last
        assert "Thành viên" in last
        assert "NGƯỜI KHAI" in last


def test_notes_go_overleaf_before_the_signature_does() -> None:
    sign = Signatures(columns=(SignatureColumn(title="NGƯỜI KHAI", name="Trần Văn Hữu"),))
    notes = [
        Notes(items=(label(f"({number}) " + "Ghi rõ nơi cư trú, cơ quan cấp. " * 6),)) for number in range(9)
    ]
    for count in range(24, 32):
        lines = [line(pair(f"Dòng {number}", "x", f"k{number}")) for number in range(count)]
        document = pypdfium2.PdfDocument(draw_paper(paper_of(*lines, sign, *notes)).pdf)
        pages = [page.get_textpage().get_text_bounded() for page in document]
        assert "Trần Văn Hữu" in pages[0]
        assert "Ghi rõ" in pages[-1]


def test_words_that_lead_to_the_next_line_never_end_a_page() -> None:
    for count in range(20, 46):
        blocks = [line(pair(f"Dòng {number}", "x", f"k{number}")) for number in range(count)]
        leads = line(Cell(items=(label("11. Thông tin thay đổi (nếu có):"),)))
        document = pypdfium2.PdfDocument(
            draw_paper(paper_of(*blocks, leads, line(pair("Mới", "y", "n")))).pdf
        )
        pages = [page.get_textpage().get_text_bounded() for page in document]
        page = next(words for words in pages if "Thông tin thay đổi" in words)
        assert "Mới" in page


def test_a_finger_gets_a_frame_and_the_words_which_finger() -> None:
    column = SignatureColumn(
        title="NGƯỜI KHAI",
        variant=SignatureVariant.FINGERPRINT,
        key="sign",
        below=("Điểm chỉ ngón trỏ phải",),
    )
    drawn = draw_paper(paper_of(Signatures(columns=(column,))))
    assert "Điểm chỉ ngón trỏ phải" in pdfium_text(drawn.pdf)
    frame = next(rect for rect in drawn.rects if rect.key == "sign")
    assert frame.height >= 85


def test_witnesses_get_two_lines_even_on_a_blank_paper() -> None:
    column = SignatureColumn(title="NGƯỜI LÀM CHỨNG", variant=SignatureVariant.WITNESSES)
    text = pdfium_text(draw_paper(paper_of(Signatures(columns=(column,)))).pdf)
    assert "Người làm chứng 1" in text
    assert "Người làm chứng 2" in text


def test_a_blank_paper_keeps_a_place_to_write_for_every_answer() -> None:
    filled, blank = draw_paper(extract_paper()), draw_paper(extract_paper(filled=False))
    keys = {rect.key for rect in blank.rects}
    assert {rect.key for rect in filled.rects} == keys
    assert all(rect.width >= 20 for rect in blank.rects)
    assert blank.page_count == 1
    check_places(blank)


def test_a_suggestion_is_seen_on_the_screen_and_never_printed() -> None:
    pending = Run(text="Thôn Đoài", kind=RunKind.PENDING, key="home")
    paper = paper_of(Line(cells=(Cell(items=(label("Nơi cư trú: "), pending), leader=True),)))
    assert "Thôn Đoài" in pdfium_text(draw_paper(paper, Look.PREVIEW).pdf)
    printed = draw_paper(paper)
    assert "Thôn" not in pdfium_text(printed.pdf)
    assert printed.rects[0].width > 300


def test_pairs_share_a_line_and_spread_out_only_when_they_must() -> None:
    def tops(*texts: str) -> set[float]:
        cells = (pair(f"Ô {number}", text, f"k{number}") for number, text in enumerate(texts))
        return {rect.y for rect in draw_paper(paper_of(line(*cells))).rects}

    assert len(tops("Nam", "Kinh", "Việt Nam")) == 1
    assert len(tops("Nam", "Một dân tộc có tên rất dài " * 3, "Việt Nam")) == 3


def test_a_character_without_a_glyph_leaves_a_square_and_a_warning() -> None:
    drawn = draw_paper(paper_of(line(pair("Tên", "Lý 漢 😀 A", "name"))))
    assert [warning.character for warning in drawn.warnings] == ["漢", "😀"]
    assert drawn.warnings[0].key == "name"
    assert "U+6F22" in drawn.warnings[0].text
    assert "Lý □ □ A" in pdfium_text(drawn.pdf)


def test_wide_twins_print_as_plain_letters_and_signs_without_ink_leave_no_trace() -> None:
    drawn = draw_paper(paper_of(line(pair("Số", "１２３\u200b４", "number"))))
    assert "1234" in pdfium_text(drawn.pdf)
    assert drawn.warnings == ()


def test_decomposed_text_is_refused_instead_of_misprinted() -> None:
    with pytest.raises(ValueError, match="NFC"):
        draw_paper(paper_of(line(pair("Tên", normalize("NFD", "Bưởi"), "name"))))


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert draw_paper(allowance_paper()).pdf == draw_paper(allowance_paper()).pdf


def test_papers_drawn_at_the_same_time_in_several_threads_do_not_mix() -> None:
    papers_at_once = [extract_paper(), allowance_paper(), receipt_paper()] * 4
    alone = [draw_paper(paper).pdf for paper in papers_at_once]
    with ThreadPoolExecutor(4) as pool:
        together = [drawn.pdf for drawn in pool.map(draw_paper, papers_at_once)]
    assert together == alone


def test_the_file_names_the_form_and_no_person() -> None:
    document = pypdfium2.PdfDocument(draw_paper(extract_paper()).pdf)
    facts = document.get_metadata_dict()
    assert facts["Title"] == "Tờ khai cấp bản sao trích lục hộ tịch"
    assert facts["Author"] == "Khongviet"
    assert not any("Nguy" in fact or "BƯỞI" in fact for fact in facts.values())


def test_every_font_of_the_file_is_embedded() -> None:
    pdf = draw_paper(allowance_paper()).pdf
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") > 0


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [(PaperSize.A4, 595.3, 841.9), (PaperSize.A5, 419.5, 595.3), (PaperSize.A4_LANDSCAPE, 841.9, 595.3)],
)
def test_paper_has_its_size_in_points(size: PaperSize, width: float, height: float) -> None:
    drawn = draw_paper(receipt_paper(size))
    page = pypdfium2.PdfDocument(drawn.pdf)[0]
    assert page.get_size() == pytest.approx((width, height), abs=0.1)
    assert (drawn.page_width, drawn.page_height) == pytest.approx((width, height), abs=0.1)


def test_a_qr_code_is_drawn_black_on_white_at_its_place() -> None:
    drawn = draw_paper(paper_of(NationalHeading(), QrCode(text="KV:261124-0007")))
    assert draw_paper(paper_of(QrCode(text=""))).page_count == 1
    image = page_images(drawn.pdf, scale=2)[0].crop((160, 200, 320, 400)).convert("L")
    dark = sum(image.histogram()[:64]) / (image.width * image.height)
    assert 0.1 < dark < 0.7


@pytest.mark.parametrize("size", PaperSize)
def test_the_places_of_answers_on_neighbouring_lines_never_cover_each_other(size: PaperSize) -> None:
    """However tightly lines are set to save a page, a click on a letter means the answer it belongs to."""
    story = (line(pair("Quá trình", LIFE * 2, "story")), Paragraph(items=(value(LIFE * 2, "told"),)))
    for lines in range(1, 40):
        check_places(
            draw_paper(paper_of(*story, *[line(pair("Dòng", "x", f"k{n}")) for n in range(lines)], size=size))
        )


def test_notes_stand_at_the_foot_of_the_last_page() -> None:
    paper = paper_of(Title(text="A"), Notes(items=(Run(text="(1) Ghi rõ.", key="note"),)))
    drawn = draw_paper(paper)
    assert drawn.rects[0].y > drawn.page_height * 0.85


def test_a_line_taken_away_by_air_alone_never_opens_a_page() -> None:
    paper = extract_paper()
    assert draw_paper(replace(paper, blocks=(*paper.blocks, *[PageBreak()] * 3))).page_count <= 2


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(paper=papers())
def test_any_paper_is_drawn_whole_and_every_answer_has_its_own_place(paper: ComposedPaper) -> None:
    drawn = draw_paper(paper)
    check_places(drawn)
    letters = sorted(bare(pdfium_text(drawn.pdf)))
    # Dots typed into a label are drawn as every other blank and are no text any more.
    needed = sorted(bare("".join(paper_texts(paper))).replace(".", ""))
    assert _contains(letters, needed)


def _contains(letters: list[str], needed: list[str]) -> bool:
    """Tell whether the sorted `letters` hold all the sorted `needed` ones."""
    rest = iter(letters)
    return all(any(letter == other for other in rest) for letter in needed)


def _without_margins(drawn: RenderedPaper, headings: tuple[str, ...] = ()) -> str:
    """The text of all pages without page numbers, continuation, footer and repeated table headings."""
    pages: list[str] = []
    for page in pypdfium2.PdfDocument(drawn.pdf):
        _, height = page.get_size()
        pages.append(page.get_textpage().get_text_bounded(bottom=50, top=height - 50))
    text = "".join(pages)
    for heading in headings:
        text = text.replace(heading, "")
    return text
