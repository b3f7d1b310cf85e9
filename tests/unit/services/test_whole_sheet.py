from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.forms.answers import Answers
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.services.eform_sheet import EformSheet, eform_sheet, sheet_csv, sheet_text
from desktop.services.load_forms import load_library
from desktop.services.whole_sheet import WHOLE_ID, whole_sheet

TODAY = date(2026, 11, 24)
BIRTH = ("ho-tich.khai-sinh", "cu-tru.ct01", "bao-hiem-xa-hoi.tk1-ts")


def sheets_of(*form_ids: str) -> list[EformSheet]:
    library = load_library()
    forms = [library.in_force(form_id, TODAY) for form_id in form_ids]
    answers = Answers()
    for form in reversed(forms):
        for key, answer in sample_answers(form, SampleKind.FULL, TODAY).entries.items():
            answers = answers.with_answer(key, answer)
    return [eform_sheet(form, answers, TODAY) for form in forms]


def test_each_answer_stands_once_and_none_is_lost() -> None:
    sheets = sheets_of(*BIRTH)
    whole = whole_sheet(sheets)
    ids = [row.id for row in whole.rows]
    assert len(set(ids)) == len(ids)
    assert set(ids) == {row.id for sheet in sheets for row in sheet.rows}
    assert len(ids) < sum(len(sheet.rows) for sheet in sheets)


def test_what_is_said_of_one_person_stands_together() -> None:
    whole = whole_sheet(sheets_of(*BIRTH))
    sections = [row.section for row in whole.rows]
    turns = sum(one != other for one, other in pairwise(sections))
    assert turns == len(set(sections)) - 1
    roles = {row.key.partition(".")[0]: row.section for row in whole.rows}
    assert len({row.section for row in whole.rows if row.key.startswith("requester.")}) == 1
    assert roles["requester"] == "Người yêu cầu"


def test_a_table_row_of_a_later_form_can_still_be_copied_whole() -> None:
    whole = whole_sheet(sheets_of(*BIRTH))
    cell = next(row for row in whole.rows if row.table_row)
    assert "\t" in whole.text_of_table_row(cell)


def test_it_says_which_forms_it_serves() -> None:
    whole = whole_sheet(sheets_of("ho-tich.khai-tu", "cu-tru.ct01"))
    assert whole.form.id == WHOLE_ID
    assert "khai tử" in sheet_text(whole)
    assert "CT01" in sheet_text(whole)
    assert sheet_csv(whole).count("\r\n") == len(whole.rows) + 1


def test_the_command_joins_the_sheets_of_several_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "a.json"
    answers.write_text('{"requester.name": "Trần Thị Lý"}', encoding="utf-8")
    assert main(["forms", "sheet", *BIRTH, "--answers", str(answers)]) == 0
    assert capsys.readouterr().out.casefold().count("trần thị lý") == 1
