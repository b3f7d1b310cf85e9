"""The conditions of a verdict that need no clock: list, papers, verification, and the slip that follows."""

from datetime import date
from typing import assert_never

from desktop.domain.calendar import date_text
from desktop.domain.case import Case, SlipKind
from desktop.domain.office import OfficeProfile
from desktop.domain.procedure import Procedure, SameDayClass
from desktop.domain.reason import Reason


def listed_reason(case: Case, profile: OfficeProfile, today: date) -> Reason:
    """Return whether the law or the office's posted list lets it be finished at once."""
    procedure = case.procedure
    rule = procedure.same_day
    name = f"{procedure.code} · {procedure.short_name}"
    same_day = profile.model.same_day
    match rule.kind:
        case SameDayClass.BY_LAW:
            return Reason(
                key="listed",
                text="Luật cho giải quyết ngay trong ngày",
                detail=name,
                source=rule.citation.text,
                certainty=rule.citation.certainty,
            )
        case SameDayClass.WHEN_POSSIBLE:
            posted = procedure.code in same_day.codes and same_day.posted_on <= today
            return Reason(
                key="listed",
                text="Thủ tục có trong danh mục giải quyết ngay"
                if posted
                else "Thủ tục chưa có trong danh mục giải quyết ngay",
                detail=name,
                source=f"Niêm yết từ {date_text(same_day.posted_on)}" if posted else same_day.citation.text,
                certainty=same_day.citation.certainty,
                met=posted,
            )
        case SameDayClass.NEVER | SameDayClass.FORWARDED:
            return Reason(
                key="listed",
                text="Thủ tục không giải quyết ngay được",
                detail=rule.reason or name,
                source=rule.citation.text,
                certainty=rule.citation.certainty,
                met=False,
            )
        case _:
            assert_never(rule.kind)


def any_day_reason(case: Case, profile: OfficeProfile, *, is_model_day: bool) -> Reason:
    """Return why nobody asks for the model day where the law itself says "the same day"."""
    rule = case.procedure.same_day
    today = f"Hôm nay {'là' if is_model_day else 'không phải'} ngày {profile.model.name}"
    return Reason(
        key="any_day",
        text="Ngày làm việc nào cũng trả trong ngày",
        detail=f"{today}; theo luật thì không cần đúng ngày ấy",
        source=rule.citation.text,
        certainty=rule.citation.certainty,
    )


def law_changed_reasons(procedure: Procedure, day: date) -> tuple[Reason, ...]:
    """Return the warning that the row still follows a law that has been replaced; nothing on other days."""
    change = procedure.law_change_on(day)
    if change is None:
        return ()
    return (
        Reason(
            key="law_changed",
            text=change.text,
            detail=change.detail,
            source=change.citation.text,
            certainty=change.citation.certainty,
        ),
    )


def papers_reason(case: Case, profile: OfficeProfile) -> Reason:
    """Return whether the papers are complete."""
    total = max(case.papers_total, len(case.missing))
    here = total - len(case.missing)
    law = profile.law("papers" if case.papers_complete else "supplement_slip")
    return Reason(
        key="papers",
        text=f"Giấy tờ đủ {here} / {total}"
        if case.papers_complete
        else f"Còn thiếu {len(case.missing)} giấy tờ",
        detail=case.papers_note if case.papers_complete else " · ".join(case.missing),
        source=case.papers_evidence or law.text,
        certainty=law.certainty,
        met=case.papers_complete,
    )


def verification_reason(case: Case, profile: OfficeProfile) -> Reason:
    """Return whether this very case has to be verified."""
    law = profile.law("verification")
    limit = case.procedure.limit_when_verified
    waiting = f"Hạn {limit.words}" if case.needs_verification and limit is not None else law.text
    return Reason(
        key="verification",
        text="Phải xác minh" if case.needs_verification else "Không cần xác minh",
        detail=case.verification_note or (case.procedure.verification if case.needs_verification else ""),
        source=case.verification_evidence or waiting,
        certainty=law.certainty,
        met=not case.needs_verification,
    )


def slip_reason(slip: SlipKind, profile: OfficeProfile) -> Reason:
    """Return why this slip is printed, or none, with the law of the office's time."""
    match slip:
        case SlipKind.NONE:
            law = profile.law("no_slip")
            text = "Không viết giấy hẹn, vẫn vào sổ, đánh số và ghi giờ; người dân hỏi thì phải đưa giấy"
        case SlipKind.RECEIPT:
            law = profile.law("receipt_slip")
            text = "In giấy tiếp nhận hồ sơ và hẹn trả kết quả"
        case SlipKind.SUPPLEMENT:
            law = profile.law("supplement_slip")
            text = "In phiếu yêu cầu bổ sung, hoàn thiện hồ sơ, ghi hết giấy tờ còn thiếu"
        case _:
            assert_never(slip)
    return Reason(key="slip", text=text, source=law.text, certainty=law.certainty)
