"""Which steps of a visit may be opened, and which comes next; steps are a map, not a cage."""

from collections.abc import Callable
from typing import Final

from desktop.domain.procedure import PaperKind, Procedure, WritingClass
from desktop.domain.visit import ChosenProcedure, VisitDraft, VisitStep
from desktop.services.workday import Workday

_STEPS: Final = tuple(VisitStep)
# What is registered is no longer changed in the visit.
_REGISTERED: Final = frozenset({VisitStep.PRINT, VisitStep.DONE})
_WRITING: Final = frozenset({VisitStep.INTERVIEW, VisitStep.READ_BACK})
_NEVER_WRITTEN: Final = frozenset({WritingClass.BARRED, WritingClass.NOTHING_TO_WRITE})


def forms_written_here(procedure: Procedure) -> tuple[str, ...]:
    """Give the ids of the forms this desk may write for a citizen; none where writing is barred."""
    return () if procedure.writing.kind in _NEVER_WRITTEN else procedure.forms


def papers_written_here(workday: Workday, draft: VisitDraft, chosen: ChosenProcedure) -> frozenset[str]:
    """Give the papers of a procedure that this desk writes itself: the declaration is never missing.

    Where this visit writes no form of the procedure (none in the library, none in force), the declaration is a
    paper like any other: the citizen brings it.
    """
    procedure = workday.begun_under(chosen) or workday.chosen(chosen)
    written = {ref.form_id for ref in draft.form_refs}
    if written.isdisjoint(forms_written_here(procedure)):
        return frozenset()
    return frozenset(paper.key for paper in procedure.papers if paper.kind is PaperKind.FORM)


def lacks_papers(workday: Workday, draft: VisitDraft) -> bool:
    """Tell whether a paper the citizen must bring is missing, for any procedure of the visit."""
    return any(_lacks(workday, draft, one) for one in draft.procedures)


def is_signature_due(workday: Workday, draft: VisitDraft) -> bool:
    """Tell whether a procedure has all its papers and a declaration this desk writes: it is signed first.

    Another procedure of the visit that lacks a paper does not change that.
    """
    written = {ref.form_id for ref in draft.form_refs}
    return any(
        not written.isdisjoint(forms_written_here(workday.begun_under(one) or workday.chosen(one)))
        and not _lacks(workday, draft, one)
        for one in draft.procedures
    )


def is_written(draft: VisitDraft) -> bool:
    """Tell whether this visit has forms for the desk to write, and somebody asked for it."""
    return bool(draft.form_refs) and draft.requested_help


def is_help_open(draft: VisitDraft) -> bool:
    """Tell whether nobody asked the citizen yet who writes the forms of this visit."""
    return bool(draft.form_refs) and not (draft.requested_help or draft.declined_help)


def is_signed(draft: VisitDraft) -> bool:
    """Tell whether the citizen signed what was read aloud."""
    return draft.help is not None and draft.help.signing is not None


def reachable_steps(
    workday: Workday, draft: VisitDraft, *, is_answered: Callable[[], bool]
) -> frozenset[VisitStep]:
    """Give the steps that may be opened now.

    Args:
        workday: The day, for the papers each procedure needs.
        draft: The visit.
        is_answered: Whether every question that must be answered is; asked only when it matters.
    """
    if draft.step in _REGISTERED:
        return _REGISTERED
    if not draft.person:
        return frozenset({VisitStep.CARD})
    open_steps = {VisitStep.CARD, VisitStep.PROCEDURES}
    if not draft.procedures or is_help_open(draft):
        return frozenset(open_steps)
    open_steps |= {VisitStep.PAPERS, VisitStep.VERDICT}
    if is_written(draft):
        open_steps.add(VisitStep.INTERVIEW)
        if is_answered():
            open_steps.add(VisitStep.READ_BACK)
        if not is_signed(draft) and is_signature_due(workday, draft):
            open_steps.discard(VisitStep.VERDICT)
    return frozenset(open_steps)


def following_step(draft: VisitDraft) -> VisitStep:
    """Give the step that comes next in this visit; without writing, asking and reading back are passed over."""
    skipped = frozenset() if is_written(draft) else _WRITING
    later = (step for step in _STEPS[_STEPS.index(draft.step) + 1 :] if step not in skipped)
    return next(later, VisitStep.DONE)


def _lacks(workday: Workday, draft: VisitDraft, chosen: ChosenProcedure) -> bool:
    ticked = frozenset(chosen.papers) | papers_written_here(workday, draft, chosen)
    return bool(workday.procedure(chosen.code).missing_papers(ticked))
