"""A workbench that places fields on an official page by mouse and is killed with a box half drawn.

Started by the fault tests: `python -m tests.support.placing_worker FOLDER`. Says how many boxes are kept, then "held".
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.resources_dir import resources_dir
from desktop.ui.look import Look
from desktop.ui.workbench.placed_box import PlacedBox
from tests.support.desk_office import open_office
from tests.support.official_pdfs import official_pdf
from tests.support.workbench_window import WorkbenchWindow

LEFT = Qt.MouseButton.LeftButton
BOXES = (("requester.name", 40.0), ("requester.birth", 60.0), ("requester.name", 80.0))


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not done() and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    assert done()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(folder: str) -> None:
    """Place three boxes, hold the fourth."""
    app = QApplication([])
    look = Look(app, resources_dir())
    look.reset()
    window = WorkbenchWindow(open_office(Path(folder) / "data"))
    window.file = Path(folder) / "mau.pdf"
    window.file.write_bytes(official_pdf())
    window.resize(1366, 768)
    window.show()
    window.page.refresh()
    _wait(lambda: window.runner.is_idle)
    window.page.forms.list.setFocus()
    QTest.keyClick(window.page.forms.list, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    editor, work = window.page.editor, window.page.work
    _wait(lambda: window.runner.is_idle and not work.is_waiting and editor.paper.view.page_count > 0)
    QTest.keyClick(editor.edit, Qt.Key.Key_F7)
    _wait(lambda: window.runner.is_idle and editor.places.isVisible())
    view = editor.paper.view

    def point(left: float, top: float) -> QPoint:
        mark = PlacedBox(words="", page=0, left=left, top=top, width=0, height=0)
        return view.box_rect(mark).topLeft().toPoint()

    for number, (key, top) in enumerate((*BOXES, ("requester.birth", 95.0)), start=1):
        editor.places.picked.emit(key)
        QTest.mousePress(view.viewport(), LEFT, pos=point(50, top))
        QTest.mouseMove(view.viewport(), point(120, top + 7))
        if number > len(BOXES):
            break
        QTest.mouseRelease(view.viewport(), LEFT, pos=point(120, top + 7))
        _wait(lambda: not work.is_dirty and not work.is_waiting and window.runner.is_idle)
        _say(str(number))
    _say("held")
    while True:
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
