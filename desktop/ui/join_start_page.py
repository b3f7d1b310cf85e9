"""The first start of one more counter: no new office and no new officer, only the pairing code of the others."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.theme import current_theme
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field


class JoinStartPage(QWidget):
    """Asks for the pairing code.

    Signals:
        join_requested: the code as it was pasted, without its line breaks.
        back_requested: the three questions after all.
    """

    join_requested = Signal(str)
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = Field("Mã ghép máy", placeholder="dán mã vào đây", is_figures=True)
        self.code.set_hint(
            "Xin mã ở quầy đầu tiên (ổ chia sẻ thì quầy nào cũng được): trang Cơ quan, Các quầy, Mời thêm một quầy."
        )
        self.join = Button("Nối vào sổ chung", ButtonKind.PRIMARY, key="Return", icon=Icon.ENTER)
        self.back = Button("Quay lại", ButtonKind.PLAIN, key="Esc", icon=Icon.BACK)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.code.line)
        self._build()
        self.code.entered.connect(self._on_join)
        self.code.edited.connect(lambda _: self.code.set_error(""))
        self.join.clicked.connect(self._on_join)
        self.back.clicked.connect(self.back_requested)

    def set_busy(self, why: str) -> None:
        """Blocks the button while the code is tried; an empty reason frees it."""
        self.join.set_blocked(why)

    def refuse(self, words: str) -> None:
        """Says at the code why it does not work."""
        self.code.set_error(words)
        self.code.select_all()

    @Slot()
    def _on_join(self) -> None:
        code = "".join(self.code.text().split())
        self.code.set_error("" if code else "Dán mã ghép máy vào đây.")
        if code:
            self.join_requested.emit(code)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        card = Card(padding=Space.FOUR, has_shadow=True)
        card.setMaximumWidth(current_theme().px(760))
        card.column.addWidget(TextLabel("Nối với các quầy khác", TextStyle.PAGE_TITLE, wraps=True))
        words = "Máy này chép sổ của cơ quan về; ai đã có tên ở quầy khác thì mở khóa được ở đây."
        card.column.addWidget(TextLabel(words, TextStyle.BODY, Tone.INK2, wraps=True))
        card.column.addWidget(self.code)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.join)
        card.column.addLayout(foot)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.THREE)
        page.addStretch(1)
        page.addLayout(middle)
        page.addStretch(1)
