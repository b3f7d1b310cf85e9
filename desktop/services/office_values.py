"""What people see of the records their office shares: how it stands, who takes part, what waits, who did what.

All are frozen and may cross threads and layers. Moments are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.plain import Plain
from desktop.services.record_values import Entity


class OfficeState(StrEnum):
    """How a counter stands with its office, in one word; the indicator on the rail shows it."""

    ALONE = "alone"
    """No shared records are set up: complete on this PC."""
    SHARED = "shared"
    """Everything is sent and read."""
    WAITING = "waiting"
    """Something waits to be sent or read; it goes by itself."""
    CUT_OFF = "cut_off"
    """The store cannot be reached; work goes on, it is sent later."""
    COPYING = "copying"
    """The first copy of the office's records is under way."""
    STOPPED = "stopped"
    """Nothing is exchanged until somebody decides: see `fault`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeStatus:
    """How a counter stands with its office.

    Attributes:
        state: In one word.
        counter_no: This counter's number in the office, 0 when it works alone.
        name: What people call this counter.
        waiting: Units of work that are not known to be in the office's log yet.
        quarantined: Units of work the log can never take; they stay here, in force and in sight.
        unreadable: Entries of the office's log that this program cannot read; all others are taken over.
        conflicts: Decisions that wait for somebody.
        shared_at: When everything was last seen to be shared; None for never.
        cut_off_since: Since when the store has not answered; None while it does.
        fault: Why nothing is exchanged; None while all is well.
        fault_params: For its sentence.
        clock_offset_seconds: How far this PC's clock is behind (positive) or ahead of the store's.
        is_store_clock_off: Other counters agree with this PC's clock: the store's is the wrong one.
        clock_sure_at: When this PC's clock and the store's were last alike; None for never.
        is_numbers_unsure: Restored, and no number is given before the office was met once.
        attachments_waiting: Scans that are not in the store yet.
        attachments_differing: Scans under whose name the store has something else.
        is_disk_full: This PC's own disk has no room to rely on.
    """

    state: OfficeState
    counter_no: int = 0
    name: str = ""
    waiting: int = 0
    quarantined: int = 0
    unreadable: tuple[int, ...] = ()
    conflicts: int = 0
    shared_at: datetime | None = None
    cut_off_since: datetime | None = None
    fault: ErrorCode | None = None
    fault_params: Mapping[str, str] = field(default_factory=dict)
    clock_offset_seconds: int = 0
    is_store_clock_off: bool = False
    clock_sure_at: datetime | None = None
    is_numbers_unsure: bool = False
    attachments_waiting: int = 0
    attachments_differing: int = 0
    is_disk_full: bool = False

    @property
    def why(self) -> DeskError:
        """Why nothing is exchanged, as it was met."""
        return DeskError(self.fault or ErrorCode.OFFICE_REFUSED, **self.fault_params)


CLOCK_STOP_SECONDS: Final = 600
"""A clock that differs by more from the store's gives no numbers (design of the shared log, 2.14)."""

CUT_OFF: Final = frozenset({ErrorCode.OFFICE_UNREACHABLE, ErrorCode.OFFICE_BUSY})
"""Faults of the way to the store, which pass by themselves; meanwhile a counter works alone."""

UNHEARD: Final = CUT_OFF | {
    ErrorCode.OFFICE_SERVER_UNPROVEN,
    ErrorCode.OFFICE_CERTIFICATE_DATE,
    ErrorCode.OFFICE_FILE_GONE,
    ErrorCode.OFFICE_JOURNAL_STRAY,
}
"""Faults with which the store has said nothing about this PC's clock: what it said before is of the past."""

READS: Final = "reads"
"""Stands in the parameters of `OFFICE_READ_ONLY` where all that others wrote was read before."""

