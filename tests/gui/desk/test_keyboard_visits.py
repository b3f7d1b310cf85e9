"""Whole visits by keyboard alone, through the real services."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.help_session import Finger, SigningKind
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitStep
from desktop.services.ports_printing import PrintState
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.step_bar import StepState
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI, LAM
from tests.support.pdf_words import words_on as printed_words

EXTRACT = "2.000635"


def to_interview(hand: DeskHand, card: str = BUOI, words: str = "trich luc") -> None:
    hand.scan(card)
    hand.enter()
    hand.write(words)
    hand.enter()
    hand.digit(1)  # the citizen asks to have it written
    hand.enter()
    assert hand.is_at(VisitStep.INTERVIEW)


def ask_for_oneself(hand: DeskHand) -> None:
    """A copy of one's own birth extract: what, for whom, where, how many."""
    hand.digit(1)
    hand.digit(1)
    for _ in range(20):
        question = hand.visit.interview.current
        if question is None or hand.step is not VisitStep.INTERVIEW:
            return
        keys = {field.key for field in question.fields}
        if "extract.registered_at" in keys:
            hand.write("duc")
            hand.enter()
            hand.enter()
        elif "extract.copies" in keys:
            hand.write("1")
            hand.enter()
        else:
            hand.finish()


def read_to_the_end(hand: DeskHand) -> None:
    for _ in range(60):
        if hand.steps.read_back.is_agreed:
            return
        hand.enter()


def to_verdict(hand: DeskHand) -> None:
    ask_for_oneself(hand)
    assert hand.is_at(VisitStep.READ_BACK), hand.visit.interview.missing
    read_to_the_end(hand)
    hand.digit(1)  # signs by hand
    hand.enter()  # and has signed
    assert hand.is_at(VisitStep.VERDICT)


def test_an_extract_for_oneself_takes_at_most_forty_keys(hand: DeskHand) -> None:
    hand.scan(BUOI)
    hand.enter()
    hand.digit(1)  # the first of the usual ones
    hand.digit(1)
    hand.enter()
    ask_for_oneself(hand)
    read_to_the_end(hand)
    hand.digit(1)
    assert hand.draft.print_jobs, "the declaration is on its way"
    print(f"keys from the card to the printed declaration: {hand.keys}")  # noqa: T201 - published by the test run
    assert hand.keys <= 40
    hand.enter()
    hand.enter()
    hand.let_print()
    hand.enter()
    assert hand.is_at(VisitStep.DONE)
    print(f"keys of the whole visit: {hand.keys}")  # noqa: T201 - published by the test run


def test_a_visit_ends_registered_printed_and_forgotten(hand: DeskHand) -> None:
    to_interview(hand)
    to_verdict(hand)
    assert hand.steps.verdict.verdicts[0].verdict.promise is Promise.SAME_DAY
    hand.enter()
    assert hand.is_at(VisitStep.PRINT)
    chosen = hand.draft.procedures[0]
    assert chosen.number
    hand.let_print()
    assert [job.state for job in hand.steps.print.jobs] == [PrintState.SENT]
    hand.enter()
    assert hand.is_at(VisitStep.DONE)
    store = hand.window.office.core.store
    assert not store.drafts.list()
    assert chosen.dossier_id is not None
    assert store.read.detail(chosen.dossier_id).dossier.number == chosen.number
    hand.key(Qt.Key.Key_F2)
    assert hand.visit.is_empty
    assert "Bưởi" not in words_on(hand.window.desk)


def words_on(page: QWidget) -> str:
    """Everything a page could show, hidden parts too."""
    texts = [str(child.property("text")) for child in page.findChildren(QWidget) if child.property("text")]
    names = [child.accessibleName() for child in page.findChildren(QWidget)]
    return " ".join((*texts, *names))


def test_a_fingerprint_is_recorded_with_its_finger(hand: DeskHand) -> None:
    to_interview(hand)
    ask_for_oneself(hand)
    read_to_the_end(hand)
    hand.digit(2)
    hand.digit(2)
    hand.enter()
    assert hand.draft.help is not None
    signing = hand.draft.help.signing
    assert signing is not None
    assert (signing.kind, signing.finger) == (SigningKind.FINGERPRINT, Finger.LEFT_INDEX)


