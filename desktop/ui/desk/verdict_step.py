"""Step 6: the result, then its reasons with their sources, the failed ones first."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DeskError
from desktop.domain.procedure import Channel
from desktop.domain.reason import Reason
from desktop.domain.verdict import Promise
from desktop.domain.visit import VisitStep
from desktop.services.conclude_visit import ConcludedVisit
from desktop.services.judge_visit import ProcedureVerdict
from desktop.services.visit_return import set_authorised_by, set_return
from desktop.ui.desk.appointment_reason import AppointmentReason
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.pane_columns import PaneColumns
from desktop.ui.desk.return_facts import ReturnFacts
from desktop.ui.desk.step_page import Command, StepPage, clear_layout
from desktop.ui.desk.verdict_banner import VerdictBanner
from desktop.ui.desk.verdict_side import VerdictSide
from desktop.ui.desk.verdict_words import (
    day_points,
    headline,
    primary_words,
    reasons_summary,
    subline,
    writing_note,
)
from desktop.ui.desk.working_column import working_column
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.day_line import DayLine
from desktop.ui.widgets.reason_row import ReasonKind, ReasonRow


class VerdictStep(StepPage):
    """One verdict in view; several procedures are picked above it by digit.

    Signals:
        concluded: it is registered; carries the :class:`ConcludedVisit`.
    """

    concluded = Signal(object)

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self._verdicts: tuple[ProcedureVerdict, ...] = ()
        self._current = 0
        self._is_concluding = False
        self.reason: AppointmentReason | None = None
        self.side = VerdictSide()
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        self._stand = QWidget()
        self._stand.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stand.setAccessibleName("Kết luận")
        self._primary = Button("Kết luận", ButtonKind.PRIMARY, key="Return")
        self._back = Button("Xem lại câu trả lời", ButtonKind.QUIET, key="Shift+Return")
        self._appoint = Button("Chuyển sang có hẹn", ButtonKind.QUIET, key="F9")
        self._again = Button("Xét lại", ButtonKind.QUIET, key="F5")
        self._build()
        self._primary.clicked.connect(self._enter)
        self._back.clicked.connect(self._go_back)
        self._appoint.clicked.connect(self._toggle_appointment)
        self._again.clicked.connect(self.open)
        self.side.slip_toggled.connect(self._on_slip)
        self.side.returned.connect(self._on_returned)
        self.side.authorised.connect(self._on_authorised)

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.VERDICT

    @property
    def verdicts(self) -> tuple[ProcedureVerdict, ...]:
        """What was decided, in the order of the procedures."""
        return self._verdicts

    @Slot()
    @override
    def open(self) -> None:
        self._verdicts = self.visit.flow.judge(self.visit.draft, self.visit.now)
        self._current = min(self._current, max(len(self._verdicts) - 1, 0))
        self.reason = None
        self._show()

    @override
    def forget(self) -> None:
        self._verdicts, self._current, self.reason = (), 0, None
        clear_layout(self._body)
        self.side.forget()

    @override
    def command(self, command: Command) -> bool:
        match command:
            case Command.ENTER | Command.FINISH:
                self._enter()
            case Command.BACK:
                self._go_back()
            case Command.APPOINT:
                self._toggle_appointment()
            case Command.SLIP:
                if self.side.slip is not None:
                    self.side.slip.toggle()
            case Command.AGAIN:
                self.open()
            case Command.DISMISS if self.reason is not None:
                self.open()
            case _:
                return False
        return True

    @Slot()
    def _enter(self) -> None:
        if self.reason is not None:
            self.reason.enter()
            return
        if self._is_concluding or not self._verdicts:
            return
        flow, draft, now = self.visit.flow, self.visit.draft, self.visit.now
        self._is_concluding = True
        self._primary.set_blocked("Đang ghi sổ…")
        self.runner.run(
            lambda: self.services.conclude(flow, draft, now),
            self._on_concluded,
            on_error=self._refuse,
            on_end=self._end,
        )

    def _on_concluded(self, done: ConcludedVisit) -> None:
        self.concluded.emit(done)

    def _refuse(self, error: DeskError) -> None:
        self.visit.refused.emit(error)

    def _end(self) -> None:
        self._is_concluding = False
        self._primary.set_blocked("")

    @Slot()
    def _go_back(self) -> None:
        reachable = self.visit.flow.reachable(self.visit.draft)
        for step in (VisitStep.READ_BACK, VisitStep.INTERVIEW, VisitStep.PAPERS):
            if step in reachable:
                self.wanted.emit(VisitStep.INTERVIEW if VisitStep.INTERVIEW in reachable else step)
                return

    @Slot()
    def _toggle_appointment(self) -> None:
        judged = self._verdicts[self._current]
        if judged.chosen.appointment_reason:
            self._give_reason("")
        elif judged.verdict.promise is Promise.SAME_DAY and self.reason is None:
            self.reason = AppointmentReason(self.visit.citizen)
            self.reason.given.connect(self._give_reason)
            self._body.insertWidget(0, self.reason)
            self._primary.set_text("Chuyển sang có hẹn")
            self.give_keyboard(self.reason.chips)

    @Slot(str)
    def _give_reason(self, words: str) -> None:
        code = self._verdicts[self._current].chosen.code
        self.visit.act(
            lambda flow, draft, now: flow.appoint(draft, code, words, now), undo="Chuyển sang có hẹn"
        )
        self.open()

    @Slot(bool)
    def _on_slip(self, is_wanted: bool) -> None:
        code = self._verdicts[self._current].chosen.code
        self.visit.act(
            lambda flow, draft, now: flow.want_slip(draft, code, now, wanted=is_wanted),
            undo="In giấy theo yêu cầu",
        )
        self.open()

    @Slot(str)
    def _on_picked(self, code: str) -> None:
        self._current = next(at for at, one in enumerate(self._verdicts) if one.chosen.code == code)
        self._show()

    def _show(self) -> None:
        clear_layout(self._body)
        if not self._verdicts:
            return
        judged, citizen = self._verdicts[self._current], self.visit.citizen
        target: QWidget = self._stand
        if len(self._verdicts) > 1:
            target = self._add_choice()
        verdict = judged.verdict
        self._body.addWidget(VerdictBanner(verdict.promise, headline(judged), subline(judged, citizen)))
        points, spare = day_points(verdict, self.visit.flow.workday.calendar, self.visit.now)
        if points:
            self._body.addSpacing(Space.ONE)
            self._body.addWidget(DayLine(points, spare))
        self._add_reasons(judged)
        self.side.show_verdicts(self._verdicts, judged, citizen, self._return_facts())
        self._primary.set_text(primary_words(self._verdicts))
        is_today = verdict.promise is Promise.SAME_DAY
        is_turned = bool(judged.chosen.appointment_reason)
        self._appoint.setVisible(is_today or is_turned)
        self._appoint.set_text("Trả lại giải quyết ngay" if is_turned else "Chuyển sang có hẹn")
        self._again.setVisible(not is_today)
        self.give_keyboard(target)

    def _return_facts(self) -> ReturnFacts | None:
        """Gives the question where the result is fetched; None while nothing is received."""
        if all(one.verdict.promise is Promise.SUPPLEMENT for one in self._verdicts):
            return None
        draft = self.visit.draft
        may_be_sent = all(one.procedure.delegation for one in self._verdicts)
        return ReturnFacts(draft, self.visit.flow.person(draft), may_be_sent=may_be_sent)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit answers where the result is fetched, where no row of procedures takes it first."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        number = event.key() - Qt.Key.Key_0.value
        if is_plain and self.side.returns is not None and self.side.returns.pick(number):
            return
        super().keyPressEvent(event)

    @Slot(object, str)
    def _on_returned(self, way: Channel, to: str) -> None:
        self.visit.act(lambda _, draft, now: set_return(draft, way, now, to=to), undo="Nơi nhận kết quả")

    @Slot(str)
    def _on_authorised(self, words: str) -> None:
        self.visit.act(lambda _, draft, now: set_authorised_by(draft, words, now), undo="Người ủy quyền")

    def _add_choice(self) -> QWidget:
        choices = tuple(Choice(key=one.chosen.code, label=one.procedure.short_name) for one in self._verdicts)
        row = ChoiceRow("", choices)
        row.pick(self._verdicts[self._current].chosen.code)
        row.chosen.connect(self._on_picked)
        self._body.addWidget(row)
        self._body.addSpacing(Space.ONE_HALF)
        return row

    def _add_reasons(self, judged: ProcedureVerdict) -> None:
        verdict = judged.verdict
        note = writing_note(verdict)
        if note is not None:  # no condition of the verdict: it stands by itself and is not counted
            self._body.addSpacing(Space.ONE)
            self._body.addWidget(TextLabel("Viết hộ", TextStyle.TITLE))
            self._body.addWidget(_row(note, ReasonKind.BARRED))
        head = QHBoxLayout()
        title = "Vì sao" if verdict.promise is Promise.SAME_DAY else "Vì sao không trả ngay"
        if verdict.promise is Promise.SUPPLEMENT:
            title = "Còn thiếu"
        head.addWidget(TextLabel(title, TextStyle.TITLE))
        head.addStretch(1)
        tone = Tone.WARN if verdict.failed else Tone.OK
        head.addWidget(TextLabel(reasons_summary(verdict), TextStyle.SMALL_MEDIUM, tone))
        self._body.addSpacing(Space.ONE)
        self._body.addLayout(head)
        for reason in verdict.reasons:
            self._body.addWidget(_row(reason, ReasonKind.MET if reason.met else ReasonKind.NOT_MET))
        for warning in verdict.warnings:
            self._body.addWidget(_row(warning, ReasonKind.NOTE))
        if verdict.offers_appointment:
            words = "Không kịp xong hôm nay thì bấm F9 để hẹn ngày làm việc tiếp theo."
            self._body.addWidget(Banner(BannerKind.INFO, "Đã quá 15 giờ", words))

    def _build(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        self._stand.setFixedHeight(1)
        middle.addWidget(self._stand)
        middle.addLayout(self._body)
        middle.addStretch(1)
        bar = ActionBar()
        for button in (self._back, self._appoint, self._again):
            bar.add_left(button)
        bar.add_right(self._primary)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PaneColumns(working_column(None, None, middle, bar), self.side))


def _row(reason: Reason, kind: ReasonKind) -> ReasonRow:
    return ReasonRow(reason.text, reason.detail, reason.source_display, kind)
