"""Why "today" becomes an appointment: one key, or the officer's own words."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.desk.citizen_words import CitizenWords
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.field import Field


class AppointmentReason(QWidget):
    """Usual reasons as chips, another one typed below.

    Signals:
        given: a reason was given; carries it.
    """

    given = Signal(str)

    def __init__(self, citizen: CitizenWords) -> None:
        super().__init__(None)
        reasons = (
            f"{citizen.term_first} xin nhận hôm khác",
            "Người ký bận đột xuất",
            "Cần kiểm tra thêm hồ sơ",
            "Máy in hoặc mạng trục trặc",
        )
        self.chips = ChoiceRow("", tuple(Choice(key=reason, label=reason) for reason in reasons))
        self.own = Field("", placeholder="Lý do khác, rồi Enter")
        card = Card(has_shadow=True)
        card.column.addWidget(TextLabel("Vì sao chuyển sang có hẹn?", TextStyle.QUESTION, wraps=True))
        card.column.addWidget(self.chips)
        card.column.addWidget(self.own)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.ONE)
        column.addWidget(card)
        self.chips.chosen.connect(self.given)

    def take_keyboard(self) -> None:
        """Gives the keyboard to the chips."""
        self.chips.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def enter(self) -> None:
        """Takes what was typed."""
        if self.own.text():
            self.given.emit(self.own.text())
