"""Loads one form file. `check_form_file` never raises for what stands in the file, `load_form` does."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.system_faults import reason_of
from desktop.forms.building import build_form
from desktop.forms.checking import check_form
from desktop.forms.definition import FormDefinition
from desktop.forms.locator import page_first_line
from desktop.forms.official_pdf import MAX_PDF_BYTES
from desktop.forms.page import read_page
from desktop.forms.placing import Attached, nothing_attached, with_background
from desktop.forms.problems import FormProblem, ProblemList, TooManyProblemsError
from desktop.forms.reading import Plain, RawForm, check_shape, read_raw
from desktop.forms.vocabulary import MAX_BYTES, MAX_PAGE_LINES


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCheck:
    """What became of a file: the form if it is free of mistakes, and the mistakes from top to bottom.

    Attributes:
        doubts: What is worth a look and keeps nobody from using the form, from top to bottom.
    """

    file: str
    form: FormDefinition | None
    problems: tuple[FormProblem, ...]
    doubts: tuple[FormProblem, ...] = ()


def check_form_text(
    data: bytes,
    file: str,
    *,
    version: str = "",
    folder: str = "",
    folder_certain: bool = True,
    attached: Attached = nothing_attached,
) -> FormCheck:
    """Check the bytes of a form file.

    Args:
        data: What stands in the file.
        file: Its name as an officer knows it, for the messages.
        version: The version the file's name promises; '' = do not compare.
        folder: The folder's name the id must end with; '' = do not compare.
        folder_certain: Whether another name is a mistake, or only worth a look.
        attached: Gives the official PDF that lies beside it.
    """
    raw = read_raw(data, file)
    form: FormDefinition | None = None
    if raw.plain is not None:
        with suppress(TooManyProblemsError):
            check_shape(raw.plain, raw.problems)
            form = _build(raw, raw.plain, attached)
            _compare_names(form, raw.problems, version, folder, folder_certain=folder_certain)
    problems = tuple(sorted(raw.problems, key=lambda problem: problem.line))
    doubts = tuple(sorted(raw.problems.doubts, key=lambda doubt: doubt.line))
    return FormCheck(file=file, form=None if problems else form, problems=problems, doubts=doubts)


def check_form_file(path: FilePath, *, shown_as: str = "", in_library: bool = True) -> FormCheck:
    """Check a file on disk; a file that is too big is not even read.

    Args:
        path: The file.
        shown_as: Its name as an officer knows it, for the messages.
        in_library: Whether folder and file name must agree with id and version, as in a library of forms. Elsewhere
            a file may have any name; one named like a version must be that version.
    """
    file = shown_as or path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            return check_form_text(b" " * (MAX_BYTES + 1), file)
        data = path.read_bytes()
    except OSError as error:
        problem = FormProblem(
            file=file,
            line=0,
            place="",
            message="Không mở được tệp.",
            cure=f"Kiểm tra tệp và quyền đọc: {reason_of(error)}.",
        )
        return FormCheck(file=file, form=None, problems=(problem,))
    beside = files_beside(path)
    is_filed = in_library or path.stem[:1].isdigit()
    return check_form_text(
        data,
        file,
        version=path.stem if is_filed else "",
        folder=path.absolute().parent.name if is_filed else "",
        folder_certain=in_library,
        attached=beside,
    )


def files_beside(path: FilePath) -> Attached:
    """Give what lies beside a form file; of a file that is too big only as much as shows that it is."""

    def read(name: str) -> bytes:
        with (path.parent / name).open("rb") as stream:
            return stream.read(MAX_PDF_BYTES + 1)

    return read


def load_form(path: FilePath) -> FormDefinition:
    """Load one form.

    Raises:
        DeskError: FORM_INVALID with the first mistake (file, line, what, cure) and how many more there are.
    """
    check = check_form_file(path, shown_as=f"{path.parent.name}/{path.name}")
    if check.form is None:
        if not check.problems:
            raise DeskError(ErrorCode.FORM_INVALID, place=check.file)
        raise check.problems[0].as_fault(len(check.problems) - 1)
    return check.form


def _build(raw: RawForm, plain: Plain, attached: Attached) -> FormDefinition:
    printed = plain.get("print")
    text = printed.get("page", "") if isinstance(printed, dict) else ""
    first = page_first_line(raw.text)
    lines = text.count("\n")
    if lines > MAX_PAGE_LINES:
        raw.problems.add(
            ("print", "page"), f"Trang in dài {lines} dòng.", f"Nhiều nhất {MAX_PAGE_LINES} dòng."
        )
        text = ""
    items, slips = read_page(text)
    for slip in slips:
        raw.problems.add(("print", "page"), slip.message, slip.cure, line=first + slip.line)
    page = tuple(replace(item, line=first + item.line) for item in items)
    form = build_form(plain, page, raw.problems)
    form = with_background(form, plain, attached, raw.problems)
    check_form(form, plain, raw.problems)
    return form


def _compare_names(
    form: FormDefinition, problems: ProblemList, version: str, folder: str, *, folder_certain: bool
) -> None:
    if version and form.version and form.version != version:
        problems.add(
            ("version",),
            f"Phiên bản “{form.version}” khác tên tệp “{version}.toml”.",
            "Đổi tên tệp hoặc sửa version cho trùng nhau.",
        )
    if folder and form.id and form.id != folder and not form.id.endswith(f".{folder}"):
        note = problems.add if folder_certain else problems.doubt
        note(
            ("id",),
            f"Tên máy “{form.id}” không kết thúc bằng tên thư mục “{folder}”.",
            f'Sửa thành "….{folder}".',
        )
