"""The empty forms of a procedure, for a citizen who writes alone."""

from datetime import datetime

from PySide6.QtCore import QObject, Slot

from desktop.domain.ids import PrintJobId
from desktop.domain.procedure import WritingClass
from desktop.domain.visit import VisitDraft
from desktop.services.print_papers import PrintBlank
from desktop.services.visit_flow import VisitFlow
from desktop.ui.desk.step_page import StepPage


class BlankForms(QObject):
    """Prints empty forms from a step of the visit and tells so there."""

    def __init__(self, step: StepPage) -> None:
        super().__init__(step)
        self._step = step

    def print_first(self) -> bool:
        """Ctrl+P: the empty forms of the first procedure that the citizen writes alone; gives whether there is one."""
        visit = self._step.visit
        for chosen in visit.draft.procedures:
            procedure = visit.flow.workday.chosen(chosen)
            is_alone = procedure.writing.kind is WritingClass.BARRED or not visit.draft.requested_help
            if is_alone and procedure.forms:
                self.print(chosen.code)
                return True
        return False

    @Slot(str)
    def print(self, code: str) -> None:
        """Queues the empty forms of a procedure."""
        step, visit = self._step, self._step.visit
        flow, draft, now = visit.flow, visit.draft, visit.now
        name = flow.workday.procedure(code).short_name

        def done(jobs: tuple[PrintJobId, ...]) -> None:
            visit.add_jobs(jobs)
            step.services.wake_printers()
            step.told.emit(f"Đã gửi mẫu trống “{name}” đến máy in")

        step.runner.run(
            lambda: _print_blank_forms(step.services.print_blank, flow, draft, code, now),
            done,
            on_error=visit.refused.emit,
        )


def _print_blank_forms(
    print_blank: PrintBlank, flow: VisitFlow, draft: VisitDraft, code: str, now: datetime
) -> tuple[PrintJobId, ...]:
    chosen = next((one for one in draft.procedures if one.code == code), None)
    procedure = flow.workday.chosen(chosen) if chosen is not None else flow.workday.procedure(code)
    result = draft
    for form_id in procedure.forms:
        definition = flow.library.in_force(form_id, flow.workday.day)
        result = print_blank(flow, result, definition, now)
    return tuple(job for job in result.print_jobs if job not in draft.print_jobs)
