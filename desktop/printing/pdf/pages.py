"""Strips piled up to pages: together where they ask for it, cut only between strips, nothing lost but air."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from desktop.printing.pdf.page_setup import LINE_ROOM, PageSetup
from desktop.printing.pdf.sketch import Sketch, Strip, Stroke

_TOLERANCE: Final = 0.01


class Placed(NamedTuple):
    """A sketch on a page; `top` is the distance of its origin from the top margin, points."""

    sketch: Sketch
    top: float
    foot: bool = False


@dataclass(slots=True)
class Page:
    """One page under construction."""

    placed: list[Placed] = field(default_factory=list)
    used: float = 0.0


def paginate(strips: Sequence[Strip], page: PageSetup) -> list[Page]:
    """Pile strips up to pages, with the airiest line spacing that needs no more pages than the tightest.

    Nor more pages up to the last signature: notes may go overleaf, the place to sign stays with what is signed.
    """
    chains = _chains(strips)
    tightest = _pile(chains, page, LINE_ROOM[-1])
    for room in LINE_ROOM[:-1]:
        pages = _pile(chains, page, room)
        if _lengths(pages) <= _lengths(tightest):
            return pages
    return tightest


def _lengths(pages: Sequence[Page]) -> tuple[int, int]:
    """Give how many pages there are, and how many of them up to the last that holds more than notes."""
    signed = (number for number, page in enumerate(pages) if not all(placed.foot for placed in page.placed))
    return len(pages), max(signed, default=0)


def _chains(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Group strips that want to stand on one page."""
    chains: list[list[Strip]] = []
    open_chain = False
    for strip in strips:
        if open_chain:
            chains[-1].append(strip)
        else:
            chains.append([strip])
        open_chain = strip.keep_next
    return chains


def _pile(chains: Sequence[Sequence[Strip]], setup: PageSetup, room: float) -> list[Page]:
    builder = _Builder(setup.text_height, room)
    for chain in chains:
        builder.add(chain)
    _sink_notes(builder.pages[-1], setup.text_height)
    return builder.pages


def _sink_notes(page: Page, height: float) -> None:
    """Move the notes that end a paper down to the foot of its last page."""
    first = len(page.placed)
    while first and page.placed[first - 1].foot:
        first -= 1
    if first == 0:
        return
    spare = max(height - page.used, 0.0)
    page.placed[first:] = [placed._replace(top=placed.top + spare) for placed in page.placed[first:]]


class _Builder:
    """Fills pages from the top."""

    def __init__(self, height: float, room: float) -> None:
        self._height = height
        self._room = room
        self._before: Strip | None = None
        self.pages = [Page()]

    def add(self, chain: Sequence[Strip]) -> None:
        """Place a chain on this page, or on the next if it fits there whole, or torn if it fits nowhere."""
        needed = sum(map(self._tall, chain))
        left = self._height - self.pages[-1].used
        if needed > left + _TOLERANCE and needed <= self._height - self._header_height(chain[0]):
            self._turn(chain[0])
        for strip in chain:
            if strip.breaks:
                if self.pages[-1].placed:
                    self._turn(None)
                continue
            if self._tall(strip) > self._height - self.pages[-1].used + _TOLERANCE:
                self._turn(strip)
            self._place(strip)

    def _tall(self, strip: Strip) -> float:
        return strip.height + self._room * strip.stretch

    def _header_height(self, strip: Strip) -> float:
        return sum(part.height for part in strip.table.header) if strip.table else 0.0

    def _turn(self, following: Strip | None) -> None:
        """Begin a page; inside a table close the ruled part and repeat the heading."""
        page = self.pages[-1]
        if not page.placed:
            return
        before = self._before
        self.pages.append(Page())
        table = following.table if following else None
        if table is None or before is None or before.table is None or following is None:
            return
        if before.table.header != table.header or _in(following, table.header):
            return
        edge = Sketch(strokes=[Stroke(table.left, 0.0, table.right, 0.0)])
        page.placed.append(Placed(sketch=edge, top=page.used))
        for part in table.header:
            self._place(part)
        top = self.pages[-1].used
        self.pages[-1].placed.append(Placed(sketch=edge, top=top))

    def _place(self, strip: Strip) -> None:
        page = self.pages[-1]
        self._before = strip
        if strip.air and not page.placed:
            return
        extra = self._room * strip.stretch
        page.placed.append(Placed(sketch=strip.sketch, top=page.used + extra, foot=strip.foot))
        page.used += strip.height + extra


def _in(strip: Strip, header: Sequence[Strip]) -> bool:
    return any(strip.sketch is part.sketch for part in header)
