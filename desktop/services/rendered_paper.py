"""The port of the drawing of papers, and what comes back from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from desktop.forms.paper import ComposedPaper
from desktop.forms.read_back import SpokenLine


class Look(Enum):
    """Whom the page is drawn for."""

    PRINT = "print"
    """Paper: black, no suggestion that nobody accepted."""

    PREVIEW = "preview"
    """The live page on the screen: answers in blue, suggestions in grey italics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRect:
    """Where an answer stands, or will stand, on a page.

    Points (1/72 inch), origin in the top left corner of the page, `page` counts from 0. An answer over
    several lines has one rectangle for each line. `is_signing`: there the person signs whose name the answer is, or
    the two witnesses in that person's stead.
    """

    key: str
    page: int
    x: float
    y: float
    width: float
    height: float
    is_signing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWarning:
    """A character no bundled font can draw; a white square stands in its place on the paper.

    Holds the character alone, never the answer around it, so that it may be logged.
    """

    character: str
    key: str | None

    @property
    def text(self) -> str:
        """The sentence for the officer."""
        codes = " ".join(f"U+{ord(letter):04X}" for letter in self.character)
        return f"Máy không có nét chữ cho ký tự {codes}: trên giấy in ô vuông □ thay thế. Hãy sửa lại."


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPaper:
    """A finished PDF. `page_width` and `page_height` are in points and equal for all pages."""

    pdf: bytes
    page_count: int
    page_width: float
    page_height: float
    rects: tuple[FieldRect, ...] = ()
    warnings: tuple[PaperWarning, ...] = ()


class PaperRenderer(Protocol):
    """Draws papers. Pure and quick (tens of milliseconds), but never called from the GUI thread."""

    def draw(self, paper: ComposedPaper, look: Look = Look.PRINT) -> RenderedPaper:
        """Draw a composed paper as a PDF, with the place of every answer."""
        ...

    def draw_review_sheet(self, title: str, lines: Sequence[SpokenLine]) -> RenderedPaper:
        """Draw the large-print sheet that the citizen reads along while the paper is read aloud."""
        ...
