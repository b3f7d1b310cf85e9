"""Whatever people answer: nothing crashes, nothing is lost, every character reaches the paper."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.forms.answers import Answer, Answers, AnswerValue, Moment, Source
from desktop.forms.compose import compose
from desktop.forms.definition import Field, FieldType, FormDefinition, Place
from desktop.forms.interview import Interview
from desktop.forms.paper import Boxes, Cell, ComposedPaper, Item, Line, Run, Table, Tick
from desktop.forms.read_back import read_back
from desktop.forms.scope import scope_of
from tests.support.form_files import CONTEXT, TODAY, form_of, form_text, shipped

TABLE = """key = "rows"
label = "Bảng"
type = "table"
min_rows = 3
columns = [ { key = "a", title = "A", width = 0.3 }, { key = "b", title = "B" } ]"""
EVERYTHING = form_of(
    form_text(
        'key = "boxed"\nlabel = "Số"\ntype = "id12"\nboxes = 12',
        'key = "sum"\nlabel = "Tiền"\ntype = "money"',
        'key = "in_words"\nlabel = "Bằng chữ"\ntype = "computed"\nfrom = "sum"\nas = "words"',
        'key = "many"\nlabel = "Nhiều"\ntype = "multi"\noptions = ["x", "y"]\nother = true',
        TABLE,
        page="{boxed}\n{sum} đồng\n{in_words}\n{many}\n[bang rows]\n",
    )
)
FORMS = [*shipped().all(), EVERYTHING]
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạẵễởỰỂĐ'- ,./0123456789"
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=60)
DAYS = st.one_of(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 12, 31)).map(PartialDate.of),
    st.integers(1900, 2030).map(lambda year: PartialDate(year=year)),
)
PAPERS = st.builds(
    IdPaper, kind=st.sampled_from(IdPaperKind), number=WORDS, issuer=WORDS, issued_on=st.none() | DAYS
)


def values_of(field: Field) -> st.SearchStrategy[AnswerValue]:  # noqa: C901, PLR0911 - one line a kind
    match field.type:
        case FieldType.DATE:
            return DAYS
        case FieldType.MOMENT:
            return st.builds(Moment, day=DAYS, hour=st.integers(0, 23), minute=st.integers(0, 59))
        case FieldType.CHOICE:
            return st.sampled_from(field.options) | (WORDS if field.other else st.nothing())
        case FieldType.MULTI:
            return st.lists(st.sampled_from(field.options), unique=True).map(tuple)
        case FieldType.YES_NO:
            return st.booleans()
        case FieldType.NUMBER | FieldType.MONEY:
            return st.integers(0, 10**12)
        case FieldType.ID_PAPER:
            return PAPERS
        case FieldType.ID12:
            return st.text(st.sampled_from("0123456789"), min_size=1, max_size=14)
        case FieldType.TABLE:
            return st.lists(st.tuples(WORDS, WORDS), max_size=5).map(tuple)
        case FieldType.TEXTAREA:
            return st.lists(WORDS, min_size=1, max_size=4).map("\n".join)
        case _:
            return WORDS


@st.composite
def answered(draw: st.DrawFn, form: FormDefinition) -> Answers:
    answers = Answers()
    for field in form.fields:
        what = draw(st.integers(0, 9))
        if what == 0 or field.type is FieldType.COMPUTED:
            continue
        source = Source.UNKNOWN if what == 1 else Source.TYPED
        value = "" if what == 1 else draw(values_of(field))
        answers = answers.with_answer(field.key, Answer(value=value, source=source))
    return answers


def items_of(paper: ComposedPaper) -> Iterator[Item]:
    for block in paper.blocks:
        if isinstance(block, Line):
            cells: tuple[Cell, ...] = block.cells
        elif isinstance(block, Table):
            cells = tuple(cell for row in block.rows for cell in row)
        else:
            cells = (Cell(items=getattr(block, "items", ())),)
        for cell in cells:
            yield from cell.items


def text_of(paper: ComposedPaper, key: str) -> str:
    texts = [
        i.digits if isinstance(i, Boxes) else i.text
        for i in items_of(paper)
        if isinstance(i, Boxes | Run) and i.key == key
    ]
    return squeezed("".join(texts))


def formats_of(form: FormDefinition, key: str) -> set[str]:
    """How the page writes that answer; some official forms have no room for who issued a card."""
    pieces = (piece for item in form.page for part in item.parts for piece in part)
    return {piece.format for piece in pieces if isinstance(piece, Place) and piece.key == key}


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}@{form.version}")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_character_of_a_text_answer_reaches_the_paper(
    form: FormDefinition, data: st.DataObject
) -> None:
    answers = data.draw(answered(form))
    paper = compose(form, answers, CONTEXT)
    scope = scope_of(form, answers, TODAY)
    ticks = [item for item in items_of(paper) if isinstance(item, Tick) and item.checked]
    ticked = {(item.key, item.label[0].text if item.label else "") for item in ticks}
    for field in form.fields:
        answer = scope.answers.get(field.key)
        if answer is None or answer.is_empty or not field.printed:
            continue
        if isinstance(answer.value, str):
            printed = text_of(paper, field.key)
            bare_or_worded = {(field.key, answer.value), (field.key, "")}
            assert squeezed(answer.value) in printed or bare_or_worded & ticked
        if isinstance(answer.value, IdPaper) and field.part == "id_paper":
            assert squeezed(answer.value.number) in text_of(paper, field.key)
            if {"", "issuer"} & formats_of(form, field.key):
                assert squeezed(answer.value.issuer) in text_of(paper, field.key)
        if field.type is FieldType.TABLE and isinstance(answer.value, tuple):
            for row in answer.value:
                assert all(squeezed(cell) in text_of(paper, field.key) for cell in row)
        if isinstance(answer.value, PartialDate | Moment):
            day = answer.value if isinstance(answer.value, PartialDate) else answer.value.day
            assert str(day.year) in text_of(paper, field.key)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}@{form.version}")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_hidden_fields_are_never_required_or_printed_and_moving_loses_nothing(
    form: FormDefinition, data: st.DataObject
) -> None:
    answers = data.draw(answered(form))
    interview = Interview.start([form], today=TODAY, answers=answers, context=CONTEXT)
    visible = scope_of(form, answers, TODAY).visible
    assert {missing.key for missing in interview.missing} <= visible
    hidden = {field.key for field in form.fields} - visible
    shown = [
        item
        for item in items_of(compose(form, answers, CONTEXT))
        if isinstance(item, Run) and item.key in hidden
    ]
    assert all(not run.text.strip(". ") or run.text in form_words(form) for run in shown)
    there = interview
    for _ in range(len(form.questions) + 2):
        there = there.next()
    assert there.position == ""
    back = there
    for _ in range(len(form.questions) + 2):
        back = back.back()
    assert back == interview
    assert Interview.from_plain(interview.to_plain(), [form]) == interview
    assert Answers.from_plain(answers.to_plain()) == answers
    for line in read_back([form], answers, CONTEXT):
        assert line.spoken
        assert line.key in visible


def form_words(form: FormDefinition) -> set[str]:
    return {option for field in form.fields for option in (*field.options, "Có", "Không")}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_bundle_asks_each_key_once(data: st.DataObject) -> None:
    forms = data.draw(
        st.lists(st.sampled_from(FORMS), min_size=1, max_size=4, unique_by=lambda form: form.id)
    )
    answers = data.draw(answered(forms[0]))
    interview = Interview.start(forms, today=TODAY, answers=answers, context=CONTEXT)
    keys = [field.key for question in interview.questions for field in question.fields]
    ids = [question.id for question in interview.questions]
    assert len(keys) == len(set(keys))
    assert len(ids) == len(set(ids))
    seen: set[str] = set()
    while interview.current is not None:
        assert interview.position not in seen
        seen.add(interview.position)
        interview = interview.next()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}@{form.version}")
def test_a_huge_answer_stays_whole(form: FormDefinition) -> None:
    answers = Answers()
    for field in form.fields:
        if field.type in (FieldType.TEXT, FieldType.ADDRESS, FieldType.TEXTAREA) and field.ask_when is None:
            answers = answers.with_answer(field.key, Answer(value="Ễ" * 20_000 + "\n\tcuối"))
    paper = compose(form, answers, CONTEXT)
    for key in answers:
        asked = form.field(key)
        assert asked is not None
        if asked.printed and not asked.takes:
            assert squeezed("Ễ" * 20_000 + "cuối") in text_of(paper, key)
    assert all(
        "\n" not in item.text and "\t" not in item.text for item in items_of(paper) if isinstance(item, Run)
    )
