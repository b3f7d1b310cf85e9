"""A record at one place of the office's log, and where its values come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from desktop.records.canonical import Fields

RowKey: TypeAlias = tuple[str, str]
SEALED: Final = "s1."


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOrigin:
    """Who wrote a field last, and at which entry."""

    seq: int
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    """A record at one place of the log.

    Attributes:
        rev: The last entry that changed it.
        fields: Its document; without fields it was taken away, or has never been.
        origins: For every field ever accepted, set or cleared, where its value comes from.
        erased: The entry that destroyed its key, 0 for none.
    """

    rev: int = 0
    fields: Fields = field(default_factory=dict)
    origins: Mapping[str, FieldOrigin] = field(default_factory=dict)
    erased: int = 0


NO_ROW: Final = RowState()


def last_change(row: RowState, name: str) -> int:
    """Give the entry that wrote a field last, or changed the record last where the field never was."""
    origin = row.origins.get(name)
    return row.rev if origin is None else origin.seq
