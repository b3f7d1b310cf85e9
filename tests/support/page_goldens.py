"""Pages kept as a table of grey tiles and the words on them: small, readable in a diff, and good for a picture.

A tile is about four millimetres square; its grey is one hexadecimal digit, 0 for white. Letters that change, move or
go away change the words or the tiles; another version of the rasteriser changes neither by more than a digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageDraw

_SCALE: Final = 1.4
"""Pixels a point."""

_TILE: Final = 16
"""Pixels of a tile's side: four millimetres."""

_DEEPEST: Final = 15
_NEAR: Final = 1
"""Digits two rasterisers may differ by."""

_PAGE: Final = "== "
_WORDS: Final = "-- words"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageGolden:
    """One page: its name, its tiles row by row, its words line by line."""

    name: str
    tiles: tuple[str, ...]
    words: tuple[str, ...]


def goldens_of(name: str, pdf: bytes) -> tuple[PageGolden, ...]:
    """Give the pages of a paper, named `name 1`, `name 2`…"""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(
            PageGolden(
                name=f"{name} {number}",
                tiles=_tiles(page.render(scale=_SCALE).to_pil().convert("L")),
                words=_words(page.get_textpage().get_text_bounded()),
            )
            for number, page in enumerate(document, 1)
        )
    finally:
        document.close()


def write_goldens(path: Path, pages: Sequence[PageGolden]) -> None:
    """Keep pages in a text file."""
    lines = [line for page in pages for line in (_PAGE + page.name, *page.tiles, _WORDS, *page.words)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def read_goldens(path: Path) -> tuple[PageGolden, ...]:
    """Read the pages kept by `write_goldens`."""
    pages: list[PageGolden] = []
    for part in path.read_text(encoding="utf-8").removeprefix(_PAGE).split(f"\n{_PAGE}"):
        tiles, _, words = part.rstrip("\n").partition(f"\n{_WORDS}")
        name, *rows = tiles.split("\n")
        pages.append(PageGolden(name=name, tiles=tuple(rows), words=tuple(words.split("\n")[1:])))
    return tuple(pages)


def differing_tiles(one: PageGolden, other: PageGolden) -> tuple[tuple[int, int], ...]:
    """Give column and row of each tile whose grey differs; of every tile where the pages differ in size."""
    if [len(row) for row in one.tiles] != [len(row) for row in other.tiles]:
        return tuple((x, y) for y, row in enumerate(other.tiles) for x in range(len(row)))
    return tuple(
        (x, y)
        for y, rows in enumerate(zip(one.tiles, other.tiles, strict=True))
        for x, (mine, theirs) in enumerate(zip(*rows, strict=True))
        if abs(int(mine, 16) - int(theirs, 16)) > _NEAR
    )


def picture_of(pdf: bytes, page: int, marked: Sequence[tuple[int, int]], *, zoom: int = 1) -> Image.Image:
    """Draw a page with the differing tiles framed in red."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[page].render(scale=_SCALE * zoom).to_pil().convert("RGB")
    finally:
        document.close()
    pen, side = ImageDraw.Draw(image), _TILE * zoom
    for x, y in marked:
        pen.rectangle((x * side, y * side, (x + 1) * side, (y + 1) * side), outline=(200, 0, 0), width=2)
    return image


def _tiles(grey: Image.Image) -> tuple[str, ...]:
    width, height = (max(size // (_TILE), 1) for size in grey.size)
    small = grey.resize((width, height), Image.Resampling.BOX)
    # Thin letters leave little grey: half of black is as dark as a tile of text ever is.
    dark = [min(round((255 - value) * 2 / 255 * _DEEPEST), _DEEPEST) for value in small.tobytes()]
    return tuple("".join(f"{value:x}" for value in dark[y * width : (y + 1) * width]) for y in range(height))


def _words(text: str) -> tuple[str, ...]:
    plain = text.replace("\x02", "-").replace("\ufffe", "-")
    return tuple(line for line in (" ".join(row.split()) for row in plain.splitlines()) if line)
