"""Records the office does not know, though they stand on the screen here: whoever writes in one brings it whole.

A counter that began with a copy of the records has no log of them. Where the store was put back to before they were
written, and no other counter could bring the lines back, a change of one field would leave half a record with all.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, union_all, update

from desktop.records.canonical import Fields, read_fields
from desktop.records.many_rows import ManyRows
from desktop.records.office_tables import BASE_ROW, OUTBOX, QUARANTINE
from desktop.records.operations import Patch
from desktop.records.tables import DOCUMENT
from desktop.sync.entries import LineKind
from desktop.sync.link import Link
from desktop.sync.merge import RowKey
from desktop.sync.row_keys import AMONG_KEYS, named

_SCREEN: Final = select(DOCUMENT.c.entity, DOCUMENT.c.row_id, DOCUMENT.c.doc).where(AMONG_KEYS)
_ASIDE: Final = select(QUARANTINE.c.entity, QUARANTINE.c.row_id).where(AMONG_KEYS)
_WAITING: Final = union_all(
    select(OUTBOX.c.entity, OUTBOX.c.row_id).where(OUTBOX.c.kind == LineKind.EDIT.value, AMONG_KEYS), _ASIDE
)
_UNKNOWN: Final = (
    select(OUTBOX.c.op, OUTBOX.c.entity, OUTBOX.c.row_id, OUTBOX.c.patch)
    .outerjoin(BASE_ROW, (BASE_ROW.c.entity == OUTBOX.c.entity) & (BASE_ROW.c.row_id == OUTBOX.c.row_id))
    .where(OUTBOX.c.kind == LineKind.EDIT.value, BASE_ROW.c.rev.is_(None))
    .order_by(OUTBOX.c.op)
)
_REWRITE: Final = ManyRows(
    update(OUTBOX).where(OUTBOX.c.op == bindparam("first")).values(patch=bindparam("whole"))
)


class RecordsOnlyHere:
    """Those among the records that some operations are about.

    Args:
        connection: Any.
        link: The counter's place.
        operations: Of the local log, in order; none of them is a line yet.
        known: The records of which there is a shared state.
    """

    def __init__(
        self, connection: Connection, link: Link, operations: Sequence[Row[Any]], known: Collection[RowKey]
    ) -> None:
        self._documents: dict[RowKey, Fields] = {}
        if link.joining is not None or link.catch_up:
            return  # what the office knows shows when all of it has been read; `bring_whole` is asked then
        firsts: dict[RowKey, int] = {}
        for row in operations:
            firsts.setdefault((str(row.entity), str(row.row_id)), int(row.base_rev))
        missing = {key for key, base_rev in firsts.items() if key not in known and base_rev}
        if missing:
            missing -= _keys(connection.execute(_WAITING, named(missing)))
            self._documents = _documents(connection, missing)

    def whole(self, key: RowKey, patch: str) -> str:
        """Give what a line changes: all of a record, the first time something is written in one of these."""
        document = self._documents.pop(key, None)
        change = Patch.from_text(patch) if document else None
        if document is None or change is None or change.erase:
            return patch
        return Patch(values=document).spelled()


def bring_whole(connection: Connection) -> None:
    """Let the first of the waiting lines about such a record bring all of it. They are hashed anew by who numbers them.

    Args:
        connection: A writing transaction; the store has been read to its end.
    """
    lines: dict[RowKey, list[tuple[int, Patch]]] = {}
    for row in connection.execute(_UNKNOWN):
        line = int(row.op), Patch.from_text(str(row.patch))
        lines.setdefault((str(row.entity), str(row.row_id)), []).append(line)
    if not lines:
        return
    aside = _keys(connection.execute(_ASIDE, named(lines)))
    documents = _documents(connection, lines.keys() - aside)
    rewritten: list[dict[str, object]] = []
    for key, document in documents.items():
        patches = [patch for _, patch in lines[key]]
        if any(patch.erase for patch in patches) or not document.keys() - _brought_by(patches).keys():
            continue
        whole = Patch(values=_before(document, patches) | patches[0].values)
        rewritten.append({"first": lines[key][0][0], "whole": whole.spelled()})
    _REWRITE.run(connection, rewritten)


def _brought_by(patches: Sequence[Patch]) -> Fields:
    fields: Fields = {}
    for patch in patches:
        fields = patch.apply(fields)
    return fields


def _before(document: Fields, patches: Sequence[Patch]) -> Fields:
    """Give a record as it stood before some changes, as far as they tell."""
    fields = dict(document)
    for patch in reversed(patches):
        fields = {name: value for name, value in fields.items() if name not in patch.fields} | dict(patch.was)
    return fields


def _keys(rows: Iterable[Row[Any]]) -> set[RowKey]:
    return {(str(row.entity), str(row.row_id)) for row in rows}


def _documents(connection: Connection, keys: Collection[RowKey]) -> dict[RowKey, Fields]:
    rows = connection.execute(_SCREEN, named(keys))
    return {(str(row.entity), str(row.row_id)): read_fields(row.doc) for row in rows}
