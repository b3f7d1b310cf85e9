"""A window with nothing but the form workbench over a real data folder, and a hand on its keyboard."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.workbench_wiring import form_starts
from desktop.domain.calendar import office_time
from desktop.ui.actions import ActionRegistry
from desktop.ui.task_runner import TaskRunner
from desktop.ui.workbench.form_file_dialog import StartFile
from desktop.ui.workbench.workbench_page import WorkbenchPage
from tests.support.desk_office import Office

EXTRACT = "form:ho-tich.trich-luc:2024-06-06"


class WorkbenchWindow(QMainWindow):
    """The page alone."""

    def __init__(self, office: Office) -> None:
        super().__init__(None)
        self.office = office
        self.runner = TaskRunner(self)
        self.registry = ActionRegistry(self)
        self.bugs: list[object] = []
        self.told: list[str] = []
        self.file: Path | None = None
        starts = form_starts(office.core)
        self.page = WorkbenchPage(
            office.core.form_workbench,
            self.runner,
            self.registry,
            lambda: office_time(office.watch()).date(),
            starts={StartFile.WORD: starts.from_word, StartFile.PDF: starts.from_pdf},
            choose_file=lambda _kind, _parent: self.file,
        )
        self.runner.bug.connect(self.bugs.append)
        self.page.told.connect(self.told.append)
        self.setCentralWidget(self.page)

    def shut(self) -> None:
        """Closes window and threads; the office stays open."""
        self.page.flush()
        self.runner.close()
        self.close()
        QApplication.processEvents()


class WorkbenchHand:
    """Presses keys and waits until what follows has come."""

    def __init__(self, window: WorkbenchWindow, qtbot: QtBot) -> None:
        self.window = window
        self.page = window.page
        self.editor = window.page.editor
        self.qtbot = qtbot

    def settle(self) -> None:
        """Waits until nothing is under way, pauses after typing included."""
        work = self.page.work
        self.qtbot.waitUntil(lambda: self.window.runner.is_idle and not work.is_waiting, timeout=10_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.window.runner.is_idle and not work.is_waiting, timeout=10_000)
        assert not self.window.bugs

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the keyboard is, and waits."""
        self.press(key, modifier)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the keyboard is."""
        target: QWidget = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)

    def control(self, key: Qt.Key) -> None:
        """Presses Ctrl and a key, and waits."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def choose(self, key: str = EXTRACT) -> None:
        """Makes a row of the list current."""
        self.page.forms.show_key(key)
        assert self.page.forms.list.current is not None
        assert self.page.forms.list.current.key == key

    def copy(self, key: str = EXTRACT) -> None:
        """Opens a copy of a form."""
        self.choose(key)
        self.page.forms.list.setFocus()
        self.control(Qt.Key.Key_E)
        assert self.page.is_editing

    def copy_is_refused(self, key: str = EXTRACT) -> None:
        """Asks for a copy while letters could not be kept: the form in work stays open."""
        draft = self.page.work.draft
        self.choose(key)
        self.page.forms.ask("copy")
        self.qtbot.waitUntil(lambda: self.window.runner.is_idle)
        assert self.page.work.draft == draft

    def line_with(self, words: str) -> int:
        """Gives the first line of the text with these words."""
        lines = self.editor.edit.text().split("\n")
        return next(number for number, line in enumerate(lines, start=1) if words in line)

    def type_over(self, old: str, new: str) -> None:
        """Selects the first place of some words and types others."""
        edit = self.editor.edit
        at = edit.toPlainText().index(old)
        cursor = edit.textCursor()
        cursor.setPosition(at)
        cursor.setPosition(at + len(old), QTextCursor.MoveMode.KeepAnchor)
        edit.setTextCursor(cursor)
        edit.insertPlainText(new)
