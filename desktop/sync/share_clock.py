"""The clock of a share, which all counters see alike."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.sync.file_connection import clock_file, place_fault


class ShareClock:
    """Tells the time that the share stamps on what is written to it.

    Args:
        shared_file: The file itself. One byte beside it is written anew at every look, in place, so that a full share
            has a time too; nothing is written where there is no shared file, for then the share is not mounted.
    """

    def __init__(self, shared_file: Path) -> None:
        self._shared_file = shared_file
        self._file = clock_file(shared_file)
        self._seen: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Give the moment, in UTC.

        Raises:
            DeskError: `OFFICE_UNREACHABLE`, `OFFICE_FILE_GONE`, `OFFICE_REFUSED`, `OFFICE_READ_ONLY`,
                `OFFICE_DISK_FULL`.
        """
        try:
            self._shared_file.stat()
            with self._file.open("r+b" if self._file.exists() else "wb") as stream:
                stream.write(b"1")
            now = datetime.fromtimestamp(self._file.stat().st_mtime, UTC)
        except OSError as error:
            raise place_fault(error, self._shared_file) from error
        self._seen = (now, time.monotonic())
        return now

    def today(self) -> date:
        """Give the day in UTC, by the last look and what has passed since; raises as `now`."""
        if self._seen is None:
            return self.now().date()
        seen, at = self._seen
        return (seen + timedelta(seconds=time.monotonic() - at)).date()
