import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue.procedures import load_procedures
from desktop.cli import main
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.forms.answers import Answer, Answers, Moment, Source
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.eform_sheet import LEFT_EMPTY, eform_sheet, sheet_csv, sheet_paper, sheet_text
from desktop.services.load_forms import load_library
from tests.support.form_files import form_of, form_text
from tests.support.paper_texts import paper_texts

TODAY = date(2026, 11, 24)
DEATH = load_library().in_force("ho-tich.khai-tu", TODAY)
ANSWERS = (
    Answers()
    .with_answer("requester.name", Answer(value="Trần Thị Lý"))
    .with_answer("requester.birth", Answer(value=PartialDate(year=1951, month=3, day=5)))
    .with_answer(
        "requester.id_paper",
        Answer(
            value=IdPaper(
                kind=IdPaperKind.CITIZEN_ID_CARD,
                number="042151000123",
                issuer="Bộ Công an",
                issued_on=PartialDate(year=2021, month=8, day=12),
            )
        ),
    )
    .with_answer(
        "deceased.died_at",
        Answer(value=Moment(day=PartialDate(year=2026, month=11, day=3), hour=4, minute=5)),
    )
    .with_answer("deceased.death_cause", Answer(value="", source=Source.UNKNOWN))
)


def copies() -> dict[str, str]:
    rows = eform_sheet(DEATH, ANSWERS, TODAY).rows
    return {f"{row.section}/{row.label}": row.copy for row in rows}


def test_the_rows_come_in_the_order_of_the_eform_and_no_visible_field_is_lost() -> None:
    keys = list(dict.fromkeys(row.key for row in eform_sheet(DEATH, ANSWERS, TODAY).rows))
    named = [key for key in DEATH.eform_order if key in keys]
    assert keys[: len(named)] == named
    assert "requester.residence" not in keys  # hidden, because the identity paper is known


def test_one_box_is_one_row_written_as_portals_want_it() -> None:
    found = copies()
    label = DEATH.field("requester.id_paper")
    assert label is not None
    assert found[f"Người yêu cầu/{label.label}: số"] == "042151000123"
    assert found[f"Người yêu cầu/{label.label}: ngày cấp"] == "12/08/2021"
    died = DEATH.field("deceased.died_at")
    assert died is not None
    died_at = f"{eform_sheet(DEATH, ANSWERS, TODAY).form.persons[1].title}/{died.label}"
    assert (found[f"{died_at}: ngày"], found[f"{died_at}: giờ"]) == ("03/11/2026", "04")
    assert found["Người yêu cầu/Ngày, tháng, năm sinh"] == "05/03/1951"


def test_two_people_never_share_a_row() -> None:
    rows = eform_sheet(DEATH, ANSWERS, TODAY).rows
    assert len({(row.section, row.label) for row in rows}) == len(rows)


def test_what_is_still_missing_is_marked_but_not_what_nobody_remembers() -> None:
    sheet = eform_sheet(DEATH, ANSWERS, TODAY)
    missing = {row.key for row in sheet.missing}
    assert "deceased.name" in missing
    assert "deceased.death_cause" not in missing


def test_the_catalogue_says_what_is_filed_online_only() -> None:
    now = load_procedures(resources_dir() / "procedures", TODAY)
    then = load_procedures(resources_dir() / "procedures", date(2023, 7, 25))
    assert eform_sheet(DEATH, ANSWERS, TODAY, now).online_only == (
        "1.000656 Đăng ký khai tử",
        "LT.000002 Liên thông khai tử, xóa thường trú, mai táng phí",
    )
    assert not eform_sheet(DEATH, ANSWERS, TODAY, then).online_only


def test_tables_numbers_and_ticks_fill_a_box_each() -> None:
    form = form_of(
        form_text(
            'key = "t"\nlabel = "Con"\ntype = "table"\n'
            'columns = [{ key = "a", title = "Tên" }, { key = "b", title = "Năm" }]',
            'key = "m"\nlabel = "Tiền"\ntype = "money"',
            'key = "c"\nlabel = "Đúng"\ntype = "yes_no"',
            'key = "d"\nlabel = "Dòng"\ntype = "textarea"',
            page="[bang t]\nTiền: {m}\nĐúng: {c?Có}\nDòng: {d}\n",
        )
    )
    answers = (
        Answers()
        .with_answer("t", Answer(value=(("An", "2001"), ("", ""), ("Bình", ""))))
        .with_answer("m", Answer(value=1500000))
        .with_answer("c", Answer(value=True))
        .with_answer("d", Answer(value="một\nhai"))
    )
    rows = {row.label: row for row in eform_sheet(form, answers, TODAY).rows}
    assert rows["Con: dòng 2, Tên"].copy == "Bình"
    assert "Con: dòng 2, Năm" not in rows
    assert (rows["Tiền"].value, rows["Tiền"].copy) == ("1.500.000", "1500000")
    assert rows["Đúng"].copy == "Có"
    assert (rows["Dòng"].value, rows["Dòng"].copy) == ("một hai", "một\nhai")


def test_the_csv_keeps_every_letter_and_every_leading_nought() -> None:
    sheet = eform_sheet(DEATH, ANSWERS, TODAY)
    text = sheet_csv(sheet)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert len(rows) == len(sheet.rows) + 1
    assert any(row[4] == "042151000123" for row in rows)


def test_text_and_paper_show_every_row() -> None:
    sheet = eform_sheet(DEATH, ANSWERS, TODAY)
    text = sheet_text(sheet)
    assert "Họ, chữ đệm, tên người yêu cầu\tTRẦN THỊ LÝ" in text
    assert LEFT_EMPTY in text
    words = paper_texts(sheet_paper(sheet))
    assert all(row.label in words for row in sheet.rows)
    assert not PdfPapers().draw(sheet_paper(sheet)).warnings


@pytest.mark.parametrize("form", load_library().all_in_force(TODAY), ids=lambda form: str(form.id))
def test_every_form_of_the_library_has_a_sheet(form: object) -> None:
    definition = next(one for one in load_library().all_in_force(TODAY) if one == form)
    sheet = eform_sheet(definition, Answers(), TODAY)
    assert {row.key for row in sheet.rows} <= {field.key for field in definition.fields}
    assert not sheet.rows or PdfPapers().draw(sheet_paper(sheet)).page_count >= 1


@pytest.mark.parametrize("kind", ["txt", "csv", "pdf"])
def test_the_command_writes_the_sheet(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers, out = tmp_path / "tl.json", tmp_path / f"bang.{kind}"
    answers.write_text(json.dumps({"requester.name": "Trần Thị Lý"}), encoding="utf-8")
    words = ["forms", "sheet", "ho-tich.khai-tu", "--answers", str(answers), "--on", "2026-11-24"]
    assert main([*words, "--out", str(out), "--data-dir", str(tmp_path)]) == 0
    assert out.stat().st_size > 100
    assert "Còn thiếu" in capsys.readouterr().out
    assert main([*words, "--json", "--data-dir", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["online_only"]


def test_another_kind_of_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["forms", "sheet", "ho-tich.khai-tu", "--answers", "x", "--out", "a.docx"]
    assert main([*words, "--data-dir", str(tmp_path)]) == 3
    assert "input_invalid" in capsys.readouterr().err
