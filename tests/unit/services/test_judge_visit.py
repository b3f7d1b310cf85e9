from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import Duty, RosterEntry
from desktop.domain.verdict import Promise, SlipKind, WritingOutcome
from desktop.domain.visit import VisitDraft
from desktop.services.judge_visit import case_of, judge, strictest_writing
from desktop.services.sample_office import begun
from desktop.services.visit_flow import VisitFlow
from tests.support.office import SampleDesk, sample_desk

EXTRACT = "2.000635"
DEATH = "1.000656"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture(scope="module")
def flow(desk: SampleDesk) -> VisitFlow:
    return desk.core.flow()


def visit(desk: SampleDesk, flow: VisitFlow, key: str = "khai-tu-va-trich-luc") -> VisitDraft:
    return begun(flow, desk.visit(key), desk.officer.id, desk.at(time(8)))


def test_the_facts_of_a_case_are_those_on_the_table(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = visit(desk, flow)
    death = case_of(flow.workday, draft, draft.procedures[0], desk.clock.now)
    assert death.procedure.code == DEATH
    assert (death.requested_help, death.writer_on_roster, death.writer_name) == (True, True, "Lê Thị Hạnh")
    assert death.missing == ()
    assert death.papers_total == 2
    assert "Giấy báo tử" in death.papers_note
    assert death.verification_evidence == "Lê Thị Hạnh"
    assert [one.title for one in death.signers] == ["Phó Chủ tịch"]


def test_a_missing_paper_is_named_and_nothing_is_promised(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = flow.tick_paper(visit(desk, flow), DEATH, "death_notice", desk.clock.now, lies_here=False)
    death, extract = judge(flow.workday, draft, desk.clock.now)
    assert death.verdict.promise is Promise.SUPPLEMENT
    assert death.verdict.slip is SlipKind.SUPPLEMENT
    assert extract.verdict.promise is Promise.SAME_DAY, "one procedure does not hold up the other"


def test_without_a_signer_nothing_is_promised_for_today(desk: SampleDesk, flow: VisitFlow) -> None:
    alone = replace(
        flow.workday, roster=tuple(one for one in flow.workday.roster if one.duty is not Duty.SIGNING)
    )
    draft = visit(desk, flow)
    promises = {one.verdict.promise for one in judge(alone, draft, desk.clock.now)}
    assert promises == {Promise.APPOINTMENT}


def test_the_officers_reason_turns_today_into_an_appointment(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = flow.appoint(visit(desk, flow), EXTRACT, "Mất điện", desk.clock.now)
    death, extract = judge(flow.workday, draft, desk.clock.now)
    assert (death.verdict.promise, extract.verdict.promise) == (Promise.SAME_DAY, Promise.APPOINTMENT)
    assert "Mất điện" in [reason.detail for reason in extract.verdict.failed]


def test_who_was_on_duty_when_the_citizen_asked_may_finish_writing(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = visit(desk, flow)
    morning = RosterEntry(day=desk.day, staff_id=desk.officer.id, duty=Duty.WRITING, end=time(8, 30))
    until = replace(flow.workday, roster=(morning,))
    late = desk.at(time(9))
    assert strictest_writing(judge(until, draft, late)) is WritingOutcome.ALLOWED
    not_asked = replace(draft, help=None)
    assert strictest_writing(judge(until, not_asked, late)) is WritingOutcome.NOT_ON_ROSTER


def test_one_answer_stands_for_a_whole_visit(desk: SampleDesk, flow: VisitFlow) -> None:
    now = desk.at(time(8))
    will = visit(desk, flow, "di-chuc")
    assert strictest_writing(judge(flow.workday, will, now)) is WritingOutcome.BARRED
    both = flow.choose(will, EXTRACT, now)
    assert strictest_writing(judge(flow.workday, both, now)) is WritingOutcome.ALLOWED
    silent = replace(both, requested_help=False)
    assert strictest_writing(judge(flow.workday, silent, now)) is WritingOutcome.NOT_REQUESTED
    assert strictest_writing(()) is WritingOutcome.NOTHING_TO_WRITE


def test_a_parked_visit_whose_procedure_ended_meanwhile_says_so(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = visit(desk, flow)
    later = replace(flow.workday, day=date(2026, 11, 18), procedures={})
    with pytest.raises(DeskError) as caught:
        judge(later, draft, desk.clock.now)
    assert caught.value.code is ErrorCode.PROCEDURE_UNKNOWN
