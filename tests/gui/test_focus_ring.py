"""Where the keyboard is can always be seen; a mouse click draws no ring."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.button import Button

pytestmark = pytest.mark.usefixtures("look")


def two_buttons(qtbot: QtBot) -> tuple[QWidget, Button, Button]:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    first, second = Button("Câu trước"), Button("Câu tiếp")
    column.addWidget(first)
    column.addWidget(second)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    return holder, first, second


def test_a_ring_follows_the_tab_key(qtbot: QtBot) -> None:
    holder, first, second = two_buttons(qtbot)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    first.setFocus(Qt.FocusReason.BacktabFocusReason)
    assert [one._ring.is_shown for one in (first, second)] == [True, False]
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert [one._ring.is_shown for one in (first, second)] == [False, True]
    assert holder.isVisible()


def test_the_mouse_draws_no_ring(qtbot: QtBot) -> None:
    holder, first, _second = two_buttons(qtbot)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not first._ring.is_shown
    assert holder.isVisible()


def test_the_ring_goes_with_its_button(qtbot: QtBot) -> None:
    holder, first, second = two_buttons(qtbot)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    first.hide()
    holder.resize(500, 300)
    overlay = second._ring._overlay
    assert overlay is not None
    assert overlay.geometry().adjusted(4, 4, -4, -4) == second.geometry()


def test_a_ring_follows_what_moved_at_the_moment_it_was_shown(qtbot: QtBot) -> None:
    _holder, first, second = two_buttons(qtbot)
    first.hide()  # the layout has not been done yet
    second.setFocus(Qt.FocusReason.TabFocusReason)
    overlay = second._ring._overlay
    assert overlay is not None
    qtbot.waitUntil(lambda: overlay.geometry().adjusted(4, 4, -4, -4) == second.geometry())


def test_a_ring_may_outlive_the_page_it_was_drawn_on(qtbot: QtBot) -> None:
    holder, first, _second = two_buttons(qtbot)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    other = QWidget()
    qtbot.addWidget(other)
    QVBoxLayout(other).addWidget(first)
    holder.deleteLater()
    other.show()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    first.clearFocus()
    assert not first._ring.is_shown
