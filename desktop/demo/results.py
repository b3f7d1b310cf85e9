"""What the demo leaves in its folder: papers, ticket bytes with their pictures, screens, and a summary."""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.commands.files import write_file
from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.visit import VisitDraft
from desktop.printing.escpos import encode_ticket
from desktop.printing.raster import as_paper, draw
from desktop.printing.ticket import QueueTicket
from desktop.printing.ticket_layout import layout
from desktop.printing.ticket_printing import DEFAULT_MODEL, shipped_printers
from desktop.services.judge_visit import ProcedureVerdict
from desktop.services.ports_printing import PrintJob
from desktop.services.sample_day import SampleVisit
from desktop.services.workday import Workday

PAPERS: Final = "papers"
TICKETS: Final = "tickets"
SCREENS: Final = "screens"
SUMMARY: Final = "summary.json"
DATA: Final = "data"
_WORDS: Final = re.compile(r"[^\W_]+")


@dataclass(kw_only=True)
class VisitResult:
    """One visit of the summary, filled while it is played."""

    key: str
    title: str
    ticket: str
    verdicts: list[Mapping[str, object]] = field(default_factory=list)
    dossiers: list[Mapping[str, object]] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    fields_written: int = 0
    signing: str = ""
    keys_pressed: int = 0

    def plain(self) -> dict[str, object]:
        """Give the visit as it stands in the summary."""
        return {
            "key": self.key,
            "title": self.title,
            "ticket": self.ticket,
            "verdicts": self.verdicts,
            "dossiers": self.dossiers,
            "papers": self.papers,
            "screens": self.screens,
            "fields_written": self.fields_written,
            "signing": self.signing,
            "keys_pressed": self.keys_pressed,
        }


class DemoFolder:
    """The folder of one demo; files of an earlier one with the same names are replaced."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._screens = 0
        self._data = out / DATA

    def prepare(self) -> None:
        """Make the folder; the data of an earlier demo, perhaps one that was killed, is left as it is.

        Raises:
            DeskError: FILE_NOT_WRITABLE.
        """
        try:
            self.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeskError(ErrorCode.FILE_NOT_WRITABLE, file=self.out) from error
        (self.out / SUMMARY).unlink(missing_ok=True)
        number = 1
        while self._data.exists():
            number += 1
            self._data = self.out / f"{DATA}-{number}"

    def data_dir(self) -> Path:
        """Where the demo keeps its own database."""
        return self._data

    def next_screen(self, name: str) -> Path:
        """Give the path of the next screenshot."""
        self._screens += 1
        folder = self.out / SCREENS
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self._screens:02d}-{name}.png"

    def write_ticket(self, ticket: QueueTicket) -> list[str]:
        """Write a queue ticket's bytes and the picture of the paper the printer makes of them."""
        model = shipped_printers().get(DEFAULT_MODEL)
        picture = io.BytesIO()
        as_paper(draw(layout(ticket), model.width_dots)).save(picture, format="PNG")
        names = [f"{TICKETS}/{ticket.number}.bin", f"{TICKETS}/{ticket.number}.png"]
        write_file(self.out / names[0], encode_ticket(ticket, model))
        write_file(self.out / names[1], picture.getvalue())
        return names

    def write_paper(self, visit_key: str, number: int, job: PrintJob) -> str:
        """Write a printed paper."""
        title = "-".join(_WORDS.findall(job.title))
        name = f"{PAPERS}/{visit_key}-{number}-{title}.pdf"
        write_file(self.out / name, job.payload)
        return name

    def write_summary(self, plain: Mapping[str, object]) -> Path:
        """Write the summary, last of all: its presence means that the demo ended well."""
        path = self.out / SUMMARY
        write_file(path, json.dumps(plain, ensure_ascii=False, indent=2).encode())
        return path


def queue_ticket(visit: SampleVisit, workday: Workday, at: datetime, *, waiting: int) -> QueueTicket:
    """Give the ticket a visitor takes at the door: for the procedures of the visit, by their short names."""
    return QueueTicket(
        number=visit.ticket,
        service=", ".join(workday.procedure(code).short_name for code in visit.codes_on(workday)),
        issued_at=at,
        office=workday.profile.short_name,
        waiting=waiting,
    )


def verdict_plain(judged: ProcedureVerdict) -> dict[str, object]:
    """Give a verdict as it stands in the summary."""
    verdict = judged.verdict
    return {
        "procedure": judged.procedure.code,
        "name": judged.procedure.name,
        "writing": verdict.writing.value,
        "promise": verdict.promise.value,
        "slip": verdict.slip.value,
        "due": _local(verdict.due),
        "reasons": [
            {"text": one.text, "detail": one.detail, "source": one.source_display, "met": one.met}
            for one in verdict.reasons
        ],
    }


def dossier_plain(dossier: Dossier) -> dict[str, object]:
    """Give a dossier as it stands in the summary."""
    return {
        "number": dossier.number,
        "procedure": dossier.procedure_code,
        "state": dossier.state.value,
        "promise": dossier.promise.value if dossier.promise is not None else None,
        "received": _local(dossier.received_at),
        "due": _local(dossier.due),
        "slip_printed": dossier.slip_printed_at is not None,
        "turned_into_appointment": dossier.turned_into_appointment,
    }


def signing_words(draft: VisitDraft) -> str:
    """Give how the citizen signed, in words; empty where nothing was written."""
    if draft.help is None or draft.help.signing is None:
        return ""
    signing = draft.help.signing
    return f"{signing.kind.label}: {signing.finger.label}" if signing.finger else signing.kind.label


def _local(moment: datetime | None) -> str | None:
    return office_time(moment).isoformat(timespec="minutes") if moment is not None else None
