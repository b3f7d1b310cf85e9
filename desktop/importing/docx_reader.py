"""A .docx read into plain blocks with python-docx: paragraphs, tables, boxes to tick, places to write, footnotes."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph

from desktop.domain.text import nfc
from desktop.importing.numbering import Numbering
from desktop.importing.package_check import SAVE_ANEW, check_package, invalid
from desktop.importing.run_texts import RunTexts
from desktop.services.ports_documents import (
    DocBlock,
    DocCell,
    DocPageBreak,
    DocParagraph,
    DocTable,
    DocText,
    OfficialDocument,
    TextAlign,
)

_DEEPEST: Final = 12
_MOST_BLOCKS: Final = 4000
_LEGACY: Final = re.compile(r"^(?:\.Vn|VNI[- ]|VnTime|\.?VnArial)", re.IGNORECASE)
_NOT_A_NOTE: Final = ("separator", "continuationSeparator", "continuationNotice")
_BROKEN: Final = (
    OpcError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    RecursionError,
)
_ALIGN: Final = {
    WD_ALIGN_PARAGRAPH.CENTER: TextAlign.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT: TextAlign.RIGHT,
}


class DocxReader:
    """The `DocumentReader` for Word files."""

    def read(self, data: bytes) -> OfficialDocument:
        """Read a .docx.

        Raises:
            DeskError: DOCUMENT_INVALID.
        """
        check_package(data)
        try:
            return _Reading(Document(io.BytesIO(data))).document()
        except _BROKEN as error:
            raise invalid("tệp bị hỏng bên trong.", SAVE_ANEW) from error


class _Reading:
    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._numbering = Numbering(word)

    def document(self) -> OfficialDocument:
        section = self._word.sections[0]
        width, height = section.page_width, section.page_height
        blocks = tuple(self._blocks(self._word.element.body, 0))
        if len(blocks) > _MOST_BLOCKS:
            raise invalid(f"tệp có {len(blocks)} đoạn.", "Chỉ giữ các trang của mẫu đơn.")
        return OfficialDocument(
            blocks=blocks,
            notes=self._footnotes(),
            width_mm=width.mm if width is not None else 210.0,
            height_mm=height.mm if height is not None else 297.0,
            legacy_fonts=self._legacy_fonts(),
            header=nfc(" ".join(p.text.strip() for p in section.header.paragraphs if p.text.strip())),
        )

    def _blocks(self, parent: BaseOxmlElement, depth: int) -> Iterator[DocBlock]:
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                yield self._table(child, depth)
            elif child.tag == qn("w:sdt"):
                for content in child.findall(qn("w:sdtContent")):
                    yield from self._blocks(content, depth + 1)

    def _paragraph(self, element: BaseOxmlElement, depth: int) -> Iterator[DocBlock]:
        paragraph = Paragraph(element, self._word)
        texts = RunTexts(paragraph)
        if texts.breaks_page:
            yield DocPageBreak()
        style = paragraph.style
        name = style.name or "" if style is not None else ""
        number = self._numbering.number_of(paragraph)
        if texts.pieces:
            yield DocParagraph(
                texts=_numbered(texts.pieces, number or ""),
                align=_alignment(paragraph),
                heading=name.startswith("Heading"),
                numbered=number is None,
            )
        for box in texts.frames:
            for block in self._blocks(box, depth + 1):
                yield replace(block, boxed=True) if isinstance(block, DocParagraph) else block

    def _table(self, element: BaseOxmlElement, depth: int) -> DocTable:
        table = Table(element, self._word)
        columns = len(table.columns)
        rows: list[tuple[DocCell, ...]] = []
        above: list[object] = [None] * columns
        for row in table.rows:
            cells: list[DocCell] = []
            before: object = None
            for at, cell in enumerate(row.cells[:columns]):
                covered = cell._tc is before or cell._tc is above[at]  # noqa: SLF001 - which cells are one is said nowhere else
                inner = () if covered else tuple(self._inner(cell._tc, depth + 1))  # noqa: SLF001 - no public way
                cells.append(DocCell(paragraphs=inner, covered=covered))
                before = above[at] = cell._tc  # noqa: SLF001 - no public way
            rows.append((*cells, *[DocCell()] * (columns - len(cells))))
        return DocTable(rows=tuple(rows), ruled=_is_ruled(table))

    def _inner(self, cell: BaseOxmlElement, depth: int) -> Iterator[DocParagraph]:
        for block in self._blocks(cell, depth):
            match block:
                case DocParagraph():
                    yield block
                case DocTable():
                    for row in block.rows:
                        for inner in row:
                            yield from inner.paragraphs
                case DocPageBreak():
                    pass

    def _footnotes(self) -> tuple[str, ...]:
        found: list[str] = []
        for part in self._word.part.package.iter_parts():
            if not str(part.partname).endswith(("/footnotes.xml", "/endnotes.xml")):
                continue
            for note in parse_xml(part.blob):
                if note.get(qn("w:type")) not in _NOT_A_NOTE:
                    words = "".join(text.text or "" for text in note.iter(qn("w:t"))).strip()
                    found += [nfc(words)] if words else []
        return tuple(found)

    def _legacy_fonts(self) -> tuple[str, ...]:
        used: set[str] = set()
        for root in (self._word.element, self._word.styles.element):
            for fonts in root.iter(qn("w:rFonts")):
                used.update(str(name) for name in fonts.attrib.values() if _LEGACY.match(str(name)))
        return tuple(sorted(used))


def _numbered(pieces: tuple[DocText, ...], number: str) -> tuple[DocText, ...]:
    """The texts with the number in front, in the style of the first letters."""
    if not number:
        return pieces
    first = pieces[0]
    if first.superscript:
        return (DocText(text=f"{number} ", bold=first.bold, italic=first.italic), *pieces)
    return (replace(first, text=f"{number} {first.text.lstrip()}"), *pieces[1:])


def _alignment(paragraph: Paragraph) -> TextAlign:
    own, style = paragraph.alignment, paragraph.style
    if own is None and style is not None:
        own = style.paragraph_format.alignment
    return TextAlign.LEFT if own is None else _ALIGN.get(own, TextAlign.LEFT)


def _is_ruled(table: Table) -> bool:
    """Whether lines are drawn: by its style, by the table, or by any cell."""
    style = table.style
    if style is not None and style.name not in {"Normal Table", None}:
        return True
    borders = [*table._tbl.iter(qn("w:tblBorders")), *table._tbl.iter(qn("w:tcBorders"))]  # noqa: SLF001 - not said elsewhere
    return any(edge.get(qn("w:val")) not in {"nil", "none", None} for border in borders for edge in border)
