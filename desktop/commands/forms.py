"""`khongviet forms`: list the forms, check form files, render one filled or blank."""

import argparse
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from desktop.catalogue.offices import load_offices, office_on
from desktop.catalogue.procedures import load_editions
from desktop.commands.files import read_json, write_file
from desktop.commands.form_import import add_importing
from desktop.commands.form_publish import add_publishing
from desktop.commands.form_sheet import add_sheet
from desktop.commands.outcome import EXIT_BAD_INPUT, EXIT_OK, Outcome
from desktop.commands.parsers import shared_options
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.answer_file import answers_from_file, unprinted_answers
from desktop.forms.answers import Answers
from desktop.forms.certainty import LEVEL_WORDS
from desktop.forms.compose import compose, day_of
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.forms.loader import check_form_file
from desktop.forms.problems import FormProblem
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.form_context import profile_context
from desktop.services.form_links import check_links, known_names
from desktop.services.load_forms import OWN_FORMS, load_library

_TOML: Final = "*.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the parts of the command."""
    shared = shared_options(again=True)
    parts = parser.add_subparsers(
        dest="part", required=True, metavar="list|check|render|sheet|copy|publish|import|try"
    )
    listing = parts.add_parser("list", parents=[shared], help="các mẫu đang có")
    listing.add_argument("--on", metavar="YYYY-MM-DD", help="chỉ mẫu có hiệu lực vào ngày này")
    listing.set_defaults(run=run_list)
    check = parts.add_parser("check", parents=[shared], help="kiểm tra tệp mẫu: chỉ tệp, chỗ sai, cách sửa")
    check.add_argument(
        "path", nargs="?", type=Path, metavar="PATH", help="tệp hoặc thư mục; không ghi: mọi mẫu đi kèm"
    )
    check.set_defaults(run=run_check)
    render = parts.add_parser("render", parents=[shared], help="dựng một mẫu thành PDF")
    render.add_argument("id", metavar="ID", help="mã mẫu, ví dụ ho-tich.trich-luc")
    render.add_argument("--version", metavar="V", help="phiên bản; không ghi thì lấy mẫu đang có hiệu lực")
    render.add_argument("--answers", type=Path, metavar="FILE.json", help="câu trả lời (xem docs/forms.md)")
    render.add_argument("--blank", action="store_true", help="mẫu trống để viết tay")
    render.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    render.set_defaults(run=run_render)
    add_sheet(parts, shared)
    add_publishing(parts, shared)
    add_importing(parts, shared)


def run_list(arguments: argparse.Namespace) -> Outcome:
    """List every form, or those in force on a day.

    Raises:
        DeskError: INPUT_INVALID for what is no day.
    """
    library = load_library(arguments.data_dir)
    forms = library.all() if arguments.on is None else library.all_in_force(_day(arguments.on))
    rows = [
        {
            "id": form.id,
            "version": form.version,
            "name": form.name,
            "source": form.source,
            "in_force_from": form.in_force.first.isoformat(),
            "in_force_to": form.in_force.last.isoformat() if form.in_force.last else None,
            "procedures": list(form.procedures),
            "level": form.checked.level.value,
            "certainty": form.checked.certainty,
        }
        for form in forms
    ]
    words = [f"{form.id}  {form.version}  {form.name}  [{LEVEL_WORDS[form.checked.level]}]" for form in forms]
    words += [f"SAI: {problem}" for problem in library.problems]
    return Outcome(
        plain={"forms": rows, "problems": [_problem(one) for one in library.problems]}, text="\n".join(words)
    )


