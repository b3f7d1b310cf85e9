"""When is it due, and how was that counted: the answer behind ``khongviet deadline``."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.catalogue.calendars import load_calendar
from desktop.catalogue.offices import load_office, load_offices, office_on
from desktop.catalogue.procedures import find_procedure, load_editions
from desktop.domain.calendar import OFFICE_ZONE, WorkingCalendar, office_time
from desktop.domain.conditions import law_changed_reasons
from desktop.domain.deadline import compute_deadline
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import OfficeProfile
from desktop.domain.plain import Plain
from desktop.domain.procedure import Channel, Procedure
from desktop.domain.reason import Reason
from desktop.resources_dir import resources_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGround:
    """What a case stands on at the moment of receipt."""

    profile: OfficeProfile
    calendar: WorkingCalendar
    procedure: Procedure


def ground_of(resources: Path, code: str, received: datetime, office_id: str = "") -> CaseGround:
    """Return office, calendar and procedure as they stood when a dossier was received.

    Args:
        resources: The folder that holds ``procedures/``, ``offices/`` and ``calendars/``.
        code: National code of the procedure.
        received: Aware moment.
        office_id: An office profile; empty takes the one in force on the day.

    Raises:
        DeskError: PROCEDURE_UNKNOWN, PROCEDURE_NOT_IN_FORCE, OFFICE_UNKNOWN, OFFICE_NOT_IN_FORCE,
            FILE_MISSING, FILE_INVALID, CALENDAR_MISSING.
    """
    day = office_time(received).date()
    offices = resources / "offices"
    profile = load_office(offices, office_id) if office_id else office_on(load_offices(offices), day)
    return CaseGround(
        profile=profile,
        calendar=load_calendar(resources / "calendars", profile.calendar_id),
        procedure=find_procedure(load_editions(resources / "procedures"), code, day),
    )


def parse_moment(text: str, place: str) -> datetime:
    """Return a moment as people write it; without a zone it is the office's wall clock.

    Raises:
        DeskError: MOMENT_INVALID naming the place.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return office_time(moment if moment.tzinfo is not None else moment.replace(tzinfo=OFFICE_ZONE))
    except (ValueError, OverflowError) as error:
        raise DeskError(ErrorCode.MOMENT_INVALID, place=place, text=text) from error


def parse_channel(text: str, place: str) -> Channel:
    """Return the channel named ``direct``, ``online`` or ``postal``.

    Raises:
        DeskError: INPUT_INVALID naming the place.
    """
    try:
        return Channel(text.strip().lower())
    except ValueError as error:
        raise DeskError(
            ErrorCode.INPUT_INVALID,
            place=place,
            problem=f'"{text}" không phải cách nộp',
            cure="direct, online hoặc postal",
        ) from error


def explain_deadline(
    code: str,
    received: str,
    *,
    channel: str = "direct",
    office_id: str = "",
    resources: Path | None = None,
) -> dict[str, Plain]:
    """Return ``due, counted_days, rule, reasons`` and what they stand on, as JSON-able values.

    Args:
        code: National code of the procedure.
        received: When the complete dossier came in; without a zone the office's wall clock.
        channel: ``direct``, ``online`` or ``postal``.
        office_id: An office profile; empty takes the one in force on the day.
        resources: The folder that holds the catalogue; None takes the shipped one.

    Raises:
        DeskError: Anything wrong with the code, the moment, the channel or the files.
    """
    moment = parse_moment(received, "--received")
    wanted = parse_channel(channel, "--channel")
    ground = ground_of(resources or resources_dir(), code, moment, office_id)
    procedure = ground.procedure.as_known_on(moment.date())
    if wanted not in procedure.limits:
        raise DeskError(ErrorCode.PROCEDURE_CHANNEL_UNKNOWN, procedure=code, channel=wanted.label)
    deadline = compute_deadline(procedure.limits[wanted], moment, ground.calendar, laws=ground.profile.laws)
    changed = law_changed_reasons(procedure, moment.date())
    limit_source = procedure.limit_citation or procedure.source
    limit_reason = Reason(
        key="limit",
        text=f"Thời hạn: {deadline.rule}",
        detail=f"{procedure.code} · {procedure.short_name}",
        source=limit_source.text,
        certainty=limit_source.certainty,
    )
    return {
        "due": deadline.due.isoformat(),
        "counted_days": [day.isoformat() for day in deadline.counted_days],
        "rule": deadline.rule,
        "reasons": [reason_to_plain(reason) for reason in (limit_reason, *deadline.reasons, *changed)],
        "received": deadline.received.isoformat(),
        "procedure": procedure.code,
        "edition": procedure.edition,
        "channel": wanted.value,
        "office": ground.profile.id,
        "calendar": deadline.calendar_version,
    }


def reason_to_plain(reason: Reason) -> dict[str, Plain]:
    """Return a reason as JSON-able values; the source carries its certainty mark."""
    return {
        "key": reason.key,
        "text": reason.text,
        "detail": reason.detail,
        "source": reason.source_display,
        "certainty": reason.certainty.value,
        "met": reason.met,
    }
