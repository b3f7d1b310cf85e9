"""Whether the content of a record was erased, or merely cannot be opened here."""

from sqlalchemy import Connection, select

from desktop.records.office_tables import BASE_ROW
from desktop.records.operations import Patch
from desktop.records.tables import OPERATION
from desktop.services.record_values import Entity


def is_erased(connection: Connection, entity: Entity, row_id: str) -> bool:
    """Tell whether somebody has erased a record, at this counter or at another one of the office."""
    shared = select(BASE_ROW.c.erased).where(BASE_ROW.c.entity == entity.value, BASE_ROW.c.row_id == row_id)
    if connection.scalar(shared):
        return True
    patches = connection.scalars(
        select(OPERATION.c.patch).where(
            OPERATION.c.entity == entity.value,
            OPERATION.c.row_id == row_id,
            OPERATION.c.patch.contains('"erase":true', autoescape=True),
        )
    )
    return any(Patch.from_text(patch).erase for patch in patches)
