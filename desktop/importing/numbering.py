"""The numbers Word writes by itself in front of a paragraph: they are nowhere among its letters."""

from typing import Final

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from desktop.importing.run_texts import box_of
from desktop.services.ports_documents import BOX

_PART: Final = "/numbering.xml"
_DASH: Final = "-"
_MOST: Final = 999
_ROMAN: Final = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LEVELS: Final = 9


class Numbering:
    """Counts the numbered paragraphs of one document, in reading order."""

    def __init__(self, word: WordDocument) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], BaseOxmlElement] = {}
        self._counts: dict[str, list[int]] = {}
        for part in word.part.package.iter_parts():
            if str(part.partname).endswith(_PART):
                self._learn(parse_xml(part.blob))

    def number_of(self, paragraph: Paragraph) -> str | None:
        """The sign in front of a paragraph; "" for one without, None for a number that cannot be told."""
        found = _place_of(paragraph)
        if found is None:
            return ""
        name, depth = found
        kind = self._lists.get(name)
        level = self._levels.get((kind, depth)) if kind is not None else None
        if kind is None or level is None:
            return None
        if _value(level, "w:numFmt") == "bullet":
            return BOX if box_of(_value(level, "w:lvlText"), level) else _DASH
        counts = self._counts.setdefault(kind, [0] * _LEVELS)
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return self._written(kind, depth, counts)

    def _written(self, kind: str, depth: int, counts: list[int]) -> str:
        text = _value(self._levels[kind, depth], "w:lvlText")
        for at in range(depth + 1):
            level = self._levels.get((kind, at))
            if level is None:
                continue
            first = _value(level, "w:start") or "1"
            number = (int(first) if first.isdecimal() else 1) + max(counts[at], 1) - 1
            text = text.replace(f"%{at + 1}", _in_signs(min(number, _MOST), _value(level, "w:numFmt")))
        return text.strip()

    def _learn(self, root: BaseOxmlElement) -> None:
        for kind in root.findall(qn("w:abstractNum")):
            name = str(kind.get(qn("w:abstractNumId")))
            for level in kind.findall(qn("w:lvl")):
                depth = str(level.get(qn("w:ilvl")))
                if depth.isdecimal() and int(depth) < _LEVELS:
                    self._levels[name, int(depth)] = level
        for one in root.findall(qn("w:num")):
            self._lists[str(one.get(qn("w:numId")))] = _value(one, "w:abstractNumId")


def _place_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """The list a paragraph belongs to and how deep, said by itself or by its style."""
    elements = [paragraph._p]  # noqa: SLF001 - numbering is said nowhere else
    style = paragraph.style
    while style is not None and len(elements) < _LEVELS:
        elements.append(style.element)
        style = style.base_style
    name, depth = "", ""
    for element in elements:
        for properties in element.findall(f"{qn('w:pPr')}/{qn('w:numPr')}"):
            name = name or _value(properties, "w:numId")
            depth = depth or _value(properties, "w:ilvl")
    if name in {"", "0"}:
        return None
    return name, int(depth) if depth.isdecimal() and int(depth) < _LEVELS else 0


def _value(element: BaseOxmlElement, tag: str) -> str:
    found = element.find(qn(tag))
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _in_signs(number: int, form: str) -> str:
    match form:
        case "upperRoman" | "lowerRoman":
            roman = _roman(number)
            return roman if form == "upperRoman" else roman.lower()
        case "upperLetter" | "lowerLetter":
            letter = _LETTERS[(number - 1) % len(_LETTERS)] * ((number - 1) // len(_LETTERS) + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "decimalZero":
            return f"{number:02d}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    made = ""
    for value, signs in _ROMAN:
        made += signs * (number // value)
        number %= value
    return made
