"""Where a ticket printer is reached, written as one line of text, and the way that belongs to it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, assert_never
from urllib.parse import urlsplit

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.cups import CupsSystem
from desktop.printing.file_printer import FileTransport
from desktop.printing.line_sending import LineLimits
from desktop.printing.printer_catalogue import TicketPrinterModel
from desktop.printing.serial_transport import SerialTransport
from desktop.printing.tcp_transport import TcpTransport
from desktop.services.ports_printing import ByteTransport, PrintOutcome, TransportReport

DEFAULT_PORT: Final = 9100

_COM_PORT: Final = re.compile(r"COM\d{1,3}")


@dataclass(frozen=True, slots=True)
class TcpTarget:
    """`tcp://192.168.1.50:9100`; the port may be left out."""

    host: str
    port: int = DEFAULT_PORT


@dataclass(frozen=True, slots=True)
class SerialTarget:
    """`serial:///dev/ttyUSB0` or `serial://COM3`."""

    port: str


@dataclass(frozen=True, slots=True)
class FileTarget:
    """`file:///dev/usb/lp0`, `file:///home/x/phieu.bin`, or a bare path."""

    path: Path


@dataclass(frozen=True, slots=True)
class QueueTarget:
    """`queue://NAME`: a raw queue of the system's spooler."""

    name: str


TicketTarget: TypeAlias = TcpTarget | SerialTarget | FileTarget | QueueTarget


def parse_target(text: str) -> TicketTarget:
    """Read the address of a ticket printer.

    Raises:
        DeskError: `PRINTER_ADDRESS_INVALID`.
    """
    if "://" not in text:
        if text.strip():
            return FileTarget(Path(text))
        raise DeskError(ErrorCode.PRINTER_ADDRESS_INVALID, address=text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as problem:
        raise DeskError(ErrorCode.PRINTER_ADDRESS_INVALID, address=text) from problem
    rest = text.split("://", 1)[1]
    match parts.scheme:
        case "tcp" if host and parts.path in {"", "/"} and port != 0:
            return TcpTarget(host, port or DEFAULT_PORT)
        case "serial" if rest.startswith("/") or _COM_PORT.fullmatch(rest):
            return SerialTarget(rest)
        case "file" if rest.startswith("/"):
            return FileTarget(Path(rest))
        case "queue" if rest and not rest.startswith("-"):
            return QueueTarget(rest)
        case _:
            raise DeskError(ErrorCode.PRINTER_ADDRESS_INVALID, address=text)


class QueueTransport:
    """Ticket bytes through a raw CUPS queue: nothing is converted, and no status comes back.

    Args:
        name: The queue.
        title: Name of the job in the queue's list.
        system: The CUPS server.
    """

    def __init__(self, name: str, *, title: str = "Phiếu", system: CupsSystem | None = None) -> None:
        self._name = name
        self._title = title
        self._system = system or CupsSystem()

    def send(self, data: bytes) -> TransportReport:
        """Hand the bytes of one ticket to the queue.

        Raises:
            DeskError: The queue is unknown or takes nothing.
        """
        if not self._system.printer(self._name).accepting:
            raise DeskError(ErrorCode.PRINTER_REJECTED, printer=self._name, reason="not accepting jobs")
        self._system.submit(data, printer=self._name, title=self._title, options=("raw",))
        return TransportReport(sent_bytes=len(data), outcome=PrintOutcome.HANDED_OVER)


def open_transport(
    target: TicketTarget,
    model: TicketPrinterModel,
    *,
    limits: LineLimits | None = None,
) -> ByteTransport:
    """Return the way to a printer.

    Args:
        target: Where it is.
        model: What it can answer and how fast its line is.
        limits: How long to wait, usual times if left out.
    """
    match target:
        case TcpTarget():
            return TcpTransport(
                target.host,
                target.port,
                answers_status=model.answers_status,
                limits=limits,
            )
        case SerialTarget():
            return SerialTransport(
                target.port,
                baud=model.baud,
                answers_status=model.answers_status,
                hardware_flow=model.hardware_flow,
                limits=limits,
            )
        case FileTarget():
            return FileTransport(target.path)
        case QueueTarget():
            return QueueTransport(target.name)
        case _:
            assert_never(target)
