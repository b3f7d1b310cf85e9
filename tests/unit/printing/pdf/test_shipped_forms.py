from datetime import date
from itertools import combinations, groupby
from unicodedata import normalize

import pytest

from desktop.forms.answers import Answer, Answers
from desktop.forms.compose import compose
from desktop.forms.definition import FieldType, FormDefinition, Place
from desktop.forms.library import FormLibrary
from desktop.forms.paper import ComposedPaper
from desktop.forms.read_back import SpokenLine
from desktop.forms.scope import scope_of
from desktop.forms.typed import read_typed
from desktop.forms.vocabulary import CONTEXT_KEYS
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.rendered_paper import PaperRenderer, RenderedPaper
from tests.support.paper_texts import paper_texts
from tests.support.rasterize import bare, pdfium_text

TODAY = date(2026, 11, 24)
LIBRARY = FormLibrary.load(resources_dir() / "forms", resources_dir() / "slips")
OFFICE = {
    **dict.fromkeys(CONTEXT_KEYS, ""),
    "today": "2026-11-24",
    "office.name": "Ủy ban nhân dân xã Đức Thịnh",
    "office.superior": "ỦY BAN NHÂN DÂN XÃ ĐỨC THỊNH",
    "office.unit": "Trung tâm Phục vụ hành chính công xã Đức Thịnh",
    "office.place": "Đức Thịnh",
}
STORY = "Thanh niên xung phong 1969-1972; về quê làm ruộng, nuôi con ăn học. " * 40
PAPERS: PaperRenderer = PdfPapers()
LONG = {("bao-tro-xa-hoi.tt01-2019.mau-01", "2019-02-01"), ("dat-dai.dang-ky", "2014-07-05")}
"""Forms whose tables, or the parts two offices fill in, need further pages on the official paper too."""
LONG_PAGES = 4

shipped = pytest.mark.parametrize("form", LIBRARY.all(), ids=lambda form: f"{form.id}-{form.version}")


def with_stories(form: FormDefinition) -> ComposedPaper:
    answers = Answers()
    for field in form.fields:
        if field.type in {FieldType.TEXT, FieldType.TEXTAREA, FieldType.ADDRESS}:
            answers = answers.with_answer(field.key, Answer(value=STORY.strip()))
    return compose(form, answers, OFFICE)


def check(drawn: RenderedPaper, paper: ComposedPaper) -> None:
    letters = bare(pdfium_text(drawn.pdf))
    for text in paper_texts(paper):
        for word in text.split():
            if not set(word) & set(".…"):
                assert word in letters
    assert drawn.warnings == ()
    for _, group in groupby(drawn.rects, key=lambda rect: rect.page):
        for one, other in combinations(group, 2):
            assert (
                one.x + one.width <= other.x + 0.05
                or other.x + other.width <= one.x + 0.05
                or one.y + one.height <= other.y + 0.05
                or other.y + other.height <= one.y + 0.05
            )


@shipped
def test_a_shipped_form_prints_blank_with_room_for_every_answer(form: FormDefinition) -> None:
    paper = compose(form, Answers(), OFFICE, blank=True)
    drawn = PAPERS.draw(paper)
    check(drawn, paper)
    assert drawn.page_count <= (LONG_PAGES if (form.id, form.version) in LONG else 2)


@shipped
def test_a_shipped_form_swallows_no_long_answer(form: FormDefinition) -> None:
    paper = with_stories(form)
    check(PAPERS.draw(paper), paper)


def test_the_review_sheet_is_drawn_from_what_is_read_back() -> None:
    lines = [
        SpokenLine(
            label="Họ, chữ đệm, tên",
            value="NGUYỄN THỊ BƯỞI",
            spoken="Nguyễn Thị Bưởi",
            key="k",
            section="Bà Bưởi",
        )
    ]
    drawn = PAPERS.draw_review_sheet("Tờ khai", lines)
    assert "NGUYỄN THỊ BƯỞI" in pdfium_text(drawn.pdf)


LETTERS = ("Đ", "đường", "Ẵng", "H'Mông", "Ỷ", "Êban", "ữ", "Ộ")
FAR_TOO_LONG = 600
_PLAIN = {FieldType.TEXT, FieldType.TEXTAREA, FieldType.ADDRESS}


def story_of(number: int) -> str:
    """Words that stand nowhere else, each with letters that are easily lost, more than fit into any line."""
    words: list[str] = []
    while sum(map(len, words)) < FAR_TOO_LONG:
        words.append(f"{LETTERS[len(words) % len(LETTERS)]}{number}x{len(words)}")
    return " ".join(words)


def told(form: FormDefinition) -> Answers:
    """Every plain field told at length, decomposed as some keyboards type it, and read as the program reads it."""
    answers = Answers()
    for number, field in enumerate(form.fields):
        if field.type in _PLAIN:
            typed = read_typed(field, normalize("NFD", story_of(number)), TODAY)
            assert typed.value is not None, typed
            answers = answers.with_answer(field.key, Answer(value=typed.value))
        elif field.type is FieldType.TABLE:
            cells = tuple(story_of(number * 100 + at)[:60] for at, _ in enumerate(field.columns))
            answers = answers.with_answer(field.key, Answer(value=(cells,)))
    return answers


def in_full(form: FormDefinition, key: str) -> bool:
    """Whether the page writes the whole answer somewhere, and not only a part such as the given name."""
    return any(
        isinstance(piece, Place) and piece.key == key and piece.format in {"", "capitals"}
        for item in form.page
        for part in item.parts
        for piece in part
    )


@pytest.mark.parametrize("form", LIBRARY.all(), ids=lambda form: f"{form.id}-{form.version}")
def test_a_life_story_with_every_mark_stands_word_for_word_in_the_file(form: FormDefinition) -> None:
    answers = told(form)
    text = bare(pdfium_text(PAPERS.draw(compose(form, answers, OFFICE)).pdf))
    scope = scope_of(form, answers, TODAY)
    for field in form.fields:
        answer = scope.answers.get(field.key)
        if answer is None or field.type not in _PLAIN or not in_full(form, field.key):
            continue
        assert isinstance(answer.value, str)
        place = 0
        for word in answer.value.split():
            found = [at for at in (text.find(one, place) for one in (word, word.upper())) if at >= 0]
            assert found, f"{field.key}: “{word}” bị mất"
            place = min(found)
