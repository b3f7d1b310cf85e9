"""Ticket printers on a serial line or a virtual COM port."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import serial

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.line_sending import LineLimits, send_over
from desktop.services.ports_printing import TransportReport

_PIECE: Final = 512
_LOOK_AGAIN: Final = 0.01
"""Seconds between two looks at how much the line still has to carry."""
_BITS_PER_BYTE: Final = 10
"""Start bit, eight bits, stop bit."""


class _SerialLine:
    def __init__(self, port: serial.Serial, baud: int, limits: LineLimits) -> None:
        self._port = port
        self._baud = baud
        self._limits = limits
        self._written = 0

    def write(self, data: bytes) -> int:
        try:
            taken = self._port.write(data[:_PIECE]) or 0
        except serial.SerialTimeoutException as problem:
            raise TimeoutError("the printer takes no more bytes") from problem
        self._written += taken
        return taken

    def read(self, seconds: float) -> bytes:
        self._port.timeout = seconds
        answer = self._port.read(1)
        if not answer:
            raise TimeoutError("the printer does not answer")
        return answer

    def drain(self) -> None:
        self._port.reset_input_buffer()

    def settle(self) -> None:
        """Wait until the line has carried everything: half a minute for a ticket at 9600 bits a second."""
        pause = threading.Event()
        end = time.monotonic() + self._limits.send + self._written * _BITS_PER_BYTE / self._baud
        while self._port.out_waiting:
            if time.monotonic() > end:
                raise TimeoutError("the line does not carry the bytes away")
            pause.wait(_LOOK_AGAIN)


class SerialTransport:
    """Sends tickets over a serial line; the port is open only while a ticket is sent.

    Args:
        port: `/dev/ttyUSB0`, `COM3`.
        baud: Bits a second.
        answers_status: Whether the model answers status questions.
        hardware_flow: Whether the cable carries RTS and CTS.
        limits: How long to wait.
    """

    def __init__(
        self,
        port: str,
        *,
        baud: int,
        answers_status: bool,
        hardware_flow: bool = False,
        limits: LineLimits | None = None,
    ) -> None:
        self._port = port
        self._baud = baud
        self._answers = answers_status
        self._flow = hardware_flow
        self._limits = limits or LineLimits()

    def send(self, data: bytes) -> TransportReport:
        """Carry the bytes of one ticket.

        Raises:
            DeskError: `PRINTER_OFF` where the port cannot be opened, or a fault before the first byte.
        """
        with self._opened() as line:
            return send_over(
                line,
                data,
                target=self._port,
                answers_status=self._answers,
                limits=self._limits,
            )

    @contextmanager
    def _opened(self) -> Iterator[_SerialLine]:
        try:
            port = serial.Serial(
                self._port,
                self._baud,
                timeout=self._limits.answer,
                write_timeout=self._limits.send,
                rtscts=self._flow,
            )
        except (OSError, ValueError) as problem:
            raise DeskError(ErrorCode.PRINTER_OFF, target=self._port) from problem
        try:
            yield _SerialLine(port, self._baud, self._limits)
        finally:
            port.close()
