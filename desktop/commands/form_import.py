"""`khongviet forms import|try`: a start from a Word file or an official PDF, and a look at a form before it is used."""

import argparse
import random
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from desktop.catalogue.offices import load_offices, office_on
from desktop.commands.files import write_file
from desktop.commands.outcome import Outcome
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.compose import compose
from desktop.forms.loader import check_form_file
from desktop.forms.official_pdf import MAX_PDF_BYTES
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.importing.docx_reader import DocxReader
from desktop.importing.package_check import MAX_FILE_BYTES
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.form_context import profile_context
from desktop.services.form_import import FormImport, ImportedForm, ImportSeed, start_from_pdf

_MOST_SEEDS: Final = 10**6


def add_importing(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the words of `forms import` and `forms try`."""
    start = parts.add_parser(
        "import", parents=[shared], help="dựng mẫu từ tệp .docx hoặc .pdf của cơ quan ban hành"
    )
    start.add_argument("file", type=Path, metavar="FILE.docx|FILE.pdf")
    start.add_argument("--id", required=True, metavar="ID", help="tên máy, ví dụ xa.ho-tro-nha-o")
    start.add_argument("--name", default="", metavar="TÊN", help="tên mẫu; không ghi thì lấy trong tệp")
    start.add_argument("--source", default="", metavar="VĂN BẢN", help="văn bản ban hành mẫu")
    start.add_argument("--out", type=Path, required=True, metavar="FILE.toml")
    start.set_defaults(run=run_import)
    look = parts.add_parser(
        "try", parents=[shared], help="in thử một tệp mẫu chưa công bố với câu trả lời bịa"
    )
    look.add_argument("file", type=Path, metavar="FILE.toml")
    look.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    look.add_argument("--seed", type=int, metavar="N", help="số bất kỳ; mỗi số một người khác")
    much = look.add_mutually_exclusive_group()
    much.add_argument(
        "--full", dest="kind", action="store_const", const=SampleKind.FULL, help="trả lời mọi ô"
    )
    much.add_argument(
        "--sparse", dest="kind", action="store_const", const=SampleKind.SPARSE, help="chỉ ô bắt buộc"
    )
    much.add_argument(
        "--overfull", dest="kind", action="store_const", const=SampleKind.OVERFULL, help="câu rất dài"
    )
    look.set_defaults(run=run_try, kind=SampleKind.FULL)


def run_import(arguments: argparse.Namespace) -> Outcome:
    """Write a draft.

    Raises:
        DeskError: FILE_MISSING, DOCUMENT_INVALID, FORM_BACKGROUND_INVALID, INPUT_INVALID, FILE_NOT_WRITABLE.
    """
    began = perf_counter()
    file: Path = arguments.file
    is_pdf = file.suffix.lower() == ".pdf"
    data = _bytes(file, MAX_PDF_BYTES if is_pdf else MAX_FILE_BYTES)
    seed = ImportSeed(id=arguments.id, name=arguments.name, source=arguments.source, today=_today())
    made: ImportedForm
    if is_pdf:
        made = start_from_pdf(data, seed, file.name)
        beside: Path = arguments.out.parent / file.name
        if beside.resolve() != file.resolve():
            write_file(beside, data)
    else:
        made = FormImport(DocxReader()).run(data, seed)
    write_file(arguments.out, made.text.encode())
    seconds = perf_counter() - began
    words = [
        f"{arguments.out}: “{made.name}”, {made.fields} ô, {seconds:.1f} giây.",
        *(f"- {remark}" for remark in made.remarks),
        f"Xem thử: khongviet forms try {arguments.out} --out thu.pdf",
    ]
    return Outcome(
        plain={
            "file": str(arguments.out),
            "name": made.name,
            "fields": made.fields,
            "remarks": list(made.remarks),
            "seconds": round(seconds, 3),
        },
        text="\n".join(words),
    )


def run_try(arguments: argparse.Namespace) -> Outcome:
    """Render a form file with invented answers.

    Raises:
        DeskError: FILE_MISSING, FORM_INVALID naming line and cure, INPUT_INVALID, FILE_NOT_WRITABLE.
    """
    if not arguments.file.is_file():
        raise DeskError(ErrorCode.FILE_MISSING, file=arguments.file)
    check = check_form_file(arguments.file, shown_as=str(arguments.file), in_library=False)
    if check.form is None:
        raise check.problems[0].as_fault(len(check.problems) - 1)
    today = _today()
    seed = random.randrange(_MOST_SEEDS) if arguments.seed is None else arguments.seed  # noqa: S311 - sample data, not secrets
    office = office_on(load_offices(resources_dir() / "offices"), today)
    answers = sample_answers(check.form, arguments.kind, today, seed=seed)
    drawn = PdfPapers().draw(compose(check.form, answers, profile_context(office, today)))
    write_file(arguments.out, drawn.pdf)
    warnings = [warning.text for warning in drawn.warnings]
    return Outcome(
        plain={"file": str(arguments.out), "pages": drawn.page_count, "seed": seed, "warnings": warnings},
        text="\n".join(
            [f"{check.form.name}: {drawn.page_count} trang, {arguments.out} (--seed {seed})", *warnings]
        ),
    )


def _bytes(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=file) from error


def _today() -> date:
    return office_time(datetime.now().astimezone()).date()
