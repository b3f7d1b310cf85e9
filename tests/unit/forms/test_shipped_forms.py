"""Every shipped form and slip loads, prints blank, and says how sure it is."""

import json
import tomllib
from datetime import date

import jsonschema
import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.answers import Answers
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.loader import check_form_file
from desktop.forms.paper import Line, PaperSize, Run, RunKind, Title
from desktop.forms.schema import form_schema, schema_text
from desktop.forms.vocabulary import CONTEXT_KEYS
from tests.support.form_files import CONTEXT, FORMS, ROOT, SLIPS, form_text, shipped

LIBRARY = shipped()
FILES = sorted([*FORMS.rglob("*.toml"), *SLIPS.rglob("*.toml")])
SEED_DAY = date(2023, 7, 25)
NOW = date(2026, 11, 24)
ASSISTANCE = [
    (f"bao-tro-xa-hoi.nd20-2021.mau-{mark}", "2021-07-01")
    for mark in ("03", "1a", "1b", "1c", "1d", "1dd", "2a", "2b")
]


def test_no_shipped_file_has_a_problem() -> None:
    assert [str(problem) for problem in LIBRARY.problems] == []
    assert [str(doubt) for path in FILES for doubt in check_form_file(path).doubts] == []
    assert len(LIBRARY.all()) == len(FILES) >= 10


@pytest.mark.parametrize("form", LIBRARY.all(), ids=lambda form: f"{form.id}@{form.version}")
def test_a_form_names_its_source_and_how_sure_it_is_and_prints_blank(form: FormDefinition) -> None:
    assert form.source
    assert form.checked.against
    assert form.checked.certainty
    paper = compose(form, Answers(), CONTEXT, blank=True)
    assert any(isinstance(block, Title) for block in paper.blocks)
    runs = [
        item
        for block in paper.blocks
        if isinstance(block, Line)
        for cell in block.cells
        for item in cell.items
    ]
    printed = [run for run in runs if isinstance(run, Run) and run.kind is RunKind.VALUE and run.text]
    assert all(str(run.key).startswith("office.") for run in printed)
    for question in form.questions:
        assert question.say[-1] in ".?"
        assert len(question.say) < 110


def test_the_schema_file_is_in_step_with_the_loader() -> None:
    assert (FORMS / "schema.json").read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_schema_accepts_every_shipped_file(path: object) -> None:
    plain = tomllib.loads(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]  # a Path
    jsonschema.validate(json.loads(json.dumps(plain, default=str)), form_schema())


def test_the_schema_refuses_an_unknown_key() -> None:
    plain = tomllib.loads(form_text('key = "a"\nlable = "A"', page="{a}\n"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(json.dumps(plain, default=str)), form_schema())


@pytest.mark.parametrize(
    ("code", "on", "ids"),
    [
        ("1.001776", SEED_DAY, ASSISTANCE),
        ("1.014027", SEED_DAY, []),
        ("1.014027", NOW, [("bao-tro-xa-hoi.nd176-2025.mau-01", "2025-07-01")]),
        ("1.001776", NOW, ASSISTANCE),
        ("2.000635", SEED_DAY, [("ho-tich.trich-luc", "2020-07-16")]),
        ("2.000635", NOW, [("ho-tich.trich-luc", "2024-06-06")]),
        ("1.000656", SEED_DAY, [("ho-tich.khai-tu", "2020-07-16")]),
        ("1.000656", date(2024, 6, 5), [("ho-tich.khai-tu", "2020-07-16")]),
        ("1.000656", date(2024, 6, 6), [("ho-tich.khai-tu", "2024-06-06")]),
    ],
)
def test_a_procedure_gets_the_forms_of_its_day(code: str, on: date, ids: list[tuple[str, str]]) -> None:
    assert [(form.id, form.version) for form in LIBRARY.for_procedure(code, on)] == ids


def test_the_form_of_2020_does_not_ask_the_requester_for_a_birth_date() -> None:
    for form_id in ("ho-tich.trich-luc", "ho-tich.khai-tu"):
        assert LIBRARY.get(form_id, "2020-07-16").field("requester.birth") is None
        assert LIBRARY.in_force(form_id, NOW).field("requester.birth") is not None


@pytest.mark.parametrize("form_id", ["mot-cua.giay-tiep-nhan", "mot-cua.phieu-bo-sung"])
def test_slips_are_a5_ask_nothing_and_come_in_both_sets(form_id: str) -> None:
    old, new = LIBRARY.versions(form_id)
    assert old.in_force.covers(SEED_DAY)
    assert new.in_force.covers(NOW)
    assert {form.paper for form in (old, new)} == {PaperSize.A5}
    assert not old.fields + new.fields


def test_a_form_or_version_that_is_not_there_is_a_fault() -> None:
    for wrong, code in (
        (("ho-tich.trich-luc", "1999-01-01"), ErrorCode.FORM_VERSION_UNKNOWN),
        (("gone", "1"), ErrorCode.FORM_UNKNOWN),
    ):
        with pytest.raises(DeskError) as fault:
            LIBRARY.get(*wrong)
        assert fault.value.code is code
    with pytest.raises(DeskError) as fault:
        LIBRARY.in_force("ho-tich.khai-tu", date(2001, 1, 1))
    assert fault.value.code is ErrorCode.FORM_NOT_IN_FORCE


def test_the_handbook_lists_every_place_of_the_office() -> None:
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    assert [key for key in CONTEXT_KEYS if f"`{key}`" not in text] == []
