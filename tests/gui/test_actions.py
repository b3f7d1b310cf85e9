"""One key does one thing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.actions import ActionRegistry, ActionSpec
from desktop.ui.look import Look
from tests.support.page_sheet import sample_window

pytestmark = pytest.mark.usefixtures("look")


def test_two_actions_with_one_key_in_one_context_are_refused(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    registry = ActionRegistry(window)
    registry.add(ActionSpec(id="a", text="Làm a", key="F2"), lambda: None)
    registry.add(ActionSpec(id="b", text="Làm b", key="Ctrl+1", page="x"), lambda: None, page=window)
    registry.add(ActionSpec(id="c", text="Làm c", key="Ctrl+1", page="y"), lambda: None, page=window)
    with pytest.raises(ValueError, match="both want F2"):
        registry.add(ActionSpec(id="d", text="Làm d", key="F2", page="x"), lambda: None, page=window)
    with pytest.raises(ValueError, match="both want Ctrl 1"):
        registry.add(ActionSpec(id="e", text="Làm e", key="Ctrl+1", page="y"), lambda: None, page=window)
    with pytest.raises(ValueError, match="exists"):
        registry.add(ActionSpec(id="a", text="Làm a"), lambda: None)


def test_no_key_collides_with_the_vietnamese_input_methods(qtbot: QtBot, look: Look) -> None:
    sample = sample_window(look)
    qtbot.addWidget(sample.window)
    sample.runner.close()
    keys = [spec.key for spec in sample.window.actions_registry.specs("today") if spec.key]
    assert keys
    for key in keys:
        assert len(key) > 1, f"{key}: a single letter is typed text"


@pytest.mark.parametrize("key", ["Ctrl+Shift+P", "Ctrl+Alt+V", "Alt+Z", "F10"])
def test_a_key_of_the_vietnamese_input_methods_is_refused_on_every_page(qtbot: QtBot, key: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with pytest.raises(ValueError, match="input methods"):
        ActionRegistry(window).add(ActionSpec(id="a", text="Làm a", key=key, page="x"), lambda: None)


def test_the_keypads_enter_works_too(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = QLineEdit()
    QVBoxLayout(window).addWidget(line)
    pressed: list[str] = []
    ActionRegistry(window).add(
        ActionSpec(id="go", text="Đi tiếp", key="Return"), lambda: pressed.append("go")
    )
    window.show()
    window.activateWindow()
    with qtbot.waitActive(window):
        line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert pressed == ["go", "go"]
