"""A widget nobody holds any more dies on the GUI thread, whoever was busy at the time."""

import gc

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.desk.working_column import scrolling
from desktop.ui.focus_ring import FocusRing
from desktop.ui.garbage import is_emptied
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.overlay import Overlay

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


HEARD = (
    QEvent.Type.DynamicPropertyChange,
    QEvent.Type.Hide,
    QEvent.Type.HideToParent,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.StyleChange,
)


def _filters(page: QWidget) -> list[tuple[QObject, QObject]]:
    """Everything that hears the events of other widgets, with one it hears."""
    column = QVBoxLayout()
    field, button, cover = Field("Họ và tên"), Button("Ghi lại"), QWidget(page)
    column.addWidget(field)
    area = scrolling(column)
    area.setParent(page)
    bar = ActionBar()
    bar.setParent(page)
    bar.add_left(button)
    return [
        (FocusRing(cover), cover),
        (area, area.inner),
        (field, field.line),
        (Overlay(cover), cover),
        (bar, button),
    ]


def test_what_python_has_emptied_hears_the_last_events_of_others_in_peace(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    for listener, heard in _filters(page):
        assert not is_emptied(listener)
        vars(listener).clear()
        assert is_emptied(listener)
        for kind in HEARD:
            # What it overrides raises nothing: pytest-qt would fail the test.
            listener.eventFilter(heard, QEvent(kind))


def test_without_a_window_python_collects_as_it_likes(runner: TaskRunner) -> None:
    runner.close()
    runner.close()
    assert gc.isenabled()
