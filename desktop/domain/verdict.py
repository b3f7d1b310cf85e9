"""The verdict of a visit: may we write, is it finished today, which slip, when is it due, and why."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from desktop.domain.calendar import WorkingCalendar, date_text, day_text, office_moment, office_time
from desktop.domain.case import Case, Promise, SignerPresence, SlipKind, Verdict, WritingOutcome
from desktop.domain.conditions import (
    any_day_reason,
    law_changed_reasons,
    listed_reason,
    papers_reason,
    slip_reason,
    verification_reason,
)
from desktop.domain.deadline import Deadline, LimitKind, TimeLimit, compute_deadline, is_late
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import OfficeProfile
from desktop.domain.procedure import Channel, Procedure, SameDayClass
from desktop.domain.reason import Certainty, Reason, failed_first
from desktop.domain.writing import writing_for

__all__ = [
    "Case",
    "Promise",
    "Reason",
    "SignerPresence",
    "SlipKind",
    "Verdict",
    "WritingOutcome",
    "decide",
]

_HOUR: Final = 60


def decide(case: Case, calendar: WorkingCalendar, profile: OfficeProfile) -> Verdict:
    """Return the verdict: may we write, today or by appointment, which slip, when, and why.

    Never promises the same day with a failed condition; failed conditions come first.

    Raises:
        DeskError: PROCEDURE_CHANNEL_UNKNOWN, CALENDAR_OUT_OF_RANGE, CALENDAR_MISSING.
        ValueError: A moment is naive.
    """
    today = office_time(case.now or case.received).date()
    known = replace(case, procedure=case.procedure.as_known_on(today))
    verdict = _Judge(known, calendar, profile).verdict()
    return replace(verdict, warnings=(*law_changed_reasons(case.procedure, today), *verdict.warnings))


class _Judge:
    """Looks at one case; holds what several conditions need."""

    def __init__(self, case: Case, calendar: WorkingCalendar, profile: OfficeProfile) -> None:
        self._case = case
        self._calendar = calendar
        self._profile = profile
        # Completed papers start the limit anew, also the one of the same day.
        self._received = office_time(case.supplemented_at or case.received)
        self._now = office_time(case.now or case.received)
        self._today = self._now.date()
        self._rule = case.procedure.same_day
        self._limit = _limit_of(case)
        needed = self._rule.minutes if case.minutes_needed is None else case.minutes_needed
        self._minutes = max(0, needed)
        self._ready = self._ready_at()
        self._late = is_late(self._received) and self._received.date() == self._today

    def verdict(self) -> Verdict:
        writing, writing_reasons = writing_for(self._case, self._profile)
        papers = papers_reason(self._case, self._profile)
        if not self._case.papers_complete:
            return Verdict(
                writing=writing,
                writing_reasons=writing_reasons,
                promise=Promise.SUPPLEMENT,
                slip=SlipKind.SUPPLEMENT,
                due=None,
                reasons=(papers,),
                slip_reason=slip_reason(SlipKind.SUPPLEMENT, self._profile),
            )
        deadline = self._statutory()
        conditions = self._conditions(papers)
        signer = self._best_signer()
        if all(reason.met for reason in conditions):
            return Verdict(
                writing=writing,
                writing_reasons=writing_reasons,
                promise=Promise.SAME_DAY,
                slip=SlipKind.NONE,
                due=self._calendar.end_of(self._today),
                reasons=conditions,
                slip_reason=slip_reason(SlipKind.NONE, self._profile),
                warnings=self._warnings(),
                deadline=deadline,
                ready_at=self._signed_at(signer) if signer is not None else None,
                signer=signer,
                offers_appointment=self._offers(),
                slip_on_request=True,
            )
        due, warnings = self._appointment(deadline)
        return Verdict(
            writing=writing,
            writing_reasons=writing_reasons,
            promise=Promise.APPOINTMENT,
            slip=SlipKind.RECEIPT,
            due=due,
            reasons=failed_first(conditions),
            slip_reason=slip_reason(SlipKind.RECEIPT, self._profile),
            warnings=(*warnings, *_unconfirmed(deadline), *_unsure_limit(self._case.procedure)),
            deadline=deadline,
        )

    def _conditions(self, papers: Reason) -> tuple[Reason, ...]:
        listed = listed_reason(self._case, self._profile, self._today)
        if self._rule.kind in {SameDayClass.NEVER, SameDayClass.FORWARDED}:
            return (listed, papers)
        conditions = [listed]
        if self._rule.kind is SameDayClass.WHEN_POSSIBLE:
            conditions.append(self._model_day())
            conditions.extend(self._at_the_counter())
        else:
            is_model = self._profile.model.is_model_day(self._today, self._calendar)
            conditions.append(any_day_reason(self._case, self._profile, is_model_day=is_model))
        conditions.extend([papers, verification_reason(self._case, self._profile)])
        if self._calendar.working_time_left(self._now):
            # Whoever might sign does not matter once the office is closed.
            conditions.append(self._signing())
        conditions.append(self._time())
        if self._case.appointment_reason:
            conditions.append(
                Reason(
                    key="officer_choice",
                    text="Đã chuyển sang có hẹn",
                    detail=self._case.appointment_reason,
                    met=False,
                ),
            )
        return tuple(conditions)

    def _model_day(self) -> Reason:
        model = self._profile.model
        met = model.is_model_day(self._today, self._calendar)
        made_up = model.made_up_for(self._today, self._calendar)
        off = self._calendar.day_name(self._today)
        if met and made_up is not None and self._today.weekday() != model.weekday:
            detail = f"Bù cho {day_text(made_up)} ({self._calendar.day_name(made_up)})"
        else:
            detail = day_text(self._today) + (f", {off}" if off else "")
        return Reason(
            key="model_day",
            text=f"Hôm nay là ngày {model.name}" if met else f"Hôm nay không phải ngày {model.name}",
            detail=detail,
            source=model.citation.text,
            certainty=model.citation.certainty,
            met=met,
        )

    def _at_the_counter(self) -> tuple[Reason, ...]:
        if self._case.channel is Channel.DIRECT:
            return ()
        return (
            Reason(
                key="channel",
                text="Chỉ trả ngay khi người dân đến trực tiếp",
                detail=f"Hồ sơ nộp: {self._case.channel.label.lower()}",
                source=self._profile.model.citation.text,
                certainty=self._profile.model.citation.certainty,
                met=False,
            ),
        )

    def _signing(self) -> Reason:
        level = self._case.procedure.signer_level
        competent = [one for one in self._case.signers if level.may_be_signed_by(one.level)]
        roster = self._profile.law("signing_roster")
        best = self._best_signer()
        if best is not None:
            until = f" · trực đến {best.until:%H:%M}" if best.until is not None else ""
            later = best.start is not None and self._now.time() < best.start
            text = f"Người ký có mặt từ {best.start:%H:%M}" if later else "Người ký đang có mặt"
            detail = f"{best.title} {best.name}{until}".strip()
        elif competent:
            text = "Người ký không còn kịp ký hôm nay"
            detail = " · ".join(f"{one.title} {one.name}, {_hours_of(one)}".strip() for one in competent)
        else:
            text = "Hôm nay không có người ký đúng thẩm quyền"
            detail = level.label
        return Reason(
            key="signer",
            text=text,
            detail=detail,
            source=roster.text or "Lịch trực hôm nay",
            certainty=roster.certainty,
            met=best is not None,
        )

    def _time(self) -> Reason:
        season = self._calendar.season(self._today).name
        law = self._profile.law("late_receipt")
        left = self._calendar.working_time_left(self._now)
        if not left:
            off = self._calendar.day_name(self._today)
            return Reason(
                key="time",
                text="Đã hết giờ làm việc" if self._calendar.is_working_day(self._today) else "Hôm nay nghỉ",
                detail=off or f"{self._now:%H:%M} {day_text(self._today)}",
                source=season,
                met=False,
            )
        if self._case.finish_at_once is False or self._received.date() != self._today:
            return Reason(
                key="time",
                text="Nhận sau 15 giờ, không giải quyết được ngay"
                if self._late
                else "Không kịp giải quyết trong ngày nhận",
                detail=f"Nhận lúc {self._received:%H:%M}, {day_text(self._received.date())}",
                source=law.text,
                certainty=law.certainty,
                met=False,
            )
        return Reason(
            key="time",
            text="Còn đủ giờ làm việc" if self._ready is not None else "Không đủ giờ làm việc",
            detail=f"Cần khoảng {_minutes_text(self._minutes)}, còn {_minutes_text(int(left.total_seconds() // 60))}",
            source=self._case.minutes_basis or season,
            met=self._ready is not None,
        )

    def _offers(self) -> bool:
        """Return whether the 15:00 rule lets the officer choose the next working day."""
        return self._late and self._rule.late_rule

    def _warnings(self) -> tuple[Reason, ...]:
        if not self._offers():
            return ()
        law = self._profile.law("late_receipt")
        return (
            Reason(
                key="late_receipt",
                text="Đã quá 15 giờ",
                detail="Làm xong ngay thì trả hôm nay; không kịp thì hẹn ngày làm việc tiếp theo, có giấy hẹn",
                source=law.text,
                certainty=law.certainty,
            ),
        )

    def _statutory(self) -> Deadline:
        return compute_deadline(
            self._limit,
            self._case.received,
            self._calendar,
            supplemented_at=self._case.supplemented_at,
            agreed=self._case.agreed,
            laws=self._profile.laws,
        )

    def _appointment(self, deadline: Deadline) -> tuple[datetime, tuple[Reason, ...]]:
        """Return when to come again; the next working day where the law's own limit is past keeping."""
        hourly = self._limit.kind is LimitKind.WORKING_HOURS
        if deadline.due.date() > self._today or (hourly and deadline.due > self._now):
            return deadline.due, ()
        tomorrow = self._calendar.end_of(self._calendar.next_working_day(self._today))
        law = self._profile.law("late_result")
        return tomorrow, (
            Reason(
                key="past_limit",
                text="Quá thời hạn luật định",
                detail=f"Hạn là {deadline.due:%H:%M} {date_text(deadline.due.date())}; nói rõ lý do và xin lỗi",
                source=law.text,
                certainty=law.certainty,
                met=False,
            ),
        )

    def _ready_at(self) -> datetime | None:
        """Return when the work can be done today, or None."""
        if not self._calendar.working_time_left(self._now):
            return None
        ready = self._calendar.add_working_time(self._now, timedelta(minutes=self._minutes))
        return ready if ready.date() == self._today else None

    def _signed_at(self, signer: SignerPresence) -> datetime | None:
        """Return when this signer can have signed today, or None."""
        closing = self._calendar.closing(self._today)
        # Without hours left only presence counts here; the hours have a row of their own.
        moment = self._ready or self._now
        if signer.start is not None:
            moment = max(moment, office_moment(self._today, signer.start))
        end = office_moment(self._today, signer.until) if signer.until is not None else closing
        return moment if end is not None and moment <= end else None

    def _best_signer(self) -> SignerPresence | None:
        level = self._case.procedure.signer_level
        able = [
            (moment, index)
            for index, one in enumerate(self._case.signers)
            if level.may_be_signed_by(one.level) and (moment := self._signed_at(one)) is not None
        ]
        return self._case.signers[min(able)[1]] if able else None