ALONE: OfficeStatus = OfficeStatus(state=OfficeState.ALONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCheck:
    """What reading the whole log of an office again came to.

    Attributes:
        entries: How many entries it has; every line and every link of its chains is right.
        records: How many records they make.
        unreadable: Entries that nobody can read, passed over by every counter.
        wrong_in_store: Records that the store has otherwise than its log makes them; their next change puts them right.
        put_right: Records that this counter had otherwise, and has taken over anew.
        held_up: Why this counter's own work could not be sent before, where the store was read all the same.
    """

    entries: int
    records: int
    unreadable: tuple[int, ...] = ()
    wrong_in_store: tuple[tuple[str, str], ...] = ()
    put_right: tuple[tuple[str, str], ...] = ()
    held_up: ErrorCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRow:
    """One counter of the office.

    Attributes:
        client_id: Its identity, for retiring it.
        counter_no: 1 to 30.
        name: What people call it.
        last_seen: When the store last heard of it.
        app_version: Its program.
        behind: Entries of the log it had not read when it was last seen.
        clock_offset_seconds: How far its clock was behind (positive) or ahead of the store's.
        retired: It takes part no more; its number is free.
        is_this: It is this PC.
        is_store_clock_off: Other counters agree with its clock: the store's is the wrong one.
    """

    client_id: str
    counter_no: int
    name: str
    last_seen: datetime | None
    app_version: str
    behind: int
    clock_offset_seconds: int
    retired: bool
    is_this: bool
    is_store_clock_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """One dossier number of a day and what became of it.

    Attributes:
        number: As it is printed, `261124-0007`.
        counter: Who it was given to; empty when neither the store nor a dossier says so.
        title: Whose dossier carries it; empty for a number that was kept and not used.
        is_used: A dossier carries it.
        is_own: The counter gave it from its own share, while it could not ask.
    """

    number: str
    counter: str
    title: str
    is_used: bool
    is_own: bool


class ConflictKind(StrEnum):
    """What two counters did not agree about."""

    FIELD = "field"
    """One field, two values."""
    STATE = "state"
    """Two moves of one dossier from the same state: the first stands; what the second wanted is done anew, by hand."""
    NUMBER = "number"
    """Two records carry one number or code."""
    REMOVAL = "removal"
    """One counter has taken a record away, another has changed it: it is still there, to be kept or taken away."""
    GONE = "gone"
    """A value for a record that another counter has taken away: there is nothing to put it into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One decision that waits for somebody. Values are personal data: for the screen, never for a log.

    Attributes:
        seq: The entry of the office's log that was not taken over whole.
        sign: Names what was not taken over, also after the office's store was put back and its entries stand elsewhere.
        field: Field of the record, or the number's kind for `NUMBER`.
        kind: What it is about.
        entity: Kind of the record.
        row_id: The record.
        title: What people call the record: dossier number and name.
        offered: The value that was not taken over; None for "emptied", and where it cannot be read.
        offered_by: Who wrote it.
        offered_at: When.
        offered_counter: At which counter, by its name.
        stands: The value that stands now; None for an empty field.
        stands_by: Who wrote it; empty when that is not known here.
        stands_at: When; None when not known here.
        stands_counter: At which counter.
        holder: For `NUMBER`, the record that has carried the number longer.
        is_offered_unreadable: There is a value that was not taken over, but nothing here opens it.
        is_standing_unreadable: The same of the value that stands: whoever can read both has to choose.
    """

    seq: int
    field: str
    kind: ConflictKind
    entity: Entity
    row_id: str
    title: str
    offered: Plain
    offered_by: StaffId
    offered_at: datetime
    offered_counter: str
    stands: Plain
    stands_by: str = ""
    stands_at: datetime | None = None
    stands_counter: str = ""
    holder: str = ""
    sign: str = ""
    is_offered_unreadable: bool = False
    is_standing_unreadable: bool = False


class Choice(StrEnum):
    """What somebody decided about a conflict. The value stands in the log: never rename one."""

    MINE = "mine"
    """The offered value is taken over after all."""
    THEIRS = "theirs"
    """What stands is right."""


TOO_YOUNG: Final = "too young to be erased"
"""Stands in a store's reason for keeping a record that somebody wanted to erase."""
UNKNOWN_TO_OFFICE: Final = "a record the office does not know"
"""Why work about a record stays here that no store and no other counter has any more."""
CANNOT_MERGE: Final = "cannot be merged: "
"""Begins why work stays here over which merging stumbled; the kind of stumble comes after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedWork:
    """A unit of work that the office's log can never take: a bug, kept where people see it.

    Attributes:
        made_at: When it was done.
        actor: By whom.
        what: Kinds and ids of the records, never their content.
        why: The store's reason, for whoever mends the program.
    """

    made_at: datetime
    actor: StaffId
    what: tuple[tuple[str, str], ...]
    why: str


class TrailKind(StrEnum):
    """What somebody did with a record."""

    VIEWED = "viewed"
    CHANGED = "changed"
    PRINTED = "printed"
    EXPORTED = "exported"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """One line of the audit page: who did what with which record, when.

    Attributes:
        at: When, by the clock of the counter where it was done.
        by: Who.
        kind: What.
        entity: Kind of the record.
        row_id: The record.
        title: What people call it, as far as the register says.
        fields: Names of the fields that changed; never their values.
        here: Whether it was done at this counter.
        counter: At which other counter, by its name; empty where that is not known here.
        reason: Why, where that was to be said.
        is_new: The record did not exist before.
        refused: Names of those fields that the office did not take over from this edit.
        about: For a choice, the kind of the record that it was about: `title` and `fields` are of that record.
        other: What it was done with where that is no record: `backup`, `form`; `entity` means nothing then.
    """

    at: datetime
    by: StaffId
    kind: TrailKind
    entity: Entity
    row_id: str
    title: str = ""
    fields: tuple[str, ...] = ()
    here: bool = True
    counter: str = ""
    reason: str = ""
    is_new: bool = False
    refused: tuple[str, ...] = ()
    about: Entity | None = None
    other: str = ""
