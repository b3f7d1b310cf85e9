"""The form workbench in a temporary office, on a Tuesday morning."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.look import Look
from tests.support.desk_office import Office, open_office
from tests.support.workbench_window import WorkbenchHand, WorkbenchWindow


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = open_office(tmp_path / "data")
    yield one
    one.core.close()


@pytest.fixture
def open_at(qtbot: QtBot, look: Look) -> Iterator[Callable[[Office], WorkbenchHand]]:  # noqa: ARG001 - the window needs its look
    """Opens the workbench of an office; every window is shut afterwards."""
    windows: list[WorkbenchWindow] = []

    def open_one(office: Office) -> WorkbenchHand:
        window = WorkbenchWindow(office)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        hand = WorkbenchHand(window, qtbot)
        window.page.refresh()
        hand.settle()
        return hand

    yield open_one
    for window in windows:
        window.shut()


@pytest.fixture
def hand(office: Office, open_at: Callable[[Office], WorkbenchHand]) -> WorkbenchHand:
    return open_at(office)
