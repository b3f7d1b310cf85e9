"""An ESC/POS printer made of nothing but its manual: bytes in, dots and events out.

Written apart from the encoder and without Pillow, so that both cannot be wrong in the same way. Strict: a
byte that begins no known command is an error, because a real printer would print it as a stray letter.
Positions count rows of dots; the paper grows downwards.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

_COLUMN_ROWS = 24


class UnknownCommandError(ValueError):
    """Bytes that are no command a ticket may hold."""


@dataclass(slots=True)
class DecodedPaper:
    """What came out.

    Attributes:
        rows: One list of 0 (white) and 1 (black) a row.
        cuts: Rows at which the knife came down.
        pulses: Connector pins that were pulsed (2 or 5).
        feed: Units of paper fed by `ESC J`.
        bands: Height of every picture command.
        resets: How often `ESC @` came.
    """

    rows: list[list[int]] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    pulses: list[int] = field(default_factory=list)
    feed: int = 0
    bands: list[int] = field(default_factory=list)
    resets: int = 0


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def __bool__(self) -> bool:
        return self.at < len(self._data)

    def take(self, count: int) -> bytes:
        piece = self._data[self.at : self.at + count]
        if len(piece) != count:
            raise UnknownCommandError(f"the ticket ends inside a command at byte {self.at}")
        self.at += count
        return piece

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "little")


def decode(data: bytes) -> DecodedPaper:
    """Print the bytes on a paper made of numbers.

    Raises:
        UnknownCommandError: A byte no ticket may hold.
    """
    paper = DecodedPaper()
    stream = _Bytes(data)
    band: list[list[int]] = []
    while stream:
        if band:
            if stream.take(1) != b"\n":
                raise UnknownCommandError(f"a column picture was not printed before byte {stream.at}")
            paper.rows.extend(band)
            paper.bands.append(len(band))
            band = []
            continue
        command = stream.take(2)
        if command == b"\x1b*":
            band = _columns(stream)
        elif command in _COMMANDS:
            _COMMANDS[command](stream, paper)
        else:
            raise UnknownCommandError(f"unknown command {command!r} before byte {stream.at}")
    if band:
        raise UnknownCommandError("a column picture was never printed")
    return paper


def _reset(_: _Bytes, paper: DecodedPaper) -> None:
    paper.resets += 1


def _feed(stream: _Bytes, paper: DecodedPaper) -> None:
    paper.feed += stream.number(1)


def _spacing(stream: _Bytes, _: DecodedPaper) -> None:
    if stream.number(1) > 2 * _COLUMN_ROWS:
        raise UnknownCommandError(f"white gaps between the columns before byte {stream.at}")


def _usual_spacing(_: _Bytes, __: DecodedPaper) -> None:
    """Line spacing has no part in pictures that stand alone."""


def _cut(stream: _Bytes, paper: DecodedPaper) -> None:
    if stream.number(1) not in (65, 66) or stream.number(1) != 0:
        raise UnknownCommandError(f"an unknown cut before byte {stream.at}")
    paper.cuts.append(len(paper.rows))


def _pulse(stream: _Bytes, paper: DecodedPaper) -> None:
    pin = {0: 2, 1: 5}[stream.number(1) % 48]
    stream.take(2)
    paper.pulses.append(pin)


def _raster(stream: _Bytes, paper: DecodedPaper) -> None:
    if stream.take(2) != b"0\x00":
        raise UnknownCommandError("only GS v 0 in full density")
    across = stream.number(2)
    height = stream.number(2)
    for _ in range(height):
        row = stream.take(across)
        paper.rows.append([byte >> bit & 1 for byte in row for bit in range(7, -1, -1)])
    paper.bands.append(height)


def _columns(stream: _Bytes) -> list[list[int]]:
    if stream.take(1) != b"\x21":
        raise UnknownCommandError("only ESC * in 24-dot double density")
    across = stream.number(2)
    band = [[0] * across for _ in range(_COLUMN_ROWS)]
    for column in range(across):
        bits = int.from_bytes(stream.take(3), "big")
        for row in range(_COLUMN_ROWS):
            band[row][column] = bits >> (_COLUMN_ROWS - 1 - row) & 1
    return band


_COMMANDS: dict[bytes, Callable[[_Bytes, DecodedPaper], None]] = {
    b"\x1b@": _reset,
    b"\x1dv": _raster,
    b"\x1bJ": _feed,
    b"\x1b3": _spacing,
    b"\x1b2": _usual_spacing,
    b"\x1dV": _cut,
    b"\x1bp": _pulse,
}
