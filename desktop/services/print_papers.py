"""Papers of a visit: previewed, drawn and queued. A job is stored before anything leaves the building."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier
from desktop.domain.help_session import Signing
from desktop.domain.ids import PrintJobId, StaffId
from desktop.domain.text import VIETNAMESE_LETTERS
from desktop.domain.visit import VisitDraft
from desktop.forms.answers import Answers, AnswerValue
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.paper import ComposedPaper, Gap, NationalHeading, PaperSize, Paragraph, Rule, Run, Title
from desktop.forms.read_back import SpokenLine, read_back
from desktop.services.event_guide import compose_guide
from desktop.services.form_context import office_context
from desktop.services.life_event import EventPlan
from desktop.services.opening_words import opening_words
from desktop.services.ports_printing import PaperMedia, PrintJob, PrintKind
from desktop.services.ports_records import Records, UnitOfWork
from desktop.services.record_values import AuditAction, PaperKind, PaperRecord
from desktop.services.rendered_paper import Look, PaperRenderer, RenderedPaper
from desktop.services.slips import Slip
from desktop.services.visit_events import VisitEvents
from desktop.services.visit_flow import REQUESTER, VisitFlow
from desktop.services.workday import IdSource, Workday

PAPER_PRINTER = "paper"
TICKET_PRINTER = "ticket"
_LETTERS = " ".join(sorted(letter for letter in VIETNAMESE_LETTERS if letter.islower()))
_MEDIA = {size: PaperMedia.A5 if size is PaperSize.A5 else PaperMedia.A4 for size in PaperSize}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnForm:
    """One form of a visit, drawn for the screen."""

    definition: FormDefinition
    rendered: RenderedPaper


class PaperDesk:
    """Draws the papers of a visit and puts them into the print queue."""

    def __init__(self, renderer: PaperRenderer, *, new_id: IdSource) -> None:
        self._renderer = renderer
        self._new_id = new_id

    def preview(
        self,
        flow: VisitFlow,
        draft: VisitDraft,
        form_id: str,
        pending: Mapping[str, AnswerValue] | None = None,
        *,
        signing: Signing | None = None,
    ) -> DrawnForm:
        """Draw one form as it stands, suggestions (`pending`) in grey italics; never for printing.

        Raises:
            DeskError: FORM_UNKNOWN for a form that is not part of the visit.
        """
        definition = _definition(flow, draft, form_id)
        paper = _declared(flow, draft, definition, signing, pending)
        return DrawnForm(definition=definition, rendered=self._renderer.draw(paper, Look.PREVIEW))

    def spoken_lines(self, flow: VisitFlow, draft: VisitDraft) -> tuple[SpokenLine, ...]:
        """Give what is read aloud before the signature."""
        return read_back(
            flow.definitions(draft), flow.interview(draft).answers, _context(flow.workday, draft)
        )

    def declaration(
        self,
        flow: VisitFlow,
        draft: VisitDraft,
        definition: FormDefinition,
        signing: Signing | None = None,
    ) -> RenderedPaper:
        """Draw one declaration for printing, with the place to sign as this citizen will use it."""
        if signing is None and draft.help is not None:
            signing = draft.help.signing
        return self._renderer.draw(_declared(flow, draft, definition, signing))

    def blank(self, workday: Workday, definition: FormDefinition) -> RenderedPaper:
        """Draw the empty form, for a power cut or for a citizen who must write it."""
        return self._renderer.draw(compose(definition, Answers(), office_context(workday, None), blank=True))

    def review_sheet(self, flow: VisitFlow, draft: VisitDraft) -> RenderedPaper:
        """Draw the large-print sheet that the citizen reads along."""
        return self._renderer.draw_review_sheet("Nội dung đọc lại", self.spoken_lines(flow, draft))

    def test_page(self, office: str, now: datetime) -> bytes:
        """Draw a page that shows every Vietnamese letter and where the edges of the paper are."""
        local = office_time(now)
        paper = ComposedPaper(
            form_id="in-thu",
            version=f"{local:%Y-%m-%d}",
            title="Trang in thử",
            blocks=(
                NationalHeading(),
                Gap(mm=6),
                Title(text="TRANG IN THỬ"),
                Paragraph(items=(Run(text=f"{office}, {local:%H:%M} ngày {local:%d/%m/%Y}."),)),
                Rule(),
                Paragraph(items=(Run(text=_LETTERS),)),
                Paragraph(items=(Run(text=_LETTERS.upper(), bold=True),)),
                Rule(),
                Paragraph(
                    items=(Run(text="Hai đường kẻ phải dài 165 mm. Ngắn hơn là máy in đã thu nhỏ giấy."),)
                ),
            ),
        )
        return self._renderer.draw(paper).pdf

    def queue_slip(
        self,
        work: UnitOfWork,
        slip: Slip,
        now: datetime,
        *,
        by: StaffId,
        dossier: Dossier | None = None,
        reprint_of: str = "",
    ) -> PrintJobId:
        """Draw a slip or the register, keep its paper record, and queue it in the same transaction.

        Args:
            work: The transaction.
            slip: What to draw.
            now: The moment.
            by: Who prints it.
            dossier: Whose slip it is; None for the register.
            reprint_of: The print it repeats; it then comes out with the copy mark.
        """
        drawn = self._renderer.draw(slip.paper)
        job = self._job(slip.definition, drawn, now, dossier=dossier)
        if reprint_of:
            job = replace(job, reprint_of=PrintJobId(reprint_of))
        work.papers.save(
            PaperRecord(
                id=job.id,
                kind=slip.kind,
                form_id=slip.definition.id,
                form_version=slip.definition.version,
                printed_at=now,
                printed_by=by,
                dossier_id=dossier.id if dossier is not None else None,
                reprint_of=reprint_of,
                pages=drawn.page_count,
            )
        )
        work.add_print_job(job)
        return job.id

    def _job(
        self,
        definition: FormDefinition,
        drawn: RenderedPaper,
        now: datetime,
        *,
        dossier: Dossier | None = None,
    ) -> PrintJob:
        return PrintJob(
            id=PrintJobId(self._new_id()),
            kind=PrintKind.PAPER,
            printer=PAPER_PRINTER,
            title=definition.short_name,
            payload=drawn.pdf,
            media=_MEDIA[definition.paper],
            created_at=now,
            dossier_id=dossier.id if dossier is not None else None,
        )

    def queue_declaration(
        self,
        work: UnitOfWork,
        flow: VisitFlow,
        draft: VisitDraft,
        definition: FormDefinition,
        now: datetime,
        *,
        signing: Signing | None = None,
    ) -> PrintJobId:
        """Draw one declaration, keep its paper record, and queue it in the same transaction."""
        drawn = self.declaration(flow, draft, definition, signing)
        job = self._job(definition, drawn, now)
        work.papers.save(
            PaperRecord(
                id=job.id,
                kind=PaperKind.FORM,
                form_id=definition.id,
                form_version=definition.version,
                printed_at=now,
                printed_by=draft.owner,
                help_session_id=draft.help.id if draft.help is not None else None,
                pages=drawn.page_count,
            )
        )
        work.add_print_job(job)
        return job.id

    def queue_review_sheet(
        self, work: UnitOfWork, flow: VisitFlow, draft: VisitDraft, now: datetime
    ) -> PrintJobId:
        """Draw the large-print sheet, keep its paper record, and queue it in the same transaction."""
        drawn = self.review_sheet(flow, draft)
        job = PrintJob(
            id=PrintJobId(self._new_id()),
            kind=PrintKind.PAPER,
            printer=PAPER_PRINTER,
            title="Bản chữ to",
            payload=drawn.pdf,
            media=PaperMedia.A4,
            created_at=now,
        )
        work.papers.save(
            PaperRecord(
                id=job.id,
                kind=PaperKind.REVIEW_SHEET,
                form_id="ban-chu-to",
                form_version=flow.workday.day.isoformat(),
                printed_at=now,
                printed_by=draft.owner,
                help_session_id=draft.help.id if draft.help is not None else None,
                pages=drawn.page_count,
            )
        )
        work.add_print_job(job)
        return job.id

    def queue_guide(
        self,
        work: UnitOfWork,
        workday: Workday,
        draft: VisitDraft,
        plan: EventPlan,
        now: datetime,
        *,
        size: PaperSize,
    ) -> PrintJobId:
        """Draw the guide slip of a life event, keep its paper record, and queue it in the same transaction."""
        opening = opening_words(workday.calendar, workday.profile.model, workday.day)
        paper = compose_guide(plan, _context(workday, draft), opening=opening, size=size)
        drawn = self._renderer.draw(paper)
        job = PrintJob(
            id=PrintJobId(self._new_id()),
            kind=PrintKind.PAPER,
            printer=PAPER_PRINTER,
            title=paper.title,
            payload=drawn.pdf,
            media=_MEDIA[size],
            created_at=now,
        )
        work.papers.save(
            PaperRecord(
                id=job.id,
                kind=PaperKind.GUIDE,
                form_id=paper.form_id,
                form_version=paper.version,
                printed_at=now,
                printed_by=draft.owner,
                pages=drawn.page_count,
            )
        )
        work.add_print_job(job)
        return job.id

    def queue_blank(
        self, work: UnitOfWork, workday: Workday, definition: FormDefinition, now: datetime
    ) -> PrintJobId:
        """Queue the empty form."""
        job = self._job(definition, self.blank(workday, definition), now)
        work.audit.add(AuditAction.PRINTED, "form", definition.id)
        work.add_print_job(job)
        return job.id


class PrintDeclarations:
    """Queues every declaration of a visit, right after the citizen agreed to what was read back."""

    def __init__(self, records: Records, papers: PaperDesk) -> None:
        self._records = records
        self._papers = papers

    def __call__(
        self, flow: VisitFlow, draft: VisitDraft, now: datetime, *, signing: Signing | None = None
    ) -> VisitDraft:
        """Queue the papers; the draft remembers the jobs.

        Args:
            flow: The course of visits today.
            draft: The visit, read back and agreed to.
            now: The moment.
            signing: How the citizen is going to sign: the paper shows a place for a finger or for witnesses.

        Raises:
            DeskError: Faults of the records. Nothing is queued then.
        """
        with self._records.begin(draft.owner) as work:
            if draft.help is not None:
                work.help_sessions.save(draft.help)
            jobs = tuple(
                self._papers.queue_declaration(work, flow, draft, definition, now, signing=signing)
                for definition in flow.definitions(draft)
            )
        return replace(draft, print_jobs=(*draft.print_jobs, *jobs), touched_at=now)


class PrintBlank:
    """Queues the empty forms of a procedure that the citizen must write."""

    def __init__(self, records: Records, papers: PaperDesk) -> None:
        self._records = records
        self._papers = papers

    def __call__(
        self, flow: VisitFlow, draft: VisitDraft, definition: FormDefinition, now: datetime
    ) -> VisitDraft:
        """Queue the empty form.

        Raises:
            DeskError: Faults of the records.
        """
        with self._records.begin(draft.owner) as work:
            job = self._papers.queue_blank(work, flow.workday, definition, now)
        return replace(draft, print_jobs=(*draft.print_jobs, job), touched_at=now)


class PrintGuide:
    """Queues the guide slip of the life event of a visit: what, where, bring what, until when."""

    def __init__(self, records: Records, papers: PaperDesk) -> None:
        self._records = records
        self._papers = papers

    def __call__(
        self, flow: VisitFlow, draft: VisitDraft, now: datetime, *, size: PaperSize = PaperSize.A5
    ) -> VisitDraft:
        """Queue the slip without the steps the officer unticked; the draft remembers the job.

        Raises:
            DeskError: EVENT_UNKNOWN for a visit without an event; faults of the records.
        """
        plan = VisitEvents(flow).guide(draft)
        with self._records.begin(draft.owner) as work:
            job = self._papers.queue_guide(work, flow.workday, draft, plan, now, size=size)
        return replace(draft, print_jobs=(*draft.print_jobs, job), touched_at=now)


class PrintReviewSheet:
    """Queues the large-print sheet that a citizen reads along while the officer reads aloud."""

    def __init__(self, records: Records, papers: PaperDesk) -> None:
        self._records = records
        self._papers = papers

    def __call__(self, flow: VisitFlow, draft: VisitDraft, now: datetime) -> VisitDraft:
        """Queue the sheet; the draft remembers the job.

        Raises:
            DeskError: Faults of the records.
        """
        with self._records.begin(draft.owner) as work:
            if draft.help is not None:
                work.help_sessions.save(draft.help)
            job = self._papers.queue_review_sheet(work, flow, draft, now)
        return replace(draft, print_jobs=(*draft.print_jobs, job), touched_at=now)


def _declared(
    flow: VisitFlow,
    draft: VisitDraft,
    definition: FormDefinition,
    signing: Signing | None,
    pending: Mapping[str, AnswerValue] | None = None,
) -> ComposedPaper:
    return compose(
        definition,
        flow.interview(draft).answers,
        _context(flow.workday, draft),
        pending=pending,
        signing={REQUESTER: signing} if signing is not None else None,
    )


def _definition(flow: VisitFlow, draft: VisitDraft, form_id: str) -> FormDefinition:
    for definition in flow.definitions(draft):
        if definition.id == form_id:
            return definition
    return flow.library.in_force(form_id, flow.workday.day)


def _context(workday: Workday, draft: VisitDraft) -> Mapping[str, str]:
    return office_context(workday, workday.staff.get(draft.owner))
