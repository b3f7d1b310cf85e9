"""A dossier's history: its moves, its papers, who looked at it, and which fields were corrected."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, select

from desktop.domain.dossier import Dossier
from desktop.records.operations import Patch
from desktop.records.tables import OPERATION, utc_moment
from desktop.services.record_values import (
    AuditEvent,
    Entity,
    PaperRecord,
    TimelineEntry,
    TimelineKind,
)

# Fields that change with a move or a print: the move or the print tells it already.
_TOLD_ELSEWHERE: Final = frozenset(
    {
        "state",
        "due",
        "promise",
        "received_at",
        "number",
        "slip_printed_at",
        "calendar_version",
        "turned_into_appointment",
    }
)


def timeline_of(
    connection: Connection,
    dossier: Dossier,
    papers: Sequence[PaperRecord],
    audit: Sequence[AuditEvent],
) -> tuple[TimelineEntry, ...]:
    """Give the history of a dossier, oldest first."""
    entries = [
        TimelineEntry(
            at=move.at,
            by=move.by,
            kind=TimelineKind.MOVE,
            detail=f"{move.from_state.value}>{move.to_state.value}",
            reason=move.reason,
        )
        for move in dossier.moves
    ]
    entries += [
        TimelineEntry(
            at=paper.printed_at, by=paper.printed_by, kind=TimelineKind.PAPER, detail=paper.kind.value
        )
        for paper in papers
    ]
    entries += [
        TimelineEntry(
            at=event.at,
            by=event.by,
            kind=TimelineKind.VIEW,
            detail=event.action.value,
            reason=event.reason,
        )
        for event in audit
        if event.entity == Entity.DOSSIER.value
    ]
    entries += _corrections(connection, dossier)
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _corrections(connection: Connection, dossier: Dossier) -> list[TimelineEntry]:
    query = (
        select(OPERATION.c.patch, OPERATION.c.actor, OPERATION.c.made_at)
        .where(
            OPERATION.c.entity == Entity.DOSSIER.value,
            OPERATION.c.row_id == dossier.id,
            OPERATION.c.base_rev > 0,
        )
        .order_by(OPERATION.c.op)
    )
    corrections: list[TimelineEntry] = []
    for row in connection.execute(query):
        fields = sorted(Patch.from_text(row.patch).fields - _TOLD_ELSEWHERE)
        if fields:
            corrections.append(
                TimelineEntry(
                    at=utc_moment(row.made_at),
                    by=row.actor,
                    kind=TimelineKind.CHANGE,
                    detail=",".join(fields),
                )
            )
    return corrections
