"""An office: its names over time, its people, its roster, and how it runs the model day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import WorkingCalendar
from desktop.domain.ids import StaffId
from desktop.domain.procedure import SignerLevel
from desktop.domain.reason import Citation


class StaffRole(StrEnum):
    """What somebody may do with the program."""

    OFFICER = "officer"
    CLERK = "clerk"
    SIGNER = "signer"
    HELPER = "helper"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One member of the office or of an organisation that helps.

    Attributes:
        title: Office title as printed, ``"Phó Chủ tịch"``.
        pin_hash: Salted hash of the PIN, never the PIN; empty until it is set.
        signs_as: The level this person may sign at, or None.
    """

    id: StaffId
    name: str
    title: str
    role: StaffRole
    pin_hash: str = ""
    signs_as: SignerLevel | None = None
    active: bool = True


class Duty(StrEnum):
    """What somebody is on the roster for."""

    RECEIVING = "receiving"
    WRITING = "writing"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """One duty of one person on one day; None as an hour means from opening or till closing."""

    day: date
    staff_id: StaffId
    duty: Duty
    start: time | None = None
    end: time | None = None

    def covers(self, day: date, clock: time) -> bool:
        """Return whether the duty holds at a moment of the office clock."""
        return (
            day == self.day
            and (self.start is None or self.start <= clock)
            and (self.end is None or clock < self.end)
        )


class MakeUpRule(StrEnum):
    """What happens to the model day when it falls on a day off."""

    SKIP = "skip"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelList:
    """The procedures an office promises to finish on its model day, as posted."""

    codes: tuple[str, ...]
    posted_on: date
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeModel:
    """The "không viết, không hẹn" model of an office.

    Attributes:
        weekday: Monday = 0, so Tuesday = 1.
        make_up: What happens when that weekday is off.
        same_day: The posted list of procedures finished at once.
        citation: The plan.
    """

    name: str
    weekday: int
    make_up: MakeUpRule
    same_day: ModelList
    citation: Citation

    def is_model_day(self, day: date, calendar: WorkingCalendar) -> bool:
        """Return whether the promise "không hẹn" holds on a day.

        A model weekday that is off is skipped, or made up on the next working day, as the
        office has set it. A make-up Saturday replaces a day of work, never the model weekday.
        """
        if not calendar.is_working_day(day):
            return False
        if day.weekday() == self.weekday:
            return True
        return self.made_up_for(day, calendar) is not None

    def made_up_for(self, day: date, calendar: WorkingCalendar) -> date | None:
        """Return the model weekday that was off and is made up on this day, or None."""
        if self.make_up is MakeUpRule.SKIP or not calendar.is_working_day(day):
            return None
        candidate = day - timedelta(days=1)
        while candidate >= calendar.first_day and not calendar.is_working_day(candidate):
            if candidate.weekday() == self.weekday:
                return candidate
            candidate -= timedelta(days=1)
        return None


KEEP_DAYS_LEAST: Final = 365
"""A year: no office lets go of what people answered while they may still come back about it."""
KEEP_DAYS_MOST: Final = 36_525


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long after a dossier is finished what was answered in it stays readable; the register stays for good.

    Attributes:
        days: From the day it was finished.
        citation: Where the number comes from, and how sure it is.
    """

    days: int
    citation: Citation

    def last_day(self, today: date) -> date:
        """Return the day whose finished dossiers have been kept long enough today; later ones have not."""
        return today - timedelta(days=self.days + 1)


class SlipSet(StrEnum):
    """Which generation of the desk's own papers the office prints."""

    CIRCULAR_2018 = "2018"
    CIRCULAR_2025 = "2025"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProfile:
    """An office as it is called and run from one date to another.

    Attributes:
        name: ``"Ủy ban nhân dân xã Thanh Bình Thịnh"``.
        desk_name: Name of the one-stop desk as printed.
        district: Empty since 1/7/2025.
        letterhead: Left head of the desk's own papers, line by line.
        place_line: Place before the date: ``"Thanh Bình Thịnh"``.
        registrar: Addressee of civil-status declarations.
        business_office: Addressee of papers of a household business; empty: named after the kind of commune.
        unit_code: Identifier of the agency in portal codes; empty if unknown.
        retention: How long answers are kept where the office has not said otherwise.
        laws: Citations by key; which law stands behind which rule in this office's time.
        notes: What is uncertain about this profile, for the settings page.
    """

    id: str
    name: str
    short_name: str
    commune: str
    province: str
    desk_name: str
    chairman: str
    chairman_title: str
    letterhead: tuple[str, ...]
    place_line: str
    registrar: str
    model: OfficeModel
    calendar_id: str
    slip_set: SlipSet
    in_force_from: date
    in_force_to: date | None
    retention: Retention
    laws: Mapping[str, Citation]
    parent: str = ""
    district: str = ""
    phone: str = ""
    address: str = ""
    unit_code: str = ""
    business_office: str = ""
    signed_for: str = ""
    notes: tuple[str, ...] = ()

    def is_in_force(self, day: date) -> bool:
        """Return whether the profile holds on a date."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def law(self, key: str) -> Citation:
        """Return the citation behind a rule; an empty one when the profile names none."""
        return self.laws.get(key, Citation(text=""))
