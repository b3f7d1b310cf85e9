"""What a fee depends on is asked at the papers, and what is taken stands beside the verdict."""

from desktop.domain.procedure import Channel
from desktop.domain.speech import money
from desktop.domain.visit import VisitStep
from desktop.ui.desk.fee_facts import FeeFacts
from desktop.ui.text_label import TextLabel
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI


def at_the_papers(hand: DeskHand, code: str) -> FeeFacts:
    """Takes a procedure into the visit; the citizen writes alone if there is anything to write."""
    hand.scan(BUOI)
    hand.visit.act(lambda flow, draft, now: flow.choose(draft, code, now))
    hand.visit.act(lambda flow, draft, now: flow.request_help(draft, now, requested=False))
    hand.steps.go(VisitStep.PAPERS)
    hand.settle()
    assert hand.is_at(VisitStep.PAPERS)
    (facts,) = hand.steps.papers.fees
    return facts


def fee_beside_the_verdict(hand: DeskHand) -> list[str]:
    hand.steps.go(VisitStep.VERDICT)
    hand.settle()
    return [label.text() for label in hand.steps.verdict.side.findChildren(TextLabel)]


def test_the_pages_of_a_certified_copy_are_asked_and_paid(hand: DeskHand) -> None:
    facts = at_the_papers(hand, "2.000815")
    copies, pages = facts.numbers
    pages.line.selectAll()
    pages.setFocus()
    hand.write("10")
    assert (hand.draft.procedures[0].pages, copies.text()) == (10, "1")
    said = fee_beside_the_verdict(hand)
    assert f"Lệ phí 1 bản × {money(12_000)}, mỗi bản 10 trang" in said
    assert money(12_000) in said


def test_an_exemption_is_ticked_and_said_and_another_takes_its_place(hand: DeskHand) -> None:
    facts = at_the_papers(hand, "1.004222")
    children, _, poor, _ = facts.groups
    children.click()
    poor.click()
    assert (children.isChecked(), poor.isChecked()) == (False, True)
    assert hand.draft.procedures[0].exemption == "Người thuộc hộ nghèo"
    assert "Lệ phí, miễn: Người thuộc hộ nghèo" in fee_beside_the_verdict(hand)


def test_the_way_of_filing_is_asked_where_the_fee_depends_on_it(hand: DeskHand) -> None:
    facts = at_the_papers(hand, "1.004222")
    facts.channel_given.emit(Channel.ONLINE)
    assert hand.draft.procedures[0].channel is Channel.ONLINE
    assert money(10_000) in fee_beside_the_verdict(hand)
