"""The thread that moves the bytes of attachments, behind the records."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from desktop.domain.errors import DeskError
from desktop.sync.attachment_transfer import AttachmentTransfer

_LOG = logging.getLogger(__name__)
LOOK_SECONDS: Final = 15.0
_RETRY_SECONDS: Final = 30.0
_SHARE_WHILE_RECORDS_WAIT: Final = 3.0
"""While records wait, bytes rest three times as long as they have moved: a quarter of the line is theirs."""


class AttachmentThread:
    """Moves slices until there is nothing to move, then looks again from time to time.

    Args:
        transfer: Moves.
        records_wait: Whether records wait to be sent.
        on_moved: Called on this thread after an attachment has arrived, here or in the store.
    """

    def __init__(
        self,
        transfer: AttachmentTransfer,
        *,
        records_wait: Callable[[], bool],
        on_moved: Callable[[], None],
    ) -> None:
        self._transfer = transfer
        self._records_wait = records_wait
        self._on_moved = on_moved
        self._stop = threading.Event()
        self._bell = threading.Event()
        self._thread = threading.Thread(target=self._run, name="attachments", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Tell that there may be something to move."""
        self._bell.set()

    def stop(self, *, patience_seconds: float = 5.0) -> None:
        """Let the slice under way end and wait for the thread."""
        self._stop.set()
        self._bell.set()
        self._transfer.close()
        if self._thread.is_alive():
            self._thread.join(patience_seconds)

    def run_once(self) -> float:
        """Move one slice; gives the seconds to rest before the next one."""
        began, before = time.monotonic(), self._transfer.finished
        try:
            more = self._transfer.run_once()
        except DeskError as error:
            _LOG.info("no attachments moved: %s", error.code)
            return _RETRY_SECONDS
        if self._transfer.finished != before:
            self._on_moved()
        if not more:
            return LOOK_SECONDS
        return (time.monotonic() - began) * _SHARE_WHILE_RECORDS_WAIT if self._records_wait() else 0.0

    def _run(self) -> None:
        while not self._stop.is_set():
            self._bell.clear()
            try:
                seconds = self.run_once()
            except Exception:  # noqa: BLE001 - as the thread of the records does
                _LOG.exception("the transfer of attachments failed")
                seconds = _RETRY_SECONDS
            if seconds >= LOOK_SECONDS:
                self._bell.wait(seconds)
            else:
                self._stop.wait(seconds)
