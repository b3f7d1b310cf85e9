"""Rows of the dossier table as values, and the lists that are read from it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from desktop.domain.dossier import DossierState
from desktop.records.tables import DOSSIER_ROW
from desktop.services.record_values import DossierRow

_STATES: Final = {state.value: state for state in DossierState}
_OPEN_STATES: Final = tuple(
    state.value for state in DossierState if not state.is_final and state is not DossierState.DRAFT
)


def row_value(row: Sequence[Any]) -> DossierRow:
    """Give the list line of a row."""
    # Taken apart by position: reading fifty rows column by column took a third of a search.
    (
        _,
        dossier_id,
        revision,
        number,
        portal_code,
        procedure_code,
        procedure_name,
        requester_id,
        requester_name,
        received_at,
        _day,
        due,
        state,
        promise,
        slip_printed_at,
        officer_id,
        _answers_id,
    ) = row
    return DossierRow(
        id=dossier_id,
        number=number,
        portal_code=portal_code,
        procedure_code=procedure_code,
        procedure_name=procedure_name,
        requester_id=requester_id or None,
        requester_name=requester_name,
        received_at=received_at,
        due=due,
        state=_STATES[state],
        promise=promise,
        slip_printed_at=slip_printed_at,
        officer_id=officer_id or None,
        revision=revision,
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
