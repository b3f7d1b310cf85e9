"""Ruled tables: a heading repeated on every page, rows as high as their longest cell, empty rows shown."""

from dataclasses import dataclass, replace
from typing import Final

from desktop.forms.paper import Cell, Run, Table
from desktop.printing.pdf.inline import Manner, Typesetter, total_width
from desktop.printing.pdf.rows import Row, break_and_measure, break_rows
from desktop.printing.pdf.setting import RowSetter
from desktop.printing.pdf.sketch import Sketch, Spot, Strip, Stroke, TableFrame

_PAD_X: Final = 4.0
_PAD_Y: Final = 3.0
_LINE: Final = 0.7
_AROUND: Final = 4.0
_LEAST_COLUMN: Final = 24.0
_BY_HAND: Final = 4.0
"""More height for a row that is still to be written in."""

_KEPT_WHOLE: Final = 0.35
"""A row lower than this share of the page is not torn apart."""

_ROWS_BEFORE_BOUND: Final = 2
"""In a longer table the first two rows stay on one page, and the last two."""

_LETTER: Final = 0.92
"""Table letters against body letters: 12 points beside 13."""

_MANY_COLUMNS: Final = 9
_SMALL_LETTER: Final = 0.77
_SMALL_PAD_X: Final = 2.5
"""A table with this many columns is set in 10 points with less air, so that a whole date stands on one line."""

_SMALLEST_LETTER: Final = 7.0
"""A word wider than its column gets smaller letters down to these points; one that is wider still is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where the columns stand, and the type size inside."""

    edges: tuple[float, ...]
    size: float
    pad: float

    def inner(self, column: int) -> float:
        """Width for the text of a column."""
        return max(self.edges[column + 1] - self.edges[column] - 2 * self.pad, 1.0)


def table_strips(setter: Typesetter, table: Table) -> list[Strip]:
    """Lay out a table."""
    if not table.columns:
        return []
    letter, pad = (_LETTER, _PAD_X) if len(table.columns) < _MANY_COLUMNS else (_SMALL_LETTER, _SMALL_PAD_X)
    grid = _Grid(edges=_edges(setter, table), size=round(setter.page.body * letter), pad=pad)
    frame = TableFrame(left=grid.edges[0], right=grid.edges[-1])
    heading = tuple(Cell(items=(Run(text=column.title, bold=True),)) for column in table.columns)
    titled = any(column.title for column in table.columns)
    header = tuple(_row_strips(setter, grid, heading, frame, key=None, centred=True)) if titled else ()
    frame = replace(frame, header=header)
    strips = [replace(strip, table=frame, keep_next=True) for strip in header]
    empty = tuple(Cell() for _ in table.columns)
    rows = [*table.rows, *[empty] * (table.min_rows - len(table.rows))]
    for number, row in enumerate(rows):
        cells = (*row, *empty[len(row) :])[: len(empty)]
        if number in {1, len(rows) - 1} and len(rows) > _ROWS_BEFORE_BOUND:
            strips[-1] = replace(strips[-1], keep_next=True)
        strips.extend(_row_strips(setter, grid, cells, frame, key=table.key, centred=False))
    air = Strip(height=_AROUND, sketch=Sketch(), air=True)
    return [replace(air, keep_next=True), *strips, air]


def _edges(setter: Typesetter, table: Table) -> tuple[float, ...]:
    width = setter.page.text_width
    asked = [column.width for column in table.columns]
    given = sum(share for share in asked if share is not None)
    unasked = asked.count(None)
    rest = max(1.0 - given, 0.0) / unasked if unasked else 0.0
    shares = [rest if share is None else share for share in asked]
    least = min(_LEAST_COLUMN, width / len(shares))
    wide = [max(share * width, least) for share in shares]
    scale = width / sum(wide)
    edges = [0.0]
    for column in wide:
        edges.append(edges[-1] + column * scale)
    return tuple(edges)


def _row_strips(
    setter: Typesetter,
    grid: _Grid,
    cells: tuple[Cell, ...],
    frame: TableFrame,
    *,
    key: str | None,
    centred: bool,
) -> list[Strip]:
    columns = [_cell_rows(setter, grid, number, cell) for number, cell in enumerate(cells)]
    lines = max(1, *(len(rows) for rows in columns))
    step = setter.page.leading(grid.size)
    written_in = not any(columns)
    whole = lines * step + 2 * _PAD_Y <= setter.page.text_height * _KEPT_WHOLE
    strips: list[Strip] = []
    band = object()
    for line in range(lines):
        first, last = line == 0, line == lines - 1
        top = _PAD_Y if first else 0.0
        height = top + step + (_PAD_Y if last else 0.0) + (_BY_HAND if written_in else 0.0)
        sketch = Sketch(band=band)
        _rules(sketch, grid, height, first=first, last=last)
        baseline = top + setter.page.baseline(grid.size)
        for number, rows in enumerate(columns):
            if line < len(rows):
                _put_cell(
                    RowSetter(sketch, baseline, grid.size, number),
                    grid,
                    rows[line],
                    cells[number],
                    centred=centred,
                )
            if key is not None and not _keyed(cells[number]):
                left, right = grid.edges[number], grid.edges[number + 1]
                sketch.spots.append(Spot(key, left + 1, 1.0, right - left - 2, height - 2.0))
        strips.append(Strip(height=height, sketch=sketch, keep_next=whole and not last, table=frame))
    return strips


def _cell_rows(setter: Typesetter, grid: _Grid, column: int, cell: Cell) -> list[Row]:
    if not cell.items:
        return []
    manner, width = Manner(fill=cell.leader, leader=True, room=0.0), grid.inner(column)
    rows, widest = break_and_measure(setter, setter.atoms(cell.items, grid.size, manner), width)
    if widest > width and (size := grid.size * width / widest) >= _SMALLEST_LETTER:
        return break_rows(setter, setter.atoms(cell.items, size, manner), width)
    return rows


def _put_cell(row: RowSetter, grid: _Grid, broken: Row, cell: Cell, *, centred: bool) -> None:
    left = grid.edges[row.lane] + grid.pad
    right = grid.edges[row.lane + 1] - grid.pad
    if centred:
        left += max(right - left - total_width(broken.atoms), 0.0) / 2
    spots = row.sketch.spots
    first = len(spots)
    row.put(broken.atoms, left, leader_to=right, dotted=cell.leader)
    edge = grid.edges[row.lane + 1]
    # A box to tick is wider than the narrowest column; its place still ends where the next cell begins.
    spots[first:] = [spot._replace(width=min(spot.width, edge - spot.x)) for spot in spots[first:]]


def _keyed(cell: Cell) -> bool:
    return any(item.key is not None for item in cell.items)


def _rules(sketch: Sketch, grid: _Grid, height: float, *, first: bool, last: bool) -> None:
    left, right = grid.edges[0], grid.edges[-1]
    sketch.strokes.extend(Stroke(x, 0.0, x, height, _LINE) for x in grid.edges)
    if first:
        sketch.strokes.append(Stroke(left, 0.0, right, 0.0, _LINE))
    if last:
        sketch.strokes.append(Stroke(left, height, right, height, _LINE))
