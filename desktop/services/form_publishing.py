"""The office's own forms: copied from the library, dated, and kept beside every older version.

A version that cases may have been written with is never overwritten: it reprints them. From its first day on the new
version is used for new cases (`FormLibrary.in_force` takes the newer of two).
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper
from desktop.forms.answers import Answers, Moment
from desktop.forms.building import options_of
from desktop.forms.definition import Field, FieldType, FormDefinition
from desktop.forms.loader import check_form_file, check_form_text
from desktop.forms.locator import key_lines
from desktop.forms.place_rows import with_background
from desktop.forms.placing import Attached, nothing_attached
from desktop.forms.scope import scope_of

_CHOICES: Final = frozenset({FieldType.CHOICE, FieldType.MULTI})
_LAST_DAY: Final = re.compile(r",?\s*\bto\s*=\s*\d{4}-\d{2}-\d{2}")


def find_form_file(form_id: str, version: str, *folders: Path) -> Path:
    """Give the file a form of the library was read from; a later folder goes before an earlier one.

    Raises:
        DeskError: FORM_UNKNOWN.
    """
    for folder in reversed(folders):
        for path in sorted(folder.rglob(f"{version}.toml")):
            form = check_form_file(path).form
            if form is not None and (form.id, form.version) == (form_id, version):
                return path
    raise DeskError(ErrorCode.FORM_UNKNOWN, form=form_id, version=version)


def dated_text(text: str, first_day: date) -> str:
    """Give the same form as a version of its own from a day on; every other letter and comment stays."""
    lines = text.replace("\r\n", "\n").split("\n")
    at = key_lines("\n".join(lines))
    version = at.get(("version",))
    if version:
        lines[version - 1] = f'version = "{first_day.isoformat()}"'
    table, first, last = at.get(("in_force",)), at.get(("in_force", "from")), at.get(("in_force", "to"))
    if first:
        lines[first - 1] = f"from = {first_day.isoformat()}"
    elif table:
        lines[table - 1] = f"in_force = {{ from = {first_day.isoformat()} }}"
    if last:
        lines[last - 1] = _LAST_DAY.sub("", lines[last - 1])
    return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is to be written to put a form into use: the PDF first, so that the form file never stands without it.

    Attributes:
        target: The form file.
        text: What is to stand there.
        form: What it says.
        background: Its official PDF beside it, None for a form with a page of its own.
    """

    target: Path
    text: str
    form: FormDefinition
    background: tuple[Path, bytes] | None = None

    @property
    def files(self) -> tuple[tuple[Path, bytes], ...]:
        """Every file with its bytes, in the order of writing."""
        form_file = (self.target, self.text.encode())
        return (form_file,) if self.background is None else (self.background, form_file)


def publish_form(
    text: str,
    file: str,
    first_day: date,
    own_forms: Path,
    sector: str = "",
    *,
    attached: Attached = nothing_attached,
) -> Publication:
    """Check a form, date it, and tell where in the office's own folder it belongs and what is to stand there.

    The official PDF keeps its name; where another version already has another PDF of that name, the day is added.

    Args:
        text: The edited form file.
        file: Its name, for the messages.
        first_day: The first day it is used.
        own_forms: The office's own forms.
        sector: Folder of the sector; "" = what stands before the first dot of the id.
        attached: Gives the official PDF that lies beside the edited file.

    Raises:
        DeskError: FORM_INVALID naming line and cure; FORM_VERSION_KEPT where that version stands already.
    """
    dated = dated_text(text, first_day)
    check = check_form_text(dated.encode(), file, attached=attached)
    if check.form is None:
        raise check.problems[0].as_fault(len(check.problems) - 1)
    form = check.form
    sector = sector or form.id.partition(".")[0]
    target = own_forms / sector / form.id.removeprefix(f"{sector}.") / f"{form.version}.toml"
    background: tuple[Path, bytes] | None = None
    if form.background is not None:
        data = form.background.pdf.data
        path = free_background_name(target.parent, form.background.name, form.version, data)
        dated = with_background(dated, path.name, form.background.pdf.sha256)
        background = (path, data)
    if target.exists() and target.read_text(encoding="utf-8") != dated:
        raise DeskError(ErrorCode.FORM_VERSION_KEPT, form=form.id, version=form.version)
    return Publication(target=target, text=dated, form=form, background=background)


def free_background_name(folder: Path, name: str, version: str, data: bytes) -> Path:
    """Give where an official PDF may be written: its own name, or one with the version where another PDF has that.

    Raises:
        DeskError: FORM_VERSION_KEPT where both names belong to other PDFs.
    """
    path = folder / name
    if not path.exists() or path.read_bytes() == data:
        return path
    dated = folder / f"{path.stem}-{version}{path.suffix}"
    if dated.exists() and dated.read_bytes() != data:
        raise DeskError(ErrorCode.FORM_VERSION_KEPT, form=name, version=version)
    return dated


def misfits(form: FormDefinition, answers: Answers, today: date) -> tuple[str, ...]:
    """Tell which saved answers a form no longer takes, one sentence each; nothing is lost, it is only not printed."""
    fields = {field.key: field for field in form.fields}
    told: list[str] = []
    for key in answers:
        answer, field = answers.get(key), fields.get(key)
        if field is None:
            told.append(f"{key}: mẫu không còn ô này.")
        elif answer is not None and not answer.is_empty and not _is_kind(field, answer.value):
            told.append(f"{key}: “{field.label}” đã đổi loại ô, câu trả lời cũ không đọc được nữa.")
        elif answer is not None and not answer.is_empty and not _takes(field, answer.value):
            told.append(f"{key}: “{field.label}” không còn lựa chọn đã ghi.")
    scope = scope_of(form, answers, today)
    told += [
        f"{field.key}: “{field.label}” phải hỏi thêm."
        for field in form.fields
        if field.required and field.key in scope.visible and field.key not in scope.answers
    ]
    return tuple(told)


def _is_kind(field: Field, value: object) -> bool:  # noqa: PLR0911 - one line a kind
    """Whether a value is of the kind the field holds now; words stand for themselves in any field of words."""
    match field.type:
        case FieldType.DATE:
            return isinstance(value, PartialDate)
        case FieldType.MOMENT:
            return isinstance(value, Moment)
        case FieldType.NUMBER | FieldType.MONEY:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldType.YES_NO:
            return isinstance(value, bool)
        case FieldType.ID_PAPER:
            return isinstance(value, IdPaper)
        case FieldType.TABLE:
            return isinstance(value, tuple) and all(isinstance(row, tuple) for row in value)
        case FieldType.MULTI:
            return isinstance(value, tuple) and all(isinstance(row, str) for row in value)
        case FieldType.COMPUTED:
            return True
        case _:
            return isinstance(value, str)


def _takes(field: Field, value: object) -> bool:
    if field.type not in _CHOICES or field.other:
        return True
    chosen = value if isinstance(value, tuple) else (value,)
    return all(one in options_of(field) for one in chosen)