def test_who_cannot_sign_needs_two_witnesses(hand: DeskHand) -> None:
    to_interview(hand)
    ask_for_oneself(hand)
    read_to_the_end(hand)
    hand.digit(3)
    hand.write("Lê Văn An")
    hand.enter()
    hand.write("042080001234")
    hand.enter()
    hand.write("Thôn Đông Đoài")
    hand.enter()
    hand.write("Phan Thị Bé")
    hand.enter()
    hand.write("042185001235")
    hand.enter()
    hand.write("Thôn Xuân Thịnh")
    hand.enter()
    hand.enter()
    assert hand.is_at(VisitStep.VERDICT)
    assert hand.draft.help is not None
    signing = hand.draft.help.signing
    assert signing is not None
    assert [one.name for one in signing.witnesses] == ["Lê Văn An", "Phan Thị Bé"]
    assert [one.residence for one in signing.witnesses] == ["Thôn Đông Đoài", "Thôn Xuân Thịnh"]


def test_nobody_on_the_form_and_no_one_twice_is_taken_as_a_witness(hand: DeskHand) -> None:
    to_interview(hand)
    ask_for_oneself(hand)
    read_to_the_end(hand)
    hand.digit(3)
    panel = hand.steps.read_back.signing
    assert panel is not None
    name, number, place = panel.witnesses[0]
    hand.enter()
    assert name.line.hasFocus()
    assert "họ tên" in words_on(name)
    hand.write("Lê Văn An")
    hand.enter()
    hand.write(BUOI.split("|")[0])
    hand.enter()
    assert number.line.hasFocus()
    assert "Nguyễn Thị Bưởi" in words_on(number)
    number.line.selectAll()
    hand.write("042080001234")
    hand.enter()
    assert place.line.hasFocus()
    assert hand.steps.read_back.column.primary.text() == "Ô tiếp"
    hand.enter()
    assert place.line.hasFocus(), "what is missing is said, nothing is skipped"
    assert not hand.draft.print_jobs


def test_exactly_one_button_wears_the_enter_cap(hand: DeskHand) -> None:
    def check() -> None:
        buttons = [one for one in hand.window.findChildren(Button) if one.isVisible() and one.cap == "Enter"]
        card = hand.steps.interview.card
        fields = card.fields if card is not None and hand.step is VisitStep.INTERVIEW else ()
        caps = [one for one in fields if one._cap.isVisible()]
        lists = [one for one in fields if one.wears_enter()]
        found = len(buttons) + len(caps) + len(lists)
        search = hand.steps.procedures
        if hand.step is VisitStep.PROCEDURES and search.list.current is not None:
            found += 1
        assert found <= 1, (hand.step, [one.text() for one in buttons], caps, lists)

    hand.scan(BUOI)
    check()
    hand.enter()
    check()
    hand.write("trich")
    check()
    hand.enter()
    check()
    hand.digit(1)
    check()
    hand.enter()
    for _ in range(4):
        check()
        hand.finish()
    check()


def test_back_loses_nothing(hand: DeskHand) -> None:
    to_interview(hand)
    hand.digit(1)
    hand.digit(8)
    hand.write("Trần Gia Bảo")
    answers = dict(hand.draft.answers)
    hand.back()
    hand.back()
    hand.back()
    assert hand.is_at(VisitStep.PAPERS)
    hand.back()
    hand.back()
    assert hand.is_at(VisitStep.CARD)
    assert dict(hand.draft.answers) == answers
    hand.window.desk.step_bar.step_chosen.emit(3)
    hand.settle()
    assert hand.is_at(VisitStep.INTERVIEW)
    assert dict(hand.draft.answers) == answers


def test_undo_takes_the_last_answer_back(hand: DeskHand) -> None:
    to_interview(hand)
    hand.digit(1)
    assert hand.visit.interview.look("extract.kind") is not None
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.visit.interview.look("extract.kind") is None
    assert any("Hoàn tác" in words or "hoàn tác" in words for words in hand.window.told)


