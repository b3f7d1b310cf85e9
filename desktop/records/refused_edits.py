"""Edits that the office's log did not take over whole: who made them, where, and which fields."""

import hashlib
import json
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import Connection, select

from desktop.records.office_tables import OFFICE_ENTRY, REFUSED_FIELD
from desktop.services.record_values import Entity

LineContent: TypeAlias = tuple[str, str, str, str, str, str]
"""Kind, record, patch, actor, moment, logical moment: what stays of a line wherever it comes to stand."""
CLAIM: Final = "claim "
"""Begins the name of what was not taken over where it is a number that another record carries."""
ANSWERED: Final = "answered "
"""Begins what stands as the holder of a refused value that somebody has written anew since: the entry comes after it.

Nobody is asked about such a value any more.
"""
_KNOWN: Final = frozenset(one.value for one in Entity)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEdit:
    """One edit and the fields of it that were not taken over; never their values."""

    entity: Entity
    row_id: str
    fields: tuple[str, ...]
    actor: str
    made_at: str
    hlc: str
    client_id: str
    sign: str


def sign_of(content: LineContent) -> str:
    """Give the name of a line that stays the same wherever in a log it comes to stand: 32 hexadecimal digits."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def refused_edits(connection: Connection) -> tuple[RefusedEdit, ...]:
    """Give every edit of which something was not taken over, decided since or not, in the order of the log."""
    fields: dict[int, list[str]] = {}
    for row in connection.execute(select(REFUSED_FIELD).order_by(REFUSED_FIELD.c.seq, REFUSED_FIELD.c.field)):
        name = field_of(str(row.field))
        # A name with a space tells of an entry that cannot be read.
        if row.entity in _KNOWN and " " not in name:
            fields.setdefault(int(row.seq), []).append(name)
    found = []
    for seq, names in fields.items():
        row = connection.execute(select(OFFICE_ENTRY).where(OFFICE_ENTRY.c.seq == seq)).one()
        content = (row.entity, row.row_id, row.patch, row.actor, row.made_at, row.hlc)
        found.append(
            RefusedEdit(
                entity=Entity(row.entity),
                row_id=str(row.row_id),
                fields=tuple(names),
                actor=str(row.actor),
                made_at=str(row.made_at),
                hlc=str(row.hlc),
                client_id=str(row.client_id),
                sign=sign_of(content),
            )
        )
    return tuple(found)


def field_of(stored: str) -> str:
    """Give the field's name without the number that was claimed."""
    if stored.startswith(CLAIM):
        return stored.removeprefix(CLAIM).partition(" ")[0].rpartition(".")[2]
    return stored
