"""Staff, roster, calendar days, papers, tickets and audit events as documents, and back.

A converter writes every field that has a value; None is an absent field. Reading gives absent fields their
default, so that documents written by an older program stay readable.
"""

from collections.abc import Mapping
from datetime import date, time

from desktop.domain.calendar import DayKind, DayOverride, Session
from desktop.domain.ids import DossierId, HelpSessionId, StaffId, TicketId
from desktop.domain.office import Duty, RosterEntry, StaffMember, StaffRole
from desktop.domain.procedure import SignerLevel
from desktop.domain.reason import Certainty
from desktop.records.reading import filled, moment_of, number_of, optional_moment_of, text_of, texts_of
from desktop.records.tables import utc_text
from desktop.services.record_values import AuditAction, AuditEvent, PaperKind, PaperRecord, TicketRecord


def staff_fields(member: StaffMember) -> dict[str, object]:
    """Write a member of staff."""
    return filled(
        name=member.name,
        title=member.title,
        role=member.role.value,
        pin_hash=member.pin_hash,
        signs_as=None if member.signs_as is None else member.signs_as.value,
        active=member.active,
    )


def read_staff(row_id: str, fields: Mapping[str, object]) -> StaffMember:
    """Read a member of staff."""
    level = text_of(fields, "signs_as")
    return StaffMember(
        id=StaffId(row_id),
        name=text_of(fields, "name"),
        title=text_of(fields, "title"),
        role=StaffRole(text_of(fields, "role")),
        pin_hash=text_of(fields, "pin_hash"),
        signs_as=SignerLevel(level) if level else None,
        active=fields.get("active", True) is True,
    )


def roster_row_id(entry: RosterEntry) -> str:
    """Give the id of a roster entry: one per day, person and duty, the same on every counter."""
    return f"{entry.day.isoformat()}/{entry.staff_id}/{entry.duty.value}"


def roster_fields(entry: RosterEntry) -> dict[str, object]:
    """Write a roster entry."""
    return filled(
        day=entry.day.isoformat(),
        staff_id=entry.staff_id,
        duty=entry.duty.value,
        start=_clock(entry.start),
        end=_clock(entry.end),
    )


def read_roster(_row_id: str, fields: Mapping[str, object]) -> RosterEntry:
    """Read a roster entry."""
    return RosterEntry(
        day=date.fromisoformat(text_of(fields, "day")),
        staff_id=StaffId(text_of(fields, "staff_id")),
        duty=Duty(text_of(fields, "duty")),
        start=_time(text_of(fields, "start")),
        end=_time(text_of(fields, "end")),
    )


def override_fields(override: DayOverride) -> dict[str, object]:
    """Write a day entered by the office."""
    return filled(
        kind=override.kind.value,
        name=override.name,
        source=override.source,
        certainty=override.certainty.value,
        sessions=[f"{one.start.isoformat()}/{one.end.isoformat()}" for one in override.sessions],
    )


def read_override(row_id: str, fields: Mapping[str, object]) -> DayOverride:
    """Read a day entered by the office; its id is the day."""
    return DayOverride(
        day=date.fromisoformat(row_id),
        kind=DayKind(text_of(fields, "kind")),
        name=text_of(fields, "name"),
        source=text_of(fields, "source"),
        certainty=Certainty(text_of(fields, "certainty", Certainty.VERIFIED.value)),
        sessions=tuple(_session(text) for text in texts_of(fields, "sessions")),
    )


def paper_fields(paper: PaperRecord) -> dict[str, object]:
    """Write a printed paper."""
    return filled(
        kind=paper.kind.value,
        form_id=paper.form_id,
        form_version=paper.form_version,
        printed_at=utc_text(paper.printed_at),
        printed_by=paper.printed_by,
        dossier_id=paper.dossier_id,
        help_session_id=paper.help_session_id,
        reprint_of=paper.reprint_of,
        pages=paper.pages,
    )


def read_paper(row_id: str, fields: Mapping[str, object]) -> PaperRecord:
    """Read a printed paper."""
    dossier, session = text_of(fields, "dossier_id"), text_of(fields, "help_session_id")
    return PaperRecord(
        id=row_id,
        kind=PaperKind(text_of(fields, "kind")),
        form_id=text_of(fields, "form_id"),
        form_version=text_of(fields, "form_version"),
        printed_at=moment_of(fields, "printed_at"),
        printed_by=StaffId(text_of(fields, "printed_by")),
        dossier_id=DossierId(dossier) if dossier else None,
        help_session_id=HelpSessionId(session) if session else None,
        reprint_of=text_of(fields, "reprint_of"),
        pages=number_of(fields, "pages", 1),
    )


def ticket_fields(ticket: TicketRecord) -> dict[str, object]:
    """Write a queue ticket."""
    return filled(
        number=ticket.number,
        service=ticket.service,
        day=ticket.day.isoformat(),
        issued_at=utc_text(ticket.issued_at),
        called_at=None if ticket.called_at is None else utc_text(ticket.called_at),
        finished_at=None if ticket.finished_at is None else utc_text(ticket.finished_at),
        counter=ticket.counter,
    )


def read_ticket(row_id: str, fields: Mapping[str, object]) -> TicketRecord:
    """Read a queue ticket."""
    return TicketRecord(
        id=TicketId(row_id),
        number=text_of(fields, "number"),
        service=text_of(fields, "service"),
        day=date.fromisoformat(text_of(fields, "day")),
        issued_at=moment_of(fields, "issued_at"),
        called_at=optional_moment_of(fields, "called_at"),
        finished_at=optional_moment_of(fields, "finished_at"),
        counter=text_of(fields, "counter"),
    )


def audit_fields(event: AuditEvent) -> dict[str, object]:
    """Write an audit event."""
    return filled(
        at=utc_text(event.at),
        by=event.by,
        action=event.action.value,
        entity=event.entity,
        row_id=event.row_id,
        reason=event.reason or None,
    )


def read_audit(row_id: str, fields: Mapping[str, object]) -> AuditEvent:
    """Read an audit event."""
    return AuditEvent(
        id=row_id,
        at=moment_of(fields, "at"),
        by=StaffId(text_of(fields, "by")),
        action=AuditAction(text_of(fields, "action")),
        entity=text_of(fields, "entity"),
        row_id=text_of(fields, "row_id"),
        reason=text_of(fields, "reason"),
    )


def _clock(clock: time | None) -> str | None:
    return None if clock is None else clock.isoformat()


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _session(text: str) -> Session:
    start, _, end = text.partition("/")
    return Session(start=time.fromisoformat(start), end=time.fromisoformat(end))
