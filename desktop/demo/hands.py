"""The hands of the demo's officer: keys pressed on the real window, and patience until it has answered."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop.commands.files import write_file

_LOOK_MS: Final = 10
_PATIENCE_MS: Final = 20_000
_SETTLE_MS: Final = 350
"""The paper beside the question is drawn 120 ms after the last key, in a thread of its own."""
_HAND_MS: Final = 170
_DIGIT: Final = Qt.Key.Key_0.value


class Stuck(RuntimeError):  # noqa: N818 - said of the window, not of an argument
    """The window did not do within a minute what the demo waited for: a bug of ours."""


class Hands:
    """Presses keys where the keyboard is, as an officer would.

    Attributes:
        pressed: How many keys were pressed so far.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self.pressed = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key; it comes from the screen's side, so that shortcuts hear it first."""
        self.pressed += 1
        QTest.keyClick(self._window.windowHandle(), key, modifiers)
        QApplication.processEvents()

    def digit(self, number: int) -> None:
        """Press a digit, 1 to 9, with a hand's pause after it: a scanner's burst begins with digits too."""
        self.press(Qt.Key(_DIGIT + number))
        self.pause(_HAND_MS)

    def type(self, words: str) -> None:
        """Type words letter by letter, as an input method hands them over."""
        for letter in words:
            self.pressed += 1
            self._letter(letter)
            QApplication.processEvents()

    def scan(self, card: str) -> None:
        """Let a keyboard-wedge scanner type a card: a burst that ends with Enter."""
        for letter in card:
            self._letter(letter)
        self._letter("\r", Qt.Key.Key_Return.value)
        self.pressed += 1  # one pull of the trigger

    def wait(self, done: Callable[[], object], what: str) -> None:
        """Let the window work until something is so.

        Raises:
            Stuck: After a minute, with the words for what was waited for.
        """
        loop, waited = QEventLoop(), [0]
        timer = QTimer()
        timer.setInterval(_LOOK_MS)

        def look() -> None:
            waited[0] += _LOOK_MS
            if done() or waited[0] > _PATIENCE_MS:
                loop.quit()

        timer.timeout.connect(look)
        timer.start()
        if not done():
            loop.exec()
        timer.stop()
        if not done():
            raise Stuck(what)

    def pause(self, milliseconds: int = 30) -> None:
        """Let the window work for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def grab(self, file: Path) -> None:
        """Take a picture of the window once it has finished drawing.

        Raises:
            DeskError: DISK_FULL, or FILE_NOT_WRITABLE.
        """
        self.pause(_SETTLE_MS)
        picture = QBuffer()
        self._window.grab().save(picture, "PNG")
        write_file(file, bytes(picture.data().data()))

    def _letter(self, letter: str, key: int | None = None) -> None:
        code = key if key is not None else ord(letter.upper()) if letter.isascii() else 0
        target = QApplication.focusWidget() or self._window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter))
