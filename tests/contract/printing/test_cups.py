# ruff: noqa: S603 - poppler's own programs
"""Papers through a real CUPS server to a simulated IPP printer; what arrived is measured."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.cups import CupsSystem
from desktop.printing.ipp_client import IppServer
from desktop.printing.system_printer import SystemPrinter, SystemPrinterList
from desktop.printing.transports import QueueTransport
from desktop.resources_dir import resources_dir
from desktop.services.ports_printing import PaperMedia, PrintOutcome
from tests.support.fake_printer import Mood, closed_port, fake_printer
from tests.support.private_cups import PRINTER, RAW_QUEUE, PrivateCups, missing, private_cups

pytestmark = [
    pytest.mark.cups,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=missing() or "CUPS is here"),
]
A4 = (595.28, 841.89)
A5 = (419.53, 595.28)
TEXT = "Nguyễn Thị Bưởi, Đặng Quốc Khánh, Ễ Ể Ỗ Ự"


def a_pdf(size: tuple[float, float]) -> bytes:
    pdfmetrics.registerFont(TTFont("Serif", str(resources_dir() / "fonts/paper/LiberationSerif-Regular.ttf")))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, initialFontName="Serif")
    canvas.setFont("Serif", 14)
    canvas.drawString(60, size[1] - 80, TEXT)
    canvas.save()
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that came out."""

    size: tuple[float, float]
    text: str
    fonts: str


def measured(path: Path) -> Paper:
    def told(*command: str) -> str:
        return subprocess.run([*command], check=True, capture_output=True, text=True).stdout

    line = next(line for line in told("pdfinfo", str(path)).splitlines() if line.startswith("Page size"))
    numbers = [float(word) for word in line.split() if word.replace(".", "").isdigit()]
    return Paper(
        (numbers[0], numbers[1]), told("pdftotext", str(path), "-").strip(), told("pdffonts", str(path))
    )


@pytest.fixture(scope="module")
def cups() -> Iterator[PrivateCups]:
    with private_cups(closed_port()) as running:
        running.switch_on()
        yield running


@pytest.fixture
def system(cups: PrivateCups) -> CupsSystem:
    return CupsSystem(IppServer(address=cups.address))


def test_a_paper_arrives_at_its_true_size_with_every_letter(cups: PrivateCups, system: CupsSystem) -> None:
    printer = SystemPrinter(PRINTER, system=system)
    receipt = printer.print_pdf(a_pdf(A4), title="Tờ khai", paper_size=PaperMedia.A4)
    assert receipt.outcome is PrintOutcome.CONFIRMED
    paper = measured(cups.arrived[-1])
    assert paper.size == pytest.approx(A4, abs=1)
    assert paper.text == TEXT
    assert "LiberationSerif" in paper.fonts


def test_a_small_paper_comes_out_whole_on_a_printer_that_knows_only_a4(
    cups: PrivateCups,
    system: CupsSystem,
) -> None:
    printer = SystemPrinter(PRINTER, system=system)
    receipt = printer.print_pdf(a_pdf(A5), title="Giấy hẹn", paper_size=PaperMedia.A5)
    assert receipt.outcome is PrintOutcome.CONFIRMED
    paper = measured(cups.arrived[-1])
    assert paper.size == pytest.approx(A4, abs=1)
    assert paper.text == TEXT


def test_the_list_names_the_printers(system: CupsSystem) -> None:
    names = [entry.name for entry in SystemPrinterList(system).printers()]
    assert PRINTER in names


def test_a_ready_printer_says_so(system: CupsSystem) -> None:
    assert SystemPrinter(PRINTER, system=system).status().ready


def test_an_unknown_printer_is_told_before_anything_is_sent(system: CupsSystem) -> None:
    printer = SystemPrinter("Khong-co", system=system)
    with pytest.raises(DeskError) as caught:
        printer.print_pdf(a_pdf(A4), title="x", paper_size=PaperMedia.A4)
    assert caught.value.code is ErrorCode.PRINTER_UNKNOWN
    assert printer.status().fault is ErrorCode.PRINTER_UNKNOWN


def test_ticket_bytes_pass_a_raw_queue_untouched(cups: PrivateCups, system: CupsSystem) -> None:
    data = bytes(range(256)) * 20
    with fake_printer(Mood.MUTE) as printer:
        cups.add_raw_queue(printer.port)
        assert QueueTransport(RAW_QUEUE, system=system).send(data).outcome is PrintOutcome.HANDED_OVER
        assert printer.ended.wait(timeout=15)
    assert bytes(printer.received) == data


def test_a_printer_that_is_switched_off_prints_nothing_and_keeps_nothing_for_tomorrow(
    cups: PrivateCups,
    system: CupsSystem,
) -> None:
    before = len(cups.arrived)
    cups.switch_off()
    try:
        with pytest.raises(DeskError) as caught:
            SystemPrinter(PRINTER, system=system, patience=3).print_pdf(
                a_pdf(A4),
                title="x",
                paper_size=PaperMedia.A4,
            )
        assert caught.value.code is ErrorCode.PRINTER_OFF
    finally:
        cups.switch_on()
    assert len(cups.arrived) == before


def test_without_a_print_system_there_are_no_printers_and_a_plain_fault(tmp_path: Path) -> None:
    system = CupsSystem(IppServer(address=str(tmp_path / "khong-co.sock")))
    assert system.printers() == ()
    assert SystemPrinter("x", system=system).status().fault is ErrorCode.PRINT_SYSTEM_MISSING
