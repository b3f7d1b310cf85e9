"""A verdict for a case written down in a file: the answer behind ``khongviet verdict``.

The case file is described in ``docs/verdict-case.md``.
"""

from datetime import date
from pathlib import Path

from desktop.domain.case import Promise, Verdict
from desktop.domain.errors import DeskError
from desktop.domain.plain import Plain
from desktop.domain.verdict import decide
from desktop.resources_dir import resources_dir
from desktop.services.case_file import CaseFile
from desktop.services.explain_deadline import ground_of, reason_to_plain


def explain_verdict(
    case: object,
    *,
    place: str = "hồ sơ",
    resources: Path | None = None,
) -> dict[str, Plain]:
    """Return ``writing, same_day, slip, due, reasons`` and what they stand on, as JSON-able values.

    Args:
        case: The case as ``docs/verdict-case.md`` describes it.
        place: Name of the file, for errors.
        resources: The folder that holds the catalogue; None takes the shipped one.

    Raises:
        DeskError: CASE_INVALID naming the key and the cure, for every mistake at once (SeveralDeskErrors); anything
            wrong with code or files.
    """
    file = CaseFile(case, place)
    received = file.received
    if received is None or not file.code:
        raise file.mistakes()
    try:
        ground = ground_of(resources or resources_dir(), file.code, received, file.office)
    except DeskError as fault:
        raise file.mistakes(fault) from fault
    facts = file.facts(ground.procedure, received)
    verdict = decide(facts, ground.calendar, ground.profile)
    rule = verdict.deadline.rule if verdict.deadline is not None else None
    return {
        "writing": verdict.writing.value,
        "same_day": verdict.promise is Promise.SAME_DAY,
        "slip": verdict.slip.value,
        "due": verdict.due.isoformat() if verdict.due is not None else None,
        "reasons": [reason_to_plain(one) for one in (*verdict.reasons, verdict.slip_reason)],
        "promise": verdict.promise.value,
        "writing_reasons": [reason_to_plain(one) for one in verdict.writing_reasons],
        "warnings": [reason_to_plain(one) for one in verdict.warnings],
        "offers_appointment": verdict.offers_appointment,
        "slip_on_request": verdict.slip_on_request,
        "ready_at": verdict.ready_at.isoformat() if verdict.ready_at is not None else None,
        "rule": rule,
        "counted_days": [day.isoformat() for day in _counted_days(verdict)],
        "statutory_due": verdict.deadline.due.isoformat() if verdict.deadline is not None else None,
        "procedure": ground.procedure.code,
        "edition": ground.procedure.edition,
        "office": ground.profile.id,
        "calendar": ground.calendar.version,
    }


def _counted_days(verdict: Verdict) -> tuple[date, ...]:
    """Give the days counted to the promise; after 15:00 a promise of today is a day before the limit of the law."""
    if verdict.promise is Promise.SAME_DAY and verdict.due is not None:
        return (verdict.due.date(),)
    return verdict.deadline.counted_days if verdict.deadline is not None else ()
