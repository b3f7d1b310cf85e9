"""How the desk takes a card after a number was typed, pasted into the wrong box, or asked for too early."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.visit import VisitStep
from desktop.ui.widgets.field import FieldState
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI

NUMBER = BUOI.split("|")[0]


def type_number(hand: DeskHand) -> None:
    hand.write(NUMBER)
    hand.enter()
    hand.settle()


def name_of(hand: DeskHand) -> str:
    person = hand.visit.flow.person(hand.draft)
    return person.full_name if person is not None else ""


def test_the_card_scanned_after_its_number_was_typed_fills_the_person(hand: DeskHand) -> None:
    type_number(hand)
    hand.scan(BUOI)
    assert name_of(hand) == BUOI.split("|")[2]
    assert hand.steps.card.form.is_locked


def test_a_card_pasted_into_the_name_is_read_and_never_becomes_a_name(hand: DeskHand) -> None:
    type_number(hand)
    QApplication.clipboard().setText(BUOI)
    form = hand.steps.card.form
    form.name.line.paste()
    hand.settle()
    assert form.name.text() == name_of(hand) == BUOI.split("|")[2]


def test_a_parked_visit_with_only_a_number_is_completed_by_the_card(hand: DeskHand) -> None:
    type_number(hand)
    hand.key(Qt.Key.Key_F8)
    hand.scan(BUOI)
    assert name_of(hand) == BUOI.split("|")[2]


def test_what_was_said_of_a_visit_goes_with_it(hand: DeskHand) -> None:
    hand.scan(BUOI)
    hand.enter()
    assert hand.is_at(VisitStep.PROCEDURES)
    hand.key(Qt.Key.Key_F2)
    assert hand.window.desk.messages.banners
    hand.key(Qt.Key.Key_F8)
    assert not hand.window.desk.messages.banners


def test_a_person_without_a_card_is_written_down_key_by_key_and_a_wrong_number_is_told(
    hand: DeskHand,
) -> None:
    hand.key(Qt.Key.Key_F4)
    hand.write("Lò Văn K'")
    hand.enter()
    hand.write("1948")
    hand.enter()
    hand.digit(1)
    form = hand.steps.card.form
    assert form.number.line.hasFocus(), "one key picks the sex and goes on"
    hand.write("04004800991")
    hand.enter()
    assert form.residence.line.hasFocus(), "a warning never blocks"
    assert (form.number.state, "12 chữ số" in form.number.message) == (FieldState.WARNING, True)
    form.number.line.setFocus()
    hand.write("1")
    hand.enter()
    assert form.number.state is FieldState.NORMAL
