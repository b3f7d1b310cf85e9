"""Beside the verdict: what Enter will do, the fee, the slip on request, what to say."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.judge_visit import ProcedureVerdict
from desktop.ui.desk.citizen_words import CitizenWords
from desktop.ui.desk.return_facts import ReturnFacts
from desktop.ui.desk.side_pane import SidePane
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.desk.verdict_words import PlannedAct, fee_line, planned_acts, spoken_promise
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.hairline import Hairline
from desktop.ui.widgets.icon_mark import IconMark


class VerdictSide(SidePane):
    """The right column of the verdict.

    Signals:
        slip_toggled: the citizen asks for the slip, or no longer.
        returned: how the result is fetched; carries the `Channel` and where it goes.
        authorised: who sent the citizen; carries the words.
    """

    slip_toggled = Signal(bool)
    returned = Signal(object, str)
    authorised = Signal(str)

    def __init__(self) -> None:
        super().__init__("Khi bấm Enter, chương trình sẽ")
        self.slip: CheckRow | None = None
        self.returns: ReturnFacts | None = None
        self._body = QVBoxLayout()
        self._body.setSpacing(Space.ONE_HALF)
        self.column.addLayout(self._body)

    def forget(self) -> None:
        """Another citizen comes."""
        clear_layout(self._body)
        self.slip = None
        self.returns = None

    def show_verdicts(
        self,
        verdicts: tuple[ProcedureVerdict, ...],
        current: ProcedureVerdict,
        citizen: CitizenWords,
        returns: ReturnFacts | None,
    ) -> None:
        """Shows what concluding does for all procedures, and the words for the one in view."""
        clear_layout(self._body)
        acts = dict.fromkeys(act for one in verdicts for act in planned_acts(one, citizen))
        for act in acts:
            self._body.addWidget(_act_row(act))
        self._body.addWidget(Hairline())
        for one in verdicts:
            label, amount = fee_line(one)
            name = f"{one.procedure.short_name}: {label.lower()}" if len(verdicts) > 1 else label
            self._body.addWidget(_amount_row(name, amount, Tone.INK))
        self._body.addWidget(_amount_row("Công viết hộ", "Không thu", Tone.OK))
        self._body.addWidget(Hairline())
        self.returns = returns
        self.slip = None
        if current.verdict.slip_on_request:
            self.slip = CheckRow(
                "In giấy tiếp nhận theo yêu cầu", note="Người dân hỏi thì phải đưa.", key="F7"
            )
            self.slip.setChecked(current.chosen.slip_on_request)
            self.slip.toggled.connect(self.slip_toggled)
            self._body.addWidget(self.slip)
        self._body.addWidget(TextLabel(f"Nói với {citizen.called}", TextStyle.LABEL, Tone.INK2))
        self._body.addWidget(
            TextLabel(f"“{spoken_promise(current, citizen)}”", TextStyle.ROW_MEDIUM, wraps=True)
        )
        if returns is not None:
            returns.returned.connect(self.returned)
            returns.authorised.connect(self.authorised)
            self._body.addWidget(Hairline())
            self._body.addWidget(returns)
        law = current.verdict.slip_reason
        if law.source:
            self._body.addWidget(_law_row(f"{law.text}: {law.source_display}."))


def _act_row(act: PlannedAct) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.TWO)
    line.addWidget(IconMark(act.icon, size=36))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(TextLabel(act.text, TextStyle.BODY_STRONG, wraps=True))
    words.addWidget(TextLabel(act.detail, TextStyle.SMALL, Tone.INK2, wraps=True))
    line.addLayout(words, 1)
    return row


def _amount_row(label: str, amount: str, tone: Tone) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(TextLabel(label, TextStyle.BODY, Tone.INK2, wraps=True), 1)
    line.addWidget(TextLabel(amount, TextStyle.ROW_STRONG, tone))
    return row


def _law_row(text: str) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.ONE_HALF)
    line.addWidget(IconMark(Icon.LAW, Tone.INK2, size=20, is_bare=True))
    line.addWidget(TextLabel(text, TextStyle.SMALL, Tone.INK2, wraps=True), 1)
    return row
