"""Values that stood here as a copy without its log, and that a store put back does not know: they are offered again.

A counter that began with a copy of the records holds what they were, and not how they came to be so. Where the store
goes back to before that copy and no other counter has the lost end either, its records go back with it. Once the whole
log is read, what stood on the screen here and was never written there goes out as a change of somebody who had seen
nothing: what stands stays, and both values are asked about.
"""

import contextlib
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, bindparam, select

from desktop.records.canonical import Fields, read_fields
from desktop.records.legible import UNREADABLE
from desktop.records.office_tables import BASE_ROW, NO_FIELDS, OFFICE_ENTRY, OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.records.tables import OPERATION
from desktop.services.record_values import Entity
from desktop.sync.entries import Line, LineKind
from desktop.sync.link import Link
from desktop.sync.merge import SEALED, RowKey
from desktop.sync.row_keys import AMONG_KEYS, named

_CHUNK: Final = 500
_CHANGED: Final = (
    select(OPERATION.c.entity, OPERATION.c.row_id)
    # A choice that met another choice is asked about where the values are: at the record itself.
    .where(OPERATION.c.op > bindparam("until"), OPERATION.c.source > 0, OPERATION.c.entity != Entity.CONFLICT)
    .distinct()
)
_BEFORE: Final = (
    select(OPERATION).where(OPERATION.c.op <= bindparam("until"), AMONG_KEYS).order_by(OPERATION.c.op)
)
_NOW: Final = select(BASE_ROW).where(AMONG_KEYS, BASE_ROW.c.doc != NO_FIELDS)


def values_only_here(connection: Connection, link: Link) -> tuple[Line, ...]:
    """Give the lines that offer such values, one for each record; their numbers are still to be given.

    Args:
        connection: Any; the log has been read to its end.
        link: The counter's place.
    """
    if not link.shown_until:
        return ()
    changed = [(str(entity), str(row_id)) for entity, row_id in connection.execute(_CHANGED, _until(link))]
    lost: dict[RowKey, Line] = {}
    values: dict[RowKey, Fields] = {}
    for start in range(0, len(changed), _CHUNK):
        for line, gone in _rolled_back(connection, link, changed[start : start + _CHUNK]):
            key = line.entity, line.row_id
            lost[key], values[key] = line, gone
    _drop_written(connection, values)
    return tuple(
        replace(line, patch=Patch(values=values[key]).to_text()) for key, line in lost.items() if values[key]
    )


def _rolled_back(connection: Connection, link: Link, keys: list[RowKey]) -> Iterator[tuple[Line, Fields]]:
    """Give the last change of each record before the store was put back, and what stood then and stands no more."""
    stood: dict[RowKey, Fields] = {}
    last: dict[RowKey, Row[Any]] = {}
    for row in connection.execute(_BEFORE, named(keys) | _until(link)):
        key = str(row.entity), str(row.row_id)
        stood[key] = Patch.from_text(row.patch).apply(stood.get(key, {}))
        last[key] = row
    for row in connection.execute(_NOW, named(keys)):
        key = str(row.entity), str(row.row_id)
        now = read_fields(row.doc)
        gone = {
            name: value
            for name, value in stood.get(key, {}).items()
            if now.get(name) != value and not (row.erased and str(value).startswith(SEALED))
        }
        if gone:
            yield _line_of(last[key]), gone


def _line_of(row: Row[Any]) -> Line:
    return Line(
        op=0,
        txn_no=0,
        txn_end=True,
        kind=LineKind.EDIT,
        entity=str(row.entity),
        row_id=str(row.row_id),
        base=0,
        patch=str(row.patch),
        actor=str(row.actor),
        made_at=str(row.made_at),
        hlc=str(row.hlc),
        schema_level=int(row.schema_level),
    )


def _drop_written(connection: Connection, values: dict[RowKey, Fields]) -> None:
    """Drop what somebody wrote in the log, whatever became of it there, and what its author has written anew here."""
    for key, patch in _patches(connection, OFFICE_ENTRY, values):
        for name in patch.values.keys() & values[key].keys():
            if patch.values[name] == values[key][name]:
                del values[key][name]
    for table in (OUTBOX, QUARANTINE):
        for key, patch in _patches(connection, table, values):
            for name in patch.fields & values[key].keys():
                del values[key][name]


def _patches(connection: Connection, table: Table, keys: Container[RowKey]) -> Iterator[tuple[RowKey, Patch]]:
    query = select(table.c.entity, table.c.row_id, table.c.patch)
    for row in connection.execute(query.where(table.c.kind == LineKind.EDIT.value)):
        key = str(row.entity), str(row.row_id)
        if key in keys:
            with contextlib.suppress(*UNREADABLE):  # a bug or another program wrote it
                yield key, Patch.from_text(row.patch)


def _until(link: Link) -> dict[str, str | int]:
    return {"until": link.shown_until}
