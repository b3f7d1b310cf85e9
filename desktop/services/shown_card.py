"""The identity card that was just read lies on the table: the papers that ask to see it are there already."""

from dataclasses import replace
from typing import Final

from desktop.domain.procedure import Procedure
from desktop.domain.visit import ChosenProcedure, VisitDraft
from desktop.forms.answers import Answers, Source
from desktop.services.workday import Workday

ID_PAPER: Final = "id"
"""Key of the requester's own identity paper in every procedure that asks for it."""
_REQUESTER: Final = "requester."


def is_card_shown(draft: VisitDraft) -> bool:
    """Tell whether the requester came into this visit with a card, and not by typing or from an earlier visit."""
    answers = Answers.from_plain(draft.answers)
    looks = (answers.get(key) for key in answers if key.startswith(_REQUESTER))
    return any(answer is not None and answer.source is Source.CARD for answer in looks)


def with_card_shown(workday: Workday, draft: VisitDraft, *, only: str = "") -> VisitDraft:
    """Give the visit with the identity paper ticked, where a card was shown and a procedure asks for one.

    Args:
        workday: Today's procedures.
        draft: The visit.
        only: The code of the one procedure to look at; "" looks at all.
    """
    if not is_card_shown(draft):
        return draft
    shown = (
        _ticked(one, workday.procedure(one.code)) if only in ("", one.code) else one
        for one in draft.procedures
    )
    return replace(draft, procedures=tuple(shown))


def _ticked(chosen: ChosenProcedure, procedure: Procedure) -> ChosenProcedure:
    asks = any(paper.key == ID_PAPER for paper in procedure.papers)
    if not asks or ID_PAPER in chosen.papers:
        return chosen
    return replace(chosen, papers=(ID_PAPER, *chosen.papers))
