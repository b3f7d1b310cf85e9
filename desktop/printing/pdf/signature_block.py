"""Places to sign, side by side: by hand, with a finger in a frame, or by two witnesses; never torn apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from desktop.forms.paper import Item, QrCode, Run, SignatureColumn, Signatures, SignatureVariant
from desktop.printing.pdf.inline import DOTTED, Blank, Typesetter, serif
from desktop.printing.pdf.qr import qr_matrix
from desktop.printing.pdf.rows import Row, balanced_rows, break_rows
from desktop.printing.pdf.setting import RowSetter
from desktop.printing.pdf.sketch import Frame, Ink, Pen, Sketch, Spot, Strip

_ROOM: Final = 46.0
"""Points to sign in on the fullest page; line spacing adds to it."""

_ROOM_STRETCH: Final = 4.0

_FRAME_WIDTH: Final = 72.0
_FRAME_HEIGHT: Final = 84.0
"""25 by 30 mm: a rolled fingerprint."""

_AROUND: Final = 5.0
_SMALL: Final = 0.85
_LEAST_SMALL: Final = 10.5
_UNDER_DATE: Final = 4.0
"""Keeps the dots of the year off the title below."""

_CROWDED: Final = 3
_CROWDED_LESS: Final = 2.0
"""From this many columns on letters are smaller, or titles and places to write have no room."""

_WITNESS_SIGNS: Final = f"Ký: {'.' * 44}"
_WITNESSES: Final = tuple(f"Người làm chứng {number}: {'.' * 36}" for number in (1, 2))
_COLUMN_AIR: Final = 6.0
_QR_SIDE: Final = 44.0
"""15.5 mm: the largest code that stands within the room to sign; at 25 modules still 0.6 mm each."""


@dataclass(slots=True)
class _Laid:
    """One column: its date, rows over the room to sign, and rows under it, each with its type size.

    `named`: how many of the rows under it are the name.
    """

    left: float
    width: float
    column: SignatureColumn
    band: object
    size: float
    dated: list[tuple[Row, float]] = field(default_factory=list)
    over: list[tuple[Row, float]] = field(default_factory=list)
    under: list[tuple[Row, float]] = field(default_factory=list)
    named: int = 0


def signature_strips(setter: Typesetter, block: Signatures, qr: QrCode | None = None) -> list[Strip]:
    """Lay out the signatures; all strips but the last ask to stay on the page of the next.

    A QR code stands beside the room to sign: left of one column, between two.
    """
    columns = _columns(setter, block.columns)
    if not columns:
        return []
    strips = [_air(6.0)]
    dates = max(len(column.dated) for column in columns)
    if dates:
        strips.extend(
            _line_strip(setter, [(column, column.dated, line) for column in columns]) for line in range(dates)
        )
        strips.append(_air(_UNDER_DATE))
    deepest = max(len(column.over) for column in columns)
    strips.extend(
        _line_strip(setter, [(column, column.over, line) for column in columns]) for line in range(deepest)
    )
    room = _room_strip(setter, columns)
    if qr is not None and qr.text:
        middle = 0.0 if len(columns) == 1 else (setter.page.text_width - _QR_SIDE) / 2
        room.sketch.matrices.append(qr_matrix(qr.text, middle, 0.0, _QR_SIDE))
    strips.append(room)
    below = max(len(column.under) for column in columns)
    under = [
        _line_strip(setter, [(column, column.under, line) for column in columns], last=line == below - 1)
        for line in range(below)
    ]
    _note_witnesses(under, columns)
    return strips + under


def _note_witnesses(under: Sequence[Strip], columns: Sequence[_Laid]) -> None:
    """Two witnesses sign below the name, not in the room over it."""
    for column in columns:
        if column.column.variant is SignatureVariant.WITNESSES and column.column.key is not None:
            for strip in under[column.named : len(column.under)]:
                strip.sketch.spots.append(_signing_spot(column, column.column.key, strip.height))


def _signing_spot(laid: _Laid, key: str, height: float) -> Spot:
    return Spot(key, laid.left + 4, 1.0, laid.width - 8, height - 2.0, is_signing=True)


def _air(points: float) -> Strip:
    return Strip(height=points, sketch=Sketch(), air=True, keep_next=True)


def _columns(setter: Typesetter, blocks: Sequence[SignatureColumn]) -> list[_Laid]:
    width = setter.page.text_width
    band = object()
    size = setter.page.body
    if len(blocks) == 1:
        laid = [_Laid(width * 0.45, width * 0.55, blocks[0], band, size)]
    else:
        size -= _CROWDED_LESS if len(blocks) >= _CROWDED else 0.0
        share = width / max(len(blocks), 1)
        laid = [_Laid(share * number, share, column, band, size) for number, column in enumerate(blocks)]
    for column in laid:
        _fill(setter, column)
    return laid


def _fill(setter: Typesetter, laid: _Laid) -> None:
    column = laid.column
    size = laid.size
    small = max(size * _SMALL, min(size, _LEAST_SMALL))
    laid.dated += _rows(setter, laid, column.date_line, size)
    over: list[tuple[tuple[Item, ...], float]] = [
        ((Run(text=column.title, bold=True), Run(text=column.note, superscript=True)), size),
        ((Run(text=column.instruction, italic=True),), small),
    ]
    below = column.below
    if column.variant is SignatureVariant.WITNESSES:
        below = tuple(line for witness in below or _WITNESSES for line in (witness, _WITNESS_SIGNS))
    for items, letters in over:
        laid.over += _rows(setter, laid, items, letters)
    laid.under += _rows(setter, laid, (Run(text=column.name, bold=True, key=column.key),), size)
    laid.named = len(laid.under)
    for line in below:
        laid.under += _rows(setter, laid, (Run(text=line),), small)
        if line.endswith(":"):  # it asks for ink
            laid.under.append((_dotted_row(laid.width - _COLUMN_AIR), small))


def _dotted_row(width: float) -> Row:
    return Row([Blank(None, width)], width, last=True)


def _rows(setter: Typesetter, laid: _Laid, items: Sequence[Item], size: float) -> list[tuple[Row, float]]:
    shown = [item for item in items if not isinstance(item, Run) or item.text]
    if not shown:
        return []
    atoms = setter.atoms(shown, size, DOTTED)
    return [(row, size) for row in balanced_rows(setter, atoms, laid.width - _COLUMN_AIR)]


def _line_strip(
    setter: Typesetter, cells: Sequence[tuple[_Laid, list[tuple[Row, float]], int]], *, last: bool = False
) -> Strip:
    sketch = Sketch(band=cells[0][0].band)
    page = setter.page
    for lane, (column, rows, line) in enumerate(cells):
        if line < len(rows):
            row, size = rows[line]
            x = column.left + max(column.width - row.width, 0.0) / 2
            RowSetter(sketch, page.baseline(page.body), size, lane).put(row.atoms, x)
    return Strip(height=page.leading(page.body), sketch=sketch, keep_next=not last)


def _room_strip(setter: Typesetter, columns: Sequence[_Laid]) -> Strip:
    sketch = Sketch(band=columns[0].band)
    height = _ROOM
    for column in columns:
        match column.column.variant:
            case SignatureVariant.SIGN | SignatureVariant.WITNESSES:
                pass
            case SignatureVariant.FINGERPRINT:
                height = max(height, _FRAME_HEIGHT + 2 * _AROUND)
                _fingerprint_frame(setter, sketch, column)
            case _:
                assert_never(column.column.variant)
    for column in columns:
        if column.column.key is not None and column.column.variant is not SignatureVariant.WITNESSES:
            sketch.spots.append(_signing_spot(column, column.column.key, height))
    stretch = _ROOM_STRETCH if height == _ROOM else 0.0
    last = not any(column.under for column in columns)
    return Strip(height=height, sketch=sketch, stretch=stretch, keep_next=not last)


def _fingerprint_frame(setter: Typesetter, sketch: Sketch, column: _Laid) -> None:
    x = column.left + (column.width - _FRAME_WIDTH) / 2
    sketch.frames.append(Frame(x, _AROUND, _FRAME_WIDTH, _FRAME_HEIGHT, 0.8))
    pen = Pen(serif(italic=True), 8.0, Ink.FAINT)
    row = break_rows(setter, setter.text("Điểm chỉ", pen), _FRAME_WIDTH)[0]
    left = x + (_FRAME_WIDTH - row.width) / 2
    RowSetter(sketch, _AROUND + _FRAME_HEIGHT - 5.0, pen.size).put(row.atoms, left)
