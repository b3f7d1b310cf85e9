"""Deadlines as the law counts them, with every counted day and every reason.

The rules: the first day is not counted, a last day that is off moves to the end of the next
working day, limits in hours begin at the moment itself, what comes in outside hours counts from
the next opening, and a supplement starts the clock anew. Which law says so is data of the office
(``OfficeProfile.laws``), because laws are replaced while the arithmetic stays.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from desktop.domain.calendar import WorkingCalendar, date_text, day_text, office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.reason import Certainty, Citation, Reason

LATE_RECEIPT: Final = time(15, 0)
NO_LAWS: Final[Mapping[str, Citation]] = MappingProxyType({})
_MONTHS_A_YEAR: Final = 12


class LimitKind(StrEnum):
    """The unit a time limit is stated in."""

    SAME_DAY = "same_day"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    ON_AGREEMENT = "on_agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """A time limit: unit and amount (0 for SAME_DAY and ON_AGREEMENT, else 1 or more)."""

    kind: LimitKind
    amount: int = 0

    def __post_init__(self) -> None:
        """Refuse an amount that does not fit its unit."""
        bare = self.kind in {LimitKind.SAME_DAY, LimitKind.ON_AGREEMENT}
        if bare != (self.amount == 0) or self.amount < 0:
            raise ValueError(f"{self.kind.value} with amount {self.amount}")

    @property
    def words(self) -> str:
        """Return the limit as it is said: ``"22 ngày làm việc"``."""
        match self.kind:
            case LimitKind.SAME_DAY:
                return "giải quyết trong ngày"
            case LimitKind.WORKING_HOURS:
                return f"{self.amount} giờ làm việc"
            case LimitKind.WORKING_DAYS:
                return f"{self.amount} ngày làm việc"
            case LimitKind.DAYS:
                return f"{self.amount} ngày"
            case LimitKind.MONTHS:
                return f"{self.amount} tháng"
            case LimitKind.ON_AGREEMENT:
                return "theo thỏa thuận"
            case _:
                assert_never(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch that does not count: verification elsewhere, a financial duty.

    Limits in days leave out the days on which the office opened while the pause was running;
    the day it began still counts, as the first day of any stretch is not its own.
    """

    start: datetime
    end: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        if office_time(self.end) < office_time(self.start):
            raise ValueError("a pause must end after it starts")

    def skips(self, day: date) -> bool:
        """Return whether a day is left out."""
        return office_time(self.start).date() < day <= office_time(self.end).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a result is due, and how that was reckoned.

    Attributes:
        due: Aware moment on the office clock.
        received: The receipt that was counted from, after the rules about hours.
        counted_days: The days that were counted, in order; empty for hours.
        rule: The limit in words: ``"22 ngày làm việc"``.
        reasons: Every rule that played a part, in the order applied.
        calendar_version: The calendar it was reckoned with.
    """

    due: datetime
    received: datetime
    counted_days: tuple[date, ...]
    rule: str
    reasons: tuple[Reason, ...]
    calendar_version: str


def is_late(received: datetime, late_after: time = LATE_RECEIPT) -> bool:
    """Return whether a receipt is after 15:00; 15:00 itself is not.

    Seconds are dropped, because the register and the slip show hours and minutes only.
    """
    return office_time(received).time().replace(second=0, microsecond=0) > late_after


def compute_deadline(
    limit: TimeLimit,
    received: datetime,
    calendar: WorkingCalendar,
    *,
    late_after: time | None = LATE_RECEIPT,
    pauses: tuple[Pause, ...] = (),
    supplemented_at: datetime | None = None,
    agreed: datetime | None = None,
    laws: Mapping[str, Citation] = NO_LAWS,
) -> Deadline:
    """Return when a result is due.

    Args:
        limit: The time limit.
        received: Aware moment of complete and valid receipt.
        calendar: Working days and hours.
        late_after: SAME_DAY only: a later receipt is due on the next working day; None
            switches the rule off.
        pauses: Stretches that do not count.
        supplemented_at: The dossier was completed then; the limit starts anew.
        agreed: ON_AGREEMENT only: the moment agreed with the citizen, in writing.
        laws: Citations by rule: ``first_day, last_day, outside_hours, late_receipt, hours,
            pause, supplement, agreement``.

    Raises:
        DeskError: CALENDAR_OUT_OF_RANGE, CALENDAR_MISSING, DEADLINE_NOT_AGREED.
        ValueError: A moment is naive.
    """
    return _Reckoning(calendar, laws).run(
        limit,
        office_time(received),
        late_after,
        tuple(sorted(pauses, key=lambda pause: pause.start)),
        office_time(supplemented_at) if supplemented_at is not None else None,
        office_time(agreed) if agreed is not None else None,
    )


class _Reckoning:
    """One reckoning: collects the counted days and the reasons on the way."""

    def __init__(self, calendar: WorkingCalendar, laws: Mapping[str, Citation]) -> None:
        self._calendar = calendar
        self._laws = laws
        self._reasons: list[Reason] = []
        self._counted: tuple[date, ...] = ()

    def run(
        self,
        limit: TimeLimit,
        received: datetime,
        late_after: time | None,
        pauses: tuple[Pause, ...],
        supplemented_at: datetime | None,
        agreed: datetime | None,
    ) -> Deadline:
        self._say("receipt", f"Nhận hồ sơ lúc {received:%H:%M}, {day_text(received.date())}")
        start = received
        if supplemented_at is not None:
            start = supplemented_at
            self._say(
                "supplement",
                "Tính lại từ đầu khi bổ sung đủ",
                f"Bổ sung xong lúc {start:%H:%M}, {day_text(start.date())}",
            )
        counted_from = self._calendar.next_open_moment(start)
        if counted_from != start:
            self._say(
                "outside_hours",
                "Nộp ngoài giờ làm việc",
                f"Tính là nhận lúc {counted_from:%H:%M}, {day_text(counted_from.date())}",
            )
        match limit.kind:
            case LimitKind.SAME_DAY:
                due = self._same_day(counted_from, late_after, pauses)
            case LimitKind.WORKING_HOURS:
                due = self._hours(counted_from, limit.amount, pauses)
            case LimitKind.WORKING_DAYS:
                due = self._calendar.end_of(self._working_days(counted_from.date(), limit.amount, pauses))
            case LimitKind.DAYS:
                last = counted_from.date() + timedelta(days=limit.amount)
                due = self._calendar.end_of(self._calendar_days(counted_from.date(), last, pauses))
            case LimitKind.MONTHS:
                last = _months_later(counted_from.date(), limit.amount)
                due = self._calendar.end_of(self._calendar_days(counted_from.date(), last, pauses))
            case LimitKind.ON_AGREEMENT:
                due = self._agreed(agreed)
            case _:
                assert_never(limit.kind)
        self._mark_uncertain(counted_from.date(), due.date())
        return Deadline(
            due=due,
            received=counted_from,
            counted_days=self._counted,
            rule=limit.words,
            reasons=tuple(self._reasons),
            calendar_version=self._calendar.version,
        )

    def _same_day(self, start: datetime, late_after: time | None, pauses: tuple[Pause, ...]) -> datetime:
        day = start.date()
        if late_after is not None and is_late(start, late_after):
            day = self._calendar.next_working_day(day)
            self._say(
                "late_receipt",
                f"Nhận sau {late_after.hour} giờ, không giải quyết được ngay thì trả ngày làm việc tiếp theo",
                f"Chậm nhất {day_text(day)}; làm xong ngay thì trả luôn hôm nhận",
            )
        for pause in pauses:
            if office_time(pause.start).date() <= day < office_time(pause.end).date():
                day = self._calendar.on_or_after(office_time(pause.end).date())
                self._say_pause(pause)
        self._counted = (day,)
        return self._calendar.end_of(day)

    def _hours(self, start: datetime, amount: int, pauses: tuple[Pause, ...]) -> datetime:
        self._say("hours", "Thời hạn tính bằng giờ bắt đầu ngay lúc nhận")
        due = self._calendar.add_working_hours(start, amount)
        reached = start
        for pause in pauses:
            begin = max(office_time(pause.start), reached)
            end = max(office_time(pause.end), begin)
            if begin < due and end > begin:
                worked = self._calendar.working_time_between(begin, end)
                due = self._calendar.add_working_time(due, worked)
                self._say_pause(pause)
            reached = end
        return due

    def _working_days(self, start: date, amount: int, pauses: tuple[Pause, ...]) -> date:
        self._say("first_day", "Ngày nhận không tính", f"Bắt đầu đếm sau {day_text(start)}")
        days: list[date] = []
        current = start
        met: set[Pause] = set()
        while len(days) < amount:
            current = self._calendar.next_working_day(current)
            skipping = [pause for pause in pauses if pause.skips(current)]
            met.update(skipping)
            if not skipping:
                days.append(current)
        self._counted = tuple(days)
        self._say_days_off(start, days[-1])
        for pause in pauses:
            if pause in met:
                self._say_pause(pause)
        return days[-1]

    def _calendar_days(self, start: date, last: date, pauses: tuple[Pause, ...]) -> date:
        self._say("first_day", "Ngày nhận không tính", f"Bắt đầu đếm sau {day_text(start)}")
        amount = (last - start).days
        days: list[date] = []
        current = start
        while len(days) < amount:
            current += timedelta(days=1)
            if not any(pause.skips(current) for pause in pauses):
                days.append(current)
        for pause in pauses:
            if office_time(pause.start).date() <= current and any(
                pause.skips(start + timedelta(days=ahead + 1)) for ahead in range((current - start).days)
            ):
                self._say_pause(pause)
        self._counted = tuple(days)
        final = self._calendar.on_or_after(current)
        if final != current:
            name = self._calendar.day_name(current)
            self._say(
                "last_day",
                "Ngày cuối là ngày nghỉ, chuyển sang ngày làm việc tiếp theo",
                f"{day_text(current)} ({name}) sang {day_text(final)}",
            )
        return final

    def _agreed(self, agreed: datetime | None) -> datetime:
        if agreed is None:
            raise DeskError(ErrorCode.DEADLINE_NOT_AGREED)
        self._say("agreement", "Hẹn theo thỏa thuận bằng văn bản với người dân")
        return self._calendar.next_open_moment(agreed)

    def _say_days_off(self, start: date, last: date) -> None:
        between = [start + timedelta(days=ahead) for ahead in range(1, (last - start).days + 1)]
        off = [
            day
            for day in between
            if not self._calendar.is_working_day(day) and day.weekday() in self._calendar.weekdays
        ]
        if off:
            names = "; ".join(f"{date_text(day)} {self._calendar.day_name(day)}" for day in off)
            self._say("days_off", f"Không tính {len(off)} ngày nghỉ lễ, nghỉ bù hoặc hoán đổi", names)
        extra = [
            day
            for day in between
            if self._calendar.is_working_day(day) and day.weekday() not in self._calendar.weekdays
        ]
        for day in extra:
            override = self._calendar.overrides.get(day)
            self._reasons.append(
                Reason(
                    key="make_up_day",
                    text=f"{day_text(day).capitalize()} là ngày làm việc",
                    detail=self._calendar.day_name(day),
                    source=override.source if override else "",
                    certainty=override.certainty if override else Certainty.VERIFIED,
                ),
            )

    def _say_pause(self, pause: Pause) -> None:
        start, end = office_time(pause.start), office_time(pause.end)
        self._say(
            "pause",
            "Không tính thời gian tạm dừng",
            f"Từ {start:%H:%M} {date_text(start.date())} đến {end:%H:%M} {date_text(end.date())}"
            + (f": {pause.reason}" if pause.reason else ""),
        )

    def _mark_uncertain(self, first: date, last: date) -> None:
        for override in self._calendar.unverified_between(first, last):
            self._reasons.append(
                Reason(
                    key="unverified_day",
                    text=f"Cần kiểm tra lịch {day_text(override.day)}",
                    detail=override.name,
                    source=override.source,
                    certainty=override.certainty,
                ),
            )
        for year in range(first.year, last.year + 1):
            if year not in self._calendar.confirmed_years:
                self._reasons.append(
                    Reason(
                        key="unconfirmed_year",
                        text=f"Lịch nghỉ năm {year} chưa được xác nhận",
                        detail="Máy tính theo luật; xem lại khi có thông báo nghỉ lễ chính thức",
                        source="Bảng ngày nghỉ",
                        certainty=Certainty.MEMORY,
                    ),
                )

    def _say(self, key: str, text: str, detail: str = "") -> None:
        citation = self._laws.get(key, Citation(text=""))
        self._reasons.append(
            Reason(key=key, text=text, detail=detail, source=citation.text, certainty=citation.certainty),
        )


def _months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has none."""
    index = day.month - 1 + months
    year, month = day.year + index // _MONTHS_A_YEAR, index % _MONTHS_A_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
