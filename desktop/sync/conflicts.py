"""Decisions that wait for somebody: found in the log, shown with both values, closed by an ordinary edit."""

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.plain import Plain
from desktop.records.canonical import Value, read_fields, read_json
from desktop.records.documents import find_document
from desktop.records.legible import UNREADABLE
from desktop.records.office_tables import BASE_ROW, OFFICE_ENTRY, REFUSED_FIELD
from desktop.records.operations import Patch
from desktop.records.refused_edits import ANSWERED, CLAIM, field_of, sign_of
from desktop.records.sealed_fields import is_sealed, opened, place_of
from desktop.records.sealing import SealKeys, unseal
from desktop.records.store import RecordStore
from desktop.records.tables import DOCUMENT, DOSSIER_ROW
from desktop.records.unit_of_work import StoredUnitOfWork
from desktop.services.field_words import value_words
from desktop.services.office_values import Choice, Conflict, ConflictKind
from desktop.services.record_values import Changes, Entity
from desktop.sync.entry_notes import UNREADABLE_ENTRY
from desktop.sync.illegible import ILLEGIBLE_RECORD, illegible_records
from desktop.sync.link import Link, read_link
from desktop.sync.removals import TAKEN_AWAY, is_removal
from desktop.sync.row_state import FieldOrigin
from desktop.sync.standing import NOBODY_KNOWN, Writer, moment_of, own_edits, writer_here, writer_of
from desktop.sync.store_rows import origins_of

_KNOWN: Final = frozenset(entity.value for entity in Entity)
_STATE: Final = "state"
_WHOLE: Final = frozenset({ConflictKind.REMOVAL, ConflictKind.GONE})
_NOTES: Final = frozenset({UNREADABLE_ENTRY, ILLEGIBLE_RECORD})


def open_conflicts(connection: Connection, counters: Mapping[str, str]) -> tuple[Conflict, ...]:
    """Give the decisions that wait, the oldest first.

    Args:
        connection: A reading transaction.
        counters: Names of counters by their `client_id`, as far as they are known.
    """
    link = read_link(connection)
    keys = SealKeys(connection)
    return tuple(_conflict(connection, keys, row, counters, link) for row in _waiting(connection, link))


def count_open(connection: Connection) -> int:
    """Give how many decisions wait."""
    return len(_waiting(connection, read_link(connection)))


def has_unnamed(connection: Connection, counters: Mapping[str, str]) -> bool:
    """Tell whether a decision names a counter of which only the `client_id` is known."""
    waiting = _waiting(connection, read_link(connection))
    origins = (_origin(row) for row in waiting)
    writers = {str(row.client_id) for row in waiting} | {one.client_id for one in origins if one is not None}
    return not counters.keys() >= writers


def unreadable_entries(connection: Connection) -> tuple[int, ...]:
    """Give the entries of the office's log that this program cannot read, the oldest first."""
    query = select(REFUSED_FIELD.c.seq).where(REFUSED_FIELD.c.field.in_(_NOTES)).distinct()
    return tuple(connection.scalars(query.order_by(REFUSED_FIELD.c.seq)))


def _is_decision(entity: str, field: str) -> bool:
    # A choice that met another choice is asked about where the values are: at the record itself.
    return entity in _KNOWN and entity != Entity.CONFLICT.value and field not in _NOTES


def _waiting(connection: Connection, link: Link | None) -> list[Row[Any]]:
    """Give what was refused and nobody has decided yet, with the shared state of its record."""
    rows = connection.execute(
        select(
            REFUSED_FIELD,
            OFFICE_ENTRY.c.client_id,
            OFFICE_ENTRY.c.patch,
            OFFICE_ENTRY.c.actor,
            OFFICE_ENTRY.c.made_at,
            OFFICE_ENTRY.c.hlc,
            BASE_ROW.c.origins,
            BASE_ROW.c.erased,
        )
        .join(OFFICE_ENTRY, OFFICE_ENTRY.c.seq == REFUSED_FIELD.c.seq)
        .outerjoin(
            BASE_ROW,
            # Of a number, the record that has carried it longer.
            (BASE_ROW.c.entity == REFUSED_FIELD.c.entity)
            & (
                BASE_ROW.c.row_id
                == func.coalesce(func.nullif(REFUSED_FIELD.c.holder, ""), REFUSED_FIELD.c.row_id)
            ),
        )
        .order_by(REFUSED_FIELD.c.seq, REFUSED_FIELD.c.field)
    ).all()
    decided = _decided(connection)
    return [
        row
        for row in rows
        if _is_decision(row.entity, row.field)
        and (row.field.startswith(CLAIM) or not row.holder.startswith(ANSWERED))
        and _name_of(row.field) not in decided.get(_sign_of(row), {})
        and not _is_erased(connection, link, row)
    ]


