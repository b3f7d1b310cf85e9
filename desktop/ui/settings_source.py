"""Gathers what the settings page shows, and turns its roster back into records."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from desktop.domain.calendar import weekday_name
from desktop.domain.errors import DeskError
from desktop.domain.ids import StaffId
from desktop.domain.office import Duty, OfficeProfile, RosterEntry, StaffMember, StaffRole
from desktop.domain.procedure import SignerLevel
from desktop.services.messages import message_for
from desktop.services.ports_printing import PaperPrinter, PrinterList
from desktop.services.workday import Workday
from desktop.settings import MachineSettings
from desktop.ui.settings_view import (
    NewStaff,
    OfficeOption,
    PrinterSetup,
    PrinterState,
    RosterDuty,
    RosterLine,
    SettingsView,
)
from desktop.ui.widgets.rail import Lamp

_DUTIES: Final = {
    Duty.RECEIVING: RosterDuty.RECEIVING,
    Duty.WRITING: RosterDuty.WRITING,
    Duty.SIGNING: RosterDuty.SIGNING,
}
_BACK: Final = {shown: duty for duty, shown in _DUTIES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsSource:
    """Reads for the page; called off the GUI thread, for printers may take seconds.

    Attributes:
        load_workday: Today at this office.
        profiles: Every office profile.
        settings: This machine's settings as they are now.
        printer_list: The printers of this computer.
        paper_printer: The chosen printer of sheets.
    """

    load_workday: Callable[[], Workday]
    profiles: tuple[OfficeProfile, ...]
    settings: Callable[[], MachineSettings]
    printer_list: PrinterList
    paper_printer: Callable[[], PaperPrinter]

    def load(self) -> SettingsView:
        """Give everything on the page."""
        workday, settings = self.load_workday(), self.settings()
        printers = settings.printers
        return SettingsView(
            day=f"{weekday_name(workday.day)}, {workday.day:%d/%m/%Y}",
            office_id=workday.profile.id,
            offices=tuple(_office(one) for one in self.profiles),
            roster=tuple(_line(one, workday.roster) for one in workday.staff.values() if one.active),
            printers=PrinterSetup(
                paper_queue=printers.paper_queue,
                paper_folder=printers.paper_folder,
                ticket_target=printers.ticket_target,
            ),
            queues=tuple(one.name for one in self.printer_list.printers()),
            paper_state=self._paper_state(),
            counter_no=settings.counter_no,
        )

    def _paper_state(self) -> PrinterState:
        try:
            status = self.paper_printer().status()
        except DeskError as error:
            message = message_for(error)
            return PrinterState(lamp=Lamp.STOPPED, sentence=f"{message.happened} {message.to_do}")
        if status.fault is not None:
            message = message_for(DeskError(status.fault))
            return PrinterState(lamp=Lamp.STOPPED, sentence=f"{message.happened} {message.to_do}")
        if not self.settings().printers.paper_queue:
            return PrinterState(lamp=Lamp.LOOK, sentence="Chưa chọn máy in: giấy được ghi ra tệp PDF.")
        return PrinterState(lamp=Lamp.READY, sentence="Sẵn sàng.")


def _office(profile: OfficeProfile) -> OfficeOption:
    until = f" đến {profile.in_force_to:%d/%m/%Y}" if profile.in_force_to is not None else ""
    note = f"Dùng từ {profile.in_force_from:%d/%m/%Y}{until}"
    return OfficeOption(id=profile.id, name=profile.short_name, note=note)


def _line(member: StaffMember, roster: tuple[RosterEntry, ...]) -> RosterLine:
    own = [entry for entry in roster if entry.staff_id == member.id]
    until = next((entry.end for entry in own if entry.end is not None), None)
    return RosterLine(
        staff_id=member.id,
        name=member.name,
        title=member.title,
        duties=frozenset(_DUTIES[entry.duty] for entry in own),
        until=f"{until:%H:%M}" if until is not None else "",
    )


def roster_of(lines: tuple[RosterLine, ...], workday: Workday) -> tuple[RosterEntry, ...]:
    """Give the entries of today that the page's lines stand for."""
    return tuple(
        RosterEntry(
            day=workday.day,
            staff_id=StaffId(line.staff_id),
            duty=_BACK[duty],
            end=time.fromisoformat(line.until) if line.until else None,
        )
        for line in lines
        for duty in RosterDuty
        if duty in line.duties
    )


def member_of(new: NewStaff, staff_id: StaffId) -> StaffMember:
    """Give the person the page adds; a signer counts as deputy chairman unless the title says chairman."""
    is_chairman = new.title.strip().casefold() == "chủ tịch"
    level = SignerLevel.CHAIRMAN if is_chairman else SignerLevel.CHAIRMAN_OR_DEPUTY
    return StaffMember(
        id=staff_id,
        name=new.name.strip(),
        title=new.title.strip(),
        role=StaffRole.SIGNER if new.is_signer else StaffRole.OFFICER,
        signs_as=level if new.is_signer else None,
    )


def with_printers(settings: MachineSettings, setup: PrinterSetup) -> MachineSettings:
    """Give the machine's settings with other printers."""
    return replace(
        settings,
        printers=replace(
            settings.printers,
            paper_queue=setup.paper_queue,
            paper_folder=setup.paper_folder,
            ticket_target=setup.ticket_target,
        ),
    )
