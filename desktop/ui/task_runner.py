"""The one place with threads: work goes out, results come back on the GUI thread by one queued signal."""

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.domain.errors import DeskError
from desktop.ui.garbage import GuiGarbage

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


class Lane(Enum):
    """Where work runs.

    ``STORE`` is one thread, so that use cases never wait for each other inside the database; ``FREE`` is for the rest.
    """

    STORE = "store"
    FREE = "free"


class _Job(Generic[T]):
    """A piece of work, what came of it, and who takes it."""

    def __init__(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None,
        on_error: Callable[[DeskError], None] | None,
        on_end: Callable[[], None] | None,
    ) -> None:
        self._work = work
        self._on_done = on_done
        self._on_error = on_error
        self._on_end = on_end
        self._results: list[T] = []
        self._error: BaseException | None = None

    def perform(self) -> None:
        """Does the work; runs in a worker."""
        try:
            self._results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - told on the GUI thread
            self._error = error

    def deliver(self, on_fault: Callable[[DeskError], None], on_bug: Callable[[BaseException], None]) -> None:
        """Hands on what came of it; runs on the GUI thread."""
        error, self._error = self._error, None  # its traceback leads back here
        try:
            if error is None:
                if self._on_done is not None:
                    self._on_done(self._results[0])
            elif isinstance(error, DeskError):
                _LOG.info("fault %s", error.code)
                (self._on_error or on_fault)(error)
            else:
                on_bug(error)
        finally:
            if self._on_end is not None:
                self._on_end()


class TaskRunner(QObject):
    """Runs work off the GUI thread.

    A :class:`DeskError` goes to the caller's handler, or else to ``fault``; anything else is a bug and goes to ``bug``.
    ``work`` must not touch a widget; the callbacks run on the GUI thread.

    Signals:
        fault: a fault of the world nobody else took; shown in the message bar.
        bug: our mistake; the crash handler saves the draft and says so plainly.
        idle: nothing is under way any more.
    """

    fault = Signal(object)
    bug = Signal(object)
    idle = Signal()
    _arrived = Signal(int)

    def __init__(self, parent: QObject | None = None, *, free_threads: int = 2) -> None:
        super().__init__(parent)
        self._lanes = {
            Lane.STORE: ThreadPoolExecutor(max_workers=1, thread_name_prefix="store"),
            Lane.FREE: ThreadPoolExecutor(max_workers=free_threads, thread_name_prefix="free"),
        }
        # Workers know a job by its number only: what a job holds, a widget say, is let go on the GUI thread.
        self._jobs: dict[int, _Job[Any]] = {}
        self._numbers = itertools.count()
        self._is_closed = False
        self._garbage = GuiGarbage(self)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._jobs

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        *,
        on_error: Callable[[DeskError], None] | None = None,
        on_end: Callable[[], None] | None = None,
        lane: Lane = Lane.STORE,
    ) -> None:
        """Runs ``work`` in its lane; call on the GUI thread.

        Args:
            work: gives the result; no widgets in it.
            on_done: takes the result.
            on_error: takes a fault of the world; without it the message bar does.
            on_end: called last, whatever happened.
            lane: the database's one thread, or the others.
        """
        if self._is_closed:
            return
        number = next(self._numbers)
        self._jobs[number] = _Job(work, on_done, on_error, on_end)
        self._lanes[lane].submit(self._perform, number)

    def close(self) -> None:
        """Finishes what the database still has to keep, drops other work not begun, and takes no more.

        A draft waiting to be saved when the window closes is saved; results that come now are dropped.
        """
        if self._is_closed:
            return
        self._is_closed = True
        self._lanes[Lane.FREE].shutdown(wait=True, cancel_futures=True)
        self._lanes[Lane.STORE].shutdown(wait=True)
        self._jobs.clear()
        self._garbage.stop()

    def _perform(self, number: int) -> None:
        self._jobs[number].perform()
        self._arrived.emit(number)

    @Slot(int)
    def _on_arrived(self, number: int) -> None:
        if self._is_closed:
            return
        job = self._jobs.pop(number)
        try:
            job.deliver(self.fault.emit, self.bug.emit)
        except Exception as error:  # noqa: BLE001 - a callback's bug must reach the crash handler, not vanish in Qt
            self.bug.emit(error)
        if self.is_idle:
            self.idle.emit()
