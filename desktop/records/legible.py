"""Whether this program can read a record as it would be shown. Another program, or a bug, may have written anything."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from desktop.domain.errors import DeskError
from desktop.records.attachment_records import read_attachment
from desktop.records.canonical import Fields
from desktop.records.case_converters import (
    read_dossier,
    read_handover,
    read_help_session,
    read_move,
    read_person,
)
from desktop.records.office_converters import (
    read_audit,
    read_override,
    read_paper,
    read_roster,
    read_staff,
    read_ticket,
)
from desktop.records.sealed_fields import READABLE, opened
from desktop.records.sealing import SealKeys
from desktop.services.record_values import Entity

_READERS: Final[Mapping[Entity, Callable[[str, Mapping[str, object]], object]]] = {
    Entity.DOSSIER: lambda row_id, fields: read_dossier(row_id, fields, ()),
    Entity.DOSSIER_MOVE: lambda _, fields: read_move(fields),
    Entity.PERSON: read_person,
    Entity.HELP_SESSION: read_help_session,
    Entity.PAPER: read_paper,
    Entity.TICKET: read_ticket,
    Entity.STAFF: read_staff,
    Entity.ROSTER: read_roster,
    Entity.CALENDAR_DAY: read_override,
    Entity.AUDIT: read_audit,
    Entity.ATTACHMENT: read_attachment,
    Entity.HANDOVER: read_handover,
}
UNREADABLE: Final = (
    DeskError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError,
)  # fmt: skip
"""What reading something nobody should have written may raise."""


def is_legible(
    entity: Entity, row_id: str, fields: Fields, *, changed: Collection[str], keys: SealKeys
) -> bool:
    """Tell whether the program's own reader takes these fields, with the sealed ones opened.

    Args:
        entity: Kind of the record.
        row_id: The record.
        fields: All of it.
        changed: Names of those that are new; sealed ones are opened only then, for it takes time.
        keys: Opens them. What is sealed with a key that was destroyed is not looked into.
    """
    readable, read = READABLE.get(entity), _READERS.get(entity)
    if not fields:
        return True
    try:
        plain: Mapping[str, object] = fields
        if readable is not None:
            met = fields.keys() & (readable | frozenset(changed))
            plain = opened(keys, entity, row_id, {name: fields[name] for name in met})
            if keys.all(row_id) and not plain.keys() >= met & frozenset(changed):
                return False
        if read is not None:
            read(row_id, plain)
    except UNREADABLE:
        return False
    return True
