"""What the fee of one procedure depends on: copies, pages, the way of filing, and who pays nothing."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.procedure import Channel, Procedure
from desktop.domain.speech import money
from desktop.domain.visit import ChosenProcedure, VisitDraft
from desktop.services.visit_fee import asks_copies, asks_pages, fee_channels
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.field import Field


class FeeFacts(QWidget):
    """Asks only what this fee depends on; empty where it depends on nothing.

    Args:
        procedure: the row, with its fee.
        chosen: what was answered so far.
        draft: the visit, for what its declarations say themselves.

    Signals:
        copies_given: carries the number.
        pages_given: carries the pages of one copy.
        channel_given: carries the `Channel`.
        exemption_given: carries the group in the row's words, empty for none.
    """

    copies_given = Signal(int)
    pages_given = Signal(int)
    channel_given = Signal(object)
    exemption_given = Signal(str)

    def __init__(self, procedure: Procedure, chosen: ChosenProcedure, draft: VisitDraft) -> None:
        super().__init__(None)
        self.numbers: list[Field] = []
        self.groups: list[CheckRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.ONE)
        if asks_copies(procedure, draft):
            self._add_number("Số bản", chosen.copies, self.copies_given.emit)
        if asks_pages(procedure):
            self._add_number("Số trang một bản", chosen.pages, self.pages_given.emit)
        self._add_channels(procedure, chosen)
        self._add_exemptions(procedure, chosen)
        if procedure.fee.note:
            self._column.addWidget(TextLabel(procedure.fee.note, TextStyle.SMALL, Tone.INK2, wraps=True))

    def _add_number(self, label: str, number: int, give: Callable[[int], None]) -> None:
        field = Field(label, is_figures=True)
        field.set_text(str(number))
        field.edited.connect(lambda text: give(int(text)) if text.isdecimal() and int(text) else None)
        self.numbers.append(field)
        self._column.addWidget(field)

    def _add_channels(self, procedure: Procedure, chosen: ChosenProcedure) -> None:
        channels = fee_channels(procedure)
        if not channels:
            return
        row = ChoiceRow(
            "Nộp theo cách nào?", tuple(Choice(key=one.value, label=one.label) for one in channels)
        )
        row.pick(chosen.channel.value)
        row.chosen.connect(lambda key: self.channel_given.emit(Channel(key)))
        self._column.addWidget(row)

    def _add_exemptions(self, procedure: Procedure, chosen: ChosenProcedure) -> None:
        fee = procedure.fee
        if not fee.exemptions:
            return
        amount = f" (không miễn thì {money(fee.amount)})" if fee.amount else ""
        title = f"Có thuộc diện miễn lệ phí không?{amount}"
        self._column.addWidget(TextLabel(title, TextStyle.BODY_STRONG, wraps=True))
        for group in fee.exemptions:
            row = CheckRow(group)
            row.setChecked(group == chosen.exemption)
            row.clicked.connect(lambda is_on, one=group: self._on_group(one, is_on=is_on))
            self.groups.append(row)
            self._column.addWidget(row)

    def _on_group(self, group: str, *, is_on: bool) -> None:
        """One reason is enough: another one takes its place."""
        for row in self.groups:
            row.setChecked(is_on and row.text() == group)
        self.exemption_given.emit(group if is_on else "")
