"""What every test of the window stands on: the shipped look, and a runner that leaves no thread behind."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.resources_dir import resources_dir
from desktop.ui.look import Look
from desktop.ui.task_runner import TaskRunner

_LOOKS: dict[str, Look] = {}


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """The look at 100 %, light; back to it after the test. Fonts are registered once."""
    if "look" not in _LOOKS:
        _LOOKS["look"] = Look(qapp, resources_dir())
    one = _LOOKS["look"]
    yield one
    one.set_factor(1.0)
    one.set_high_contrast(False)


@pytest.fixture
def runner(look: Look) -> Iterator[TaskRunner]:
    """A task runner, closed afterwards."""
    one = TaskRunner(look)
    yield one
    one.close()
