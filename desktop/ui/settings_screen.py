"""Text size and contrast of this machine."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.look import Look
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.check_row import CheckRow


class SettingsScreen(QWidget):
    """Changes the look at once; whoever keeps the settings listens to ``Look.changed``."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._size = TextLabel("", TextStyle.SECTION, is_figures=True, is_centred=True)
        smaller = Button("Nhỏ hơn", ButtonKind.PLAIN, key="Ctrl+-")
        larger = Button("To hơn", ButtonKind.PLAIN, key="Ctrl+=")
        usual = Button("Cỡ thường", ButtonKind.QUIET, key="Ctrl+0")
        self._contrast = CheckRow("Tương phản cao", note="Chữ đen, nền trắng, viền dày: cho màn hình mờ.")
        row = QHBoxLayout()
        row.setSpacing(Space.TWO)
        for widget in (smaller, self._size, larger, usual):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE_HALF)
        column.addWidget(TextLabel("Cỡ chữ, từ 100 đến 200\u00a0%", TextStyle.LABEL, Tone.INK2))
        column.addLayout(row)
        column.addWidget(self._contrast)
        smaller.clicked.connect(look.make_smaller)
        larger.clicked.connect(look.make_larger)
        usual.clicked.connect(look.reset)
        self._contrast.toggled.connect(look.set_high_contrast)
        look.changed.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._size.setText(self._look.percent)
        self._contrast.setChecked(self._look.is_high_contrast)