def run_check(arguments: argparse.Namespace) -> Outcome:
    """Check one file, one folder, or everything that is shipped.

    Raises:
        DeskError: FILE_MISSING, or INPUT_INVALID for a folder without form files.
    """
    shipped = resources_dir()
    folders = [arguments.path] if arguments.path is not None else [shipped / "forms", shipped / "slips"]
    files = [file for folder in folders for file in _toml_files(folder)]
    checks = {
        file: check_form_file(file, shown_as=str(file), in_library=_is_filed(arguments, file))
        for file in files
    }
    own = [check.form for check in checks.values() if check.form is not None]
    known = known_names(
        [*load_library(arguments.data_dir).all(), *own],
        (one.code for one in load_editions(shipped / "procedures")),
    )
    problems: list[FormProblem] = []
    for file, check in checks.items():
        problems += check.problems or check_links(file, str(file), known)
    doubts = [doubt for check in checks.values() for doubt in check.doubts]
    words = [] if problems else [f"{len(files)} tệp mẫu, không có chỗ sai."]
    words += [f"Nên xem lại: {doubt}" for doubt in doubts]
    return Outcome(
        plain={
            "checked": len(files),
            "problems": [_problem(one) for one in problems],
            "doubts": [_problem(one) for one in doubts],
        },
        text="\n".join(words),
        exit_code=EXIT_BAD_INPUT if problems else EXIT_OK,
        complaints=tuple((ErrorCode.FORM_INVALID.value, str(problem)) for problem in problems),
    )


def _is_filed(arguments: argparse.Namespace, file: Path) -> bool:
    """Tell whether a file lies where forms are looked for: there its names must agree with id and version."""
    if arguments.path is None or arguments.path.is_dir():
        return True
    homes = (resources_dir() / "forms", resources_dir() / "slips", arguments.data_dir / OWN_FORMS)
    return any(file.resolve().is_relative_to(home.resolve()) for home in homes)


def run_render(arguments: argparse.Namespace) -> Outcome:
    """Render a form.

    Raises:
        DeskError: FORM_UNKNOWN, FORM_NOT_IN_FORCE, ANSWER_INVALID, FILE_INVALID, FILE_NOT_WRITABLE.
    """
    today = office_time(datetime.now().astimezone()).date()
    definition = _form(load_library(arguments.data_dir), arguments.id, arguments.version, today)
    answers = Answers() if arguments.answers is None else _answers(definition, arguments.answers, today)
    context = _context(definition, today)
    paper = compose(definition, answers, context, blank=arguments.blank)
    drawn = PdfPapers().draw(paper)
    write_file(arguments.out, drawn.pdf)
    unprinted = () if arguments.blank else unprinted_answers(definition, answers, day_of(context))
    warnings = [*unprinted, *(warning.text for warning in drawn.warnings)]
    plain = {
        "id": definition.id,
        "version": definition.version,
        "file": str(arguments.out),
        "pages": drawn.page_count,
        "warnings": warnings,
    }
    words = [f"{definition.name}: {drawn.page_count} trang, {arguments.out}", *warnings]
    return Outcome(plain=plain, text="\n".join(words))


def _form(library: FormLibrary, form_id: str, version: str | None, today: date) -> FormDefinition:
    if version is not None:
        return library.get(form_id, version)
    versions = library.versions(form_id)
    if any(form.in_force.covers(today) for form in versions) or not versions:
        return library.in_force(form_id, today)
    return versions[-1]  # an ended form is still printed for whoever names it


def _answers(definition: FormDefinition, file: Path, today: date) -> Answers:
    fields = {field.key: field for field in definition.fields}
    answers, problems = answers_from_file(fields, read_json(file), today)
    if problems:
        raise DeskError(ErrorCode.ANSWER_INVALID, place=str(file), problem=" ".join(problems))
    return answers


def _context(definition: FormDefinition, today: date) -> Mapping[str, str]:
    last = definition.in_force.last
    day = today if last is None or today <= last else last
    return profile_context(
        office_on(load_offices(resources_dir() / "offices"), max(day, definition.in_force.first)), day
    )


def _problem(problem: object) -> dict[str, object]:
    return {name: getattr(problem, name) for name in ("file", "line", "place", "message", "cure")}


def _toml_files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob(_TOML) if file.is_file())
        if not found:
            raise DeskError(
                ErrorCode.INPUT_INVALID, place=str(path), problem="thư mục không có tệp mẫu .toml nào."
            )
        return found
    if not path.exists():
        raise DeskError(ErrorCode.FILE_MISSING, file=path)
    return [path]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DeskError(
            ErrorCode.INPUT_INVALID, place="--on", problem=f"“{text}” không phải ngày; viết như 2026-11-23."
        ) from error
