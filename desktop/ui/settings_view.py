"""What the settings page shows and sends: frozen plain values."""

from dataclasses import dataclass
from enum import Enum

from desktop.ui.widgets.rail import Lamp


class RosterDuty(Enum):
    """What somebody may be on duty for; the value is the word on the tick."""

    RECEIVING = "Tiếp nhận"
    WRITING = "Viết hộ"
    SIGNING = "Ký"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeOption:
    """An office profile: id, name, since when, and what is uncertain about it."""

    id: str
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """A person with today's duties; ``until`` is "11:30" or empty for the whole day."""

    staff_id: str
    name: str
    title: str
    duties: frozenset[RosterDuty]
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStaff:
    """Somebody to add; ``is_signer`` lets the verdict count on their presence."""

    name: str
    title: str
    pin: str
    is_signer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSetup:
    """Where papers and tickets go on this machine.

    Attributes:
        paper_queue: name of the system's printer queue, empty for none.
        paper_folder: folder for PDF files, where there is no printer.
        ticket_target: "tcp://192.168.1.50:9100", "file:...", empty for none.
    """

    paper_queue: str = ""
    paper_folder: str = ""
    ticket_target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterState:
    """How a printer is, in one sentence."""

    lamp: Lamp
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """Everything on the page."""

    day: str
    office_id: str
    offices: tuple[OfficeOption, ...]
    roster: tuple[RosterLine, ...]
    printers: PrinterSetup
    queues: tuple[str, ...] = ()
    paper_state: PrinterState | None = None
    ticket_state: PrinterState | None = None
    counter_no: int = 1
