"""The texts of one paragraph of a .docx, with every kind of blank and box said in one way."""

import re
from typing import Final

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from desktop.domain.text import nfc
from desktop.services.ports_documents import BLANK, BOX, DocText

_BOXES: Final = re.compile("[□☐☑☒▢◻◽❏❐❑❒⬜⬛■▪]")
_SYMBOL_BOXES: Final = frozenset(
    {0x6F, 0x70, 0x71, 0x72, 0xA8, 0xA3, 0xFE, 0xFD, 0x52, 0x53, 0x54, 0x30, 0x31}
)
_BULLET_BOXES: Final = frozenset({0x6F, 0x71, 0x72, 0xA8, 0xA3})
_SYMBOL_FONTS: Final = ("wingdings", "webdings")
_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DOTTED: Final = frozenset({"dot", "underscore", "hyphen", "middleDot", "heavy"})
_CHECKBOX: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_WRAPS: Final = frozenset(
    map(qn, ("w:hyperlink", "w:ins", "w:smartTag", "w:fldSimple", "w:moveTo", "w:customXml"))
)
_DEEPEST: Final = 12


class RunTexts:
    """Reads one paragraph.

    Attributes:
        pieces: The texts in order, neighbours of one style joined.
        breaks_page: A page break stands in front of it or in it.
        frames: Text boxes anchored here, whose paragraphs follow.
    """

    def __init__(self, paragraph: Paragraph) -> None:
        style = paragraph.style
        font = style.font if style is not None else None
        self._bold = bool(font and font.bold)
        self._italic = bool(font and font.italic)
        self._dotted_tabs = _has_dotted_tabs(paragraph)
        self._found: list[DocText] = []
        self._field = ""
        self.frames: list[BaseOxmlElement] = []
        self.breaks_page = bool(paragraph.paragraph_format.page_break_before)
        self._walk(paragraph._p, 0)  # noqa: SLF001 - runs inside content controls and links are not among `runs`
        self.pieces = _joined(self._found)

    def _walk(self, parent: BaseOxmlElement, depth: int) -> None:
        for child in parent if depth < _DEEPEST else ():
            if child.tag == qn("w:r"):
                self._run(child)
            elif child.tag in _WRAPS:
                self._walk(child, depth + 1)
            elif child.tag == qn("w:sdt"):
                self._control(child, depth)

    def _control(self, control: BaseOxmlElement, depth: int) -> None:
        """A content control: a box, a place still to be filled, or the words it holds."""
        properties = control.find(qn("w:sdtPr"))
        if properties is not None and properties.find(_CHECKBOX) is not None:
            self._add(BOX)
        elif properties is not None and properties.find(qn("w:showingPlcHdr")) is not None:
            self._add(BLANK)
        else:
            content = control.find(qn("w:sdtContent"))
            before = len(self._found)
            if content is not None:
                self._walk(content, depth + 1)
            if not "".join(piece.text for piece in self._found[before:]).strip():
                self._add(BLANK)

    def _run(self, run: BaseOxmlElement) -> None:  # noqa: C901, PLR0912 - one line a kind
        style = _Style(run, bold=self._bold, italic=self._italic)
        for child in run:
            match child.tag.rpartition("}")[2]:
                case "fldChar":
                    self._field_mark(child)
                case "t" if self._field in {"", "result"}:
                    self._add(style.words(child.text or ""), style)
                case "sym":
                    self._add(_symbol(child), style)
                case "tab" if not self._field:
                    self._add(f" {BLANK}" if self._dotted_tabs else "\t", style)
                case "br" if child.get(qn("w:type")) == "page":
                    self.breaks_page = True
                case "br" | "cr":
                    self._add("\n", style)
                case "noBreakHyphen":
                    self._add("-", style)
                case "footnoteReference" | "endnoteReference":
                    self._add(
                        f"({child.get(qn('w:id'))})", _Style(run, bold=False, italic=False, raised=True)
                    )
                case "drawing" | "pict":
                    self.frames.extend(child.iter(qn("w:txbxContent")))
                case "AlternateContent":
                    for choice in child.findall(_CHOICE):
                        self.frames.extend(choice.iter(qn("w:txbxContent")))
                case _:
                    pass

    def _field_mark(self, mark: BaseOxmlElement) -> None:
        """A legacy form field says itself what it is; of any other field only the result is text."""
        match mark.get(qn("w:fldCharType")):
            case "begin":
                data = mark.find(qn("w:ffData"))
                if data is None:
                    self._field = "code"
                else:
                    self._add(BOX if data.find(qn("w:checkBox")) is not None else BLANK)
                    self._field = "form"
            case "separate" if self._field == "code":
                self._field = "result"
            case "end":
                self._field = ""
            case _:
                pass

    def _add(self, text: str, style: "_Style | None" = None) -> None:
        clean = _CONTROLS.sub("", nfc(text)).replace("\u00a0", " ")
        clean = _BOXES.sub(BOX, clean)
        if clean:
            self._found.append(
                DocText(
                    text=clean,
                    bold=style.bold if style else self._bold,
                    italic=style.italic if style else self._italic,
                    superscript=bool(style and style.raised),
                )
            )


