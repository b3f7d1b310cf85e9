"""A program that prints one stored ticket and is killed while it does.

Started by the fault tests: `python -m tests.support.print_runner FOLDER PORT`.
"""

import sys
from pathlib import Path

from desktop.printing.line_sending import LineLimits
from desktop.printing.print_worker import PrintWorker
from desktop.printing.printer_catalogue import TicketPrinterModel
from desktop.printing.tcp_transport import TcpTransport
from desktop.printing.ticket import ticket_to_bytes
from desktop.printing.ticket_printing import TicketPrinter
from tests.support.print_jobs_memory import START, a_job
from tests.support.record_samples import StandingClock, open_store
from tests.support.ticket_samples import queue_ticket


def main(folder: str, port: str) -> None:
    """Store two jobs and print the first at a printer that lets it wait for ever."""
    with open_store(Path(folder), StandingClock()) as store:
        for number in (1, 2):
            store.print_jobs.add(a_job(number, payload=ticket_to_bytes(queue_ticket())))
        limits = LineLimits(send=600, answer=600, answer_after=600)
        transport = TcpTransport("127.0.0.1", int(port), answers_status=True, limits=limits)
        model = TicketPrinterModel(id="x", name="x", answers_status=True)
        worker = PrintWorker(
            "quay-1",
            store.print_jobs,
            now=lambda: START,
            ticket=TicketPrinter(model, transport),
        )
        worker.recover()
        worker.run_once()


if __name__ == "__main__":
    main(*sys.argv[1:])
