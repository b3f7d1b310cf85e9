"""Who works here: the first start, the roster of a day, signing in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import (
    KEEP_DAYS_LEAST,
    KEEP_DAYS_MOST,
    Duty,
    OfficeProfile,
    Retention,
    RosterEntry,
    StaffMember,
    StaffRole,
)
from desktop.domain.plain import Plain
from desktop.domain.reason import Citation
from desktop.services.pin import hash_pin, is_pin
from desktop.services.ports_records import Records
from desktop.services.record_values import AuditAction, Changes
from desktop.services.workday import Clock, IdSource

PROFILE_SETTING: Final = "office.profile"
SAMPLE_SETTING: Final = "office.sample"
KEEP_SETTING: Final = "office.keep_days"
_ROSTER_LOOK_BACK_DAYS: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStartAnswers:
    """The three questions of the first start.

    Attributes:
        profile_id: The office profile chosen.
        name: The officer's own name, as printed on slips.
        title: Office title as printed, may be empty.
        pin: 4 to 12 digits.
    """

    profile_id: str
    name: str
    pin: str
    title: str = "Công chức"


class FirstStart:
    """Makes an empty database an office with one officer, on today's roster for receiving and writing."""

    def __init__(self, records: Records, *, clock: Clock, new_id: IdSource) -> None:
        self._records = records
        self._clock = clock
        self._new_id = new_id

    def __call__(self, answers: FirstStartAnswers, *, is_sample: bool = False) -> StaffMember:
        """Store the office and its first officer.

        Raises:
            DeskError: INPUT_INVALID for an empty name or a PIN that is not 4 to 12 digits.
        """
        name = " ".join(answers.name.split())
        if not name:
            raise DeskError(ErrorCode.INPUT_INVALID, problem="chưa ghi họ tên của anh/chị.")
        officer = StaffMember(
            id=StaffId(self._new_id()),
            name=name,
            title=answers.title.strip(),
            role=StaffRole.ADMIN,
            pin_hash=hash_pin(answers.pin),
        )
        day = office_time(self._clock()).date()
        with self._records.begin(officer.id) as work:
            work.staff.save(officer)
            for duty in (Duty.RECEIVING, Duty.WRITING):
                work.roster.save(RosterEntry(day=day, staff_id=officer.id, duty=duty))
            work.office_settings.save({PROFILE_SETTING: answers.profile_id, SAMPLE_SETTING: is_sample})
        return officer


class SaveStaff:
    """Adds or changes people of the office; a PIN is set only when one is given."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __call__(self, actor: StaffId, member: StaffMember, *, pin: str = "") -> Changes:
        """Store the person.

        Raises:
            DeskError: INPUT_INVALID for an empty name or a bad PIN; RECORD_CHANGED.
        """
        if not member.name.strip():
            raise DeskError(ErrorCode.INPUT_INVALID, problem="chưa ghi họ tên.")
        with self._records.begin(actor) as work:
            known = work.staff.find(member.id)
            kept = member.pin_hash or (known.pin_hash if known is not None else "")
            work.staff.save(replace(member, pin_hash=hash_pin(pin) if pin else kept))
        return work.changes


class SaveRoster:
    """Replaces the roster of a day by another; the log keeps what stood there."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __call__(self, actor: StaffId, day: date, entries: tuple[RosterEntry, ...]) -> Changes:
        """Store exactly these entries for the day."""
        with self._records.begin(actor) as work:
            for old in work.roster.on(day):
                if not any((new.staff_id, new.duty) == (old.staff_id, old.duty) for new in entries):
                    work.roster.remove(old)
            for entry in entries:
                work.roster.save(replace(entry, day=day))
        return work.changes


class ContinueRoster:
    """Gives a day without a roster the one of the last day that had one, so that a counter can open."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __call__(self, actor: StaffId, day: date) -> date | None:
        """Copy the last roster; returns the day it was taken from, or None when nothing was copied."""
        if self._records.read.roster_on(day):
            return None
        for back in range(1, _ROSTER_LOOK_BACK_DAYS + 1):
            earlier = day - timedelta(days=back)
            entries = self._records.read.roster_on(earlier)
            if entries:
                with self._records.begin(actor) as work:
                    for entry in entries:
                        work.roster.save(replace(entry, day=day))
                return earlier
        return None


class SaveOfficeSettings:
    """Changes settings that the whole office shares."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def choose_profile(self, actor: StaffId, profile_id: str) -> Changes:
        """Use another office profile from now on; papers already written keep theirs."""
        with self._records.begin(actor) as work:
            work.office_settings.save({PROFILE_SETTING: profile_id})
        return work.changes

    def keep_answers(self, actor: StaffId, days: int) -> Changes:
        """Keep what was answered this long after a dossier is finished, from now on, at every counter.

        Raises:
            DeskError: INPUT_INVALID for less than a year or more than a century.
        """
        if not KEEP_DAYS_LEAST <= days <= KEEP_DAYS_MOST:
            problem = f"số ngày lưu phải từ {KEEP_DAYS_LEAST} đến {KEEP_DAYS_MOST}."
            raise DeskError(ErrorCode.INPUT_INVALID, problem=problem)
        with self._records.begin(actor) as work:
            work.office_settings.save({KEEP_SETTING: days})
        return work.changes


def retention_of(settings: Mapping[str, Plain], profile: OfficeProfile) -> Retention:
    """Give how long the office keeps what was answered: its own word, else its profile's.

    A word that another program wrote and this one does not understand counts as none.
    """
    days = settings.get(KEEP_SETTING)
    if isinstance(days, int) and KEEP_DAYS_LEAST <= days <= KEEP_DAYS_MOST:
        return Retention(days=days, citation=Citation(text="Cơ quan tự đặt"))
    return profile.retention


class SignIn:
    """Lets somebody in by PIN and keeps who came and who was refused."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __call__(self, staff_id: StaffId, pin: str) -> bool:
        """Tell whether the PIN is right; both answers leave an audit event.

        Raises:
            DeskError: RECORD_MISSING for an unknown person.
        """
        member = next((one for one in self._records.read.staff() if one.id == staff_id and one.active), None)
        if member is None:
            raise DeskError(ErrorCode.RECORD_MISSING)
        let_in = is_pin(pin, member.pin_hash)
        with self._records.begin(staff_id) as work:
            work.audit.add(AuditAction.SIGNED_IN if let_in else AuditAction.REFUSED, "staff", staff_id)
        return let_in
