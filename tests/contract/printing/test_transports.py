"""Every way to a ticket printer keeps the same promises: all bytes, or a fault that says how much is known."""

import os
import pty
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.escpos import encode_ticket
from desktop.printing.file_printer import FileTransport
from desktop.printing.line_sending import LineLimits
from desktop.printing.printer_catalogue import TicketPrinterModel
from desktop.printing.serial_transport import SerialTransport
from desktop.printing.tcp_transport import TcpTransport
from desktop.printing.ticket_printing import send_ticket
from desktop.printing.transports import (
    FileTarget,
    QueueTarget,
    SerialTarget,
    TcpTarget,
    open_transport,
    parse_target,
)
from desktop.services.ports_printing import PrintOutcome
from tests.support.escpos_decoder import decode
from tests.support.fake_printer import FakePrinter, Mood, closed_port, fake_printer
from tests.support.ticket_samples import MOMENT, queue_ticket

SHORT = LineLimits(connect=1, send=0.3, answer=0.2, answer_after=0.3, closing=0.2)
MODEL = TicketPrinterModel(id="x", name="x", answers_status=True)
DATA = encode_ticket(queue_ticket(), MODEL)


def over_network(printer: FakePrinter, *, answers_status: bool = True) -> TcpTransport:
    return TcpTransport("127.0.0.1", printer.port, answers_status=answers_status, limits=SHORT)


def test_a_good_network_printer_gets_every_byte_and_confirms() -> None:
    with fake_printer(Mood.OK) as printer:
        report = over_network(printer).send(DATA)
        assert printer.ended.wait(timeout=5)
    assert (report.outcome, report.sent_bytes, report.paper_low) == (PrintOutcome.CONFIRMED, len(DATA), False)
    assert bytes(printer.received) == DATA


def test_a_roll_near_its_end_is_told_and_prints() -> None:
    with fake_printer(Mood.NEAR_END) as printer:
        report = over_network(printer).send(DATA)
    assert (report.outcome, report.paper_low) == (PrintOutcome.CONFIRMED, True)


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        (Mood.NO_PAPER, ErrorCode.PRINTER_NO_PAPER),
        (Mood.COVER_OPEN, ErrorCode.PRINTER_COVER_OPEN),
        (Mood.OFFLINE, ErrorCode.PRINTER_OFFLINE),
        (Mood.MUTE, ErrorCode.PRINTER_OFF),
        (Mood.STALL, ErrorCode.PRINTER_OFF),
    ],
)
def test_a_printer_that_cannot_print_gets_no_byte_and_says_why(mood: Mood, code: ErrorCode) -> None:
    with fake_printer(mood) as printer:
        with pytest.raises(DeskError) as caught:
            over_network(printer).send(DATA)
        assert over_network(printer).status().ready is False
    assert caught.value.code is code
    assert bytes(printer.received) == b""


def test_a_roll_that_ends_in_the_middle_leaves_a_doubt_and_not_a_success() -> None:
    with fake_printer(Mood.NO_PAPER_AFTERWARDS) as printer:
        report = over_network(printer).send(DATA)
    assert (report.outcome, report.fault) == (PrintOutcome.DOUBTFUL, ErrorCode.PRINTER_NO_PAPER)


@pytest.mark.parametrize("answers_status", [True, False])
def test_a_connection_that_breaks_in_the_middle_leaves_a_doubt(answers_status: bool) -> None:
    with fake_printer(Mood.HANGS_UP) as printer:
        transport = over_network(printer, answers_status=False)
        report = transport.send(DATA * (3 if answers_status else 1))
    assert (report.outcome, report.fault) == (PrintOutcome.DOUBTFUL, ErrorCode.PRINTER_CONNECTION_LOST)


def test_a_printer_that_stops_reading_leaves_a_doubt_when_the_line_is_full() -> None:
    with fake_printer(Mood.STALL) as printer:
        report = over_network(printer, answers_status=False).send(bytes(16_000_000))
    assert (report.outcome, report.fault) == (PrintOutcome.DOUBTFUL, ErrorCode.PRINTER_SLOW)
    assert 0 < report.sent_bytes < 16_000_000


def test_a_silent_model_is_handed_the_ticket_without_questions() -> None:
    with fake_printer(Mood.MUTE) as printer:
        report = over_network(printer, answers_status=False).send(DATA)
        assert printer.ended.wait(timeout=5)
    assert report.outcome is PrintOutcome.HANDED_OVER
    assert bytes(printer.received) == DATA


def test_a_port_where_nobody_listens_is_refused() -> None:
    transport = TcpTransport("127.0.0.1", closed_port(), answers_status=True, limits=SHORT)
    with pytest.raises(DeskError) as caught:
        transport.send(DATA)
    assert caught.value.code is ErrorCode.PRINTER_REFUSED
    assert transport.status().fault is ErrorCode.PRINTER_REFUSED


