"""`khongviet forms sheet`: the answers in the order of the e-form, to be copied box by box."""

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Final

from desktop.catalogue.procedures import load_procedures
from desktop.commands.days import day_of_argument
from desktop.commands.files import read_json, write_file
from desktop.commands.outcome import Outcome
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.answer_file import answers_from_file
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.eform_sheet import EformSheet, eform_sheet, sheet_csv, sheet_paper, sheet_text
from desktop.services.load_forms import load_library
from desktop.services.whole_sheet import whole_sheet

_KINDS: Final = (".txt", ".csv", ".pdf")


def add_sheet(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the words of `forms sheet`."""
    sheet = parts.add_parser("sheet", parents=[shared], help="bảng chép vào biểu mẫu điện tử, đúng thứ tự ô")
    sheet.add_argument(
        "id",
        nargs="+",
        metavar="ID",
        help="mã mẫu, ví dụ ho-tich.khai-tu; nhiều mẫu: một bảng, mỗi người hỏi một lần",
    )
    sheet.add_argument("--answers", type=Path, required=True, metavar="FILE.json", help="câu trả lời")
    sheet.add_argument("--on", metavar="YYYY-MM-DD", help="ngày làm; không ghi thì hôm nay")
    sheet.add_argument(
        "--out", type=Path, metavar="FILE", help="tệp .txt, .csv hoặc .pdf; không ghi: in ra đây"
    )
    sheet.set_defaults(run=run_sheet)


def run_sheet(arguments: argparse.Namespace) -> Outcome:
    """Make the sheet.

    Raises:
        DeskError: FORM_UNKNOWN, FORM_NOT_IN_FORCE, ANSWER_INVALID, FILE_INVALID, FILE_NOT_WRITABLE, INPUT_INVALID.
    """
    out: Path | None = arguments.out
    if out is not None and out.suffix.lower() not in _KINDS:
        raise DeskError(
            ErrorCode.INPUT_INVALID, place="--out", problem=f"đuôi tệp phải là {', '.join(_KINDS)}."
        )
    day = (
        office_time(datetime.now().astimezone()).date()
        if arguments.on is None
        else day_of_argument(arguments.on, "--on")
    )
    sheet = _sheet(arguments, day)
    plain: dict[str, object] = {
        "id": sheet.form.id,
        "version": sheet.form.version,
        "online_only": list(sheet.online_only),
        "rows": [
            {name: getattr(row, name) for name in ("key", "section", "label", "value", "copy", "missing")}
            for row in sheet.rows
        ],
    }
    if out is None:
        return Outcome(plain=plain, text=sheet_text(sheet))
    write_file(out, _bytes_of(sheet, out.suffix.lower()))
    missing = "; ".join(row.label for row in sheet.missing)
    words = [f"{len(sheet.rows)} ô, {out}", *([f"Còn thiếu: {missing}."] if missing else [])]
    return Outcome(plain=plain | {"file": str(out)}, text="\n".join(words))


def _sheet(arguments: argparse.Namespace, day: date) -> EformSheet:
    library = load_library(arguments.data_dir)
    forms = [library.in_force(form_id, day) for form_id in arguments.id]
    fields = {field.key: field for form in reversed(forms) for field in form.fields}
    answers, problems = answers_from_file(fields, read_json(arguments.answers), day)
    if problems:
        raise DeskError(ErrorCode.ANSWER_INVALID, place=str(arguments.answers), problem=" ".join(problems))
    procedures = load_procedures(resources_dir() / "procedures", day)
    sheets = [eform_sheet(form, answers, day, procedures) for form in forms]
    return sheets[0] if len(sheets) == 1 else whole_sheet(sheets)


def _bytes_of(sheet: EformSheet, kind: str) -> bytes:
    match kind:
        case ".pdf":
            return PdfPapers().draw(sheet_paper(sheet)).pdf
        case ".csv":
            return sheet_csv(sheet).encode()
        case _:
            return sheet_text(sheet).encode()
