"""Opening stored documents: by id, or all that belong to something."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from desktop.domain.dossier import Dossier, Move
from desktop.domain.dossier_path import path_to
from desktop.records.canonical import read_fields
from desktop.records.case_converters import read_dossier, read_move
from desktop.records.documents import find_document
from desktop.records.sealed_fields import opened
from desktop.records.sealing import SealKeys
from desktop.records.tables import DOCUMENT, REFERENCE
from desktop.services.record_values import Entity, Stored


class RecordLoader:
    """Opens documents on one connection, with the keys that connection sees."""

    def __init__(self, connection: Connection, keys: SealKeys) -> None:
        self.connection = connection
        self.keys = keys

    def find(self, entity: Entity, row_id: str) -> Stored[Mapping[str, object]] | None:
        """Give the opened fields of a record, or None."""
        document = find_document(self.connection, entity, row_id)
        if document is None:
            return None
        fields = opened(self.keys, entity, row_id, document.fields)
        return Stored(value=fields, revision=document.revision)

    def find_dossier(self, row_id: str) -> Stored[Dossier] | None:
        """Give a dossier with its moves, or None."""
        found = self.find(Entity.DOSSIER, row_id)
        if found is None:
            return None
        dossier = read_dossier(row_id, found.value, self.moves(row_id))
        # Two counters may have moved it from one state: the record says which move held.
        dossier = replace(dossier, moves=path_to(dossier.state, dossier.moves))
        return Stored(value=dossier, revision=found.revision)

    def moves(self, dossier_id: str) -> tuple[Move, ...]:
        """Give every move anybody has made with a dossier, in the order of entry, also those that did not hold."""
        return tuple(read_move(fields) for _, fields in listed(self, Entity.DOSSIER_MOVE, dossier_id))


def listed(loader: RecordLoader, entity: Entity, owner: str) -> tuple[tuple[str, dict[str, object]], ...]:
    """Give the records of one kind that belong to something, in the order of entry."""
    query = (
        select(DOCUMENT.c.row_id, DOCUMENT.c.doc)
        .join(
            REFERENCE,
            (REFERENCE.c.entity == DOCUMENT.c.entity) & (REFERENCE.c.row_id == DOCUMENT.c.row_id),
        )
        .where(REFERENCE.c.entity == entity.value, REFERENCE.c.belongs_to == owner)
        .order_by(REFERENCE.c.first_op)
    )
    return tuple(
        (str(row.row_id), opened(loader.keys, entity, str(row.row_id), read_fields(row.doc)))
        for row in loader.connection.execute(query)
    )
