"""A printed line of a form: label and answer pairs side by side, dots to each cell's end, answers wrapped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.forms.paper import Cell, Line, Run, RunKind
from desktop.printing.pdf.inline import Atom, Blank, Manner, Piece, Typesetter, total_width
from desktop.printing.pdf.page_setup import MM
from desktop.printing.pdf.rows import break_rows
from desktop.printing.pdf.setting import RowSetter
from desktop.printing.pdf.sketch import Sketch, Strip
from desktop.printing.pdf.text_blocks import without_orphans

_BETWEEN_CELLS: Final = 5.0
_LEADER_TAIL: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """A cell's atoms, their width, and the least width that lets it stand in one row."""

    cell: Cell
    atoms: list[Atom]
    natural: float
    least: float


def line_strips(setter: Typesetter, line: Line) -> list[Strip]:
    """Lay out a line; cells that cannot share one row are spread over several, none is cut."""
    size = setter.page.body
    indent = line.indent_mm * MM
    width = setter.page.text_width - indent
    alone = len(line.cells) == 1
    cells = [_measure(setter, cell if alone else _sharing(cell), size) for cell in line.cells]
    strips: list[Strip] = []
    for group in _grouped(cells, width):
        strips.extend(_group_strips(setter, group, indent, width))
    return strips or [Strip(height=setter.page.leading(size), sketch=Sketch(), stretch=1.0)]


def _sharing(cell: Cell) -> Cell:
    """Let a pair that shares its line end in dots, so that pairs divide the width between them."""
    ends_open = bool(cell.items) and isinstance(cell.items[-1], Run) and cell.items[-1].key is not None
    return replace(cell, leader=True) if ends_open else cell


def _measure(setter: Typesetter, cell: Cell, size: float) -> _Measured:
    atoms = setter.atoms(cell.items, size, Manner(fill=True, leader=cell.leader))
    natural = total_width(atoms)
    tail = _LEADER_TAIL if cell.leader else 0.0
    return _Measured(cell=cell, atoms=atoms, natural=natural, least=natural + tail)


def _grouped(cells: Sequence[_Measured], width: float) -> list[list[_Measured]]:
    groups: list[list[_Measured]] = []
    used = 0.0
    for cell in cells:
        needed = cell.least + (_BETWEEN_CELLS if groups and used else 0.0)
        if groups and used + needed <= width + 0.01:
            groups[-1].append(cell)
            used += needed
        else:
            groups.append([cell])
            used = cell.least
    return groups


def _widths(group: Sequence[_Measured], width: float) -> list[float]:
    """Share `width`: what the form asks for where it suffices, else by need."""
    room = width - _BETWEEN_CELLS * (len(group) - 1)
    asked = [(cell.cell.width or 0.0) * room for cell in group]
    free = [number for number, cell in enumerate(group) if cell.cell.width is None]
    widths = [max(cell.least, part) for cell, part in zip(group, asked, strict=True)]
    spare = room - sum(widths)
    if spare < 0:
        widths = [cell.least for cell in group]
        spare = room - sum(widths)
        free = []
    takers = [number for number in free if group[number].cell.leader]
    takers = takers or [number for number, cell in enumerate(group) if cell.cell.leader]
    for number in takers:
        widths[number] += max(spare, 0.0) / len(takers)
    return widths


def _group_strips(setter: Typesetter, group: Sequence[_Measured], indent: float, width: float) -> list[Strip]:
    page = setter.page
    if len(group) == 1:
        return _lone_cell(setter, group[0], indent, width)
    sketch = Sketch()
    row = RowSetter(sketch, page.baseline(page.body), page.body)
    x = indent
    for cell, cell_width in zip(group, _widths(group, width), strict=True):
        row.put(cell.atoms, x, leader_to=x + cell_width if cell.cell.leader else None)
        x += cell_width + _BETWEEN_CELLS
    return [Strip(height=page.leading(page.body), sketch=sketch, stretch=1.0)]


def _lone_cell(setter: Typesetter, cell: _Measured, indent: float, width: float) -> list[Strip]:
    page = setter.page
    rows = break_rows(setter, cell.atoms, width)
    share = cell.cell.width
    short = share is not None and len(rows) == 1 and cell.least <= share * width
    right = indent + (width * share if short and share is not None else width)
    strips: list[Strip] = []
    heading = _is_heading(cell.cell)
    for row in rows:
        sketch = Sketch()
        leader = right if cell.cell.leader and (row.last or _ends_in_answer(row.atoms)) else None
        RowSetter(sketch, page.baseline(page.body), page.body).put(row.atoms, indent, leader_to=leader)
        strips.append(Strip(height=page.leading(page.body), sketch=sketch, stretch=1.0, keep_next=heading))
    return strips if heading else without_orphans(strips)


def _is_heading(cell: Cell) -> bool:
    """Tell whether a line is printed words in bold alone, which must not stand last on a page."""
    runs = [item for item in cell.items if isinstance(item, Run) and item.text.strip()]
    printed = all(run.bold and run.kind is RunKind.LABEL and run.key is None for run in runs)
    return bool(runs) and printed and len(runs) == len(cell.items)


def _ends_in_answer(atoms: Sequence[Atom]) -> bool:
    if not atoms:
        return False
    last = atoms[-1]
    return isinstance(last, Blank) or (isinstance(last, Piece) and last.fill)
