"""A QR code as rows of dark runs, drawn later as one vector path."""

from typing import Final

import segno

from desktop.printing.pdf.page_setup import MM
from desktop.printing.pdf.sketch import Matrix

_SIDE: Final = 15.5 * MM


def qr_matrix(text: str, x: float, y: float, side: float = _SIDE) -> Matrix:
    """Return the code of `text` with error level M, `side` points wide without its quiet zone.

    Raises:
        segno.DataOverflowError: more text than the largest code holds (2,331 bytes).
    """
    code = segno.make_qr(text, error="m", encoding="utf-8")
    rows = list(code.matrix)
    runs: list[tuple[int, int, int]] = []
    for row, line in enumerate(rows):
        start: int | None = None
        for column, module in enumerate([*line, 0]):
            if module & 1 and start is None:
                start = column
            elif not module & 1 and start is not None:
                runs.append((start, row, column - start))
                start = None
    return Matrix(x, y, side / len(rows), tuple(runs))
