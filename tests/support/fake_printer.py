"""A ticket printer on the loopback network that can be out of paper, open, mute, stuck or gone."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

_QUESTION = b"\x10\x04"


class Mood(Enum):
    """How the printer is."""

    OK = "ok"
    NEAR_END = "near end of the roll"
    NO_PAPER = "no paper"
    NO_PAPER_AFTERWARDS = "the roll ends in the middle of the ticket"
    COVER_OPEN = "cover open"
    OFFLINE = "offline without a reason"
    MUTE = "reads all, answers nothing"
    STALL = "accepts the connection and reads nothing"
    HANGS_UP = "breaks the connection in the middle of the ticket"


_CALM = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
_ANSWERS = {
    Mood.OK: _CALM,
    Mood.NEAR_END: {**_CALM, 4: 0x1E},
    Mood.NO_PAPER: {**_CALM, 1: 0x1A, 2: 0x32, 4: 0x72},
    Mood.COVER_OPEN: {**_CALM, 1: 0x1A, 2: 0x16},
    Mood.OFFLINE: {**_CALM, 1: 0x1A},
    Mood.NO_PAPER_AFTERWARDS: _CALM,
}
_AFTER_BYTES = 1000


@dataclass(slots=True)
class FakePrinter:
    """What the printer got.

    Attributes:
        port: Where it listens.
        mood: How it is.
        received: Ticket bytes, without the questions.
        called: Set when somebody connected.
        ended: Set when the connection is over.
    """

    port: int
    mood: Mood
    received: bytearray = field(default_factory=bytearray)
    called: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, question: int) -> bytes:
        """Give the status byte for one question; nothing when mute."""
        mood = self.mood
        if mood is Mood.NO_PAPER_AFTERWARDS and len(self.received) > _AFTER_BYTES:
            mood = Mood.NO_PAPER
        answers = _ANSWERS.get(mood)
        return b"" if answers is None else bytes((answers[question],))

    def take(self, data: bytes) -> bytes:
        """Take what came over the line and return what to answer."""
        answers = bytearray()
        rest = data
        while (at := rest.find(_QUESTION)) >= 0 and len(rest) > at + 2 and rest[at + 2] in _CALM:
            self.received += rest[:at]
            answers += self.answer(rest[at + 2])
            rest = rest[at + 3 :]
        self.received += rest
        return bytes(answers)


@contextmanager
def fake_printer(mood: Mood) -> Iterator[FakePrinter]:
    """Run a printer that serves connections one after the other until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # A small window, so that a printer that reads nothing is noticed after a few kilobytes.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        printer = FakePrinter(port=listener.getsockname()[1], mood=mood)
        over = threading.Event()
        thread = threading.Thread(target=_serve, args=(listener, printer, over), daemon=True)
        thread.start()
        try:
            yield printer
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)


def _serve(listener: socket.socket, printer: FakePrinter, over: threading.Event) -> None:
    while not over.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        printer.called.set()
        with connection:
            if printer.mood is Mood.STALL:
                over.wait(timeout=10)
                return
            _talk(connection, printer)
        printer.ended.set()


def _talk(connection: socket.socket, printer: FakePrinter) -> None:
    try:
        while data := connection.recv(1024):
            answer = printer.take(data)
            if answer:
                connection.sendall(answer)
            if printer.mood is Mood.HANGS_UP and len(printer.received) > _AFTER_BYTES:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
    except OSError:
        return


def closed_port() -> int:
    """Give a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
