"""The papers of a visit: what this desk writes, what the citizen brings."""

from dataclasses import replace

import pytest

from desktop.domain.procedure import PaperKind, PaperNeed
from desktop.domain.visit import VisitStep
from desktop.services.workday import Workday
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI

CODE = "1.004746"


def with_a_declaration_nobody_has(workday: Workday) -> Workday:
    """The catalogue has no such row today; an office may write one."""
    declaration = PaperNeed(key="declaration", name="Tờ khai của tỉnh", kind=PaperKind.FORM)
    row = replace(workday.procedure(CODE), forms=(), papers=(declaration,))
    return replace(workday, procedures={CODE: row}, editions=(row,))


def test_a_declaration_the_program_has_no_form_of_is_asked_for_like_any_other_paper(
    hand: DeskHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.scan(BUOI)
    flow = hand.visit.flow
    changed = replace(flow, workday=with_a_declaration_nobody_has(flow.workday))
    monkeypatch.setattr(hand.visit, "_flow", changed)
    hand.visit.act(lambda flow, draft, now: flow.choose(draft, CODE, now))
    hand.steps.go(VisitStep.PAPERS)
    hand.settle()
    row = next(row for row in hand.steps.papers.rows if "máy chưa có mẫu" in row.accessibleDescription())
    assert row.isEnabled()
    assert hand.visit.flow.lacks_papers(hand.draft)
    for one in hand.steps.papers.rows:
        one.setChecked(True)
    assert not hand.visit.flow.lacks_papers(hand.draft)