def test_f4_writes_not_remembered_and_goes_on(hand: DeskHand) -> None:
    to_interview(hand)
    before = hand.visit.interview.current
    hand.key(Qt.Key.Key_F4)
    after = hand.visit.interview.current
    assert before is not None
    assert after is not None
    assert after.id != before.id
    answer = hand.visit.interview.look(before.fields[0].key)
    assert answer is not None
    assert answer.is_empty


def test_a_correction_during_the_reading_comes_back_to_the_line(hand: DeskHand) -> None:
    to_interview(hand)
    ask_for_oneself(hand)
    lines = hand.window.office.core.papers.spoken_lines(hand.visit.flow, hand.draft)
    place = next(at for at, line in enumerate(lines) if line.key == "extract.copies")
    hand.enter(place)
    hand.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert hand.is_at(VisitStep.INTERVIEW)
    hand.write("3")
    hand.enter()
    assert hand.is_at(VisitStep.READ_BACK)
    assert hand.steps.read_back.column.spoken.spoken.text() == "3"
    assert hand.draft.procedures[0].copies == 3


def test_space_pauses_and_enter_goes_on_without_skipping(hand: DeskHand) -> None:
    to_interview(hand)
    ask_for_oneself(hand)
    first = hand.steps.read_back.column.spoken.spoken.text()
    hand.key(Qt.Key.Key_Space)
    hand.enter()
    assert hand.steps.read_back.column.spoken.spoken.text() == first
    hand.enter()
    assert hand.steps.read_back.column.spoken.spoken.text() != first


def test_the_large_print_sheet_is_printed_while_reading_and_changes_nothing(hand: DeskHand) -> None:
    to_interview(hand)
    ask_for_oneself(hand)
    hand.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (job_id,) = hand.draft.print_jobs
    job = hand.window.office.core.store.print_jobs.get(job_id)
    assert job is not None
    assert job.title == "Bản chữ to"
    lines = hand.window.office.core.papers.spoken_lines(hand.visit.flow, hand.draft)
    assert lines[0].value in printed_words(job.payload)
    assert hand.is_at(VisitStep.READ_BACK)
    assert not hand.steps.read_back.is_agreed


def test_whoever_writes_alone_gets_the_empty_form_also_after_the_procedures(hand: DeskHand) -> None:
    hand.scan(BUOI)
    hand.enter()
    hand.write("khai tu")
    hand.enter()
    hand.digit(2)
    assert hand.is_at(VisitStep.PAPERS)
    hand.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (job_id,) = hand.draft.print_jobs
    job = hand.window.office.core.store.print_jobs.get(job_id)
    assert job is not None
    words = printed_words(job.payload)
    assert "TỜ KHAI ĐĂNG KÝ KHAI TỬ" in words
    assert "Bưởi" not in words
    assert hand.is_at(VisitStep.PAPERS)


def test_today_becomes_an_appointment_with_a_reason_and_back(hand: DeskHand) -> None:
    to_interview(hand)
    to_verdict(hand)
    hand.key(Qt.Key.Key_F9)
    hand.digit(2)
    judged = hand.steps.verdict.verdicts[0]
    assert judged.verdict.promise is Promise.APPOINTMENT
    assert judged.chosen.appointment_reason == "Người ký bận đột xuất"
    hand.key(Qt.Key.Key_F9)
    assert hand.steps.verdict.verdicts[0].verdict.promise is Promise.SAME_DAY


def test_the_slip_is_printed_when_the_citizen_asks(hand: DeskHand) -> None:
    to_interview(hand)
    to_verdict(hand)
    hand.key(Qt.Key.Key_F7)
    hand.enter()
    titles = {job.title for job in hand.steps.print.jobs}
    assert len(titles) == 2, titles


