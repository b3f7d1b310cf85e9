"""`khongviet forms copy|publish`: the office changes a form itself; older versions stay."""

import argparse
import pkgutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.commands.days import day_of_argument
from desktop.commands.files import read_json, read_words, write_file
from desktop.commands.outcome import Outcome
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.answers import Answers
from desktop.forms.definition import FormDefinition
from desktop.forms.loader import check_form_file, files_beside
from desktop.resources_dir import resources_dir
from desktop.services.case_misfits import CaseMisfitReport
from desktop.services.form_publishing import find_form_file, misfits, publish_form
from desktop.services.load_forms import OWN_FORMS, load_library

_COUNT: Final = "desktop.commands.visit_misfits:visits_unfit"


def add_publishing(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the words of `forms copy` and `forms publish`."""
    copy = parts.add_parser("copy", parents=[shared], help="chép một mẫu ra tệp để sửa")
    copy.add_argument("id", metavar="ID", help="mã mẫu")
    copy.add_argument("--version", metavar="V", help="phiên bản; không ghi thì lấy mẫu đang có hiệu lực")
    copy.add_argument("--out", type=Path, required=True, metavar="FILE.toml")
    copy.set_defaults(run=run_copy)
    publish = parts.add_parser("publish", parents=[shared], help="đưa mẫu đã sửa vào dùng từ một ngày")
    publish.add_argument("file", type=Path, metavar="FILE.toml")
    publish.add_argument("--from", dest="first", required=True, metavar="YYYY-MM-DD", help="ngày có hiệu lực")
    publish.add_argument(
        "--sector", default="", metavar="TÊN", help="thư mục lĩnh vực; không ghi: theo tên máy"
    )
    publish.add_argument(
        "--answers", type=Path, metavar="FILE.json", help="câu trả lời đã lưu, để xem còn hợp mẫu mới không"
    )
    publish.set_defaults(run=run_publish)


def run_copy(arguments: argparse.Namespace) -> Outcome:
    """Copy a form to a file of the officer's choice.

    Raises:
        DeskError: FORM_UNKNOWN, FORM_NOT_IN_FORCE, FILE_NOT_WRITABLE.
    """
    today = office_time(datetime.now().astimezone()).date()
    version = arguments.version or load_library(arguments.data_dir).in_force(arguments.id, today).version
    shipped = resources_dir()
    path = find_form_file(
        arguments.id, version, shipped / "forms", shipped / "slips", arguments.data_dir / OWN_FORMS
    )
    form = check_form_file(path).form
    background = form.background if form is not None else None
    if background is not None:
        beside = arguments.out.parent / background.name
        if beside.exists() and beside.read_bytes() != background.pdf.data:
            raise DeskError(ErrorCode.FILE_NOT_WRITABLE, file=beside)
        write_file(beside, background.pdf.data)
    write_file(arguments.out, path.read_bytes())
    return Outcome(
        plain={
            "id": arguments.id,
            "version": version,
            "file": str(arguments.out),
            "background": background.name if background is not None else None,
        },
        text=f"{arguments.out}: sửa xong chạy khongviet forms publish {arguments.out} --from NGÀY.",
    )


def run_publish(arguments: argparse.Namespace) -> Outcome:
    """Put an edited form into the office's own folder.

    Raises:
        DeskError: FILE_MISSING, FORM_INVALID, FORM_VERSION_KEPT, INPUT_INVALID, FILE_NOT_WRITABLE, ANSWER_INVALID.
    """
    first = day_of_argument(arguments.first, "--from")
    text = read_words(arguments.file)
    sector: str = arguments.sector
    if any(sign in sector for sign in "/\\."):
        raise DeskError(ErrorCode.INPUT_INVALID, place="--sector", problem="chỉ là một tên thư mục.")
    publication = publish_form(
        text,
        arguments.file.name,
        first,
        arguments.data_dir / OWN_FORMS,
        sector,
        attached=files_beside(arguments.file),
    )
    told: tuple[str, ...] = ()
    if arguments.answers is not None:
        try:
            told = misfits(publication.form, Answers.from_plain(read_json(arguments.answers)), first)
        except ValueError as error:
            raise DeskError(
                ErrorCode.ANSWER_INVALID,
                place=str(arguments.answers),
                problem="không phải câu trả lời đã lưu.",
            ) from error
    # Listing forms must not wait for the database; publishing may.
    count: Callable[[Path, FormDefinition], tuple[CaseMisfitReport | None, list[str]]] = pkgutil.resolve_name(
        _COUNT
    )
    visits, counted = count(arguments.data_dir, publication.form)
    for path, data in publication.files:
        write_file(path, data)
    target = publication.target
    words = [f"Dùng từ {first:%d/%m/%Y}: {target}. Phiên bản cũ vẫn còn để in lại hồ sơ cũ.", *told]
    words += counted
    rows = visits.rows if visits is not None else ()
    plain = {
        "file": str(target),
        "misfits": list(told),
        "visits": visits.visits if visits is not None else None,
        "unfit_visits": visits.unfit if visits is not None else None,
        "visit_misfits": [{"what": row.what, "visits": row.visits} for row in rows],
    }
    return Outcome(plain=plain, text="\n".join(words))
