"""Rebuilding documents and derived tables from the log: the proof that the log is all there is."""

from typing import Final

from sqlalchemy import Connection, delete, text

from desktop.records.derive import DerivedTables
from desktop.records.documents import Document, find_document, put_document
from desktop.records.operations import Patch, read_operations
from desktop.records.sealing import SealKeys
from desktop.records.tables import DERIVED

# A contentless full-text table is emptied by its own command.
_EMPTY_SEARCH: Final = (
    text("INSERT INTO search_folded(search_folded) VALUES ('delete-all')"),
    text("INSERT INTO search_marked(search_marked) VALUES ('delete-all')"),
)


def rebuild(connection: Connection) -> int:
    """Empty every derived table and replay the log; gives the number of operations."""
    for table in DERIVED:
        connection.execute(delete(table))
    for statement in _EMPTY_SEARCH:
        connection.execute(statement)
    keys = SealKeys(connection)
    derived = DerivedTables(connection, keys)
    count = 0
    for operation, _ in read_operations(connection):
        before = find_document(connection, operation.entity, operation.row_id)
        patch = Patch.from_text(operation.patch)
        fields = {} if before is None else before.fields
        document = Document(fields=patch.apply(fields), revision=operation.op)
        put_document(connection, operation.entity, operation.row_id, document)
        derived.follow(
            operation.entity,
            operation.row_id,
            document,
            first_op=operation.op if before is None else None,
        )
        count += 1
    return count
