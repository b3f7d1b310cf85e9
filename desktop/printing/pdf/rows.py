"""Atoms broken into rows: at spaces where possible, anywhere where a word is wider than a row, and nothing lost."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from desktop.printing.pdf.inline import Atom, Blank, DigitBoxes, Piece, TickBox, Typesetter, total_width

_TOKENS: Final = re.compile(r" +|[^ ]+")
_NARROWER: Final = (0.85, 0.7)
_BOX_LEAST: Final = 0.9


class Row(NamedTuple):
    """One broken line. `last` tells that nothing follows it."""

    atoms: list[Atom]
    width: float
    last: bool


def break_rows(
    setter: Typesetter, atoms: Sequence[Atom], width: float, first: float | None = None
) -> list[Row]:
    """Break atoms into rows of `width` points (`first` for the first row); there is always one row at least.

    Breaks stand at spaces. A word wider than a whole row is cut where the row ends, so nothing is ever
    lost or drawn outside.
    """
    room = width if first is None else first
    used = total_width(atoms)
    if used <= room:
        return [Row(list(atoms), used, last=True)]
    return _filled(setter, _tokens(setter, atoms), width, room)


def balanced_rows(setter: Typesetter, atoms: Sequence[Atom], width: float) -> list[Row]:
    """Break atoms into as few rows as `break_rows`, but rows of similar length, for centred text."""
    used = total_width(atoms)
    if used <= width:
        return [Row(list(atoms), used, last=True)]
    tokens = _tokens(setter, atoms)
    rows = _filled(setter, tokens, width, width)
    for share in _NARROWER:
        narrower = _filled(setter, tokens, width * share, width * share)
        if len(narrower) > len(rows):
            break
        rows = narrower
    return rows


def break_and_measure(setter: Typesetter, atoms: Sequence[Atom], width: float) -> tuple[list[Row], float]:
    """Break atoms into rows, and return the width of the longest word: what a row needs so as to cut none."""
    used = total_width(atoms)
    if used <= width:
        return [Row(list(atoms), used, last=True)], used
    tokens = _tokens(setter, atoms)
    return _filled(setter, tokens, width, width), _widest_word(tokens)


def _widest_word(tokens: Sequence[Atom]) -> float:
    widest = used = 0.0
    for atom in tokens:
        letters = isinstance(atom, Piece) and not atom.text.startswith(" ")
        used = used + atom.width if letters else 0.0
        widest = max(widest, used)
    return widest


def _filled(setter: Typesetter, tokens: Sequence[Atom], width: float, first: float) -> list[Row]:
    breaker = _Breaker(setter, width, first)
    for token in tokens:
        breaker.feed(token)
    return breaker.finish()


def _tokens(setter: Typesetter, atoms: Sequence[Atom]) -> list[Atom]:
    """Cut atoms at their spaces. Widths of printed words are kept for the next paper, those of answers never."""
    tokens: list[Atom] = []
    for atom in atoms:
        if not isinstance(atom, Piece):
            tokens.append(atom)
            continue
        font, size = setter.fonts[atom.pen.face], atom.pen.size
        width = font.width if atom.key is not None else font.printed_width
        tokens.extend(
            Piece(token, atom.pen, atom.key, atom.fill, width(token, size))
            for token in _TOKENS.findall(atom.text)
        )
    return tokens


class _Breaker:
    """Fills rows greedily, cluster by cluster; a cluster is what stands between two spaces."""

    def __init__(self, setter: Typesetter, width: float, first: float) -> None:
        self._setter = setter
        self._width = width
        self._room = first
        self._rows: list[Row] = []
        self._row: list[Atom] = []
        self._used = 0.0
        self._spaces: list[Atom] = []
        self._cluster: list[Atom] = []

    def feed(self, atom: Atom) -> None:
        """Take the next atom."""
        if isinstance(atom, Piece) and atom.text.startswith(" "):
            self._close_cluster()
            if self._row:
                self._spaces.append(atom)
            return
        if isinstance(atom, TickBox):
            self._close_cluster()
        self._cluster.append(atom)

    def finish(self) -> list[Row]:
        """Return all rows."""
        self._close_cluster()
        self._rows.append(Row(self._row, self._used, last=True))
        return self._rows

    def _close_cluster(self) -> None:
        cluster, self._cluster = self._cluster, []
        if not cluster:
            return
        width = total_width(cluster)
        air = total_width(self._spaces)
        if self._used + air + width <= self._room + 0.01:
            self._row += self._spaces + cluster
            self._used += air + width
            self._spaces = []
            return
        if width <= self._width:
            if self._row:
                self._new_row()
            self._append_all(cluster)
            return
        if self._used + air >= self._room:
            self._new_row()
        self._row += self._spaces
        self._used += total_width(self._spaces)
        self._spaces = []
        for atom in cluster:
            self._squeeze(atom)

    def _append_all(self, cluster: list[Atom]) -> None:
        # A first row may be shorter than the others: a cluster of one row's width may not fit into it.
        if self._used + total_width(cluster) > self._room + 0.01 and not self._row and not self._rows:
            self._new_row()
        self._row += cluster
        self._used += total_width(cluster)
        self._spaces = []

    def _new_row(self) -> None:
        self._rows.append(Row(self._row, self._used, last=False))
        self._row, self._used, self._room = [], 0.0, self._width
        self._spaces = []

    def _squeeze(self, atom: Atom) -> None:
        """Set an atom of a cluster that is too wide for any row."""
        if isinstance(atom, Piece):
            self._squeeze_letters(atom)
        elif isinstance(atom, DigitBoxes):
            self._squeeze_boxes(atom)
        elif isinstance(atom, Blank):
            self._put(atom._replace(width=min(atom.width, self._width)))
        else:
            self._put(atom)

    def _squeeze_letters(self, piece: Piece) -> None:
        font = self._setter.fonts[piece.pen.face]
        start, used = 0, 0.0
        for end, letter in enumerate(piece.text):
            advance = font.width(letter, piece.pen.size)
            full = self._used + used + advance > self._room + 0.01
            if full and not unicodedata.combining(letter) and (self._row or end > start):
                if end > start:
                    self._put(piece._replace(text=piece.text[start:end], width=used))
                self._new_row()
                start, used = end, 0.0
            used += advance
        self._put(piece._replace(text=piece.text[start:], width=used))

    def _squeeze_boxes(self, boxes: DigitBoxes) -> None:
        least = boxes.pen.size * _BOX_LEAST
        box = min(max(min(boxes.box, self._width / boxes.number), least), self._width)
        a_row = max(int(self._width / box + 0.01), 1)
        digits, left = boxes.digits, boxes.number
        while left > 0:
            count = min(left, a_row)
            self._put(boxes._replace(digits=digits[:count], number=count, box=box, width=count * box))
            digits, left = digits[count:], left - count

    def _put(self, atom: Atom) -> None:
        if self._row and self._used + atom.width > self._room + 0.01:
            self._new_row()
        self._row.append(atom)
        self._used += atom.width
