"""Walks a visit through the real desk and saves its pictures: ``python -m tests.support.desk_scenes --out DIR``."""

from PySide6.QtCore import Qt

from desktop.domain.visit import VisitStep
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI, LAM
from tests.support.scene_pictures import Shoot, take_pictures


def walk(hand: DeskHand, shoot: Shoot) -> None:
    """Every visit, a picture a step."""
    begin(hand, shoot)
    ask(hand, shoot)
    read_back(hand, shoot)
    conclude(hand, shoot)
    other_visits(hand, shoot)


def begin(hand: DeskHand, shoot: Shoot) -> None:
    """Card, procedure, papers."""
    shoot("1a-card-empty")
    hand.scan(BUOI)
    shoot("1b-card-read")
    hand.enter()
    hand.write("trich luc")
    shoot("2a-procedure-search")
    hand.enter()
    shoot("2b-procedure-chosen")
    hand.digit(1)
    shoot("3-papers")
    hand.enter()


def ask(hand: DeskHand, shoot: Shoot) -> None:
    """The interview, with a second card in the middle."""
    shoot("4a-question-choice")
    hand.digit(1)
    hand.digit(8)
    hand.write("Trần Gia Bảo")
    hand.enter()
    hand.write("14/9/2021")
    shoot("4b-question-typed")
    hand.scan(LAM)
    shoot("4c-second-card")
    hand.key(Qt.Key.Key_Escape)
    hand.enter()
    hand.key(Qt.Key.Key_F4)
    hand.digit(1)
    hand.write("kin")
    shoot("4d-question-suggestions")
    hand.enter()
    hand.enter()
    hand.write("thon")
    hand.enter()
    hand.write("duc")
    shoot("4e-question-place")
    hand.enter()
    hand.enter()
    shoot("4f-question-optional")
    hand.finish()
    hand.write("2")
    hand.enter()


def read_back(hand: DeskHand, shoot: Shoot) -> None:
    """The reading, the agreement, the signature."""
    hand.enter()
    shoot("5a-read-back")
    for _ in range(40):
        if hand.steps.read_back.is_read:
            break
        hand.enter()
    shoot("5b-agreement")
    hand.enter()
    hand.digit(2)
    shoot("5c-signing")
    hand.digit(1)
    shoot("5d-waiting")
    hand.enter()


def conclude(hand: DeskHand, shoot: Shoot) -> None:
    """The verdicts, the printing, the end."""
    shoot("6a-verdict-today")
    hand.key(Qt.Key.Key_F9)
    shoot("6b-appointment-reason")
    hand.digit(2)
    shoot("6c-verdict-appointment")
    hand.key(Qt.Key.Key_F9)
    hand.key(Qt.Key.Key_F7)
    hand.enter()
    shoot("7a-print-waiting")
    hand.let_print()
    shoot("7b-print-done")
    hand.enter()
    shoot("8-done")
    assert hand.is_at(VisitStep.DONE)
    hand.enter()


def other_visits(hand: DeskHand, shoot: Shoot) -> None:
    """A barred procedure, kinds of case, two verdicts, a parked visit, a damaged card."""
    hand.scan(LAM)
    hand.enter()
    hand.write("di chuc")
    hand.enter()
    shoot("9a-barred")
    hand.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.write("cai chinh")
    hand.enter()
    shoot("9b-kinds")
    hand.digit(3)
    hand.digit(1)
    shoot("9c-papers-missing")
    hand.enter()
    shoot("9d-two-verdicts")
    hand.key(Qt.Key.Key_F8)
    shoot("9e-parked")
    hand.scan(BUOI.encode().decode("latin-1"))
    shoot("9f-repaired-card")


if __name__ == "__main__":
    raise SystemExit(take_pictures(walk))
