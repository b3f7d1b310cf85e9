"""Printing on Windows: ticket bytes as RAW documents, papers drawn by pdfium into the printer's own page.

What Windows itself does stands behind two small protocols; `windows_api` fills them on Windows, tests fill them
with a spooler that fails in every documented way.
"""

import errno
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Protocol

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.ports_printing import (
    PaperMedia,
    PrinterEntry,
    PrinterStatus,
    PrintOutcome,
    SpoolReceipt,
    TransportReport,
)

_PIECE: Final = 65536
_MOST_COPIES: Final = 99

_ACCESS_DENIED: Final = 5
_PRINT_CANCELLED: Final = 63
_DISK_FULL: Final = 112
_SERVICE_STOPPED: Final = 1722
_INVALID_PRINTER: Final = 1801
_OUT_OF_PAPER: Final = 28
_FAULTS: Final = {
    _ACCESS_DENIED: ErrorCode.PRINTER_REJECTED,
    _OUT_OF_PAPER: ErrorCode.PRINTER_NO_PAPER,
    _PRINT_CANCELLED: ErrorCode.PRINT_CANCELLED,
    _DISK_FULL: ErrorCode.DISK_FULL,
    _SERVICE_STOPPED: ErrorCode.PRINT_SYSTEM_MISSING,
    _INVALID_PRINTER: ErrorCode.PRINTER_UNKNOWN,
}


class WindowsError(OSError):
    """A call of the Windows print system failed.

    Attributes:
        code: The system's error number, for example 1801 for an unknown printer.
    """

    def __init__(self, code: int) -> None:
        super().__init__(errno.EIO, f"Windows error {code}")
        self.code = code


class RawDocument(Protocol):
    """An open RAW document in the spooler."""

    def write(self, data: bytes) -> int:
        """Hand bytes over and return how many were taken; `WindowsError`."""
        ...

    def finish(self) -> int:
        """End page and document, and return the job's number; `WindowsError`."""
        ...

    def abort(self) -> None:
        """Throw the document away; `WindowsError`."""
        ...


class WindowsSpooler(Protocol):
    """What is needed of winspool and GDI."""

    def start_raw(self, printer: str, title: str) -> RawDocument:
        """Open a printer and begin a RAW document; `WindowsError`."""
        ...

    def draw_pdf(self, printer: str, pdf: bytes, *, title: str, paper: PaperMedia, copies: int) -> int:
        """Draw every page with the paper size set, and return the job's number; `WindowsError`."""
        ...

    def printer_state(self, printer: str) -> int:
        """Return the PRINTER_STATUS bits; `WindowsError`."""
        ...

    def printers(self) -> Sequence[PrinterEntry]:
        """Return local and connected printers; `WindowsError`."""
        ...


_STATE_FAULTS: Final = (
    (0x00000010, ErrorCode.PRINTER_NO_PAPER),  # PRINTER_STATUS_PAPER_OUT
    (0x00000040, ErrorCode.PRINTER_NO_PAPER),  # PRINTER_STATUS_PAPER_PROBLEM
    (0x00400000, ErrorCode.PRINTER_COVER_OPEN),  # PRINTER_STATUS_DOOR_OPEN
    (0x00000080, ErrorCode.PRINTER_OFF),  # PRINTER_STATUS_OFFLINE
    (0x00001000, ErrorCode.PRINTER_OFF),  # PRINTER_STATUS_NOT_AVAILABLE
    (0x00000001, ErrorCode.PRINTER_OFFLINE),  # PRINTER_STATUS_PAUSED
    (0x00000002, ErrorCode.PRINTER_OFFLINE),  # PRINTER_STATUS_ERROR
    (0x00000008, ErrorCode.PRINTER_OFFLINE),  # PRINTER_STATUS_PAPER_JAM
    (0x00100000, ErrorCode.PRINTER_OFFLINE),  # PRINTER_STATUS_USER_INTERVENTION
)


def _desk_error(problem: WindowsError, printer: str) -> DeskError:
    code = _FAULTS.get(problem.code, ErrorCode.PRINTER_REJECTED)
    return DeskError(code, printer=printer, reason=problem.code)


