"""What an officer sees and decides when a paper did not simply print."""

from PySide6.QtCore import Qt

from desktop.domain.errors import ErrorCode
from desktop.domain.visit import VisitStep
from desktop.services.ports_printing import PrintJob, PrintState
from desktop.ui.widgets.button import Button
from tests.gui.desk.test_keyboard_visits import to_interview, to_verdict
from tests.support.desk_hand import DeskHand


def to_print(hand: DeskHand) -> PrintJob:
    to_interview(hand)
    to_verdict(hand)
    hand.enter()
    assert hand.is_at(VisitStep.PRINT)
    return hand.steps.print.jobs[0]


def buttons(hand: DeskHand) -> list[str]:
    return [one.text() for one in hand.steps.print.findChildren(Button) if one.isVisible()]


def test_an_unsure_job_is_asked_about_and_never_printed_again_by_itself(hand: DeskHand) -> None:
    job = to_print(hand)
    jobs = hand.window.office.core.store.print_jobs
    jobs.save(job.begun().unsure(ErrorCode.PRINT_INTERRUPTED))
    hand.see_papers()
    assert {"Đã có giấy", "In lại"} <= set(buttons(hand))
    hand.digit(1)
    hand.see_papers()
    seen = jobs.get(job.id)
    assert seen is not None
    assert seen.state is PrintState.SENT
    hand.enter()
    assert hand.is_at(VisitStep.DONE)


def test_printing_an_unsure_job_again_makes_a_marked_copy(hand: DeskHand) -> None:
    job = to_print(hand)
    jobs = hand.window.office.core.store.print_jobs
    jobs.save(job.begun().unsure(ErrorCode.PRINT_INTERRUPTED))
    hand.see_papers()
    hand.digit(2)
    hand.see_papers()
    assert len(hand.draft.print_jobs) == 2
    copy = jobs.get(hand.draft.print_jobs[1])
    assert copy is not None
    assert copy.reprint_of == job.id


def test_a_failed_job_says_why_and_is_tried_again(hand: DeskHand) -> None:
    job = to_print(hand)
    jobs = hand.window.office.core.store.print_jobs
    jobs.save(job.begun().failed(ErrorCode.PRINTER_NO_PAPER))
    hand.see_papers()
    assert {"In tiếp", "Để sau"} <= set(buttons(hand))
    hand.digit(1)
    hand.let_print()
    seen = jobs.get(job.id)
    assert seen is not None
    assert seen.state is PrintState.SENT


def test_a_failed_job_is_set_aside_and_the_visit_ends(hand: DeskHand) -> None:
    job = to_print(hand)
    jobs = hand.window.office.core.store.print_jobs
    jobs.save(job.begun().failed(ErrorCode.PRINTER_OFF))
    hand.see_papers()
    hand.digit(2)
    hand.enter()
    assert hand.is_at(VisitStep.DONE)
    seen = jobs.get(job.id)
    assert seen is not None
    assert seen.state is PrintState.FAILED
    hand.key(Qt.Key.Key_F2)
    assert hand.visit.is_empty
