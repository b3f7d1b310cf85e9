"""What the page of today's dossiers shows and asks for: frozen plain values, no records."""

from dataclasses import dataclass
from enum import Enum

from desktop.ui.icon_set import Icon
from desktop.ui.widgets.figure_row import DayFigure
from desktop.ui.widgets.history_list import HistoryEntry
from desktop.ui.widgets.pill import PillKind


class DayGroup(Enum):
    """The groups of the list, in order."""

    TODAY = "Hôm nay"
    MONTH = "Trong tháng"
    EARLIER = "Trước đó"


class DossierFilter(Enum):
    """The filters behind Ctrl+1 to Ctrl+6, in order."""

    ALL = "Tất cả"
    TO_SIGN = "Chờ ký"
    TO_RETURN = "Chờ trả"
    APPOINTMENT = "Có hẹn"
    PAPERS_MISSING = "Thiếu giấy tờ"
    RETURNED = "Đã trả"


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayQuery:
    """What the officer looks for: typed words (folded by the search) and a filter."""

    words: str = ""
    filter: DossierFilter = DossierFilter.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """One row.

    Attributes:
        id: of the dossier.
        group: where it stands in the list.
        time: "09:51" of today, "23/11" before.
        number: ticket or dossier number.
        person: requester's name.
        procedure: what it is about.
        pill: its state.
        due: "10:15", "27/11" or a dash.
        officer: given name of who received it.
    """

    id: str
    group: DayGroup
    time: str
    number: str
    person: str
    procedure: str
    pill: PillKind
    due: str
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayList:
    """Rows in order of display, counts by filter, figures of the day, when it was read ("09:42")."""

    lines: tuple[DossierLine, ...] = ()
    counts: tuple[tuple[DossierFilter, int], ...] = ()
    figures: tuple[DayFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMove:
    """Something that may be done with the dossier now.

    Attributes:
        key: the move's name, given back by ``TodayPage.move_requested``.
        text: words of the button, beginning with a verb.
        shortcut: its key: "Return" for the next right one, "Ctrl+P" ...; empty for none.
        icon: drawn before the text.
        needs_reason: the officer has to write why.
        is_severe: outlined in red.
        asks: what is asked for instead of why; empty asks why.
    """

    key: str
    text: str
    shortcut: str = ""
    icon: Icon | None = None
    needs_reason: bool = False
    is_severe: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentLine:
    """One scan of a dossier.

    Attributes:
        id: of the attachment.
        name: as people see it.
        facts: "PDF · 2 trang · 1,2 MB".
        place: where the file is, in words.
        can_open: it can be opened from here.
    """

    id: str
    name: str
    facts: str
    place: str
    can_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCard:
    """The detail of one dossier."""

    id: str
    person: str
    facts: str
    pill: PillKind
    procedure: str
    note: str
    history: tuple[HistoryEntry, ...]
    moves: tuple[NextMove, ...]
    rare_moves: tuple[NextMove, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
