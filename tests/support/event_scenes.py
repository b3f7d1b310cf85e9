"""Walks a death through the real desk and saves its pictures: ``python -m tests.support.event_scenes --out DIR``."""

from PySide6.QtCore import Qt

from desktop.domain.visit import VisitStep
from tests.support.death_visit import DeathVisit, Shoot
from tests.support.desk_hand import DeskHand
from tests.support.scene_pictures import take_pictures


def walk(hand: DeskHand, shoot: Shoot) -> None:
    """The whole visit, a picture a step."""
    visit = DeathVisit(hand)
    visit.begin()
    shoot("1-procedures")
    hand.write("nguoi mat")
    shoot("2-found")
    hand.key(Qt.Key.Key_Escape)
    hand.digit(0)
    shoot("3-events")
    hand.digit(2)
    shoot("4-first-question")
    visit.answer_event(shoot)
    shoot("6-plan")
    hand.enter()
    shoot("7-taken")
    hand.digit(1)
    shoot("8-papers")
    visit.to_interview()
    shoot("9-interview")
    visit.answer_forms()
    assert hand.is_at(VisitStep.READ_BACK), hand.visit.interview.missing
    visit.sign()
    shoot("10-verdict")
    visit.conclude()
    shoot("11-print")
    hand.enter()
    shoot("12-sheet")
    for _ in range(6):
        hand.enter()
    shoot("13-sheet-copied")
    hand.key(Qt.Key.Key_Escape)
    shoot("14-print-again")


if __name__ == "__main__":
    raise SystemExit(take_pictures(walk))
