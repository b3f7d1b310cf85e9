"""From an unfinished visit to the facts the verdict needs, and to the verdict of each procedure."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.procedure import Procedure
from desktop.domain.verdict import Case, Verdict, WritingOutcome, decide
from desktop.domain.visit import ChosenProcedure, VisitDraft
from desktop.services.visit_steps import is_signed, papers_written_here
from desktop.services.workday import Workday

_STRICTEST_FIRST: Final = (
    WritingOutcome.NOT_REQUESTED,
    WritingOutcome.NOT_ON_ROSTER,
    WritingOutcome.LIMITED,
    WritingOutcome.ALLOWED,
    WritingOutcome.BARRED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureVerdict:
    """The verdict of one procedure of a visit."""

    chosen: ChosenProcedure
    procedure: Procedure
    verdict: Verdict


def case_of(workday: Workday, draft: VisitDraft, chosen: ChosenProcedure, now: datetime) -> Case:
    """Give the facts of one procedure of the visit as they are now."""
    procedure = workday.chosen(chosen)
    ticked = frozenset(chosen.papers)
    missing = procedure.missing_papers(ticked)
    needed = tuple(paper for paper in procedure.papers if paper.required or paper.key in ticked)
    note = chosen.verification_note
    return Case(
        procedure=procedure,
        received=chosen.first_received_at or now,
        channel=chosen.channel,
        now=now,
        supplemented_at=now if chosen.first_received_at is not None else None,
        requested_help=draft.requested_help,
        writer_name=workday.name_of(draft.owner),
        writer_on_roster=_wrote_on_duty(workday, draft, now),
        missing=tuple(paper.name for paper in missing),
        papers_total=len(needed),
        papers_note=" · ".join(paper.name for paper in needed),
        papers_evidence=f"Đã kiểm tra {office_time(draft.touched_at):%H:%M}",
        needs_verification=chosen.needs_verification,
        verification_note=note,
        verification_evidence=workday.name_of(draft.owner) if note else "",
        signers=workday.signers(),
        appointment_reason=chosen.appointment_reason,
    )


def judge(workday: Workday, draft: VisitDraft, now: datetime) -> tuple[ProcedureVerdict, ...]:
    """Give the verdict of every chosen procedure, in the order they were chosen.

    Before the signature the declaration this desk writes is still on its way: it does not read as a missing paper.
    """
    on_their_way = bool(draft.form_refs) and not is_signed(draft)
    return tuple(
        _judged(workday, draft, _with_declaration(workday, draft, one) if on_their_way else one, now)
        for one in draft.procedures
    )


def strictest_writing(verdicts: tuple[ProcedureVerdict, ...]) -> WritingOutcome:
    """Give one answer for a whole visit; what needs no writing does not stand in the way of what does."""
    outcomes = {one.verdict.writing for one in verdicts}
    return next((one for one in _STRICTEST_FIRST if one in outcomes), WritingOutcome.NOTHING_TO_WRITE)


def _wrote_on_duty(workday: Workday, draft: VisitDraft, now: datetime) -> bool:
    """Tell whether the officer is on the roster now, or was when the citizen asked: a duty may end while one writes."""
    asked = draft.help.requested_at if draft.help is not None else None
    return workday.may_write(draft.owner, now) or (
        asked is not None and workday.may_write(draft.owner, asked)
    )


def _judged(workday: Workday, draft: VisitDraft, chosen: ChosenProcedure, now: datetime) -> ProcedureVerdict:
    return ProcedureVerdict(
        chosen=chosen,
        procedure=workday.chosen(chosen),
        verdict=decide(case_of(workday, draft, chosen, now), workday.calendar, workday.profile),
    )


def _with_declaration(workday: Workday, draft: VisitDraft, chosen: ChosenProcedure) -> ChosenProcedure:
    written = sorted(papers_written_here(workday, draft, chosen))
    return replace(chosen, papers=tuple(dict.fromkeys((*chosen.papers, *written))))
