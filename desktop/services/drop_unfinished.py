"""Unfinished visits nobody came back to: what was asked of a citizen is not kept without a purpose."""

from datetime import date, time, timedelta

from desktop.domain.calendar import WorkingCalendar, office_moment, office_time
from desktop.domain.visit import KEEP_UNFINISHED_DAYS
from desktop.services.ports_drafts import Drafts


class DropUnfinished:
    """Removes unfinished visits of this PC that were not touched for some working days (Luật 91/2025/QH15).

    Only what lies behind as many days on which this PC recorded something: a clock that jumped ahead brings none.

    Args:
        keep_days: Working days they are kept, 1 or more.
    """

    def __init__(self, drafts: Drafts, *, keep_days: int = KEEP_UNFINISHED_DAYS) -> None:
        self._drafts = drafts
        self._keep_days = keep_days

    def __call__(self, calendar: WorkingCalendar, today: date) -> int:
        """Remove them; gives how many.

        Raises:
            DeskError: Faults of the records.
        """
        kept = today
        while calendar.add_working_days(kept - timedelta(days=1), self._keep_days) >= today:
            kept -= timedelta(days=1)
        oldest = office_moment(kept, time.min)
        day = office_moment(today, time.min)
        for _ in range(self._keep_days):
            worked = self._drafts.last_recorded_before(day)
            if worked is None:
                return 0
            day = office_moment(office_time(worked).date(), time.min)
        return self._drafts.delete_older_than(min(oldest, day))
