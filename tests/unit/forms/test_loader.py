"""An officer who makes a mistake in a form file is told where and how to put it right."""

import unicodedata
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.loader import check_form_file, check_form_text, load_form
from tests.support.form_files import HEAD, check, form_of, form_text

GOOD = form_text('key = "a"\nlabel = "A"', page="A: {a}\n")


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def test_a_good_file_has_no_problem() -> None:
    assert [field.key for field in form_of(GOOD).fields] == ["requester.name", "requester.birth", "a"]


MISTAKES = {
    "unknown key": ('label = "A"', 'lable = "A"', 'lable = "A"', "lable", "Có phải ý là “label”?"),
    "unknown top key": (
        'name = "Mẫu thử"',
        'name = "Mẫu thử"\nnames = "x"',
        'names = "x"',
        "names",
        "“name”",
    ),
    "empty name": ('name = "Mẫu thử"', 'name = "  "', 'name = "', "để trống", "Ghi vào"),
    "hidden sign": ('label = "A"', r'label = "A\u001b[31m"', "label =", "ký tự ẩn", "gõ lại"),
    "turned writing": ('label = "A"', 'label = "A\u202eb"', "label =", "ký tự ẩn", "gõ lại"),
    "endless boxes": ('label = "A"', 'label = "A"\nboxes = 100000', "boxes =", "quá lớn", "Nhiều nhất 100"),
    "double key": ('label = "A"', 'label = "A"\nlabel = "B"', 'label = "B"', "hai lần", "Xóa bớt"),
    "missing key": ('source = "Không có"\n', "", "", "source", "Thêm dòng"),
    "wrong type word": ('label = "A"', 'label = "A"\ntype = "txt"', "txt", "txt", "“text”"),
    "choice without options": (
        'label = "A"',
        'label = "A"\ntype = "choice"',
        "[[question.field]]",
        "thiếu options",
        "options",
    ),
    "option twice": (
        'label = "A"',
        'label = "A"\ntype = "choice"\noptions = ["x", "x"]',
        "options =",
        "hai lần",
        "Xóa",
    ),
    "field twice": ('key = "a"', 'key = "requester.name"', 'requester.name"', "hai lần", "đổi tên"),
    "bad field name": ('key = "a"', 'key = "Ô số 1"', "Ô số 1", "chữ không dùng được", "a-z"),
    "dates turned round": (
        "from = 2024-01-01",
        "from = 2024-01-01\nto = 2023-01-01",
        "to = 2023",
        "đứng trước",
        "from là ngày đầu",
    ),
    "impossible day": ("from = 2024-01-01", "from = 2024-02-31", "2024-02-31", "ngày", "2026-11-24"),
    "day in quotes": ("from = 2024-01-01", 'from = "2024-01-01"', 'from = "2024', "không có ngoặc kép", ""),
    "place without field": ("A: {a}", "A: {b} {a}", "A: {b}", "{b}", ""),
    "place misspelt": (
        "A: {a}",
        "A: {a} {requester.nam}",
        "requester.nam}",
        "requester.nam",
        "Có phải ý là “requester.name”?",
    ),
    "brace left open": ("A: {a}", "A: {a} {", "A: {a} {", "không có cặp", "hai lần"),
    "unknown command": ("A: {a}", "A: {a}\n[quochieu]", "[quochieu]", "quochieu", "[quoc-hieu]"),
    "unknown format": ("{a}", "{a:capital}", "{a:capital}", "capital", "“capitals”"),
    "format of another type": ("{a}", "{a:day}", "{a:day}", "day", "capitals"),
    "tick without option": ("{a}", "{a} {a?Có}", "{a?Có}", "không có lựa chọn", ""),
    "unknown signer": ("A: {a}", 'A: {a}\n[ky requestr "Ký"]', "[ky requestr", "requestr", "“requester”"),
    "never printed": ("A: {a}", "A:", 'key = "a"', "không có chỗ in", "not_printed"),
    "unknown role": (
        'person = "requester"',
        'person = "requster"',
        'person = "requster"',
        "requster",
        "“requester”",
    ),
    "unknown part": ('ask = ["name", "birth"]', 'ask = ["name", "birht"]', "birht", "birht", "“birth”"),
    "open string": ('label = "A"', 'label = "A', 'label = "A', "ngoặc kép", "Đóng ngoặc kép"),
    "no equals sign": ('label = "A"', 'label "A"', 'label "A"', "Thiếu dấu =", "="),
    "text without quotes": ('label = "A"', "label = Tên", "label = Tên", "Giá trị", "ngoặc kép"),
    "question place unknown": (
        'say = "Gì ạ?"',
        'say = "{requester.nane} ạ?"',
        "requester.nane",
        "nane",
        "“requester.name”",
    ),
    "default does not fit": (
        'label = "A"',
        'label = "A"\ntype = "number"\ndefault = "x"',
        'default = "x"',
        "Ghi sẵn",
        "số nguyên",
    ),
    "condition on a later field": (
        'ask = ["name", "birth"]\n',
        'ask = ["name"]\n\n[[question.field]]\nkey = "requester.birth"\nask_when = { field = "a", is = "filled" }\n',
        "ask_when",
        "được hỏi sau nó",
        "lên trước",
    ),
    "condition on no field": (
        'label = "A"',
        'label = "A"\nask_when = { field = "b", is = "empty" }',
        "ask_when",
        "“b”",
        "",
    ),
    "condition with two operators": (
        'label = "A"',
        'label = "A"\nask_when = { field = "requester.name", is = "empty", equals = "x" }',
        "ask_when",
        "đúng một phép so",
        "Ví dụ",
    ),
    "condition with unknown operator": (
        'label = "A"',
        'label = "A"\nask_when = { field = "requester.name", equal = "x" }',
        "ask_when",
        "equal",
        "“equals”",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_line_and_cure(name: str) -> None:
    before, after, marked, what, cure = MISTAKES[name]
    assert before in GOOD
    text = GOOD.replace(before, after, 1)
    checked = check(text)
    assert checked.form is None
    lines = [number for number, line in enumerate(text.split("\n"), 1) if marked and marked in line]
    fitting = [
        problem
        for problem in checked.problems
        if what in problem.message and cure in problem.cure and (not marked or problem.line in lines)
    ]
    assert fitting, [str(problem) for problem in checked.problems]
    assert all(problem.file == "mau.toml" for problem in checked.problems)


def test_a_value_that_no_option_has_is_told() -> None:
    choice = 'key = "a"\nlabel = "A"\ntype = "choice"\noptions = ["Cha", "Mẹ"]'
    text = form_text(
        choice, 'key = "b"\nlabel = "B"\nask_when = { field = "a", equals = "Chá" }', page="{a} {b}\n"
    )
    (problem,) = check(text).problems
    assert "“Chá”" in problem.message
    assert "Cha" in problem.cure
    assert problem.line == line_of(text, "ask_when")


def test_a_bomb_of_ten_megabytes_is_refused_unread(tmp_path: Path) -> None:
    bomb = tmp_path / "mau.toml"
    bomb.write_bytes(b"a" * 10_000_000)
    (problem,) = check_form_file(bomb).problems
    assert "quá lớn" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "{ a = " * 3000 + "1" + "}" * 3000,
        HEAD + '[[question]]\nsay = "x"\n[[question.field]]\nkey = "a"\nlabel = "A"\nask_when = '
        + "{ not = " * 60 + '{ field = "a", is = "empty" }' + " }" * 60,
    ],
)  # fmt: skip
def test_nesting_without_end_is_told_and_does_not_stop_the_program(text: str) -> None:
    checked = check(text)
    assert checked.form is None
    assert any("sâu" in problem.message for problem in checked.problems)


