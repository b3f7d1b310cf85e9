"""A card scanner that types: its burst of keys is caught before it reaches the field that has the keyboard."""

import re
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

GAP_MS: Final = 45
"""A pause longer than this is a hand, not a scanner (measured: bursts 0 to 11 ms, typing 110 ms)."""
SILENCE_MS: Final = 120
"""A record without an Enter behind it ends after this silence."""
_COULD_BE: Final = re.compile(r"[0-9]{1,12}|[0-9]{12}\|.*", re.DOTALL)
_RECORD: Final = re.compile(r"[0-9]{12}\|.*", re.DOTALL)
_END: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIERS: Final = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
)


class WedgeFilter(QObject):
    """Holds back digits for the blink in which a scanner would go on, and lets everything else pass at once.

    Only text that can still become `12 digits|...` is held; letters typed by hand are never delayed. What turns
    out to be typing is delivered to the field it was meant for, in order.

    Signals:
        scanned: a whole record came; carries its text.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: list[QKeyEvent] = []
        self._text = ""
        self._target: QWidget | None = None
        self._is_delivering = False
        self._is_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_silence)

    @property
    def is_on(self) -> bool:
        """Whether it listens."""
        return self._is_on

    @property
    def is_holding(self) -> bool:
        """Whether digits wait until it is clear who typed them."""
        return bool(self._held)

    @Slot(bool)
    def set_on(self, is_on: bool) -> None:
        """Listens to the whole program, or lets everything pass."""
        app = QApplication.instance()
        if app is None or is_on == self._is_on:
            return
        self._is_on = is_on
        if is_on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)
            self._deliver()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_delivering or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                return self._on_override(event)
            case QEvent.Type.KeyPress:
                return self._on_press(watched, event)
            case QEvent.Type.KeyRelease:
                return bool(self._held)
            case _:
                return False

    def _on_override(self, event: QKeyEvent) -> bool:
        """Inside a record no key is a shortcut: its Enter must not confirm anything.

        Held digits that turn out to be typing are delivered before a shortcut: a quick "3" and Enter must find
        the 3 in its field.
        """
        if _RECORD.fullmatch(self._text):
            event.accept()
            return True
        is_going_on = bool(event.text()) and _COULD_BE.fullmatch(self._text + event.text()) is not None
        if self._held and not is_going_on and event.key() not in _MODIFIERS:
            self._deliver()
        return False

    def _on_press(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        if self._held and watched is not self._target:
            return False  # the same key on its way up to a parent
        if event.key() in _END and _RECORD.fullmatch(self._text):
            self._accept()
            return True
        text = event.text()
        if text and _COULD_BE.fullmatch(self._text + text) and not event.isAutoRepeat():
            self._hold(watched, event)
            return True
        self._deliver()
        return False

    def _hold(self, watched: QWidget, event: QKeyEvent) -> None:
        self._target = watched
        self._held.append(event.clone())
        self._text += event.text()
        self._timer.start(SILENCE_MS if _RECORD.fullmatch(self._text) else GAP_MS)

    @Slot()
    def _on_silence(self) -> None:
        if _RECORD.fullmatch(self._text):
            self._accept()
        else:
            self._deliver()

    def _accept(self) -> None:
        text = self._text
        self._forget()
        self.scanned.emit(text)

    def _deliver(self) -> None:
        held, target = self._held, self._target
        self._forget()
        has_keyboard = target is not None and target is QApplication.focusWidget()
        self._is_delivering = True
        try:
            for event in held:
                if target is None or not isValid(target):
                    return
                press = QKeyEvent(
                    QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text(), autorep=False
                )
                release = QKeyEvent(
                    QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text(), autorep=False
                )
                QApplication.sendEvent(target, press)
                if isValid(target):
                    QApplication.sendEvent(target, release)
                if has_keyboard:  # a digit that answered has moved on: the next one is for the next question
                    target = QApplication.focusWidget()
        finally:
            self._is_delivering = False

    def _forget(self) -> None:
        self._timer.stop()
        self._held, self._text, self._target = [], "", None
