"""Values that stood here as a copy without its log, and that a store put back does not know: they are offered again.

A counter that began with a copy of the records holds what they were, and not how they came to be so. Where the store
goes back to before that copy and no other counter has the lost end either, its records go back with it. Once the whole
log is read, what stood on the screen here and was never written there goes out as a change of somebody who had seen
nothing: what stands stays, and both values are asked about.
"""

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select

from desktop.records.canonical import Fields, Value, read_fields, read_json
from desktop.records.legible import UNREADABLE
from desktop.records.many_rows import ManyRows
from desktop.records.office_tables import BASE_ROW, NO_FIELDS, OFFICE_ENTRY, OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.records.tables import META, OPERATION
from desktop.services.record_values import Entity
from desktop.sync.entries import Line, LineKind, SignedLine
from desktop.sync.line_rows import waiting_values
from desktop.sync.link import Link
from desktop.sync.marked_lines import mark_unseen
from desktop.sync.row_keys import AMONG_KEYS, named
from desktop.sync.row_state import SEALED, RowKey
from desktop.sync.store_rows import origins_of

_REMEMBERED: Final = "copy_before_put_back"
_CHUNK: Final = 500
_COPIED: Final = select(BASE_ROW.c.entity, BASE_ROW.c.row_id, BASE_ROW.c.doc, BASE_ROW.c.origins).where(
    BASE_ROW.c.doc != NO_FIELDS
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
_ENTRIES: Final = select(
    OFFICE_ENTRY.c.entity, OFFICE_ENTRY.c.row_id, OFFICE_ENTRY.c.patch, OFFICE_ENTRY.c.seq
).where(OFFICE_ENTRY.c.kind == LineKind.EDIT.value)
_WAITING: Final = tuple(
    select(table.c.entity, table.c.row_id, table.c.patch, table.c.local_op, mark.label("mark")).where(
        table.c.kind == LineKind.EDIT.value
    )
    for table, mark in ((OUTBOX, OUTBOX.c.former_hash), (QUARANTINE, QUARANTINE.c.local_op))
)
_FIRST: Final = tuple(select(func.min(table.c.local_op)) for table in (OUTBOX, QUARANTINE))
_WAIT: Final = ManyRows(insert(OUTBOX))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gone:
    """What stood in a record before the store was put back and stands no more.

    Attributes:
        line: The last change of the record then; its fields are still to be filled in.
        fields: What stood; None for a field that was emptied.
        lost: Fields that were written after the store's end, for certain.
        fresh: Fields nobody has ever written in the record as it is now.
    """

    line: Line
    fields: dict[str, "Value | None"]
    lost: Collection[str]
    fresh: frozenset[str]


def remember_screen(connection: Connection, link: Link, *, head: int) -> Link:
    """Keep what the screen shows of a copy, before the store that was put back is read; gives the place after it.

    Its values stand in the log of operations here. What was emptied, and what was written after the entry the store
    ends with now, only the shared state says.

    Args:
        connection: A writing transaction; the shared state is still that of before, and every operation is a line.
        link: The counter's place.
        head: The last entry of the store.
    """
    kept: list[tuple[str, str, list[str], list[str]]] = []
    for row in connection.execute(_COPIED):
        fields = read_json(row.doc)
        # What was written after the copy stands in the log that goes out again.
        copied = {name: seq for name, (seq, _) in read_json(row.origins).items() if seq <= link.began}
        emptied = [name for name in copied if name not in fields]
        lost = [name for name, seq in copied.items() if seq > head]
        if emptied or lost:
            kept.append((str(row.entity), str(row.row_id), emptied, lost))
    text = json.dumps({"head": head, "records": kept})
    connection.execute(insert(META).prefix_with("OR REPLACE"), {"k": _REMEMBERED, "v": text})
    return replace(link, shown_until=link.lined)


def offer_values_only_here(connection: Connection, link: Link) -> Link:
    """Let such values wait before everything else, a line for each record; gives the place after them.

    Args:
        connection: A writing transaction; the log has been read to its end. What waits is numbered anew afterwards.
        link: The counter's place.
    """
    if not link.shown_until:
        return link
    plain = json.loads(connection.scalar(select(META.c.v).where(META.c.k == _REMEMBERED)) or "{}")
    kept: dict[RowKey, tuple[list[str], list[str]]] = {
        (kind, row_id): (emptied, lost) for kind, row_id, emptied, lost in plain.get("records", ())
    }
    changed = [(str(entity), str(row_id)) for entity, row_id in connection.execute(_CHANGED, _until(link))]
    gone: dict[RowKey, _Gone] = {}
    for start in range(0, len(changed), _CHUNK):
        for one in _rolled_back(connection, link, changed[start : start + _CHUNK], kept):
            gone[one.line.entity, one.line.row_id] = one
    _drop_written(connection, gone, head=plain.get("head", 0))
    _hide_beneath(connection, gone)
    lines = [replace(one.line, patch=_patch_text(one)) for one in gone.values() if one.fields]
    floor = min(0, *(int(connection.scalar(query) or 0) for query in _FIRST))
    _WAIT.run(
        connection,
        [
            waiting_values(
                SignedLine(line=replace(line, op=-place, txn_no=-place), op_hash=b""), local_op=floor - place
            )
            for place, line in enumerate(lines, start=1)
        ],
    )
    connection.execute(delete(META).where(META.c.k == _REMEMBERED))
    return replace(link, shown_until=0)


def _patch_text(gone: _Gone) -> str:
    values = {name: value for name, value in gone.fields.items() if value is not None}
    return Patch(values=values, clear=tuple(sorted(gone.fields.keys() - values.keys()))).to_text()


def _rolled_back(
    connection: Connection,
    link: Link,
    keys: list[RowKey],
    kept: Mapping[RowKey, tuple[list[str], list[str]]],
) -> Iterator[_Gone]:
    stood: dict[RowKey, Fields] = {}
    last: dict[RowKey, Row[Any]] = {}
    for row in connection.execute(_BEFORE, named(keys) | _until(link)):
        key = str(row.entity), str(row.row_id)
        stood[key] = Patch.from_text(row.patch).apply(stood.get(key, {}))
        last[key] = row
    for row in connection.execute(_NOW, named(keys)):
        key = str(row.entity), str(row.row_id)
        if key not in last:
            continue  # it was never on the screen: this program could not read it
        now, (emptied, lost) = read_fields(row.doc), kept.get(key, ([], []))
        fields: dict[str, Value | None] = {
            name: value
            for name, value in stood[key].items()
            if now.get(name) != value and not (row.erased and str(value).startswith(SEALED))
        }
        fields |= dict.fromkeys(name for name in emptied if name in now and name not in stood[key])
        if fields:
            fresh = frozenset(fields) - origins_of(row.origins).keys()
            yield _Gone(line=_line_of(last[key]), fields=fields, lost=lost, fresh=fresh)


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


def _drop_written(connection: Connection, gone: Mapping[RowKey, _Gone], *, head: int) -> None:
    """Drop what somebody wrote in the log, whatever became of it there, and what goes out anyway."""
    for row, one, patch in _patches(connection, _ENTRIES, gone):
        for name in patch.fields & one.fields.keys():
            is_known = name not in one.lost or row.seq > head  # an older entry may have had the same value
            if is_known and patch.values.get(name) == one.fields[name]:
                del one.fields[name]
    for query in _WAITING:
        for _, one, patch in _patches(connection, query, gone):
            for name in patch.fields & one.fields.keys():
                if patch.values.get(name) == one.fields[name]:
                    del one.fields[name]


def _hide_beneath(connection: Connection, gone: Mapping[RowKey, _Gone]) -> None:
    """Let what waits know that such a value goes before it into a field that is empty now: its author never saw it."""
    for query in _WAITING:
        for row, one, patch in _patches(connection, query, gone):
            if unseen := patch.fields & one.fields.keys() & one.fresh:
                mark_unseen(connection, row.mark, unseen, local_op=row.local_op)


def _patches(
    connection: Connection, query: Select[Any], gone: Mapping[RowKey, _Gone]
) -> Iterator[tuple[Row[Any], _Gone, Patch]]:
    for row in connection.execute(query):
        one = gone.get((str(row.entity), str(row.row_id)))
        if one is not None:
            with contextlib.suppress(*UNREADABLE):  # a bug or another program wrote it
                yield row, one, Patch.from_text(row.patch)


def _until(link: Link) -> dict[str, str | int]:
    return {"until": link.shown_until}
