"""What the services ask of printers: papers, tickets, and a store of print jobs that outlives a crash.

Two rules stand behind these ports. Nothing is printed before its job is stored, and nothing is printed a
second time without somebody saying so: where the program cannot know whether paper came out, the job is
`UNSURE` and a person looks into the tray.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Protocol

from desktop.domain.errors import ErrorCode
from desktop.domain.ids import DossierId, PrintJobId


class PaperMedia(StrEnum):
    """A sheet in the tray; whether the page lies or stands is the document's own matter."""

    A4 = "A4"
    A5 = "A5"


class PrintKind(StrEnum):
    """What a job's payload is."""

    PAPER = "paper"
    """The payload is a PDF."""
    TICKET = "ticket"
    """The payload is a ticket document, see `desktop.printing.ticket.ticket_to_bytes`."""


class PrintState(StrEnum):
    """Where a job stands. QUEUED -> SENDING -> SENT, FAILED or UNSURE."""

    QUEUED = "queued"
    """Stored; nothing has left the program."""
    SENDING = "sending"
    """Stored before the first byte leaves; found at start, it means that the program died while printing."""
    SENT = "sent"
    """The printer, or the queue in front of it, took all of it."""
    FAILED = "failed"
    """Nothing came out for certain; the same job may be tried again."""
    UNSURE = "unsure"
    """Paper may have come out: a person looks and decides. Never printed again by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One thing to print on one printer.

    Attributes:
        id: Identity of the job.
        kind: What `payload` is.
        printer: Name of the printer as the worker knows it.
        title: Short name for the printer's list; holds a document name, never a person's.
        payload: The PDF, or the ticket document, exactly as it was when the job was made.
        media: Sheet for papers; ignored for tickets.
        copies: How many sheets sets, 1 to 99.
        state: Where the job stands.
        attempts: How often sending was begun.
        error_code: Why the last attempt ended `FAILED` or `UNSURE`, else None.
        created_at: When the job was made, aware.
        sent_at: When it became `SENT`, aware, else None.
        reprint_of: The job whose paper this one repeats; such a job is printed with the copy mark.
        dossier_id: The dossier it belongs to, if any.
    """

    id: PrintJobId
    kind: PrintKind
    printer: str
    title: str
    payload: bytes
    created_at: datetime
    media: PaperMedia = PaperMedia.A4
    copies: int = 1
    state: PrintState = PrintState.QUEUED
    attempts: int = 0
    error_code: ErrorCode | None = None
    sent_at: datetime | None = None
    reprint_of: PrintJobId | None = None
    dossier_id: DossierId | None = None

    def begun(self) -> "PrintJob":
        """The job as it is stored right before the first byte leaves."""
        return replace(self, state=PrintState.SENDING, attempts=self.attempts + 1, error_code=None)

    def sent(self, at: datetime) -> "PrintJob":
        """The job after the printer took everything, or after a person found the paper in the tray."""
        return replace(self, state=PrintState.SENT, sent_at=at, error_code=None)

    def failed(self, code: ErrorCode) -> "PrintJob":
        """The job after a fault that let nothing come out."""
        return replace(self, state=PrintState.FAILED, error_code=code)

    def unsure(self, code: ErrorCode) -> "PrintJob":
        """The job after a fault that may have come too late to stop the paper."""
        return replace(self, state=PrintState.UNSURE, error_code=code)

    def queued_again(self) -> "PrintJob":
        """The same job for another attempt; only right where nothing came out (`FAILED`)."""
        return replace(self, state=PrintState.QUEUED, error_code=None)

    def as_reprint(self, new_id: PrintJobId, at: datetime) -> "PrintJob":
        """A new job that repeats this one's paper with the copy mark."""
        return PrintJob(
            id=new_id,
            kind=self.kind,
            printer=self.printer,
            title=self.title,
            payload=self.payload,
            media=self.media,
            copies=self.copies,
            created_at=at,
            reprint_of=self.id,
            dossier_id=self.dossier_id,
        )


class PrintJobs(Protocol):
    """The stored jobs. Every call is one durable transaction; after it a power cut changes nothing."""

    def add(self, job: PrintJob) -> None:
        """Store a new job."""
        ...

    def save(self, job: PrintJob) -> None:
        """Replace the stored job of the same id."""
        ...

    def get(self, job_id: PrintJobId) -> PrintJob | None:
        """The job, or None where it is unknown."""
        ...

    def next_queued(self, printer: str) -> PrintJob | None:
        """The oldest `QUEUED` job of one printer, by `created_at`, then by id."""
        ...

    def in_state(self, state: PrintState, printer: str | None = None) -> Sequence[PrintJob]:
        """All jobs in a state, oldest first; of one printer if it is named."""
        ...


class PrintOutcome(Enum):
    """How much is known after sending."""

    CONFIRMED = "confirmed"
    """The printer itself, or the queue's record of the finished job, said that all is done."""
    HANDED_OVER = "handed over"
    """Everything was taken; whoever took it gives no further news."""
    DOUBTFUL = "doubtful"
    """Something left and then a fault was seen; paper may have come out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolReceipt:
    """What a paper printer says about one document it took.

    Attributes:
        spool_id: The spooler's name of the job, or the path of the written file.
        outcome: How much is known.
        fault: What was seen when `outcome` is `DOUBTFUL`.
        message: The spooler's own words, for the log of support; may be empty.
    """

    spool_id: str
    outcome: PrintOutcome
    fault: ErrorCode | None = None
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportReport:
    """What a way to a ticket printer says about the bytes it carried.

    Attributes:
        sent_bytes: How many bytes left.
        outcome: How much is known.
        fault: What was seen when `outcome` is `DOUBTFUL`.
        paper_low: Whether the printer said that the roll is near its end.
    """

    sent_bytes: int
    outcome: PrintOutcome
    fault: ErrorCode | None = None
    paper_low: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """Whether a printer can be used now.

    Attributes:
        ready: Whether a document sent now should come out.
        fault: Why not, if known.
        paper_low: Whether the paper is near its end.
        message: The system's own words, may be empty.
    """

    ready: bool
    fault: ErrorCode | None = None
    paper_low: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterEntry:
    """A printer that this computer knows.

    Attributes:
        name: Its name as the system spells it.
        is_default: Whether the system prints there when nobody chooses.
    """

    name: str
    is_default: bool = False


class PaperPrinter(Protocol):
    """A printer of A4 and A5 sheets. Calls may take seconds: never from the GUI thread."""

    def print_pdf(self, pdf: bytes, *, title: str, paper_size: PaperMedia, copies: int = 1) -> SpoolReceipt:
        """Print a document at its true size.

        Raises:
            DeskError: A fault that let nothing come out.
        """
        ...

    def status(self) -> PrinterStatus:
        """Whether the printer can be used now; never raises for an absent printer."""
        ...


class ByteTransport(Protocol):
    """A way to a ticket printer: network, serial line, device file, raw queue. Never from the GUI thread."""

    def send(self, data: bytes) -> TransportReport:
        """Carry the bytes of one ticket.

        Raises:
            DeskError: A fault before the first byte left: nothing came out.
        """
        ...


class PrinterList(Protocol):
    """The printers this computer knows. May block for seconds: never from the GUI thread."""

    def printers(self) -> Sequence[PrinterEntry]:
        """All of them, by name; empty where there is no print system."""
        ...
