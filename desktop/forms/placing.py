"""Places on an official PDF: read from `[print]`, checked against the pages and the fields."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from desktop.domain.errors import DeskError
from desktop.forms.building import options_of
from desktop.forms.definition import Background, Field, FieldType, FormDefinition, PlacedField
from desktop.forms.official_pdf import PdfPage, read_official_pdf
from desktop.forms.paper import Align, PaperSize
from desktop.forms.problems import Path, ProblemList, did_you_mean
from desktop.forms.reading import Plain
from desktop.forms.vocabulary import (
    CONTEXT_DAYS,
    CONTEXT_KEYS,
    CONTEXT_MOMENTS,
    CONTEXT_OF_CASES,
    CONTEXT_TABLES,
    FORMATS,
)

Attached = Callable[[str], bytes]
"""Gives the file of that name that lies beside a form file; OSError or KeyError when there is none."""

NORMAL_SIZE: Final = 12.0
SMALLEST_SIZE: Final = 8.0
_MM: Final = 72 / 25.4
_OVER_EDGE_MM: Final = 0.5
_NARROWEST_MM: Final = 2.0
_CAPITAL: Final = 0.72
"""Height of a capital letter against the type size: what a place must hold at least."""

_A5_WIDTH_MM: Final = 160.0


def nothing_attached(name: str) -> bytes:
    """The `Attached` of a text that stands alone."""
    raise KeyError(name)


def with_background(
    form: FormDefinition, plain: Plain, attached: Attached, problems: ProblemList
) -> FormDefinition:
    """Give the form with its background and places; what is wrong with them is noted."""
    printed = plain.get("print")
    printed = printed if isinstance(printed, dict) else {}
    name = printed.get("background")
    rows = [row for row in printed.get("place", []) if isinstance(row, dict)]
    if not isinstance(name, str):
        if rows:
            problems.add(
                ("print", "place"), "Có chỗ điền mà không có tệp nền.", 'Thêm background = "tên tệp.pdf".'
            )
        if "page" not in printed:
            problems.add(
                ("print",), "Thiếu trang in.", "Thêm page = '''…''' hoặc background = \"tên tệp.pdf\"."
            )
        return form
    if "page" in printed:
        problems.add(
            ("print", "page"), "Đã có tệp nền thì không viết trang in nữa.", "Bỏ page, hoặc bỏ background."
        )
    background = _background(name, printed, attached, problems)
    places = tuple(_place(row) for row in rows)
    found = replace(form, background=background, places=places)
    _Places(found, problems).check()
    return found if background is None else replace(found, paper=_nearest(background.pdf.pages[0]))


def _background(name: str, printed: Plain, attached: Attached, problems: ProblemList) -> Background | None:
    path: Path = ("print", "background")
    if any(sign in name for sign in "/\\:") or not name.lower().endswith(".pdf"):
        problems.add(
            path, f"Tên tệp nền “{name[:60]}” không dùng được.", "Chỉ ghi tên một tệp .pdf nằm cạnh tệp mẫu."
        )
        return None
    try:
        pdf = read_official_pdf(attached(name))
    except (OSError, KeyError):
        problems.add(path, f"Không thấy tệp nền “{name}”.", "Chép tệp PDF đó vào cạnh tệp mẫu.")
        return None
    except DeskError as error:
        what = error.params.get("what", "")
        problems.add(path, f"Tệp nền “{name}”: {what}", error.params.get("cure", ""))
        return None
    wanted = printed.get("background_sha256")
    if isinstance(wanted, str) and wanted.strip().lower() != pdf.sha256:
        problems.add(
            ("print", "background_sha256"),
            f"Tệp nền “{name}” không phải tệp đã dùng khi đặt chỗ điền.",
            f'Lấy lại đúng tệp, hoặc xem lại các chỗ điền rồi ghi background_sha256 = "{pdf.sha256}".',
        )
    return Background(name=name, pdf=pdf)


def _nearest(page: PdfPage) -> PaperSize:
    """The sheet to ask the printer for."""
    if page.width > page.height:
        return PaperSize.A4_LANDSCAPE
    return PaperSize.A5 if page.width_mm <= _A5_WIDTH_MM else PaperSize.A4


def _place(row: Plain) -> PlacedField:
    size = _number(row, "size") or NORMAL_SIZE
    return PlacedField(
        key=_text(row, "field"),
        page=int(_number(row, "page")),
        left=_number(row, "left"),
        top=_number(row, "top"),
        width=_number(row, "width"),
        height=_number(row, "height"),
        format=_text(row, "as"),
        option=_text(row, "option"),
        row=int(_number(row, "row")),
        column=_text(row, "column"),
        size=size,
        smallest=min(_number(row, "smallest") or SMALLEST_SIZE, size),
        align=Align(_text(row, "align") or Align.LEFT.value),
        boxes=int(_number(row, "boxes")),
        pitch=_number(row, "pitch"),
        capitals=row.get("capitals") is True,
    )


class _Places:
    """Looks at every place of one form."""

    def __init__(self, form: FormDefinition, problems: ProblemList) -> None:
        self._form = form
        self._problems = problems
        self._fields: Mapping[str, Field] = {field.key: field for field in form.fields}

    def check(self) -> None:
        """Note every mistake."""
        for at, place in enumerate(self._form.places):
            path: Path = ("print", "place", at)
            self._answer(place, path)
            self._spot(place, path)

    def _answer(self, place: PlacedField, path: Path) -> None:
        field = self._fields.get(place.key)
        known = [*self._fields, *(CONTEXT_KEYS.keys() - CONTEXT_TABLES)]
        if place.key not in known:
            if place.key:
                likely = [name for name in known if not name.startswith(CONTEXT_OF_CASES)]
                cure = did_you_mean(place.key, known, likely=likely)
                self._problems.add((*path, "field"), f"Không có ô “{place.key}”.", cure)
            return
        kind = field.type if field is not None else _context_type(place.key)
        if kind is FieldType.TABLE and field is not None:
            self._cell(place, field, path)
        elif place.row or place.column:
            self._problems.add(path, f"Ô “{place.key}” không phải bảng.", "Bỏ row và column.")
        if place.option and (field is None or place.option not in options_of(field)):
            options = options_of(field) if field is not None else ()
            self._problems.add(
                (*path, "option"),
                f"Ô “{place.key}” không có lựa chọn “{place.option}”.",
                did_you_mean(place.option, options),
            )
        if place.format and kind not in FORMATS.get(place.format, frozenset()):
            fitting = [form for form, kinds in FORMATS.items() if kind in kinds]
            self._problems.add(
                (*path, "as"),
                f"Không viết được ô “{place.key}” thành dạng “{place.format}”.",
                f"Loại {kind.value} viết được: {', '.join(fitting) or 'không có dạng riêng'}.",
            )

    def _cell(self, place: PlacedField, field: Field, path: Path) -> None:
        columns = [column.key for column in field.columns]
        if not place.row or place.column not in columns:
            self._problems.add(
                path,
                f"Chỗ điền của bảng “{field.key}” phải nói dòng nào, cột nào.",
                f"Thêm row = 1 và column = một trong: {', '.join(columns)}.",
            )

    def _spot(self, place: PlacedField, path: Path) -> None:
        if place.width < _NARROWEST_MM or place.height * _MM < place.smallest * _CAPITAL:
            self._problems.add(
                path,
                f"Chỗ điền {place.width:g} x {place.height:g} mm quá nhỏ để viết.",
                f"Rộng ít nhất {_NARROWEST_MM:g} mm, cao ít nhất {place.smallest * _CAPITAL / _MM:.1f} mm.",
            )
        if place.boxes and place.pitch and place.pitch * (place.boxes - 1) > place.width:
            self._problems.add(
                (*path, "pitch"),
                f"{place.boxes} ô vuông cách nhau {place.pitch:g} mm rộng hơn chỗ điền.",
                "Sửa pitch, hoặc bỏ pitch để chia đều bề rộng.",
            )
        if self._form.background is None:
            return
        pages = self._form.background.pdf.pages
        if not 1 <= place.page <= len(pages):
            self._problems.add(
                (*path, "page"), f"Tệp nền không có trang {place.page}.", f"Ghi từ 1 đến {len(pages)}."
            )
            return
        page = pages[place.page - 1]
        over = max(place.left + place.width - page.width_mm, place.top + place.height - page.height_mm)
        if over > _OVER_EDGE_MM:
            self._problems.add(
                path,
                f"Chỗ điền ra ngoài trang {over:.1f} mm.",
                f"Trang rộng {page.width_mm:.0f} mm, cao {page.height_mm:.0f} mm.",
            )


def _context_type(key: str) -> FieldType:
    if key in CONTEXT_DAYS:
        return FieldType.DATE
    return FieldType.MOMENT if key in CONTEXT_MOMENTS else FieldType.TEXT


def _text(row: Plain, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _number(row: Plain, key: str) -> float:
    value = row.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
