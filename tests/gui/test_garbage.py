"""A widget nobody holds any more dies on the GUI thread, whoever was busy at the time."""

import gc

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.ui.task_runner import Lane, TaskRunner

pytestmark = pytest.mark.usefixtures("look")


def _busy() -> int:
    return len([[number] for number in range(3000)])


def test_a_busy_worker_never_destroys_a_widget(runner: TaskRunner) -> None:
    for _ in range(100):
        window = QWidget()
        window.setProperty("line", QLineEdit(window))
        window.__dict__["itself"] = window  # a cycle only the collector can undo
        window.show()
        del window
        runner.run(_busy, lane=Lane.FREE)
        QApplication.processEvents()
    assert not gc.isenabled()


def test_without_a_window_python_collects_as_it_likes(runner: TaskRunner) -> None:
    runner.close()
    runner.close()
    assert gc.isenabled()
