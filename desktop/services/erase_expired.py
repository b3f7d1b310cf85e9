"""Lets go of what people answered once the office has kept it long enough; the register and its numbers stay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from desktop.domain.calendar import OFFICE_ZONE, date_text, office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import Retention
from desktop.services.ports_erasing import ErasureGuard, ExpiredCase, ExpiredCases
from desktop.services.workday import Clock

_FLOOR: Final = (
    "{kept} hồ sơ còn giữ lại vì sổ chung chưa cho xóa: vào sổ chung chưa đủ số ngày tối thiểu do người trông máy chủ"
    " đặt, chưa kịp gửi, hoặc máy chủ chưa chạy “khongviet server renew”. Lần sau xóa tiếp."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """What may be erased now.

    Attributes:
        retention: How long the office keeps answers.
        last_day: Dossiers finished up to this day are meant, it included.
        cases: Theirs, the oldest first.
    """

    retention: Retention
    last_day: date
    cases: tuple[ExpiredCase, ...]

    @property
    def dossiers(self) -> int:
        """How many dossiers these are."""
        return sum(len(case.dossiers) for case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was erased.

    Attributes:
        erased: Dossiers of which nothing but the register is left now.
        kept: Dossiers that the office's store does not let go yet.
    """

    erased: int
    kept: int


class EraseExpired:
    """Finds and erases what was kept longer than the office keeps it. An unfinished dossier is never touched.

    Args:
        cases: This counter's records.
        guard: What the office's store lets go.
        clock: The moment.
        retention: How long the office keeps answers on a day.
    """

    def __init__(
        self,
        cases: ExpiredCases,
        guard: ErasureGuard,
        *,
        clock: Clock,
        retention: Callable[[date], Retention],
    ) -> None:
        self._cases = cases
        self._guard = guard
        self._clock = clock
        self._retention = retention

    def retention(self) -> Retention:
        """Give how long the office keeps answers now."""
        return self._retention(office_time(self._clock()).date())

    def look(self, last_day: date | None = None) -> Expiry:
        """Give what has expired, and change nothing.

        Args:
            last_day: Only dossiers finished up to this day; None for all that have expired.

        Raises:
            DeskError: INPUT_INVALID for a day whose dossiers are still to be kept.
        """
        retention = self.retention()
        latest = retention.last_day(office_time(self._clock()).date())
        if last_day is not None and last_day > latest:
            problem = f"hồ sơ xong sau ngày {date_text(latest)} chưa hết thời hạn lưu {retention.days} ngày."
            raise DeskError(ErrorCode.INPUT_INVALID, problem=problem)
        day = last_day or latest
        return Expiry(retention=retention, last_day=day, cases=self._cases.expired(_end_of(day)))

    def __call__(self, actor: StaffId, last_day: date | None = None) -> Erasure:
        """Erase what has expired, case by case: what was done stays done, whatever stops the rest.

        Raises:
            DeskError: As for `look`; the faults of the office's store, before anything is erased; those of the records.
        """
        expiry = self.look(last_day)
        wanted = frozenset[str]().union(*(case.sealed for case in expiry.cases))
        allowed = self._guard.erasable(wanted) if wanted else wanted
        reason = f"hết thời hạn lưu {expiry.retention.days} ngày"
        erased = kept = 0
        try:
            for case in expiry.cases:
                if not case.sealed <= allowed:
                    kept += len(case.dossiers)
                elif self._cases.erase(actor, case, before=_end_of(expiry.last_day), reason=reason):
                    erased += len(case.dossiers)
        finally:
            self._cases.erase_kept()
        return Erasure(erased=erased, kept=kept)


def retention_words(retention: Retention) -> str:
    """Say how long answers are kept, and how sure the number is."""
    return f"Câu trả lời, bản quét được giữ {retention.days} ngày từ khi hồ sơ xong. {retention.citation.display}."


def erased_words(erasure: Erasure) -> str:
    """Say what was erased, and why the rest was not."""
    words = [f"Đã xóa nội dung của {erasure.erased} hồ sơ; dòng trong sổ giữ nguyên."]
    if erasure.kept:
        words.append(_FLOOR.format(kept=erasure.kept))
    return " ".join(words)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=OFFICE_ZONE)
