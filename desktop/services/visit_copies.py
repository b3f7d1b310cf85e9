"""How many copies a visit asks for: what the declaration says stands, so that the paper and the fee agree."""

from dataclasses import replace

from desktop.domain.procedure import Procedure
from desktop.domain.visit import ChosenProcedure, VisitDraft
from desktop.forms.interview import Interview
from desktop.services.workday import Workday


def declared_copies(procedure: Procedure, interview: Interview) -> int | None:
    """Give how many copies the declaration itself asks for; None where it does not ask or is not answered."""
    if interview.field(procedure.copies_from) is None:
        return None
    answer = interview.look(procedure.copies_from)
    if answer is None or type(answer.value) is not int or answer.value < 1:
        return None
    return answer.value


def with_declared_copies(workday: Workday, draft: VisitDraft, interview: Interview) -> VisitDraft:
    """Give the draft with the copies its declarations ask for.

    Where the citizen writes alone, only the officer's own number is known: it stays.
    """
    if not draft.requested_help:
        return draft
    return replace(draft, procedures=tuple(_counted(workday, one, interview) for one in draft.procedures))


def _counted(workday: Workday, chosen: ChosenProcedure, interview: Interview) -> ChosenProcedure:
    procedure = workday.edition(chosen.code, chosen.edition)
    copies = declared_copies(procedure, interview) if procedure is not None else None
    return chosen if copies is None else replace(chosen, copies=copies)