def test_the_command_s_ticket_arrives_over_the_network_as_paper() -> None:
    with fake_printer(Mood.OK) as printer:
        send_ticket("A047", "Cấp bản sao trích lục", f"tcp://127.0.0.1:{printer.port}", issued_at=MOMENT)
        assert printer.ended.wait(timeout=5)
    assert len(decode(bytes(printer.received)).cuts) == 1


@contextmanager
def serial_printer(mood: Mood) -> Iterator[tuple[str, FakePrinter]]:
    """A pseudo terminal with a printer at its other end."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    printer = FakePrinter(port=0, mood=mood)

    def talk() -> None:
        with suppress(OSError):
            while data := os.read(ours, 1024):
                if answer := printer.take(data):
                    os.write(ours, answer)

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield os.ttyname(theirs), printer
    finally:
        os.close(theirs)
        thread.join(timeout=5)
        os.close(ours)


@pytest.mark.parametrize("answers_status", [True, False])
def test_a_serial_printer_gets_every_byte(answers_status: bool) -> None:
    with serial_printer(Mood.OK) as (port, printer):
        report = SerialTransport(port, baud=115200, answers_status=answers_status, limits=SHORT).send(DATA)
    assert report.outcome is (PrintOutcome.CONFIRMED if answers_status else PrintOutcome.HANDED_OVER)
    assert bytes(printer.received) == DATA


@pytest.mark.parametrize(
    ("mood", "code"),
    [(Mood.NO_PAPER, ErrorCode.PRINTER_NO_PAPER), (Mood.MUTE, ErrorCode.PRINTER_OFF)],
)
def test_a_serial_printer_that_cannot_print_gets_no_byte(mood: Mood, code: ErrorCode) -> None:
    with serial_printer(mood) as (port, printer), pytest.raises(DeskError) as caught:
        SerialTransport(port, baud=115200, answers_status=True, limits=SHORT).send(DATA)
    assert caught.value.code is code
    assert bytes(printer.received) == b""


def test_an_unplugged_serial_printer_is_off() -> None:
    with pytest.raises(DeskError) as caught:
        SerialTransport("/dev/ttyKhongCo", baud=9600, answers_status=False, limits=SHORT).send(DATA)
    assert caught.value.code is ErrorCode.PRINTER_OFF


def test_a_file_holds_the_ticket_whole(tmp_path: Path) -> None:
    path = tmp_path / "phiếu.bin"
    path.write_bytes(b"old")
    assert FileTransport(path).send(DATA).outcome is PrintOutcome.CONFIRMED
    assert path.read_bytes() == DATA
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_file_that_is_not_there_is_a_printer_that_is_off() -> None:
    with pytest.raises(DeskError) as caught:
        FileTransport(Path("/dev/usb/lp-khong-co")).send(DATA)
    assert caught.value.code is ErrorCode.PRINTER_OFF


def test_a_device_file_takes_every_byte() -> None:
    with serial_printer(Mood.MUTE) as (port, printer):
        assert FileTransport(Path(port)).send(DATA).outcome is PrintOutcome.HANDED_OVER
    assert bytes(printer.received) == DATA


def test_a_device_without_room_says_no_paper_and_prints_nothing() -> None:
    with pytest.raises(DeskError) as caught:
        FileTransport(Path("/dev/full")).send(DATA)
    assert caught.value.code is ErrorCode.PRINTER_NO_PAPER


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(DeskError) as caught:
        FileTransport(Path("/khong-co/phieu.bin")).send(DATA)
    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("tcp://10.0.0.5", TcpTarget("10.0.0.5", 9100)),
        ("tcp://may-in:9101", TcpTarget("may-in", 9101)),
        ("tcp://[::1]:9100", TcpTarget("::1", 9100)),
        ("serial:///dev/ttyUSB0", SerialTarget("/dev/ttyUSB0")),
        ("serial://COM3", SerialTarget("COM3")),
        ("file:///dev/usb/lp0", FileTarget(Path("/dev/usb/lp0"))),
        ("phiếu.bin", FileTarget(Path("phiếu.bin"))),
        ("queue://Bixolon", QueueTarget("Bixolon")),
    ],
)
def test_an_address_names_one_way(text: str, target: object) -> None:
    parsed = parse_target(text)
    assert parsed == target
    assert open_transport(parsed, MODEL) is not None


@pytest.mark.parametrize(
    "text",
    ["", " ", "tcp://", "tcp://x:0", "tcp://x:99999", "tcp://x:y", "ftp://x", "queue://", "queue://-x", "serial://x",
     "file://x", "tcp://x/y", "tcp://[::1"],
)  # fmt: skip
def test_a_wrong_address_is_told(text: str) -> None:
    with pytest.raises(DeskError) as caught:
        parse_target(text)
    assert caught.value.code is ErrorCode.PRINTER_ADDRESS_INVALID
