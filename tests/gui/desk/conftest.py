"""A desk in a temporary office, on a Tuesday morning, with a hand on its keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.look import Look
from tests.support.desk_hand import DeskHand
from tests.support.desk_office import DeskWindow, Office, open_office


def sit_down(office: Office, qtbot: QtBot) -> DeskHand:
    window = DeskWindow(office)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.desk.set_officer(office.officer)
    hand = DeskHand(window)
    hand.settle()
    return hand


@pytest.fixture
def sit_down_at(qtbot: QtBot, look: Look) -> Callable[[Office], DeskHand]:  # noqa: ARG001 - the window needs its look
    """Opens the desk of another office, or of the same one after a power cut."""
    return lambda office: sit_down(office, qtbot)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = open_office(tmp_path / "data")
    yield one
    one.core.close()


@pytest.fixture
def hand(office: Office, qtbot: QtBot, look: Look) -> Iterator[DeskHand]:  # noqa: ARG001 - the window needs its look
    one = sit_down(office, qtbot)
    yield one
    one.window.shut()
