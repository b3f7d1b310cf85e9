import io
from datetime import date

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from desktop.domain.text import nfc
from desktop.forms.answers import Answer, Answers
from desktop.forms.compose import compose
from desktop.forms.paper import ComposedPaper, RunKind
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.printing.pdf.form_pdf import draw_paper
from desktop.printing.pdf.official_page import CONTINUED
from desktop.services.rendered_paper import Look, RenderedPaper
from tests.support.form_files import CONTEXT
from tests.support.official_forms import TEXT, official_form
from tests.support.official_pdfs import A4, MM, official_pdf, turned_pdf
from tests.support.pdf_words import words_on

TODAY = date(2026, 11, 23)


def paper(text: str = TEXT, pdf: bytes | None = None, **answers: str) -> ComposedPaper:
    given = Answers()
    for key, value in answers.items():
        given = given.with_answer(key.replace("__", "."), Answer(value=nfc(value)))
    return compose(official_form(text, pdf), given, CONTEXT)


def drawn(text: str = TEXT, pdf: bytes | None = None, **answers: str) -> RenderedPaper:
    return draw_paper(paper(text, pdf, **answers))


def where(made: RenderedPaper, words: str) -> tuple[int, float, float, float]:
    """Page, left edge, baseline from above, and size of the letters."""
    found: list[tuple[int, float, float, float]] = []
    for number, page in enumerate(PdfReader(io.BytesIO(made.pdf)).pages):

        def visit(
            text: str, cm: list[float], tm: list[float], _font: object, size: float, at: int = number
        ) -> None:
            if words in text:
                found.append((at, tm[4] + cm[4], made.page_height - tm[5] - cm[5], size))

        page.extract_text(visitor_text=visit)
    return found[0]


def test_a_blank_form_is_the_very_file_of_the_authority() -> None:
    form = official_form()
    made = draw_paper(compose(form, sample_answers(form, SampleKind.FULL, TODAY), CONTEXT, blank=True))
    assert made.pdf == official_pdf()
    assert (made.page_count, round(made.page_width), round(made.page_height)) == (1, 595, 842)


def test_answers_stand_in_their_places_over_an_unchanged_page() -> None:
    made = drawn(requester__name="Nguyễn Thị Bưởi", request__kind="Xây mới")
    words = words_on(made.pdf)
    assert "Nguyễn Thị Bưởi" in words
    assert words.startswith(words_on(official_pdf()))
    page, left, baseline, size = where(made, "Nguyễn Thị Bưởi")
    assert (page, round(left / MM, 1), size) == (0, 45.0, 12.0)
    assert 44 < baseline / MM < 51


def test_the_places_of_all_fields_are_known_for_the_preview_filled_or_not() -> None:
    made = drawn(requester__name="Nguyễn Thị Bưởi")
    assert [rect.key for rect in made.rects][:3] == ["requester.name", "requester.birth", "request.reason"]
    first = made.rects[0]
    assert [round(edge / MM) for edge in (first.x, first.y, first.width, first.height)] == [45, 44, 90, 7]


def test_an_answer_a_little_too_long_is_set_smaller_on_the_same_line() -> None:
    name = "Công Tằng Tôn Nữ Nguyễn Phước Khánh Huyền Trân Bảo"
    made = drawn(requester__name=name)
    assert made.page_count == 1
    _, left, baseline, size = where(made, name)
    assert 8 <= size < 12
    assert 47 < baseline / MM < 51
    assert round(left / MM, 1) == 45.0


def test_an_answer_of_several_lines_wraps_where_the_place_is_high_enough() -> None:
    made = drawn(
        request__reason="Nhà cấp bốn xây từ năm 1987 đã hư hỏng nặng, mái dột, tường nứt sau cơn bão số 10"
    )
    assert made.page_count == 1
    assert where(made, "Nhà cấp bốn")[3] == 12
    assert where(made, "cơn bão số 10")[2] > where(made, "Nhà cấp bốn")[2]


def test_an_answer_too_long_for_its_place_goes_whole_on_a_continuation_sheet() -> None:
    long = "; ".join(f"lý do thứ {number} rất dài và không thể viết ngắn hơn được" for number in range(60))
    made = drawn(request__reason=long)
    assert made.page_count > 1
    words = words_on(made.pdf)
    assert f"{CONTINUED} (1)" in words
    printed = iter(words.split())
    assert all(word in printed for word in f"(1) Lý do: {long}".split()), "the margins may stand in between"
    assert any(rect.page == 1 and rect.key == "request.reason" for rect in made.rects)
    sizes = {
        (round(float(p.mediabox.width)), round(float(p.mediabox.height)))
        for p in PdfReader(io.BytesIO(made.pdf)).pages
    }
    assert sizes == {(595, 842)}


