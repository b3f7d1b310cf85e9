"""What a ticket printer answers when asked how it is (ESC/POS `DLE EOT n`, real-time status).

Source: ESC/POS command reference, "DLE EOT". Every answer is one byte in which bits 1 and 4 are set and bits
0 and 7 are not. A picture may hold the same three bytes as a question, so a printer may answer without having
been asked: only the last well-formed byte after a question counts.
"""

from typing import Final, Protocol

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.ports_printing import PrinterStatus

_DLE_EOT: Final = b"\x10\x04"
_FIXED_MASK: Final = 0x93
_FIXED_BITS: Final = 0x12
_OFFLINE: Final = 0x08
_COVER_OPEN: Final = 0x04
_PAPER_STOP: Final = 0x20
_PAPER_OUT: Final = 0x60
_PAPER_NEAR_END: Final = 0x0C


class Line(Protocol):
    """An open two-way connection to a ticket printer."""

    def write(self, data: bytes) -> int:
        """Write some bytes and return how many were taken; `TimeoutError` where none are taken in time."""
        ...

    def read(self, seconds: float) -> bytes:
        """Return at least one byte, or raise `TimeoutError` where none comes in time; empty at the end."""
        ...

    def settle(self) -> None:
        """Wait until all that was written has left; `OSError` where it does not or the line broke."""
        ...

    def drain(self) -> None:
        """Throw away what came unasked."""
        ...


def _ask(line: Line, question: int, seconds: float) -> int:
    """Return the status byte to one question.

    Raises:
        TimeoutError: No well-formed answer came in time.
        ConnectionError: The printer hung up.
    """
    line.drain()
    line.write(_DLE_EOT + bytes((question,)))
    while True:
        answer = line.read(seconds)
        if not answer:
            raise ConnectionResetError("hung up instead of answering")
        formed = [byte for byte in answer if byte & _FIXED_MASK == _FIXED_BITS]
        if formed:
            return formed[-1]


def ask_status(line: Line, seconds: float) -> PrinterStatus:
    """Ask for paper, cover and readiness, and wait at most so long for each answer.

    Raises:
        TimeoutError: The printer does not answer.
        OSError: The connection broke.
    """
    paper = _ask(line, 4, seconds)
    low = bool(paper & _PAPER_NEAR_END)
    if paper & _PAPER_OUT == _PAPER_OUT:
        return PrinterStatus(ready=False, fault=ErrorCode.PRINTER_NO_PAPER, paper_low=low)
    if not _ask(line, 1, seconds) & _OFFLINE:
        return PrinterStatus(ready=True, paper_low=low)
    cause = _ask(line, 2, seconds)
    if cause & _COVER_OPEN:
        fault = ErrorCode.PRINTER_COVER_OPEN
    elif cause & _PAPER_STOP:
        fault = ErrorCode.PRINTER_NO_PAPER
    else:
        fault = ErrorCode.PRINTER_OFFLINE
    return PrinterStatus(ready=False, fault=fault, paper_low=low)


def require_ready(line: Line, seconds: float, target: str) -> None:
    """Make sure before the first byte that the printer can print.

    Raises:
        DeskError: The printer says why it cannot, or says nothing (`PRINTER_OFF`); nothing was printed.
    """
    try:
        status = ask_status(line, seconds)
    except OSError as problem:
        raise DeskError(ErrorCode.PRINTER_OFF, target=target) from problem
    if status.fault is not None:
        raise DeskError(status.fault, target=target)
