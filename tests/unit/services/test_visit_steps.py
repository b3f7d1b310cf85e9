from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest

from desktop.domain.visit import VisitDraft, VisitStep
from desktop.services.sample_office import begun
from desktop.services.visit_flow import VisitFlow
from desktop.services.visit_steps import (
    following_step,
    forms_written_here,
    is_signed,
    is_written,
    reachable_steps,
)
from tests.support.office import SampleDesk, sample_desk
from tests.support.rules_samples import EXTRACT, WILL

BEFORE = {VisitStep.CARD, VisitStep.PROCEDURES, VisitStep.PAPERS}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture(scope="module")
def flow(desk: SampleDesk) -> VisitFlow:
    return desk.core.flow()


@pytest.fixture
def draft(desk: SampleDesk, flow: VisitFlow) -> VisitDraft:
    return begun(flow, desk.visit("trich-luc-khai-sinh"), desk.officer.id, desk.at(time(8)))


def test_a_known_person_opens_the_procedures_and_a_procedure_the_rest(
    flow: VisitFlow, draft: VisitDraft
) -> None:
    def steps(one: VisitDraft) -> frozenset[VisitStep]:
        return reachable_steps(flow.workday, one, is_answered=lambda: False)

    assert steps(replace(draft, person={}, procedures=())) == {VisitStep.CARD}
    assert steps(replace(draft, procedures=())) == {VisitStep.CARD, VisitStep.PROCEDURES}
    assert steps(draft) == BEFORE | {VisitStep.INTERVIEW}


def test_reading_back_opens_when_everything_is_answered(flow: VisitFlow, draft: VisitDraft) -> None:
    steps = reachable_steps(flow.workday, draft, is_answered=lambda: True)
    assert steps == BEFORE | {VisitStep.INTERVIEW, VisitStep.READ_BACK}


def test_a_missing_paper_opens_the_verdict_without_a_signature(flow: VisitFlow, draft: VisitDraft) -> None:
    (chosen,) = draft.procedures
    lacking = replace(draft, procedures=(replace(chosen, papers=()),))
    assert VisitStep.VERDICT in reachable_steps(flow.workday, lacking, is_answered=lambda: False)
    assert not is_signed(lacking)


def test_without_a_request_nobody_is_asked_questions(flow: VisitFlow, draft: VisitDraft) -> None:
    alone = replace(draft, requested_help=False, help=None)
    assert not is_written(alone)
    assert reachable_steps(flow.workday, alone, is_answered=lambda: 1 // 0 == 0) == BEFORE | {
        VisitStep.VERDICT
    }


@pytest.mark.parametrize("step", [VisitStep.PRINT, VisitStep.DONE])
def test_what_is_registered_is_no_longer_changed_in_the_visit(
    flow: VisitFlow, draft: VisitDraft, step: VisitStep
) -> None:
    steps = reachable_steps(flow.workday, replace(draft, step=step), is_answered=lambda: True)
    assert steps == {VisitStep.PRINT, VisitStep.DONE}


def test_the_next_step_follows_the_bar_and_ends_at_the_last(draft: VisitDraft) -> None:
    order = list(VisitStep)
    for step, following in zip(order, [*order[1:], VisitStep.DONE], strict=True):
        assert following_step(replace(draft, step=step)) is following
    alone = replace(draft, requested_help=False, step=VisitStep.PAPERS)
    assert following_step(alone) is VisitStep.VERDICT


def test_no_form_is_written_where_writing_is_barred() -> None:
    assert forms_written_here(EXTRACT) == ("ho-tich.trich-luc",)
    assert forms_written_here(replace(WILL, forms=("x",))) == ()
