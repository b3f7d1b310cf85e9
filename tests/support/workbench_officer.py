"""An officer at the whole window who makes forms by keyboard and mouse, over a real data folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.run import build_station
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.ui.first_start_page import FirstStartForm
from desktop.ui.workbench.placed_box import PlacedBox
from desktop.ui.workbench.workbench_page import WorkbenchPage
from tests.support.pdf_words import words_on

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@contextmanager
def open_station(qtbot: QtBot, app: QApplication, core: Core) -> Iterator[Workstation]:
    """Opens the window after its first start, a visit on the desk."""
    built = build_station(app, core)
    qtbot.addWidget(built.window)
    built.start()
    built.window.resize(1366, 768)
    built.window.show()
    built.first.answer(FirstStartForm(profile_id="duc-thinh-2026", name="Lê Thị Hạnh", pin="1234"))
    qtbot.waitUntil(lambda: built.desk.visit is not None and built.runner.is_idle)
    yield built
    built.stop()


class WorkbenchOfficer:
    """Works the page of forms."""

    def __init__(self, station: Workstation, qtbot: QtBot) -> None:
        self.station = station
        self.qtbot = qtbot
        self.window = station.window
        self.keys = 0
        self.window.activateWindow()
        self.press(Qt.Key.Key_4, ALT, waits=False)
        page = self.window.page_widget("forms")
        assert isinstance(page, WorkbenchPage)
        self.page, self.editor = page, page.editor
        self.settle()

    def settle(self) -> None:
        """Waits until nothing is under way."""
        for _ in range(2):
            self.qtbot.waitUntil(
                lambda: self.station.runner.is_idle and not self.page.work.is_waiting, timeout=20_000
            )
            QApplication.processEvents()

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        waits: bool = True,
    ) -> None:
        """Presses a key where the keyboard is."""
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        if waits:
            self.settle()

    def type(self, words: str) -> None:
        """Types letters where the keyboard is."""
        self.keys += len(words)
        target = QApplication.focusWidget()
        assert target is not None
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(target, event)

    def begin_with(self, file: Path, key: Qt.Key) -> None:
        """Begins a form with a file; the dialog of the system is answered with it."""
        self.page._choose_file = lambda _kind, _parent: file
        self.press(key, CONTROL)
        assert self.page.is_editing, [banner.title for banner in self.page.messages.banners]

    def find(self, words: str) -> None:
        """Ctrl+F, the words, Enter, Esc: the words are selected in the text."""
        self.press(Qt.Key.Key_F, CONTROL)
        self.type(words)
        self.press(Qt.Key.Key_Return, waits=False)
        self.press(Qt.Key.Key_Escape, waits=False)

    def put(self, old: str, new: str) -> None:
        """Finds words and types others over them."""
        self.find(old)
        assert self.editor.edit.textCursor().selectedText() == old
        self.type(new)
        self.settle()

    def paper(self, digit: Qt.Key) -> str:
        """Tries a sample and gives the words of the page."""
        self.press(digit, CONTROL)
        self.qtbot.waitUntil(lambda: self.editor.paper.view.page_count > 0)
        sheet = self.editor.paper.view._sheet
        assert sheet is not None
        return words_on(sheet.pdf)

    def place(self, key: str, left: float, top: float, width: float, height: float) -> None:
        """Clicks a field in the list and drags its box on the page, in mm."""
        panel, view = self.editor.places, self.editor.paper.view
        panel._search.line.setText(key)
        panel._search.edited.emit(key)
        rows = panel._list
        at = [one.key for one in panel.fields].index(key)
        QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(rows.model().index(at, 0)).center())
        self.settle()
        box = PlacedBox(words="", page=0, left=left, top=top, width=width, height=height)
        rect = view.box_rect(box)
        viewport = view.viewport()
        start, end = rect.topLeft(), rect.bottomRight()
        room = viewport.rect()
        if not room.contains(end.toPoint()):
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + round(end.y() - room.height() / 2))
            rect = view.box_rect(box)
            start, end = rect.topLeft(), rect.bottomRight()
        QTest.mousePress(viewport, LEFT, pos=_point(start))
        QTest.mouseMove(viewport, _point(end))
        QTest.mouseRelease(viewport, LEFT, pos=_point(end))
        self.settle()


def _point(at: QPointF) -> QPoint:
    return at.toPoint()
