"""A verdict for a case written down in a file: the answer behind ``khongviet verdict``.

The case file is described in ``docs/verdict-case.md``.
"""

from datetime import datetime
from pathlib import Path

from desktop.domain.calendar import OFFICE_ZONE, office_time
from desktop.domain.case import Case, Promise, SignerPresence
from desktop.domain.deadline import LimitKind
from desktop.domain.errors import ErrorCode
from desktop.domain.plain import Plain, PlainReader
from desktop.domain.procedure import Channel, PaperNeed, Procedure, SignerLevel
from desktop.domain.verdict import decide
from desktop.resources_dir import resources_dir
from desktop.services.explain_deadline import ground_of, reason_to_plain

_MOST_MINUTES = 24 * 60


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
        DeskError: CASE_INVALID naming the key and the cure; anything wrong with code or files.
    """
    reader = PlainReader(case, f"{place}:", ErrorCode.CASE_INVALID)
    code = reader.text("procedure")
    received = _moment(reader, "received")
    if received is None:
        raise reader.fault("received", "thiếu", 'thêm "received": "2026-12-01T09:00"')
    ground = ground_of(resources or resources_dir(), code, received, reader.text("office", ""))
    facts = _facts(reader, ground.procedure, received)
    if facts.now is not None and facts.now < received:
        raise reader.fault("now", "đứng trước received", "now là lúc kết luận, không sớm hơn lúc nhận hồ sơ")
    reader.refuse_others()
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
        "counted_days": [day.isoformat() for day in verdict.deadline.counted_days]
        if verdict.deadline is not None
        else [],
        "procedure": ground.procedure.code,
        "edition": ground.procedure.edition,
        "office": ground.profile.id,
        "calendar": ground.calendar.version,
    }


def _facts(reader: PlainReader, procedure: Procedure, received: datetime) -> Case:
    channel = reader.choice("channel", Channel, Channel.DIRECT)
    if channel not in procedure.limits:
        allowed = ", ".join(f'"{one.value}"' for one in procedure.limits)
        raise reader.fault("channel", f"thủ tục {procedure.code} không nhận cách nộp này", allowed)
    agreed = _moment(reader, "agreed")
    if procedure.limits[channel].kind is LimitKind.ON_AGREEMENT and agreed is None:
        raise reader.fault("agreed", "thiếu thời điểm đã thỏa thuận", '"agreed": "2026-12-04T16:00"')
    needed, missing = _papers(reader, procedure)
    minutes = reader.number("minutes_needed", 0, most=_MOST_MINUTES) if reader.has("minutes_needed") else None
    return Case(
        procedure=procedure,
        received=received,
        channel=channel,
        now=_moment(reader, "now"),
        requested_help=reader.flag("requested_help"),
        writer_name=reader.text("writer", ""),
        writer_on_roster=reader.flag("writer_on_roster"),
        missing=missing,
        papers_total=len(needed),
        papers_note=" · ".join(needed),
        needs_verification=reader.flag("needs_verification"),
        verification_note=reader.text("verification_note", ""),
        signers=_signers(reader),
        minutes_needed=minutes,
        finish_at_once=reader.flag("finish_at_once") if reader.has("finish_at_once") else None,
        agreed=agreed,
        appointment_reason=reader.text("appointment_reason", ""),
    )


def _papers(reader: PlainReader, procedure: Procedure) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the papers this case needs, and of those missing."""
    if reader.has("papers_complete"):
        if reader.has("papers"):
            raise reader.fault("papers", "đã ghi papers_complete", "chỉ ghi một trong hai khóa")
        required = tuple(paper.name for paper in procedure.papers if paper.required)
        return required, () if reader.flag("papers_complete") else required
    known = {paper.key: paper for paper in procedure.papers}
    ticked = frozenset(reader.texts("papers", required=True))
    for key in sorted(ticked):
        if key not in known:
            raise reader.fault("papers", f'không có giấy tờ "{key}"', _paper_keys(procedure.papers))
    needed = tuple(paper.name for paper in procedure.papers if paper.required or paper.key in ticked)
    return needed, tuple(paper.name for paper in procedure.missing_papers(ticked))


def _paper_keys(papers: tuple[PaperNeed, ...]) -> str:
    return "các khóa: " + ", ".join(f'"{paper.key}"' for paper in papers)


def _signers(reader: PlainReader) -> tuple[SignerPresence, ...]:
    signers: list[SignerPresence] = []
    for row in reader.children("signers", required=True):
        start, until = row.clock("from"), row.clock("until")
        if start is not None and until is not None and until <= start:
            raise row.fault("until", "phải sau from", '"until": "11:30"')
        signers.append(
            SignerPresence(
                name=row.text("name"),
                title=row.text("title", ""),
                level=row.choice("level", SignerLevel),
                start=start,
                until=until,
            ),
        )
        row.refuse_others()
    return tuple(signers)


def _moment(reader: PlainReader, key: str) -> datetime | None:
    moment = reader.moment(key)
    if moment is None:
        return None
    return office_time(moment if moment.tzinfo is not None else moment.replace(tzinfo=OFFICE_ZONE))
