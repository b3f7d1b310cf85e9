"""Saving a document: the difference becomes one operation, and nothing is overwritten unseen.

A document is `{field: value}`. Sealed fields stand in it, as in the log, as sealed text. Whoever saves says
which revision the edit started from; what others changed since is kept when it is another field, and asked
about (`RecordChangedError`) when it is the same one.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import Plain
from desktop.records.canonical import Fields, Value, as_stored, canonical, diff, read_fields, spelled
from desktop.records.erased import is_erased
from desktop.records.many_rows import ManyRows
from desktop.records.operations import OperationWriter, Patch
from desktop.records.sealed_fields import is_sealed, opened, place_of
from desktop.records.sealing import SealKeys, seal
from desktop.records.shared_rows import shared_names
from desktop.records.tables import DOCUMENT, OPERATION, utc_moment, utc_text
from desktop.services.record_values import Entity, FieldConflict, RecordChangedError

# A change of these is only right from the value it started from; the log says which (design: transitions).
_TRANSITIONS: Final[Mapping[Entity, frozenset[str]]] = {Entity.DOSSIER: frozenset({"state"})}


Again: TypeAlias = Callable[[str, Mapping[str, object]], Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as stored (sealed) with its revision."""

    fields: Fields
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a save did: the new document, for the derived tables."""

    document: Document
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A save that has passed every check: what it changes, in plain values, and where it started."""

    start: int
    now: Fields
    changed: Fields
    cleared: tuple[str, ...]


_EMPTY: Final = Document(fields={}, revision=0)


def find_document(connection: Connection, entity: Entity, row_id: str) -> Document | None:
    """Give a document as stored, or None."""
    row = connection.execute(
        select(DOCUMENT.c.doc, DOCUMENT.c.rev).where(
            DOCUMENT.c.entity == entity.value, DOCUMENT.c.row_id == row_id
        )
    ).first()
    return None if row is None else Document(fields=read_fields(row.doc), revision=int(row.rev))


