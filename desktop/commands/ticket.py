"""`khongviet ticket`: one queue ticket to a file or to a printer, without a database."""

import argparse
from datetime import datetime
from pathlib import Path

from desktop.commands.outcome import EXIT_OK, EXIT_WORLD_FAULT, Outcome
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.ticket_printing import DEFAULT_MODEL, send_ticket, shipped_printers
from desktop.services.messages import message_for


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("--number", required=True, metavar="A047", help="số thứ tự")
    parser.add_argument("--service", required=True, metavar="TEXT", help="việc người dân đến làm")
    parser.add_argument("--office", default="", metavar="TEXT", help="tên cơ quan trên phiếu")
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
    target = arguments.to if arguments.to is not None else str(arguments.out.absolute())
    try:
        report = send_ticket(
            arguments.number,
            arguments.service,
            target,
            issued_at=office_time(datetime.now().astimezone()),
            office=arguments.office,
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
    }
    if report.fault is not None:
        complaint = (report.fault.value, message_for(DeskError(report.fault)).text)
        return Outcome(plain=plain, exit_code=EXIT_WORLD_FAULT, complaints=(complaint,))
    low = " Giấy sắp hết." if report.paper_low else ""
    return Outcome(
        plain=plain,
        text=f"Đã gửi phiếu {arguments.number}, {report.sent_bytes} byte.{low}",
        exit_code=EXIT_OK,
    )


def _of_words(fault: DeskError, arguments: argparse.Namespace) -> DeskError:
    """Say about the words of the command what the printing room says about a printer of the settings."""
    if fault.code is ErrorCode.PRINTER_UNKNOWN and arguments.model not in (known := shipped_printers().ids()):
        problem = f"không có mẫu máy in “{arguments.model}”; các mẫu: {', '.join(known)}."
        return DeskError(ErrorCode.INPUT_INVALID, place="--model", problem=problem)
    # A printer's device says "no room" for "no paper"; any other file means it.
    if fault.code is ErrorCode.PRINTER_NO_PAPER and arguments.out is not None:
        return DeskError(ErrorCode.DISK_FULL, file=arguments.out)
    return fault
