"""The thread that exchanges: woken by the counter's own commits, by the store, or by the clock."""

import contextlib
import logging
import random
import threading
from collections.abc import Callable
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.office_values import OfficeState, OfficeStatus
from desktop.services.record_values import Changes
from desktop.sync.office import Office

_LOG = logging.getLogger(__name__)
LOOK_SECONDS: Final = 15.0
"""Without any sign the store is looked at this often: a hint may get lost."""
_FIRST_RETRY: Final = 1.0
_LAST_RETRY: Final = 30.0
_STOPPED_RETRY: Final = 60.0
_AFTER_RING: Final = 0.02
_AFTER_SILENCE: Final = 0.2


class OfficeThread:
    """Exchanges until it is stopped. Does nothing while the counter works alone.

    Args:
        office: This counter's part in its office.
        on_changes: Called on this thread with the records that look different, also when the exchange failed then.
        on_status: Called on this thread after each exchange, also a failed one.
    """

    def __init__(
        self,
        office: Office,
        *,
        on_changes: Callable[[Changes], None],
        on_status: Callable[[OfficeStatus], None],
    ) -> None:
        self._office = office
        self._on_changes = on_changes
        self._on_status = on_status
        self._stop = threading.Event()
        self._bell = threading.Event()
        self._retry = _FIRST_RETRY
        self._main = threading.Thread(target=self._run, name="office", daemon=True)
        self._ear = threading.Thread(target=self._listen, name="office-ear", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._main.start()
        self._ear.start()

    def wake(self) -> None:
        """Tell that something was committed here, or that the link has changed."""
        self._bell.set()

    def stop(self, *, patience_seconds: float = 5.0) -> None:
        """Let the exchange under way end and wait for the threads."""
        self._stop.set()
        self._bell.set()
        self._office.close()
        for thread in (self._main, self._ear):
            if thread.is_alive():
                thread.join(patience_seconds)

    def run_once(self) -> float:
        """Exchange once; gives the seconds to wait for a sign before the next time."""
        if self._office.is_alone:
            return LOOK_SECONDS
        try:
            self._office.sync_once(self._on_changes)
        except DeskError as error:
            _LOG.info("no exchange with the office: %s", error.code)
            self._on_status(self._office.status())
            if error.code not in {ErrorCode.OFFICE_UNREACHABLE, ErrorCode.OFFICE_BUSY}:
                return _STOPPED_RETRY
            self._retry = min(self._retry * 2, _LAST_RETRY)
            return self._retry * random.uniform(0.7, 1.3)  # noqa: S311 - so that counters do not come back in step
        self._retry = _FIRST_RETRY
        self._on_status(self._office.status())
        return LOOK_SECONDS

    def _run(self) -> None:
        while not self._stop.is_set():
            self._bell.clear()
            try:
                seconds = self.run_once()
            except Exception:  # noqa: BLE001 - as the task runner does for tasks of the window
                # The records are as they were; the day must go on, and the next exchange may find a cure.
                _LOG.exception("the exchange failed")
                self._tell()
                seconds = _STOPPED_RETRY
            self._bell.wait(seconds)

    def _tell(self) -> None:
        with contextlib.suppress(DeskError):  # the counter's own records cannot be read: the pages tell that
            self._on_status(self._office.status())

    def _listen(self) -> None:
        """Ring when the store has news. A deaf ear only makes the exchange slower."""
        while not self._stop.is_set():
            try:
                self._hear()
            except DeskError:
                self._stop.wait(_FIRST_RETRY)
            except Exception:  # noqa: BLE001 - as `_run`
                _LOG.exception("listening failed")
                self._stop.wait(_STOPPED_RETRY)

    def _hear(self) -> None:
        if self._office.status().state in {OfficeState.ALONE, OfficeState.CUT_OFF, OfficeState.STOPPED}:
            self._stop.wait(_FIRST_RETRY)
        elif self._office.wait(LOOK_SECONDS):
            self._bell.set()
            self._stop.wait(_AFTER_RING)
        else:
            self._stop.wait(_AFTER_SILENCE)
