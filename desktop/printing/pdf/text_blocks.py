"""Blocks of plain text: national heading, title, addressee, paragraphs, place and date, notes, QR code."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.forms.paper import FormMark, Item, NationalHeading, Paragraph, PlaceDate, QrCode, Run, Section
from desktop.printing.pdf.inline import DOTTED, Manner, Typesetter, serif
from desktop.printing.pdf.page_setup import MM
from desktop.printing.pdf.qr import qr_matrix
from desktop.printing.pdf.rows import Row, balanced_rows, break_rows
from desktop.printing.pdf.setting import RowSetter, justified_stretch
from desktop.printing.pdf.sketch import Pen, Sketch, Strip, Stroke

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"

_CENTRED: Final = Manner(blank=210.0)
_AGENCY_SHARE: Final = 0.40
_MARK_SHARE: Final = 0.55
_PLACE_CENTRE: Final = 0.725
"""The middle of a single signature column."""

_SHORT_MARK: Final = 24
_RULE_DROP: Final = 4.2


def air(points: float, *, keep_next: bool = False) -> Strip:
    """Return empty room that disappears at the head of a page."""
    return Strip(height=points, sketch=Sketch(), air=True, keep_next=keep_next)


def national_heading(setter: Typesetter, block: NationalHeading) -> list[Strip]:
    """Quốc hiệu over tiêu ngữ with its line; with an agency, that stands left of them."""
    page = setter.page
    width = page.text_width
    left = width * _AGENCY_SHARE if block.agency_left else 0.0
    room = width - left
    size = page.body
    nation_size = min(size, size * room / setter.fonts[serif(bold=True)].width(NATION, size))
    motto_size = min(size + 0.5, nation_size + 1.0)
    right = [
        (break_rows(setter, setter.text(NATION, Pen(serif(bold=True), nation_size)), room)[0], nation_size),
        (break_rows(setter, setter.text(MOTTO, Pen(serif(bold=True), motto_size)), room)[0], motto_size),
    ]
    agency = _agency_rows(setter, block.agency_left, nation_size, left - 8.0)
    step = nation_size * 1.32
    band = object()
    strips: list[Strip] = []
    for line in range(max(len(agency), len(right))):
        sketch = Sketch(band=band)
        for rows, x, column in ((agency, 0.0, left - 8.0), (right, left, room)):
            if line < len(rows):
                row, letters = rows[line]
                start = x + max(column - row.width, 0.0) / 2
                RowSetter(sketch, step * 0.8, letters, int(rows is right)).put(row.atoms, start)
                _heading_rule(
                    sketch, row, start, step * 0.8, is_motto=rows is right, last=line == len(rows) - 1
                )
        strips.append(Strip(height=step, sketch=sketch, keep_next=True))
    return [*strips, air(10.0, keep_next=True)]


def _heading_rule(sketch: Sketch, row: Row, x: float, baseline: float, *, is_motto: bool, last: bool) -> None:
    """The line under the motto is as long as the words, under an agency two fifths (NĐ 30: 1/3-1/2)."""
    if not last:
        return
    y = baseline + _RULE_DROP
    inset = 0.0 if is_motto else row.width * 0.3
    sketch.strokes.append(Stroke(x + inset, y, x + row.width - inset, y, 0.8))


def _agency_rows(
    setter: Typesetter, lines: Sequence[str], size: float, width: float
) -> list[tuple[Row, float]]:
    rows: list[tuple[Row, float]] = []
    for number, line in enumerate(lines):
        pen = Pen(serif(bold=number == len(lines) - 1), size)
        rows += [(row, size) for row in balanced_rows(setter, setter.text(line, pen), width)]
    return rows


def form_mark(setter: Typesetter, block: FormMark) -> list[Strip]:
    """The form's number above the heading, to the right."""
    short = len(block.text) <= _SHORT_MARK
    size = setter.page.body - (1.0 if short else 2.0)
    items = (Run(text=block.text, bold=short, italic=not short),)
    width = setter.page.text_width
    rows = balanced_rows(setter, setter.atoms(items, size), width * _MARK_SHARE)
    strips: list[Strip] = []
    for row in rows:
        sketch = Sketch()
        RowSetter(sketch, setter.page.baseline(size), size).put(row.atoms, width - row.width)
        strips.append(Strip(height=size * 1.25, sketch=sketch, keep_next=True))
    return [*strips, air(4.0, keep_next=True)]


