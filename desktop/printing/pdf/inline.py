"""Words, boxes and blanks, measured: what lines are made of."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple, assert_never

from desktop.forms.paper import Boxes, Item, Run, RunKind, Tick
from desktop.printing.pdf.fonts import Face, Fonts
from desktop.printing.pdf.page_setup import PageSetup
from desktop.printing.pdf.sketch import Ink, Pen
from desktop.services.rendered_paper import Look, PaperWarning

_DOTS: Final = re.compile(r"\s*[.…]{2,}\s*")
_DOTS_INSIDE: Final = re.compile(r"(\.{4,}|…{2,})")
_CONTROLS: Final[dict[int, str | None]] = {
    **dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], " "),
    # Signs without ink (joiners, direction, soft hyphen, byte order), for which fonts hold visible stand-ins.
    **dict.fromkeys(
        [
            0xAD,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2065),
            0xFEFF,
            *range(0xFE00, 0xFE10),
        ]
    ),
}

SUPERSCRIPT_SIZE: Final = 0.62
SUPERSCRIPT_RISE: Final = 0.33
_TICK_SIZE: Final = 0.82
_TICK_AIR: Final = 4.5
_BETWEEN_TICKS: Final = 14.0
_BEFORE_TICK: Final = 9.0
_BOX_SIZE: Final = 1.22
BLANK_WIDTH: Final = 48.0
"""Points for an unanswered place in the middle of text."""

_LEAST_BLANK: Final = 2.1
"""Times the type size: what a hand needs for a day or a month."""


class Piece(NamedTuple):
    """Letters in one style. `fill`: an answer, dotted underneath."""

    text: str
    pen: Pen
    key: str | None
    fill: bool
    width: float


class TickBox(NamedTuple):
    """A square to tick with air behind it."""

    checked: bool
    size: float
    key: str | None
    width: float


class DigitBoxes(NamedTuple):
    """`number` squares of `box` points, one character each."""

    digits: str
    number: int
    box: float
    pen: Pen
    key: str | None
    width: float


class Blank(NamedTuple):
    """Dots in the middle of a line."""

    key: str | None
    width: float


class Place(NamedTuple):
    """The leader behind it, up to its end, belongs to this key; `width` is the least that has to be left for it."""

    key: str
    width: float


Atom = Piece | TickBox | DigitBoxes | Blank | Place


class Manner(NamedTuple):
    """How answers are shown.

    `fill`: dots underneath. `leader`: an unanswered place at the end is left to the dots behind it. `blank`: width of
    any other unanswered place, points. `room`: what a leader has to find left on its line.
    """

    fill: bool = False
    leader: bool = False
    blank: float = BLANK_WIDTH
    room: float = 27.0


PLAIN: Final = Manner()
DOTTED: Final = Manner(fill=True)


@dataclass(slots=True)
class Typesetter:
    """Turns items into measured atoms for one paper, and remembers what the fonts could not draw."""

    fonts: Fonts
    page: PageSetup
    look: Look
    warnings: list[PaperWarning] = field(default_factory=list)

    def atoms(self, items: Sequence[Item], size: float, manner: Manner = PLAIN) -> list[Atom]:
        """Measure items at `size` points."""
        found: list[Atom] = []
        for number, item in enumerate(items):
            match item:
                case Run():
                    last = number == len(items) - 1
                    found.extend(self._run(item, size, manner, to_leader=last and manner.leader))
                case Tick():
                    if found:
                        after_tick = isinstance(items[number - 1], Tick)
                        found.append(self._space(size, _BETWEEN_TICKS if after_tick else _BEFORE_TICK))
                    square = size * _TICK_SIZE
                    found.append(TickBox(item.checked, square, item.key, square + _TICK_AIR))
                    for run in item.label:
                        found.extend(self._run(run, size, PLAIN, to_leader=False))
                case Boxes():
                    found.append(self._boxes(item, size))
                case _:
                    assert_never(item)
        return _tied(found)

    def text(self, text: str, pen: Pen, *, key: str | None = None, fill: bool = False) -> list[Atom]:
        """Measure plain text.

        Raises:
            ValueError: the text is not NFC; decomposed marks would print beside their letters.
        """
        if not unicodedata.is_normalized("NFC", text):
            message = "text for a paper must be NFC"
            raise ValueError(message)
        text = text.translate(_CONTROLS)
        try:
            font = self.fonts[pen.face]
            width = font.width(text, pen.size) if key is not None else font.printed_width(text, pen.size)
            return [Piece(text, pen, key, fill, width)]
        except KeyError:
            pieces, lost = self.fonts.split(text, pen.face)
        self.warnings.extend(PaperWarning(character=character, key=key) for character in dict.fromkeys(lost))
        return [
            Piece(part, pen._replace(face=face), key, fill, self.fonts[face].width(part, pen.size))
            for part, face in pieces
        ]

    def _run(self, run: Run, size: float, manner: Manner, *, to_leader: bool) -> list[Atom]:
        text = run.text
        match run.kind:
            case RunKind.LABEL:
                ink = Ink.BLACK
                if run.key is not None and _DOTS.fullmatch(text):
                    return self._blank_from_dots(run, size, manner, to_leader=to_leader)
            case RunKind.VALUE:
                ink = Ink.VALUE if self.look is Look.PREVIEW else Ink.BLACK
            case RunKind.PENDING:
                ink = Ink.PENDING
                text = text if self.look is Look.PREVIEW else ""
            case _:
                assert_never(run.kind)
        if not text:
            if run.key is None:
                return []
            return [Place(run.key, manner.room)] if to_leader else [Blank(run.key, manner.blank)]
        italic = run.italic or run.kind is RunKind.PENDING
        pen = Pen(serif(bold=run.bold, italic=italic), size, ink)
        if run.superscript:
            pen = pen._replace(size=size * SUPERSCRIPT_SIZE, rise=size * SUPERSCRIPT_RISE)
        if run.kind is RunKind.LABEL and run.key is None and _DOTS_INSIDE.search(text):
            return self._with_blanks(text, pen)
        return self.text(text, pen, key=run.key, fill=manner.fill and run.kind is not RunKind.LABEL)

    def _with_blanks(self, text: str, pen: Pen) -> list[Atom]:
        """Draw dots typed into printed words as every other blank."""
        atoms: list[Atom] = []
        for part in _DOTS_INSIDE.split(text):
            if _DOTS_INSIDE.fullmatch(part):
                atoms.append(Blank(None, self.fonts[pen.face].width(part, pen.size)))
            elif part:
                atoms.extend(self.text(part, pen))
        return atoms

    def _blank_from_dots(self, run: Run, size: float, manner: Manner, *, to_leader: bool) -> list[Atom]:
        if to_leader and run.key is not None:
            return [Place(run.key, manner.room)]
        bare = run.text.strip()
        pen = Pen(Face.SERIF, size)
        width = max(self.fonts[Face.SERIF].width(bare, size), size * _LEAST_BLANK)
        before = " " if run.text.startswith((" ", "\u00a0")) else ""
        after = " " if run.text.endswith((" ", "\u00a0")) else ""
        atoms: list[Atom] = [*self.text(before, pen)] if before else []
        atoms.append(Blank(run.key, width))
        return [*atoms, *self.text(after, pen)] if after else atoms

    def _space(self, size: float, width: float) -> Piece:
        return Piece(" ", Pen(Face.SERIF, size), None, fill=False, width=width)

    def _boxes(self, item: Boxes, size: float) -> DigitBoxes:
        box = size * _BOX_SIZE
        count = max(item.count, len(item.digits), 1)
        ink = Ink.VALUE if self.look is Look.PREVIEW else Ink.BLACK
        return DigitBoxes(item.digits, count, box, Pen(Face.SERIF, size, ink), item.key, count * box)


def _tied(atoms: list[Atom]) -> list[Atom]:
    """Keep a place to write on the line of the word before it: 'năm' never ends a line whose dots begin the next."""
    for number, (atom, after) in enumerate(pairwise(atoms)):
        if (
            isinstance(atom, Piece)
            and isinstance(after, Blank | Place)
            and atom.text.endswith(" ")
            and atom.text.strip()
        ):
            atoms[number] = atom._replace(text=f"{atom.text[:-1]}\u00a0")
    return atoms


def serif(*, bold: bool = False, italic: bool = False) -> Face:
    """Return the serif face of this weight and slant."""
    if bold:
        return Face.SERIF_BOLD_ITALIC if italic else Face.SERIF_BOLD
    return Face.SERIF_ITALIC if italic else Face.SERIF


def total_width(atoms: Sequence[Atom]) -> float:
    """Return the width of atoms set in one row."""
    return atoms[0].width if len(atoms) == 1 else sum([atom.width for atom in atoms])
