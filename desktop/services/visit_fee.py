"""The statutory fee of one procedure of a visit: what it depends on, what is taken, and why less."""

from dataclasses import replace
from datetime import datetime

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.procedure import Channel, FeeKind, Procedure
from desktop.domain.visit import ChosenProcedure, VisitDraft


def fee_of(procedure: Procedure, chosen: ChosenProcedure) -> int | None:
    """Give what is taken, in whole đồng; None where the province sets it and nobody entered it."""
    if chosen.exemption:
        return 0
    return procedure.fee.total(copies=chosen.copies, pages=chosen.pages, channel=chosen.channel)


def asks_copies(procedure: Procedure, draft: VisitDraft) -> bool:
    """Tell whether the officer has to say how many copies: no declaration written here says it."""
    is_counted = procedure.fee.kind in (FeeKind.PER_COPY, FeeKind.PER_PAGE)
    return is_counted and not (procedure.copies_from and draft.requested_help)


def asks_pages(procedure: Procedure) -> bool:
    """Tell whether the fee depends on the pages of one copy."""
    return procedure.fee.kind is FeeKind.PER_PAGE


def fee_channels(procedure: Procedure) -> tuple[Channel, ...]:
    """Give the ways of filing to choose from where the fee depends on it, else none."""
    channels = tuple(one for one in Channel if one in procedure.limits)
    return channels if procedure.fee.channel_amounts and len(channels) > 1 else ()


def set_pages(draft: VisitDraft, code: str, pages: int, now: datetime) -> VisitDraft:
    """Note how many pages one copy has.

    Raises:
        DeskError: ANSWER_INVALID below 1; PROCEDURE_UNKNOWN.
    """
    if pages < 1:
        raise DeskError(ErrorCode.ANSWER_INVALID, problem="số trang phải từ 1.")
    return _put(draft, replace(_chosen(draft, code), pages=pages), now)


def set_channel(draft: VisitDraft, code: str, channel: Channel, now: datetime) -> VisitDraft:
    """Note how the dossier comes in: the limit and the fee follow.

    Raises:
        DeskError: PROCEDURE_UNKNOWN.
    """
    return _put(draft, replace(_chosen(draft, code), channel=channel), now)


def set_exemption(draft: VisitDraft, code: str, group: str, now: datetime) -> VisitDraft:
    """Note why no fee is taken, in the words of the procedure's row; empty takes it back.

    Raises:
        DeskError: PROCEDURE_UNKNOWN.
    """
    return _put(draft, replace(_chosen(draft, code), exemption=group), now)


def _chosen(draft: VisitDraft, code: str) -> ChosenProcedure:
    found = next((one for one in draft.procedures if one.code == code), None)
    if found is None:
        raise DeskError(ErrorCode.PROCEDURE_UNKNOWN, procedure=code)
    return found


def _put(draft: VisitDraft, chosen: ChosenProcedure, now: datetime) -> VisitDraft:
    procedures = tuple(chosen if one.code == chosen.code else one for one in draft.procedures)
    return replace(draft, procedures=procedures, touched_at=now)
