"""The audit page's source: who viewed, changed, printed, exported or erased what, from the log itself."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from sqlalchemy import Connection, Row, select

from desktop.domain.calendar import OFFICE_ZONE
from desktop.domain.ids import StaffId
from desktop.records.canonical import Fields
from desktop.records.documents import find_document
from desktop.records.engine import Database
from desktop.records.office_tables import COUNTER_NAMES, LINK_CLIENT, OFFICE_ENTRY, OFFICE_LINK
from desktop.records.operations import Patch
from desktop.records.refused_edits import refused_edits
from desktop.records.tables import DOSSIER_ROW, OPERATION, is_sound_moment, utc_moment, utc_text
from desktop.services.office_values import TrailKind, TrailRow
from desktop.services.record_values import AuditAction, Entity

_ACTIONS: Final = {
    AuditAction.VIEWED.value: TrailKind.VIEWED,
    AuditAction.SEARCHED.value: TrailKind.VIEWED,
    AuditAction.PRINTED.value: TrailKind.PRINTED,
    AuditAction.EXPORTED.value: TrailKind.EXPORTED,
    AuditAction.BACKED_UP.value: TrailKind.EXPORTED,
    AuditAction.ERASED.value: TrailKind.ERASED,
}
_NAMES: Final = ("number", "requester_name", "full_name", "name")
# Rows are looked at from the newest back; a page of a few hundred lines needs no more than this at once.
_SLICE: Final = 1_000
# Kinds that stand for themselves elsewhere in the trail.
_SILENT: Final = frozenset({Entity.AUDIT.value, Entity.DOSSIER_MOVE.value})


class StoredTrail:
    """The port `Trail` on the counter's own log, which holds the edits of every counter."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def trail(
        self,
        first: date,
        last: date,
        *,
        actor: StaffId | None = None,
        kinds: frozenset[TrailKind] = frozenset(TrailKind),
        limit: int = 500,
    ) -> Sequence[TrailRow]:
        """See `Trail`."""
        start, end = _office_midnight(first), _office_midnight(last + timedelta(days=1))
        rows: list[TrailRow] = []
        with self._database.read() as connection:
            office = _Office(connection)
            before: int | None = None
            while len(rows) < limit:
                found = _slice(connection, start, end, actor, before)
                if not found:
                    break
                for row in found:
                    line = _line(office, row)
                    if line is not None and line.kind in kinds:
                        rows.append(line)
                before = int(found[-1].op)
            if TrailKind.CHANGED in kinds:
                rows += office.refused_elsewhere(start, end, actor)
        return tuple(sorted(rows, key=lambda row: row.at, reverse=True)[:limit])


