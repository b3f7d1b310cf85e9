"""The bell of PostgreSQL: LISTEN on a connection of its own. A hint, never the data."""

import select
import threading
import time
from typing import Final

import psycopg

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.pg_connection import PatientConnection, PgConnection
from desktop.sync.pg_schema import CHANNEL

# How long closing may take to be noticed.
_SLICE_SECONDS: Final = 0.25
_CLOSE_SECONDS: Final = 2.0


class PgBell:
    """Waits for the log to grow."""

    def __init__(self, connection: PgConnection) -> None:
        self._connection = connection
        self._listening: PatientConnection | None = None
        self._rung = False
        self._closed = threading.Event()
        self._waits = threading.Lock()

    def wait(self, after: int, seconds: float) -> bool:
        """See `Remote.wait`."""
        with self._waits:
            self._closed.clear()
            ends = time.monotonic() + seconds
            # Looked at after LISTEN and again at the end: between them no growth is missed.
            if self._connection.run(self._look) > after:
                return True
            while not self._closed.is_set() and (left := ends - time.monotonic()) > 0:
                if self._rings(after, min(left, _SLICE_SECONDS)):
                    return True
            return not self._closed.is_set() and self._connection.run(self._look) > after

    def close(self) -> None:
        """End the wait, then close the connection: never under the hands of who waits on its socket."""
        self._closed.set()
        if self._waits.acquire(timeout=_CLOSE_SECONDS):
            try:
                self._connection.close()
            finally:
                self._waits.release()

    def _look(self, connection: PatientConnection) -> int:
        if connection is not self._listening:
            connection.add_notify_handler(self._hear)
            connection.execute(f"LISTEN {CHANNEL}")
            self._listening = connection
        row = connection.execute("SELECT seq FROM sync_head").fetchone()
        if row is None:
            raise DeskError(ErrorCode.OFFICE_FOREIGN)
        return int(row[0])

    def _hear(self, _: psycopg.Notify) -> None:
        # What it says is not believed: whoever may listen may also ring, with any number.
        self._rung = True

    def _rings(self, after: int, seconds: float) -> bool:
        """Wait for the socket, then look; a bell that was heard during the look before asks for one more."""
        connection = self._connection.connected()
        if connection is not self._listening:
            return True  # it was opened anew in between: look
        if self._rung or select.select([connection.pgconn.socket], [], [], seconds)[0]:
            self._rung = False
            return self._connection.run(self._look) > after
        return False
