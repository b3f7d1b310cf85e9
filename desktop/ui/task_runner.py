"""The one place with threads: work goes out, results come back on the GUI thread by one queued signal."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """What came of a piece of work, on its way to the GUI thread."""

    deliver: Callable[[], None]


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
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None, *, free_threads: int = 2) -> None:
        super().__init__(parent)
        self._lanes = {
            Lane.STORE: ThreadPoolExecutor(max_workers=1, thread_name_prefix="store"),
            Lane.FREE: ThreadPoolExecutor(max_workers=free_threads, thread_name_prefix="free"),
        }
        self._under_way = 0
        self._is_closed = False
        self._garbage = GuiGarbage(self)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._under_way == 0

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
        self._under_way += 1

        def take(future: Future[T]) -> None:
            self._arrived.emit(_Report(deliver=lambda: self._deliver(future, on_done, on_error, on_end)))

        self._lanes[lane].submit(work).add_done_callback(take)

    def close(self) -> None:
        """Finishes what the database still has to keep, drops other work not begun, and takes no more.

        A draft waiting to be saved when the window closes is saved; results that come now are dropped.
        """
        if self._is_closed:
            return
        self._is_closed = True
        self._lanes[Lane.FREE].shutdown(wait=True, cancel_futures=True)
        self._lanes[Lane.STORE].shutdown(wait=True)
        self._garbage.stop()

    def _deliver(
        self,
        future: Future[T],
        on_done: Callable[[T], None] | None,
        on_error: Callable[[DeskError], None] | None,
        on_end: Callable[[], None] | None,
    ) -> None:
        if future.cancelled():
            return
        error = future.exception()
        try:
            if error is None:
                if on_done is not None:
                    on_done(future.result())
            elif isinstance(error, DeskError):
                _LOG.info("fault %s", error.code)
                if on_error is not None:
                    on_error(error)
                else:
                    self.fault.emit(error)
            else:
                self.bug.emit(error)
        finally:
            if on_end is not None:
                on_end()

    @Slot(object)
    def _on_arrived(self, report: _Report) -> None:
        self._under_way -= 1
        if self._is_closed:
            return
        try:
            report.deliver()
        except Exception as error:  # noqa: BLE001 - a callback's bug must reach the crash handler, not vanish in Qt
            self.bug.emit(error)
        if self.is_idle:
            self.idle.emit()