class _Office:
    """What a counter knows of its office: which counter an entry is from, and which edits were not taken over."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        kept = {
            str(row.k): str(row.v)
            for row in connection.execute(
                select(OFFICE_LINK).where(OFFICE_LINK.c.k.in_((LINK_CLIENT, COUNTER_NAMES)))
            )
        }
        self._own = kept.get(LINK_CLIENT, "")
        self._names: Mapping[str, object] = json.loads(kept.get(COUNTER_NAMES, "{}"))
        refused = refused_edits(connection)
        self.signs = {one.sign: one for one in refused}
        self._refused = {(one.entity.value, one.row_id, one.hlc): one for one in refused}

    def title(self, entity: str, row_id: str) -> str:
        """Give what people call a record, as far as the register says; answers by their dossier."""
        if entity == Entity.ANSWERS.value:
            return self._answers.get(row_id, "")
        return _title(self.connection, entity, row_id)

    @cached_property
    def _answers(self) -> dict[str, str]:
        # Read once: a page of the trail holds hundreds of lines, and no index finds a dossier by its answers.
        columns = (DOSSIER_ROW.c.answers_id, DOSSIER_ROW.c.number, DOSSIER_ROW.c.requester_name)
        rows = self.connection.execute(select(*columns).where(DOSSIER_ROW.c.answers_id != ""))
        return {str(row.answers_id): f"{row.number} {row.requester_name}".strip() for row in rows}

    def counter_of(self, seq: int) -> str:
        """Give the counter that wrote an entry, empty for one that is not known here."""
        client = self.connection.scalar(select(OFFICE_ENTRY.c.client_id).where(OFFICE_ENTRY.c.seq == seq))
        return str(self._names.get(str(client), ""))

    def refused_of(self, row: Row[tuple[object, ...]]) -> tuple[str, ...]:
        """Give the fields of an edit made here that were not taken over."""
        found = self._refused.get((str(row.entity), str(row.row_id), str(row.hlc)))
        return found.fields if found is not None and found.client_id == self._own else ()

    def refused_elsewhere(self, start: datetime, end: datetime, actor: StaffId | None) -> list[TrailRow]:
        """Give the edits of others that were not taken over: no other line here tells of them."""
        return [
            TrailRow(
                at=utc_moment(one.made_at),
                by=StaffId(one.actor),
                kind=TrailKind.CHANGED,
                entity=one.entity,
                row_id=one.row_id,
                title=self.title(one.entity.value, one.row_id),
                here=False,
                counter=str(self._names.get(one.client_id, "")),
                refused=one.fields,
            )
            for one in self.signs.values()
            if one.client_id != self._own
            and is_sound_moment(one.made_at)
            and utc_text(start) <= one.made_at < utc_text(end)
            and actor in {None, one.actor}
        ]


def _slice(
    connection: Connection, start: datetime, end: datetime, actor: StaffId | None, before: int | None
) -> Sequence[Row[tuple[object, ...]]]:
    query = (
        select(OPERATION)
        .where(OPERATION.c.made_at >= utc_text(start), OPERATION.c.made_at < utc_text(end))
        .order_by(OPERATION.c.op.desc())
        .limit(_SLICE)
    )
    if before is not None:
        query = query.where(OPERATION.c.op < before)
    if actor is not None:
        query = query.where(OPERATION.c.actor == actor)
    return connection.execute(query).all()


def _line(office: _Office, row: Row[tuple[object, ...]]) -> TrailRow | None:
    patch = Patch.from_text(str(row.patch))
    if row.entity == Entity.AUDIT.value:
        return _told(office, row, patch.values)
    if row.entity in _SILENT:
        return None
    choice = office.signs.get(str(row.row_id)) if row.entity == Entity.CONFLICT.value else None
    named = (str(row.entity), str(row.row_id)) if choice is None else (choice.entity.value, choice.row_id)
    refused = office.refused_of(row)
    return TrailRow(
        at=utc_moment(str(row.made_at)),
        by=StaffId(str(row.actor)),
        kind=TrailKind.ERASED if patch.erase else TrailKind.CHANGED,
        entity=Entity(row.entity),
        row_id=str(row.row_id),
        title=office.title(*named),
        fields=tuple(sorted(name.rpartition(".")[2] for name in patch.fields - {*refused}))
        if choice is not None
        else tuple(sorted(patch.fields - {*refused})),
        here=not row.source,
        counter=office.counter_of(int(row.source)) if row.source else "",
        is_new=not row.base_rev,
        refused=refused,
        about=None if choice is None else choice.entity,
    )


def _told(office: _Office, row: Row[tuple[object, ...]], event: Fields) -> TrailRow | None:
    kind = _ACTIONS.get(str(event.get("action", "")))
    entity, row_id = str(event.get("entity", "")), str(event.get("row_id", ""))
    if kind is None:
        return None
    is_record = entity in {one.value for one in Entity}
    return TrailRow(
        at=utc_moment(str(event.get("at", row.made_at))),
        by=StaffId(str(event.get("by", row.actor))),
        kind=kind,
        entity=Entity(entity) if is_record else Entity.OFFICE,
        row_id=row_id,
        title=office.title(entity, row_id) if is_record else row_id,
        other="" if is_record else entity,
        here=not row.source,
        counter=office.counter_of(int(row.source)) if row.source else "",
        reason=str(event.get("reason", "")),
    )


def _title(connection: Connection, entity: str, row_id: str) -> str:
    if entity not in {one.value for one in Entity}:
        return ""
    document = find_document(connection, Entity(entity), row_id)
    if document is None:
        return ""
    return " ".join(str(document.fields[name]) for name in _NAMES if document.fields.get(name))


def _office_midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=OFFICE_ZONE)
