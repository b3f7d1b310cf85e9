"""The shipped library: every form of the desk is there, dated, honest about itself, and keeps each answer on paper."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.forms.answers import Answer, Answers, AnswerValue, Moment
from desktop.forms.compose import compose
from desktop.forms.definition import Field, FieldType, FormDefinition
from desktop.forms.interview import Interview
from desktop.forms.library import FormLibrary
from desktop.forms.scope import scope_of
from desktop.printing.pdf.form_pdf import draw_paper
from tests.support.form_files import CONTEXT, FORMS, TODAY
from tests.support.paper_texts import paper_texts
from tests.support.rasterize import bare, pdfium_text

LIBRARY = FormLibrary.load(FORMS)
ALL = LIBRARY.all()
SEED_DAY = date(2023, 7, 24)
NOW = date(2026, 11, 24)
SOURCE = re.compile(r"(Thông tư|Nghị định|Quyết định) \d+|Mẫu số|Không có mẫu bắt buộc")
MOST_PAGES = 4

THEN_AND_NOW = [
    ("ho-tich.khai-sinh", "2020-07-16", "2024-06-06"),
    ("ho-tich.khai-tu", "2020-07-16", "2024-06-06"),
    ("ho-tich.ket-hon", "2020-07-16", "2024-06-06"),
    ("ho-tich.tinh-trang-hon-nhan", "2020-07-16", "2024-06-06"),
    ("ho-tich.trich-luc", "2020-07-16", "2024-06-06"),
    ("ho-tich.dang-ky-lai-khai-sinh", "2020-07-16", "2024-06-06"),
    ("ho-tich.thay-doi-cai-chinh", "2020-07-16", "2024-06-06"),
    ("ho-tich.nhan-cha-me-con", "2020-07-16", "2024-06-06"),
    ("ho-tich.giam-ho", "2020-07-16", "2024-06-06"),
    ("ho-tich.cham-dut-giam-ho", "2020-07-16", "2024-06-06"),
    ("cu-tru.ct01", "2021-07-01", "2025-07-01"),
    *[(f"cu-tru.{name}", "2021-07-01", "2021-07-01") for name in ("tam-vang", "luu-tru")],
    *[
        (f"bao-tro-xa-hoi.nd20-2021.mau-{mark}", "2021-07-01", "2021-07-01")
        for mark in ("1a", "1b", "1c", "1d", "1dd", "2a", "2b", "03", "04", "06")
    ],
    ("bao-tro-xa-hoi.nd176-2025.mau-01", None, "2025-07-01"),
    ("bao-tro-xa-hoi.nd176-2025.mau-02", None, "2025-07-01"),
    ("bao-tro-xa-hoi.tt01-2019.mau-01", "2019-02-01", "2019-02-01"),
    ("giam-ngheo.qd24-2021.mau-01", "2021-09-01", "2021-09-01"),
    ("giam-ngheo.qd24-2021.mau-04", "2021-09-01", "2021-09-01"),
    ("ho-kinh-doanh.dang-ky", None, "2025-07-01"),
    *[
        (f"ho-kinh-doanh.{name}", None, "2025-07-01")
        for name in ("thay-doi", "cap-lai", "tam-ngung", "cham-dut")
    ],
    ("dat-dai.dang-ky", "2014-07-05", "2026-01-31"),
    ("dat-dai.bien-dong", "2014-07-05", "2026-01-31"),
    *[(f"dat-dai.dang-ky-{letter}", None, "2026-01-31") for letter in "abc"],
    ("dat-dai.tiep-tuc-su-dung", None, "2025-07-01"),
    ("dat-dai.hoa-giai", "2014-07-01", "2024-08-01"),
    ("ho-tich.dang-ky-lai-ket-hon", "2016-01-01", "2016-01-01"),
    ("ho-tich.dang-ky-lai-khai-tu", "2016-01-01", "2016-01-01"),
    ("ho-tich.xac-nhan-thong-tin", "2020-09-15", "2020-09-15"),
    ("nuoi-con-nuoi.don-xin-nhan", "2011-01-01", "2011-01-01"),
    ("nuoi-con-nuoi.dang-ky-lai", "2011-01-01", "2011-01-01"),
    ("xay-dung.cap-phep-nha-o", None, "2025-07-01"),
    ("nguoi-co-cong.tham-vieng-mo", "2022-02-15", "2022-02-15"),
    ("nguoi-co-cong.mai-tang-phi", "2017-01-01", "2017-01-01"),
    ("giay-to-chung.loi-lam-chung", "2023-01-01", "2023-01-01"),
    ("bao-hiem-xa-hoi.tk1-ts", "2023-03-28", "2023-03-28"),
    ("bao-hiem-xa-hoi.13-hsb", "2019-05-01", "2019-05-01"),
    *[(f"nguoi-co-cong.nd131-2021.mau-{mark}", "2022-02-15", "2022-02-15") for mark in ("12", "15", "18")],
    *[
        (f"giay-to-chung.{name}", "2023-01-01", "2023-01-01")
        for name in ("uy-quyen", "don-de-nghi", "don-xin-xac-nhan", "trinh-bao-mat-giay-to", "giay-cam-doan")
    ],
]
FROM_MEMORY = {
    "bao-tro-xa-hoi.nd176-2025.mau-02",
    "giam-ngheo.qd24-2021.mau-04",
    "ho-kinh-doanh.dang-ky",
    "nguoi-co-cong.nd131-2021.mau-12",
    "nguoi-co-cong.nd131-2021.mau-15",
    "nguoi-co-cong.nd131-2021.mau-18",
}
BIRTH = (
    "ho-tich.khai-sinh",
    "ho-tich.nhan-cha-me-con",
    "cu-tru.ct01",
    "bao-hiem-xa-hoi.tk1-ts",
    "ho-tich.trich-luc",
)
DEATH = (
    "ho-tich.khai-tu",
    "ho-tich.trich-luc",
    "bao-tro-xa-hoi.nd20-2021.mau-04",
    "bao-tro-xa-hoi.nd176-2025.mau-02",
    "nguoi-co-cong.nd131-2021.mau-12",
    "cu-tru.ct01",
)


def name_of(form: FormDefinition) -> str:
    return f"{form.id}@{form.version}"


# --- what is there ---------------------------------------------------------------------------------------------------


def test_every_file_is_sound_and_there_are_enough_of_them() -> None:
    assert [str(problem) for problem in LIBRARY.problems] == []
    assert len(ALL) == len(list(FORMS.rglob("*.toml"))) >= 50


def test_a_forms_name_and_version_are_its_path() -> None:
    paths = {
        ".".join(path.relative_to(FORMS).parent.parts) + f"@{path.stem}" for path in FORMS.rglob("*.toml")
    }
    assert {name_of(form) for form in ALL} == paths


@pytest.mark.parametrize(("form_id", "then", "now"), THEN_AND_NOW, ids=str)
def test_each_day_gets_the_edition_of_its_time(form_id: str, then: str | None, now: str | None) -> None:
    for day, version in ((SEED_DAY, then), (NOW, now)):
        found = [form.version for form in LIBRARY.all_in_force(day) if form.id == form_id]
        assert found == ([version] if version else [])


def test_no_form_is_left_out_of_the_list_of_editions() -> None:
    assert {form.id for form in ALL} == {form_id for form_id, _, _ in THEN_AND_NOW}


def test_editions_of_a_form_follow_each_other_without_gap_or_overlap() -> None:
    for form_id in {form.id for form in ALL}:
        editions = LIBRARY.versions(form_id)
        for old, new in pairwise(editions):
            assert old.in_force.last is not None, form_id
            assert (new.in_force.first - old.in_force.last).days == 1, form_id
        assert all(form.version == form.in_force.first.isoformat() for form in editions)


@pytest.mark.parametrize("form", ALL, ids=name_of)
def test_a_form_names_its_legal_source_and_what_is_not_sure(form: FormDefinition) -> None:
    assert SOURCE.search(form.source), form.source
    assert form.checked.against
    assert form.checked.certainty.endswith(".")
    if form.id in FROM_MEMORY:
        assert "trí nhớ" in form.checked.certainty
        assert "đối chiếu" in form.checked.certainty


# --- one answer serves all -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [SEED_DAY, NOW], ids=str)
def test_a_key_means_the_same_in_every_form_of_a_day(day: date) -> None:
    first: dict[str, tuple[str, Field]] = {}
    for form in LIBRARY.all_in_force(day):
        for field in form.fields:
            other_form, other = first.setdefault(field.key, (form.id, field))
            told = f"{field.key}: {form.id}, {other_form}"
            assert field.type is other.type, told
            closed = field.type in (FieldType.CHOICE, FieldType.MULTI) and not (field.other or other.other)
            assert not closed or field.options == other.options, told
            assert [c.key for c in field.columns] == [c.key for c in other.columns], told


@pytest.mark.parametrize("ids", [BIRTH, DEATH], ids=["birth", "death"])
def test_a_bundle_of_a_life_event_asks_each_thing_once(ids: tuple[str, ...]) -> None:
    forms = [LIBRARY.in_force(form_id, NOW) for form_id in ids]
    interview = Interview.start(forms, today=TODAY, answers=Answers(), context=CONTEXT)
    keys = [field.key for question in interview.questions for field in question.fields]
    assert len(keys) == len(set(keys))
    asked = sum(len(form.fields) for form in forms)
    assert len(keys) < 0.75 * asked


def test_the_mother_who_comes_is_not_asked_for_her_name_again() -> None:
    form = LIBRARY.in_force("ho-tich.khai-sinh", NOW)
    answers = Answers(
        {
            "requester.name": Answer(value="Lê Thị Hoa"),
            "requester.relation_to_subject": Answer(value="Mẹ"),
        }
    )
    assert scope_of(form, answers, TODAY).answers["mother.name"].value == "Lê Thị Hoa"


# --- paper -----------------------------------------------------------------------------------------------------------


def value_for(field: Field, numbers: Iterator[int], pick: int) -> AnswerValue:  # noqa: PLR0911 - one line a kind
    """A valid answer nobody else gives: lost or cut letters cannot hide behind another field."""
    match field.type:
        case FieldType.DATE:
            return PartialDate(year=1951, month=3, day=5)
        case FieldType.MOMENT:
            return Moment(day=PartialDate(year=2026, month=11, day=20), hour=9, minute=15)
        case FieldType.CHOICE:
            return field.options[pick]
        case FieldType.MULTI:
            return field.options
        case FieldType.YES_NO:
            return pick == 0
        case FieldType.NUMBER | FieldType.MONEY:
            return 1_000_000 + next(numbers)
        case FieldType.ID12:
            return f"{next(numbers):012d}"
        case FieldType.ID_PAPER:
            return IdPaper(
                kind=IdPaperKind.IDENTITY_CARD, number=f"{next(numbers):012d}", issuer="Bộ Công an"
            )
        case FieldType.TABLE:
            return (
                tuple(token(numbers) for _ in field.columns),
                tuple(token(numbers) for _ in field.columns),
            )
        case _:
            return f"{token(numbers)} Nguyễn {token(numbers)}"


def token(numbers: Iterator[int]) -> str:
    return f"Ễg{next(numbers)}ợ"


def answered(form: FormDefinition, pick: int) -> Answers:
    numbers = count(100)
    answers = Answers()
    for field in form.fields:
        if field.type is not FieldType.COMPUTED:
            answers = answers.with_answer(field.key, Answer(value=value_for(field, numbers, pick)))
    return answers


def tokens(form: FormDefinition, answers: Answers) -> Iterator[tuple[str, str]]:
    """Every token that has to stand on the paper: visible, printed, not ticked."""
    for key, answer in scope_of(form, answers, TODAY).answers.items():
        asked = form.field(key)
        if asked is None or not asked.printed:
            continue
        if isinstance(answer.value, IdPaper):
            yield key, answer.value.number
        elif asked.type is FieldType.TABLE and isinstance(answer.value, tuple):
            yield from ((key, cell) for row in answer.value for cell in row)
        elif isinstance(answer.value, str) and asked.type is not FieldType.CHOICE:
            yield from ((key, word) for word in answer.value.split())


@pytest.mark.parametrize("form", ALL, ids=name_of)
def test_every_answer_stands_whole_on_the_drawn_page(form: FormDefinition) -> None:
    answers = answered(form, 0)
    drawn = draw_paper(compose(form, answers, CONTEXT))
    text = bare(pdfium_text(drawn.pdf)).casefold()
    lost = [(key, word) for key, word in tokens(form, answers) if word.casefold() not in text]
    assert lost == []
    assert not drawn.warnings
    assert drawn.page_count <= MOST_PAGES


@pytest.mark.parametrize("form", ALL, ids=name_of)
def test_the_other_branch_keeps_its_answers_and_the_blank_form_is_empty(form: FormDefinition) -> None:
    answers = answered(form, -1)
    text = bare("".join(paper_texts(compose(form, answers, CONTEXT)))).casefold()
    assert [word for _, word in tokens(form, answers) if word.casefold() not in text] == []
    blank = paper_texts(compose(form, answers, CONTEXT, blank=True))
    assert "Ễg" not in "".join(blank)


@pytest.mark.parametrize("form", ALL, ids=name_of)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_hidden_is_never_required(form: FormDefinition, data: st.DataObject) -> None:
    full = answered(form, data.draw(st.sampled_from((0, -1))))
    kept = data.draw(st.sets(st.sampled_from([field.key for field in form.fields])))
    answers = Answers({key: answer for key, answer in full.entries.items() if key in kept})
    interview = Interview.start([form], today=TODAY, answers=answers, context=CONTEXT)
    assert {missing.key for missing in interview.missing} <= scope_of(form, answers, TODAY).visible
    compose(form, answers, CONTEXT)


@pytest.mark.parametrize("form", ALL, ids=name_of)
def test_a_question_is_short_and_polite(form: FormDefinition) -> None:
    for question in form.questions:
        assert question.say[-1] in ".?"
        assert re.search(r"\bạ\b|giúp", question.say), question.say
        assert len(question.say) <= 105, question.say
