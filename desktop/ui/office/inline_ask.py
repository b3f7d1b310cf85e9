"""Says what will happen before something that cannot be taken back, in the page, with the two ways on."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.tokens import Space
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind


class InlineAsk(QWidget):
    """Hidden until asked. The keyboard goes to the way back, so that one Enter too many does nothing.

    Asking no longer, it gives the keyboard back to what asked.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._do: Callable[[], None] | None = None
        self._asker: Callable[[], QWidget | None] = _nobody
        self._banner = Banner(BannerKind.WARN, "")
        self._yes = Button("", ButtonKind.DESTRUCTIVE)
        self._no = Button("Thôi, giữ nguyên", ButtonKind.PLAIN, key="Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addWidget(self._banner)
        row = QHBoxLayout()
        row.setSpacing(Space.ONE)
        row.addStretch(1)
        row.addWidget(self._no)
        row.addWidget(self._yes)
        column.addLayout(row)
        self._yes.clicked.connect(self._on_yes)
        self._no.clicked.connect(self.shut)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is asked, and what will happen."""
        return f"{self._banner.title} {self._banner.accessibleDescription()}"

    @property
    def buttons(self) -> tuple[Button, Button]:
        """Yes and no."""
        return self._yes, self._no

    def ask(
        self,
        title: str,
        consequence: str,
        verb: str,
        do: Callable[[], None],
        *,
        asker: Callable[[], QWidget | None],
    ) -> None:
        """Asks; `do` runs when the officer agrees.

        Args:
            title: what is about to happen.
            consequence: what it means, what stays.
            verb: words of the button.
            do: does it.
            asker: gives what the keyboard goes back to; a list may have been read anew meanwhile.
        """
        self._do, self._asker = do, asker
        self._banner.tell(BannerKind.WARN, title, consequence)
        self._yes.set_text(verb)
        self.show()
        self._no.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def shut(self) -> None:
        """Asks no longer."""
        self._do = None
        held = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held):
            back = self._asker()
            if back is not None and back.isVisible():
                back.setFocus(Qt.FocusReason.TabFocusReason)
        self.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_yes(self) -> None:
        do = self._do
        self.shut()
        if do is not None:
            do()


def _nobody() -> QWidget | None:
    return None
