"""From a drawn ticket to the bytes of an ESC/POS printer. python-escpos is spoken here and nowhere else.

Of python-escpos only the encoder is used (`Dummy`); its connections lose jobs silently (no `open()`, no
status, 60 s of waiting), so the ways to a printer are this program's own, see `transports`.
"""

from collections.abc import Iterator
from typing import Final, assert_never

from PIL import Image

from desktop.printing.escpos_environment import quiet_escpos_import
from desktop.printing.printer_catalogue import CutMode, RasterMode, TicketPrinterModel
from desktop.printing.raster import as_paper, draw
from desktop.printing.ticket import Ticket
from desktop.printing.ticket_layout import layout

with quiet_escpos_import():
    from escpos.printer import Dummy

_ESC: Final = b"\x1b"
_GS: Final = b"\x1d"
_FEED_DOTS: Final = _ESC + b"J"
_COLUMN_ROWS: Final = 24


def _strips(dots: Image.Image, rows: int) -> Iterator[bytes]:
    """Cut the picture into `GS v 0` commands.

    `Dummy.image` makes the same bytes (a test says so) but walks five times through every picture in colour.
    A drawn ticket already has one bit a dot in the printer's order.
    """
    across = dots.width // 8
    data = dots.tobytes()
    for top in range(0, dots.height, rows):
        count = min(rows, dots.height - top)
        header = _GS + b"v0\x00" + across.to_bytes(2, "little") + count.to_bytes(2, "little")
        yield header + data[top * across : (top + count) * across]


def _columns(dots: Image.Image) -> bytes:
    """Encode the picture as `ESC *` rows of 24 dots, padded with white."""
    height = -(-dots.height // _COLUMN_ROWS) * _COLUMN_ROWS
    padded = Image.new("1", (dots.width, height), 0)
    padded.paste(dots, (0, 0))
    encoder = Dummy()
    encoder.image(as_paper(padded), impl="bitImageColumn", fragment_height=height)
    return encoder.output


def encode_dots(dots: Image.Image, model: TicketPrinterModel) -> bytes:
    """Return everything a printer needs for one ticket: reset, picture, feed, cut, drawer.

    Args:
        dots: A picture as `raster.draw` returns it, as wide as the model.
        model: How this model wants it.
    """
    encoder = Dummy()
    encoder.hw("INIT")
    parts = [encoder.output]
    match model.raster:
        case RasterMode.STRIPS:
            parts.extend(_strips(dots, model.strip_rows))
        case RasterMode.COLUMNS:
            parts.append(_columns(dots))
        case _:
            assert_never(model.raster)
    if model.feed_units:
        parts.append(_FEED_DOTS + bytes((model.feed_units,)))
    encoder.clear()
    match model.cut:
        case CutMode.FULL:
            # Function B feeds to the knife by itself; `Dummy.cut` knows it for partial cuts only.
            parts.append(_GS + b"VA\x00")
        case CutMode.PARTIAL:
            encoder.cut(mode="PART", feed=False)
        case CutMode.NONE:
            pass
        case _:
            assert_never(model.cut)
    if model.drawer_pin:
        encoder.cashdraw(model.drawer_pin)
    return b"".join((*parts, encoder.output))


def encode_ticket(ticket: Ticket, model: TicketPrinterModel, *, copy: bool = False) -> bytes:
    """Return the bytes of a ticket for one model of printer.

    Args:
        ticket: What it says.
        model: The printer's description.
        copy: Whether it repeats an earlier print and bears the mark of it.
    """
    return encode_dots(draw(layout(ticket, copy=copy), model.width_dots), model)
