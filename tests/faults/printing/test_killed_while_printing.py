"""kill -9 in the middle of a ticket, with the real store: the doubt survives, the other job does too."""

import subprocess
import sys
from pathlib import Path

from desktop.domain.errors import ErrorCode
from desktop.domain.ids import PrintJobId
from desktop.printing.print_worker import PrintWorker
from desktop.services.ports_printing import PrintState, TransportReport
from tests.support.fake_printer import Mood, fake_printer
from tests.support.print_jobs_memory import START
from tests.support.record_samples import StandingClock, open_store


class NothingPrints:
    """A ticket printer that must not be asked."""

    def print_document(self, payload: bytes, *, copy: bool) -> TransportReport:
        raise AssertionError((payload, copy))


def test_a_ticket_cut_off_by_a_dead_program_is_unsure_and_never_reprinted_by_itself(tmp_path: Path) -> None:
    with fake_printer(Mood.STALL) as printer:
        program = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-m", "tests.support.print_runner", str(tmp_path), str(printer.port)],
        )
        try:
            assert printer.called.wait(timeout=30)
        finally:
            program.kill()
            program.wait()
    with open_store(tmp_path, StandingClock()) as store:
        jobs = store.print_jobs
        assert [job.id for job in jobs.in_state(PrintState.SENDING)] == ["job-1"]
        worker = PrintWorker("quay-1", jobs, now=lambda: START, ticket=NothingPrints())
        assert worker.recover() == (PrintJobId("job-1"),)
        left = jobs.get(PrintJobId("job-1"))
        assert left is not None
        assert (left.state, left.error_code) == (PrintState.UNSURE, ErrorCode.PRINT_INTERRUPTED)
        waiting = jobs.next_queued("quay-1")
        assert waiting is not None
        assert waiting.id == "job-2"
