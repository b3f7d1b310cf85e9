"""Rows of atoms put down in a sketch: letters, dots under answers, boxes, and the place of each answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, assert_never

from desktop.printing.pdf.inline import Atom, Blank, DigitBoxes, Piece, Place, TickBox
from desktop.printing.pdf.page_setup import LEADER_DROP, least_step
from desktop.printing.pdf.rows import Row
from desktop.printing.pdf.sketch import Check, Dots, Frame, Sketch, Spot, Words

_SPACES: Final = " \u00a0"
_SPOT_RISE: Final = 0.9
_SPOT_DEPTH: Final = 0.3
_LEAST_SPOT: Final = 2.0


class _Stretch(NamedTuple):
    """A part of a row that belongs to one answer."""

    key: str
    left: float
    right: float


@dataclass(slots=True)
class RowSetter:
    """Sets one row from left to right.

    Attributes:
        sketch: where it is drawn.
        baseline: of the row, in the sketch.
        size: of its letters, for the height of the places.
        lane: the column it belongs to, where strips stand side by side.
    """

    sketch: Sketch
    baseline: float
    size: float
    lane: int = 0

    def put(
        self,
        atoms: Sequence[Atom],
        x: float,
        *,
        stretch: float = 0.0,
        leader_to: float | None = None,
        dotted: bool = True,
    ) -> None:
        """Draw atoms from `x` on.

        Args:
            atoms: one row.
            x: left edge in the strip, points.
            stretch: added to each space.
            leader_to: right edge of the leader behind the last atom; it belongs to the last answer.
            dotted: the leader shows.
        """
        stretches: list[_Stretch] = []
        dots: list[tuple[float, float]] = []
        for atom in _joined(atoms):
            end = self._draw(atom, x, stretch, dots)
            if atom.key is not None:
                _note(stretches, atom.key, x, end)
            x = end
        if leader_to is not None and leader_to > x + 1:
            if dotted:
                _extend(dots, x, leader_to)
            if stretches and stretches[-1].right >= x - 0.01:
                stretches[-1] = stretches[-1]._replace(right=leader_to)
        self.sketch.dots.extend(Dots(left, right, self.baseline + LEADER_DROP) for left, right in dots)
        self._spots(stretches)

    def _draw(self, atom: Atom, x: float, stretch: float, dots: list[tuple[float, float]]) -> float:
        """Draw one atom and return its right edge."""
        end = x + atom.width
        match atom:
            case Piece():
                if stretch:
                    end += stretch * sum(map(atom.text.count, _SPACES))
                y = self.baseline - atom.pen.rise
                self.sketch.words.append(Words(x, y, atom.text, atom.pen, stretch, self.lane))
                if atom.fill:
                    _extend(dots, x, end)
            case TickBox():
                self._tick(atom, x)
            case DigitBoxes():
                self._boxes(atom, x)
            case Blank():
                _extend(dots, x, end)
            case Place():
                end = x
            case _:
                assert_never(atom)
        return end

    def _spots(self, stretches: list[_Stretch]) -> None:
        top = self.baseline - self.size * _SPOT_RISE
        # Never higher than a line: on a tight page the places of two lines would cover each other.
        height = min(self.size * (_SPOT_RISE + _SPOT_DEPTH), least_step(self.size))
        for key, left, right in stretches:
            self.sketch.spots.append(Spot(key, left, top, max(right - left, _LEAST_SPOT), height))

    def _tick(self, tick: TickBox, x: float) -> None:
        top = self.baseline - tick.size + tick.size * 0.1
        self.sketch.frames.append(Frame(x, top, tick.size, tick.size, 0.8))
        if tick.checked:
            self.sketch.checks.append(Check(x, top, tick.size))

    def _boxes(self, boxes: DigitBoxes, x: float) -> None:
        height = boxes.pen.size * 1.18
        top = self.baseline - boxes.pen.size * 0.92
        for number in range(boxes.number):
            self.sketch.frames.append(Frame(x + number * boxes.box, top, boxes.box, height, 0.7))
        for number, digit in enumerate(boxes.digits):
            left = x + number * boxes.box + (boxes.box - boxes.pen.size * 0.5) / 2
            self.sketch.words.append(Words(left, self.baseline, digit, boxes.pen, lane=self.lane))


def justified_stretch(row: Row, width: float) -> float:
    """Return what each space of a row gains so that the row fills `width`; 0 in a paragraph's last row."""
    if row.last:
        return 0.0
    spaces = sum(atom.text.count(space) for atom in row.atoms if isinstance(atom, Piece) for space in _SPACES)
    return max(width - row.width, 0.0) / spaces if spaces else 0.0


def _joined(atoms: Sequence[Atom]) -> list[Atom]:
    """Put neighbours in one style into one piece: fewer operators in the file, answers in one piece for readers."""
    joined: list[Atom] = []
    start = 0
    for end, atom in enumerate(atoms, 1):
        if end < len(atoms) and _alike(atom, atoms[end]):
            continue
        if isinstance(atom, Piece) and end - start > 1:
            pieces = [piece for piece in atoms[start:end] if isinstance(piece, Piece)]
            text = "".join([piece.text for piece in pieces])
            joined.append(atom._replace(text=text, width=sum([piece.width for piece in pieces])))
        else:
            joined.append(atom)
        start = end
    return joined


def _alike(one: Atom, other: Atom) -> bool:
    return (
        isinstance(one, Piece)
        and isinstance(other, Piece)
        and (one.pen is other.pen or one.pen == other.pen)
        and one.key == other.key
        and one.fill == other.fill
    )


def _extend(dots: list[tuple[float, float]], left: float, right: float) -> None:
    if dots and dots[-1][1] >= left - 0.01:
        dots[-1] = (dots[-1][0], right)
    else:
        dots.append((left, right))


def _note(stretches: list[_Stretch], key: str, left: float, right: float) -> None:
    if stretches and stretches[-1].key == key and stretches[-1].right >= left - 0.01:
        stretches[-1] = stretches[-1]._replace(right=right)
    else:
        stretches.append(_Stretch(key, left, right))
