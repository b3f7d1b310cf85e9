"""The tables of the local database.

Three kinds. The *log* (`operation`, with `seal_key` beside it) is the truth. `document` and the *derived*
tables can be rebuilt from it at any time. *Local* tables (`draft`, `print_job`, `attachment_bytes`, `meta`) belong
to this PC.
What a counter keeps of the office's shared log stands in `office_tables`.
"""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)
from typing_extensions import override

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2999


def utc_text(moment: datetime) -> str:
    """Write an aware moment as UTC text whose order is the order of time."""
    if moment.tzinfo is None:
        raise ValueError("a record needs an aware moment")
    # Not strftime: it writes the year 1 as "1" on some systems, and nobody can read that back.
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def utc_moment(text: str) -> datetime:
    """Read a moment written by `utc_text`."""
    return datetime.fromisoformat(text)


def sound_moment(text: str) -> datetime:
    """Read a moment that another program wrote: with a time zone, in a year that calculations can leave and enter.

    Raises:
        ValueError: It is none.
    """
    moment = utc_moment(text)
    if moment.tzinfo is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("no moment of an office")
    return moment


def is_sound_moment(text: str) -> bool:
    """Tell whether `sound_moment` reads a text."""
    try:
        sound_moment(text)
    except ValueError:
        return False
    return True


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments as sortable text; SQLite's own type would drop the time zone in silence."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else utc_text(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else utc_moment(value)


METADATA: Final = MetaData()

META: Final = Table("meta", METADATA, Column("k", Text, primary_key=True), Column("v", Text, nullable=False))

OPERATION: Final = Table(
    "operation",
    METADATA,
    Column("op", Integer, primary_key=True, autoincrement=False),
    Column("txn_no", Integer, nullable=False),
    Column("txn_end", Integer, nullable=False),
    Column("entity", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("base_rev", Integer, nullable=False),
    Column("patch", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("hlc", Text, nullable=False),
    Column("schema_level", Integer, nullable=False),
    Column("op_hash", LargeBinary, nullable=False, unique=True),
    # The entry of the office's log that brought this change; 0 for what was done at this counter.
    Column("source", Integer, nullable=False, server_default="0"),
    Index("operation_of_row", "entity", "row_id", "op"),
)

# Several counters may each have made a key for one record while they could not hear of each other.
SEAL_KEY: Final = Table(
    "seal_key",
    METADATA,
    Column("scope", Text, nullable=False),
    Column("key_id", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("shared", Integer, nullable=False),
    PrimaryKeyConstraint("scope", "key_id"),
)

DOCUMENT: Final = Table(
    "document",
    METADATA,
    Column("entity", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("doc", Text, nullable=False),
    PrimaryKeyConstraint("entity", "row_id"),
)

# `id` is the number of the operation that created the dossier: the same after every rebuild, growing with
# time, and the rowid of the full-text index, so that "newest first" needs no sorting.
DOSSIER_ROW: Final = Table(
    "dossier_row",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("dossier_id", Text, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("portal_code", Text, nullable=False),
    Column("procedure_code", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("requester_id", Text, nullable=False),
    Column("requester_name", Text, nullable=False),
    Column("received_at", UtcDateTime),
    Column("day", Text, nullable=False),
    Column("due", UtcDateTime),
    Column("state", Text, nullable=False),
    Column("promise", Text, nullable=False),
    Column("slip_printed_at", UtcDateTime),
    Column("officer_id", Text, nullable=False),
    Column("answers_id", Text, nullable=False),
    Index("dossier_row_day", "day", "id"),
    Index("dossier_row_state", "state", "due"),
    Index("dossier_row_number", "number"),
    Index("dossier_row_portal_code", "portal_code"),
    Index("dossier_row_requester", "requester_id", "id"),
)

PERSON_NUMBER: Final = Table(
    "person_number",
    METADATA,
    Column("number", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    PrimaryKeyConstraint("number", "person_id"),
)

# What belongs to what: papers of a dossier, tickets and roster of a day, moves of a dossier.
REFERENCE: Final = Table(
    "reference",
    METADATA,
    Column("entity", Text, nullable=False),
    Column("belongs_to", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("first_op", Integer, nullable=False),
    PrimaryKeyConstraint("entity", "belongs_to", "row_id"),
)

# Which bytes the attachments name: what is not named here, or only by erased records, may go.
ATTACHMENT_ROW: Final = Table(
    "attachment_row",
    METADATA,
    Column("attachment_id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    Index("attachment_row_sha256", "sha256"),
    Index("attachment_row_added", "added_at"),
)

# Where the bytes of attachments are, as this PC knows: in its cache, whole in the office's store.
ATTACHMENT_BYTES: Final = Table(
    "attachment_bytes",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("here", Integer, nullable=False),
    Column("shared", Integer, nullable=False),
    Index("attachment_bytes_to_send", "here", "shared"),
)

COUNTER: Final = Table(
    "counter",
    METADATA,
    Column("series", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("series", "day"),
)

DRAFT: Final = Table(
    "draft",
    METADATA,
    Column("draft_id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("parked", Integer, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("body", Text, nullable=False),
)

PRINT_JOB: Final = Table(
    "print_job",
    METADATA,
    Column("job_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("printer", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("media", Text, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error_code", Text),
    Column("sent_at", UtcDateTime),
    Column("reprint_of", Text),
    Column("dossier_id", Text),
    Index("print_job_state", "state", "printer", "created_at"),
)

DERIVED: Final = (DOCUMENT, DOSSIER_ROW, PERSON_NUMBER, REFERENCE, ATTACHMENT_ROW, COUNTER)

# Full-text tables are not SQLAlchemy tables. Contentless and without positions: only row numbers are asked
# for, so a million dossiers cost tens of megabytes and a prefix is one walk of a short list.
SEARCH_TABLES: Final = ("search_folded", "search_marked")
CREATE_SEARCH: Final = tuple(
    f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, detail=none, "
    "prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')"
    for name in SEARCH_TABLES
)
