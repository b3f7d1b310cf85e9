"""The question at the end of the reading: is it right so?"""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk.citizen_words import CitizenWords
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_mark import IconMark


class AgreementCard(QWidget):
    """Says what to ask, and what to do when something is not right."""

    def __init__(self, citizen: CitizenWords) -> None:
        super().__init__(None)
        card = Card(padding=Space.THREE, has_shadow=True)
        head = QHBoxLayout()
        head.setSpacing(Space.ONE)
        head.addWidget(IconMark(Icon.ASK, Tone.ACCENT, size=18, is_bare=True))
        head.addWidget(TextLabel(f"Hỏi {citizen.called}", TextStyle.LABEL, Tone.ACCENT))
        head.addStretch(1)
        card.column.addLayout(head)
        question = f"Thưa {citizen.term}, tôi đã đọc hết. Nội dung như vậy đúng chưa ạ?"
        card.column.addWidget(TextLabel(question, TextStyle.PAGE_TITLE, wraps=True))
        advice = "Đồng ý thì chọn cách ký rồi in. Còn chỗ chưa đúng: lùi lại dòng đó rồi bấm Ctrl\u00a0E."
        card.column.addWidget(TextLabel(advice, TextStyle.BODY, Tone.INK2, wraps=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
