import threading
from datetime import UTC, datetime

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.print_threads import PrintThreads
from desktop.printing.print_worker import PrintWorker
from tests.support.print_jobs_memory import PrintJobsInMemory

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class CountingWorker(PrintWorker):
    """Says how often it was asked, and fails as often as it is told."""

    def __init__(self, faults: int = 0) -> None:
        super().__init__("paper", PrintJobsInMemory(), now=lambda: NOW)
        self.asked = threading.Semaphore(0)
        self.faults = faults

    def run_once(self) -> bool:
        self.asked.release()
        if self.faults:
            self.faults -= 1
            raise DeskError(ErrorCode.DATABASE_BUSY)
        return False


def test_a_bell_makes_every_printer_look_at_once() -> None:
    workers = [CountingWorker(), CountingWorker()]
    threads = PrintThreads(workers)
    threads.start()
    assert all(worker.asked.acquire(timeout=5) for worker in workers)
    threads.wake()

    assert all(worker.asked.acquire(timeout=5) for worker in workers)
    threads.stop()


def test_a_fault_of_the_records_stops_no_printer(expect_warnings: list[object]) -> None:
    worker = CountingWorker(faults=1)
    threads = PrintThreads([worker])
    threads.start()
    assert worker.asked.acquire(timeout=5)
    threads.wake()

    assert worker.asked.acquire(timeout=5), "it goes on after the fault"
    threads.stop()
    assert len(expect_warnings) == 1


@pytest.mark.parametrize("is_started", [True, False])
def test_stopping_leaves_no_thread(is_started: bool) -> None:
    before = threading.active_count()
    threads = PrintThreads([CountingWorker()])
    if is_started:
        threads.start()
    threads.stop()

    assert threading.active_count() == before
