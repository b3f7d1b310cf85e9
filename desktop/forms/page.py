"""Reads the page of a form: lines of text close to how the official form reads, with `{places}`.

    = TỜ KHAI ... =            title                 > Kính gửi: {office.name}   addressee
    ~ (Áp dụng đối với ...)    scope line            # I. THÔNG TIN              section
    : Tôi cam đoan ...         running text          * (1) Ghi rõ ...            a note in small print
    Họ và tên: {subject.name}  a line; `|` splits it in columns side by side; leading spaces indent it
    {card?Có} {card?Không}     boxes to tick         (2)^ after a word           **bold** //italic// ^(2)^ raised
    [quoc-hieu] [mau-so "..."] [noi-ngay "..."] [ky vai "Người yêu cầu" "(Ký, ghi rõ họ tên)"] [bang ô] [danh-sach ô]
    [khung "Thông tin 30%" "Bên nữ" "Bên nam"] and under it rows `| Dân tộc | {bride.ethnicity} | {groom.ethnicity} |`
    or [dong register.rows 12]: the rows of a register of the office, 12 at least
    [ghi-chu "..."] [ke] [cach 4] [sang-trang] [qr dossier.qr]

An empty line prints nothing. A line that begins with a backslash is taken as it is.
`{{`, `}}` and `||` print themselves.
"""

import re
from dataclasses import dataclass, replace

from desktop.forms.definition import PageItem, PageKind, Piece, Place, TickPlace, Words

_PREFIXES = {
    "=": PageKind.TITLE,
    "~": PageKind.SUBTITLE,
    ">": PageKind.ADDRESSEE,
    "#": PageKind.SECTION,
    ":": PageKind.TEXT,
    "*": PageKind.NOTE,
    "|": PageKind.ROW,
}
_COMMANDS = {
    kind.value: kind
    for kind in (
        PageKind.NATIONAL,
        PageKind.MARK,
        PageKind.PLACE_DATE,
        PageKind.SIGN,
        PageKind.TABLE,
        PageKind.GRID,
        PageKind.ROWS,
        PageKind.LIST,
        PageKind.NOTE,
        PageKind.RULE,
        PageKind.GAP,
        PageKind.PAGE_BREAK,
        PageKind.QR,
    )
}
COMMAND_NAMES = tuple(_COMMANDS)
_NAMED = frozenset({PageKind.SIGN, PageKind.TABLE, PageKind.ROWS, PageKind.LIST, PageKind.QR})
_IN_GRID = frozenset({PageKind.ROW, PageKind.ROWS})
_COMMAND = re.compile(r"^\[\s*([a-z][a-z\-]*)((?:\s+(?:\"[^\"]*\"|[^\s\"\[\]]+))*)\s*\]$")
_ARGUMENT = re.compile(r"\"([^\"]*)\"|([^\s\"\[\]]+)")
_TOKEN = re.compile(r"\{\{|\}\}|\|\||\{[^{}|\n]*\}|\*\*|(?<!:)//|\^[^^\n]{1,12}\^|[{}|]")
_PLACE = re.compile(r"^\s*([A-Za-z0-9_.]+)\s*(?::\s*([a-z]+)\s*|\?(.*))?$")
COLUMN_SHARE = re.compile(r"\s+(\d{1,2})%$")
_INDENT_MM = 2.5
_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSlip:
    """A slip of the pen in the page: line number within the page (from 0), what, cure."""

    line: int
    message: str
    cure: str


