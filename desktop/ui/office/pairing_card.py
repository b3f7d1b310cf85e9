"""The pairing code for one more counter: large, to copy, with until when it works and how precious it is."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.services.office_words import moment_words
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind


class PairingCard(QWidget):
    """Hidden until there is a code; the code is forgotten as soon as it is put away.

    Signals:
        copied: the code lies on the clipboard.
    """

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = _Code()
        self._until = TextLabel("", TextStyle.BODY_MEDIUM, wraps=True)
        self._copy = Button("Chép mã", ButtonKind.PRIMARY, icon=Icon.LIST)
        self._away = Button("Cất mã đi", ButtonKind.PLAIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE_HALF)
        column.addWidget(self._until)
        column.addWidget(self._code)
        column.addWidget(
            Banner(
                BannerKind.WARN,
                "Mã này quý như chìa khóa tủ hồ sơ",
                "Ai có mã là mở được sổ chung. Chép bằng USB hoặc gõ tay tại chỗ; không gửi qua Zalo, thư điện tử. "
                "Mỗi mã dùng cho một quầy.",
                icon=Icon.KEY,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(Space.ONE)
        row.addStretch(1)
        row.addWidget(self._away)
        row.addWidget(self._copy)
        column.addLayout(row)
        self._copy.clicked.connect(self._on_copy)
        self._away.clicked.connect(self.put_away)
        self.hide()

    @property
    def code(self) -> str:
        """The code shown, empty when there is none."""
        return self._code.toPlainText()

    @property
    def copy_button(self) -> Button:
        """Puts the code on the clipboard."""
        return self._copy

    @property
    def until(self) -> str:
        """Whose code it is and until when it works."""
        return self._until.text()

    def show_code(self, code: str, name: str, until: datetime, now: datetime) -> None:
        """Shows a code."""
        self._code.setPlainText(code)
        self._until.setText(f"Mã ghép máy cho {name}, dùng được đến {moment_words(until, now)}.")
        self.show()
        self._copy.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def put_away(self) -> None:
        """Forgets the code; also on the clipboard, where it still lies there."""
        clipboard = QGuiApplication.clipboard()
        if self.code and clipboard.text() == self.code:
            clipboard.clear()
        self._code.clear()
        self.hide()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
        self.copied.emit()


class _Code(QPlainTextEdit):
    """The code itself: it can be marked with mouse and keyboard, and breaks anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName("Mã ghép máy")
        self.textChanged.connect(self._dress)
        self._dress()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        """As high as the code is long."""
        font = current_theme().figures(TextStyle.CLOCK)
        if font != self.font():
            self.setFont(font)
        lines = max(round(self.document().size().height()), 1)
        line = round(QFontMetricsF(font).lineSpacing() + 0.5)
        self.setFixedHeight(lines * line + round(2 * self.document().documentMargin()))
