"""The clock of a share, which all counters see alike."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.sync.file_connection import file_fault


class ShareClock:
    """Tells the time that the share stamps on what is written to it.

    Args:
        file: One byte beside the shared file; every look writes it anew, in place, so that a full share has a time too.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Give the moment, in UTC.

        Raises:
            DeskError: `OFFICE_UNREACHABLE`, `OFFICE_REFUSED`, `OFFICE_DISK_FULL`.
        """
        try:
            with self._file.open("r+b" if self._file.exists() else "wb") as stream:
                stream.write(b"1")
            now = datetime.fromtimestamp(self._file.stat().st_mtime, UTC)
        except OSError as error:
            raise file_fault(error) from error
        self._seen = (now, time.monotonic())
        return now

    def today(self) -> date:
        """Give the day in UTC, by the last look and what has passed since; raises as `now`."""
        if self._seen is None:
            return self.now().date()
        seen, at = self._seen
        return (seen + timedelta(seconds=time.monotonic() - at)).date()