class _Cells:
    """Cuts one text into cells and pieces; remembers what it could not read."""

    def __init__(self) -> None:
        self.cells: list[list[Piece]] = [[]]
        self.slips: list[tuple[str, str]] = []
        self._bold = False
        self._italic = False

    def read(self, text: str, *, columns: bool) -> None:
        at = 0
        for found in _TOKEN.finditer(text):
            self._words(text[at : found.start()])
            self._mark(found.group(), columns=columns)
            at = found.end()
        self._words(text[at:])
        if self._bold or self._italic:
            mark = "**" if self._bold else "//"
            self.slips.append(
                (f"Dấu {mark} mở mà không đóng.", f"Thêm {mark} ở cuối chữ cần đậm hoặc nghiêng.")
            )

    def _words(self, text: str) -> None:
        if text:
            self.cells[-1].append(Words(text=text, bold=self._bold, italic=self._italic))

    def _mark(self, mark: str, *, columns: bool) -> None:
        if mark in ("{{", "}}", "||"):
            self._words(mark[0])
        elif mark == "**":
            self._bold = not self._bold
        elif mark == "//":
            self._italic = not self._italic
        elif mark.startswith("^"):
            self.cells[-1].append(Words(text=mark[1:-1], superscript=True))
        elif mark == "|":
            if columns:
                self.cells.append([])
            else:
                self._words("|")
        elif mark in ("{", "}"):
            self.slips.append(
                (
                    f"Dấu {mark} không có cặp.",
                    "Mỗi chỗ điền viết thành {ô}; muốn in dấu ngoặc thì gõ hai lần.",
                )
            )
        else:
            self._place(mark[1:-1])

    def _place(self, inside: str) -> None:
        found = _PLACE.match(inside)
        if not found:
            self.slips.append(
                (f"Không hiểu chỗ điền {{{inside[:60]}}}.", "Viết {ô}, {ô:dạng} hoặc {ô?lựa chọn}.")
            )
            return
        key, form, option = found.groups()
        if option is not None:
            self.cells[-1].append(TickPlace(key=key, option=option.strip()))
        else:
            self.cells[-1].append(Place(key=key, format=form or "", bold=self._bold, italic=self._italic))


def read_template(text: str) -> tuple[tuple[Piece, ...], tuple[tuple[str, str], ...]]:
    """Read one text with places (a question, an argument); gives the pieces and (what, cure) of each slip."""
    cells = _Cells()
    cells.read(text, columns=False)
    return tuple(cells.cells[0]), tuple(cells.slips)


def read_page(text: str) -> tuple[tuple[PageItem, ...], tuple[PageSlip, ...]]:
    """Read the whole page. `PageItem.line` counts from 0 here; the caller adds where the page begins."""
    items: list[PageItem] = []
    slips: list[PageSlip] = []
    for number, raw in enumerate(text.split("\n")):
        if not raw.strip():
            continue
        if len(raw) > _LONGEST:
            cure = f"Nhiều nhất {_LONGEST} chữ; tách thành nhiều dòng."
            slips.append(PageSlip(line=number, message=f"Dòng in dài {len(raw)} chữ.", cure=cure))
            continue
        item, found = _read_line(raw.replace("\t", "    "), number)
        if item is not None:
            found = [*found, *_grid_slips(item, items)]
            items.append(item)
        slips.extend(PageSlip(line=number, message=what, cure=cure) for what, cure in found)
    return tuple(items), tuple(slips)


def _grid_slips(item: PageItem, above: list[PageItem]) -> list[tuple[str, str]]:
    """A grid needs headings and room for them; a row needs a grid above it, and no more cells than headings."""
    if item.kind is PageKind.GRID:
        shares = [
            int(found.group(1)) for part in item.parts if (found := COLUMN_SHARE.search(_words_of(part)))
        ]
        if not item.parts:
            return [("Lệnh [khung] thiếu tên cột.", 'Viết [khung "Cột 1" "Cột 2 30%"].')]
        return [("Các cột cộng lại rộng hơn trang.", "Tổng không quá 100%.")] if sum(shares) > 100 else []  # noqa: PLR2004 - percent
    if item.kind not in _IN_GRID:
        return []
    grid = next((row for row in reversed(above) if row.kind not in _IN_GRID), None)
    if grid is None or grid.kind is not PageKind.GRID:
        start = "bắt đầu bằng |" if item.kind is PageKind.ROW else "[dong]"
        return [(f"Dòng {start} mà phía trên không có [khung].", 'Thêm [khung "Cột 1" "Cột 2"] ở trên.')]
    if len(item.parts) > len(grid.parts):
        cure = "Bớt ô, hoặc thêm tên cột vào [khung]."
        return [(f"Dòng có {len(item.parts)} ô mà khung có {len(grid.parts)} cột.", cure)]
    return []


