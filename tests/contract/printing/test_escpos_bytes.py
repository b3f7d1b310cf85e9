"""The bytes are judged by a printer that knows nothing of the program that wrote them."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from desktop.printing.escpos import encode_ticket
from desktop.printing.escpos_environment import quiet_escpos_import
from desktop.printing.printer_catalogue import CutMode, RasterMode, TicketPrinterModel
from desktop.printing.raster import as_paper, draw
from desktop.printing.ticket import Ticket
from desktop.printing.ticket_layout import layout
from desktop.printing.ticket_printing import shipped_printers
from tests.support.escpos_decoder import UnknownCommandError, decode
from tests.support.ticket_samples import all_tickets, queue_ticket

with quiet_escpos_import():
    from escpos.printer import Dummy

MODELS = [shipped_printers().get(name) for name in shipped_printers().ids()]


def rows_of(picture: Image.Image) -> list[list[int]]:
    dots = [1 if dot else 0 for dot in picture.get_flattened_data()]
    return [dots[start : start + picture.width] for start in range(0, len(dots), picture.width)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
@pytest.mark.parametrize("ticket", all_tickets(), ids=lambda ticket: type(ticket).__name__)
@pytest.mark.parametrize("copy", [False, True])
def test_the_paper_shows_dot_for_dot_what_was_drawn(
    model: TicketPrinterModel,
    ticket: Ticket,
    copy: bool,
) -> None:
    drawn = rows_of(draw(layout(ticket, copy=copy), model.width_dots))
    paper = decode(encode_ticket(ticket, model, copy=copy))
    assert paper.rows[: len(drawn)] == drawn
    assert not any(any(row) for row in paper.rows[len(drawn) :])
    assert len(paper.rows) - len(drawn) < 24
    assert paper.resets == 1
    assert paper.feed == model.feed_units


@pytest.mark.parametrize("rows", [8, 96, 960])
def test_strips_are_those_of_python_escpos(rows: int) -> None:
    model = TicketPrinterModel(id="x", name="x", strip_rows=rows)
    oracle = Dummy()
    oracle.image(as_paper(draw(layout(queue_ticket()), 576)), fragment_height=rows)
    assert oracle.output in encode_ticket(queue_ticket(), model)
    assert max(decode(encode_ticket(queue_ticket(), model)).bands) <= rows


@pytest.mark.parametrize(
    ("cut", "pin", "cuts", "pulses"),
    [(CutMode.FULL, 0, 1, []), (CutMode.PARTIAL, 2, 1, [2]), (CutMode.NONE, 5, 0, [5])],
)
def test_knife_and_drawer_do_what_the_model_says(
    cut: CutMode,
    pin: int,
    cuts: int,
    pulses: list[int],
) -> None:
    model = TicketPrinterModel(id="x", name="x", cut=cut, drawer_pin=pin, feed_units=0)
    paper = decode(encode_ticket(queue_ticket(), model))
    assert (len(paper.cuts), paper.pulses, paper.feed) == (cuts, pulses, 0)
    assert all(at == len(paper.rows) for at in paper.cuts)


def test_column_and_strip_printers_show_the_same_picture() -> None:
    model = TicketPrinterModel(id="x", name="x")
    strips = decode(encode_ticket(queue_ticket(), model)).rows
    columns = decode(encode_ticket(queue_ticket(), replace(model, raster=RasterMode.COLUMNS))).rows
    assert columns[: len(strips)] == strips


@pytest.mark.parametrize("data", [b"A", b"\x1bZ", b"\x1dv0\x00\x01\x00\x01\x00", b"\n", b"\x1d"])
def test_the_judge_refuses_what_a_printer_would_print_as_rubbish(data: bytes) -> None:
    with pytest.raises(UnknownCommandError):
        decode(data)


def test_loading_the_encoder_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "import desktop.printing.escpos"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=True,
    )
    assert list(tmp_path.iterdir()) == []
