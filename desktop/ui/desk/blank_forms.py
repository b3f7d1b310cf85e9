"""The empty forms of a procedure, for a citizen who writes alone."""

from datetime import datetime

from desktop.domain.ids import PrintJobId
from desktop.domain.visit import VisitDraft
from desktop.services.print_papers import PrintBlank
from desktop.services.visit_flow import VisitFlow


def print_blank_forms(
    print_blank: PrintBlank, flow: VisitFlow, draft: VisitDraft, code: str, now: datetime
) -> tuple[PrintJobId, ...]:
    """Queues every empty form of a procedure and gives the jobs; not for the GUI thread.

    Raises:
        DeskError: PROCEDURE_UNKNOWN, FORM_NOT_IN_FORCE, faults of the records.
    """
    chosen = next((one for one in draft.procedures if one.code == code), None)
    procedure = flow.workday.chosen(chosen) if chosen is not None else flow.workday.procedure(code)
    result = draft
    for form_id in procedure.forms:
        definition = flow.library.in_force(form_id, flow.workday.day)
        result = print_blank(flow, result, definition, now)
    return tuple(job for job in result.print_jobs if job not in draft.print_jobs)
