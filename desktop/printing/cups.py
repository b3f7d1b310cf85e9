"""The CUPS print system: what it knows about printers and jobs, and handing documents to it with `lp`.

Documents go through the standard input of `lp`, so that no citizen's paper lies about in a temporary file.
No shell is used; arguments stay arguments.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from urllib.parse import quote

from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.ipp_client import (
    CANCEL_JOB,
    CUPS_GET_DEFAULT,
    CUPS_GET_PRINTERS,
    GET_JOB,
    GET_PRINTER,
    IppFailureError,
    IppGroup,
    IppServer,
    IppUnknownError,
)
from desktop.services.ports_printing import PrinterEntry

_REQUEST_ID: Final = re.compile(r"request id is \S+-(\d+) ")
_SUBMIT_SECONDS: Final = 30.0
_LONGEST_TITLE: Final = 120
_STOPPED_PRINTER: Final = 5


class JobState(IntEnum):
    """States of a job, RFC 8011 section 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELLED = 7
    ABORTED = 8
    COMPLETED = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class JobNews:
    """What the server says of a job.

    Attributes:
        state: Where it stands.
        sheets: How many sheets went through; the filters count them too, so they may not be out yet.
    """

    state: JobState
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterNews:
    """What the server says of a printer.

    Attributes:
        stopped: Whether somebody or a fault stopped it.
        accepting: Whether it takes documents.
        reasons: Keywords, for example `media-empty-error`.
        message: Words of the driver; the only place that tells of a printer that is switched off.
        media: Sheets it can take, for example `iso_a4_210x297mm`; empty where it does not say.
    """

    stopped: bool
    accepting: bool
    reasons: tuple[str, ...]
    message: str
    media: tuple[str, ...] = ()


class CupsSystem:
    """One CUPS server, this computer's own if none is named.

    Args:
        server: Whom to ask.
    """

    def __init__(self, server: IppServer | None = None) -> None:
        self._server = server or IppServer()

    def printers(self) -> Sequence[PrinterEntry]:
        """Return the printers by name; none where there is no server. May take seconds."""
        try:
            groups = self._server.ask(CUPS_GET_PRINTERS, "", ("printer-name",))
            default = self._default()
        except (IppFailureError, IppUnknownError):
            return ()
        names = sorted({_text(group, "printer-name") for group in groups} - {""})
        return tuple(PrinterEntry(name=name, is_default=name == default) for name in names)

    def printer(self, name: str) -> PrinterNews:
        """Return what is known of a printer.

        Raises:
            DeskError: `PRINT_SYSTEM_MISSING`, `PRINTER_UNKNOWN`.
        """
        wanted = (
            "printer-state",
            "printer-state-reasons",
            "printer-state-message",
            "printer-is-accepting-jobs",
            "media-supported",
        )
        group = self._one(GET_PRINTER, f"ipp://localhost/printers/{quote(name, safe='')}", wanted, name)
        return PrinterNews(
            stopped=_number(group, "printer-state", 3) == _STOPPED_PRINTER,
            accepting=_number(group, "printer-is-accepting-jobs", 1) == 1,
            reasons=tuple(
                str(reason) for reason in group.get("printer-state-reasons", []) if reason != "none"
            ),
            message=_text(group, "printer-state-message"),
            media=tuple(str(name) for name in group.get("media-supported", [])),
        )

    def job(self, number: int, printer: str) -> JobNews:
        """Return what is known of a job.

        Raises:
            DeskError: `PRINT_SYSTEM_MISSING`, or `PRINTER_UNKNOWN` where the server forgot the job.
        """
        wanted = ("job-state", "job-media-sheets-completed")
        group = self._one(GET_JOB, f"ipp://localhost/jobs/{number}", wanted, printer)
        return JobNews(
            state=JobState(_number(group, "job-state", JobState.PENDING)),
            sheets=_number(group, "job-media-sheets-completed", 0),
        )

    def cancel(self, number: int) -> bool:
        """Cancel a job; False where the server would not."""
        try:
            self._server.ask(CANCEL_JOB, f"ipp://localhost/jobs/{number}")
        except (IppFailureError, IppUnknownError):
            return False
        return True

    def submit(
        self, data: bytes, *, printer: str, title: str, options: Sequence[str], copies: int = 1
    ) -> int:
        """Hand a document over and return the number of its job.

        Raises:
            DeskError: `PRINT_SYSTEM_MISSING`, `PRINTER_REJECTED`; nothing was printed.
        """
        program = shutil.which("lp")
        if program is None:
            raise DeskError(ErrorCode.PRINT_SYSTEM_MISSING, printer=printer)
        arguments = [program]
        if self._server.address:
            arguments += ["-h", self._server.address]
        arguments += ["-d", printer, "-t", _plain_title(title), "-n", str(copies)]
        for option in options:
            arguments += ["-o", option]
        try:
            done = subprocess.run(  # noqa: S603 - a list, no shell; names were checked against the server
                [*arguments, "-"],
                input=data,
                capture_output=True,
                check=False,
                timeout=_SUBMIT_SECONDS,
                env={**os.environ, "LC_ALL": "C"},
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise DeskError(
                ErrorCode.PRINTER_REJECTED, printer=printer, reason=type(problem).__name__
            ) from problem
        found = _REQUEST_ID.search(done.stdout.decode("utf-8", "replace"))
        if done.returncode or found is None:
            reason = done.stderr.decode("utf-8", "replace").strip()
            raise DeskError(ErrorCode.PRINTER_REJECTED, printer=printer, reason=reason)
        return int(found[1])

    def _default(self) -> str:
        try:
            groups = self._server.ask(CUPS_GET_DEFAULT, "", ("printer-name",))
        except IppUnknownError:
            return ""
        return _text(groups[0], "printer-name") if groups else ""

    def _one(self, operation: int, uri: str, wanted: tuple[str, ...], printer: str) -> IppGroup:
        try:
            groups = self._server.ask(operation, uri, wanted)
        except IppUnknownError as problem:
            raise DeskError(ErrorCode.PRINTER_UNKNOWN, printer=printer) from problem
        except IppFailureError as problem:
            raise DeskError(ErrorCode.PRINT_SYSTEM_MISSING, printer=printer) from problem
        return groups[0] if groups else {}


def _text(group: IppGroup, name: str) -> str:
    return str(group.get(name, [""])[0])


def _number(group: IppGroup, name: str, default: int) -> int:
    value = group.get(name, [default])[0]
    return value if isinstance(value, int) else default


def _plain_title(title: str) -> str:
    return "".join(letter for letter in title if letter.isprintable())[:_LONGEST_TITLE] or "Khongviet"