def _status(spooler: WindowsSpooler, printer: str) -> PrinterStatus:
    try:
        state = spooler.printer_state(printer)
    except WindowsError as problem:
        return PrinterStatus(ready=False, fault=_desk_error(problem, printer).code)
    for bit, fault in _STATE_FAULTS:
        if state & bit:
            return PrinterStatus(ready=False, fault=fault)
    return PrinterStatus(ready=True)


class WindowsRawTransport:
    """Ticket bytes through the Windows spooler, untouched by any driver.

    The spooler tells no more than that it took them. An unfinished document is aborted, so that half a ticket
    never waits in the queue.

    Args:
        printer: Its name in Windows.
        spooler: The print system.
        title: Name of the job in the queue's list.
    """

    def __init__(self, printer: str, spooler: WindowsSpooler, *, title: str = "Phiếu") -> None:
        self._printer = printer
        self._spooler = spooler
        self._title = title

    def send(self, data: bytes) -> TransportReport:
        """Hand the bytes of one ticket over.

        Raises:
            DeskError: Nothing came out.
        """
        try:
            document = self._spooler.start_raw(self._printer, self._title)
        except WindowsError as problem:
            raise _desk_error(problem, self._printer) from problem
        sent, trouble = _hand_over(document, data)
        if trouble is None:
            return TransportReport(sent_bytes=sent, outcome=PrintOutcome.HANDED_OVER)
        fault = _desk_error(trouble, self._printer)
        if sent == 0:
            raise fault from trouble
        # A queue set to print at once may have passed the beginning on already.
        return TransportReport(sent_bytes=sent, outcome=PrintOutcome.DOUBTFUL, fault=fault.code)


def _hand_over(document: RawDocument, data: bytes) -> tuple[int, WindowsError | None]:
    """Write and finish a document, or abort it; return how many bytes were taken and what went wrong."""
    sent = 0
    problem: WindowsError | None = None
    try:
        while sent < len(data) and (taken := document.write(data[sent : sent + _PIECE])):
            sent += taken
        if sent == len(data):
            document.finish()
        else:
            problem = WindowsError(_PRINT_CANCELLED)
    except WindowsError as caught:
        problem = caught
    if problem is not None:
        with suppress(WindowsError):
            document.abort()
    return sent, problem


class WindowsPaperPrinter:
    """A4 and A5 papers on a Windows printer: vector drawing through pdfium, paper size set each time.

    Args:
        printer: Its name in Windows.
        spooler: The print system.
    """

    def __init__(self, printer: str, spooler: WindowsSpooler) -> None:
        self._printer = printer
        self._spooler = spooler

    def print_pdf(self, pdf: bytes, *, title: str, paper_size: PaperMedia, copies: int = 1) -> SpoolReceipt:
        """Draw a document into the printer's queue.

        A document is aborted by Windows itself where drawing fails before `EndDoc`, so a failure here means
        that the queue got nothing whole.

        Raises:
            DeskError: Nothing came out.
            ValueError: Not 1 to 99 copies.
        """
        if not 1 <= copies <= _MOST_COPIES:
            raise ValueError("1 to 99 copies")
        try:
            number = self._spooler.draw_pdf(
                self._printer,
                pdf,
                title=title,
                paper=paper_size,
                copies=copies,
            )
        except WindowsError as problem:
            raise _desk_error(problem, self._printer) from problem
        status = _status(self._spooler, self._printer)
        return SpoolReceipt(
            spool_id=f"{self._printer}-{number}",
            outcome=PrintOutcome.HANDED_OVER if status.ready else PrintOutcome.DOUBTFUL,
            fault=status.fault,
        )

    def status(self) -> PrinterStatus:
        """What the spooler knows of the printer; many drivers say "ready" whatever happens."""
        return _status(self._spooler, self._printer)


class WindowsPrinterList:
    """The printers Windows knows.

    Args:
        spooler: The print system.
    """

    def __init__(self, spooler: WindowsSpooler) -> None:
        self._spooler = spooler

    def printers(self) -> Sequence[PrinterEntry]:
        """Return them by name; empty where the spooler service is stopped."""
        try:
            return tuple(sorted(self._spooler.printers(), key=lambda entry: entry.name))
        except WindowsError:
            return ()
