"""One thread a printer, that prints what is stored and sleeps until it is woken."""

import logging
import threading
from collections.abc import Sequence
from typing import Final

from desktop.domain.errors import DeskError
from desktop.printing.print_worker import PrintWorker

_LOG = logging.getLogger(__name__)
_LOOK_AGAIN_SECONDS: Final = 5.0
"""A job may be stored by the end of a day, too; nobody rings then."""


class PrintThreads:
    """Runs print workers until it is stopped.

    Args:
        workers: One a printer, already recovered.
    """

    def __init__(self, workers: Sequence[PrintWorker]) -> None:
        self._stop = threading.Event()
        self._bells = [threading.Event() for _ in workers]
        self._threads = [
            threading.Thread(target=self._run, args=(worker, bell), name=f"print-{place}", daemon=True)
            for place, (worker, bell) in enumerate(zip(workers, self._bells, strict=True))
        ]

    def start(self) -> None:
        """Begin to print."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Tell every worker that something waits."""
        for bell in self._bells:
            bell.set()

    def stop(self, *, patience_seconds: float = 10.0) -> None:
        """Let the jobs under way end, take no new one, and wait for the threads."""
        self._stop.set()
        self.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(patience_seconds)

    def _run(self, worker: PrintWorker, bell: threading.Event) -> None:
        while not self._stop.is_set():
            bell.clear()
            try:
                while not self._stop.is_set() and worker.run_once():
                    pass
            except DeskError as error:
                # The records could not be read or written: the job stays as it was stored, and is tried later.
                _LOG.warning("print worker waits: %s", error.code)
            bell.wait(_LOOK_AGAIN_SECONDS)
