"""Letters on the ticket are exactly those of the font file, whole, and never narrower than the paper asks."""

import unicodedata
from itertools import pairwise

import pytest
from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]  # ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

from desktop.printing.raster import draw, wrap
from desktop.printing.ticket import QueueTicket, Ticket
from desktop.printing.ticket_layout import Align, GapLine, RuleLine, TextLine, Weight, alphabet_rows, layout
from desktop.resources_dir import resources_dir
from tests.support.ticket_samples import LONG_SERVICE, MOMENT, all_tickets

LETTERS = sorted({letter for row in alphabet_rows() for letter in row} - {" "})
WIDTHS = (576, 512, 384)
FONT = resources_dir() / "fonts" / "paper" / "LiberationSans-Regular.ttf"


def ink(picture: Image.Image) -> Image.Image:
    box = picture.getbbox()
    assert box is not None
    return picture.crop(box)


def test_the_alphabet_is_whole() -> None:
    vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
    assert set(vowels + vowels.upper() + "đĐ") <= set(LETTERS)


@pytest.mark.parametrize("size", [20, 28])
@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_drawn_as_the_font_draws_it_alone(letter: str, size: int) -> None:
    """An independent path: one letter in the middle of a large sheet, threshold of a grey drawing of 1 bit."""
    drawn = ink(draw((TextLine(text=letter, size=size),), 576))
    sheet = Image.new("L", (200, 200), 0)
    pen = ImageDraw.Draw(sheet)
    pen.fontmode = "1"
    pen.text((100, 100), letter, font=ImageFont.truetype(str(FONT), size), fill=255)
    alone = ink(sheet.convert("1", dither=Image.Dither.NONE))
    assert drawn.size == alone.size
    assert ImageChops.logical_xor(drawn, alone).getbbox() is None


@pytest.mark.parametrize("letter", LETTERS)
def test_no_letter_is_the_empty_box_or_clipped(letter: str) -> None:
    """The outline in the font file tells how tall a letter must come out, marks included."""
    size = 64
    with TTFont(FONT) as font:
        name = font.getBestCmap()[ord(letter)]
        assert name != ".notdef"
        bounds = BoundsPen(font.getGlyphSet())
        font.getGlyphSet()[name].draw(bounds)
        box = bounds.bounds
        scale = size / font["head"].unitsPerEm
    assert box is not None
    drawn = ink(draw((GapLine(8), TextLine(text=letter, size=size), GapLine(8)), 576))
    assert abs(drawn.height - (box[3] - box[1]) * scale) <= 2


def test_no_two_letters_look_the_same() -> None:
    pictures = {letter: ink(draw((TextLine(text=letter, size=28),), 576)) for letter in LETTERS}
    for one, other in pairwise(sorted(pictures, key=lambda letter: (pictures[letter].tobytes(), letter))):
        if {one, other} != {"I", "l"}:
            same = pictures[one].size == pictures[other].size
            assert not (same and pictures[one].tobytes() == pictures[other].tobytes()), (one, other)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("inverted", [False, True])
def test_tall_and_deep_letters_keep_clear_of_their_neighbours(
    width: int,
    weight: Weight,
    inverted: bool,
) -> None:
    """The same words on a sheet with room on all sides: a line's edge rows must cut nothing away."""
    text = "ỂẪẲỖỮĨ ựậệộgj"
    line = draw((TextLine(text=text, size=20, weight=weight, inverted=inverted),), width)
    if inverted:
        band = [row for row in range(line.height) if line.getpixel((0, row))]
        line = ImageChops.invert(line.crop((0, 0, width, len(band))))
    face = {Weight.REGULAR: FONT, Weight.BOLD: FONT.with_name("LiberationSans-Bold.ttf")}[weight]
    sheet = Image.new("1", (800, 200), 0)
    pen = ImageDraw.Draw(sheet)
    pen.fontmode = "1"
    pen.text(
        (100, 100), text, font=ImageFont.truetype(str(face), 20, layout_engine=ImageFont.Layout.BASIC), fill=1
    )
    assert ink(line).tobytes() == ink(sheet).tobytes()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("ticket", all_tickets())
@pytest.mark.parametrize("copy", [False, True])
def test_a_ticket_is_as_wide_as_the_paper_and_of_whole_bytes(ticket: Ticket, width: int, copy: bool) -> None:
    page = draw(layout(ticket, copy=copy), width)
    assert (page.mode, page.width, page.height % 8) == ("1", width, 0)


@pytest.mark.parametrize("width", [0, 199, 577, 2000])
def test_a_width_no_print_head_has_is_a_programming_mistake(width: int) -> None:
    with pytest.raises(ValueError, match="dots wide"):
        draw((RuleLine(),), width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_service_of_two_hundred_letters_wraps_and_loses_nothing(width: int) -> None:
    assert len(LONG_SERVICE) >= 190
    rows = wrap(LONG_SERVICE, Weight.BOLD, 24, width)
    assert " ".join(rows) == LONG_SERVICE
    assert len(rows) > 3


@settings(deadline=None, max_examples=60)
@given(
    st.text(alphabet=st.sampled_from([*LETTERS, " ", "W", "-"]), min_size=1, max_size=120),
    st.sampled_from(WIDTHS),
)
def test_wrapping_keeps_every_letter_and_stays_on_the_paper(text: str, width: int) -> None:
    text = " ".join(text.split())
    rows = wrap(text, Weight.BOLD, 34, width)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")
    font = ImageFont.truetype(
        str(FONT.with_name("LiberationSans-Bold.ttf")),
        34,
        layout_engine=ImageFont.Layout.BASIC,
    )
    for row in rows:
        left, _, right, _ = font.getbbox(row, mode="1")
        assert right - min(0, left) <= width


def test_a_letter_never_loses_its_mark_at_a_break() -> None:
    word = unicodedata.normalize("NFC", "x\N{COMBINING DOT BELOW}" * 200)
    assert all(row.endswith("\N{COMBINING DOT BELOW}") for row in wrap(word, Weight.REGULAR, 34, 384))


@pytest.mark.parametrize("number", ["A047", "BHXH-0001", "W" * 12])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_number_stands_on_one_line_however_long(number: str, width: int) -> None:
    line = TextLine(text=number, size=170, weight=Weight.BOLD, align=Align.CENTRE, one_line=True)
    one = draw((TextLine(text="A", size=170, weight=Weight.BOLD, one_line=True),), width)
    assert draw((line,), width).height <= one.height


def test_decomposed_text_prints_like_composed_text() -> None:
    def page(service: str) -> bytes:
        return draw(layout(QueueTicket(number="A1", service=service, issued_at=MOMENT)), 576).tobytes()

    assert page(unicodedata.normalize("NFD", "Nguyễn Thị Bưởi")) == page("Nguyễn Thị Bưởi")


def test_a_copy_says_so_on_top() -> None:
    ticket = all_tickets()[0]
    first = layout(ticket, copy=True)[0]
    assert isinstance(first, TextLine)
    assert (first.text, first.inverted) == ("BẢN IN LẠI", True)
