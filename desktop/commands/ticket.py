"""`khongviet ticket`: one queue ticket to a file or to a printer, without a database."""

import argparse
import pkgutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from desktop.commands.outcome import EXIT_OK, EXIT_WORLD_FAULT, Outcome
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.ticket_printing import (
    DEFAULT_MODEL,
    letters_without_glyph,
    send_ticket,
    shipped_printers,
)
from desktop.services.messages import message_for

# Found by name when there are data: a ticket for a machine without any needs no database.
_OFFICE_NAME: Final = "desktop.commands.own_office:office_name"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("--number", required=True, metavar="A047", help="số thứ tự")
    parser.add_argument("--service", required=True, metavar="TEXT", help="việc người dân đến làm")
    parser.add_argument(
        "--office", metavar="TEXT", help="tên cơ quan trên phiếu; không ghi thì lấy cơ quan của máy này"
    )
    parser.add_argument("--waiting", type=int, metavar="N", help="số người đang chờ trước")
    parser.add_argument("--priority", default="", metavar="TEXT", help="lý do ưu tiên")
    parser.add_argument(
        "--model", default=DEFAULT_MODEL, metavar="ID", help="mẫu máy in trong resources/printers"
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--out", type=Path, metavar="FILE.bin", help="ghi các byte ra tệp")
    target.add_argument("--to", metavar="tcp://HOST:PORT", help="gửi tới máy in: tcp, serial, file, queue")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Print the ticket.

    Raises:
        DeskError: INPUT_INVALID for an empty number; the faults of printers.
    """
    if not arguments.number.strip():
        raise DeskError(ErrorCode.INPUT_INVALID, problem="số thứ tự đang để trống.")
    if arguments.waiting is not None and arguments.waiting < 0:
        raise DeskError(ErrorCode.INPUT_INVALID, problem="số người chờ không thể âm.")
    now = office_time(datetime.now().astimezone())
    office, complaints = (
        (arguments.office, ()) if arguments.office is not None else _own_office(arguments, now)
    )
    boxes = letters_without_glyph(arguments.number, arguments.service, office, arguments.priority)
    if boxes:
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in boxes)
        complaints += (("glyph_missing", f"Phông chữ của phiếu không có {named}: chỗ đó in thành ô trống."),)
    target = arguments.to if arguments.to is not None else str(arguments.out.absolute())
    try:
        report = send_ticket(
            arguments.number,
            arguments.service,
            target,
            issued_at=now,
            office=office,
            waiting=arguments.waiting,
            priority=arguments.priority,
            model_id=arguments.model,
        )
    except DeskError as fault:
        raise _of_words(fault, arguments) from fault
    plain = {
        "bytes": report.sent_bytes,
        "outcome": report.outcome.value,
        "fault": report.fault.value if report.fault is not None else None,
        "paper_low": report.paper_low,
        "office": office,
        "without_glyph": list(boxes),
    }
    if report.fault is not None:
        complaint = (report.fault.value, message_for(DeskError(report.fault)).text)
        return Outcome(plain=plain, exit_code=EXIT_WORLD_FAULT, complaints=(*complaints, complaint))
    low = " Giấy sắp hết." if report.paper_low else ""
    return Outcome(
        plain=plain,
        text=f"Đã gửi phiếu {arguments.number}, {report.sent_bytes} byte.{low}",
        exit_code=EXIT_OK,
        complaints=complaints,
    )


def _own_office(arguments: argparse.Namespace, now: datetime) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give the office of the data folder; a ticket is printed even where its name cannot be read, and that is told."""
    if not any(arguments.data_dir.glob("*.db")):
        return "", ()  # and the libraries of the database are not waited for
    office_name: Callable[[Path, date], str] = pkgutil.resolve_name(_OFFICE_NAME)
    try:
        return office_name(arguments.data_dir, now.date()), ()
    except DeskError as fault:
        return "", ((fault.code.value, message_for(fault).text),)


def _of_words(fault: DeskError, arguments: argparse.Namespace) -> DeskError:
    """Say about the words of the command what the printing room says about a printer of the settings."""
    if fault.code is ErrorCode.PRINTER_UNKNOWN and arguments.model not in (known := shipped_printers().ids()):
        problem = f"không có mẫu máy in “{arguments.model}”; các mẫu: {', '.join(known)}."
        return DeskError(ErrorCode.INPUT_INVALID, place="--model", problem=problem)
    # A printer's device says "no room" for "no paper"; any other file means it.
    if fault.code is ErrorCode.PRINTER_NO_PAPER and arguments.out is not None:
        return DeskError(ErrorCode.DISK_FULL, file=arguments.out)
    return fault
