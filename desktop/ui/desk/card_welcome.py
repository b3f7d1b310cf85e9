"""The empty desk: how a visit begins."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.id_number import compact_number, is_id_number
from desktop.ui.desk.centred_card import CentredCard
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon_mark import IconMark
from desktop.ui.widgets.key_cap import KeyCap

_SEPARATOR = "|"


class CardWelcome(QWidget):
    """Waits for a card.

    Signals:
        card_came: text of a card stands in the box; carries it.
        number_typed: twelve digits and Enter; carries them.
        picture_wanted: a picture of the card is to be chosen.
        no_card: the person has no card.
    """

    card_came = Signal(str)
    number_typed = Signal(str)
    picture_wanted = Signal()
    no_card = Signal()

    def __init__(self) -> None:
        super().__init__(None)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.number = Field("Hoặc gõ 12 số ở mặt trước thẻ", is_figures=True, placeholder="12 chữ số")
        self._cap = KeyCap("Return")
        self._picture = Button("Mở ảnh thẻ", key="Ctrl+O", icon=Icon.FOLDER)
        self._none = Button("Người không mang thẻ", key="F4", icon=Icon.PERSON)
        self._build()
        self.number.edited.connect(self._on_edited)
        self._picture.clicked.connect(self.picture_wanted)
        self._none.clicked.connect(self.no_card)

    def clear(self) -> None:
        """Empties the box."""
        self.number.set_text("")
        self.number.set_error("")

    def say_unread(self, happened: str, to_do: str) -> None:
        """Says that a card could not be read and what to do."""
        self.number.set_error(f"{happened} {to_do}")
        self.number.select_all()

    def take_number(self) -> None:
        """Takes the typed number (Enter)."""
        text = self.number.text()
        if _SEPARATOR in text:
            self.card_came.emit(text)
            return
        digits = compact_number(text)
        if is_id_number(digits):
            self.number_typed.emit(digits)
        elif digits:
            self.number.set_error(f"Số định danh có 12 chữ số, đang có {len(digits)}.")
            self.number.line.setFocus()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.number.set_error("")
        if _SEPARATOR in text:  # pasted whole
            self.card_came.emit(text)

    def _build(self) -> None:
        centred = CentredCard()
        card = centred.card
        top = QHBoxLayout()
        top.setSpacing(Space.TWO_HALF)
        top.addWidget(IconMark(Icon.SCAN, size=64, is_round=True))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel("Quét thẻ căn cước để bắt đầu", TextStyle.PAGE_TITLE, wraps=True))
        words.addWidget(
            TextLabel(
                "Đặt mã QR của thẻ dưới máy quét, hoặc dán nội dung thẻ.",
                TextStyle.ROW,
                Tone.INK2,
                wraps=True,
            )
        )
        top.addLayout(words, 1)
        card.column.addLayout(top)
        typed = QHBoxLayout()
        typed.setSpacing(Space.ONE)
        typed.addWidget(self.number, 1)
        card.column.addLayout(typed)
        buttons = FlowLayout(gap=Space.ONE_HALF)
        buttons.addWidget(self._picture)
        buttons.addWidget(self._none)
        row = QHBoxLayout()
        row.setSpacing(Space.ONE_HALF)
        row.addLayout(buttons, 1)
        row.addWidget(TextLabel("Tìm", TextStyle.BODY_STRONG, Tone.INK2, is_centred=True))
        row.addWidget(self._cap)
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(centred)
