"""The verdict in the words an officer reads out: banner, time line, what Enter will do. Pure, no widgets."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.calendar import WorkingCalendar, date_text, day_text, office_time, weekday_name
from desktop.domain.procedure import FeeKind
from desktop.domain.reason import Reason
from desktop.domain.speech import money
from desktop.domain.verdict import Promise, SlipKind, Verdict, WritingOutcome
from desktop.services.judge_visit import ProcedureVerdict
from desktop.services.visit_fee import fee_of
from desktop.ui.desk.citizen_words import CitizenWords
from desktop.ui.icon_set import Icon
from desktop.ui.widgets.day_line import DayMark, DayPoint

_NOON = 12
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAct:
    """One thing Enter will do."""

    icon: Icon
    text: str
    detail: str


def headline(judged: ProcedureVerdict) -> str:
    """Gives the result as one sentence."""
    verdict = judged.verdict
    match verdict.promise:
        case Promise.SAME_DAY:
            return "Giải quyết ngay, không viết giấy hẹn"
        case Promise.APPOINTMENT:
            return f"Hẹn trả {_day(verdict.due)}" if verdict.due is not None else "Có hẹn"
        case Promise.SUPPLEMENT:
            return "Chưa nhận được, cần bổ sung giấy tờ"


def subline(judged: ProcedureVerdict, citizen: CitizenWords) -> str:
    """Gives what it means for the citizen."""
    verdict = judged.verdict
    first = citizen.called_first
    match verdict.promise:
        case Promise.SAME_DAY:
            ready = office_time(verdict.ready_at) if verdict.ready_at is not None else None
            at = (
                f" lúc khoảng {ready:%H:%M} {part_of_day(ready)} nay"
                if ready is not None
                else " trong hôm nay"
            )
            return f"{first} nhận {result_words(judged)}{at}."
        case Promise.APPOINTMENT:
            failed = len(verdict.failed)
            why = (
                f"{_count(failed)} điều kiện chưa đạt nên phải có giấy hẹn."
                if failed
                else "Theo thời hạn luật định."
            )
            return f"{why} {first} chỉ cần đến thêm một lần."
        case Promise.SUPPLEMENT:
            return f"In phiếu ghi hết giấy tờ còn thiếu, {citizen.term} chỉ phải về lấy một lần."


def result_words(judged: ProcedureVerdict) -> str:
    """Gives what the citizen takes home: "2 bản trích lục"."""
    copies = judged.chosen.copies
    result = judged.procedure.result or "kết quả"
    result = result[:1].lower() + result[1:]
    if copies == 1:
        return result
    return f"{copies} {result}" if result.startswith("bản ") else f"{result} ({copies} bản)"


def spoken_promise(judged: ProcedureVerdict, citizen: CitizenWords) -> str:
    """Gives the sentence to say to the citizen."""
    verdict, term = judged.verdict, citizen.term
    match verdict.promise:
        case Promise.SAME_DAY:
            return f"Mời {term} ngồi chờ, hôm nay {term} nhận được kết quả."
        case Promise.APPOINTMENT:
            due = office_time(verdict.due) if verdict.due is not None else None
            when = f"{part_of_day(due).capitalize()} {_day(verdict.due)}" if due is not None else "Đúng hẹn"
            return f"{when}, mời {term} đến lấy kết quả. {citizen.term_first} chỉ cần mang giấy hẹn và thẻ căn cước."
        case Promise.SUPPLEMENT:
            return f"{citizen.term_first} về lấy giúp đủ các giấy ghi trong phiếu này rồi quay lại ạ."


def reasons_summary(verdict: Verdict) -> str:
    """Gives "5 điều kiện, đều đạt" or how many are not."""
    failed = len(verdict.failed)
    total = len(verdict.reasons)
    if not failed:
        return f"{total} điều kiện, đều đạt"
    return (
        f"{total - failed} điều kiện đạt, {failed} chưa đạt"
        if total > failed
        else f"{failed} điều kiện chưa đạt"
    )


def day_points(
    verdict: Verdict, calendar: WorkingCalendar, now: datetime
) -> tuple[tuple[DayPoint, ...], str]:
    """Gives the points of the time line, and the words for the spare time."""
    here = office_time(now)
    if verdict.promise is Promise.SAME_DAY:
        return _today_points(verdict, calendar, here)
    if verdict.due is None:
        return (), ""
    due = office_time(verdict.due)
    days = verdict.deadline.counted_days if verdict.deadline is not None else ()
    spare = f"{len(days)} ngày làm việc" if days else ""
    first = DayPoint(share=0, time=_short_day(here), caption="Nhận hồ sơ")
    last = DayPoint(share=1, time=_short_day(due), caption=f"Trả trước {due:%H:%M}")
    return (first, last), spare


def _today_points(
    verdict: Verdict, calendar: WorkingCalendar, here: datetime
) -> tuple[tuple[DayPoint, ...], str]:
    ready = office_time(verdict.ready_at) if verdict.ready_at is not None else here
    session_end = next(
        (
            office_time(datetime.combine(here.date(), session.end, tzinfo=here.tzinfo))
            for session in calendar.sessions(here.date())
            if session.end >= ready.time()
        ),
        ready + timedelta(hours=1),
    )
    whole = max((session_end - here).total_seconds(), 1.0)
    signed = here + (ready - here) / 2
    left = int((session_end - ready).total_seconds() // _MINUTE)
    end = "Hết giờ sáng" if session_end.hour <= _NOON else "Hết giờ chiều"
    points = (
        DayPoint(share=0, time=f"{here:%H:%M}", caption="Nhận hồ sơ", mark=DayMark.DONE),
        DayPoint(
            share=(signed - here).total_seconds() / whole,
            time=f"{signed:%H:%M}",
            caption="Ký",
            mark=DayMark.DONE,
        ),
        DayPoint(
            share=(ready - here).total_seconds() / whole,
            time=f"{ready:%H:%M}",
            caption="Trả kết quả",
            mark=DayMark.DONE,
        ),
        DayPoint(share=1, time=f"{session_end:%H:%M}", caption=end, mark=DayMark.LIMIT),
    )
    return points, f"còn dư {minutes_words(left)}" if left > 0 else ""


def planned_acts(judged: ProcedureVerdict, citizen: CitizenWords) -> tuple[PlannedAct, ...]:
    """Gives what Enter will do, and nothing that it will not."""
    verdict = judged.verdict
    acts: list[PlannedAct] = []
    match verdict.promise:
        case Promise.SAME_DAY:
            acts.append(
                PlannedAct(icon=Icon.BOOK, text="Ghi sổ tiếp nhận", detail="Cho số hồ sơ, ghi giờ nhận")
            )
            signer = verdict.signer
            who = f"{signer.title} {signer.name}".strip() if signer is not None else "Người ký có mặt"
            acts.append(PlannedAct(icon=Icon.SIGN, text="Đưa vào danh sách chờ ký", detail=who))
        case Promise.APPOINTMENT:
            acts.append(
                PlannedAct(icon=Icon.BOOK, text="Ghi sổ tiếp nhận", detail="Cho số hồ sơ, ghi giờ nhận")
            )
        case Promise.SUPPLEMENT:
            acts.append(
                PlannedAct(icon=Icon.ARCHIVE, text="Giữ hồ sơ chờ bổ sung", detail="Câu trả lời không mất")
            )
    acts.extend(_slip_acts(judged))
    if verdict.promise is Promise.SAME_DAY:
        acts.append(
            PlannedAct(
                icon=Icon.PERSON_PRESENT,
                text=f"Mời {citizen.called} ngồi chờ",
                detail="Trả kết quả ngay tại quầy",
            )
        )
    return tuple(acts)


def _slip_acts(judged: ProcedureVerdict) -> tuple[PlannedAct, ...]:
    match judged.verdict.slip:
        case SlipKind.SUPPLEMENT:
            return (PlannedAct(icon=Icon.PRINTER, text="In phiếu yêu cầu bổ sung", detail="Ghi hết một lần"),)
        case SlipKind.RECEIPT:
            text = "In giấy tiếp nhận và hẹn trả"
            return (PlannedAct(icon=Icon.PRINTER, text=text, detail="Khổ A5 · máy in tờ khai"),)
        case SlipKind.NONE if judged.chosen.slip_on_request:
            text = "In giấy tiếp nhận theo yêu cầu"
            return (PlannedAct(icon=Icon.PRINTER, text=text, detail="Người dân hỏi thì phải đưa"),)
        case SlipKind.NONE:
            return ()


def primary_words(verdicts: tuple[ProcedureVerdict, ...]) -> str:
    """Gives the words of the primary button."""
    slips = {one.verdict.slip for one in verdicts}
    asked = any(one.chosen.slip_on_request for one in verdicts)
    if slips == {SlipKind.RECEIPT}:
        return "Kết luận, in giấy hẹn"
    if slips == {SlipKind.SUPPLEMENT}:
        return "Kết luận, in phiếu bổ sung"
    return "Kết luận và in" if asked or slips != {SlipKind.NONE} else "Kết luận"


def fee_line(judged: ProcedureVerdict) -> tuple[str, str]:
    """Gives the statutory fee: what it is for, and the amount."""
    fee, chosen = judged.procedure.fee, judged.chosen
    total = fee_of(judged.procedure, chosen)
    label = "Lệ phí"
    if chosen.exemption:
        label = f"Lệ phí, miễn: {chosen.exemption}"
    elif fee.kind is FeeKind.PER_PAGE:
        one = fee.total(pages=chosen.pages) or 0
        label = f"Lệ phí {chosen.copies} bản × {money(one)}, mỗi bản {chosen.pages} trang"
    elif chosen.channel in fee.channel_amounts:
        label = f"Lệ phí nộp {chosen.channel.label.lower()}"
    elif fee.kind is FeeKind.PER_COPY and chosen.copies > 1:
        label = f"Lệ phí {chosen.copies} bản × {money(fee.amount)}"
    return label, "theo quy định của tỉnh" if total is None else money(total) if total else "Không thu"


def writing_note(verdict: Verdict) -> Reason | None:
    """Gives the reason why writing is not allowed or is limited, None where all is well."""
    if verdict.writing in {
        WritingOutcome.ALLOWED,
        WritingOutcome.NOTHING_TO_WRITE,
        WritingOutcome.NOT_REQUESTED,
    }:
        return None
    return next((reason for reason in verdict.writing_reasons if not reason.met), None)


def part_of_day(moment: datetime) -> str:
    """Gives "sáng" or "chiều"."""
    return "sáng" if moment.hour < _NOON else "chiều"


def minutes_words(minutes: int) -> str:
    """Gives "1 giờ 15 phút"."""
    hours, rest = divmod(minutes, _MINUTE)
    parts = [f"{hours} giờ"] if hours else []
    return " ".join([*parts, f"{rest} phút"] if rest or not hours else parts)


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    day = office_time(moment).date()
    words = day_text(day)
    return words[:1].lower() + words[1:] if words else date_text(day)


def _short_day(moment: datetime) -> str:
    name = weekday_name(moment.date())
    return f"{name[:1].upper()}{name[1:]} {moment.day}/{moment.month}"


def _count(number: int) -> str:
    return {1: "Một", 2: "Hai", 3: "Ba", 4: "Bốn", 5: "Năm"}.get(number, str(number))
