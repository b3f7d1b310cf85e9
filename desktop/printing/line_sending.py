"""How the bytes of a ticket go over a two-way line, and what is known afterwards.

The same for network and serial printers: ask first where the model answers, send, ask again. A fault before
the first byte is an error (nothing came out); a fault after it is a doubt (something may have come out).
"""

from dataclasses import dataclass
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.ticket_status import Line, ask_status, require_ready
from desktop.services.ports_printing import PrintOutcome, TransportReport

_PIECE: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLimits:
    """How long to wait, in seconds.

    Attributes:
        connect: For the printer to accept a connection.
        send: For the printer to take the next bytes.
        answer: For the answer to a question before the ticket.
        answer_after: For the answer after it; the printer may read the question only when it has printed.
        closing: For news of a broken connection after the last byte, where no question is asked.
    """

    connect: float = 3.0
    send: float = 10.0
    answer: float = 2.0
    answer_after: float = 15.0
    closing: float = 0.5


def send_over(
    line: Line, data: bytes, *, target: str, answers_status: bool, limits: LineLimits
) -> TransportReport:
    """Send one ticket.

    Args:
        line: The open connection.
        data: The whole ticket.
        target: Address for messages.
        answers_status: Whether the model answers `DLE EOT`.
        limits: How long to wait.

    Raises:
        DeskError: A fault before the first byte left.
    """
    if answers_status:
        require_ready(line, limits.answer, target)
    sent = 0
    try:
        while sent < len(data):
            sent += line.write(data[sent : sent + _PIECE])
        line.settle()
    except OSError as problem:
        if sent == 0:
            raise DeskError(ErrorCode.PRINTER_OFF, target=target) from problem
        return TransportReport(sent_bytes=sent, outcome=PrintOutcome.DOUBTFUL, fault=_fault(problem))
    if not answers_status:
        return TransportReport(sent_bytes=sent, outcome=PrintOutcome.HANDED_OVER)
    try:
        status = ask_status(line, limits.answer_after)
    except OSError as problem:
        return TransportReport(sent_bytes=sent, outcome=PrintOutcome.DOUBTFUL, fault=_fault(problem))
    return TransportReport(
        sent_bytes=sent,
        outcome=PrintOutcome.CONFIRMED if status.ready else PrintOutcome.DOUBTFUL,
        fault=status.fault,
        paper_low=status.paper_low,
    )


def _fault(problem: OSError) -> ErrorCode:
    return ErrorCode.PRINTER_SLOW if isinstance(problem, TimeoutError) else ErrorCode.PRINTER_CONNECTION_LOST