def test_letter_boxes_hold_one_character_each_and_no_more_than_there_are() -> None:
    boxed = TEXT.replace("height = 7\n", "height = 7\nboxes = 18\npitch = 5\n", 1)
    made = drawn(boxed, requester__name="LÊ VĂN ẨN")
    assert round((where(made, "Ẩ")[1] - 45 * MM) / (5 * MM) - 7, 1) <= 0.5
    over = drawn(boxed, requester__name="NGUYỄN THỊ BƯỞI NGỌC ÁNH")
    assert over.page_count == 2
    assert "NGUYỄN THỊ BƯỞI NGỌC ÁNH" in words_on(over.pdf)


def test_a_place_of_a_few_millimetres_still_says_where_to_look() -> None:
    tiny = TEXT.replace("width = 90\nheight = 7", "width = 6\nheight = 4")
    words = words_on(drawn(tiny, requester__name="Nguyễn Thị Bưởi").pdf)
    assert "(1)" in words
    assert "(1) Họ, chữ đệm, tên: Nguyễn Thị Bưởi" in words


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_is_turned_or_off_the_origin_is_written_on_as_it_is_seen(degrees: int) -> None:
    made = drawn(pdf=turned_pdf(degrees, left=100, bottom=-60), requester__name="Nguyễn Thị Bưởi")
    upright = degrees % 180 == 0
    assert (round(made.page_width), round(made.page_height)) == ((595, 842) if upright else (842, 595))
    assert is_inked(made)


def is_inked(made: RenderedPaper) -> bool:
    """Whether a reader of its own sees the page in the size we say, with ink in the place of the name."""
    document = pypdfium2.PdfDocument(made.pdf)
    try:
        picture = document[0].render(scale=1.0).to_pil().convert("L")
    finally:
        document.close()
    assert abs(picture.width - made.page_width) < 2
    rect = made.rects[0]
    part = picture.crop(
        tuple(round(edge) for edge in (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height))
    )
    return bool(part.getextrema()[0] < 120)


def test_a_suggestion_is_seen_on_the_screen_and_never_printed() -> None:
    form = official_form()
    composed = compose(form, Answers(), CONTEXT, pending={"requester.name": "Nguyễn Thị Bưởi"})
    assert composed.official is not None
    assert composed.official.items[0].kind is RunKind.PENDING
    assert "Bưởi" in words_on(draw_paper(composed, Look.PREVIEW).pdf)
    assert draw_paper(composed).pdf == official_pdf()


def test_the_same_answers_always_give_the_same_file() -> None:
    assert drawn(requester__name="Lê An").pdf == drawn(requester__name="Lê An").pdf


def test_a_small_background_gets_a_small_continuation_sheet() -> None:
    made = drawn(
        TEXT.replace("left = 140", "left = 100").replace("width = 120", "width = 100"),
        official_pdf(size=(A4[1] / 2, A4[0])),
        request__reason="dài " * 400,
    )
    assert made.page_count > 1
    assert round(made.page_width / MM) == 149


TEXTS = st.text(
    alphabet=st.sampled_from(list("aăâbcdđeêghiklmnoôơpqrstuưvxyẠẨẶỖỰ ,.;/()0123456789")),
    min_size=1,
    max_size=900,
).map(lambda text: " ".join(nfc(text).split()))


@settings(max_examples=40, deadline=None)
@given(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS.filter(bool))
def test_no_letter_of_any_answer_is_ever_lost(name: str, reason: str, kind: str) -> None:
    made = drawn(requester__name=name, request__reason=reason, request__kind=kind)
    written = "".join(words_on(made.pdf).split())
    for number in range(2, made.page_count + 1):
        written = written.replace(f"{number}(Tiếptheotrang{number - 1})", "").replace(
            f"thu.mau·2024-01-01{number - 1}/{made.page_count - 1}", ""
        )
    for text in (name, reason):
        assert "".join(text.split()) in written
    if kind not in {"Xây mới", "Sửa chữa"}:
        assert "".join(kind.split()) in written
