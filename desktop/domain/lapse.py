"""What becomes of a same-day promise the office could not keep by closing time."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.calendar import WorkingCalendar, day_text, office_time
from desktop.domain.case import Promise
from desktop.domain.dossier import Dossier, DossierState
from desktop.domain.office import OfficeProfile
from desktop.domain.reason import Reason

_UNSIGNED = frozenset({DossierState.RECEIVED, DossierState.PROCESSING, DossierState.SUBMITTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A same-day promise that lapsed: the new appointment, and the reason for the slip."""

    due: datetime
    reason: Reason


def same_day_lapse(
    dossier: Dossier,
    calendar: WorkingCalendar,
    profile: OfficeProfile,
    now: datetime,
) -> Lapse | None:
    """Return the appointment a same-day dossier turns into, or None while the promise stands.

    A dossier not signed when the office closes on the promised day is due on the next working
    day after ``now`` and gets a slip.
    """
    if dossier.promise is not Promise.SAME_DAY or dossier.turned_into_appointment:
        return None
    if dossier.state not in _UNSIGNED or dossier.due is None or now < dossier.due:
        return None
    # Next morning, before closing, the new day is that very day.
    fresh = calendar.next_working_day(office_time(dossier.due).date())
    while calendar.end_of(fresh) <= now:
        fresh = calendar.next_working_day(fresh)
    law = profile.law("same_day_lapse")
    return Lapse(
        due=calendar.end_of(fresh),
        reason=Reason(
            key="not_signed_by_closing",
            text="Hết giờ làm việc mà kết quả chưa ký",
            detail=f"Chuyển thành hồ sơ có hẹn, trả {day_text(fresh)}",
            source=law.text,
            certainty=law.certainty,
            met=False,
        ),
    )
