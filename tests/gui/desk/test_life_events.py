"""A life event at the desk, by keyboard alone, through the real services."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.domain.ids import PrintJobId
from desktop.domain.visit import VisitStep
from desktop.services.ports_printing import PaperMedia
from desktop.ui.text_label import TextLabel
from tests.support.death_visit import DeathVisit
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import Office, reopen_office
from tests.support.pdf_words import words_on

WIDOW = "1.004873"
FIVE = 5


def to_events(hand: DeskHand) -> DeathVisit:
    visit = DeathVisit(hand)
    visit.begin()
    return visit


def to_plan(hand: DeskHand) -> DeathVisit:
    visit = to_events(hand)
    hand.digit(0)
    hand.digit(2)
    visit.answer_event()
    assert hand.steps.life_event.plan is not None
    return visit


def test_letters_without_marks_find_an_event_beside_the_procedures(hand: DeskHand) -> None:
    to_events(hand)
    hand.write("nguoi mat")
    assert [one.title for one in hand.steps.procedures.list.items] == ["Có người mất"]
    hand.enter()
    assert hand.draft.event is not None
    assert hand.is_showing(hand.steps.life_event)


def test_a_procedure_called_so_still_stands_before_the_event(hand: DeskHand) -> None:
    to_events(hand)
    hand.write("khai tu")
    titles = [one.title for one in hand.steps.procedures.list.items]
    assert titles[0] == "Đăng ký khai tử"
    assert "Có người mất" in titles
    hand.enter()
    assert hand.draft.event is None
    assert [one.code for one in hand.draft.procedures] == ["1.000656"]


def test_back_from_question_to_question_loses_nothing_and_from_the_first_leads_to_the_search(
    hand: DeskHand,
) -> None:
    to_plan(hand)
    step = hand.steps.life_event
    before = step.held.interview.answers
    asked = 0
    while step.card is None or step.held.interview.position != "event.registered":
        hand.back()
        asked += 1
    assert asked == 8
    assert step.held.interview.answers == before
    hand.back()
    assert hand.is_showing(hand.steps.procedures)
    assert hand.draft.event is None


def test_the_plan_grows_beside_the_questions(hand: DeskHand) -> None:
    to_events(hand)
    hand.digit(0)
    hand.digit(2)
    assert not hand.draft.procedures
    hand.digit(2)
    hand.digit(2)
    shown = [label.text() for label in hand.steps.life_event.pane.findChildren(TextLabel)]
    assert any("Đăng ký khai tử" in text for text in shown)


def test_digits_untick_a_step_and_enter_takes_the_rest(hand: DeskHand) -> None:
    to_plan(hand)
    plan = hand.steps.life_event.plan
    assert plan is not None
    assert [row.isChecked() for row in plan.rows] == [True] * FIVE
    hand.digit(5)
    assert hand.steps.life_event.column.primary.text() == "Làm 4 việc này"
    hand.enter()
    assert hand.is_showing(hand.steps.procedures)
    assert [one.code for one in hand.draft.procedures] == ["1.000656", "2.000635", "1.003197", "1.014028"]
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not hand.draft.procedures
    assert hand.is_showing(hand.steps.life_event)


def test_the_question_whether_to_write_has_the_keyboard_after_the_plan_was_taken(hand: DeskHand) -> None:
    to_plan(hand)
    hand.enter()
    hand.digit(1)
    assert hand.draft.requested_help
    assert hand.is_at(VisitStep.PAPERS)


def test_a_card_shown_once_counts_for_every_procedure_of_the_visit(hand: DeskHand) -> None:
    to_plan(hand)
    hand.enter()
    hand.digit(1)
    rows = [row.text() for row in hand.steps.papers.rows]
    card = next(name for name in rows if name.startswith("Thẻ căn cước"))
    assert rows.count(card) == 1
    workday = hand.visit.flow.workday
    for chosen in hand.draft.procedures:
        wanted = {
            one.key for one in workday.procedure(chosen.code).papers if one.show_only and one.name == card
        }
        assert wanted <= set(chosen.papers), chosen.code
    hand.digit(rows.index(card) + 1)
    assert not any(chosen.papers for chosen in hand.draft.procedures)


def test_zero_opens_the_event_again_with_its_answers(hand: DeskHand) -> None:
    to_plan(hand)
    hand.enter()
    hand.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.digit(0)
    assert hand.is_showing(hand.steps.life_event)
    hand.digit(1)
    hand.enter()
    assert "1.000656" not in {one.code for one in hand.draft.procedures}
    assert len(hand.draft.procedures) == FIVE - 1


def test_the_guide_slip_prints_in_both_sizes_and_stays_a_job_of_the_visit(hand: DeskHand) -> None:
    to_plan(hand)
    hand.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_F7)
    jobs = [job_of(hand.window.office, one) for one in hand.draft.print_jobs]
    assert [job[0] for job in jobs] == [PaperMedia.A5, PaperMedia.A4]
    for _, text in jobs:
        assert "Công an xã Đức Thịnh" in text
        assert "Giấy tờ tùy thân" in text or "giấy tờ tùy thân" in text
        assert "Lâm" not in text, "the slip bears no name"


def job_of(office: Office, job_id: PrintJobId) -> tuple[PaperMedia, str]:
    job = office.core.store.print_jobs.get(job_id)
    assert job is not None
    return job.media, words_on(job.payload)


def test_who_is_another_person_is_told_and_not_mixed_in(hand: DeskHand) -> None:
    to_plan(hand)
    hand.enter()
    assert WIDOW not in {one.code for one in hand.draft.procedures}


def test_a_power_cut_in_the_event_comes_back_to_the_same_question(hand: DeskHand, office: Office) -> None:
    to_events(hand)
    hand.digit(0)
    hand.digit(2)
    hand.digit(2)
    hand.settle(0.1)
    before = hand.draft
    hand.window.runner.close()
    office.core.close()
    again = reopen_office(office)
    [left] = again.core.store.drafts.list()
    kept = again.core.store.drafts.load(left.id)
    assert kept is not None
    assert kept["event"] == before.to_plain()["event"]
    again.core.close()


def test_a_death_from_the_card_to_the_printed_papers_by_keyboard_alone(hand: DeskHand) -> None:
    visit = to_plan(hand)
    hand.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hand.enter()
    hand.digit(1)
    visit.to_interview()
    assert len(hand.visit.interview.definitions) == FIVE
    visit.answer_forms()
    assert hand.is_at(VisitStep.READ_BACK), hand.visit.interview.missing
    visit.sign()
    assert hand.is_at(VisitStep.VERDICT)
    visit.conclude()
    assert hand.is_at(VisitStep.PRINT)
    titles = [job.title for job in hand.steps.print.jobs]
    assert titles[0] == "Giấy hướng dẫn: Có người mất"
    forms = [hand.window.office.core.store.print_jobs.get(one) for one in hand.draft.print_jobs[1 : 1 + FIVE]]
    for job in forms:
        assert job is not None
        assert "ĐẨU" in words_on(job.payload).upper(), job.title
    hand.enter()
    sheet = hand.steps.print.sheet
    assert sheet.isVisible(), "filed online only: copying it is the next thing to do"
    boxes = [line.row for line in sheet.list.lines if line.row is not None and line.row.copy]
    pasted: list[str] = []
    for _ in boxes:
        hand.enter()
        pasted.append(QGuiApplication.clipboard().text())
    assert pasted == [box.copy for box in boxes]
    assert "TRẦN VĂN ĐẨU" in pasted
    assert {one.partition("/")[0] for one in hand.draft.copied} == {"ho-tich.khai-tu"}
    hand.key(Qt.Key.Key_Escape)
    assert QGuiApplication.clipboard().text() == ""
    hand.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert all(line.is_copied for line in sheet.list.lines if line.row is not None and line.row.copy)
    hand.key(Qt.Key.Key_Escape)
    hand.enter()
    assert hand.is_at(VisitStep.DONE)
    print(f"keys of a death with five forms: {hand.keys}")  # noqa: T201 - published by the test run


@pytest.mark.parametrize("reason", ["", "khóa máy"])
def test_parking_and_locking_take_the_copied_text_out_of_the_clipboard(hand: DeskHand, reason: str) -> None:
    visit = to_plan(hand)
    hand.enter()
    hand.digit(1)
    visit.to_interview()
    visit.answer_forms()
    visit.sign()
    visit.conclude()
    hand.enter()
    hand.enter()
    assert QGuiApplication.clipboard().text()
    hand.window.desk.leave(reason) if reason else hand.window.desk.park()
    hand.settle()
    assert QGuiApplication.clipboard().text() == ""
    assert not hand.steps.print.sheet.list.lines
