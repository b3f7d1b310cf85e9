"""Old places in an address: the present name is offered below, and only a key writes it."""

from PySide6.QtCore import Qt

from desktop.domain.visit import VisitStep
from desktop.forms.answers import Source
from desktop.ui.desk.text_answer import TextAnswer
from desktop.ui.widgets.field import FieldState
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI

OLD = "Thôn Đông Đoài, xã Thanh Bình Thịnh, huyện Đức Thọ, tỉnh Hà Tĩnh"
NOW = "xã Đức Thịnh, tỉnh Hà Tĩnh"
OLD_CARD = BUOI.replace("Thôn Đông Đoài, Đức Thịnh, Hà Tĩnh", OLD)
CTRL = Qt.KeyboardModifier.ControlModifier


def to_residence_question(hand: DeskHand) -> TextAnswer:
    """A death, up to where the deceased lived."""
    hand.scan(BUOI)
    hand.enter()
    hand.write("khai tu")
    hand.enter()
    hand.digit(1)
    hand.finish()
    assert hand.is_at(VisitStep.INTERVIEW)
    hand.visit.keep_interview(hand.visit.interview.go_to("deceased.residence"))
    hand.steps.show_step()
    hand.settle(0.05)
    card = hand.steps.interview.card
    assert card is not None
    field = next(one for one in card.fields if one.asked.key == "deceased.residence")
    assert isinstance(field, TextAnswer)
    field.focus_at()
    hand.settle()
    return field


def test_typing_an_old_place_offers_the_present_name_and_changes_nothing(hand: DeskHand) -> None:
    field = to_residence_question(hand)
    hand.write(OLD)
    assert field.place is not None
    assert field.place.isVisible()
    assert NOW in field.place.words
    assert "01/07/2025" in field.place.words
    assert field.box.text() == OLD
    assert hand.visit.interview.answers.value("deceased.residence") == OLD


def test_the_key_adds_the_present_name_then_leaves_it_alone_then_gives_the_typed_words_back(
    hand: DeskHand,
) -> None:
    field = to_residence_question(hand)
    hand.write(OLD)
    for expected in (f"{OLD} (nay là {NOW})", f"Thôn Đông Đoài, {NOW}", OLD):
        hand.key(Qt.Key.Key_N, CTRL)
        assert field.box.text() == expected
        answer = hand.visit.interview.look("deceased.residence")
        assert answer is not None
        assert (answer.value, answer.source) == (expected, Source.TYPED)


def test_an_address_of_today_offers_nothing_and_the_key_does_nothing(hand: DeskHand) -> None:
    field = to_residence_question(hand)
    words = f"Thôn Đông Đoài, {NOW}"
    hand.write(words)
    assert field.place is not None
    assert not field.place.isVisible()
    hand.key(Qt.Key.Key_N, CTRL)
    assert field.box.text() == words


def test_a_card_with_an_old_address_stays_as_it_is_until_the_key_is_pressed(hand: DeskHand) -> None:
    hand.scan(OLD_CARD)
    form = hand.steps.card.form
    assert form.place.isVisible()
    assert form.residence.state is FieldState.READ_ONLY
    assert hand.visit.flow.person(hand.draft) is not None
    assert hand.draft.person["residence"] == OLD
    hand.key(Qt.Key.Key_N, CTRL)
    assert hand.draft.person["residence"] == f"{OLD} (nay là {NOW})"
    hand.key(Qt.Key.Key_N, CTRL)
    hand.key(Qt.Key.Key_N, CTRL)
    assert hand.draft.person["residence"] == OLD


def test_the_next_citizen_sees_nothing_of_the_last_address(hand: DeskHand) -> None:
    hand.scan(OLD_CARD)
    hand.key(Qt.Key.Key_F8)
    assert not hand.steps.card.form.place.words


def test_an_office_that_was_merged_into_this_one_is_two_keys_away(hand: DeskHand) -> None:
    hand.scan(BUOI)
    hand.enter()
    hand.write("trich luc")
    hand.enter()
    hand.digit(1)
    hand.enter()
    hand.visit.keep_interview(hand.visit.interview.go_to("extract.registered_at"))
    hand.steps.show_step()
    hand.settle(0.05)
    hand.write("thanh b")
    hand.enter()
    written = hand.visit.interview.answers.value("extract.registered_at")
    assert written == "Ủy ban nhân dân xã Thanh Bình Thịnh, Đức Thọ, Hà Tĩnh"
