"""The decisions about one record on one card."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.office.conflict_row import ConflictRow
from desktop.ui.office.conflict_view import ConflictGroup
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.hairline import Hairline
from desktop.ui.widgets.icon_mark import IconMark


class ConflictCard(Card):
    """What people call the record, and a row for each field two counters did not agree about."""

    def __init__(self, group: ConflictGroup, parent: QWidget | None = None) -> None:
        super().__init__(padding=Space.TWO_HALF, parent=parent)
        self.rows = tuple(ConflictRow(line) for line in group.lines)
        icon = Icon.ARCHIVE if group.dossier_id else Icon.LIST
        head = QHBoxLayout()
        head.setSpacing(Space.ONE_HALF)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(group.kind, TextStyle.NOTE_STRONG, Tone.INK2))
        words.addWidget(TextLabel(group.title, TextStyle.TITLE, wraps=True))
        head.addWidget(IconMark(icon, Tone.ACCENT, size=40))
        head.addLayout(words, 1)
        self.column.addLayout(head)
        for row in self.rows:
            self.column.addWidget(Hairline())
            self.column.addWidget(row)
