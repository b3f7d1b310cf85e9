"""The bundled paper fonts: Liberation 2.1.5, the metric twins of Times New Roman and Arial.

They are loaded by path and never looked up by name: Debian's older package carries the same family name and
lacks 93 of the Vietnamese letters.
"""

import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from desktop.resources_dir import resources_dir

MISSING: Final = "□"
"""Stands on the paper for a character that no bundled font has."""

DRAWING: Final = Lock()
"""Held while a PDF is written: a reportlab font keeps its reading position inside itself."""

_REMEMBERED: Final = 20_000
"""Widths kept for each face; a catalogue of a hundred forms has fewer words."""

_NO_BREAK_SPACE: Final = "\u00a0"


class Face(Enum):
    """A bundled face; the value is its file name without the ending."""

    SERIF = "LiberationSerif-Regular"
    SERIF_BOLD = "LiberationSerif-Bold"
    SERIF_ITALIC = "LiberationSerif-Italic"
    SERIF_BOLD_ITALIC = "LiberationSerif-BoldItalic"
    SANS = "LiberationSans-Regular"
    SANS_BOLD = "LiberationSans-Bold"


_FALLBACK: Final[Mapping[Face, Face]] = {
    Face.SERIF: Face.SANS,
    Face.SERIF_BOLD: Face.SANS_BOLD,
    Face.SERIF_ITALIC: Face.SERIF,
    Face.SERIF_BOLD_ITALIC: Face.SERIF_BOLD,
    Face.SANS: Face.SERIF,
    Face.SANS_BOLD: Face.SERIF_BOLD,
}


class LoadedFont:
    """One face ready to measure and to draw."""

    __slots__ = ("_advance", "_printed", "name")

    def __init__(self, name: str, advances: Mapping[str, float]) -> None:
        self.name = name
        self._advance = dict(advances)
        self._printed: dict[str, float] = {}

    def width(self, text: str, size: float) -> float:
        """Return the width of `text` in points.

        Raises:
            KeyError: the font lacks a character; `Fonts.split` first.
        """
        return sum(map(self._advance.__getitem__, text)) * size

    def printed_width(self, text: str, size: float) -> float:
        """Return the width like `width`, and remember it: for words of the form, never for an answer.

        Raises:
            KeyError: the font lacks a character.
        """
        known = self._printed.get(text)
        if known is None:
            if len(self._printed) >= _REMEMBERED:
                self._printed.clear()
            known = self._printed[text] = self.width(text, 1.0)
        return known * size

    def covers(self, text: str) -> bool:
        """Tell whether the font can draw every character."""
        return self._advance.keys() >= set(text)


class Fonts:
    """All faces of the bundle, loaded when first used, once per process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[Face, LoadedFont] = {}
        self._loading = Lock()

    def __getitem__(self, face: Face) -> LoadedFont:
        """Return the face, registered with reportlab.

        Raises:
            FileNotFoundError: the installation lost the font file.
        """
        loaded = self._loaded.get(face)
        if loaded is None:
            with self._loading:
                loaded = self._loaded.get(face) or self._load(face)
                self._loaded[face] = loaded
        return loaded

    def split(self, text: str, face: Face) -> tuple[list[tuple[str, Face]], str]:
        """Cut `text` into pieces that one face each can draw.

        Returns:
            The pieces in order, and the characters that had to be replaced by `MISSING`.
        """
        pieces: list[tuple[str, Face]] = []
        lost: list[str] = []
        for character in text:
            drawn, chosen = self._drawable(character, face)
            if drawn == MISSING != character:
                lost.append(character)
            if pieces and pieces[-1][1] is chosen:
                pieces[-1] = (pieces[-1][0] + drawn, chosen)
            else:
                pieces.append((drawn, chosen))
        return pieces, "".join(lost)

    def _drawable(self, character: str, face: Face) -> tuple[str, Face]:
        """Find a face for the character, or for its plain twin (１ -> 1), or the square for what is missing."""
        for twin in (character, unicodedata.normalize("NFKC", character)):
            for candidate in (face, _FALLBACK[face]):
                if self[candidate].covers(twin):
                    return twin, candidate
        return MISSING, face

    def _load(self, face: Face) -> LoadedFont:
        path = self._folder / f"{face.value}.ttf"
        if not path.is_file():
            raise FileNotFoundError(path)
        name = f"Khongviet-{face.value}"
        font = TTFont(name, str(path), shapable=False)
        registerFont(font)
        advances = {chr(code): font.face.charWidths[code] / 1000 for code in font.face.charToGlyph}
        # reportlab writes a no-break space as a space; both must measure alike.
        advances[_NO_BREAK_SPACE] = advances[" "]
        return LoadedFont(name, {char: width for char, width in advances.items() if char >= " "})


@cache
def paper_fonts() -> Fonts:
    """Return the fonts shipped with the program, shared by the whole process."""
    return Fonts(resources_dir() / "fonts" / "paper")
