"""Beside the card: visits set aside, and what this person came for before."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.calendar import office_time
from desktop.services.record_values import EarlierVisit
from desktop.ui.desk.parked_visit import ParkedVisit
from desktop.ui.desk.side_pane import SidePane
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.hairline import Hairline
from desktop.ui.widgets.suggestion_list import SuggestionList

_MOST_EARLIER = 6


class CardSide(SidePane):
    """Two short lists.

    Args:
        keep_days: Working days a visit set aside is kept.

    Signals:
        chosen: a parked visit was clicked; carries its id.
    """

    chosen = Signal(str)

    def __init__(self, keep_days: int) -> None:
        super().__init__("Tạm gác")
        self._is_list_held = False
        self._list = SuggestionList(most_rows=6)
        self._none = EmptyState(
            Icon.PARKED, "Không có lượt tạm gác", "F8 gác lượt đang làm, giữ đúng chỗ đang hỏi."
        )
        self._advice = TextLabel(
            "F8 rồi Enter mở lại lượt trên cùng; quét lại thẻ cũng mở lại."
            f" Quá {keep_days} ngày làm việc không mở lại thì máy tự xóa.",
            TextStyle.SMALL,
            Tone.INK2,
            wraps=True,
        )
        self._earlier = QVBoxLayout()
        self._earlier.setSpacing(Space.ONE)
        self.column.addWidget(self._list)
        self.column.addWidget(self._none)
        self.column.addWidget(self._advice)
        self.column.addSpacing(Space.ONE)
        self.column.addLayout(self._earlier)
        self._list.accepted.connect(self._on_accepted)
        self.show_parked(())

    def show_parked(self, visits: tuple[ParkedVisit, ...]) -> None:
        """Shows the visits set aside."""
        self._list.set_items(tuple(visit.suggestion for visit in visits))
        self._list.clearSelection()
        self._list.setCurrentIndex(self._list.model().index(-1, 0))
        self._list.setVisible(bool(visits))
        self._none.setVisible(not visits)
        self._advice.setVisible(bool(visits))
        self._is_list_held = False

    def light_parked(self) -> bool:
        """Lights the first parked visit, so that Enter takes it (F8 on an empty desk)."""
        self._is_list_held = bool(self._list.items)
        if self._is_list_held:
            self._list.setCurrentIndex(self._list.model().index(0, 0))
        return self._is_list_held

    def follow(self, line: QWidget) -> None:
        """Lets the arrow keys of a text box steer the parked list."""
        self._list.follow(line)

    def current_parked(self) -> str:
        """Gives the id of the lit parked visit, empty for none."""
        current = self._list.current
        return current.key if current is not None else ""

    def show_earlier(self, visits: tuple[EarlierVisit, ...]) -> None:
        """Shows what the person came for before, newest first."""
        clear_layout(self._earlier)
        if not visits:
            return
        self._earlier.addWidget(Hairline())
        self._earlier.addWidget(TextLabel("Những lần trước", TextStyle.TITLE))
        for visit in visits[:_MOST_EARLIER]:
            row = visit.row
            at = office_time(row.received_at) if row.received_at is not None else None
            when = f"{at.day}/{at.month}/{at.year}" if at is not None else ""
            self._earlier.addWidget(TextLabel(row.procedure_name, TextStyle.BODY_STRONG, wraps=True))
            facts = " · ".join(part for part in (when, row.state.label, row.number) if part)
            self._earlier.addWidget(TextLabel(facts, TextStyle.SMALL, Tone.INK2, wraps=True))

    @Slot(str)
    def _on_accepted(self, key: str) -> None:
        self.chosen.emit(key)
