"""The scans of the dossier shown: what they are, where they are, open one, attach another."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.today_view import AttachmentLine
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind

ATTACH_KEY = "Ctrl+T"


class AttachmentSection(QWidget):
    """A heading, one row a scan, and the button that attaches.

    Only what can be opened from here has a button; of the others the row says where they are.

    Signals:
        open_requested: id of the attachment.
        attach_requested: a file is to be chosen.
    """

    open_requested = Signal(str)
    attach_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[AttachmentLine, ...] = ()
        self._rows: list[QWidget] = []
        self._buttons: list[Button] = []
        self._none = TextLabel("Chưa có bản quét nào.", TextStyle.SMALL, Tone.INK3, wraps=True)
        self._attach = Button("Đính kèm tệp", key=ATTACH_KEY, icon=Icon.CLIP, is_wide=True)
        self._attach.clicked.connect(self.request_attach)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.ONE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE)
        column.addWidget(TextLabel("Bản quét", TextStyle.LABEL, Tone.INK2))
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addWidget(self._attach)

    @property
    def lines(self) -> tuple[AttachmentLine, ...]:
        """What is shown."""
        return self._lines

    @property
    def open_buttons(self) -> tuple[Button, ...]:
        """The buttons of the scans that can be opened, in order."""
        return tuple(self._buttons)

    def set_lines(self, lines: tuple[AttachmentLine, ...]) -> None:
        """Shows other scans; the same ones are left alone, so that the keyboard stays where it is."""
        if lines == self._lines and len(self._rows) == len(lines):
            return
        self._lines = lines
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self._buttons = [], []
        self._none.setVisible(not lines)
        for line in lines:
            row = self._row(line)
            self._list.addWidget(row)
            self._rows.append(row)

    @Slot()
    def request_attach(self) -> None:
        """Asks for a file."""
        self.attach_requested.emit()

    def _row(self, line: AttachmentLine) -> QWidget:
        row = QWidget()
        row.setProperty("surface", "clear")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(line.name, TextStyle.BODY_MEDIUM, wraps=True))
        words.addWidget(TextLabel(line.facts, TextStyle.SMALL, Tone.INK2, wraps=True))
        place = TextLabel(line.place, TextStyle.SMALL, Tone.INK2 if line.can_open else Tone.WARN, wraps=True)
        words.addWidget(place)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.ONE)
        across.addLayout(words, 1)
        if line.can_open:
            button = Button("Mở", ButtonKind.PLAIN, is_small=True)
            button.setAccessibleName(f"Mở bản quét {line.name}")
            button.clicked.connect(partial(self._on_open, line.id))
            across.addWidget(button)
            self._buttons.append(button)
        return row

    def _on_open(self, attachment_id: str, _checked: bool = False) -> None:  # noqa: FBT002 - Qt hands it over
        self.open_requested.emit(attachment_id)
