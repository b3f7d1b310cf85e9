"""The paper beside the question: drawn elsewhere, kept while the next is drawn, the lit place in sight."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from desktop.ui.task_runner import TaskRunner
from desktop.ui.theme import current_theme
from desktop.ui.widgets.paper_panel import PaperPanel
from desktop.ui.widgets.paper_view import PaperPlace, PaperSheet, PaperView

pytestmark = pytest.mark.usefixtures("look")
PLACES = (
    PaperPlace(key="name", page=0, x=100, y=80, width=300, height=18),
    PaperPlace(key="place", page=0, x=100, y=600, width=300, height=18),
    PaperPlace(key="sign", page=1, x=330, y=500, width=180, height=80, is_signing=True),
)


def pdf(pages: int = 2) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.drawText(QPoint(1000, 1000), "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH")
    painter.end()
    buffer.close()
    return bytes(content.data())


def open_view(qtbot: QtBot, runner: TaskRunner) -> PaperView:
    view = PaperView(runner)
    qtbot.addWidget(view)
    view.resize(646, 600)
    view.show()
    with qtbot.waitSignal(view.drawn):
        view.show_paper(PaperSheet(pdf=pdf(), places=PLACES))
    return view


def test_the_pages_come_from_a_worker(qtbot: QtBot, runner: TaskRunner) -> None:
    view = open_view(qtbot, runner)
    assert view.page_count == 2


def test_the_lit_place_stands_in_the_middle_third(qtbot: QtBot, runner: TaskRunner) -> None:
    view = open_view(qtbot, runner)
    view.light("place")
    middle = view.place_box("place").center().y()
    third = view.viewport().height() / 3
    assert third - 1 <= middle <= 2 * third + 1
    image = view.viewport().grab().toImage()
    ground = view.place_box("place").toRect()
    assert image.pixelColor(ground.left() + 200, ground.top() + 4) == QColor(current_theme().colours.mark)


def test_an_answer_in_two_places_lights_both_and_nothing_between(qtbot: QtBot, runner: TaskRunner) -> None:
    view = PaperView(runner)
    qtbot.addWidget(view)
    view.resize(646, 900)
    view.show()
    above, below = PLACES[0], replace(PLACES[1], key="name", y=400)
    with qtbot.waitSignal(view.drawn):
        view.show_paper(PaperSheet(pdf=pdf(), places=(above, below)))
    view.light("name")
    image = view.viewport().grab().toImage()
    boxes = [view._box(place).toRect() for place in (above, below)]
    mark = QColor(current_theme().colours.mark)
    for box in boxes:
        assert image.pixelColor(box.left() + 200, box.center().y()) == mark
    assert image.pixelColor(boxes[0].left() + 200, (boxes[0].bottom() + boxes[1].top()) // 2) != mark


def test_the_place_to_sign_is_framed(qtbot: QtBot, runner: TaskRunner) -> None:
    view = open_view(qtbot, runner)
    view.mark_signing("Bà Bưởi ký hoặc điểm chỉ ở đây", "sign")
    box = view.place_box("sign").toRect()
    image = view.viewport().grab().toImage()
    assert image.pixelColor(box.left() + 20, box.top() + 6) == QColor(current_theme().colours.soft)


def test_the_last_picture_stays_until_the_next_is_ready(qtbot: QtBot, runner: TaskRunner) -> None:
    view = open_view(qtbot, runner)
    view.show_paper(PaperSheet(pdf=pdf(1)))
    assert view.page_count == 2
    qtbot.waitUntil(lambda: view.page_count == 1)


def test_of_many_changes_only_the_last_is_drawn(qtbot: QtBot, runner: TaskRunner) -> None:
    view = open_view(qtbot, runner)
    drawn: list[int] = []
    view.drawn.connect(drawn.append)
    for pages in (2, 2, 2, 3):
        view.show_paper(PaperSheet(pdf=pdf(pages)))
    qtbot.waitUntil(lambda: view.page_count == 3)
    assert drawn == [3]


def test_a_broken_paper_is_a_bug_and_the_next_one_is_still_drawn(qtbot: QtBot, runner: TaskRunner) -> None:
    view = open_view(qtbot, runner)
    with qtbot.waitSignal(runner.bug):
        view.show_paper(PaperSheet(pdf=b"nothing"), is_at_once=True)
    assert view.page_count == 2
    view.show_paper(PaperSheet(pdf=pdf(1)), is_at_once=True)
    qtbot.waitUntil(lambda: view.page_count == 1)


def test_nothing_is_shown_after_the_visit(qtbot: QtBot, runner: TaskRunner) -> None:
    view = open_view(qtbot, runner)
    view.show_paper(None)
    assert view.page_count == 0
    assert view.place_box("name").isEmpty()


def test_the_whole_page_fits_the_view(qtbot: QtBot, runner: TaskRunner) -> None:
    panel = PaperPanel(runner)
    qtbot.addWidget(panel)
    panel.resize(646, 664)
    panel.show()
    with qtbot.waitSignal(panel.view.drawn):
        panel.view.show_paper(PaperSheet(pdf=pdf(1), places=PLACES[:2]))
    panel.set_caption("mẫu theo Thông tư 04/2024/TT-BTP")
    panel.toggle_whole_page()
    assert panel.view._page_box(0).height() <= panel.view.viewport().height()
    assert panel.view.verticalScrollBar().maximum() == 0
