"""Drawing without a library: strokes, dots and words at places, gathered in strips that pages are built from.

Inside a strip x runs from the left edge of the text area, y downwards from the strip's own top; points
everywhere.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from desktop.printing.pdf.fonts import Face


class Ink(Enum):
    """Colours of a paper as red, green, blue from 0 to 1."""

    BLACK = (0.0, 0.0, 0.0)
    VALUE = (0x12 / 255, 0x39 / 255, 0x7A / 255)
    PENDING = (0.42, 0.45, 0.5)
    FAINT = (0.45, 0.45, 0.45)


class Pen(NamedTuple):
    """How letters look. `rise` lifts a superscript over the baseline."""

    face: Face
    size: float
    ink: Ink = Ink.BLACK
    rise: float = 0.0


class Words(NamedTuple):
    """Text on a baseline; `stretch` is added to each space of a justified line, `lane` numbers columns."""

    x: float
    y: float
    text: str
    pen: Pen
    stretch: float = 0.0
    lane: int = 0


class Dots(NamedTuple):
    """A dotted leader."""

    left: float
    right: float
    y: float


class Stroke(NamedTuple):
    """A solid straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.7


class Frame(NamedTuple):
    """A rectangle, only its outline."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.7


class Check(NamedTuple):
    """A check mark filling a square of this size."""

    x: float
    y: float
    size: float


class Matrix(NamedTuple):
    """A QR code: dark runs as (column, row, length), one module `unit` points wide."""

    x: float
    y: float
    unit: float
    runs: tuple[tuple[int, int, int], ...]


class Spot(NamedTuple):
    """The place of an answer, or of the signature of the person whose name the answer is."""

    key: str
    x: float
    y: float
    width: float
    height: float
    is_signing: bool = False


@dataclass(slots=True)
class Sketch:
    """Everything drawn in one strip, by kind, so that the painter changes its tools seldom.

    Strips with the same `band` stand in columns: their words are written column by column, so that a reader of the
    file (a screen reader, a search) meets each answer in one piece.
    """

    words: list[Words] = field(default_factory=list)
    dots: list[Dots] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    band: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFrame:
    """What a page break inside a table needs: where it stands, and the heading to repeat."""

    left: float
    right: float
    header: "tuple[Strip, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A horizontal slice that is never cut; pages are piles of strips.

    Attributes:
        height: points, with the tightest line spacing.
        sketch: what is drawn.
        stretch: how many parts it takes of the room left on the page, above its content.
        keep_next: wants to stand on the same page as the following strip.
        air: empty, left out at the head of a page.
        foot: small print; at the end of a paper it goes down to the foot of the page.
        breaks: nothing to draw; what follows begins a new page.
        table: the table it belongs to.
    """

    height: float
    sketch: Sketch
    stretch: float = 0.0
    keep_next: bool = False
    air: bool = False
    foot: bool = False
    breaks: bool = False
    table: TableFrame | None = None
