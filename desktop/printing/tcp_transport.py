"""Ticket printers on the network: raw bytes to a port, usually 9100."""

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.line_sending import LineLimits, send_over
from desktop.printing.ticket_status import ask_status
from desktop.services.ports_printing import PrinterStatus, TransportReport

_READ: Final = 64


class _SocketLine:
    def __init__(self, connection: socket.socket, limits: LineLimits, *, will_ask: bool) -> None:
        self._socket = connection
        self._will_ask = will_ask
        self._limits = limits

    def write(self, data: bytes) -> int:
        self._socket.settimeout(self._limits.send)
        return self._socket.send(data)

    def read(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        return self._socket.recv(_READ)

    def drain(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._socket, selectors.EVENT_READ)
            while waiting.select(0):
                if not self._socket.recv(_READ):
                    raise ConnectionResetError("hung up")

    def settle(self) -> None:
        """Where no question will tell, say "no more" and listen for a moment whether the connection broke.

        The kernel takes a whole ticket in a millisecond, so without this a printer that hangs up unread
        would look like success.
        """
        if self._will_ask:
            return
        self._socket.settimeout(self._limits.closing)
        self._socket.shutdown(socket.SHUT_WR)
        with suppress(TimeoutError):  # most printers keep the line open: no bad news
            while self._socket.recv(_READ):
                pass


class TcpTransport:
    """Sends tickets to a host and port; one connection a ticket.

    Args:
        host: Name or address.
        port: 1 to 65535.
        answers_status: Whether the model answers status questions.
        limits: How long to wait.
    """

    def __init__(
        self, host: str, port: int, *, answers_status: bool, limits: LineLimits | None = None
    ) -> None:
        self._host = host
        self._port = port
        self._answers = answers_status
        self._limits = limits or LineLimits()
        self._target = f"tcp://{host}:{port}"

    def send(self, data: bytes) -> TransportReport:
        """Carry the bytes of one ticket.

        Raises:
            DeskError: `PRINTER_OFF`, `PRINTER_REFUSED`, or what the printer said before the first byte.
        """
        with self._connected() as line:
            return send_over(
                line,
                data,
                target=self._target,
                answers_status=self._answers,
                limits=self._limits,
            )

    def status(self) -> PrinterStatus:
        """Whether the printer can be reached, and what it says of itself if it answers."""
        try:
            with self._connected() as line:
                return ask_status(line, self._limits.answer) if self._answers else PrinterStatus(ready=True)
        except DeskError as problem:
            return PrinterStatus(ready=False, fault=problem.code)
        except TimeoutError:
            return PrinterStatus(ready=False, fault=ErrorCode.PRINTER_SLOW)
        except OSError:
            return PrinterStatus(ready=False, fault=ErrorCode.PRINTER_CONNECTION_LOST)

    @contextmanager
    def _connected(self) -> Iterator[_SocketLine]:
        try:
            connection = socket.create_connection((self._host, self._port), timeout=self._limits.connect)
        except ConnectionRefusedError as problem:
            raise DeskError(ErrorCode.PRINTER_REFUSED, target=self._target) from problem
        except OSError as problem:
            raise DeskError(ErrorCode.PRINTER_OFF, target=self._target) from problem
        with connection:
            yield _SocketLine(connection, self._limits, will_ask=self._answers)
