"""A form that names somebody or something nobody knows is told so before it is used."""

from pathlib import Path

import pytest

from desktop.catalogue.procedures import load_editions
from desktop.resources_dir import resources_dir
from desktop.services.form_links import KnownNames, check_links, known_names
from tests.support.form_files import form_of, form_text, shipped

GOOD = form_text(
    'key = "a"\nlabel = "A"\nsame_as = [{ field = "requester.residence" }]', page="A: {a}\n"
).replace('source = "Không có"', 'source = "Không có"\nprocedures = ["2.000635"]')


@pytest.fixture(scope="module")
def known() -> KnownNames:
    codes = [one.code for one in load_editions(resources_dir() / "procedures")]
    return known_names([*shipped().all(), form_of(GOOD)], codes)


def file_of(folder: Path, text: str) -> Path:
    form_of(text)  # the form alone is free of mistakes
    file = folder / "mau.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_shipped_form_names_only_what_is_known(known: KnownNames) -> None:
    files = sorted((resources_dir() / "forms").rglob("*.toml"))
    assert files
    assert not [problem for file in files for problem in check_links(file, file.name, known)]


@pytest.mark.parametrize(
    ("old", "new", "told", "cure"),
    [
        (
            'role = "requester"',
            'role = "requester"\nsame_as = [{ person = "nobody" }]',
            "nobody",
            "Gần nhất",
        ),
        (
            'role = "requester"',
            'role = "requester"\nsame_as = [{ person = "decesed" }]',
            "decesed",
            "Có phải ý là “deceased”?",
        ),
        ("requester.residence", "requester.residense", "residense", "Có phải ý là “requester.residence”?"),
        ('["2.000635"]', '["9.999999"]', "9.999999", "Xem lại mã"),
        ('["2.000635"]', '["2000635"]', "2000635", "Có phải ý là “2.000635”?"),
    ],
    ids=["role", "misspelt role", "field", "procedure", "procedure without dot"],
)
def test_a_name_nothing_answers_to_is_told_with_its_line(
    old: str, new: str, told: str, cure: str, tmp_path: Path, known: KnownNames
) -> None:
    text = GOOD.replace(old, new)
    (problem,) = check_links(file_of(tmp_path, text), "mau.toml", known)

    assert told in problem.message
    assert cure in problem.cure
    assert told in text.split("\n")[problem.line - 1]
