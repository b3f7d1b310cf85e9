"""What the office has of a record beneath what this counter shows of it."""

from sqlalchemy import Connection, select

from desktop.records.canonical import read_fields
from desktop.records.office_tables import BASE_ROW
from desktop.services.record_values import Entity


def shared_names(connection: Connection, entity: Entity, row_id: str) -> frozenset[str]:
    """Give the fields the office has of a record, also those that nothing here can read; none without an office."""
    kept = connection.scalar(
        select(BASE_ROW.c.doc).where(BASE_ROW.c.entity == entity.value, BASE_ROW.c.row_id == row_id)
    )
    return frozenset(read_fields(kept)) if kept else frozenset()
