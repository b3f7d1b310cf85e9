"""The data sheet for the e-form: the same answers in the order of the e-form, each ready to be copied into one box.

For services that no longer take paper the desk does not hand in a declaration: the citizen is logged in, and the
officer copies box by box. So one box is one row: an identity paper is four boxes, a table is a box a cell, a date is
written as portals want it (05/03/1951), numbers without dots.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper
from desktop.domain.procedure import Procedure
from desktop.forms.answers import Answer, Answers, AnswerValue, Moment
from desktop.forms.building import options_of
from desktop.forms.definition import Field, FieldType, FormDefinition
from desktop.forms.paper import Cell, Column, ComposedPaper, Gap, Notes, Run, RunKind, Subtitle, Table, Title
from desktop.forms.places import show
from desktop.forms.scope import scope_of

LEFT_EMPTY: Final = "(để trống)"
_COLUMNS: Final = ("Thứ tự", "Phần", "Ô trên biểu mẫu điện tử", "Nội dung", "Chữ để chép")
_CELL: Final = re.compile(r"dòng (\d+), ")
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine and breaks every Vietnamese letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One box of the e-form.

    Attributes:
        key: The answer it shows.
        label: The official label, with the part behind it where an answer fills several boxes.
        value: The answer as it stands on paper, one line.
        copy: What goes into the box; empty where nothing is to be typed.
        section: Whose box it is: labels such as "Ngày, tháng, năm sinh" stand for several people of a form.
        missing: Whether the form requires an answer that is not there.
        part: Which box of the answer it is, where one answer fills several: "ngày cấp", "dòng 1, Họ tên".
        table_row: Number of the row for a cell of a table, from 1; 0 for everything else.
    """

    key: str
    label: str
    value: str
    copy: str
    section: str = ""
    missing: bool = False
    part: str = ""
    table_row: int = 0

    @property
    def id(self) -> str:
        """Name the box within its form; the same as long as the answer fills the same boxes."""
        return f"{self.key}:{self.part}" if self.part else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class EformSheet:
    """The rows of one form, and the procedures that take no paper for it."""

    form: FormDefinition
    rows: tuple[SheetRow, ...]
    online_only: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[SheetRow, ...]:
        """The boxes that still need an answer."""
        return tuple(row for row in self.rows if row.missing)

    def row_of_table(self, cell: SheetRow) -> tuple[SheetRow, ...]:
        """Give the cells of the table row a cell stands in, in order; nothing for a box outside a table."""
        if not cell.table_row:
            return ()
        return tuple(row for row in self.rows if (row.key, row.table_row) == (cell.key, cell.table_row))

    def text_of_table_row(self, cell: SheetRow) -> str:
        """Give a table row as spreadsheets and portals take it: every column, a tab between."""
        shown = {row.part: row.copy for row in self.row_of_table(cell)}
        field = self.form.field(cell.key)
        if not shown or field is None:
            return ""
        return "\t".join(shown.get(_cell_part(cell.table_row, column.title), "") for column in field.columns)


def eform_sheet(
    form: FormDefinition,
    answers: Answers,
    today: date,
    procedures: Mapping[str, Procedure] | None = None,
) -> EformSheet:
    """Give the sheet of a form.

    Args:
        form: The form; without an `eform_order` its fields come in the order of asking. Visible fields the order
            does not name follow at the end, so that no answer is lost.
        answers: The answers of the case; hidden fields are left out.
        today: The day conditions are judged on.
        procedures: The catalogue of that day; names which procedures of this form are filed online only.
    """
    scope = scope_of(form, answers, today)
    order = dict.fromkeys((*form.eform_order, *(field.key for field in form.fields)))
    fields = {field.key: field for field in form.fields}
    rows = tuple(
        replace(row, section=_section(form, key))
        for key in order
        if key in scope.visible
        for row in _rows(fields[key], scope.answers.get(key))
    )
    return EformSheet(form=form, rows=rows, online_only=online_only(form, procedures or {}))


def online_only(form: FormDefinition, procedures: Mapping[str, Procedure]) -> tuple[str, ...]:
    """Give the procedures with this form that take no paper any more, as `code short name`."""
    return tuple(
        f"{one.code} {one.short_name}"
        for one in procedures.values()
        if one.online_only and (one.code in form.procedures or form.id in one.forms)
    )


def sheet_text(sheet: EformSheet) -> str:
    """Give the sheet as plain text: label, tab, what goes into the box."""
    head = [sheet.form.name, *(f"Chỉ nhận trực tuyến: {one}" for one in sheet.online_only), ""]
    lines: list[str] = []
    for section, rows in groupby(sheet.rows, key=lambda row: row.section):
        lines += [f"[{section}]"] if section else []
        lines += [f"{row.label}\t{_shown(row)}" for row in rows]
    return "\n".join([*head, *lines, ""])


