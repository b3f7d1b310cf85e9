"""Answers written into the places of an official page. An answer too long for its place goes on a sheet of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from desktop.forms.paper import (
    Align,
    Block,
    Gap,
    OfficialSheet,
    Paragraph,
    PlacedItem,
    Run,
    RunKind,
    SignatureColumn,
    Signatures,
    Subtitle,
    Title,
)
from desktop.printing.pdf.inline import Typesetter, serif
from desktop.printing.pdf.page_setup import MM, PageSetup
from desktop.printing.pdf.pages import Page, Placed
from desktop.printing.pdf.rows import Row, break_rows
from desktop.printing.pdf.setting import RowSetter
from desktop.printing.pdf.sketch import Check, Ink, Pen, Sketch
from desktop.services.rendered_paper import FieldRect, Look

CONTINUED: Final = "xem tờ kèm theo"
"""Stands in a place whose answer is on the continuation sheet, with the number of the entry there."""

_STEP: Final = 0.5
_LINE: Final = 1.2
_DESCENT: Final = 0.24
_LEAST_POINTER: Final = 5.0
_TIGHT: Final = 0.9
_NARROW_PAGE: Final = 480.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One answer on the continuation sheet; `number` is what the place refers to."""

    number: int
    key: str
    label: str
    rows: tuple[str, ...]
    kind: RunKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSheet:
    """The writing of every official page, the places of the answers, and what did not fit."""

    pages: list[Page]
    rects: tuple[FieldRect, ...]
    entries: tuple[Entry, ...]

    @property
    def is_bare(self) -> bool:
        """Nothing is written anywhere."""
        return not self.entries and not any(
            placed.sketch.words or placed.sketch.checks for page in self.pages for placed in page.placed
        )


def official_setup(sheet: OfficialSheet) -> PageSetup:
    """The page of the background; the margins are those of a continuation sheet."""
    page = sheet.pdf.pages[0]
    narrow = page.width < _NARROW_PAGE
    side, air = (14 * MM, 14 * MM) if narrow else (20 * MM, 20 * MM)
    return PageSetup(
        width=page.width,
        height=page.height,
        left=side,
        right=side,
        top=air,
        bottom=air,
        body=11.0 if narrow else 13.0,
    )


def write_places(setter: Typesetter, sheet: OfficialSheet) -> WrittenSheet:
    """Write every answer into its place, or note it for the continuation sheet."""
    writing = _Writing(setter, len(sheet.pdf.pages))
    for item in sheet.items:
        writing.put(item)
    for apart in sheet.apart:
        if _shown(setter, apart.kind):
            writing.note(apart.key, apart.label, apart.rows, apart.kind)
    pages = [Page(placed=[Placed(sketch=sketch, top=0.0)]) for sketch in writing.sketches]
    return WrittenSheet(pages=pages, rects=tuple(map(_rect, sheet.items)), entries=tuple(writing.entries))


def continuation_blocks(title: str, entries: Sequence[Entry]) -> tuple[Block, ...]:
    """The sheet that goes with the form: every answer that did not fit, whole, and a place to sign."""
    blocks: list[Block] = [
        Title(text="TỜ KÈM THEO"),
        Subtitle(items=(Run(text=f"({title})", italic=True),)),
        Gap(mm=4.0),
    ]
    for entry in entries:
        first, *more = entry.rows
        label = Run(text=f"({entry.number}) {entry.label}: ", bold=True)
        blocks.append(Paragraph(items=(label, _value(entry, first)), first_line_mm=0.0, justified=False))
        blocks += [Paragraph(items=(_value(entry, row),), justified=False) for row in more]
    signer = SignatureColumn(title="Người khai", instruction="(Ký, ghi rõ họ tên)")
    return (*blocks, Gap(mm=4.0), Signatures(columns=(SignatureColumn(), signer)))


def _value(entry: Entry, text: str) -> Run:
    return Run(text=text, kind=entry.kind, key=entry.key)


def _shown(setter: Typesetter, kind: RunKind) -> bool:
    return kind is not RunKind.PENDING or setter.look is Look.PREVIEW


def _rect(item: PlacedItem) -> FieldRect:
    return FieldRect(
        key=item.key,
        page=item.page,
        x=item.left * MM,
        y=item.top * MM,
        width=item.width * MM,
        height=item.height * MM,
    )


