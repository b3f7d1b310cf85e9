"""Values that go in and out of the records: what changed, list rows, printed papers, tickets, audit events.

All are frozen: they may cross threads and layers. Times are aware and in UTC; days are office days
(Asia/Ho_Chi_Minh).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import HelpSession
from desktop.domain.ids import DossierId, HelpSessionId, PersonId, StaffId, TicketId
from desktop.domain.person import Person
from desktop.domain.plain import Plain

T = TypeVar("T")


class Entity(StrEnum):
    """The kinds of records. The value stands in the log of operations: never rename one."""

    DOSSIER = "dossier"
    DOSSIER_MOVE = "dossier_move"
    PERSON = "person"
    HELP_SESSION = "help_session"
    ANSWERS = "answers"
    PAPER = "paper"
    TICKET = "ticket"
    STAFF = "staff"
    ROSTER = "roster"
    OFFICE = "office"
    CALENDAR_DAY = "calendar_day"
    AUDIT = "audit"
    HANDOVER = "handover"
    ATTACHMENT = "attachment"
    CONFLICT = "conflict"
    """What somebody chose where two counters had given one field two values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one committed unit of work changed: ids, never the records themselves."""

    rows: Mapping[Entity, frozenset[str]] = field(default_factory=dict)

    def ids(self, entity: Entity) -> frozenset[str]:
        """Give the ids of the changed records of one kind."""
        return self.rows.get(entity, frozenset())

    def touches(self, *entities: Entity) -> bool:
        """Tell whether a record of one of these kinds changed."""
        return any(self.rows.get(entity) for entity in entities)

    def __bool__(self) -> bool:
        return any(self.rows.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Generic[T]):
    """A record as it stood at one revision; hand `revision` back as `base` when saving an edited copy."""

    value: T
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldConflict:
    """One field that two people changed: both values as they would be stored, and who was first.

    `mine` and `theirs` are personal data: for the screen, never for the log.
    """

    field: str
    mine: Plain
    theirs: Plain
    by: str
    at: datetime


class RecordChangedError(DeskError):
    """`RECORD_CHANGED` with both values of every field in question, so that a person can choose."""

    def __init__(self, entity: Entity, row_id: str, conflicts: tuple[FieldConflict, ...]) -> None:
        """Keep the conflicts beside the parameters, which hold ids and field names only."""
        first = conflicts[0]
        fields = ",".join(conflict.field for conflict in conflicts)
        super().__init__(
            ErrorCode.RECORD_CHANGED,
            entity=entity.value,
            row_id=row_id,
            fields=fields,
            by=first.by,
            at=first.at.isoformat(),
        )
        self.conflicts = conflicts


class PaperKind(StrEnum):
    """What a printed sheet was."""

    FORM = "form"
    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control"
    REGISTER = "register"
    REVIEW_SHEET = "review_sheet"
    GUIDE = "guide"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the words officers use for it, without a capital."""
        return _PAPER_LABELS[self]


_PAPER_LABELS = {
    PaperKind.FORM: "tờ khai",
    PaperKind.RECEIPT: "giấy tiếp nhận và hẹn trả",
    PaperKind.SUPPLEMENT: "phiếu yêu cầu bổ sung",
    PaperKind.REFUSAL: "phiếu từ chối",
    PaperKind.APOLOGY: "phiếu xin lỗi và hẹn lại",
    PaperKind.STOP: "thông báo dừng giải quyết",
    PaperKind.CONTROL: "phiếu kiểm soát",
    PaperKind.REGISTER: "sổ theo dõi hồ sơ",
    PaperKind.REVIEW_SHEET: "bản chữ to",
    PaperKind.GUIDE: "giấy hướng dẫn",
    PaperKind.OTHER: "giấy khác",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """One printed paper, kept so that an old case reprints in its own form version.

    Attributes:
        reprint_of: Id of the first print, empty for the first print itself.
    """

    id: str
    kind: PaperKind
    form_id: str
    form_version: str
    printed_at: datetime
    printed_by: StaffId
    dossier_id: DossierId | None = None
    help_session_id: HelpSessionId | None = None
    reprint_of: str = ""
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRecord:
    """One queue ticket. It carries a number and a service, never a name."""

    id: TicketId
    number: str
    service: str
    day: date
    issued_at: datetime
    called_at: datetime | None = None
    finished_at: datetime | None = None
    counter: str = ""


class AuditAction(StrEnum):
    """What somebody did with a record without changing it (changes are in the log themselves)."""

    VIEWED = "viewed"
    PRINTED = "printed"
    EXPORTED = "exported"
    SEARCHED = "searched"
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    BACKED_UP = "backed_up"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """Who did what with which record and when, and why where that is asked; ids only, no content."""

    id: str
    at: datetime
    by: StaffId
    action: AuditAction
    entity: str
    row_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """A line of a dossier list, read from the typed tables without opening the record."""

    id: DossierId
    number: str
    portal_code: str
    procedure_code: str
    procedure_name: str
    requester_id: PersonId | None
    requester_name: str
    received_at: datetime | None
    due: datetime | None
    state: DossierState
    promise: str
    slip_printed_at: datetime | None
    officer_id: StaffId | None
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """Narrows a search. Empty fields do not narrow. Both days are included."""

    states: frozenset[DossierState] = frozenset()
    procedure_code: str = ""
    officer_id: StaffId | None = None
    received_from: date | None = None
    received_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A found dossier. `exact` hits agree in the marks too, or by their number, and come first."""

    row: DossierRow
    exact: bool


class TimelineKind(StrEnum):
    """What an entry of a dossier's timeline tells."""

    MOVE = "move"
    PAPER = "paper"
    VIEW = "view"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line of a dossier's history, oldest first.

    Attributes:
        detail: `from_state>to_state` of a move, the paper kind of a print, the names of the changed fields.
        reason: The officer's words, when there are any.
    """

    at: datetime
    by: str
    kind: TimelineKind
    detail: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDetail:
    """Everything the detail pane of one dossier shows."""

    dossier: Dossier
    revision: int
    requester: Person | None
    help_session: HelpSession | None
    papers: tuple[PaperRecord, ...]
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVisit:
    """An earlier dossier of a person with the answers of its case (empty once erased)."""

    row: DossierRow
    answers_id: str
    answers: Mapping[str, Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSummary:
    """A saved, unfinished visit in the parked list."""

    id: str
    title: str
    parked: bool
    saved_at: datetime


class HealthCheck(StrEnum):
    """What `khongviet doctor` looks at in the records."""

    INTEGRITY = "integrity"
    CHAIN = "chain"
    DERIVED = "derived"
    SCHEMA = "schema"
    KEY_FILE = "key_file"
    FREE_DISK = "free_disk"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFinding:
    """The result of one check; `facts` are numbers and codes for the sentence, never personal data."""

    check: HealthCheck
    ok: bool
    facts: Mapping[str, str] = field(default_factory=dict)
