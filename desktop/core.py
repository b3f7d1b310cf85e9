"""Composition without a screen: the records, the library, the printers and every use case of one data folder."""

import pkgutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, Self

from desktop.domain.calendar import office_time
from desktop.domain.ids import PrintJobId
from desktop.forms.library import FormLibrary
from desktop.printing.file_printer import FolderPrinter
from desktop.printing.local_printers import local_paper_printer, local_printers
from desktop.printing.pdf.copy_mark import mark_copy
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.printing.print_worker import PrintDesk, PrintWorker
from desktop.printing.ticket import TestTicket, ticket_to_bytes
from desktop.printing.ticket_printing import open_ticket_printer
from desktop.records.dpapi import DpapiWrap, WindowsDpapi
from desktop.records.expired_cases import StoredExpiredCases
from desktop.records.form_drafts import FormDraftFolder, write_whole
from desktop.records.key_store import FileKeyStore, KeyStore, NoWrap, key_file_of
from desktop.records.store import Access, RecordStore, open_records
from desktop.resources_dir import resources_dir
from desktop.services.attachment_values import ContentKind
from desktop.services.case_misfits import CaseMisfits
from desktop.services.conclude_visit import ConcludeVisit
from desktop.services.dossier_slips import DossierSlips, PrintSlipOnRequest, RecordHandover
from desktop.services.erase_expired import EraseExpired
from desktop.services.form_workbench import FormWorkbench
from desktop.services.load_forms import OWN_FORMS, FormShelf
from desktop.services.load_life_events import LifeEvents, load_life_events
from desktop.services.load_workday import LoadWorkday
from desktop.services.move_dossier import CloseDay, MoveDossier
from desktop.services.office_setup import (
    ContinueRoster,
    FirstStart,
    SaveOfficeSettings,
    SaveRoster,
    SaveStaff,
    SignIn,
)
from desktop.services.own_forms_at_desk import with_own_forms
from desktop.services.place_offers import PlaceNames, place_names
from desktop.services.ports_attachments import CountPages
from desktop.services.ports_printing import PaperPrinter, PrinterList, PrintJob, PrintKind
from desktop.services.print_empty_form import PrintEmptyForm
from desktop.services.print_papers import (
    PAPER_PRINTER,
    TICKET_PRINTER,
    PaperDesk,
    PrintBlank,
    PrintDeclarations,
    PrintGuide,
    PrintReviewSheet,
)
from desktop.services.print_register import PrintRegister
from desktop.services.slips import SlipWriter
from desktop.services.visit_flow import VisitFlow
from desktop.services.workday import Clock, Workday
from desktop.settings import MachineSettings, load_settings
from desktop.sync.attachments import Attachments, open_attachments
from desktop.sync.office import Office
from desktop.sync.stores import RealStores

PRINTED_FOLDER: Final = "giay-da-in"
FORM_DRAFTS: Final = "form-drafts"
_PAGE_COUNT: Final = "desktop.scanning.page_count:count_pages"


def wall_clock() -> datetime:
    """Give the present moment, aware."""
    return datetime.now(UTC)


def key_store_of(data_dir: Path) -> KeyStore:
    """Give the store of a data folder's key: DPAPI on Windows, a 0600 file elsewhere."""
    return FileKeyStore(
        key_file_of(data_dir), DpapiWrap(WindowsDpapi()) if sys.platform == "win32" else NoWrap()
    )


def printer_list() -> PrinterList:
    """Give the printers this computer knows; asking them may take seconds."""
    return local_printers()


