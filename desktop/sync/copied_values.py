"""Values that stood here as a copy without its log, and that a store put back does not know: they are offered again.

A counter that began with a copy of the records holds what they were, and not how they came to be so. Where the store
goes back to before that copy and no other counter has the lost end either, its records go back with it. Once the whole
log is read, what stood on the screen here and was never written there goes out as a change of somebody who had seen
nothing: what stands stays, and both values are asked about.
"""

import contextlib
import json
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Row, Table, bindparam, delete, insert, select

from desktop.records.canonical import Fields, Value, read_fields, read_json
from desktop.records.legible import UNREADABLE
from desktop.records.office_tables import BASE_ROW, NO_FIELDS, OFFICE_ENTRY, OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.records.tables import META, OPERATION
from desktop.services.record_values import Entity
from desktop.sync.entries import Line, LineKind
from desktop.sync.link import Link
from desktop.sync.merge import SEALED, RowKey
from desktop.sync.outbox import wait_too
from desktop.sync.row_keys import AMONG_KEYS, named

_Lost: TypeAlias = "dict[str, Value | None]"
"""Fields with what stood in them; None for one that was emptied."""
_EMPTIED: Final = "emptied_in_copy"
_CHUNK: Final = 500
_COPIED: Final = select(BASE_ROW.c.entity, BASE_ROW.c.row_id, BASE_ROW.c.doc, BASE_ROW.c.origins).where(
    BASE_ROW.c.rev <= bindparam("began"), BASE_ROW.c.doc != NO_FIELDS
)
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


def remember_screen(connection: Connection, link: Link) -> Link:
    """Keep what the screen shows of a copy, before the store that was put back is read; gives the place after it.

    Its values stand in the log of operations here. That a field of it was emptied only the shared state says.

    Args:
        connection: A writing transaction; the shared state is still that of before, and every operation is a line.
        link: The counter's place.
    """
    emptied: list[tuple[str, str, list[str]]] = []
    for row in connection.execute(_COPIED, {"began": link.began}):
        names = read_json(row.origins).keys() - read_json(row.doc).keys()
        if names:
            emptied.append((str(row.entity), str(row.row_id), sorted(names)))
    connection.execute(insert(META).prefix_with("OR REPLACE"), {"k": _EMPTIED, "v": json.dumps(emptied)})
    return replace(link, shown_until=link.lined)


def offer_values_only_here(connection: Connection, link: Link) -> Link:
    """Let such values wait as lines, one for each record; gives the place after them.

    Args:
        connection: A writing transaction; the log has been read to its end.
        link: The counter's place.
    """
    if not link.shown_until:
        return link
    changed = [(str(entity), str(row_id)) for entity, row_id in connection.execute(_CHANGED, _until(link))]
    text = connection.scalar(select(META.c.v).where(META.c.k == _EMPTIED)) or "[]"
    emptied: dict[RowKey, list[str]] = {(kind, row_id): names for kind, row_id, names in json.loads(text)}
    lost: dict[RowKey, Line] = {}
    values: dict[RowKey, _Lost] = {}
    for start in range(0, len(changed), _CHUNK):
        for line, gone in _rolled_back(connection, link, changed[start : start + _CHUNK], emptied):
            key = line.entity, line.row_id
            lost[key], values[key] = line, gone
    _drop_written(connection, values)
    connection.execute(delete(META).where(META.c.k == _EMPTIED))
    lines = (replace(line, patch=_patch_text(values[key])) for key, line in lost.items() if values[key])
    return replace(wait_too(connection, link, lines), shown_until=0)


def _patch_text(lost: _Lost) -> str:
    values = {name: value for name, value in lost.items() if value is not None}
    return Patch(values=values, clear=tuple(sorted(lost.keys() - values.keys()))).to_text()


def _rolled_back(
    connection: Connection, link: Link, keys: list[RowKey], emptied: Mapping[RowKey, Collection[str]]
) -> Iterator[tuple[Line, _Lost]]:
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
        then = stood.get(key, {})
        gone: _Lost = {
            name: value
            for name, value in then.items()
            if now.get(name) != value and not (row.erased and str(value).startswith(SEALED))
        }
        gone |= dict.fromkeys(name for name in emptied.get(key, ()) if name in now and name not in then)
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


def _drop_written(connection: Connection, values: dict[RowKey, _Lost]) -> None:
    """Drop what somebody wrote in the log, whatever became of it there, and what its author has written anew here."""
    for key, patch in _patches(connection, OFFICE_ENTRY, values):
        for name in patch.fields & values[key].keys():
            if patch.values.get(name) == values[key][name]:
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
