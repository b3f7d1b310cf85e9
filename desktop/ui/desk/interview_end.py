"""Past the last question: what was asked, what is still open, what deserves a second look."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.forms.interview import Interview
from desktop.ui.desk.answered_lines import line_of
from desktop.ui.desk.answered_row import AnsweredRow
from desktop.ui.desk.citizen_words import CitizenWords
from desktop.ui.tokens import Space
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.card import Card


class InterviewEnd(QWidget):
    """The list of all answers; a click goes back to one.

    Signals:
        chosen: an answer was clicked; carries the id of its question.
    """

    chosen = Signal(str)

    def __init__(self, interview: Interview, citizen: CitizenWords) -> None:
        super().__init__(None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Đã hỏi hết")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.ONE_HALF)
        missing = len(interview.missing)
        if missing:
            title = f"Còn {missing} ô chưa có câu trả lời"
            column.addWidget(
                Banner(BannerKind.WARN, title, "Bấm Enter để hỏi tiếp; không nhớ thì bấm F4 ở câu đó.")
            )
        else:
            text = f"Bấm Enter để đọc lại cho {citizen.called} nghe."
            column.addWidget(Banner(BannerKind.OK, "Đã hỏi đủ", text))
        for doubt in interview.warnings:
            column.addWidget(Banner(BannerKind.WARN, "Xem lại", doubt.text))
        card = Card(padding=Space.TWO)
        card.column.setSpacing(0)
        asked = [question for question in interview.questions if interview.needs_asking(question)]
        for question in asked:
            row = AnsweredRow(line_of(interview, question), wraps=True)
            row.clicked.connect(lambda _checked=False, key=question.id: self.chosen.emit(key))
            card.column.addWidget(row)
        column.addWidget(card)
