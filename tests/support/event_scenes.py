"""Walks a death through the real desk and saves its pictures: ``python -m tests.support.event_scenes --out DIR``."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.visit import VisitStep
from desktop.resources_dir import resources_dir
from desktop.ui.look import Look
from tests.support.death_visit import DeathVisit, Shoot
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import DeskWindow, open_office

SIZES = ((1366, 768), (1920, 1080))


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

        walk(hand, shoot)
        window.shut()
        office.core.close()
    return 0


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
    raise SystemExit(main())
