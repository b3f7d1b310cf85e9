"""Print jobs in memory: the store port's plain model, against which workers and the real store are tested."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from desktop.domain.ids import PrintJobId
from desktop.services.ports_printing import PrintJob, PrintKind, PrintState

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class PrintJobsInMemory:
    """Keeps jobs and every state that was ever stored, in order."""

    def __init__(self, *jobs: PrintJob) -> None:
        self._jobs = {job.id: job for job in jobs}
        self.history: list[tuple[PrintJobId, PrintState]] = []

    def add(self, job: PrintJob) -> None:
        if job.id in self._jobs:
            raise ValueError("a job is added once")
        self._jobs[job.id] = job

    def save(self, job: PrintJob) -> None:
        if job.id not in self._jobs:
            raise ValueError("a job is saved after it was added")
        self._jobs[job.id] = job
        self.history.append((job.id, job.state))

    def get(self, job_id: PrintJobId) -> PrintJob | None:
        return self._jobs.get(job_id)

    def next_queued(self, printer: str) -> PrintJob | None:
        return next(iter(self.in_state(PrintState.QUEUED, printer)), None)

    def in_state(self, state: PrintState, printer: str | None = None) -> Sequence[PrintJob]:
        found = [
            job
            for job in self._jobs.values()
            if job.state is state and (printer is None or job.printer == printer)
        ]
        return sorted(found, key=lambda job: (job.created_at, job.id))


def a_job(number: int = 1, kind: PrintKind = PrintKind.TICKET, payload: bytes = b"x") -> PrintJob:
    """Give a queued job for the printer `quay-1`; higher numbers are younger."""
    return PrintJob(
        id=PrintJobId(f"job-{number}"),
        kind=kind,
        printer="quay-1",
        title="Phiếu",
        payload=payload,
        created_at=START + timedelta(seconds=number),
    )