def _words_of(part: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in part if isinstance(piece, Words))


def _read_line(raw: str, number: int) -> tuple[PageItem | None, list[tuple[str, str]]]:
    text = raw.strip()
    if text.startswith("[") and text.endswith("]"):
        return _read_command(text, number)
    kind = _PREFIXES.get(text[0]) if len(text) > 1 and text[1] == " " else None
    cells = _Cells()
    if kind is None:
        indent = (len(raw) - len(raw.lstrip(" "))) * _INDENT_MM / 2
        cells.read(text.removeprefix("\\"), columns=True)
        return PageItem(
            kind=PageKind.LINE, line=number, parts=_freeze(cells.cells), number=indent
        ), cells.slips
    body = text[2:].strip()
    if kind is PageKind.TITLE:
        body = body.removesuffix("=").strip()
    if kind is PageKind.ROW:
        body = body.removesuffix("|")
    cells.read(body, columns=kind is PageKind.ROW)
    return PageItem(kind=kind, line=number, parts=_freeze(cells.cells)), cells.slips


def _freeze(cells: list[list[Piece]]) -> tuple[tuple[Piece, ...], ...]:
    return tuple(_trimmed(cell) for cell in cells)


def _trimmed(cell: list[Piece]) -> tuple[Piece, ...]:
    """Blanks at the edges of a cell are the writer's, not the form's: `Giới tính: {x} | Dân tộc: {y}`."""
    pieces = list(cell)
    if pieces and isinstance(pieces[0], Words):
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
    if pieces and isinstance(pieces[-1], Words):
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return tuple(piece for piece in pieces if not isinstance(piece, Words) or piece.text)


def _read_command(text: str, number: int) -> tuple[PageItem | None, list[tuple[str, str]]]:
    found = _COMMAND.match(text)
    kind = _COMMANDS.get(found.group(1)) if found else None
    if found is None or kind is None:
        word = found.group(1) if found else text[:40]
        return None, [
            (
                f"Không có lệnh [{word}].",
                "Các lệnh: " + ", ".join(f"[{name}]" for name in COMMAND_NAMES) + ".",
            )
        ]
    arguments = [quoted or bare for quoted, bare in _ARGUMENT.findall(found.group(2))]
    bare_first = bool(re.match(r"^\s+[^\s\"]", found.group(2)))
    slips: list[tuple[str, str]] = []
    name, gap = "", 0.0
    if kind in _NAMED:
        if not bare_first:
            return None, [(f"Lệnh [{kind.value}] thiếu tên ô hoặc vai.", f"Viết [{kind.value} tên_ô …].")]
        name = arguments.pop(0)
    if kind is PageKind.ROWS:
        least = arguments.pop(0) if arguments else "0"
        if arguments or not re.fullmatch(r"\d{1,2}", least):
            return None, [("Lệnh [dong] chỉ cần tên bảng và số dòng.", "Viết [dong register.rows 12].")]
        gap = float(least)
    elif kind is PageKind.GAP:
        value = arguments.pop(0) if arguments else "3"
        if not re.fullmatch(r"\d{1,3}(\.\d)?", value):
            return None, [("Lệnh [cach] cần số mi-li-mét.", "Viết [cach 4].")]
        gap = float(value)
    parts: list[tuple[Piece, ...]] = []
    for argument in arguments:
        cells = _Cells()
        cells.read(argument, columns=False)
        parts.append(tuple(cells.cells[0]))
        slips.extend(cells.slips)
    return PageItem(kind=kind, line=number, parts=tuple(parts), name=name, number=gap), slips
