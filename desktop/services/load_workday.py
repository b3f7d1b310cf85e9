"""Puts one workday together from the catalogue, the calendars and the records."""

from datetime import date
from pathlib import Path

from desktop.catalogue.calendars import load_calendar
from desktop.catalogue.offices import load_offices, office_on
from desktop.catalogue.procedures import load_editions
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import OfficeProfile, Retention
from desktop.services.office_setup import PROFILE_SETTING, SAMPLE_SETTING, retention_of
from desktop.services.ports_records import RecordReader
from desktop.services.workday import Workday


class LoadWorkday:
    """Reads the shipped data once; every call looks at the records anew.

    Args:
        reader: Staff, roster, settings and the office's own calendar days.
        resources: The folder with `procedures`, `offices` and `calendars`.

    Raises:
        DeskError: FILE_INVALID when a shipped or edited file is wrong.
    """

    def __init__(self, reader: RecordReader, resources: Path) -> None:
        self._reader = reader
        self._calendars = resources / "calendars"
        self._profiles = load_offices(resources / "offices")
        self._editions = load_editions(resources / "procedures")

    @staticmethod
    def shipped_profiles(resources: Path) -> tuple[OfficeProfile, ...]:
        """Read the shipped profiles and procedures without any records, for the check of a machine.

        Raises:
            DeskError: FILE_INVALID.
        """
        load_editions(resources / "procedures")
        return load_offices(resources / "offices")

    @property
    def profiles(self) -> tuple[OfficeProfile, ...]:
        """Every office profile, for the first start and the settings page."""
        return self._profiles

    def profile_on(self, day: date) -> OfficeProfile:
        """Give the profile this office uses on a day.

        The office chooses one; for a day outside its time the profile in force on that day is used, so that
        an old case is read with the names of its day.

        Raises:
            DeskError: OFFICE_UNKNOWN, OFFICE_NOT_IN_FORCE.
        """
        chosen = self._reader.office_settings().get(PROFILE_SETTING)
        if chosen is None:
            return office_on(self._profiles, day)
        profile = next((one for one in self._profiles if one.id == chosen), None)
        if profile is None:
            raise DeskError(ErrorCode.OFFICE_UNKNOWN, office=chosen)
        return profile if profile.is_in_force(day) else office_on(self._profiles, day)

    def retention_on(self, day: date) -> Retention:
        """Give how long the office keeps answers on a day; raises `DeskError` as `profile_on` does."""
        return retention_of(self._reader.office_settings(), self.profile_on(day))

    def __call__(self, day: date) -> Workday:
        """Give the workday.

        Raises:
            DeskError: OFFICE_UNKNOWN, OFFICE_NOT_IN_FORCE, CALENDAR_MISSING.
        """
        profile = self.profile_on(day)
        return Workday(
            day=day,
            profile=profile,
            calendar=load_calendar(self._calendars, profile.calendar_id, self._reader.calendar_overrides()),
            procedures={one.code: one for one in self._editions if one.is_in_force(day)},
            staff={member.id: member for member in self._reader.staff()},
            roster=self._reader.roster_on(day),
            editions=self._editions,
            is_sample=self._reader.office_settings().get(SAMPLE_SETTING) is True,
        )
