from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import PrintJobId
from desktop.printing.print_worker import PrintDesk, PrintWorker
from desktop.services.ports_printing import (
    PaperMedia,
    PrinterStatus,
    PrintJobs,
    PrintKind,
    PrintOutcome,
    PrintState,
    SpoolReceipt,
    TransportReport,
)
from tests.support.print_jobs_memory import START, PrintJobsInMemory, a_job

NEW_ID = PrintJobId("job-new")
DONE = TransportReport(sent_bytes=1, outcome=PrintOutcome.CONFIRMED)


@dataclass(slots=True)
class TicketScript:
    """A ticket printer that does what it is told and remembers what it printed."""

    report: Callable[[], TransportReport] = lambda: DONE
    printed: list[tuple[bytes, bool]] = field(default_factory=list)

    def print_document(self, payload: bytes, *, copy: bool) -> TransportReport:
        self.printed.append((payload, copy))
        return self.report()


@dataclass(slots=True)
class PaperScript:
    """A paper printer that remembers what it printed."""

    printed: list[tuple[bytes, str, PaperMedia, int]] = field(default_factory=list)

    def print_pdf(self, pdf: bytes, *, title: str, paper_size: PaperMedia, copies: int = 1) -> SpoolReceipt:
        self.printed.append((pdf, title, paper_size, copies))
        return SpoolReceipt(spool_id="1", outcome=PrintOutcome.CONFIRMED)

    def status(self) -> PrinterStatus:
        return PrinterStatus(ready=True)


def worker(
    jobs: PrintJobs, ticket: TicketScript | None = None, paper: PaperScript | None = None
) -> PrintWorker:
    return PrintWorker(
        "quay-1",
        jobs,
        now=lambda: START,
        ticket=ticket,
        paper=paper,
        mark_copy=lambda pdf: b"copy of " + pdf,
    )


def desk(jobs: PrintJobs) -> PrintDesk:
    return PrintDesk(jobs, now=lambda: START, new_id=lambda: NEW_ID)


def state_of(jobs: PrintJobsInMemory, number: int = 1) -> PrintState:
    job = jobs.get(PrintJobId(f"job-{number}"))
    assert job is not None
    return job.state


def raises(code: ErrorCode) -> TransportReport:
    raise DeskError(code)


def test_jobs_print_in_the_order_they_came_and_then_there_is_rest() -> None:
    jobs = PrintJobsInMemory(a_job(2, payload=b"two"), a_job(1, payload=b"one"))
    printer = TicketScript()
    at_work = worker(jobs, printer)
    assert [at_work.run_once() for _ in range(3)] == [True, True, False]
    assert printer.printed == [(b"one", False), (b"two", False)]


def test_the_state_is_stored_before_the_first_byte_and_after_the_last() -> None:
    jobs = PrintJobsInMemory(a_job())
    seen: list[PrintState] = []

    def look() -> TransportReport:
        seen.append(state_of(jobs))
        return DONE

    worker(jobs, TicketScript(look)).run_once()
    assert seen == [PrintState.SENDING]
    assert [state for _, state in jobs.history] == [PrintState.SENDING, PrintState.SENT]
    job = jobs.get(PrintJobId("job-1"))
    assert job is not None
    assert (job.sent_at, job.attempts, job.error_code) == (START, 1, None)


@pytest.mark.parametrize(
    "code",
    [ErrorCode.PRINTER_NO_PAPER, ErrorCode.PRINTER_OFF, ErrorCode.PRINTER_REFUSED, ErrorCode.DISK_FULL],
)
def test_a_fault_before_the_first_byte_fails_the_job_and_it_can_be_tried_again(code: ErrorCode) -> None:
    jobs = PrintJobsInMemory(a_job())
    worker(jobs, TicketScript(lambda: raises(code))).run_once()
    failed = jobs.get(PrintJobId("job-1"))
    assert failed is not None
    assert (failed.state, failed.error_code) == (PrintState.FAILED, code)

    desk(jobs).try_again(failed.id)
    printer = TicketScript()
    worker(jobs, printer).run_once()
    assert printer.printed == [(b"x", False)]
    done = jobs.get(failed.id)
    assert done is not None
    assert (done.state, done.attempts) == (PrintState.SENT, 2)


