"""What a counter keeps of its office's shared log, in the same file and the same transactions as its records.

Empty while the counter works alone. `base_row` is the shared state of each record at the counter's place in the log;
what people see (`document`) is that with the counter's own waiting lines on top.
"""

from typing import Final

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from desktop.records.tables import METADATA


def _line_columns() -> tuple[Column[object], ...]:
    return (
        Column("txn_no", Integer, nullable=False),
        Column("txn_end", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("entity", Text, nullable=False),
        Column("row_id", Text, nullable=False),
        Column("base", Integer, nullable=False),
        Column("patch", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("made_at", Text, nullable=False),
        Column("hlc", Text, nullable=False),
        Column("schema_level", Integer, nullable=False),
    )


LINK_CLIENT: Final = "client_id"
"""The key of `office_link` under which the name stands with which this counter writes to its office's log."""
COUNTER_NO: Final = "counter_no"
"""The key of `office_link` under which this counter's number in its office stands."""

CLOCK_OFFSET: Final = "last_clock_offset"
"""The key of `office_link` for the seconds this PC's clock was behind the store's when it last answered."""
LAST_FAULT: Final = "last_fault"
"""The key of `office_link` for why the last exchange failed; empty when it did not."""
CLOCK_SURE_AT: Final = "clock_sure_at"
"""The key of `office_link` for the last moment, by this PC, at which its clock and the store's were alike."""
STORE_CLOCK_OFF: Final = "store_clock_off"
"""The key of `office_link` that says whether the others speak for this PC's clock against the store's."""
NUMBERS_UNSURE: Final = "numbers_unsure"
"""The key of `office_link` that is set while this counter cannot know which numbers an earlier life of it has given.

`RESTORED` until it goes on under a new name, then `RENAMED` until it has met its office once.
"""
RESTORED: Final = "restored"
RENAMED: Final = "renamed"
RETIRED: Final = "retired"
"""The key of `office_link` that says whether the office has sent this counter away; empty when it has not."""
UNKNOWN: Final = "unknown_to_store"
"""The key of `office_link` that says whether a store that was put back does not know this counter; empty otherwise."""

COUNTER_NAMES: Final = "counter_names"
"""The key of `office_link` for what people call the counters, by their `client_id`, as JSON."""

# Which office, which counter, how far: see `desktop.sync.link`.
OFFICE_LINK: Final = Table(
    "office_link", METADATA, Column("k", Text, primary_key=True), Column("v", Text, nullable=False)
)

# Lines that have not been seen to come back from the log. `former_hash`: the line's hash in an earlier life of this
# counter, kept until it is clear whether the log has it.
OUTBOX: Final = Table(
    "outbox",
    METADATA,
    Column("op", Integer, primary_key=True, autoincrement=False),
    *_line_columns(),
    Column("op_hash", LargeBinary, nullable=False),
    Column("local_op", Integer, nullable=False),
    Column("former_hash", LargeBinary),
    Index("outbox_of_row", "entity", "row_id"),
)

# Units of work that the store can never take. They stay in force at this counter and in sight.
QUARANTINE: Final = Table(
    "quarantine",
    METADATA,
    Column("local_op", Integer, primary_key=True, autoincrement=False),
    *_line_columns(),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
)

NO_FIELDS: Final = "{}"
"""The document of a record that was taken away."""
BASE_ROW: Final = Table(
    "base_row",
    METADATA,
    Column("entity", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("doc", Text, nullable=False),
    Column("origins", Text, nullable=False),
    Column("erased", Integer, nullable=False),
    PrimaryKeyConstraint("entity", "row_id"),
)

OFFICE_ENTRY: Final = Table(
    "office_entry",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("client_id", Text, nullable=False),
    Column("op", Integer, nullable=False),
    *_line_columns(),
    Column("op_hash", LargeBinary, nullable=False),
    Column("decision", Text, nullable=False),
    Column("refusal", Text, nullable=False),
    Column("chain", LargeBinary, nullable=False),
)

# One row for each value that was not taken over. It waits for somebody until a record `conflict/<seq>` names the field.
REFUSED_FIELD: Final = Table(
    "refused_field",
    METADATA,
    Column("seq", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("standing", Integer, nullable=False),
    Column("holder", Text, nullable=False),
    PrimaryKeyConstraint("seq", "field"),
)

# Numbers the store has given to this counter ahead of need.
RESERVED_NUMBER: Final = Table(
    "reserved_number",
    METADATA,
    Column("series", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("series", "day", "number"),
)

OFFICE_TABLES: Final = (
    OFFICE_LINK,
    OUTBOX,
    QUARANTINE,
    BASE_ROW,
    OFFICE_ENTRY,
    REFUSED_FIELD,
    RESERVED_NUMBER,
)
