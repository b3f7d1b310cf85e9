"""Everything the desk page asks of the rest of the program, handed in by whoever builds the window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop.domain.ids import PrintJobId
from desktop.domain.visit import KEEP_UNFINISHED_DAYS
from desktop.services.conclude_visit import ConcludeVisit
from desktop.services.dossier_slips import PrintSlipOnRequest
from desktop.services.ports_drafts import Drafts
from desktop.services.ports_printing import PaperPrinter, PrintJob, PrintJobs
from desktop.services.ports_records import RecordReader
from desktop.services.ports_scanning import CardImageReader
from desktop.services.print_papers import (
    PaperDesk,
    PrintBlank,
    PrintDeclarations,
    PrintGuide,
    PrintReviewSheet,
)
from desktop.services.receive_supplement import ReceiveSupplement
from desktop.services.visit_flow import VisitFlow
from desktop.services.workday import Clock


class PrintDecisions(Protocol):
    """What an officer may decide about a job that did not simply print (`desktop.printing.PrintDesk`)."""

    def try_again(self, job_id: PrintJobId) -> PrintJob:
        """Queue a `FAILED` job once more."""
        ...

    def paper_found(self, job_id: PrintJobId) -> PrintJob:
        """The paper of an `UNSURE` job lies in the tray."""
        ...

    def print_again(self, job_id: PrintJobId) -> PrintJob:
        """Queue a new job that repeats a `SENT` or `UNSURE` one, with the copy mark."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskServices:
    """The desk's use cases and ports. All but `clock` are called off the GUI thread, through the task runner.

    Attributes:
        clock: The present moment, aware; quick.
        load_flow: Reads today's office, roster and catalogue and gives the course of visits; asked when an officer
            signs in and whenever the office's settings changed (`DeskPage.reload`).
        card_images: Finds the code on a picture of a card.
        reader: Known people and their earlier visits.
        drafts: Unfinished visits, kept at every keystroke.
        papers: Draws previews and gives the lines that are read aloud.
        print_declarations: Queues the declarations of a visit.
        print_blank: Queues an empty form.
        print_guide: Queues the guide slip of a life event.
        print_review: Queues the large-print sheet the citizen reads along.
        print_slip: The slip a citizen asks for after the conclusion.
        supplements: Finds dossiers that wait for papers.
        conclude: The end of a visit, in one transaction.
        print_jobs: The states of the visit's print jobs.
        print_decisions: Try again, paper found, print again.
        paper_printer: The printer of sheets as it is set now, to say before printing whether it is ready.
        wake_printers: Tells the print workers that something waits; may do nothing where they look by themselves.
        keep_unfinished_days: Working days after which an unfinished visit nobody touched is removed.
    """

    clock: Clock
    load_flow: Callable[[], VisitFlow]
    card_images: CardImageReader
    reader: RecordReader
    drafts: Drafts
    papers: PaperDesk
    print_declarations: PrintDeclarations
    print_blank: PrintBlank
    print_guide: PrintGuide
    print_review: PrintReviewSheet
    print_slip: PrintSlipOnRequest
    supplements: ReceiveSupplement
    conclude: ConcludeVisit
    print_jobs: PrintJobs
    print_decisions: PrintDecisions
    paper_printer: Callable[[], PaperPrinter]
    wake_printers: Callable[[], None]
    keep_unfinished_days: int = KEEP_UNFINISHED_DAYS
