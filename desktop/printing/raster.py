"""From ticket lines to dots: a 1-bit picture, one bit a dot of the print head, set where it is black.

Letters are drawn, not sent as text: cheap printers have no Vietnamese code page that can be trusted. Dots are
drawn without grey edges, because a thermal head knows none.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, assert_never

from PIL import Image, ImageDraw, ImageFont

from desktop.printing.ticket_layout import (
    SMALLEST_LETTERS,
    Align,
    GapLine,
    RuleLine,
    TextLine,
    TicketLine,
    Weight,
    alphabet_rows,
)
from desktop.resources_dir import resources_dir

REFERENCE_WIDTH: Final = 576
"""The layout's sizes are meant for this many dots."""
NARROWEST: Final = 200
WIDEST: Final = 1664
"""Widths between these (25 mm at 203 dpi, 208 mm) are drawn."""

_FACES: Final = {Weight.REGULAR: "LiberationSans-Regular.ttf", Weight.BOLD: "LiberationSans-Bold.ttf"}
_BAND: Final = 4
"""Black rows above and below inverted letters."""
_CACHED_LINES: Final = 256
_BLACK: Final = 255
"""A set dot; Pillow keeps pictures of one bit in bytes and expects this number in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """Dots of one finished line.

    Attributes:
        image: One bit a dot, set is black.
    """

    image: Image.Image


@cache
def _font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    path = resources_dir() / "fonts" / "paper" / _FACES[weight]
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _extent(weight: Weight, size: int) -> tuple[int, int]:
    """Rows above and below the base line that the tallest and deepest Vietnamese letter needs.

    The font's own ascent is made for Latin letters with one mark; Ể and Ẫ are taller, Ậ and Ự deeper.
    """
    ascent, descent = _font(weight, size).getmetrics()
    letters = unicodedata.normalize("NFC", "".join(alphabet_rows()))
    _, top, _, bottom = _font(weight, size).getbbox(letters, mode="1", anchor="ls")
    return max(ascent, -int(top)), max(descent, int(bottom))


def _ink(font: ImageFont.FreeTypeFont, text: str) -> tuple[int, int]:
    """First and last column that the text needs, from the pen's start; the first may be negative."""
    left, _, right, _ = font.getbbox(text, mode="1", anchor="ls")
    return min(0, int(left)), int(right)


def _fits(font: ImageFont.FreeTypeFont, text: str, width: int) -> bool:
    left, right = _ink(font, text)
    return right - left <= width


def _clusters(word: str) -> list[str]:
    """Split a word into letters, each with the combining marks that follow it."""
    parts: list[str] = []
    for letter in word:
        if parts and unicodedata.combining(letter):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _break_word(font: ImageFont.FreeTypeFont, word: str, width: int) -> list[str]:
    """Break a word that is wider than the paper, between letters."""
    pieces: list[str] = []
    current = ""
    for part in _clusters(word):
        if current and not _fits(font, current + part, width):
            pieces.append(current)
            current = part
        else:
            current += part
    return [*pieces, current]


def wrap(text: str, weight: Weight, size: int, width: int) -> tuple[str, ...]:
    """Break text into rows that fit, losing nothing but the spaces at the breaks.

    Args:
        text: Cleaned text.
        weight: Thickness of the letters.
        size: Height of the letters in dots.
        width: Room in dots.
    """
    font = _font(weight, size)
    if _fits(font, text, width):
        return (text,) if text else ()
    rows: list[str] = []
    current = ""
    for word in text.split(" "):
        wider = f"{current} {word}" if current else word
        if _fits(font, wider, width):
            current = wider
            continue
        if current:
            rows.append(current)
        *full, current = _break_word(font, word, width)
        rows.extend(full)
    return (*rows, current) if current else tuple(rows)


def _scaled(size: int, width: int) -> int:
    return max(SMALLEST_LETTERS, round(size * min(width, REFERENCE_WIDTH) / REFERENCE_WIDTH))


@lru_cache(maxsize=_CACHED_LINES)
def _text_strip(line: TextLine, width: int) -> _Strip:
    """Draw one line of text; office names and services come again all day, so the latest are kept."""
    size = _scaled(line.size, width)
    indent = line.indent * width // REFERENCE_WIDTH
    room = width - indent
    if line.one_line:
        while size > SMALLEST_LETTERS and not _fits(_font(line.weight, size), line.text, room):
            size -= 2
    rows = wrap(line.text, line.weight, size, room)
    font = _font(line.weight, size)
    above, below = _extent(line.weight, size)
    edge = _BAND if line.inverted else 0
    image = Image.new("1", (width, len(rows) * (above + below) + 2 * edge), _BLACK if line.inverted else 0)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    for place, row in enumerate(rows):
        left, right = _ink(font, row)
        match line.align:
            case Align.LEFT:
                start = indent
            case Align.CENTRE:
                start = indent + (room - (right - left)) // 2
            case _:
                assert_never(line.align)
        base = edge + place * (above + below) + above
        pen.text((start - left, base), row, font=font, fill=0 if line.inverted else _BLACK, anchor="ls")
    return _Strip(image=image)


def _strip(line: TicketLine, width: int) -> _Strip:
    match line:
        case TextLine():
            return _text_strip(line, width)
        case RuleLine():
            image = Image.new("1", (width, line.thickness + 12), 0)
            image.paste(_BLACK, (0, 6, width, 6 + line.thickness))
            return _Strip(image=image)
        case GapLine():
            return _Strip(image=Image.new("1", (width, line.rows), 0))
        case _:
            assert_never(line)


def draw(lines: tuple[TicketLine, ...], width: int) -> Image.Image:
    """Draw a ticket.

    Args:
        lines: What `ticket_layout.layout` returned.
        width: Dots across the paper, 200 to 1664, a multiple of 8.

    Returns:
        A picture of mode "1" in which set dots are black; its height is a multiple of 8.

    Raises:
        ValueError: The width is none a print head has.
    """
    if not NARROWEST <= width <= WIDEST or width % 8:
        raise ValueError(f"no print head is {width} dots wide")
    strips = [_strip(line, width).image for line in lines]
    height = sum(strip.height for strip in strips)
    page = Image.new("1", (width, -(-height // 8) * 8), 0)
    top = 0
    for strip in strips:
        page.paste(strip, (0, top))
        top += strip.height
    return page


def as_paper(dots: Image.Image) -> Image.Image:
    """Return the picture as the paper looks, black on white, for people and PNG files."""
    return dots.convert("L").point([255] + [0] * 255)
