"""May the desk write for this citizen: the rule of the procedure, the request, the roster."""

from typing import Final

from desktop.domain.calendar import day_text, office_time
from desktop.domain.case import Case, WritingOutcome
from desktop.domain.office import OfficeProfile
from desktop.domain.procedure import WritingClass
from desktop.domain.reason import Reason, failed_first

_WRITING_TEXTS: Final = {
    WritingClass.ALLOWED: "Thủ tục được viết hộ",
    WritingClass.PRESENCE: "Được viết hộ, các bên phải có mặt và tự ký",
    WritingClass.LIMITED: "Chỉ viết đúng lời người dân, ký trước mặt cán bộ",
    WritingClass.BARRED: "Thủ tục không được viết hộ",
    WritingClass.NOTHING_TO_WRITE: "Thủ tục không có tờ khai phải viết",
}


def writing_for(case: Case, profile: OfficeProfile) -> tuple[WritingOutcome, tuple[Reason, ...]]:
    """Return whether the desk may write for this citizen, with reasons, failed first."""
    rule = case.procedure.writing
    reasons = [
        Reason(
            key="writing_rule",
            text=_WRITING_TEXTS[rule.kind],
            detail=rule.reason,
            source=rule.citation.text,
            certainty=rule.citation.certainty,
            met=rule.kind is not WritingClass.BARRED,
        ),
    ]
    if rule.kind is WritingClass.BARRED:
        return WritingOutcome.BARRED, tuple(reasons)
    if rule.kind is WritingClass.NOTHING_TO_WRITE:
        return WritingOutcome.NOTHING_TO_WRITE, tuple(reasons)
    request, roster, free = (profile.law(key) for key in ("on_request", "roster", "free_writing"))
    reasons.append(
        Reason(
            key="requested",
            text="Người dân có yêu cầu viết hộ" if case.requested_help else "Người dân chưa yêu cầu viết hộ",
            source=request.text,
            certainty=request.certainty,
            met=case.requested_help,
        ),
    )
    who = case.writer_name or "Người ở quầy"
    reasons.append(
        Reason(
            key="roster",
            text="Người viết có trong lịch trực"
            if case.writer_on_roster
            else "Người viết không có trong lịch trực",
            detail=f"{who}, {day_text(office_time(case.now or case.received).date())}",
            source=roster.text,
            certainty=roster.certainty,
            met=case.writer_on_roster,
        ),
    )
    reasons.extend(
        Reason(
            key="writing_condition",
            text=condition,
            source=rule.citation.text,
            certainty=rule.citation.certainty,
        )
        for condition in rule.conditions
    )
    reasons.append(
        Reason(key="free_writing", text="Không thu phí viết hộ", source=free.text, certainty=free.certainty),
    )
    ordered = failed_first(tuple(reasons))
    if not case.requested_help:
        return WritingOutcome.NOT_REQUESTED, ordered
    if not case.writer_on_roster:
        return WritingOutcome.NOT_ON_ROSTER, ordered
    if rule.kind is WritingClass.ALLOWED:
        return WritingOutcome.ALLOWED, ordered
    return WritingOutcome.LIMITED, ordered
