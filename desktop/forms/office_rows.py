"""Rows an office keeps itself (a register, the handing over of a dossier), as cells of a ruled table."""

from desktop.forms.paper import Cell, Run, RunKind


def office_rows(text: str, *, key: str, columns: int, least: int) -> tuple[tuple[Cell, ...], ...]:
    """Give the rows of a place that holds a table, at least as many as asked for; empty ones are written by hand.

    Args:
        text: One line a row, cells between tabs; empty on a blank form.
        key: The place, carried by every cell.
        columns: Cells a row; further ones are left out, missing ones are empty.
        least: Least rows, 0 or more.
    """
    empty = tuple(Cell() for _ in range(columns))
    rows: list[tuple[Cell, ...]] = []
    for line in text.split("\n"):
        if line.strip():
            cells = [_cell(part, key) for part in line.split("\t")[:columns]]
            rows.append((*cells, *empty[len(cells) :]))
    return (*rows, *[empty] * (least - len(rows)))


def _cell(text: str, key: str) -> Cell:
    return Cell(items=(Run(text=" ".join(clean_rows(text)), kind=RunKind.VALUE, key=key),))


def clean_rows(text: str) -> list[str]:
    """The lines of an answer without control characters and needless blanks."""
    rows = (
        " ".join("".join(sign if sign.isprintable() else " " for sign in row).split(" "))
        for row in text.splitlines()
    )
    return [row.strip() for row in rows if row.strip()]
