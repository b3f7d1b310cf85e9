"""Papers that were missing come later: the same card, the same dossier, one number."""

from datetime import timedelta

from PySide6.QtCore import Qt

from desktop.domain.dossier import DossierState
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitStep
from desktop.services.record_values import DossierRow
from desktop.ui.widgets.button import Button
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI, LAM, Office

NOTICE = "Giấy báo tử"


def leave_without_notice(hand: DeskHand) -> None:
    """A death is reported without the notice of death; the supplement slip is printed."""
    hand.scan(LAM)
    hand.enter()
    hand.write("khai tu")
    hand.enter()
    hand.digit(2)  # the citizen writes alone
    assert hand.is_at(VisitStep.PAPERS)
    tick(hand, "Thẻ căn cước")
    hand.enter()
    assert hand.is_at(VisitStep.VERDICT)
    hand.enter()
    assert hand.draft.procedures[0].promise is Promise.SUPPLEMENT
    hand.let_print()
    hand.enter()
    hand.key(Qt.Key.Key_F2)
    assert hand.visit.is_empty


def tick(hand: DeskHand, name: str) -> None:
    row = next(number for number, row in enumerate(hand.steps.papers.rows, 1) if row.text().startswith(name))
    if not hand.steps.papers.rows[row - 1].isChecked():
        hand.digit(row)


def primary_words(hand: DeskHand) -> list[str]:
    buttons = hand.steps.current.findChildren(Button)
    return [one.text() for one in buttons if one.isVisible() and one.cap == "Enter"]


def test_the_card_again_offers_the_waiting_dossier_and_enter_takes_it_to_its_end(
    hand: DeskHand, office: Office
) -> None:
    leave_without_notice(hand)
    office.watch.go_on(hours=1)
    hand.scan(LAM)

    assert [one.missing for one in hand.steps.card.waiting.shown] != [""]
    assert primary_words(hand) == ["Nhận bổ sung"]
    hand.enter()
    assert hand.is_at(VisitStep.PAPERS)
    tick(hand, NOTICE)
    hand.enter()
    hand.enter()

    (dossier,) = (office.core.store.read.detail(row.id).dossier for row in all_dossiers(office))
    assert (dossier.number, dossier.state) == ("261117-0001", DossierState.SUBMITTED)
    assert dossier.received_at == office.watch.moment
    assert dossier.moves[-1].at - dossier.moves[0].at == timedelta(hours=1)


def test_another_procedure_is_one_key_away(hand: DeskHand) -> None:
    leave_without_notice(hand)
    hand.scan(LAM)
    hand.finish()
    assert hand.is_at(VisitStep.PROCEDURES)
    assert hand.draft.procedures == ()


def test_what_one_person_waits_for_is_not_shown_to_the_next(hand: DeskHand) -> None:
    leave_without_notice(hand)
    hand.scan(LAM)
    assert hand.steps.card.waiting.shown
    hand.key(Qt.Key.Key_F8)
    hand.scan(BUOI)
    assert not hand.steps.card.waiting.shown
    assert primary_words(hand) == ["Chọn thủ tục"]


def test_the_list_takes_papers_too_and_sets_aside_the_visit_in_work(hand: DeskHand, office: Office) -> None:
    leave_without_notice(hand)
    hand.scan(BUOI)
    (row,) = all_dossiers(office)
    hand.window.desk.receive_supplement(row.id)
    hand.settle()

    assert hand.is_at(VisitStep.PAPERS)
    assert hand.draft.procedures[0].resumes == row.id
    assert hand.visit.citizen.name == "Trần Văn Lâm"
    assert len(hand.window.desk.parked.visits) == 1


def all_dossiers(office: Office) -> tuple[DossierRow, ...]:
    return office.core.store.read.dossiers_in(frozenset(DossierState))
