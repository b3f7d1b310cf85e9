"""Scans that somebody looks at: readable files for the system's viewer, for as long as that person is here."""

import secrets
import shutil
from pathlib import Path
from typing import Final

from desktop.records.faults import desk_error_of_file
from desktop.records.files import write_new_file

_FOLDER: Final = "dang-xem"


class OpenedScans:
    """A folder that only this account may read. It is emptied at the start, for a program may have been killed.

    Args:
        data_dir: The data folder of this PC.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / _FOLDER
        self.forget()

    def write(self, content: bytes, ending: str) -> Path:
        """Write a scan for the viewer, under a name that says nothing: viewers remember names.

        Raises:
            DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`.
        """
        file = self._folder / f"ban-quet-{secrets.token_hex(4)}{ending}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_new_file(file, content, mode=0o600)
        except OSError as error:
            raise desk_error_of_file(error, file) from error
        return file

    def forget(self) -> None:
        """Delete every file. On Windows one that a viewer holds open stays until the next time."""
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def files(self) -> tuple[Path, ...]:
        """What lies there now."""
        return tuple(sorted(self._folder.glob("*")))
