"""`khongviet forms copy|publish`: the office changes a form itself; older versions stay."""

import argparse
from datetime import datetime
from pathlib import Path

from desktop.commands.days import day_of_argument
from desktop.commands.files import read_json, write_file
from desktop.commands.outcome import Outcome
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.answers import Answers
from desktop.forms.loader import check_form_text
from desktop.resources_dir import resources_dir
from desktop.services.form_publishing import find_form_file, misfits, publish_form
from desktop.services.load_forms import OWN_FORMS, load_library


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
    write_file(arguments.out, path.read_bytes())
    return Outcome(
        plain={"id": arguments.id, "version": version, "file": str(arguments.out)},
        text=f"{arguments.out}: sửa xong chạy khongviet forms publish {arguments.out} --from NGÀY.",
    )


def run_publish(arguments: argparse.Namespace) -> Outcome:
    """Put an edited form into the office's own folder.

    Raises:
        DeskError: FILE_MISSING, FORM_INVALID, FORM_VERSION_KEPT, INPUT_INVALID, FILE_NOT_WRITABLE, ANSWER_INVALID.
    """
    first = day_of_argument(arguments.first, "--from")
    try:
        text = arguments.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=arguments.file) from error
    form = check_form_text(text.encode(), arguments.file.name).form
    sector = arguments.sector or (form.id.partition(".")[0] if form is not None else "")
    if any(sign in sector for sign in "/\\.") or (form is not None and not sector):
        raise DeskError(ErrorCode.INPUT_INVALID, place="--sector", problem="chỉ là một tên thư mục.")
    target, dated = publish_form(text, arguments.file.name, first, arguments.data_dir / OWN_FORMS, sector)
    told: tuple[str, ...] = ()
    published = check_form_text(dated.encode(), arguments.file.name).form
    if arguments.answers is not None and published is not None:
        try:
            told = misfits(published, Answers.from_plain(read_json(arguments.answers)), first)
        except ValueError as error:
            raise DeskError(
                ErrorCode.ANSWER_INVALID,
                place=str(arguments.answers),
                problem="không phải câu trả lời đã lưu.",
            ) from error
    write_file(target, dated.encode())
    words = [f"Dùng từ {first:%d/%m/%Y}: {target}. Phiên bản cũ vẫn còn để in lại hồ sơ cũ.", *told]
    return Outcome(plain={"file": str(target), "misfits": list(told)}, text="\n".join(words))