def centred(setter: Typesetter, items: Sequence[Item], size: float, *, keep_next: bool = True) -> list[Strip]:
    """Centred lines: title, scope line, addressee."""
    width = setter.page.text_width
    strips: list[Strip] = []
    for row in balanced_rows(setter, setter.atoms(items, size, _CENTRED), width):
        sketch = Sketch()
        x = max(width - row.width, 0.0) / 2
        RowSetter(sketch, setter.page.baseline(size), size).put(row.atoms, x)
        strips.append(Strip(height=setter.page.leading(size) + 0.8, sketch=sketch, keep_next=keep_next))
    return strips


def paragraph(setter: Typesetter, block: Paragraph) -> list[Strip]:
    """Running text; its first two and last two lines stay together."""
    page = setter.page
    indent = min(block.first_line_mm * MM, page.text_width / 2)
    atoms = setter.atoms(block.items, page.body, DOTTED)
    rows = break_rows(setter, atoms, page.text_width, page.text_width - indent)
    strips: list[Strip] = []
    for number, row in enumerate(rows):
        sketch = Sketch()
        x = indent if number == 0 else 0.0
        stretch = justified_stretch(row, page.text_width - x) if block.justified else 0.0
        RowSetter(sketch, page.baseline(page.body), page.body).put(row.atoms, x, stretch=stretch)
        strips.append(Strip(height=page.leading(page.body), sketch=sketch, stretch=1.0))
    return without_orphans(strips)


def without_orphans(strips: list[Strip]) -> list[Strip]:
    """Bind the first line to the second and the last but one to the last."""
    last = len(strips) - 1
    return [
        replace(strip, keep_next=True) if number < last and number in {0, last - 1} else strip
        for number, strip in enumerate(strips)
    ]


def section(setter: Typesetter, block: Section) -> list[Strip]:
    """A bold heading inside the form; it never stands alone at the foot of a page."""
    page = setter.page
    items = (Run(text=block.text, bold=True), Run(text=block.note, superscript=True))
    rows = break_rows(setter, setter.atoms(items, page.body), page.text_width)
    strips = [air(3.0)]
    for row in rows:
        sketch = Sketch()
        RowSetter(sketch, page.baseline(page.body), page.body).put(row.atoms, 0.0)
        strips.append(Strip(height=page.leading(page.body), sketch=sketch, stretch=1.0, keep_next=True))
    return strips


def place_date(setter: Typesetter, block: PlaceDate) -> list[Strip]:
    """Place and date in italics, centred over the signature."""
    page = setter.page
    items = [replace(item, italic=True) if isinstance(item, Run) else item for item in block.items]
    width = page.text_width
    strips = [air(4.0, keep_next=True)]
    for row in break_rows(setter, setter.atoms(items, page.body, DOTTED), width):
        sketch = Sketch()
        x = max(min(width * _PLACE_CENTRE - row.width / 2, width - row.width), 0.0)
        RowSetter(sketch, page.baseline(page.body), page.body).put(row.atoms, x)
        strips.append(Strip(height=page.leading(page.body), sketch=sketch, stretch=1.0, keep_next=True))
    return strips


def notes(setter: Typesetter, items: Sequence[Item]) -> list[Strip]:
    """A note in small print."""
    page = setter.page
    size = page.body * 0.8
    strips: list[Strip] = []
    for row in break_rows(setter, setter.atoms(items, size), page.text_width):
        sketch = Sketch()
        stretch = justified_stretch(row, page.text_width)
        RowSetter(sketch, size, size).put(row.atoms, 0.0, stretch=stretch)
        strips.append(Strip(height=size * 1.22 + 1.0, sketch=sketch, foot=True))
    return without_orphans(strips)


def rule(setter: Typesetter) -> list[Strip]:
    """A thin line across the text."""
    sketch = Sketch(strokes=[Stroke(0.0, 4.0, setter.page.text_width, 4.0, 0.6)])
    return [Strip(height=9.0, sketch=sketch)]


def qr_code(block: QrCode) -> list[Strip]:
    """A small QR code at the left edge."""
    if not block.text:
        return []
    matrix = qr_matrix(block.text, 0.0, 4.0)
    height = max(row for _, row, _ in matrix.runs) * matrix.unit + 8.0
    return [Strip(height=height, sketch=Sketch(matrices=[matrix]))]
