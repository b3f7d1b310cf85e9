"""What a day brings by itself: a roster in the morning, lapsed promises after closing. Off the GUI thread."""

from desktop.core import Core
from desktop.domain.calendar import office_time
from desktop.domain.ids import StaffId
from desktop.services.drop_unfinished import DropUnfinished
from desktop.services.move_dossier import is_closing_past
from desktop.services.workday import Workday


def begin_day(core: Core, actor: StaffId) -> Workday:
    """Give today, with the last roster where nobody has made one yet.

    Raises:
        DeskError: Faults of the records, the catalogue or the calendar.
    """
    day = office_time(core.clock()).date()
    core.continue_roster(actor, day)
    return core.load_workday(day)


def drop_unfinished(core: Core) -> int:
    """Remove the unfinished visits nobody came back to; gives how many.

    Raises:
        DeskError: Faults of the records, the catalogue or the calendar.
    """
    workday = core.workday()
    drop = DropUnfinished(core.store.drafts, keep_days=core.settings.visits.keep_days)
    return drop(workday.calendar, workday.day)


def close_day(core: Core, actor: StaffId) -> int:
    """Turn lapsed same-day promises into appointments once the office is closed; also those of earlier days.

    Returns:
        How many lapsed now.

    Raises:
        DeskError: Faults of the records.
    """
    workday = core.workday()
    now = core.clock()
    if not core.store.read.due_until(now) and not is_closing_past(workday, now):
        return 0
    return len(core.close_day(actor, workday).lapsed)