class _Writing:
    """Goes through the places of a paper once."""

    def __init__(self, setter: Typesetter, pages: int) -> None:
        self._setter = setter
        self._numbers: dict[tuple[str, tuple[str, ...]], int] = {}
        self.sketches = [Sketch() for _ in range(pages)]
        self.entries: list[Entry] = []

    def note(self, key: str, label: str, rows: tuple[str, ...], kind: RunKind) -> int:
        """Give the number of an answer on the continuation sheet; the same answer stands there once."""
        number = self._numbers.setdefault((label, rows), len(self._numbers) + 1)
        if number > len(self.entries):
            self.entries.append(Entry(number=number, key=key, label=label, rows=rows, kind=kind))
        return number

    def put(self, item: PlacedItem) -> None:
        """Write one place."""
        if not _shown(self._setter, item.kind):
            return
        sketch = self.sketches[item.page]
        if item.marked is not None:
            if item.marked:
                sketch.checks.append(_check(item))
            return
        if not item.rows:
            return
        if item.boxes:
            letters = _letters(item.rows)
            if len(letters) <= item.boxes:
                self._boxes(sketch, item, letters)
                return
        elif self._text(sketch, item, item.rows, item.smallest):
            return
        number = self.note(item.key, item.label, item.rows, item.kind)
        for words in (f"{CONTINUED} ({number})", f"xem ({number})", f"({number})"):
            if self._text(sketch, item, (words,), _LEAST_POINTER):
                return
        self._text(sketch, item, (f"({number})",), 1.0)

    def _pen(self, item: PlacedItem, size: float) -> Pen:
        pending = item.kind is RunKind.PENDING
        ink = Ink.PENDING if pending else Ink.VALUE if self._setter.look is Look.PREVIEW else Ink.BLACK
        return Pen(serif(italic=pending), size, ink)

    def _text(self, sketch: Sketch, item: PlacedItem, rows: tuple[str, ...], smallest: float) -> bool:
        """Write running text at the largest size at which it fits; tell whether it did."""
        size = item.size
        while size >= smallest:
            broken = self._broken(item, rows, size)
            if len(broken) <= _lines(item, size):
                self._put_rows(sketch, item, broken, size)
                return True
            size -= _STEP
        return False

    def _broken(self, item: PlacedItem, rows: tuple[str, ...], size: float) -> list[Row]:
        pen = self._pen(item, size)
        width = item.width * MM
        return [
            row
            for text in rows
            for row in break_rows(self._setter, self._setter.text(text, pen, key=item.key), width)
        ]

    def _put_rows(self, sketch: Sketch, item: PlacedItem, rows: Sequence[Row], size: float) -> None:
        # A place of one line stands on its lower edge, also when the letters had to become small.
        high = _lines(item, item.size) > 1
        step = (item.pitch * MM or size * _LINE) if high else item.height * MM / len(rows)
        for number, row in enumerate(rows):
            foot = item.top * MM + (number + 1) * step
            baseline = foot - min(size * _DESCENT, step * _DESCENT)
            spare = max(item.width * MM - row.width, 0.0)
            x = item.left * MM + spare * _share(item.align)
            RowSetter(sketch, baseline, size).put(row.atoms, x)

    def _boxes(self, sketch: Sketch, item: PlacedItem, letters: str) -> None:
        pitch = item.pitch * MM or item.width * MM / item.boxes
        size = min(item.size, item.height * MM / _TIGHT)
        baseline = item.top * MM + item.height * MM / 2 + size * 0.33
        for number, letter in enumerate(letters):
            atoms = self._setter.text(letter, self._pen(item, size), key=item.key)
            width = sum(atom.width for atom in atoms)
            x = item.left * MM + number * pitch + (pitch - width) / 2
            RowSetter(sketch, baseline, size).put(atoms, x)


def _lines(item: PlacedItem, size: float) -> int:
    """How many lines of a size a place holds; 0 where even one would stand out of it."""
    height = item.height * MM
    if size * _TIGHT > height and size > item.smallest:
        return 0
    return max(1, int(height / (item.pitch * MM or size * _LINE) + 0.02))


def _letters(rows: Sequence[str]) -> str:
    """One character a box; blanks between digits are only reading aids, blanks in a name are empty boxes."""
    text = " ".join(rows)
    bare = "".join(text.split())
    return bare if bare.isdigit() else text


def _share(align: Align) -> float:
    match align:
        case Align.LEFT:
            return 0.0
        case Align.CENTER:
            return 0.5
        case Align.RIGHT:
            return 1.0
        case _:
            assert_never(align)


def _check(item: PlacedItem) -> Check:
    size = min(item.width, item.height) * MM
    x = item.left * MM + (item.width * MM - size) / 2
    y = item.top * MM + (item.height * MM - size) / 2
    return Check(x, y, size)
