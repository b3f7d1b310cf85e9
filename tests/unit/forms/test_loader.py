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
    assert check(GOOD).doubts == ()
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


CHOICE = form_text(
    'key = "kind"\nlabel = "Loại"\ntype = "choice"\noptions = ["khai sinh", "khai tử"]\nother = true',
    'key = "a"\nlabel = "A"\nask_when = { field = "kind", equals = "khai tử" }',
    page="{kind} {a}\n",
)


def test_a_compared_value_that_nobody_can_pick_is_worth_a_look() -> None:
    assert check(CHOICE).doubts == ()
    checked = check(CHOICE.replace('equals = "khai tử"', 'equals = "khai tu"'))

    (doubt,) = checked.doubts
    assert checked.form is not None
    assert "khai tu" in doubt.message
    assert "“khai tử”" in doubt.cure
    assert doubt.line == line_of(CHOICE, "ask_when")


NOTED = form_text(
    'key = "a"\nlabel = "A"',
    page="A^(1)^: {a} m^2^ ^(2)^\n\n* (1) Ghi rõ.\n* (2) Tính bằng số.\n",
)


def test_a_raised_mark_whose_note_was_deleted_is_worth_a_look() -> None:
    assert check(NOTED).doubts == ()
    assert check(NOTED.replace("* (1) Ghi rõ.\n* (2) Tính bằng số.\n", "")).doubts == (), (
        "a form without notes"
    )
    (doubt,) = check(NOTED.replace("* (2) Tính bằng số.\n", "")).doubts

    assert "(2)" in doubt.message
    assert "(1)" not in doubt.message
    assert doubt.line == line_of(NOTED, "^(2)^")


def test_a_note_may_speak_of_a_range_of_marks() -> None:
    noted = NOTED.replace("m^2^ ^(2)^", "^(2)^ ^(3)^ ^(4)^").replace("* (2) Tính", "* (2) đến (4) Tính")
    assert check(noted).doubts == ()
    (doubt,) = check(noted.replace("(2) đến (4)", "(2), (4)")).doubts
    assert "(3)" in doubt.message


@pytest.mark.parametrize("version", ["abc/../x", "..", "2024 01 01", "a\\\\b", "-x"])
def test_a_version_that_is_no_file_name_is_refused(version: str) -> None:
    problems = check(GOOD.replace('version = "2024-01-01"', f'version = "{version}"')).problems

    assert [problem.place for problem in problems] == ["khóa version"]


def test_a_single_file_named_like_a_version_must_be_that_version(tmp_path: Path) -> None:
    def told(name: str) -> tuple[int, int]:
        file = tmp_path / name
        file.write_text(GOOD, encoding="utf-8")
        checked = check_form_file(file, in_library=False)
        return len(checked.problems), len(checked.doubts)

    (tmp_path / "mau").mkdir()
    assert told("mau-moi.toml") == (0, 0)
    assert told("mau/2024-01-01.toml") == (0, 0)
    assert told("mau/2025-01-01.toml") == (1, 0)
    assert told("2024-01-01.toml") == (0, 1), "another folder than the id names: worth a look"


def cure_of(text: str) -> str:
    problems = check_form_text(text.encode(), "a.toml").problems
    return next(one.cure for one in problems if "không có ô nào tên" in one.message)


def test_an_unknown_place_is_answered_with_at_most_five_near_names_of_what_a_form_fills() -> None:
    assert cure_of(form_text(page="{khong.co}\n")) == "Gần nhất: requester.name, requester.birth."
    many = [f'key = "don.o{number}"\nlabel = "Ô"' for number in range(9)]
    cure = cure_of(form_text(*many, page="{khong.co}\n"))
    assert cure.count(",") == 4
    assert "dossier." not in cure


def test_a_slip_of_the_pen_is_answered_with_the_one_name_meant() -> None:
    assert cure_of(form_text(page="{requester.nam}\n")) == "Có phải ý là “requester.name”?"
    assert cure_of(form_text(page="{dosier.code}\n")) == "Có phải ý là “dossier.code”?"
