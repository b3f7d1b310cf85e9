"""Takes stored jobs to one printer, one after the other, and writes down what became of each.

The state is stored before the first byte leaves and after the last. A job found `SENDING` at start belonged to
a program that died: whether its paper came out nobody knows, so it becomes `UNSURE` and is never printed again
by itself.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol, assert_never

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import PrintJobId
from desktop.services.ports_printing import (
    PaperPrinter,
    PrintJob,
    PrintJobs,
    PrintKind,
    PrintOutcome,
    PrintState,
    SpoolReceipt,
    TransportReport,
)

_log = logging.getLogger(__name__)


class TicketDocumentPrinter(Protocol):
    """What the worker needs of a ticket printer."""

    def print_document(self, payload: bytes, *, copy: bool) -> TransportReport:
        """Print a stored ticket; `DeskError` where nothing came out."""
        ...


class CopyMarker(Protocol):
    """What marks a paper as a repetition of an earlier one."""

    def __call__(self, pdf: bytes) -> bytes:
        """Return the document with the copy mark on every page."""
        ...


class PrintWorker:
    """One printer's worker. A thread or a timer calls `run_once`; a test calls it too.

    Args:
        printer: Name of the printer, as jobs name it.
        jobs: The stored jobs.
        now: The clock, aware.
        paper: Prints papers, if this printer can.
        ticket: Prints tickets, if this printer can.
        mark_copy: Marks a reprinted paper.
    """

    def __init__(
        self,
        printer: str,
        jobs: PrintJobs,
        *,
        now: Callable[[], datetime],
        paper: PaperPrinter | None = None,
        ticket: TicketDocumentPrinter | None = None,
        mark_copy: CopyMarker | None = None,
    ) -> None:
        self._printer = printer
        self._jobs = jobs
        self._now = now
        self._paper = paper
        self._ticket = ticket
        self._mark_copy = mark_copy

    def recover(self) -> tuple[PrintJobId, ...]:
        """Turn what a dead program left half-sent into `UNSURE`; call once before the first `run_once`."""
        left = self._jobs.in_state(PrintState.SENDING, self._printer)
        for job in left:
            self._jobs.save(job.unsure(ErrorCode.PRINT_INTERRUPTED))
        return tuple(job.id for job in left)

    def run_once(self) -> bool:
        """Print the oldest waiting job; False where none waits.

        A fault of the world ends in the job's state. Anything else is a bug and goes on upwards, after the
        job has become `UNSURE`.
        """
        waiting = self._jobs.next_queued(self._printer)
        if waiting is None:
            return False
        job = waiting.begun()
        self._jobs.save(job)
        try:
            done = self._print(job)
        except DeskError as problem:
            done = job.failed(problem.code)
        except BaseException:
            self._jobs.save(job.unsure(ErrorCode.PRINT_INTERRUPTED))
            raise
        self._jobs.save(done)
        _log.info("print job %s on %s: %s %s", done.id, self._printer, done.state, done.error_code or "")
        return True

    def _print(self, job: PrintJob) -> PrintJob:
        report = self._send(job)
        match report.outcome:
            case PrintOutcome.CONFIRMED | PrintOutcome.HANDED_OVER:
                return job.sent(self._now())
            case PrintOutcome.DOUBTFUL:
                return job.unsure(report.fault or ErrorCode.PRINTER_CONNECTION_LOST)
            case _:
                assert_never(report.outcome)

    def _send(self, job: PrintJob) -> SpoolReceipt | TransportReport:
        is_copy = job.reprint_of is not None
        match job.kind:
            case PrintKind.PAPER:
                if self._paper is None:
                    raise DeskError(ErrorCode.PRINTER_UNKNOWN, printer=self._printer)
                pdf = self._mark_copy(job.payload) if is_copy and self._mark_copy else job.payload
                return self._paper.print_pdf(
                    pdf,
                    title=job.title,
                    paper_size=job.media,
                    copies=job.copies,
                )
            case PrintKind.TICKET:
                if self._ticket is None:
                    raise DeskError(ErrorCode.PRINTER_UNKNOWN, printer=self._printer)
                return self._ticket.print_document(job.payload, copy=is_copy)
            case _:
                assert_never(job.kind)


class PrintDesk:
    """What an officer may decide about a job that did not simply print.

    Args:
        jobs: The stored jobs.
        now: The clock, aware.
        new_id: Makes ids of new jobs.
    """

    def __init__(
        self,
        jobs: PrintJobs,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], PrintJobId],
    ) -> None:
        self._jobs = jobs
        self._now = now
        self._new_id = new_id

    def try_again(self, job_id: PrintJobId) -> PrintJob:
        """Queue a `FAILED` job once more, as itself: nothing of it is on paper.

        Raises:
            DeskError: `RECORD_MISSING`, or `PRINT_STATE_CHANGED` where paper may exist.
        """
        job = self._get(job_id, PrintState.FAILED)
        return self._saved(job.queued_again())

    def paper_found(self, job_id: PrintJobId) -> PrintJob:
        """The paper of an `UNSURE` job lies in the tray: it is `SENT`.

        Raises:
            DeskError: `RECORD_MISSING`, `PRINT_STATE_CHANGED`.
        """
        job = self._get(job_id, PrintState.UNSURE)
        return self._saved(job.sent(self._now()))

    def print_again(self, job_id: PrintJobId) -> PrintJob:
        """Queue a new job that repeats a `SENT` or `UNSURE` one and bears the copy mark.

        Raises:
            DeskError: `RECORD_MISSING`, `PRINT_STATE_CHANGED`.
        """
        job = self._get(job_id, PrintState.SENT, PrintState.UNSURE)
        copy = job.as_reprint(self._new_id(), self._now())
        self._jobs.add(copy)
        return copy

    def _get(self, job_id: PrintJobId, *allowed: PrintState) -> PrintJob:
        job = self._jobs.get(job_id)
        if job is None:
            raise DeskError(ErrorCode.RECORD_MISSING, id=job_id)
        if job.state not in allowed:
            raise DeskError(ErrorCode.PRINT_STATE_CHANGED, id=job_id, state=job.state)
        return job

    def _saved(self, job: PrintJob) -> PrintJob:
        self._jobs.save(job)
        return job
