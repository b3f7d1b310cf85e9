"""Ticket -> bytes, against a bare Pillow raster of the same words and against python-escpos alone, in one run."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

# A benchmark is started as a file, so its own folder is on the path and the checkout is not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageDraw, ImageFont

from benchmarks.measuring import report, timed
from desktop.printing.escpos import encode_dots, encode_ticket
from desktop.printing.escpos_environment import quiet_escpos_import
from desktop.printing.printer_catalogue import TicketPrinterModel
from desktop.printing.raster import as_paper, draw
from desktop.printing.ticket import QueueTicket
from desktop.printing.ticket_layout import GapLine, RuleLine, TextLine, Weight, layout
from desktop.resources_dir import resources_dir

with quiet_escpos_import():
    from escpos.printer import Dummy

WIDTH = 576
ROUNDS = 200
MODEL = TicketPrinterModel(id="bench", name="bench", width_dots=WIDTH)
TICKET = QueueTicket(
    number="A047",
    service="Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng",
    office="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐỨC THỊNH",
    issued_at=datetime(2026, 11, 24, 2, 51, tzinfo=UTC),
    waiting=3,
    priority="người cao tuổi",
)


def next_ticket() -> Callable[[], QueueTicket]:
    """Give a new number each time, as at a counter: only number and count change from ticket to ticket."""
    numbers = count(1)

    def give() -> QueueTicket:
        number = next(numbers)
        return replace(TICKET, number=f"A{number:03}", waiting=number % 30)

    return give


def bare_pillow(fonts: dict[tuple[Weight, int], ImageFont.FreeTypeFont]) -> Callable[[], Image.Image]:
    """Draw the same words with Pillow alone: fonts loaded, rows broken beforehand by Pillow's own measure."""
    words: list[tuple[str, ImageFont.FreeTypeFont, int]] = []
    top = 0
    for line in layout(TICKET):
        match line:
            case TextLine():
                key = (line.weight, line.size)
                face = {Weight.REGULAR: "Regular", Weight.BOLD: "Bold"}[line.weight]
                path = resources_dir() / "fonts" / "paper" / f"LiberationSans-{face}.ttf"
                font = fonts.setdefault(key, ImageFont.truetype(str(path), line.size))
                row = ""
                for word in line.text.split():
                    wider = f"{row} {word}".strip()
                    if font.getlength(wider) > WIDTH:
                        words.append((row, font, top))
                        top += line.size
                        wider = word
                    row = wider
                words.append((row, font, top))
                top += round(line.size * 1.2)
            case RuleLine() | GapLine():
                top += 14

    def work() -> Image.Image:
        page = Image.new("1", (WIDTH, top), 0)
        pen = ImageDraw.Draw(page)
        pen.fontmode = "1"
        for text, font, row in words:
            pen.text((WIDTH / 2, row), text, font=font, fill=255, anchor="ma")
        return page

    return work


def main() -> None:
    """Measure and print the ratios."""
    give, fresh = next_ticket(), next_ticket()
    draw_bare = bare_pillow({})
    draw_bare()
    dots = draw(layout(TICKET), WIDTH)

    def by_escpos() -> bytes:
        encoder = Dummy()
        encoder.image(as_paper(dots), fragment_height=96)
        return encoder.output

    ours = timed(
        "ticket -> bytes (numbers of one service)", lambda: encode_ticket(give(), MODEL), rounds=ROUNDS
    )

    def never_seen() -> bytes:
        ticket = fresh()
        return encode_ticket(
            replace(
                ticket, service=f"{TICKET.service} {ticket.number}", office=f"{TICKET.office} {ticket.number}"
            ),
            MODEL,
        )

    new = timed("ours, every line never seen before", never_seen, rounds=ROUNDS)
    bare = timed("bare Pillow raster of the same words", draw_bare, rounds=ROUNDS)
    report(
        "ticket",
        "Queue ticket, 576 dots",
        ours,
        [
            bare,
            new,
            timed("ours, encoding alone", lambda: encode_dots(dots, MODEL), rounds=ROUNDS),
            timed("python-escpos, encoding alone", by_escpos, rounds=ROUNDS),
        ],
        notes=(
            f"{len(encode_ticket(TICKET, MODEL))} bytes a ticket",
            f"with every line new: {new.median_ms / bare.median_ms:.2f}x of the bare raster",
        ),
    )


if __name__ == "__main__":
    main()
