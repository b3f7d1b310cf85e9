import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.pdf.fonts import MISSING, Face, Fonts, paper_fonts
from desktop.resources_dir import resources_dir
from tests.support.random_papers import LETTERS

FOLDER = resources_dir() / "fonts" / "paper"
SIGNS = "0123456789.,;:!?()[]/\\-–—…‘’“”'\"&%+=×½°²³₫§•□"


@pytest.mark.parametrize("face", Face)
def test_every_bundled_face_has_every_vietnamese_letter_and_office_sign(face: Face) -> None:
    font = paper_fonts()[face]
    assert font.covers(LETTERS + LETTERS.upper() + SIGNS)


def test_the_fonts_are_the_unchanged_release_with_its_licence() -> None:
    digest = hashlib.sha256((FOLDER / "LiberationSerif-Regular.ttf").read_bytes()).hexdigest()
    assert digest == "29d12439831b7f59194efec85872f24f54eff05738933f9a860220d2abff88ba"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_widths_are_those_of_times_so_that_official_line_ends_are_met() -> None:
    serif = paper_fonts()[Face.SERIF]
    assert serif.width("Hạnh", 10) == pytest.approx(22.2 - 0.56, abs=0.6)
    assert serif.width("0", 1000) == pytest.approx(500, abs=1)
    assert serif.width(" ", 1000) == serif.width("\u00a0", 1000) == pytest.approx(250, abs=1)


def test_a_lost_font_file_is_said_and_not_replaced() -> None:
    with pytest.raises(FileNotFoundError):
        _ = Fonts(FOLDER / "gone")[Face.SERIF]


@given(text=st.text(max_size=40))
def test_no_character_disappears_while_it_is_given_a_face(text: str) -> None:
    fonts = paper_fonts()
    pieces, lost = fonts.split(text, Face.SERIF_BOLD)
    drawn = "".join(part for part, _ in pieces)
    assert drawn.count(MISSING) >= len(lost)
    assert all(fonts[face].covers(part) for part, face in pieces)
    assert len(drawn) >= len(text)
