"""Deadlines as the law counts them, with every counted day and every reason.

The rules: the first day is not counted (Bộ luật Dân sự 2015, Đ.147), a last day that is off
moves to the end of the next working day (Đ.148), limits in hours begin at the moment itself,
and a supplement starts the clock anew (NĐ 61/2018 Đ.19(4), NĐ 118/2025 Đ.19(5)).
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from desktop.domain.reason import Reason

LATE_RECEIPT: Final = time(15, 0)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch that does not count (verification elsewhere, financial duty); open while running."""

    start: datetime
    end: datetime
    reason: str = ""


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
