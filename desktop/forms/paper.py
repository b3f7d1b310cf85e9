"""A filled paper before it becomes a PDF: plain blocks, in reading order.

This is the border to `desktop/printing/pdf`. Nothing here knows a font, a millimetre of the page or a library;
nothing behind the border knows a form definition. Conventions a renderer may rely on:

- No text ever holds a line break or a tab; a value of several lines becomes several `Line` blocks.
- A place without an answer is a `Run` with a key: text `''` at the end of a cell (the leader fills it), or text made of
  dots and kind `LABEL` in the middle of a line. Lighting a field on the preview means: every item with that key.
- Runs carry their own spaces; runs of one line are drawn one after the other.
- Blocks follow each other with normal line spacing; air is said with `Gap`.
"""

from dataclasses import dataclass
from enum import Enum

from desktop.forms.official_pdf import OfficialPdf


class PaperSize(Enum):
    """Sizes a form can ask for; the value is what stands in the form file."""

    A4 = "A4"
    A5 = "A5"
    A4_LANDSCAPE = "A4-ngang"
    A4_LARGE = "A4-chu-to"


class Align(Enum):
    """Which edge of its place a text keeps to."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class RunKind(Enum):
    """Where a piece of text comes from."""

    LABEL = "label"
    VALUE = "value"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text in one style; `key` names the answer it shows (None for printed words)."""

    text: str
    kind: RunKind = RunKind.LABEL
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A box to tick with its words behind it."""

    checked: bool
    label: tuple[Run, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """One character a box, `count` boxes; `digits` may be shorter (empty boxes stay) and is never longer."""

    digits: str
    count: int
    key: str | None = None


Item = Run | Tick | Boxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A part of a line or a table cell.

    `leader`: dots run from the last item to the cell's right edge. `width`: share of the line (0..1), None = by content
    and what is left over.
    """

    items: tuple[Item, ...] = ()
    leader: bool = False
    width: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalHeading:
    """Quốc hiệu and tiêu ngữ; with agency lines they stand right and the agency left (last agency line is bold)."""

    agency_left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMark:
    """The small words above the heading: 'Mẫu số 1d', 'Mẫu CT01 ban hành kèm theo ...'."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The paper's name, bold capitals, centred."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitle:
    """The scope line under the title, centred."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """'Kính gửi: ...', centred."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line of the form; it wraps when its values are long, cells stay side by side."""

    cells: tuple[Cell, ...]
    indent_mm: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text."""

    items: tuple[Item, ...]
    first_line_mm: float = 10.0
    justified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading inside the form: 'I. THÔNG TIN ...'; bold. `note` is the raised number behind it: '(2)'."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; `width` is a share of the table (0..1) or None for an equal part of the rest."""

    title: str
    width: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table; empty rows are added until `min_rows`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    min_rows: int = 0
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDate:
    """'Làm tại: ..., ngày ... tháng ... năm ...', italic, right half."""

    items: tuple[Item, ...]


class SignatureVariant(Enum):
    """How the person signs: below by hand, with a finger, or not at all before two witnesses."""

    SIGN = "sign"
    FINGERPRINT = "fingerprint"
    WITNESSES = "witnesses"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureColumn:
    """One place to sign. Only titles and instructions in front are printed when `name` is empty.

    `below` are further lines under the signing room (which finger, the two witnesses with their papers); one that ends
    in a colon gets a dotted row to write on. A column without title is an empty half that only holds the place.
    `note` is the raised number behind the title: '(3)'.
    """

    title: str = ""
    note: str = ""
    instruction: str = ""
    variant: SignatureVariant = SignatureVariant.SIGN
    name: str = ""
    key: str | None = None
    date_line: tuple[Item, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Columns side by side, kept together on one page; a single column stands on the right half."""

    columns: tuple[SignatureColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A thin line across the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Air of so many millimetres."""

    mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """One note in small print ('Chú thích: (1) ...')."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """A QR code of the text, small, left-aligned; empty text prints nothing."""

    text: str


Block = (
    NationalHeading
    | FormMark
    | Title
    | Subtitle
    | Addressee
    | Line
    | Paragraph
    | Section
    | Table
    | PlaceDate
    | Signatures
    | Rule
    | Gap
    | Notes
    | PageBreak
    | QrCode
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedItem:
    """What stands in one place of an official page.

    Attributes:
        key: The answer it shows.
        label: The official words of the field, to name it on a continuation sheet.
        page: From 0.
        left, top, width, height: Millimetres from the upper left corner of the page as seen.
        rows: The answer, a line each; empty without an answer.
        marked: True or false for a place to tick, None for a place to write.
        size, smallest: Points, as wished and as small as it may become.
        boxes: Squares of the official page, one character each; 0 for running text.
        pitch: Millimetres from box to box or from line to line; 0 = as the place or the letters give it.
    """

    key: str
    label: str
    page: int
    left: float
    top: float
    width: float
    height: float
    rows: tuple[str, ...] = ()
    marked: bool | None = None
    kind: RunKind = RunKind.VALUE
    size: float = 12.0
    smallest: float = 8.0
    align: Align = Align.LEFT
    boxes: int = 0
    pitch: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartItem:
    """An answer the official page has no place for: it goes on the continuation sheet."""

    key: str
    label: str
    rows: tuple[str, ...]
    kind: RunKind = RunKind.VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialSheet:
    """An official page to write on, instead of blocks."""

    pdf: OfficialPdf
    items: tuple[PlacedItem, ...] = ()
    apart: tuple[ApartItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedPaper:
    """A whole paper. `footer` is small print at the foot of every page (form id and version).

    With an `official` sheet there are no blocks: the answers are written on the PDF of the authority.
    """

    form_id: str
    version: str
    title: str
    size: PaperSize = PaperSize.A4
    blocks: tuple[Block, ...] = ()
    footer: str = ""
    official: OfficialSheet | None = None