def sheet_csv(sheet: EformSheet) -> str:
    """Give the sheet as CSV for Excel; every cell is quoted."""
    out = io.StringIO()
    out.write(_BYTE_ORDER_MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(
        (number, row.section, row.label, row.value, row.copy) for number, row in enumerate(sheet.rows, 1)
    )
    return out.getvalue()


def sheet_paper(sheet: EformSheet) -> ComposedPaper:
    """Set the sheet as a paper to lie beside the keyboard and to be read back from."""
    rows: list[tuple[Cell, ...]] = []
    section = ""
    for number, row in enumerate(sheet.rows, 1):
        if row.section != section:
            section = row.section
            rows.append((Cell(), Cell(items=(Run(text=section.upper(), bold=True),)), Cell()))
        rows.append(_printed(number, row))
    online = tuple(
        Notes(
            items=(
                Run(text=f"Chỉ nhận trực tuyến: {one}. Người dân tự đăng nhập, tự giữ mật khẩu và mã OTP."),
            )
        )
        for one in sheet.online_only
    )
    return ComposedPaper(
        form_id=sheet.form.id,
        version=sheet.form.version,
        title=f"Bảng chép: {sheet.form.name}",
        blocks=(
            Title(text="BẢNG CHÉP VÀO BIỂU MẪU ĐIỆN TỬ"),
            Subtitle(items=(Run(text=sheet.form.name),)),
            Gap(mm=2),
            Table(
                columns=(
                    Column(title="TT", width=0.07),
                    Column(title="Ô trên biểu mẫu điện tử", width=0.43),
                    Column(title="Nội dung", width=0.5),
                ),
                rows=tuple(rows),
            ),
            *online,
            Notes(items=(Run(text="Giấy này để chép và đọc lại, không phải tờ khai, không nộp."),)),
        ),
        footer=f"{sheet.form.id} · {sheet.form.version}",
    )


def _printed(number: int, row: SheetRow) -> tuple[Cell, ...]:
    value = Run(text=" ".join(_shown(row).split()), kind=RunKind.VALUE, bold=True, key=row.key)
    return (
        Cell(items=(Run(text=str(number)),)),
        Cell(items=(Run(text=row.label),)),
        Cell(items=(value,)),
    )


def _section(form: FormDefinition, key: str) -> str:
    """Give the person a field is about, else the question it is asked in."""
    block = form.person(key.partition(".")[0])
    if block is not None:
        return block.title
    return next((one.title for one in form.questions if any(f.key == key for f in one.fields)), "")


def _shown(row: SheetRow) -> str:
    return row.copy or LEFT_EMPTY


def _rows(field: Field, answer: Answer | None) -> Iterator[SheetRow]:
    if answer is None or answer.is_empty:
        # "Không nhớ" is an answer: the box stays empty and nobody asks again.
        yield SheetRow(
            key=field.key, label=field.label, value="", copy="", missing=field.required and answer is None
        )
        return
    for part, value, copy in _boxes(field, answer.value):
        label = f"{field.label}: {part}" if part else field.label
        yield SheetRow(
            key=field.key,
            label=label,
            value=" ".join(value.split()),
            copy=copy,
            part=part,
            table_row=_table_row(answer.value, part),
        )


def _boxes(field: Field, value: AnswerValue) -> Iterable[tuple[str, str, str]]:  # noqa: PLR0911 - one line a kind
    """Give part, text and copy text of every box an answer fills."""
    match value:
        case PartialDate():
            return (("", value.display(), _day(value)),)
        case Moment():
            return _moment(value)
        case IdPaper():
            return _paper(value)
        case int() if not isinstance(value, bool):
            return (("", show(value, money=field.type is FieldType.MONEY), str(value)),)
        case tuple() if any(isinstance(row, tuple) for row in value):
            return _cells(field, value)
        case str() if field.type is FieldType.ID12:
            return (("", value, "".join(value.split())),)
        case _:
            form = "capitals" if field.capitals else ""
            yes_no = options_of(field) if field.type is FieldType.YES_NO else ()
            text = show(value, form, yes_no=yes_no)
            return (("", text, text),)


def _day(day: PartialDate) -> str:
    parts = (
        "" if day.day is None else f"{day.day:02d}",
        "" if day.month is None else f"{day.month:02d}",
        str(day.year),
    )
    return "/".join(part for part in parts if part)


def _moment(moment: Moment) -> list[tuple[str, str, str]]:
    clock = (("giờ", moment.hour), ("phút", moment.minute))
    return [
        ("ngày", moment.day.display(), _day(moment.day)),
        *((part, f"{number:02d}", f"{number:02d}") for part, number in clock if number is not None),
    ]


def _paper(paper: IdPaper) -> list[tuple[str, str, str]]:
    boxes = [("loại", paper.kind.label), ("số", paper.number.strip()), ("nơi cấp", paper.issuer.strip())]
    found = [(part, text, text) for part, text in boxes if text]
    if paper.issued_on is not None:
        found.append(("ngày cấp", paper.issued_on.display(), _day(paper.issued_on)))
    return found


def _cells(field: Field, rows: tuple[str | tuple[str, ...], ...]) -> Iterator[tuple[str, str, str]]:
    filled = [row for row in rows if isinstance(row, tuple) and any(cell.strip() for cell in row)]
    for number, row in enumerate(filled, 1):
        for at, cell in enumerate(row):
            title = field.columns[at].title if at < len(field.columns) else f"cột {at + 1}"
            if cell.strip():
                yield _cell_part(number, title), cell, cell.strip()


def _cell_part(number: int, title: str) -> str:
    return f"dòng {number}, {title}"


def _table_row(value: AnswerValue, part: str) -> int:
    """Give the number a cell's part begins with; 0 for what is no table."""
    is_table = isinstance(value, tuple) and any(isinstance(row, tuple) for row in value)
    found = _CELL.match(part) if is_table else None
    return int(found[1]) if found is not None else 0