def _is_erased(connection: Connection, link: Link | None, row: Row[Any]) -> bool:
    """Tell whether both values were sealed and their key is destroyed: there is nothing left to choose between."""
    if not is_sealed(Entity(row.entity), row.field):
        return False
    if row.erased:
        return True
    edits = () if link is None else own_edits(connection, link, (row.entity, row.row_id))
    return any(edit.patch.erase for edit in edits)


def resolve(store: RecordStore, actor: StaffId, conflict: Conflict, choice: Choice) -> Changes:
    """Close a decision, by an ordinary edit of the record either way: two choices that differ meet as two edits do.

    Raises:
        DeskError: `RECORD_CHANGED` when what stands is not what the person saw; `ANSWERS_ERASED`; `ILLEGAL_MOVE` for
            taking a move over that did not hold: it is made anew, by the rules; `VALUE_UNREADABLE` for taking over
            what nobody here can read, `ANSWERS_SEALED` where what stands cannot be read.
    """
    if conflict.is_standing_unreadable:  # whoever chose here would choose for all without having read both
        raise DeskError(ErrorCode.ANSWERS_SEALED)
    with store.begin_stored(actor) as work:
        if choice is Choice.MINE:
            _take_over(work, conflict)
        elif conflict.kind in {ConflictKind.FIELD, ConflictKind.REMOVAL}:
            work.keep_field(conflict.entity, conflict.row_id, conflict.field, holding=conflict.stands)
        work.note_choice(conflict.sign, conflict.field, choice.value)
    return work.changes


def _take_over(work: StoredUnitOfWork, conflict: Conflict) -> None:
    """Let the value stand that was not taken over."""
    place = conflict.entity, conflict.row_id, conflict.field
    if conflict.kind is ConflictKind.REMOVAL:
        work.take_away(*place, holding=conflict.stands)
        return
    if conflict.kind is not ConflictKind.FIELD:
        raise DeskError(ErrorCode.ILLEGAL_MOVE, move=conflict.field)
    if conflict.is_offered_unreadable:  # it would empty the field everywhere
        raise DeskError(ErrorCode.VALUE_UNREADABLE)
    work.put_field(*place, conflict.offered, instead_of=conflict.stands)


def _decided(connection: Connection) -> dict[str, Mapping[str, Value]]:
    rows = connection.execute(
        select(DOCUMENT.c.row_id, DOCUMENT.c.doc).where(DOCUMENT.c.entity == Entity.CONFLICT.value)
    )
    return {str(row.row_id): read_fields(row.doc) for row in rows}


def _sign_of(row: Row[tuple[object, ...]]) -> str:
    """Name what was refused by what it says: its place in the log is another one after the store was put back."""
    return sign_of(
        (str(row.entity), str(row.row_id), str(row.patch), str(row.actor), str(row.made_at), str(row.hlc))
    )


def _conflict(
    connection: Connection,
    keys: SealKeys,
    row: Row[Any],
    counters: Mapping[str, str],
    link: Link | None,
) -> Conflict:
    entity, row_id, field = Entity(row.entity), str(row.row_id), str(row.field)
    document = find_document(connection, entity, row_id)
    fields = {} if document is None else opened(keys, entity, row_id, document.fields)
    is_claim = field.startswith(CLAIM)
    offered, is_unreadable = _offered(keys, row)
    writer = _writer(connection, link, row, counters)
    kind = _kind(row, is_there=document is not None)
    return Conflict(
        seq=int(row.seq),
        field=_name_of(field),
        kind=kind,
        entity=entity,
        row_id=row_id,
        title=_title(connection, entity, row_id, fields),
        offered=offered,
        offered_by=StaffId(row.actor),
        offered_at=moment_of(row.made_at),
        offered_counter=counters.get(row.client_id, ""),
        stands=_holder_title(connection, entity, str(row.holder))
        if is_claim
        else _as_plain(fields.get(field)),
        stands_by=writer.actor,
        stands_at=writer.at,
        stands_counter=writer.counter,
        holder=str(row.holder),
        sign=_sign_of(row),
        is_offered_unreadable=is_unreadable,
        is_standing_unreadable=(document is not None and field in document.fields and field not in fields)
        # Whether a record shall be there at all can be decided without reading all of it.
        or (kind not in _WHOLE and (row.entity, row_id) in illegible_records(connection)),
    )


