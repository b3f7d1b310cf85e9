"""Rows of the dossier table as values, and the lists that are read from it."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, Row, select

from desktop.domain.dossier import DossierState
from desktop.domain.ids import DossierId, PersonId, StaffId
from desktop.records.tables import DOSSIER_ROW
from desktop.services.record_values import DossierRow

_OPEN_STATES: Final = tuple(
    state.value for state in DossierState if not state.is_final and state is not DossierState.DRAFT
)


def row_value(row: Row[tuple[object, ...]]) -> DossierRow:
    """Give the list line of a row."""
    return DossierRow(
        id=DossierId(row.dossier_id),
        number=row.number,
        portal_code=row.portal_code,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        requester_id=PersonId(row.requester_id) if row.requester_id else None,
        requester_name=row.requester_name,
        received_at=row.received_at,
        due=row.due,
        state=DossierState(row.state),
        promise=row.promise,
        slip_printed_at=row.slip_printed_at,
        officer_id=StaffId(row.officer_id) if row.officer_id else None,
        revision=row.revision,
    )


def rows_on(connection: Connection, day: date) -> tuple[DossierRow, ...]:
    """Give what was received on an office day, newest first."""
    query = select(DOSSIER_ROW).where(DOSSIER_ROW.c.day == day.isoformat()).order_by(DOSSIER_ROW.c.id.desc())
    return tuple(row_value(row) for row in connection.execute(query))


def rows_in(connection: Connection, states: frozenset[DossierState], limit: int) -> tuple[DossierRow, ...]:
    """Give the dossiers in some states, the soonest due first, those without a due date last."""
    query = (
        select(DOSSIER_ROW)
        .where(DOSSIER_ROW.c.state.in_(sorted(state.value for state in states)))
        .order_by(DOSSIER_ROW.c.due.is_(None), DOSSIER_ROW.c.due, DOSSIER_ROW.c.id)
        .limit(limit)
    )
    return tuple(row_value(row) for row in connection.execute(query))


def rows_due_until(connection: Connection, moment: datetime) -> tuple[DossierRow, ...]:
    """Give the unfinished dossiers due up to a moment, the soonest first."""
    query = (
        select(DOSSIER_ROW)
        .where(DOSSIER_ROW.c.state.in_(_OPEN_STATES), DOSSIER_ROW.c.due <= moment)
        .order_by(DOSSIER_ROW.c.due, DOSSIER_ROW.c.id)
    )
    return tuple(row_value(row) for row in connection.execute(query))
