"""Where the result is fetched is one key at the verdict, and stands on the receipt."""

from desktop.domain.procedure import Channel
from desktop.domain.visit import VisitStep
from desktop.services.ports_printing import PrintState
from desktop.ui.desk.return_facts import ReturnFacts
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import LAM, Office
from tests.support.pdf_words import words_on

COPY = "2.000815"


def tick(hand: DeskHand, key: str) -> None:
    hand.visit.act(lambda flow, draft, now: flow.tick_paper(draft, COPY, key, now, lies_here=True))


def at_the_verdict(hand: DeskHand) -> ReturnFacts:
    hand.scan(LAM)
    hand.visit.act(lambda flow, draft, now: flow.choose(draft, COPY, now))
    for paper in hand.visit.flow.workday.procedure(COPY).papers:
        tick(hand, paper.key)
    hand.visit.act(lambda flow, draft, now: flow.want_slip(draft, COPY, now, wanted=True))
    hand.steps.go(VisitStep.PAPERS)
    hand.settle(0.05)
    hand.enter()
    assert hand.is_at(VisitStep.VERDICT)
    facts = hand.steps.verdict.side.returns
    assert facts is not None
    return facts


def test_one_digit_sends_the_result_by_post_and_the_receipt_says_so(hand: DeskHand, office: Office) -> None:
    facts = at_the_verdict(hand)
    assert (hand.draft.return_by, facts.ways.picked) == (Channel.DIRECT, "direct")
    hand.digit(2)
    assert hand.draft.return_by is Channel.POSTAL
    assert facts.to.text()
    facts.sent_by.setFocus()
    hand.write("Hoa")
    assert hand.draft.authorised_by == "Hoa"
    hand.enter()
    (job,) = office.core.store.print_jobs.in_state(PrintState.QUEUED)
    words = words_on(job.payload)
    assert "Qua bưu chính công ích" in words
    assert "Hoa" in words


def test_an_online_result_asks_for_the_email_and_the_desk_asks_for_nothing(hand: DeskHand) -> None:
    facts = at_the_verdict(hand)
    assert facts.to.isHidden()
    hand.digit(3)
    assert not facts.to.isHidden()
    facts.to.setFocus()
    hand.write("a@b.vn")
    assert (hand.draft.return_by, hand.draft.return_to) == (Channel.ONLINE, "a@b.vn")
    facts.ways.chosen.emit(Channel.DIRECT.value)
    assert facts.to.isHidden()