class DocumentWriter:
    """Writes documents and their operations within one transaction."""

    def __init__(
        self,
        connection: Connection,
        log: OperationWriter,
        keys: SealKeys,
        clock: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._log = log
        self._keys = keys
        self._clock = clock

    def save(
        self,
        entity: Entity,
        row_id: str,
        fields: Mapping[str, object],
        *,
        base: int | None = None,
        again: "Again | None" = None,
    ) -> Written | None:
        """Write what differs; gives None when nothing does.

        Args:
            entity: Kind of the record.
            row_id: The record.
            fields: Every field this program knows of, as it shall be.
            base: The revision the edit started from; None for what stands now.
            again: Writes stored fields as this program would after reading them. What it leaves out belongs to a
                newer program and stays as it is; None when every field is the caller's.

        Raises:
            RecordChangedError: See the module.
            DeskError: `ANSWERS_ERASED` when the record's key was destroyed, `ANSWERS_SEALED` when it never came.
        """
        stored = find_document(self._connection, entity, row_id)
        unknown = self._unknown(entity, row_id, stored, again)
        prepared = self._prepare(entity, row_id, fields, stored=stored, base=base, unknown=unknown)
        if prepared is None:
            return None
        if stored is None:
            stored = _EMPTY
        written = self._write(entity, row_id, stored, self._patch(entity, row_id, prepared), prepared.start)
        return replace(written, is_new=stored is _EMPTY)

    def check(
        self,
        entity: Entity,
        row_id: str,
        fields: Mapping[str, object],
        *,
        base: int | None = None,
        again: "Again | None" = None,
    ) -> None:
        """Raise what `save` would raise, and write nothing."""
        stored = find_document(self._connection, entity, row_id)
        unknown = self._unknown(entity, row_id, stored, again)
        self._prepare(entity, row_id, fields, stored=stored, base=base, unknown=unknown)

    def _prepare(
        self,
        entity: Entity,
        row_id: str,
        fields: Mapping[str, object],
        *,
        stored: Document | None,
        base: int | None,
        unknown: frozenset[str],
    ) -> "_Prepared | None":
        current = stored or _EMPTY
        start = current.revision if base is None else base
        if start > current.revision:
            raise ValueError("the edit cannot start from a revision that does not exist yet")
        now = self._plain(entity, row_id, current.fields)
        wanted = {name: now[name] for name in unknown} | self._wanted(entity, fields)
        if start < current.revision:
            then = self._document_at(entity, row_id, start)
            wanted = self._merge(entity, row_id, start=start, then=then, now=now, wanted=wanted)
        changed, cleared = diff(now, wanted)
        if not changed and not cleared:
            return None
        self._refuse_erased(entity, row_id, current.fields, now)
        return _Prepared(start=start, now=now, changed=changed, cleared=tuple(cleared))

    def _unknown(
        self, entity: Entity, row_id: str, stored: Document | None, again: "Again | None"
    ) -> frozenset[str]:
        """Give the fields of a record that this program does not know; they stay as they are, whatever they hold."""
        if stored is None or again is None:
            return frozenset()
        plain = opened(self._keys, entity, row_id, stored.fields)
        return frozenset(plain.keys() - again(row_id, plain).keys())

    def _patch(self, entity: Entity, row_id: str, prepared: "_Prepared") -> Patch:
        return Patch(
            values=self._sealed(entity, row_id, prepared.changed),
            clear=prepared.cleared,
            was=tuple(
                (name, prepared.now[name])
                for name in sorted(_TRANSITIONS.get(entity, frozenset()))
                if name in prepared.changed and name in prepared.now
            ),
        )

    def repeat(self, entity: Entity, row_id: str, field: str) -> Written | None:
        """Say once more what a field holds, as an edit of now; None when there is no such record."""
        stored = find_document(self._connection, entity, row_id)
        if stored is None:
            return None
        values = {field: stored.fields[field]} if field in stored.fields else {}
        again = Patch(values=values, clear=() if values else (field,))
        return self._write(entity, row_id, stored, again, stored.revision)

    def erase(self, entity: Entity, row_id: str) -> Written | None:
        """Destroy the key of a record's sealed values and say so in the log."""
        stored = find_document(self._connection, entity, row_id)
        if stored is None or self._keys.find(row_id) is None:
            return None
        self._keys.destroy(row_id)
        return self._write(entity, row_id, stored, Patch(values={}, erase=True), stored.revision)

    def remove(self, entity: Entity, row_id: str) -> Written | None:
        """Clear every field of a record, also what only the office has: the log keeps what it was."""
        stored = find_document(self._connection, entity, row_id)
        if stored is None:
            return None
        names = sorted(stored.fields.keys() | shared_names(self._connection, entity, row_id))
        return self._write(entity, row_id, stored, Patch(values={}, clear=tuple(names)), stored.revision)

    def _write(self, entity: Entity, row_id: str, stored: Document, patch: Patch, start: int) -> Written:
        number = self._log.append(entity, row_id, start, patch)
        document = Document(fields=patch.apply(stored.fields), revision=number)
        put_document(self._connection, entity, row_id, document)
        return Written(document=document, is_new=False)

    def _wanted(self, entity: Entity, fields: Mapping[str, object]) -> Fields:
        # Before sealing, a value is its JSON text, which may be any JSON: the log sees only sealed bytes.
        return {
            name: _json_text(value) if is_sealed(entity, name) else canonical(value)
            for name, value in fields.items()
        }

    def _plain(self, entity: Entity, row_id: str, fields: Fields) -> Fields:
        return {
            name: _json_text(value) if is_sealed(entity, name) else as_stored(value)
            for name, value in opened(self._keys, entity, row_id, fields).items()
        }

    def _sealed(self, entity: Entity, row_id: str, changed: Fields) -> Fields:
        sealed: Fields = {}
        for name, value in changed.items():
            if not is_sealed(entity, name):
                sealed[name] = value
                continue
            key = self._keys.find(row_id) or self._keys.make(row_id, utc_text(self._clock()))
            sealed[name] = seal(key, str(value), place=place_of(entity, row_id, name))
        return sealed

    def _refuse_erased(self, entity: Entity, row_id: str, current: Fields, now: Fields) -> None:
        if current.keys() != now.keys():  # nobody writes over what he cannot read
            erased = is_erased(self._connection, entity, row_id)
            code = ErrorCode.ANSWERS_ERASED if erased else ErrorCode.ANSWERS_SEALED
            raise DeskError(code, entity=entity.value, row_id=row_id)

    def _document_at(self, entity: Entity, row_id: str, revision: int) -> Fields:
        document: Fields = {}
        for patch, _, _ in self._patches(entity, row_id, after=0, until=revision):
            document = patch.apply(document)
        return self._plain(entity, row_id, document)

    def _merge(
        self, entity: Entity, row_id: str, *, start: int, then: Fields, now: Fields, wanted: Fields
    ) -> Fields:
        changed, cleared = diff(then, wanted)
        mine = set(changed) | set(cleared)
        conflicts: list[FieldConflict] = []
        for patch, by, at in self._patches(entity, row_id, after=start, until=None):
            conflicts.extend(
                FieldConflict(
                    field=name,
                    mine=_shown(entity, name, wanted.get(name)),
                    theirs=_shown(entity, name, now.get(name)),
                    by=by,
                    at=at,
                )
                for name in sorted(patch.fields & mine)
                if now.get(name) != wanted.get(name)
            )
        if conflicts:
            latest = {conflict.field: conflict for conflict in conflicts}
            raise RecordChangedError(entity, row_id, tuple(latest.values()))
        merged = {name: value for name, value in now.items() if name not in cleared}
        return merged | changed

    def _patches(
        self, entity: Entity, row_id: str, *, after: int, until: int | None
    ) -> list[tuple[Patch, str, datetime]]:
        query = (
            select(OPERATION.c.patch, OPERATION.c.actor, OPERATION.c.made_at)
            .where(OPERATION.c.entity == entity.value, OPERATION.c.row_id == row_id, OPERATION.c.op > after)
            .order_by(OPERATION.c.op)
        )
        if until is not None:
            query = query.where(OPERATION.c.op <= until)
        return [
            (Patch.from_text(row.patch), str(row.actor), utc_moment(row.made_at))
            for row in self._connection.execute(query)
        ]


def put_document(connection: Connection, entity: Entity, row_id: str, document: Document) -> None:
    """Write a document; one without fields (taken away) is not kept."""
    put_documents(connection, {(entity, row_id): document})


def put_documents(
    connection: Connection,
    documents: Mapping[tuple[Entity, str], Document],
    *,
    spell: Callable[[Fields], str] = spelled,
) -> None:
    """Write several documents at once, as `put_document` writes one. Their fields are canonical already.

    Args:
        connection: A writing transaction.
        documents: By kind and id.
        spell: Gives the one JSON text of fields; for a caller that has it.
    """
    gone = [key for key, document in documents.items() if not document.fields]
    for entity, row_id in gone:
        connection.execute(
            delete(DOCUMENT).where(DOCUMENT.c.entity == entity.value, DOCUMENT.c.row_id == row_id)
        )
    rows = [
        {"entity": entity.value, "row_id": row_id, "rev": document.revision, "doc": spell(document.fields)}
        for (entity, row_id), document in documents.items()
        if document.fields
    ]
    _PUT.run(connection, rows)


# Built once: a page of the office's log writes hundreds of documents.
_INSERT: Final = insert(DOCUMENT)
_PUT: Final = ManyRows(
    _INSERT.on_conflict_do_update(
        index_elements=["entity", "row_id"],
        set_={"rev": _INSERT.excluded.rev, "doc": _INSERT.excluded.doc},
    )
)


def _json_text(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)


def _shown(entity: Entity, field: str, value: "Value | None") -> Plain:
    shown: Plain = json.loads(str(value)) if value is not None and is_sealed(entity, field) else value
    return shown
