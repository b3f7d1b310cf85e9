"""The port of reading an official document, and the plain blocks that come back.

In every text a place to write is a run of `…`, a box to tick is `☐`, a tab without dots is a tab, a forced line break
is a line break: however the document made them.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

BOX: Final = "☐"
BLANK: Final = "………"


class TextAlign(Enum):
    """How a paragraph stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocText:
    """A piece of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocParagraph:
    """A paragraph. `numbered`: Word writes a number in front that could not be told and is not among the texts.

    `boxed`: it stands in a box beside the text, wherever on the page that is.
    """

    texts: tuple[DocText, ...]
    align: TextAlign = TextAlign.LEFT
    heading: bool = False
    numbered: bool = False
    boxed: bool = False

    @property
    def plain(self) -> str:
        """All letters, trimmed."""
        return "".join(piece.text for piece in self.texts).strip()

    @property
    def bold(self) -> bool:
        """Every letter is bold."""
        return all(piece.bold for piece in self.texts if piece.text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class DocCell:
    """A cell; `covered` when it is the continuation of a merged cell before or above it."""

    paragraphs: tuple[DocParagraph, ...] = ()
    covered: bool = False

    @property
    def plain(self) -> str:
        """All letters on one line."""
        return " ".join(paragraph.plain for paragraph in self.paragraphs if paragraph.plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocTable:
    """A table; every row has as many cells as there are columns. Not `ruled`: it only holds things side by side."""

    rows: tuple[tuple[DocCell, ...], ...]
    ruled: bool


@dataclass(frozen=True, slots=True)
class DocPageBreak:
    """What follows begins a new page."""


DocBlock = DocParagraph | DocTable | DocPageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """What a document holds.

    Attributes:
        blocks: In reading order.
        notes: Footnotes, in order.
        width_mm, height_mm: Of the first page.
        legacy_fonts: Fonts of before Unicode (TCVN3, VNI) that some text is set in: its letters are not what they seem.
        header: Text above every page, which is not among the blocks.
    """

    blocks: tuple[DocBlock, ...]
    notes: tuple[str, ...] = ()
    width_mm: float = 210.0
    height_mm: float = 297.0
    legacy_fonts: tuple[str, ...] = ()
    header: str = ""


class DocumentReader(Protocol):
    """Reads documents a stranger may have made."""

    def read(self, data: bytes) -> OfficialDocument:
        """Read a document.

        Raises:
            DeskError: DOCUMENT_INVALID saying what is wrong with the file and what helps.
        """
        ...
