"""Walks a visit through the real desk and saves what it looks like: ``python -m tests.support.desk_scenes --out DIR``."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.visit import VisitStep
from desktop.resources_dir import resources_dir
from desktop.ui.look import Look
from tests.support.desk_office import BUOI, LAM, DeskWindow, open_office

SIZES = ((1366, 768), (1920, 1080))


class Walk:
    """A hand on the keyboard of a desk."""

    def __init__(self, window: DeskWindow, shoot: Callable[[str], None]) -> None:
        self.window = window
        self.shoot = shoot
        self.keys = 0

    def settle(self, seconds: float = 0.02) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end or not self.window.runner.is_idle:
            QApplication.processEvents()
            time.sleep(0.002)
        QApplication.processEvents()
        assert not self.window.bugs, self.window.bugs

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.window.desk
        QTest.keyClick(target, key, modifier)
        self.keys += 1
        self.settle(0.06 if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else 0.02)

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)

    def digit(self, number: int) -> None:
        self.key(Qt.Key(Qt.Key.Key_0.value + number))

    def write(self, text: str) -> None:
        target = QApplication.focusWidget() or self.window.desk
        for letter in text:
            if letter.isdigit():
                QTest.keyClick(target, letter, delay=0)
                self.settle(0.05)
            else:
                QTest.sendKeyEvent(
                    QTest.KeyAction.Click, target, Qt.Key.Key_unknown, letter, Qt.KeyboardModifier.NoModifier
                )
                self.settle(0.001)
            self.keys += 1


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
    office = open_office(Path(tempfile.mkdtemp()) / "data")
    window = DeskWindow(office)
    window.show()
    window.activateWindow()

    def shoot(name: str) -> None:
        if window.desk.visit is not None:
            print(name, window.desk.visit.draft.step.value)  # noqa: T201 - a script
        for width, height in SIZES:
            window.resize(width, height)
            walk.settle(0.45)
            window.grab().save(str(arguments.out / f"{name}-{width}.png"))
        window.resize(*SIZES[0])
        walk.settle(0.05)

    walk = Walk(window, shoot)
    window.resize(*SIZES[0])
    window.desk.set_officer(office.officer)
    walk.settle(0.1)
    play(walk)
    window.shut()
    office.core.close()
    return 0


def play(walk: Walk) -> None:
    """One grandmother's extract, from card to the next citizen."""
    desk = walk.window.desk
    shoot = walk.shoot
    shoot("1a-card-empty")
    desk.take_card(BUOI)
    walk.settle(0.1)
    shoot("1b-card-read")
    walk.enter()
    walk.write("trich luc")
    shoot("2a-procedure-search")
    walk.enter()
    shoot("2b-procedure-chosen")
    walk.digit(1)
    walk.digit(1)
    shoot("3-papers")
    walk.enter()
    shoot("4a-question-choice")
    walk.digit(1)
    walk.digit(8)
    walk.write("Trần Gia Bảo")
    walk.enter()
    walk.write("14/9/2021")
    shoot("4b-question-typed")
    desk.take_card(LAM)
    walk.settle(0.1)
    shoot("4b2-second-card")
    walk.key(Qt.Key.Key_Escape)
    walk.enter()
    walk.key(Qt.Key.Key_F4)
    walk.digit(1)
    walk.write("kin")
    shoot("4c-question-suggestions")
    walk.enter()
    walk.enter()
    walk.write("thon")
    walk.enter()
    walk.write("UBND xã Thanh Bình Thịnh")
    walk.enter()
    walk.enter()
    shoot("4d-question-optional")
    walk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    walk.write("2")
    walk.enter()
    walk.enter()
    shoot("5a-read-back")
    for _ in range(40):
        if desk.visit is None or desk.steps is None or desk.steps.read_back.signing is not None:
            break
        if desk.steps.read_back.is_read:
            shoot("5b-agreement")
        walk.enter()
    walk.settle(0.1)
    walk.digit(2)
    shoot("5c-signing")
    walk.digit(1)
    walk.settle(0.1)
    shoot("5d-waiting")
    walk.enter()
    walk.settle(0.1)
    shoot("6a-verdict-today")
    walk.key(Qt.Key.Key_F9)
    shoot("6b-appointment-reason")
    walk.digit(2)
    shoot("6c-verdict-appointment")
    walk.key(Qt.Key.Key_F9)
    walk.enter()
    walk.settle(0.1)
    shoot("7a-print-waiting")
    walk.window.office.print_all()
    walk.settle(0.6)
    shoot("7b-print-done")
    walk.enter()
    shoot("8-done")
    assert desk.visit is not None
    assert desk.visit.draft.step is VisitStep.DONE, desk.visit.draft.step
    walk.enter()
    shoot("9-next")
    print("keys", walk.keys)  # noqa: T201 - a script


if __name__ == "__main__":
    raise SystemExit(main())
