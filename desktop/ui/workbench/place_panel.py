"""The fields to be placed on an official page: pick one, then draw its box."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.text import fold
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.suggestion_list import Suggestion, SuggestionList

_ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceableField:
    """A field or a place of the office: its key, its label, how many boxes it has."""

    key: str
    label: str
    boxes: int


class PlacePanel(QWidget):
    """A list with search; fields without a box stand first.

    Signals:
        picked: a click on a field: the next drag on the page is its box; carries its key.
        placed: Enter on a field: place a box of the usual size; carries its key.
    """

    picked = Signal(str)
    placed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[PlaceableField, ...] = ()
        self._state = TextLabel("", TextStyle.BODY_STRONG, wraps=True)
        self._how = TextLabel(_HOW, TextStyle.SMALL, Tone.INK2, wraps=True)
        self._search = Field("", placeholder="Tìm ô theo nhãn, không cần gõ dấu")
        self._search.line.setAccessibleName("Tìm ô để đặt")
        self._list = SuggestionList(most_rows=_ROWS)
        self._list.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum
        )  # scrolls where it is low
        card = Card(padding=Space.TWO_HALF)
        for widget in (self._state, self._how, self._search, self._list):
            card.column.addWidget(widget)
        card.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.setFocusProxy(self._search)
        self._list.follow(self._search.line)
        self._list.accepted.connect(self.picked)
        self._search.edited.connect(lambda _text: self._show())
        self._search.entered.connect(self._on_entered)

    @property
    def fields(self) -> tuple[Suggestion, ...]:
        """What is offered now."""
        return self._list.items

    @property
    def state(self) -> str:
        """How many fields have no box yet, in words."""
        return self._state.text()

    def set_fields(self, fields: tuple[PlaceableField, ...]) -> None:
        """Shows the fields; the same ones again keep the current row."""
        if fields == self._fields:
            return
        self._fields = tuple(sorted(fields, key=lambda one: one.boxes > 0))
        missing = sum(one.boxes == 0 and "." in one.key and not _is_office(one) for one in fields)
        self._state.setText(f"Còn {missing} ô chưa đặt" if missing else "Mọi ô đã có chỗ")
        self._show()

    def say_picked(self, label: str) -> None:
        """Says which field the next drag places."""
        self._how.setText(f"Kéo chuột trên trang để đặt “{label}”." if label else _HOW)

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if visible:
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        query = self._search.text()
        words = fold(query).split()
        items = tuple(
            Suggestion(
                key=one.key,
                title=one.label,
                detail=f"{one.key} · {f'{one.boxes} chỗ' if one.boxes else 'chưa đặt'}",
                icon=Icon.CHECK if one.boxes else Icon.PLUS,
            )
            for one in self._fields
            if all(word in fold(f"{one.label} {one.key}") for word in words)
        )
        self._list.set_items(items, query)

    @Slot()
    def _on_entered(self) -> None:
        if self._list.current is not None:
            self.placed.emit(self._list.current.key)


def _is_office(field: PlaceableField) -> bool:
    return field.key.startswith(("office.", "officer.", "dossier.", "register."))


_HOW = (
    "Bấm một ô rồi kéo chuột trên trang. Không dùng chuột: Enter đặt ô, phím mũi tên dời nửa milimét, "
    "Shift mũi tên đổi cỡ, Ctrl mũi tên dời xa, Delete bỏ."
)
