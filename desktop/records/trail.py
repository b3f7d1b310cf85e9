"""The audit page's source: who viewed, changed, printed, exported or erased what, from the log itself."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, Row, select

from desktop.domain.calendar import OFFICE_ZONE
from desktop.domain.ids import StaffId
from desktop.records.canonical import Fields
from desktop.records.documents import find_document
from desktop.records.engine import Database
from desktop.records.operations import Patch
from desktop.records.tables import OPERATION, utc_moment, utc_text
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
            before: int | None = None
            while len(rows) < limit:
                found = _slice(connection, start, end, actor, before)
                if not found:
                    break
                for row in found:
                    line = _line(connection, row)
                    if line is not None and line.kind in kinds:
                        rows.append(line)
                before = int(found[-1].op)
        return tuple(rows[:limit])


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


def _line(connection: Connection, row: Row[tuple[object, ...]]) -> TrailRow | None:
    patch = Patch.from_text(str(row.patch))
    if row.entity == Entity.AUDIT.value:
        return _told(connection, row, patch.values)
    if row.entity in _SILENT:
        return None
    return TrailRow(
        at=utc_moment(str(row.made_at)),
        by=StaffId(str(row.actor)),
        kind=TrailKind.ERASED if patch.erase else TrailKind.CHANGED,
        entity=Entity(row.entity),
        row_id=str(row.row_id),
        title=_title(connection, str(row.entity), str(row.row_id)),
        fields=tuple(sorted(patch.fields)),
        here=not row.source,
    )


def _told(connection: Connection, row: Row[tuple[object, ...]], event: Fields) -> TrailRow | None:
    kind = _ACTIONS.get(str(event.get("action", "")))
    entity, row_id = str(event.get("entity", "")), str(event.get("row_id", ""))
    if kind is None:
        return None
    return TrailRow(
        at=utc_moment(str(event.get("at", row.made_at))),
        by=StaffId(str(event.get("by", row.actor))),
        kind=kind,
        entity=Entity(entity) if entity in {one.value for one in Entity} else Entity.OFFICE,
        row_id=row_id,
        title=_title(connection, entity, row_id) or row_id,
        here=not row.source,
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
