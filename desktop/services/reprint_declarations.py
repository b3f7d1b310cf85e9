"""The declarations of a registered dossier printed again: in the versions the case was written in, as of its day."""

from collections.abc import Callable
from datetime import date

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, FormRef, HelpSessionId, PrintJobId, StaffId, moment_of
from desktop.forms.answers import Answers
from desktop.forms.compose import compose
from desktop.forms.library import FormLibrary
from desktop.services.form_context import office_context
from desktop.services.ports_records import Records, UnitOfWork
from desktop.services.print_papers import PaperDesk
from desktop.services.record_values import AuditAction, Entity, PaperKind
from desktop.services.slips import Slip
from desktop.services.visit_flow import REQUESTER
from desktop.services.workday import Clock, Workday


class ReprintDeclarations:
    """Queues the declarations of a dossier once more, each marked as a copy.

    Args:
        records: The records.
        papers: Draws and queues.
        library: The forms, every version.
        load_workday: The office as it was on a day.
        clock: The moment.
    """

    def __init__(
        self,
        records: Records,
        papers: PaperDesk,
        *,
        library: FormLibrary,
        load_workday: Callable[[date], Workday],
        clock: Clock,
    ) -> None:
        self._records = records
        self._papers = papers
        self._library = library
        self._load_workday = load_workday
        self._clock = clock

    def __call__(self, actor: StaffId, dossier_id: DossierId) -> tuple[PrintJobId, ...]:
        """Queue them; who printed them is written down.

        Raises:
            DeskError: RECORD_MISSING; ANSWERS_ERASED where nothing is kept any more; FORM_UNKNOWN; the faults of the
                office's day. Nothing is queued then.
        """
        with self._records.begin(actor) as work:
            dossier = work.dossiers.get(dossier_id)
            plain = work.answers.load(dossier.answers_id) if dossier.answers_id is not None else {}
            if not plain or not dossier.form_refs:
                raise DeskError(ErrorCode.ANSWERS_ERASED)
            session_id = dossier.help_session_id
            session = work.help_sessions.find(session_id) if session_id is not None else None
            came = dossier.received_at or moment_of(dossier.id)
            workday = self._load_workday(office_time(came).date())
            writer = session.writer_id if session is not None else None
            context = office_context(workday, workday.staff.get(writer) if writer is not None else None)
            signing = (
                {REQUESTER: session.signing} if session is not None and session.signing is not None else None
            )
            jobs: list[PrintJobId] = []
            for ref in dossier.form_refs:
                form = self._library.get(ref.form_id, ref.version)
                paper = compose(form, Answers.from_plain(plain), context, signing=signing)
                slip = Slip(kind=PaperKind.FORM, definition=form, paper=paper)
                earlier = _first_print(work, dossier_id, session_id, ref)
                jobs.append(
                    self._papers.queue_slip(
                        work, slip, self._clock(), by=actor, dossier=dossier, reprint_of=earlier
                    )
                )
            work.audit.add(AuditAction.PRINTED, Entity.DOSSIER.value, dossier_id)
        return tuple(jobs)


def _first_print(
    work: UnitOfWork, dossier_id: DossierId, session_id: HelpSessionId | None, ref: FormRef
) -> str:
    """The job that first printed this form for the case; "" where it never came out on paper."""
    papers = [*work.papers.of_dossier(dossier_id)]
    papers += work.papers.of_session(session_id) if session_id is not None else ()
    return next(
        (
            one.id
            for one in papers
            if one.form_id == ref.form_id and one.kind is PaperKind.FORM and not one.reprint_of
        ),
        "",
    )
