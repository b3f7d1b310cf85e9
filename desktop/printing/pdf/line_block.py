"""A printed line of a form: label and answer pairs side by side, dots to each cell's end, answers wrapped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.forms.paper import Cell, Line
from desktop.printing.pdf.inline import Atom, Blank, Manner, Piece, Place, Typesetter, break_rows, total_width
from desktop.printing.pdf.page_setup import MM
from desktop.printing.pdf.setting import RowSetter
from desktop.printing.pdf.sketch import Sketch, Strip

_BETWEEN_CELLS: Final = 5.0
_LEAST_LEADER: Final = 58.0
"""Room to write by hand; a label that leaves less gets a dotted line of its own below."""

_LEADER_BESIDE: Final = 26.0
"""The same for a cell that shares its line with others: a day, a number of copies."""

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
    cells = [_measure(setter, cell, size, alone=alone) for cell in line.cells]
    strips: list[Strip] = []
    for group in _grouped(cells, width):
        strips.extend(_group_strips(setter, group, indent, width))
    return strips or [Strip(height=setter.page.leading(size), sketch=Sketch(), stretches=True)]


def _measure(setter: Typesetter, cell: Cell, size: float, *, alone: bool) -> _Measured:
    atoms = setter.atoms(cell.items, size, Manner(fill=True, leader=cell.leader))
    natural = total_width(atoms)
    tail = 0.0
    if cell.leader:
        answered = bool(atoms) and isinstance(atoms[-1], Piece) and atoms[-1].fill
        empty = _LEAST_LEADER if alone else _LEADER_BESIDE
        tail = _LEADER_TAIL if answered else empty
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
    return [Strip(height=page.leading(page.body), sketch=sketch, stretches=True)]


def _lone_cell(setter: Typesetter, cell: _Measured, indent: float, width: float) -> list[Strip]:
    page = setter.page
    rows = break_rows(setter, cell.atoms, width)
    share = cell.cell.width
    short = share is not None and len(rows) == 1 and cell.least <= share * width
    right = indent + (width * share if short and share is not None else width)
    strips: list[Strip] = []
    for row in rows:
        sketch = Sketch()
        runs_on = row.last or _ends_in_answer(row.atoms)
        leader = right if cell.cell.leader and runs_on else None
        tight = row.last and indent + row.width > right - _LEADER_BESIDE
        moved: list[Atom] = []
        atoms = row.atoms
        if leader is not None and tight and atoms and isinstance(atoms[-1], Place):
            atoms, moved = atoms[:-1], [atoms[-1]]
            leader = None
        RowSetter(sketch, page.baseline(page.body), page.body).put(atoms, indent, leader_to=leader)
        strips.append(Strip(height=page.leading(page.body), sketch=sketch, stretches=True))
        if moved:
            below = Sketch()
            RowSetter(below, page.baseline(page.body), page.body).put(moved, indent, leader_to=right)
            strips.append(Strip(height=page.leading(page.body), sketch=below, stretches=True))
    return strips


def _ends_in_answer(atoms: Sequence[Atom]) -> bool:
    if not atoms:
        return False
    last = atoms[-1]
    return isinstance(last, Blank) or (isinstance(last, Piece) and last.fill)
