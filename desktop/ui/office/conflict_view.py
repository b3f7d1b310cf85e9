"""What the page of decisions shows: frozen plain values in the officer's words."""

from dataclasses import dataclass
from typing import TypeAlias

from desktop.services.office_values import Conflict

ConflictKey: TypeAlias = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictSide:
    """One of the two values, and `Ngô Anh Tuấn, Quầy 2, 09:44` below it."""

    value: str
    source: str
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """One decision.

    Attributes:
        conflict: What is handed back when it is made.
        label: The field's office word.
        sentence: What happened and what to do.
        standing: What stands in the book now; for a number the record that has carried it longer.
        offered: What was not taken over; for a number this record.
    """

    conflict: Conflict
    label: str
    sentence: str
    standing: ConflictSide
    offered: ConflictSide

    @property
    def key(self) -> ConflictKey:
        """Which decision it is, also after the list was read again."""
        return self.conflict.seq, self.conflict.row_id, self.conflict.field


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictGroup:
    """The decisions about one record; `dossier_id` is empty where there is no dossier to open."""

    title: str
    kind: str
    dossier_id: str
    lines: tuple[ConflictLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckLine:
    """Work that the shared log cannot take: when, who, which records; and the reason for whoever mends it."""

    sentence: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictList:
    """Everything that waits for somebody, the oldest first."""

    groups: tuple[ConflictGroup, ...] = ()
    stuck: tuple[StuckLine, ...] = ()

    @property
    def lines(self) -> tuple[ConflictLine, ...]:
        """Every decision in the order shown."""
        return tuple(line for group in self.groups for line in group.lines)