def test_a_fault_after_the_first_byte_is_unsure_and_prints_no_second_time() -> None:
    jobs = PrintJobsInMemory(a_job())
    doubt = TransportReport(sent_bytes=1, outcome=PrintOutcome.DOUBTFUL, fault=ErrorCode.PRINTER_SLOW)
    printer = TicketScript(lambda: doubt)
    at_work = worker(jobs, printer)
    assert [at_work.run_once(), at_work.run_once()] == [True, False]
    assert state_of(jobs) is PrintState.UNSURE
    assert len(printer.printed) == 1


def test_what_a_dead_program_was_sending_is_unsure_at_the_next_start() -> None:
    jobs = PrintJobsInMemory(a_job(1).begun(), a_job(2))
    printer = TicketScript()
    at_work = worker(jobs, printer)
    assert at_work.recover() == (PrintJobId("job-1"),)
    while at_work.run_once():
        pass
    assert (state_of(jobs, 1), state_of(jobs, 2)) == (PrintState.UNSURE, PrintState.SENT)
    assert len(printer.printed) == 1


def test_a_mistake_of_the_program_is_loud_and_leaves_the_job_unsure() -> None:
    def broken() -> TransportReport:
        raise ZeroDivisionError

    jobs = PrintJobsInMemory(a_job())
    with pytest.raises(ZeroDivisionError):
        worker(jobs, TicketScript(broken)).run_once()
    assert state_of(jobs) is PrintState.UNSURE


def test_paper_found_in_the_tray_settles_the_doubt() -> None:
    jobs = PrintJobsInMemory(a_job().begun().unsure(ErrorCode.PRINT_INTERRUPTED))
    assert desk(jobs).paper_found(PrintJobId("job-1")).state is PrintState.SENT


@pytest.mark.parametrize("kind", list(PrintKind))
def test_printing_again_is_a_new_job_with_the_copy_mark(kind: PrintKind) -> None:
    old = a_job(1, kind).begun().unsure(ErrorCode.PRINT_INTERRUPTED)
    jobs = PrintJobsInMemory(old)
    copy = desk(jobs).print_again(old.id)
    assert (copy.id, copy.reprint_of, copy.state) == (NEW_ID, old.id, PrintState.QUEUED)

    ticket, paper = TicketScript(), PaperScript()
    worker(jobs, ticket, paper).run_once()
    assert state_of(jobs) is PrintState.UNSURE
    if kind is PrintKind.TICKET:
        assert ticket.printed == [(b"x", True)]
    else:
        assert paper.printed == [(b"copy of x", "Phiếu", PaperMedia.A4, 1)]


@pytest.mark.parametrize("kind", list(PrintKind))
def test_a_printer_that_cannot_print_this_kind_fails_the_job(kind: PrintKind) -> None:
    jobs = PrintJobsInMemory(a_job(1, kind))
    worker(jobs).run_once()
    assert state_of(jobs) is PrintState.FAILED


def test_decisions_fit_the_state_of_the_job() -> None:
    jobs = PrintJobsInMemory(a_job())
    decisions = desk(jobs)
    for decide in (decisions.try_again, decisions.paper_found, decisions.print_again):
        with pytest.raises(DeskError) as caught:
            decide(PrintJobId("job-1"))
        assert caught.value.code is ErrorCode.PRINT_STATE_CHANGED
        with pytest.raises(DeskError) as caught:
            decide(PrintJobId("unknown"))
        assert caught.value.code is ErrorCode.RECORD_MISSING


def test_another_printer_s_jobs_are_left_alone() -> None:
    jobs = PrintJobsInMemory(a_job())
    other = PrintWorker("quay-2", jobs, now=lambda: START, ticket=TicketScript())
    assert other.run_once() is False
    assert other.recover() == ()
