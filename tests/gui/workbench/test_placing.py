"""Fields placed on an official page: drawn, moved and resized by mouse, nudged by key; the text says the same."""

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.forms.place_rows import PlaceRow, place_rows
from desktop.ui.look import Look
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.paper_view import PaperSheet
from desktop.ui.workbench.code_edit import CodeEdit
from desktop.ui.workbench.place_panel import PlacePanel
from desktop.ui.workbench.placed_box import PlacedBox
from desktop.ui.workbench.placing import Placing, row_at
from desktop.ui.workbench.placing_paper import PlacingPaper
from tests.support.form_files import HEAD, QUESTION

pytestmark = pytest.mark.usefixtures("look")
TEXT = HEAD + QUESTION + '\n[print]\nbackground = "mau.pdf"\n'
LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def official_pdf(pages: int = 2) -> bytes:
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
        painter.drawText(QPoint(1000, 1000), "ĐƠN ĐỀ NGHỊ")
    painter.end()
    buffer.close()
    return bytes(content.data())


class Desk:
    """Text, page and list, wired."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, text: str = TEXT) -> None:
        self.edit, self.paper, self.panel = CodeEdit(), PlacingPaper(runner), PlacePanel()
        self.placing = Placing(self.edit, self.paper, self.panel)
        for widget in (self.edit, self.paper, self.panel):
            qtbot.addWidget(widget)
        self.paper.resize(646, 600)
        self.paper.show()
        with qtbot.waitSignal(self.paper.drawn):
            self.paper.show_paper(PaperSheet(pdf=official_pdf()), is_at_once=True)
        self.edit.fill(text)
        self.placing.begin(is_official=True)

    @property
    def rows(self) -> tuple[PlaceRow, ...]:
        return place_rows(self.edit.text())

    def point(self, left: float, top: float) -> QPoint:
        """Where a millimetre of the first page stands in the view."""
        return self.paper.box_rect(box(left, top, 0, 0)).topLeft().toPoint()

    def drag(self, start: QPoint, end: QPoint) -> None:
        view = self.paper.viewport()
        QTest.mousePress(view, LEFT, pos=start)
        QTest.mouseMove(view, end)
        QTest.mouseRelease(view, LEFT, pos=end)


def box(left: float, top: float, width: float, height: float) -> PlacedBox:
    return PlacedBox(words="", page=0, left=left, top=top, width=width, height=height)


@pytest.fixture
def desk(qtbot: QtBot, runner: TaskRunner) -> Desk:
    return Desk(qtbot, runner)


def near(row: PlaceRow, left: float, top: float, width: float, height: float) -> bool:
    found = (row.left, row.top, row.width, row.height)
    return all(abs(one - wanted) <= 1 for one, wanted in zip(found, (left, top, width, height), strict=True))


def test_a_picked_field_is_drawn_on_the_page_and_written_in_the_text(desk: Desk) -> None:
    desk.panel.picked.emit("requester.name")
    desk.drag(desk.point(50, 60), desk.point(140, 67))
    assert [row.field for row in desk.rows] == ["requester.name"]
    assert near(desk.rows[0], 50, 60, 90, 7)
    assert desk.rows[0].page == 1
    assert [one.words for one in desk.paper.boxes] == ["Họ, chữ đệm, tên"]
    assert desk.edit.text().startswith(HEAD), "every other letter stays"


def test_a_click_places_a_box_of_the_usual_size(desk: Desk) -> None:
    desk.panel.picked.emit("requester.birth")
    desk.drag(desk.point(30, 40), desk.point(30, 40))
    assert near(desk.rows[0], 30, 40, 60, 7)


def test_a_box_is_moved_and_its_corner_pulled(desk: Desk) -> None:
    desk.panel.picked.emit("requester.name")
    desk.drag(desk.point(50, 60), desk.point(110, 70))
    desk.drag(desk.point(70, 65), desk.point(80, 85))
    assert near(desk.rows[0], 60, 80, 60, 10)
    desk.drag(desk.point(120, 90), desk.point(140, 95))
    assert near(desk.rows[0], 60, 80, 80, 15)
    assert len(desk.rows) == 1


def test_arrows_nudge_by_half_a_millimetre(desk: Desk) -> None:
    desk.panel.placed.emit("requester.name")
    first = desk.rows[0]
    paper = desk.paper
    for key, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, SHIFT),
        (Qt.Key.Key_Down, CONTROL),
    ):
        QTest.keyClick(paper, key, modifier)
    moved = desk.rows[0]
    assert (moved.left - first.left, moved.top - first.top) == (0.5, 5.5)
    assert moved.width - first.width == 0.5
    QTest.keyClick(paper, Qt.Key.Key_Delete)
    assert not desk.rows
    desk.edit.undo()
    assert place_rows(desk.edit.text()) == (moved,)
    assert len(paper.boxes) == 1


def test_fields_without_a_box_stand_first_and_are_counted(desk: Desk) -> None:
    assert desk.panel.state == "Còn 2 ô chưa đặt"
    desk.panel.placed.emit("requester.name")
    assert desk.panel.state == "Còn 1 ô chưa đặt"
    titles = [one.title for one in desk.panel.fields]
    assert titles.index("Ngày, tháng, năm sinh") < titles.index("Họ, chữ đệm, tên")
    desk.panel.placed.emit("requester.birth")
    assert desk.panel.state == "Mọi ô đã có chỗ"
    assert desk.rows[1].top > desk.rows[0].top, "below the one before"


def test_caret_and_box_follow_each_other(desk: Desk) -> None:
    desk.panel.placed.emit("requester.name")
    desk.panel.placed.emit("requester.birth")
    line = next(
        n for n, words in enumerate(desk.edit.text().split("\n"), start=1) if '"requester.name"' in words
    )
    desk.edit.go_to(line)
    assert desk.paper.chosen == 0
    QTest.keyClick(desk.paper, Qt.Key.Key_PageDown)
    assert row_at(desk.edit.text(), desk.edit.line) == 1


def test_a_mistake_elsewhere_does_not_take_the_boxes_away(desk: Desk) -> None:
    desk.panel.placed.emit("requester.name")
    boxes = desk.paper.boxes
    desk.edit.change_to(desk.edit.text().replace('name = "Mẫu thử"', 'name = "Mẫu thử'))
    desk.edit.edited.emit()
    assert desk.paper.boxes == boxes


def test_a_box_stays_on_its_page_in_half_millimetres() -> None:
    settled = box(-3, 295.26, 400, 0.2).settled(210, 297)
    assert (settled.left, settled.top, settled.width, settled.height) == (0, 295, 210, 2)
    assert PlacedBox.between("", 1, (10, 20), (5, 8)).width == 5


def test_at_200_percent_the_list_of_fields_scrolls_and_asks_no_taller_window(desk: Desk, look: Look) -> None:
    look.set_factor(2.0)
    desk.panel.show()
    assert desk.panel.minimumSizeHint().height() <= 500
