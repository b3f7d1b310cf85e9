"""What a form file says, as frozen values. `loader` makes them; nobody else needs to know TOML."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop.forms.conditions import Condition
from desktop.forms.official_pdf import OfficialPdf
from desktop.forms.paper import Align, PaperSize


class FieldType(Enum):
    """Kinds of answers; the value is the word in the form file."""

    TEXT = "text"
    TEXTAREA = "textarea"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    MULTI = "multi"
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    ID12 = "id12"
    PHONE = "phone"
    ADDRESS = "address"
    ID_PAPER = "id_paper"
    TABLE = "table"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a field of type table; rows are kept as text, cell by cell.

    A `counted` column holds the number of the row, a `by_hand` column waits for the pen, for a signature: nobody types
    either, the kept cell stays empty.
    """

    key: str
    title: str
    type: FieldType = FieldType.TEXT
    width: float | None = None
    options: tuple[str, ...] = ()
    counted: bool = False
    by_hand: bool = False

    @property
    def typed(self) -> bool:
        """Whether somebody is asked for its cells."""
        return not (self.counted or self.by_hand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Where a field gets its answer from when the condition holds (None: always, if there is one)."""

    key: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing the form wants to know. `label` are the official words, `hint` is only ever seen on screen."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    options: tuple[str, ...] = ()
    other: bool = False
    note: str = ""
    capitals: bool = False
    boxes: int = 0
    default: str | int | bool | None = None
    hint: str = ""
    ask_when: Condition | None = None
    takes: tuple[Take, ...] = ()
    suggest: tuple[str, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    min_rows: int = 0
    computed_from: str = ""
    computed_as: str = ""
    printed: bool = True

    @property
    def role(self) -> str:
        """'requester' of 'requester.name'; '' for a key without a dot."""
        return self.key.partition(".")[0] if "." in self.key else ""

    @property
    def part(self) -> str:
        """'name' of 'requester.name'; the whole key where there is no dot."""
        return self.key.partition(".")[2] or self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Fields asked in one breath. `id` is the key of its first field and stays the same while answers change."""

    id: str
    say: str
    title: str
    fields: tuple[Field, ...]
    role: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonBlock:
    """A person of the form. `called` stands in a question until the name is known ('người mất')."""

    role: str
    title: str
    called: str = ""


class PageKind(Enum):
    """What a line of the page is."""

    NATIONAL = "quoc-hieu"
    MARK = "mau-so"
    TITLE = "title"
    SUBTITLE = "subtitle"
    SECTION = "section"
    ADDRESSEE = "addressee"
    LINE = "line"
    TEXT = "text"
    TABLE = "bang"
    GRID = "khung"
    ROW = "row"
    ROWS = "dong"
    LIST = "danh-sach"
    PLACE_DATE = "noi-ngay"
    SIGN = "ky"
    RULE = "ke"
    GAP = "cach"
    NOTE = "ghi-chu"
    PAGE_BREAK = "sang-trang"
    QR = "qr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Printed words of the page."""

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`{key}` or `{key:format}`."""

    key: str
    format: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TickPlace:
    """`{key?option}`: a box that is ticked when the answer is (or holds) the option, with the option behind it."""

    key: str
    option: str


Piece = Words | Place | TickPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class PageItem:
    """One line of the page; `line` is its number in the file, for errors.

    `parts`: the cells of a line or of a grid row, the arguments of a command, or the one text of everything else.
    `name`: role of a signature, key of a table or list. `number`: millimetres of a gap, indent of a line, least rows.
    """

    kind: PageKind
    line: int
    parts: tuple[tuple[Piece, ...], ...] = ()
    name: str = ""
    number: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedField:
    """A place on the background: which answer, where (millimetres from the upper left corner, page from 1), how.

    `option`: a check mark when it is chosen. `row` (from 1) and `column`: one cell of a field of type table.
    """

    key: str
    page: int
    left: float
    top: float
    width: float
    height: float
    format: str = ""
    option: str = ""
    row: int = 0
    column: str = ""
    size: float = 12.0
    smallest: float = 8.0
    align: Align = Align.LEFT
    boxes: int = 0
    pitch: float = 0.0
    capitals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The official PDF a form is printed on; `name` is its file, beside the form file."""

    name: str
    pdf: OfficialPdf


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """First and last day the form may be used for a new case; `last` None = still in force."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies inside, both ends included."""
        return self.first <= day and (self.last is None or day <= self.last)


class CheckedLevel(Enum):
    """How far the words of a form were compared with the official one; the value is the word in the form file."""

    ORIGINAL = "original"
    LABELS = "labels"
    MEMORY = "memory"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How sure the file is: when and against what its words were compared, how far, and what is still open."""

    on: date
    against: str
    certainty: str = ""
    level: CheckedLevel = CheckedLevel.LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """One version of one form."""

    id: str
    version: str
    name: str
    short_name: str
    source: str
    in_force: InForce
    procedures: tuple[str, ...]
    checked: Checked
    paper: PaperSize
    questions: tuple[Question, ...]
    page: tuple[PageItem, ...]
    persons: tuple[PersonBlock, ...] = ()
    eform_order: tuple[str, ...] = ()
    replaced_by: str = ""
    background: Background | None = None
    places: tuple[PlacedField, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field in the order of asking."""
        return tuple(field for question in self.questions for field in question.fields)

    def field(self, key: str) -> Field | None:
        """The field with that key, or None."""
        return next((field for field in self.fields if field.key == key), None)

    def person(self, role: str) -> PersonBlock | None:
        """The person block of that role, or None."""
        return next((block for block in self.persons if block.role == role), None)
