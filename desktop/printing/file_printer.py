"""Printing into files: papers as PDF into a folder, tickets into a file or a printer's device file."""

import errno
import os
import re
import select
import stat
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.system_faults import FULL
from desktop.services.ports_printing import (
    PaperMedia,
    PrinterStatus,
    PrintOutcome,
    SpoolReceipt,
    TransportReport,
)

_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST_NAME: Final = 60
_NO_PAPER: Final = errno.ENOSPC
"""What the Linux driver of USB printers says when the roll is empty."""


def _file_fault(problem: OSError, path: Path) -> DeskError:
    code = ErrorCode.DISK_FULL if problem.errno in FULL else ErrorCode.FILE_NOT_WRITABLE
    return DeskError(code, file=path.name)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing, also after a power cut.

    Raises:
        DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`; nothing is left behind.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    except OSError as problem:
        raise _file_fault(problem, path) from problem
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as problem:
        with suppress(OSError):
            temporary.unlink()
        raise _file_fault(problem, path) from problem


def _file_name(title: str) -> str:
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", title)).strip("-.")
    return plain[:_LONGEST_NAME] or "giay"


class FolderPrinter:
    """For offices without a printer: every paper becomes a PDF in a folder, and no file is overwritten.

    Args:
        folder: Made when the first paper comes.
        now: The office's clock; the file name begins with date and time.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def print_pdf(self, pdf: bytes, *, title: str, paper_size: PaperMedia, copies: int = 1) -> SpoolReceipt:
        """Write the document; copies are the matter of whoever prints the file later.

        Raises:
            DeskError: `DISK_FULL`, `FILE_NOT_WRITABLE`.
        """
        del copies
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise _file_fault(problem, self._folder) from problem
        base = f"{self._now():%Y%m%d-%H%M%S}-{_file_name(title)}-{paper_size.value}"
        path = self._folder / f"{base}.pdf"
        count = 1
        while path.exists():
            count += 1
            path = self._folder / f"{base}-{count}.pdf"
        write_whole(path, pdf)
        return SpoolReceipt(spool_id=str(path), outcome=PrintOutcome.CONFIRMED)

    def status(self) -> PrinterStatus:
        """Whether the folder can be written into."""
        place = self._folder
        while not place.exists():
            place = place.parent
        ready = place.is_dir() and os.access(place, os.W_OK)
        return PrinterStatus(ready=ready, fault=None if ready else ErrorCode.FILE_NOT_WRITABLE)


class FileTransport:
    """Ticket bytes into a file, or straight to a printer's device file such as `/dev/usb/lp0`.

    Args:
        path: The file; an existing ordinary file is replaced.
        patience: Seconds a device may take no bytes.
    """

    def __init__(self, path: Path, *, patience: float = 10.0) -> None:
        self._path = path
        self._patience = patience

    def send(self, data: bytes) -> TransportReport:
        """Write the bytes of one ticket.

        Raises:
            DeskError: Nothing came out: `PRINTER_OFF` for an absent device, else as for files.
        """
        try:
            is_device = not stat.S_ISREG(self._path.stat().st_mode)
        except FileNotFoundError:
            is_device = self._path.is_relative_to("/dev")
        except OSError as problem:
            raise _file_fault(problem, self._path) from problem
        if self._path.is_dir():
            raise DeskError(ErrorCode.FILE_NOT_WRITABLE, file=self._path.name)
        if is_device:
            return self._to_device(data)
        write_whole(self._path, data)
        return TransportReport(sent_bytes=len(data), outcome=PrintOutcome.CONFIRMED)

    def _to_device(self, data: bytes) -> TransportReport:
        try:
            device = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except PermissionError as problem:
            raise DeskError(ErrorCode.FILE_NOT_WRITABLE, file=str(self._path)) from problem
        except OSError as problem:
            raise DeskError(ErrorCode.PRINTER_OFF, target=str(self._path)) from problem
        sent = 0
        fault: ErrorCode | None = None
        try:
            while sent < len(data):
                _, writable, _ = select.select([], [device], [], self._patience)
                if not writable:
                    fault = ErrorCode.PRINTER_SLOW
                    break
                sent += os.write(device, data[sent : sent + 4096])
        except OSError as problem:
            no_paper = problem.errno == _NO_PAPER
            fault = ErrorCode.PRINTER_NO_PAPER if no_paper else ErrorCode.PRINTER_CONNECTION_LOST
        finally:
            os.close(device)
        if fault is None:
            return TransportReport(sent_bytes=sent, outcome=PrintOutcome.HANDED_OVER)
        if sent == 0:
            raise DeskError(fault, target=str(self._path))
        return TransportReport(sent_bytes=sent, outcome=PrintOutcome.DOUBTFUL, fault=fault)