def _unconfirmed(deadline: Deadline) -> tuple[Reason, ...]:
    return tuple(one for one in deadline.reasons if one.key in {"unverified_day", "unconfirmed_year"})


def _unsure_limit(procedure: Procedure) -> tuple[Reason, ...]:
    """Give word of a limit nobody could check: the posting of the office may say another one."""
    known = procedure.limit_citation
    if known is None or known.certainty is Certainty.VERIFIED:
        return ()
    return (
        Reason(
            key="unsure_limit",
            text="Thời hạn này chưa chắc, đối chiếu bản niêm yết trước khi hẹn",
            detail=known.text,
            source="Danh mục thủ tục",
            certainty=known.certainty,
        ),
    )


def _limit_of(case: Case) -> TimeLimit:
    procedure = case.procedure
    if case.channel not in procedure.limits:
        raise DeskError(
            ErrorCode.PROCEDURE_CHANNEL_UNKNOWN,
            procedure=procedure.code,
            channel=case.channel.label,
        )
    if case.needs_verification and procedure.limit_when_verified is not None:
        return procedure.limit_when_verified
    return procedure.limits[case.channel]


def _hours_of(signer: SignerPresence) -> str:
    start = f"từ {signer.start:%H:%M}" if signer.start is not None else ""
    until = f"đến {signer.until:%H:%M}" if signer.until is not None else ""
    return " ".join(part for part in ("trực", start, until) if part) if start or until else "trực cả ngày"


def _minutes_text(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return f"{rest} phút"
    return f"{hours} giờ {rest} phút" if rest else f"{hours} giờ"