def test_two_hundred_fields_load() -> None:
    fields = [f'key = "f{n}"\nlabel = "Ô {n}"' for n in range(200)]
    form = form_of(form_text(*fields, page="\n".join(f"{n}: {{f{n}}}" for n in range(200)) + "\n"))
    assert len(form.fields) == 202


def test_too_many_questions_are_refused() -> None:
    text = HEAD + '\n[[question]]\nsay = "x"\nperson = "requester"\nask = ["name"]\n' * 400
    assert any("quá nhiều" in problem.message for problem in check(text).problems)


def test_letters_of_a_mac_an_old_editor_and_tabs_are_all_read_the_same() -> None:
    plain = form_of(GOOD)
    assert form_of(unicodedata.normalize("NFD", GOOD)) == plain
    assert form_of(GOOD.replace("\n", "\r\n")) == plain
    assert form_of("\ufeff" + GOOD) == plain
    assert form_of(GOOD.replace('label = "A"', '\tlabel\t=\t"A"')) == plain


def test_a_file_in_another_encoding_names_the_line() -> None:
    (problem,) = check_form_text(b'id = "a"\nname = "M\xe3"\n', "mau.toml").problems
    assert (problem.line, "UTF-8" in problem.cure) == (2, True)


def test_a_file_name_that_promises_another_version_is_told() -> None:
    (problem,) = check_form_text(GOOD.encode(), "x.toml", version="2025-01-01").problems
    assert "2025-01-01" in problem.message


def test_loading_a_bad_file_is_a_fault_with_place_and_cure(tmp_path: Path) -> None:
    folder = tmp_path / "mau"
    folder.mkdir()
    (folder / "2024-01-01.toml").write_text(GOOD.replace("label =", "lable ="), encoding="utf-8")
    with pytest.raises(DeskError) as fault:
        load_form(folder / "2024-01-01.toml")
    assert fault.value.code is ErrorCode.FORM_INVALID
    assert "label" in fault.value.params["cure"]
    assert fault.value.place.endswith("2024-01-01.toml:" + fault.value.params["line"])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "Không mở được" in check_form_file(tmp_path / "x.toml").problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "[" + " " * 400_000,
        "a" + " ." * 200_000,
        form_text('key = "a"\nlabel = "A"', page="{a}" + "{xx}" * 100_000 + "\n"),
        form_text('key = "a"\nlabel = "A"', page="{a} " + "{" * 300_000 + "\n"),
        form_text('key = "a"\nlabel = "A"', page="{a}\n" + "[" * 300_000 + "\n"),
        form_text('key = "a"\nlabel = "A"', page="{a}\n" + "**^" * 100_000 + "\n"),
        "\n".join(f"khoa{n} = 1" for n in range(30_000)),
        "\n".join(f"[[question]]\\nsay = 'x'\n[[question.field]]\nkey='a{n}'" for n in range(250)),
    ],
    ids=["blanks", "dots", "places", "braces", "brackets", "marks", "keys", "fields"],
)
def test_a_hostile_file_is_told_within_seconds(text: str) -> None:
    checked = check(text)
    assert checked.form is None
    assert 0 < len(checked.problems) <= 300


def test_an_empty_file_says_what_is_missing() -> None:
    assert any("“id”" in problem.message for problem in check("").problems)
