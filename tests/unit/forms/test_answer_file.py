"""A file of answers is read as it is meant, and whatever is not printed as given is told."""

import pytest

from desktop.domain.partial_date import PartialDate
from desktop.forms.answer_file import answers_from_file, unprinted_answers
from desktop.forms.answers import Answer, Answers, answer_to_plain
from desktop.forms.definition import Field, FieldType, TableColumn
from tests.support.form_files import TODAY, shipped

FIELDS = {
    "name": Field(key="name", label="A", type=FieldType.TEXT),
    "born": Field(key="born", label="A", type=FieldType.DATE),
    "yes": Field(key="yes", label="A", type=FieldType.YES_NO),
    "count": Field(key="count", label="A", type=FieldType.NUMBER),
    "kinds": Field(key="kinds", label="A", type=FieldType.MULTI, options=("Một; hai", "Ba", "Bốn")),
    "table": Field(
        key="table",
        label="A",
        type=FieldType.TABLE,
        columns=(
            TableColumn(key="who", title="Ai", type=FieldType.TEXT),
            TableColumn(key="what", title="Gì", type=FieldType.TEXT),
        ),
    ),
}


def read(key: str, raw: object) -> tuple[object, str]:
    answers, problems = answers_from_file(FIELDS, {key: raw}, TODAY)
    return answers.value(key), " ".join(problems)


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("name", "  H’Hen  Niê ", "H’Hen  Niê"),
        ("name", 47, "47"),
        ("name", None, None),
        ("born", "5/3/1951", PartialDate(year=1951, month=3, day=5)),
        ("born", 1951, PartialDate(year=1951)),
        ("born", {"day": 5, "month": 3, "year": 1951}, PartialDate(year=1951, month=3, day=5)),
        ("born", {"day": None, "month": None, "year": 1951}, PartialDate(year=1951)),
        ("yes", True, True),
        ("yes", "không", False),
        ("count", 2, 2),
        ("kinds", ["Một; hai", "Bốn"], ("Một; hai", "Bốn")),
        ("table", [["A; B", "C\nD"], ["E"]], (("A; B", "C\nD"), ("E",))),
        ("table", [{"what": "C", "who": "A"}, {"who": 1}], (("A", "C"), ("1", ""))),
        ("table", [], ()),
    ],
)
def test_an_answer_of_the_right_kind_is_taken_as_it_is(key: str, raw: object, value: object) -> None:
    assert read(key, raw) == (value, "")


@pytest.mark.parametrize(
    ("key", "raw", "told"),
    [
        ("name", True, "chữ trong ngoặc kép"),
        ("name", ["a"], "chữ trong ngoặc kép"),
        ("name", {"value": "x"}, "chữ trong ngoặc kép"),
        ("name", {"t": "number", "v": 5}, "chữ trong ngoặc kép"),
        ("name", 1.5, "chữ trong ngoặc kép"),
        ("name", "a\x00b", "ký tự ẩn"),
        ("name", "a\x1b[31m", "ký tự ẩn"),
        ("name", "\ud800", "ký tự ẩn"),
        ("name", "a\u202eb", "ký tự ẩn"),
        ("born", {"day": 31, "month": 2, "year": 1951}, "Không có ngày này"),
        ("born", {"day": 3}, "year"),
        ("born", {"year": "1951"}, "một số"),
        ("born", {"year": 1951, "hour": 3}, "year"),
        ("born", {"t": "text", "v": "hôm qua"}, "year"),
        ("yes", 5, "có"),
        ("count", -2, "chữ số"),
        ("count", 2.5, "số nguyên"),
        ("kinds", ["Năm"], "mục"),
        ("kinds", [["Ba"]], "danh sách các mục"),
        ("table", "a;b", "danh sách các dòng"),
        ("table", [["a", "b", "c"]], "Dòng 1 có 3 ô, bảng chỉ có 2 cột"),
        ("table", [{"ai": "a"}], "danh sách các dòng"),
        ("table", [[["a"]]], "danh sách các dòng"),
        ("table", [["\x07"]], "ký tự ẩn"),
        ("nmae", "x", "không có ô này. Có phải ý là “name”?"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_told_and_not_guessed(key: str, raw: object, told: str) -> None:
    value, problem = read(key, raw)

    assert value is None
    assert told in problem


def test_what_the_program_stored_is_read_back_if_it_fits_the_field() -> None:
    stored = answer_to_plain(Answer(value=PartialDate(year=1951)))

    assert read("born", stored) == (PartialDate(year=1951), "")
    assert read("name", stored)[0] is None


def test_answers_that_the_form_does_not_print_are_told() -> None:
    form = shipped().get("ho-tich.trich-luc", "2024-06-06")
    answers = Answers()
    for key, value in (
        ("requester.name", "A"),
        ("requester.relation_to_subject", "Bản thân"),
        ("subject.name", "B"),
    ):
        answers = answers.with_answer(key, Answer(value=value))

    assert [line.split(":")[0] for line in unprinted_answers(form, answers, TODAY)] == ["subject.name"]
    assert not unprinted_answers(form, answers.with_answer("subject.name", Answer(value="A")), TODAY)