class _Style:
    """How the letters of a run look."""

    def __init__(self, run: BaseOxmlElement, *, bold: bool, italic: bool, raised: bool = False) -> None:
        properties = run.find(qn("w:rPr"))
        self.bold = _flag(properties, "w:b", otherwise=bold)
        self.italic = _flag(properties, "w:i", otherwise=italic)
        self._capitals = _flag(properties, "w:caps", otherwise=False)
        lifted = properties.find(qn("w:vertAlign")) if properties is not None else None
        self.raised = raised or (lifted is not None and lifted.get(qn("w:val")) == "superscript")
        fonts = properties.find(qn("w:rFonts")) if properties is not None else None
        names = [str(name).lower() for name in fonts.attrib.values()] if fonts is not None else []
        self._symbols = any(name.startswith(_SYMBOL_FONTS) for name in names)

    def words(self, text: str) -> str:
        """The letters as they are seen."""
        if self._symbols:
            return "".join(BOX if ord(sign) & 0xFF in _SYMBOL_BOXES else sign for sign in text)
        return text.upper() if self._capitals else text


def box_of(text: str, level: BaseOxmlElement) -> bool:
    """Whether the sign in front of a list is a box to tick: by its own shape, or in a font of symbols."""
    if _BOXES.search(text):
        return True
    fonts = [str(name).lower() for one in level.iter(qn("w:rFonts")) for name in one.attrib.values()]
    symbols = any(name.startswith(_SYMBOL_FONTS) for name in fonts)
    return symbols and any(ord(sign) & 0xFF in _BULLET_BOXES for sign in text)


def _flag(properties: BaseOxmlElement | None, tag: str, *, otherwise: bool) -> bool:
    found = properties.find(qn(tag)) if properties is not None else None
    if found is None:
        return otherwise
    return found.get(qn("w:val")) not in {"0", "false", "off"}


def _symbol(element: BaseOxmlElement) -> str:
    font = str(element.get(qn("w:font"), "")).lower()
    try:
        code = int(str(element.get(qn("w:char"), "0")), 16)
    except ValueError:
        return ""
    if font.startswith(_SYMBOL_FONTS):
        return BOX if code & 0xFF in _SYMBOL_BOXES else ""
    return chr(code) if 0x20 <= code < 0xE000 and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - printable, no surrogate


def _has_dotted_tabs(paragraph: Paragraph) -> bool:
    stops = list(paragraph._p.iter(qn("w:tab")))  # noqa: SLF001 - leaders written by newer versions have names python-docx lacks
    style = paragraph.style
    stops += list(style.element.iter(qn("w:tab"))) if style is not None else []
    return any(stop.get(qn("w:leader")) in _DOTTED for stop in stops)


def _joined(found: list[DocText]) -> tuple[DocText, ...]:
    joined: list[DocText] = []
    for piece in found:
        last = joined[-1] if joined else None
        if last is not None and (last.bold, last.italic, last.superscript) == (
            piece.bold,
            piece.italic,
            piece.superscript,
        ):
            joined[-1] = DocText(
                text=last.text + piece.text, bold=last.bold, italic=last.italic, superscript=last.superscript
            )
        else:
            joined.append(piece)
    return tuple(joined) if any(piece.text.strip() for piece in joined) else ()
