"""A4 and A5 papers on a printer of the system, through CUPS: the PDF itself, always with its paper size.

Without `media` a queue that was set up for Letter shrinks every form to nine tenths, unseen.
"""

import threading
import time
from collections.abc import Sequence
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.cups import CupsSystem, JobNews, JobState, PrinterNews
from desktop.services.ports_printing import (
    PaperMedia,
    PrinterEntry,
    PrinterStatus,
    PrintOutcome,
    SpoolReceipt,
)

_LOOK_AGAIN: Final = 0.25
"""Seconds between two questions about a job."""
_PATIENCE: Final = 30.0
"""Seconds without another sheet before the job is called stuck."""
_MOST_COPIES: Final = 99

_OFF_WORDS: Final = (
    "may not exist",
    "unavailable",
    "not responding",
    "unable to locate",
    "unable to connect",
    "unreachable",
    "waiting for printer to become available",
    "no such device",
)
_AT_WORK_WORDS: Final = ("printing", "spooling", "sending", "connected to", "waiting for job")
_SHEET_NAMES: Final = {PaperMedia.A4: "iso_a4", PaperMedia.A5: "iso_a5"}
_FAULTS: Final = (
    ("media-empty", ErrorCode.PRINTER_NO_PAPER),
    ("media-needed", ErrorCode.PRINTER_NO_PAPER),
    ("cover-open", ErrorCode.PRINTER_COVER_OPEN),
    ("door-open", ErrorCode.PRINTER_COVER_OPEN),
    ("interlock-open", ErrorCode.PRINTER_COVER_OPEN),
    ("offline", ErrorCode.PRINTER_OFF),
    ("connecting-to-device", ErrorCode.PRINTER_OFF),
    ("timed-out", ErrorCode.PRINTER_OFF),
    ("media-jam", ErrorCode.PRINTER_OFFLINE),
    ("toner-empty", ErrorCode.PRINTER_OFFLINE),
    ("marker-supply-empty", ErrorCode.PRINTER_OFFLINE),
    ("paused", ErrorCode.PRINTER_OFFLINE),
)


def fault_of(news: PrinterNews) -> ErrorCode | None:
    """Return what a printer's reasons and words mean, or None where it complains of nothing."""
    for beginning, fault in _FAULTS:
        if any(reason.startswith(beginning) and not reason.endswith("-report") for reason in news.reasons):
            return fault
    message = news.message.lower()
    if any(words in message for words in _OFF_WORDS):
        return ErrorCode.PRINTER_OFF
    return ErrorCode.PRINTER_OFFLINE if news.stopped else None


def _sheet_for(wanted: PaperMedia, printer: PrinterNews) -> PaperMedia:
    """Return the sheet to ask for: A4 where the printer knows no A5.

    Asking such a printer for A5 makes CUPS drop the document; on A4 it comes out in the middle, unscaled.
    """
    known = not printer.media or any(name.startswith(_SHEET_NAMES[wanted]) for name in printer.media)
    return wanted if known else PaperMedia.A4


class SystemPrinter:
    """One printer of the system.

    Args:
        name: As CUPS spells it.
        system: The CUPS server.
        patience: Seconds without another sheet before the job is called stuck.
    """

    def __init__(self, name: str, *, system: CupsSystem | None = None, patience: float = _PATIENCE) -> None:
        self._name = name
        self._system = system or CupsSystem()
        self._patience = patience

    def print_pdf(self, pdf: bytes, *, title: str, paper_size: PaperMedia, copies: int = 1) -> SpoolReceipt:
        """Print a document and wait until CUPS calls it finished.

        Raises:
            DeskError: Nothing was printed: no such printer, refused, or switched off (and taken back).
            ValueError: Not 1 to 99 copies.
        """
        if not 1 <= copies <= _MOST_COPIES:
            raise ValueError("1 to 99 copies")
        printer = self._system.printer(self._name)
        if not printer.accepting:
            raise DeskError(ErrorCode.PRINTER_REJECTED, printer=self._name, reason="not accepting jobs")
        number = self._system.submit(
            pdf,
            printer=self._name,
            title=title,
            options=(f"media={_sheet_for(paper_size, printer).value}", "print-scaling=none"),
            copies=copies,
        )
        try:
            return self._wait(number)
        except DeskError as problem:
            if problem.code is ErrorCode.PRINT_SYSTEM_MISSING:
                # The print server went away with the document in hand.
                return self._doubt(number, ErrorCode.PRINTER_CONNECTION_LOST)
            raise

    def status(self) -> PrinterStatus:
        """Whether the printer can be used now."""
        try:
            news = self._system.printer(self._name)
        except DeskError as problem:
            return PrinterStatus(ready=False, fault=problem.code)
        fault = fault_of(news) if news.accepting else ErrorCode.PRINTER_REJECTED
        low = any(reason.startswith("media-low") for reason in news.reasons)
        return PrinterStatus(ready=fault is None, fault=fault, paper_low=low, message=news.message)

    def _wait(self, number: int) -> SpoolReceipt:
        pause = threading.Event()
        sheets = 0
        reached = False
        end = time.monotonic() + self._patience
        while True:
            news = self._system.job(number, self._name)
            match news.state:
                case JobState.COMPLETED:
                    return SpoolReceipt(spool_id=self._spool_id(number), outcome=PrintOutcome.CONFIRMED)
                case JobState.CANCELLED:
                    return self._doubt(number, ErrorCode.PRINT_CANCELLED)
                case JobState.ABORTED:
                    return self._doubt(number, ErrorCode.PRINTER_REJECTED)
                case JobState.PENDING | JobState.HELD | JobState.PROCESSING | JobState.STOPPED:
                    pass
            message = self._system.printer(self._name).message.lower()
            reached = reached or any(words in message for words in _AT_WORK_WORDS)
            if news.sheets > sheets:
                sheets = news.sheets
                end = time.monotonic() + self._patience
            if time.monotonic() > end:
                return self._stuck(number, news, reached=reached)
            pause.wait(_LOOK_AGAIN)

    def _stuck(self, number: int, news: JobNews, *, reached: bool) -> SpoolReceipt:
        """Decide what a job that does not move means.

        A switched-off printer has printed nothing: the job is taken back, else it would come out by itself
        the next morning. Any other job stays where it is: with new paper in the tray the printer goes on.
        """
        printer = self._system.printer(self._name)
        fault = fault_of(printer) or ErrorCode.PRINTER_SLOW
        waiting = fault is ErrorCode.PRINTER_OFF or news.state is not JobState.PROCESSING
        if waiting and not reached and self._system.cancel(number):
            raise DeskError(
                ErrorCode.PRINTER_OFFLINE if fault is ErrorCode.PRINTER_SLOW else fault,
                printer=self._name,
            )
        return self._doubt(number, fault, printer.message)

    def _doubt(self, number: int, fault: ErrorCode, message: str = "") -> SpoolReceipt:
        return SpoolReceipt(
            spool_id=self._spool_id(number),
            outcome=PrintOutcome.DOUBTFUL,
            fault=fault,
            message=message,
        )

    def _spool_id(self, number: int) -> str:
        return f"{self._name}-{number}"


class SystemPrinterList:
    """The printers CUPS knows.

    Args:
        system: The CUPS server.
    """

    def __init__(self, system: CupsSystem | None = None) -> None:
        self._system = system or CupsSystem()

    def printers(self) -> Sequence[PrinterEntry]:
        """Return them by name; empty without a print system. May take seconds."""
        return self._system.printers()
