"""Windows printing against a spooler that fails in every documented way; the real calls are tested by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.windows_printer import (
    RawDocument,
    WindowsError,
    WindowsPaperPrinter,
    WindowsPrinterList,
    WindowsRawTransport,
)
from desktop.services.ports_printing import PaperMedia, PrinterEntry, PrintOutcome

DATA = bytes(range(256)) * 1024


@dataclass(slots=True)
class FakeSpooler:
    """A spooler, its queue, and at which call it fails with which error number.

    Attributes:
        fails_at: `open`, `write`, `second write`, `finish`, `draw`, `state`, `list` or empty.
        error: The Windows error number.
        state: PRINTER_STATUS bits.
        queue: Documents the printer will print.
        aborted: How many documents were thrown away.
    """

    fails_at: str = ""
    error: int = 1801
    state: int = 0
    queue: list[bytes] = field(default_factory=list)
    aborted: int = 0
    half: bytearray = field(default_factory=bytearray)
    mute: bool = False

    def check(self, call: str) -> None:
        if call == self.fails_at:
            raise WindowsError(self.error)

    def start_raw(self, printer: str, title: str) -> RawDocument:
        assert printer
        assert title
        self.check("open")
        self.half.clear()
        return self

    def write(self, data: bytes) -> int:
        self.check("second write" if self.half else "write")
        if self.mute:
            return 0
        taken = data[:10000]
        self.half += taken
        return len(taken)

    def finish(self) -> int:
        self.check("finish")
        self.queue.append(bytes(self.half))
        return 7

    def abort(self) -> None:
        self.aborted += 1

    def draw_pdf(self, printer: str, pdf: bytes, *, title: str, paper: PaperMedia, copies: int) -> int:
        self.check("draw")
        self.queue.append(f"{printer}|{title}|{paper}|{copies}|".encode() + pdf)
        return 8

    def printer_state(self, printer: str) -> int:
        assert printer
        self.check("state")
        return self.state

    def printers(self) -> Sequence[PrinterEntry]:
        self.check("list")
        return (PrinterEntry(name="Z"), PrinterEntry(name="A", is_default=True))


def test_every_byte_reaches_the_queue_also_when_it_takes_them_piece_by_piece() -> None:
    spooler = FakeSpooler()
    report = WindowsRawTransport("Xprinter", spooler).send(DATA)
    assert (report.outcome, report.sent_bytes) == (PrintOutcome.HANDED_OVER, len(DATA))
    assert spooler.queue == [DATA]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (1801, ErrorCode.PRINTER_UNKNOWN),
        (5, ErrorCode.PRINTER_REJECTED),
        (1722, ErrorCode.PRINT_SYSTEM_MISSING),
        (112, ErrorCode.DISK_FULL),
        (28, ErrorCode.PRINTER_NO_PAPER),
        (63, ErrorCode.PRINT_CANCELLED),
        (31, ErrorCode.PRINTER_REJECTED),
    ],
)
@pytest.mark.parametrize("call", ["open", "write"])
def test_a_fault_before_the_first_byte_prints_nothing(call: str, error: int, code: ErrorCode) -> None:
    spooler = FakeSpooler(fails_at=call, error=error)
    with pytest.raises(DeskError) as caught:
        WindowsRawTransport("Xprinter", spooler).send(DATA)
    assert caught.value.code is code
    assert spooler.queue == []
    assert spooler.aborted == (1 if call == "write" else 0)


@pytest.mark.parametrize("call", ["second write", "finish"])
def test_a_fault_after_the_first_byte_aborts_and_leaves_a_doubt(call: str) -> None:
    spooler = FakeSpooler(fails_at=call, error=112)
    report = WindowsRawTransport("Xprinter", spooler).send(DATA)
    assert (report.outcome, report.fault) == (PrintOutcome.DOUBTFUL, ErrorCode.DISK_FULL)
    assert (spooler.queue, spooler.aborted) == ([], 1)


def test_a_spooler_that_takes_nothing_is_not_asked_for_ever() -> None:
    with pytest.raises(DeskError) as caught:
        WindowsRawTransport("Xprinter", FakeSpooler(mute=True)).send(DATA)
    assert caught.value.code is ErrorCode.PRINT_CANCELLED


def test_a_paper_goes_with_its_size_and_copies() -> None:
    spooler = FakeSpooler()
    receipt = WindowsPaperPrinter("HP", spooler).print_pdf(
        b"%PDF",
        title="Tờ khai",
        paper_size=PaperMedia.A5,
        copies=2,
    )
    assert receipt.outcome is PrintOutcome.HANDED_OVER
    assert spooler.queue == ["HP|Tờ khai|A5|2|%PDF".encode()]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (0x10, ErrorCode.PRINTER_NO_PAPER),
        (0x400000, ErrorCode.PRINTER_COVER_OPEN),
        (0x80, ErrorCode.PRINTER_OFF),
        (0x1, ErrorCode.PRINTER_OFFLINE),
        (0x8, ErrorCode.PRINTER_OFFLINE),
    ],
)
def test_what_the_queue_says_of_its_printer_is_told(state: int, code: ErrorCode) -> None:
    printer = WindowsPaperPrinter("HP", FakeSpooler(state=state))
    assert printer.status().fault is code
    receipt = printer.print_pdf(b"%PDF", title="x", paper_size=PaperMedia.A4)
    assert (receipt.outcome, receipt.fault) == (PrintOutcome.DOUBTFUL, code)


def test_drawing_that_fails_prints_nothing() -> None:
    with pytest.raises(DeskError) as caught:
        WindowsPaperPrinter("HP", FakeSpooler(fails_at="draw")).print_pdf(
            b"%PDF",
            title="x",
            paper_size=PaperMedia.A4,
        )
    assert caught.value.code is ErrorCode.PRINTER_UNKNOWN


@pytest.mark.parametrize("copies", [0, 100])
def test_a_foolish_number_of_copies_is_a_programming_mistake(copies: int) -> None:
    with pytest.raises(ValueError, match="copies"):
        WindowsPaperPrinter("HP", FakeSpooler()).print_pdf(
            b"%PDF",
            title="x",
            paper_size=PaperMedia.A4,
            copies=copies,
        )


def test_printers_come_by_name_and_none_without_the_service() -> None:
    assert [entry.name for entry in WindowsPrinterList(FakeSpooler()).printers()] == ["A", "Z"]
    assert WindowsPrinterList(FakeSpooler(fails_at="list", error=1722)).printers() == ()
    assert not WindowsPaperPrinter("x", FakeSpooler(fails_at="state")).status().ready
