"""Walks a visit through the real desk and saves its pictures: ``python -m tests.support.desk_scenes --out DIR``."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.visit import VisitStep
from desktop.resources_dir import resources_dir
from desktop.ui.look import Look
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import BUOI, LAM, DeskWindow, open_office

SIZES = ((1366, 768), (1920, 1080))
Shoot = Callable[[str], None]


def main() -> int:
    """Saves every step in every size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--factor", type=float, default=1.0)
    parser.add_argument("--contrast", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    Look(app, resources_dir(), factor=arguments.factor, is_high_contrast=arguments.contrast)
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder) / "data")
        window = DeskWindow(office)
        window.resize(*SIZES[0])
        window.show()
        window.activateWindow()
        hand = DeskHand(window)
        window.desk.set_officer(office.officer)
        hand.settle(0.1)

        def shoot(name: str) -> None:
            for width, height in SIZES:
                window.resize(width, height)
                hand.settle(0.45)
                window.grab().save(str(arguments.out / f"{name}-{width}.png"))
            window.resize(*SIZES[0])
            hand.settle(0.05)

        begin(hand, shoot)
        ask(hand, shoot)
        read_back(hand, shoot)
        conclude(hand, shoot)
        other_visits(hand, shoot)
        window.shut()
        office.core.close()
    return 0


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
    raise SystemExit(main())
