from dataclasses import replace

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId, VisitId
from desktop.domain.procedure import Channel, Procedure
from desktop.domain.visit import ChosenProcedure, VisitDraft
from desktop.services.visit_fee import (
    asks_copies,
    asks_pages,
    fee_channels,
    fee_of,
    set_channel,
    set_exemption,
    set_pages,
)
from tests.support.rules_samples import EDITIONS, EXTRACT, at

NOW = at("2026-12-01T08:00")


def row(code: str) -> Procedure:
    return next(one for one in EDITIONS if one.code == code and one.is_in_force(NOW.date()))


COPY = row("2.000815")
RESIDENCE = row("1.004222")


def visit(procedure: Procedure, *, requested_help: bool = False) -> VisitDraft:
    return VisitDraft(
        id=VisitId("v"),
        owner=StaffId("s"),
        started_at=NOW,
        touched_at=NOW,
        requested_help=requested_help,
        procedures=(ChosenProcedure(code=procedure.code, edition=procedure.edition),),
    )


@pytest.mark.parametrize(
    ("pages", "copies", "fee"), [(1, 1, 2_000), (2, 1, 4_000), (10, 1, 12_000), (10, 3, 36_000)]
)
def test_a_certified_copy_costs_by_its_pages(pages: int, copies: int, fee: int) -> None:
    (chosen,) = set_pages(visit(COPY), COPY.code, pages, NOW).procedures
    assert fee_of(COPY, replace(chosen, copies=copies)) == fee


def test_the_way_of_filing_is_asked_only_where_the_fee_depends_on_it() -> None:
    assert fee_channels(COPY) == ()
    assert Channel.ONLINE in fee_channels(RESIDENCE)
    (chosen,) = set_channel(visit(RESIDENCE), RESIDENCE.code, Channel.ONLINE, NOW).procedures
    assert fee_of(RESIDENCE, chosen) == 10_000


def test_who_is_exempt_pays_nothing_until_it_is_taken_back() -> None:
    group = RESIDENCE.fee.exemptions[0]
    draft = set_exemption(visit(RESIDENCE), RESIDENCE.code, group, NOW)
    assert fee_of(RESIDENCE, draft.procedures[0]) == 0
    back = set_exemption(draft, RESIDENCE.code, "", NOW)
    assert fee_of(RESIDENCE, back.procedures[0]) == 20_000


def test_copies_are_asked_unless_a_declaration_written_here_says_them() -> None:
    assert asks_copies(COPY, visit(COPY))
    assert asks_pages(COPY)
    assert asks_copies(EXTRACT, visit(EXTRACT))
    assert not asks_copies(EXTRACT, visit(EXTRACT, requested_help=True))
    assert not asks_copies(RESIDENCE, visit(RESIDENCE))
    assert not asks_pages(EXTRACT)


def test_a_copy_has_a_page_and_the_procedure_is_of_this_visit() -> None:
    with pytest.raises(DeskError) as caught:
        set_pages(visit(COPY), COPY.code, 0, NOW)
    assert caught.value.code is ErrorCode.ANSWER_INVALID
    with pytest.raises(DeskError) as caught:
        set_exemption(visit(COPY), "9.999999", "x", NOW)
    assert caught.value.code is ErrorCode.PROCEDURE_UNKNOWN
