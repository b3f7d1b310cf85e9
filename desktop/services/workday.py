"""One day at this office as the use cases see it: its profile, calendar, procedures, people and roster."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, TypeAlias

from desktop.domain.calendar import WorkingCalendar, office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, OfficeProfile, RosterEntry, StaffMember
from desktop.domain.procedure import Procedure
from desktop.domain.text import fold
from desktop.domain.verdict import SignerPresence
from desktop.domain.visit import ChosenProcedure

Clock: TypeAlias = Callable[[], datetime]
"""Gives the present moment, aware. Handed in, so that a test or the demo plays any day."""


class IdSource(Protocol):
    """Gives a fresh id (UUIDv7 text) for a new record."""

    def __call__(self) -> str:
        """Give the next id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Workday:
    """Everything that is fixed on one day and that rules need.

    Attributes:
        day: Office day.
        profile: The office as it is called and run on that day.
        calendar: Working days and hours.
        procedures: The catalogue in force on that day, by code.
        editions: Every row of the catalogue, also those of earlier and later days, to read old dossiers with.
        staff: Everybody, by id.
        roster: Duties of that day.
        is_sample: Whether this is the sample office, shown permanently in the window.
    """

    day: date
    profile: OfficeProfile
    calendar: WorkingCalendar
    procedures: Mapping[str, Procedure]
    staff: Mapping[StaffId, StaffMember]
    roster: tuple[RosterEntry, ...]
    editions: tuple[Procedure, ...] = ()
    is_sample: bool = False

    @property
    def is_model_day(self) -> bool:
        """Whether the office runs its "không viết, không hẹn" model on this day, make-up rule included."""
        return self.profile.model.is_model_day(self.day, self.calendar)

    def procedure(self, code: str) -> Procedure:
        """Give a procedure in force on this day.

        Raises:
            DeskError: PROCEDURE_UNKNOWN.
        """
        found = self.procedures.get(code)
        if found is None:
            raise DeskError(ErrorCode.PROCEDURE_UNKNOWN, procedure=code)
        return found

    def chosen(self, chosen: ChosenProcedure) -> Procedure:
        """Give the procedure of a visit with the limit and the forms of the kind of case that was chosen.

        Forms that a life event asked for stand instead of the row's.

        Raises:
            DeskError: PROCEDURE_UNKNOWN.
        """
        return _as_chosen(self.procedure(chosen.code), chosen)

    def begun_under(self, chosen: ChosenProcedure) -> Procedure | None:
        """Give the row a visit was begun under, kind of case included; None when the catalogue forgot it."""
        kept = self.edition(chosen.code, chosen.edition)
        return None if kept is None else _as_chosen(kept, chosen)

    def edition(self, code: str, edition: str) -> Procedure | None:
        """Give the row a dossier was received under, in force today or not.

        Where the catalogue no longer holds that edition, the one in force today answers; None when neither is known.
        """
        kept = next((one for one in self.editions if (one.code, one.edition) == (code, edition)), None)
        return kept or self.procedures.get(code)

    def find_procedures(self, query: str) -> tuple[Procedure, ...]:
        """Give the procedures whose code, name or keywords hold every typed word, marks not needed.

        An empty query gives all of them. Names that begin with the query come first, then those that hold it as
        typed, the earlier in the name the better, then those that hold its words, then the rest; each group by name.
        """
        words = fold(query).split()
        found = [
            procedure
            for procedure in self.procedures.values()
            if all(word in _searched(procedure) for word in words)
        ]
        found.sort(key=lambda one: _rank(fold(one.short_name), words))
        return tuple(found)

    def may_write(self, staff_id: StaffId, moment: datetime) -> bool:
        """Tell whether somebody is on the writing roster at a moment (plan KH 36, II.1)."""
        return self._on_duty(staff_id, Duty.WRITING, moment)

    def signers(self) -> tuple[SignerPresence, ...]:
        """Give everybody on today's signing roster, with their hours."""
        present: list[SignerPresence] = []
        for entry in self.roster:
            member = self.staff.get(entry.staff_id)
            if entry.duty is Duty.SIGNING and member is not None and member.signs_as is not None:
                present.append(
                    SignerPresence(
                        name=member.name,
                        title=member.title,
                        level=member.signs_as,
                        start=entry.start,
                        until=entry.end,
                    )
                )
        return tuple(present)

    def name_of(self, staff_id: StaffId) -> str:
        """Give a person's name, or an empty text for somebody unknown here."""
        member = self.staff.get(staff_id)
        return member.name if member is not None else ""

    def _on_duty(self, staff_id: StaffId, duty: Duty, moment: datetime) -> bool:
        local = office_time(moment)
        return any(
            entry.staff_id == staff_id and entry.duty is duty and entry.covers(local.date(), local.time())
            for entry in self.roster
        )


def _as_chosen(procedure: Procedure, chosen: ChosenProcedure) -> Procedure:
    kinds = {one.key for one in procedure.kinds}
    row = procedure.of_kind(chosen.kind) if chosen.kind in kinds else procedure
    return replace(row, forms=chosen.forms) if chosen.forms else row


def _searched(procedure: Procedure) -> str:
    return fold(" ".join((procedure.code, procedure.name, procedure.short_name, *procedure.keywords)))


def _rank(name: str, words: list[str]) -> tuple[bool, bool, int, bool, str]:
    """Give the place of a folded name in the list of what was found."""
    phrase = " ".join(words)
    padded = f" {name} "
    return (
        not name.startswith(phrase),
        f" {phrase} " not in padded,
        padded.find(f" {phrase} "),
        not all(f" {word}" in padded for word in words),
        name,
    )
