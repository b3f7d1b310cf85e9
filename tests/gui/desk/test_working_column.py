"""The scrolling middle of a page keeps what has the keyboard in view."""

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.ui.desk.working_column import FollowingArea, scrolling
from desktop.ui.look import Look
from desktop.ui.widgets.card import Card


@dataclass(frozen=True, slots=True)
class Page:
    """A card higher than its view, and a box in it that has the keyboard."""

    area: FollowingArea
    box: QLineEdit

    def shows_it_whole(self) -> bool:
        return self.box.visibleRegion().boundingRect().height() == self.box.height()


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> Page:  # noqa: ARG001 - the card needs its look
    column = QVBoxLayout()
    card = Card()
    card.setFixedHeight(700)
    column.addWidget(card)
    box = QLineEdit(card)
    box.setGeometry(0, 100, 200, 80)
    area = scrolling(column)
    qtbot.addWidget(area)
    area.resize(400, 300)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    return Page(area, box)


@pytest.mark.parametrize("top", [500, 200, 590])
def test_a_box_pushed_down_inside_its_card_is_followed_though_the_page_is_as_high_as_before(
    qtbot: QtBot, page: Page, top: int
) -> None:
    page.box.move(0, top)
    qtbot.waitUntil(page.shows_it_whole)


@pytest.mark.parametrize("hidden", [2, 10])
def test_a_box_whose_edge_alone_is_hidden_is_shown_whole(qtbot: QtBot, page: Page, hidden: int) -> None:
    bar = page.area.verticalScrollBar()
    bar.setValue(0)
    beside = page.box.mapTo(page.area.viewport(), page.box.rect().bottomLeft()).y()
    page.box.move(0, page.box.y() + 300 - beside - 1 + hidden)
    qtbot.waitUntil(page.shows_it_whole)
    bar.setValue(page.box.mapTo(page.area.inner, page.box.rect().topLeft()).y() + hidden)
    assert not page.shows_it_whole()
    page.box.resize(200, 81)
    qtbot.waitUntil(page.shows_it_whole)
