"""A declaration that did not come out of the printer, told while the citizen waits to sign it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.ids import PrintJobId
from desktop.services.ports_printing import PrintJob, PrintState
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.job_row import JobRow
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.task_runner import TaskRunner

LOOK_EVERY_MS = 400
OPEN_STATES = frozenset({PrintState.FAILED, PrintState.UNSURE})


class PrinterTrouble(QWidget):
    """Shows the first paper of the visit that failed or may have failed; nothing while all is well."""

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(None)
        self._visit = visit
        self._services = services
        self._runner = runner
        self._aside: set[PrintJobId] = set()
        self.job: PrintJob | None = None
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.hide()

    def watch(self, *, is_on: bool) -> None:
        """Looks at the printing from now on, or no more."""
        if is_on and not self._timer.isActive():
            self._timer.start()
            self._look()
        elif not is_on:
            self._timer.stop()
            self._show(None)

    def take_key(self, key: int) -> bool:
        """Does what the digits on the buttons say; gives whether there was something to do."""
        if self.job is None or key not in (Qt.Key.Key_1, Qt.Key.Key_2):
            return False
        is_one, is_failed = key == Qt.Key.Key_1, self.job.state is PrintState.FAILED
        first, second = (self._retry, self._put_aside) if is_failed else (self._found, self._reprint)
        (first if is_one else second)(self.job.id)
        return True

    @Slot()
    def _look(self) -> None:
        ids, jobs = self._visit.draft.print_jobs, self._services.print_jobs
        self._runner.run(lambda: tuple(job for job in map(jobs.get, ids) if job is not None), self._on_seen)

    def _on_seen(self, jobs: tuple[PrintJob, ...]) -> None:
        if self._timer.isActive():
            again = {job.reprint_of for job in jobs}
            left = (job for job in jobs if job.id not in self._aside and job.id not in again)
            self._show(next((job for job in left if job.state in OPEN_STATES), None))

    def _show(self, job: PrintJob | None) -> None:
        if job == self.job:
            return
        self.job = job
        clear_layout(self._row)
        if job is not None:
            row = JobRow(job, is_aside=False, is_first_open=True)
            row.retry_wanted.connect(self._retry)
            row.found.connect(self._found)
            row.reprint_wanted.connect(self._reprint)
            row.aside_wanted.connect(self._put_aside)
            self._row.addWidget(row)
        self.setVisible(job is not None)

    @Slot(str)
    def _retry(self, job_id: str) -> None:
        self._decide(partial(self._services.print_decisions.try_again, PrintJobId(job_id)))

    @Slot(str)
    def _found(self, job_id: str) -> None:
        self._decide(partial(self._services.print_decisions.paper_found, PrintJobId(job_id)))

    @Slot(str)
    def _reprint(self, job_id: str) -> None:
        self._decide(partial(self._services.print_decisions.print_again, PrintJobId(job_id)))

    @Slot(str)
    def _put_aside(self, job_id: str) -> None:
        self._aside.add(PrintJobId(job_id))
        self._show(None)

    def _decide(self, decision: Callable[[], PrintJob]) -> None:
        def done(job: PrintJob) -> None:
            self._visit.add_jobs((job.id,))  # a copy is a job of its own
            self._services.wake_printers()
            self._look()

        self._runner.run(decision, done, on_error=self._visit.refused.emit)
