from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest

from desktop.domain.procedure import PaperKind, PaperNeed
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.services.sample_office import begun
from desktop.services.visit_flow import VisitFlow
from desktop.services.visit_steps import (
    following_step,
    forms_written_here,
    is_help_open,
    is_signature_due,
    is_signed,
    is_written,
    lacks_papers,
    papers_written_here,
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
    assert not is_signature_due(flow.workday, lacking)


def test_a_complete_declaration_is_signed_before_the_verdict_whatever_another_procedure_lacks(
    desk: SampleDesk, flow: VisitFlow, draft: VisitDraft
) -> None:
    mixed = flow.choose(draft, "1.000656", desk.at(time(8, 10)))
    assert lacks_papers(flow.workday, mixed)
    assert is_signature_due(flow.workday, mixed)
    assert VisitStep.VERDICT not in reachable_steps(flow.workday, mixed, is_answered=lambda: False)


def test_without_a_request_nobody_is_asked_questions(flow: VisitFlow, draft: VisitDraft) -> None:
    alone = replace(draft, requested_help=False, declined_help=True, help=None)
    assert not is_written(alone)
    assert reachable_steps(flow.workday, alone, is_answered=lambda: 1 // 0 == 0) == BEFORE | {
        VisitStep.VERDICT
    }


def test_nothing_opens_before_the_citizen_said_who_writes(flow: VisitFlow, draft: VisitDraft) -> None:
    silent = replace(draft, requested_help=False, help=None)
    assert is_help_open(silent)
    assert reachable_steps(flow.workday, silent, is_answered=lambda: True) == {
        VisitStep.CARD,
        VisitStep.PROCEDURES,
    }
    assert not is_help_open(replace(silent, form_refs=())), "without a form there is nothing to ask"


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


def test_a_declaration_without_a_form_in_force_is_a_paper_the_citizen_brings(
    flow: VisitFlow, draft: VisitDraft
) -> None:
    declaration = PaperNeed(key="declaration", name="Tờ khai", kind=PaperKind.FORM)
    row = replace(flow.workday.procedure(EXTRACT.code), papers=(declaration,))
    (chosen,) = draft.procedures
    for forms, is_here in ((row.forms, True), ((), False)):
        one = replace(row, forms=forms)
        workday = replace(flow.workday, procedures={one.code: one}, editions=(one,))
        visit = replace(draft, procedures=(replace(chosen, papers=()),))
        visit = visit if is_here else replace(visit, form_refs=())
        assert papers_written_here(workday, visit, visit.procedures[0]) == (
            {"declaration"} if is_here else frozenset()
        )
        assert lacks_papers(workday, visit) is not is_here


def test_the_declarations_of_the_catalogue_are_written_only_with_a_form_of_the_day(
    flow: VisitFlow, desk: SampleDesk
) -> None:
    now = desk.at(time(8))
    empty = flow.open(desk.officer.id, now)
    for procedure in flow.workday.procedures.values():
        visit = flow.choose(empty, procedure.code, now)
        if flow.papers_written_here(visit, procedure.code):
            assert visit.form_refs, procedure.code
