"""The rows of ruled tables: those of an answer, and those an office keeps itself (a register, handovers)."""

from collections.abc import Mapping

from desktop.forms.answers import Rows
from desktop.forms.definition import Field, PageItem
from desktop.forms.paper import Cell, Run, RunKind


def answer_rows(field: Field, rows: Rows, kind: RunKind) -> tuple[tuple[Cell, ...], ...]:
    """Give the rows of an answered table; a cell more than there are columns is kept, an empty row is not."""
    return tuple(
        tuple(_cell(text, field.key, kind) for text in (*row, *[""] * (len(field.columns) - len(row))))
        for row in numbered_rows(field, rows)
    )


def numbered_rows(field: Field, rows: Rows) -> Rows:
    """Give the rows that hold something, with the number of each in the counted columns.

    A number that was typed (in a file of answers, in a case of an older version of the form) stays as it is.
    """
    counted = {at for at, column in enumerate(field.columns) if column.counted}
    filled = [row for row in rows if any(text.strip() for text in row)]
    return tuple(
        tuple(str(number) if at in counted and not text.strip() else text for at, text in enumerate(row))
        for number, row in enumerate(filled, 1)
    )


def office_rows(context: Mapping[str, str], item: PageItem, *, columns: int) -> tuple[tuple[Cell, ...], ...]:
    """Give the rows of a place that holds a table: one line a row, cells between tabs.

    There are at least as many as the form asks for; empty ones are written by hand.

    Args:
        context: Places of the office; on a blank form the table is not among them.
        item: Which place, and the least rows.
        columns: Cells a row; further ones are left out, missing ones are empty.
    """
    empty = tuple(Cell() for _ in range(columns))
    rows: list[tuple[Cell, ...]] = []
    for line in context.get(item.name, "").split("\n"):
        if line.strip():
            cells = [_cell(part, item.name, RunKind.VALUE) for part in line.split("\t")[:columns]]
            rows.append((*cells, *empty[len(cells) :]))
    return (*rows, *[empty] * (int(item.number) - len(rows)))


def _cell(text: str, key: str, kind: RunKind) -> Cell:
    return Cell(items=(Run(text=" ".join(clean_rows(text)), kind=kind, key=key),))


def clean_rows(text: str) -> list[str]:
    """The lines of an answer without control characters and needless blanks."""
    rows = (
        " ".join("".join(sign if sign.isprintable() else " " for sign in row).split(" "))
        for row in text.splitlines()
    )
    return [row.strip() for row in rows if row.strip()]
