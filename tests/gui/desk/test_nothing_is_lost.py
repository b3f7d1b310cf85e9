"""Every keystroke is on the disk; parked, killed and interrupted visits come back to the same caret."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.domain.visit import VisitDraft, VisitStep
from tests.support.desk_hand import DeskHand, press
from tests.support.desk_office import BUOI, LAM, Office, reopen_office

SitDown = Callable[[Office], DeskHand]


def stored(hand: DeskHand) -> VisitDraft:
    """The visit as a power cut would leave it."""
    drafts = hand.window.office.core.store.drafts
    plain = drafts.load(hand.draft.id)
    assert plain is not None
    return VisitDraft.from_plain(plain)


def to_interview(hand: DeskHand) -> None:
    """Up to the first question."""
    hand.scan(BUOI)
    hand.enter()
    hand.write("trich luc")
    hand.enter()
    hand.digit(1)
    hand.enter()


def to_name(hand: DeskHand) -> None:
    """Up to the question about the child's name."""
    to_interview(hand)
    hand.digit(1)
    hand.digit(8)


def name_of(draft: VisitDraft) -> object:
    answer = draft.answers.get("subject.name")
    return answer.get("v") if isinstance(answer, dict) else None


def test_every_keystroke_reaches_the_disk(hand: DeskHand) -> None:
    to_name(hand)
    written = ""
    for letter in "Trần Gia":
        hand.write(letter)
        written += letter
        assert name_of(stored(hand)) == written.strip()


def test_words_not_understood_yet_are_kept_as_typed(hand: DeskHand) -> None:
    to_name(hand)
    hand.write("Trần Gia Bảo")
    hand.enter()
    hand.write("14/9")
    assert stored(hand).typing.get("raw") == {"subject.birth": "14/9"}


def test_a_killed_program_resumes_at_the_same_question_and_caret(
    hand: DeskHand, office: Office, sit_down_at: SitDown
) -> None:
    to_name(hand)
    hand.write("Trần Gia Bảo")
    hand.enter()
    hand.write("14/9")
    hand.window.shut()  # no farewell: the draft on the disk is all there is
    office.core.close()
    again = reopen_office(office)
    other = sit_down_at(again)
    assert other.is_at(VisitStep.INTERVIEW)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert (line.text(), line.cursorPosition()) == ("14/9", 4)
    assert name_of(other.draft) == "Trần Gia Bảo"
    other.window.shut()
    again.core.close()


def test_a_parked_visit_comes_back_by_the_same_card_to_the_same_caret(hand: DeskHand) -> None:
    to_name(hand)
    hand.write("Trần Gia")
    hand.key(Qt.Key.Key_Left)
    hand.key(Qt.Key.Key_F8)
    assert hand.visit.is_empty
    assert hand.window.desk.parked.visits
    hand.scan(BUOI)
    assert hand.is_at(VisitStep.INTERVIEW)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text() == "Trần Gia"
    hand.write("x")
    assert line.text() in {"Trần Gixa", "Trần Giax"}


def test_f8_on_an_empty_desk_and_enter_resume_the_parked_visit(hand: DeskHand) -> None:
    to_name(hand)
    hand.key(Qt.Key.Key_F8)
    hand.key(Qt.Key.Key_F8)
    hand.enter()
    assert hand.is_at(VisitStep.INTERVIEW)
    assert hand.visit.citizen.called == "bà Bưởi"


def test_a_second_card_never_replaces_the_visit(hand: DeskHand) -> None:
    to_name(hand)
    before = hand.draft
    hand.scan(LAM)
    assert hand.draft == before
    banner = hand.window.desk.messages.banners[0]
    assert banner.title == "Vừa quét thẻ của Trần Văn Lâm"
    hand.key(Qt.Key.Key_Escape)
    assert not hand.window.desk.messages.banners
    assert hand.draft.person == before.person


def test_f8_on_the_banner_parks_and_changes_to_the_second_card(hand: DeskHand) -> None:
    to_name(hand)
    hand.scan(LAM)
    hand.key(Qt.Key.Key_F8)
    assert hand.visit.citizen.name == "Trần Văn Lâm"
    assert [one.id_number for one in hand.window.desk.parked.visits] == ["042151000123"]
    assert not hand.window.desk.messages.banners


def listens(hand: DeskHand) -> bool:
    return hand.window.desk.wedge.is_on


def test_a_lock_parks_and_takes_no_cards(hand: DeskHand) -> None:
    to_name(hand)
    hand.window.desk.leave("khóa máy")
    hand.settle()
    assert hand.visit.is_empty
    assert listens(hand) is False
    hand.window.desk.set_officer(hand.window.office.officer)
    hand.settle()
    assert listens(hand) is True
    assert hand.window.desk.parked.visits[0].draft.park_reason == "khóa máy"


def test_a_scanner_that_types_is_caught_and_kept_out_of_the_field(hand: DeskHand) -> None:
    to_name(hand)
    hand.write("Trần")
    hand.burst(LAM)
    assert hand.window.desk.messages.banners[0].title == "Vừa quét thẻ của Trần Văn Lâm"
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text() == "Trần"
    assert hand.is_at(VisitStep.INTERVIEW)


def test_a_scanner_begins_a_visit_on_an_empty_desk(hand: DeskHand) -> None:
    hand.burst(BUOI)
    assert hand.visit.citizen.name == "Nguyễn Thị Bưởi"


def test_twelve_digits_typed_by_hand_are_typing(hand: DeskHand) -> None:
    hand.write("042151000123")
    assert hand.steps.card.welcome.number.text() == "042151000123"
    hand.enter()
    assert hand.steps.card.form.number.text().replace(" ", "") == "042151000123"


def test_quick_digits_that_are_no_card_arrive_in_order(hand: DeskHand) -> None:
    line = hand.steps.card.welcome.number.line
    for letter in "0421a5":
        press(line, letter)
    hand.settle(0.08)
    assert line.text() == "0421a5"


def test_quick_digits_that_answer_two_questions_go_each_to_its_own(hand: DeskHand) -> None:
    to_interview(hand)
    for digit in "18":
        press(hand.target, digit)
    hand.settle()
    entries = hand.visit.interview.answers.entries
    assert entries["extract.kind"].value == "khai sinh"
    assert entries["requester.relation_to_subject"].value == "Bà"


def test_a_hand_faster_than_the_pc_writes_into_the_next_question(hand: DeskHand) -> None:
    to_interview(hand)
    hand.digit(1)
    for letter in "8TRAN VAN TU":
        QTest.keyClick(
            hand.window.windowHandle(), Qt.Key(ord(letter))
        )  # the way of the keyboard: to who has it by now
    hand.settle()
    assert hand.visit.interview.answers.entries["requester.relation_to_subject"].value == "Bà"
    assert name_of(stored(hand)) == "tran van tu"


def test_an_unreadable_card_is_said_and_changes_nothing(hand: DeskHand) -> None:
    hand.scan("không phải thẻ")
    assert hand.visit.is_empty
    assert hand.steps.card.welcome.number.message


def test_a_person_seen_before_brings_earlier_visits(hand: DeskHand) -> None:
    to_name(hand)
    for _ in range(30):
        if hand.step is not VisitStep.INTERVIEW:
            break
        hand.key(Qt.Key.Key_F4)
    for _ in range(40):
        if hand.steps.read_back.is_agreed:
            break
        hand.enter()
    hand.digit(1)
    hand.enter()
    hand.enter()
    hand.let_print()
    hand.enter()
    hand.enter()
    assert hand.visit.is_empty
    hand.scan(BUOI)
    assert hand.draft.person_id is not None
