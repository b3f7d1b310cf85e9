"""At 150 % on a small screen the window stays inside it and no action leaves it."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.visit import VisitStep
from desktop.ui.look import Look
from desktop.ui.widgets.button import Button
from tests.gui.desk.conftest import sit_down
from tests.gui.desk.test_keyboard_visits import to_interview, to_verdict
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import Office


def outside(hand: DeskHand) -> list[str]:
    """The buttons that stick out of the window."""
    frame = hand.window.rect()
    found = []
    for button in hand.window.desk.findChildren(Button):
        if not button.isVisible():
            continue
        box = QRect(button.mapTo(hand.window, QPoint(0, 0)), button.size())
        if box.left() < frame.left() or box.right() > frame.right():
            found.append(button.text())
        elif button.width() < button.sizeHint().width():
            found.append(f"{button.text()} is cut")
    return found


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_no_action_leaves_a_small_screen(factor: float, office: Office, qtbot: QtBot, look: Look) -> None:
    look.set_factor(factor)
    hand = sit_down(office, qtbot)
    hand.window.resize(1366, 697)
    QApplication.processEvents()
    assert (hand.window.width(), hand.window.height()) == (1366, 697)
    assert not outside(hand)
    to_interview(hand)
    assert not outside(hand)
    to_verdict(hand)
    assert not outside(hand)
    hand.enter()
    assert hand.is_at(VisitStep.PRINT)
    assert not outside(hand)
    assert (hand.window.width(), hand.window.height()) == (1366, 697)
    hand.window.shut()