def test_missing_papers_are_said_at_once_and_need_no_interview(hand: DeskHand) -> None:
    hand.scan(BUOI)
    hand.enter()
    hand.write("khai tu")
    hand.enter()
    hand.digit(1)
    assert hand.is_at(VisitStep.PAPERS)
    hand.enter()
    assert hand.is_at(VisitStep.VERDICT)
    judged = hand.steps.verdict.verdicts[0]
    assert judged.verdict.promise is Promise.SUPPLEMENT
    assert done_steps(hand) == ["Thẻ căn cước", "Thủ tục", "Giấy tờ"], "nothing was asked, nothing was signed"
    hand.enter()
    assert hand.is_at(VisitStep.PRINT)
    assert hand.draft.print_jobs, "the supplement slip"
    assert done_steps(hand) == ["Thẻ căn cước", "Thủ tục", "Giấy tờ", "Kết luận"]


def done_steps(hand: DeskHand) -> list[str]:
    states = hand.window.desk.step_bar.states
    return [step.label for step, state in zip(VisitStep, states, strict=True) if state is StepState.DONE]


def test_a_barred_procedure_says_so_and_offers_no_writing(hand: DeskHand) -> None:
    hand.scan(LAM)
    hand.enter()
    hand.write("di chuc")
    hand.enter()
    assert hand.draft.procedures[0].code == "2.001019"
    assert "Loại giấy này người dân phải tự viết" in words_on(hand.steps.procedures)
    assert not hand.draft.form_refs
    hand.enter()
    assert hand.is_at(VisitStep.PAPERS)


def test_two_procedures_are_asked_once_and_judged_apart(hand: DeskHand) -> None:
    hand.scan(BUOI)
    hand.enter()
    hand.write("trich luc")
    hand.enter()
    hand.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.write("khai tu")
    hand.enter()
    assert [one.code for one in hand.draft.procedures] == [EXTRACT, "1.000656"]
    questions = hand.visit.interview.questions
    keys = [field.key for question in questions for field in question.fields]
    assert len(keys) == len(set(keys))


def test_the_same_card_again_changes_nothing(hand: DeskHand) -> None:
    to_interview(hand)
    before = hand.draft
    hand.scan(BUOI)
    assert hand.draft == before
    assert not hand.window.desk.messages.banners


@pytest.mark.parametrize("typed", ["050351", "5/3/1951", "1951"])
def test_a_person_without_a_card_is_typed(hand: DeskHand, typed: str) -> None:
    hand.key(Qt.Key.Key_F4)
    hand.write("Đặng Thị Mơ")
    hand.enter()
    hand.write(typed)
    hand.enter()
    hand.digit(2)
    person = hand.visit.flow.person(hand.draft)
    assert person is not None
    assert (person.full_name, person.birth is not None and person.birth.year) == ("Đặng Thị Mơ", 1951)
    hand.enter()
    assert QApplication.focusWidget() is not None


def test_who_ticked_nothing_is_asked_once_more_before_the_slip(hand: DeskHand) -> None:
    hand.key(Qt.Key.Key_F4)
    hand.write("Lê Văn Tư")
    hand.finish()
    if not hand.is_at(VisitStep.PROCEDURES):
        hand.enter(6)
    hand.write("trich luc")
    hand.enter()
    hand.digit(2)
    assert hand.is_at(VisitStep.PAPERS)
    hand.enter()
    assert hand.is_at(VisitStep.PAPERS)
    assert "Chưa đánh dấu giấy nào" in words_on(hand.steps.papers)
    hand.enter()
    assert hand.is_at(VisitStep.VERDICT)


def test_enter_waits_for_the_answer_who_writes(hand: DeskHand) -> None:
    hand.scan(BUOI)
    hand.enter()
    hand.write("trich luc")
    hand.enter()
    hand.enter(2)
    assert hand.is_at(VisitStep.PROCEDURES)
    assert hand.steps.procedures.pane.unanswered.isVisible()
    hand.digit(2)
    assert hand.is_at(VisitStep.PAPERS)
    hand.back()
    assert hand.steps.procedures.pane.asked.picked == "not_asked"
    hand.enter()
    assert hand.is_at(VisitStep.PAPERS)
