"""A hand on the keyboard of a desk: it presses keys where the keyboard is, and counts them."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.visit import VisitDraft, VisitStep
from desktop.ui.desk.desk_steps import DeskSteps
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.wedge_filter import GAP_MS
from tests.support.desk_office import DeskWindow
from tests.support.patient_bot import PATIENCE_MS

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_HAND_SECONDS = GAP_MS / 1000 + 0.015


class DeskHand:
    """Works one desk."""

    def __init__(self, window: DeskWindow) -> None:
        self.window = window
        self.keys = 0

    @property
    def visit(self) -> OpenVisit:
        visit = self.window.desk.visit
        assert visit is not None
        return visit

    @property
    def draft(self) -> VisitDraft:
        return self.visit.draft

    @property
    def step(self) -> VisitStep:
        return self.draft.step

    def is_at(self, step: VisitStep) -> bool:
        return self.step is step

    def is_showing(self, page: QWidget) -> bool:
        return self.steps.current is page

    @property
    def steps(self) -> DeskSteps:
        steps = self.window.desk.steps
        assert steps is not None
        return steps

    @property
    def target(self) -> QWidget:
        return QApplication.focusWidget() or self.window.desk

    def settle(self, seconds: float = 0.0) -> None:
        """Waits until nothing is under way any more, and at least some seconds."""
        end = time.monotonic() + seconds
        idle = 0
        while time.monotonic() < end or idle < 3:
            QApplication.processEvents()
            QApplication.sendPostedEvents(
                None, QEvent.Type.DeferredDelete.value
            )  # no loop runs here to do it
            is_held = self.window.desk.wedge.is_holding
            idle = idle + 1 if self.window.runner.is_idle and not is_held else 0
            time.sleep(0.001)
        assert not self.window.bugs, self.window.bugs

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits until something holds that comes by itself in a while, however busy the machine is."""
        end = time.monotonic() + PATIENCE_MS / 1000
        self.settle()
        while not holds():
            assert time.monotonic() < end, "it never came"
            self.settle(0.01)

    def see_papers(self) -> None:
        """Waits until the page of printing shows what became of the papers."""
        kept = self.window.office.core.store.print_jobs
        self.until(lambda: self.steps.print.jobs == tuple(map(kept.get, self.draft.print_jobs)))

    def let_print(self) -> None:
        """Lets every printer print what waits, and sees it."""
        self.window.office.print_all()
        self.see_papers()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NO_MODIFIER) -> None:
        QTest.keyClick(self.target, key, modifier)
        self.keys += 1
        self.settle()

    def enter(self, times: int = 1) -> None:
        for _ in range(times):
            self.key(Qt.Key.Key_Return)

    def finish(self) -> None:
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def back(self) -> None:
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    def digit(self, number: int) -> None:
        QTest.keyClick(self.target, Qt.Key(Qt.Key.Key_0.value + number))
        self.keys += 1
        self.settle(_HAND_SECONDS)

    def write(self, text: str) -> None:
        """Types as a hand does: digits apart, so that nobody takes them for a scanner."""
        for letter in text:
            press(self.target, letter)
            self.keys += 1
            self.settle(_HAND_SECONDS if letter.isdigit() else 0.0)

    def burst(self, text: str) -> None:
        """Types as a scanner does: no gaps, Enter at the end."""
        for letter in text:
            press(self.target, letter)
        QTest.keyClick(self.target, Qt.Key.Key_Return)
        self.settle(0.02)

    def scan(self, card: str) -> None:
        """Hands a card over as a serial scanner does."""
        self.window.desk.take_card(card)
        self.settle()


def press(target: QWidget, letter: str) -> None:
    """Presses and releases one letter, whatever it is."""
    if letter.isascii():
        QTest.keyClicks(target, letter)
        return
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_unknown.value, _NO_MODIFIER, letter))