def _writer(connection: Connection, link: Link | None, row: Row[Any], counters: Mapping[str, str]) -> Writer:
    """Give who wrote what stands now: that may have changed since the other value was refused.

    Of a number that two records carry it is who gave it to the first one.
    """
    if link is not None:
        here = counters.get(link.client_id, link.name)
        edits = own_edits(connection, link, (row.entity, row.holder or row.row_id))
        own = writer_here(edits, field_of(row.field), counter=here)
        if own is not None:
            return own
    origin = _origin(row)
    return NOBODY_KNOWN if origin is None else writer_of(connection, origin, counters)


def _origin(row: Row[Any]) -> FieldOrigin | None:
    if row.origins is None:
        return None
    origins = origins_of(row.origins)
    # Where a record is gone, whoever took it away has written the last of every field it had.
    return origins.get(field_of(row.field)) or origins.get(TAKEN_AWAY.get(row.entity, ""))


def _name_of(stored: str) -> str:
    """Give the name a decision is noted under: a field, or the kind of number that was given twice."""
    return stored.removeprefix(CLAIM).partition(" ")[0] if stored.startswith(CLAIM) else stored


def _holder_title(connection: Connection, entity: Entity, row_id: str) -> str:
    document = find_document(connection, entity, row_id)
    return "" if document is None else _title(connection, entity, row_id, document.fields)


def _kind(row: Row[Any], *, is_there: bool) -> ConflictKind:
    if row.field.startswith(CLAIM):
        return ConflictKind.NUMBER
    if row.entity in TAKEN_AWAY and not is_there:
        return ConflictKind.GONE
    if is_removal(row.entity, Patch.from_text(row.patch)):
        return ConflictKind.REMOVAL
    return ConflictKind.STATE if row.field == _STATE else ConflictKind.FIELD


def _offered(keys: SealKeys, row: Row[Any]) -> tuple[Plain, bool]:
    """Give the value that was not taken over, and whether there is one that nobody can read."""
    entity, row_id, field = Entity(row.entity), str(row.row_id), str(row.field)
    if field.startswith(CLAIM):
        return field.removeprefix(CLAIM).partition(" ")[2], False
    value = Patch.from_text(row.patch).values.get(field)
    if value is None or not is_sealed(entity, field):
        return _as_plain(value), False
    try:
        text = unseal(keys.all(row_id), str(value), place=place_of(entity, row_id, field))
        return _as_plain(read_json(text)), False
    except UNREADABLE:
        return None, True


def _as_plain(value: object) -> Plain:
    plain: Plain = json.loads(json.dumps(value))
    return plain


def _title(connection: Connection, entity: Entity, row_id: str, fields: Mapping[str, object]) -> str:
    """Give what people call a record: of a dossier and its parts number and name, else its name."""
    if entity is Entity.ANSWERS:
        row = connection.execute(
            select(DOSSIER_ROW.c.number, DOSSIER_ROW.c.requester_name).where(
                DOSSIER_ROW.c.answers_id == row_id
            )
        ).first()
        return "" if row is None else f"{row.number} {row.requester_name}".strip()
    if entity in {Entity.ROSTER, Entity.CALENDAR_DAY}:  # by their names, for they may be gone
        day, _, staff_id = row_id.partition("/")
        member = find_document(connection, Entity.STAFF, staff_id.partition("/")[0])
        name = fields.get("name") if member is None else member.fields.get("name")
        return " · ".join(str(part) for part in (value_words(entity, "day", day), name) if part)
    names = ("number", "requester_name", "full_name", "name")
    return " ".join(str(fields[name]) for name in names if fields.get(name))
