"""The worker with real bytes and a printer that fails: nothing is lost, nothing is printed twice in silence."""

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import PrintJobId
from desktop.printing.line_sending import LineLimits
from desktop.printing.print_worker import PrintDesk, PrintWorker
from desktop.printing.printer_catalogue import TicketPrinterModel
from desktop.printing.tcp_transport import TcpTransport
from desktop.printing.ticket import ticket_to_bytes
from desktop.printing.ticket_printing import TicketPrinter
from desktop.services.messages import message_for
from desktop.services.ports_printing import PrintState
from tests.support.escpos_decoder import decode
from tests.support.fake_printer import Mood, closed_port, fake_printer
from tests.support.print_jobs_memory import START, PrintJobsInMemory, a_job
from tests.support.ticket_samples import queue_ticket

PAYLOAD = ticket_to_bytes(queue_ticket())
LIMITS = LineLimits(connect=1, send=0.3, answer=0.2, answer_after=0.3, closing=0.2)


def worker(jobs: PrintJobsInMemory, port: int) -> PrintWorker:
    transport = TcpTransport("127.0.0.1", port, answers_status=True, limits=LIMITS)
    model = TicketPrinterModel(id="x", name="x", answers_status=True)
    return PrintWorker("quay-1", jobs, now=lambda: START, ticket=TicketPrinter(model, transport))


@pytest.mark.parametrize(
    ("mood", "state", "code"),
    [
        (Mood.NO_PAPER, PrintState.FAILED, ErrorCode.PRINTER_NO_PAPER),
        (Mood.COVER_OPEN, PrintState.FAILED, ErrorCode.PRINTER_COVER_OPEN),
        (Mood.OFFLINE, PrintState.FAILED, ErrorCode.PRINTER_OFFLINE),
        (Mood.STALL, PrintState.FAILED, ErrorCode.PRINTER_OFF),
        (Mood.MUTE, PrintState.FAILED, ErrorCode.PRINTER_OFF),
        (Mood.NO_PAPER_AFTERWARDS, PrintState.UNSURE, ErrorCode.PRINTER_NO_PAPER),
    ],
)
def test_each_fault_leaves_the_right_state_and_a_plain_sentence(
    mood: Mood,
    state: PrintState,
    code: ErrorCode,
) -> None:
    jobs = PrintJobsInMemory(a_job(payload=PAYLOAD))
    with fake_printer(mood) as printer:
        assert worker(jobs, printer.port).run_once()
    job = jobs.get(PrintJobId("job-1"))
    assert job is not None
    assert (job.state, job.error_code, job.payload) == (state, code, PAYLOAD)
    assert message_for(DeskError(code)).to_do


def test_after_paper_was_loaded_the_same_ticket_comes_out_once() -> None:
    jobs = PrintJobsInMemory(a_job(payload=PAYLOAD))
    with fake_printer(Mood.NO_PAPER) as printer:
        at_work = worker(jobs, printer.port)
        at_work.run_once()
        assert printer.ended.wait(timeout=5)
        printer.ended.clear()
        printer.mood = Mood.OK
        PrintDesk(jobs, now=lambda: START, new_id=lambda: PrintJobId("new")).try_again(PrintJobId("job-1"))
        assert [at_work.run_once(), at_work.run_once()] == [True, False]
        assert printer.ended.wait(timeout=5)
    assert len(decode(bytes(printer.received)).cuts) == 1
    assert [state for _, state in jobs.history][-2:] == [PrintState.SENDING, PrintState.SENT]


def test_a_refusing_printer_fails_one_job_and_the_next_is_still_there() -> None:
    jobs = PrintJobsInMemory(a_job(1, payload=PAYLOAD), a_job(2, payload=PAYLOAD))
    worker(jobs, closed_port()).run_once()
    assert [job.id for job in jobs.in_state(PrintState.FAILED)] == ["job-1"]
    assert [job.id for job in jobs.in_state(PrintState.QUEUED)] == ["job-2"]


def test_a_damaged_ticket_fails_and_does_not_stop_the_queue() -> None:
    jobs = PrintJobsInMemory(a_job(1, payload=b"\xff"), a_job(2, payload=PAYLOAD))
    with fake_printer(Mood.OK) as printer:
        at_work = worker(jobs, printer.port)
        assert [at_work.run_once(), at_work.run_once()] == [True, True]
    first, second = jobs.get(PrintJobId("job-1")), jobs.get(PrintJobId("job-2"))
    assert first is not None
    assert second is not None
    assert (first.state, first.error_code) == (PrintState.FAILED, ErrorCode.PRINT_CONTENT_INVALID)
    assert second.state is PrintState.SENT