@dataclass(frozen=True, kw_only=True)
class Core:
    """Everything a front end needs, built once.

    Attributes:
        data_dir: Where this PC keeps its data.
        settings: This machine's settings as they were at start.
        clock: The moment; the demo hands in its own.
        store: The open records.
        shelf: Forms and slips, read again after the office published one.
        events: Life events, the office's own included.
        places: Names of places that changed, the office's own included.
        papers: Draws and queues papers.
        office: This counter's part in the records its office shares.
        attachments: Scans of dossiers.
    """

    data_dir: Path
    settings: MachineSettings
    clock: Clock
    store: RecordStore
    shelf: FormShelf
    events: LifeEvents
    places: PlaceNames
    load_workday: LoadWorkday
    papers: PaperDesk
    office: Office
    attachments: Attachments

    @classmethod
    def open(cls, data_dir: Path, *, clock: Clock = wall_clock, access: Access = Access.SOLE) -> Self:
        """Open a data folder; the first time it is made.

        Raises:
            DeskError: DATABASE_IN_USE and the other faults of the records; FILE_INVALID, SETTINGS_UNREADABLE.
        """
        settings = load_settings(data_dir)
        store = open_records(data_dir, key_store_of(data_dir), clock=clock, access=access)
        stores = RealStores(data_dir)
        office = Office(store, stores, clock=clock, app_version=version("khong-viet"))
        return cls(
            data_dir=data_dir,
            settings=settings,
            clock=clock,
            store=store,
            shelf=FormShelf(data_dir),
            events=load_life_events(data_dir),
            places=place_names(data_dir),
            load_workday=LoadWorkday(store.read, resources_dir()),
            papers=PaperDesk(PdfPapers(), new_id=store.new_id),
            office=office,
            attachments=open_attachments(
                data_dir, store, office, stores, count_pages=_count_pages, clock=clock, access=access
            ),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the records and the way to the office's store."""
        self.office.close()
        self.attachments.transfer.close()
        self.store.close()

    def new_id(self) -> str:
        """Give a fresh UUIDv7, after every one given before in the same millisecond."""
        return self.store.new_id()

    @property
    def library(self) -> FormLibrary:
        """The forms and slips for whatever begins now."""
        return self.shelf.library

    @property
    def slips(self) -> SlipWriter:
        """The writer of the desk's own slips."""
        return SlipWriter(self.library)

    def workday(self) -> Workday:
        """Give today at this office."""
        day = self.load_workday(office_time(self.clock()).date())
        return with_own_forms(day, self.library, self.shelf.own)

    def flow(self) -> VisitFlow:
        """Give the course of visits for today."""
        return VisitFlow(
            workday=self.workday(),
            library=self.library,
            new_id=self.new_id,
            events=self.events,
            places=self.places,
        )

    @property
    def first_start(self) -> FirstStart:
        """The three questions of the first start."""
        return FirstStart(self.store, clock=self.clock, new_id=self.new_id)

    @property
    def sign_in(self) -> SignIn:
        """Signing in by PIN."""
        return SignIn(self.store)

    @property
    def save_staff(self) -> SaveStaff:
        """Adding and changing people."""
        return SaveStaff(self.store)

    @property
    def save_roster(self) -> SaveRoster:
        """The roster of a day."""
        return SaveRoster(self.store)

    @property
    def continue_roster(self) -> ContinueRoster:
        """Yesterday's roster for today."""
        return ContinueRoster(self.store)

    @property
    def save_office(self) -> SaveOfficeSettings:
        """Settings of the whole office."""
        return SaveOfficeSettings(self.store)

    @property
    def erase_expired(self) -> EraseExpired:
        """Answers that were kept long enough."""
        kept, days = StoredExpiredCases(self.store), self.load_workday.retention_on
        return EraseExpired(kept, self.office, clock=self.clock, retention=days)

    @property
    def conclude(self) -> ConcludeVisit:
        """The end of a visit."""
        return ConcludeVisit(self.store, self.slips, self.papers, new_id=self.new_id)

    @property
    def print_declarations(self) -> PrintDeclarations:
        """Queueing the declarations of a visit."""
        return PrintDeclarations(self.store, self.papers)

    @property
    def print_blank(self) -> PrintBlank:
        """Queueing an empty form."""
        return PrintBlank(self.store, self.papers)

    @property
    def print_guide(self) -> PrintGuide:
        """Queueing the guide slip of a life event."""
        return PrintGuide(self.store, self.papers)

    @property
    def print_empty_form(self) -> PrintEmptyForm:
        """Queueing an empty form outside a visit."""
        return PrintEmptyForm(self.store, self.papers)

    @property
    def print_review(self) -> PrintReviewSheet:
        """Queueing the large-print sheet of a visit."""
        return PrintReviewSheet(self.store, self.papers)

    @property
    def move_dossier(self) -> MoveDossier:
        """What happens to a dossier after the visit."""
        return MoveDossier(
            self.store, DossierSlips(self.slips, self.papers), load_workday=self.workday, clock=self.clock
        )

    @property
    def close_day(self) -> CloseDay:
        """Same-day promises that were not kept."""
        return CloseDay(self.store, self.slips, self.papers, clock=self.clock)

    @property
    def print_slip(self) -> PrintSlipOnRequest:
        """The slip a citizen asks for."""
        return PrintSlipOnRequest(self.store, DossierSlips(self.slips, self.papers), clock=self.clock)

    @property
    def record_handover(self) -> RecordHandover:
        """A dossier handed to somebody."""
        return RecordHandover(self.store, clock=self.clock, new_id=self.new_id)

    @property
    def print_register(self) -> PrintRegister:
        """The register, by sector and year or day."""
        return PrintRegister(self.store, self.store.read, self.slips, self.papers, clock=self.clock)

    @property
    def form_workbench(self) -> FormWorkbench:
        """Changing the office's own forms."""
        return FormWorkbench(
            self.shelf,
            FormDraftFolder(self.data_dir / FORM_DRAFTS, self.clock),
            PdfPapers(),
            load_workday=self.workday,
            new_id=self.new_id,
            own_forms=self.data_dir / OWN_FORMS,
            write=write_whole,
            cases=CaseMisfits(self.store.drafts),
        )

    @property
    def print_desk(self) -> PrintDesk:
        """What an officer decides about a job that did not simply print."""
        return PrintDesk(self.store.print_jobs, now=self.clock, new_id=lambda: PrintJobId(self.new_id()))

    def paper_printer(self, settings: MachineSettings | None = None) -> PaperPrinter:
        """Give the printer of A4 and A5 sheets that the settings name; without one, a folder of PDF files."""
        printers = (settings or self.settings).printers
        if not printers.paper_queue:
            folder = Path(printers.paper_folder) if printers.paper_folder else self.data_dir / PRINTED_FOLDER
            return FolderPrinter(folder, now=lambda: office_time(self.clock()))
        return local_paper_printer(printers.paper_queue)

    def test_print(self, which: str, settings: MachineSettings) -> None:
        """Queue a test page for the paper printer, or a test ticket for the ticket printer.

        Args:
            which: `paper` or `ticket`.
            settings: The printers as they are set now.

        Raises:
            DeskError: Faults of the records.
        """
        self.store.print_jobs.add(_test_job(self, which, settings))

    def print_workers(self, settings: MachineSettings | None = None) -> tuple[PrintWorker, ...]:
        """Give one worker a printer; jobs a dead program left half-sent become UNSURE here.

        Raises:
            DeskError: PRINTER_ADDRESS_INVALID and the like for wrong settings of the ticket printer.
        """
        printers = (settings or self.settings).printers
        workers = [
            PrintWorker(
                PAPER_PRINTER,
                self.store.print_jobs,
                now=self.clock,
                paper=self.paper_printer(settings),
                mark_copy=mark_copy,
            )
        ]
        if printers.ticket_target:
            ticket = open_ticket_printer(printers.ticket_target, printers.ticket_model)
            workers.append(PrintWorker(TICKET_PRINTER, self.store.print_jobs, now=self.clock, ticket=ticket))
        for worker in workers:
            worker.recover()
        return tuple(workers)


def _test_job(core: Core, which: str, settings: MachineSettings) -> PrintJob:
    now, office = core.clock(), core.workday().profile.short_name
    is_ticket = which == TICKET_PRINTER
    target = settings.printers.ticket_target or "tệp PDF"
    ticket = TestTicket(printer=target, printed_at=office_time(now), office=office)
    return PrintJob(
        id=PrintJobId(core.new_id()),
        kind=PrintKind.TICKET if is_ticket else PrintKind.PAPER,
        printer=TICKET_PRINTER if is_ticket else PAPER_PRINTER,
        title="In thử",
        payload=ticket_to_bytes(ticket) if is_ticket else core.papers.test_page(office, now),
        created_at=now,
    )


def _count_pages(content: bytes, kind: ContentKind) -> int:
    """Look into a scan. Pillow and the PDF library are loaded for the first one, not at every start."""
    count: CountPages = pkgutil.resolve_name(_PAGE_COUNT)
    return count(content, kind)
