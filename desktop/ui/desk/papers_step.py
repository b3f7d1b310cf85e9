"""Step 3: what lies on the table, by digit; everything that is missing is said at once."""

from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.procedure import PaperKind, PaperNeed, Procedure
from desktop.domain.visit import ChosenProcedure, VisitDraft, VisitStep
from desktop.services.shown_card import ID_PAPER, is_card_shown
from desktop.services.visit_fee import set_channel, set_exemption, set_pages
from desktop.services.visit_flow import VisitFlow
from desktop.services.visit_steps import is_signature_due
from desktop.ui.desk.blank_forms import BlankForms
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.fee_facts import FeeFacts
from desktop.ui.desk.open_visit import Act, OpenVisit
from desktop.ui.desk.pane_columns import PaneColumns
from desktop.ui.desk.side_pane import SidePane
from desktop.ui.desk.step_page import Command, StepPage, clear_layout
from desktop.ui.desk.working_column import working_column
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.check_row import CheckRow
from desktop.ui.widgets.choice_row import Choice, ChoiceRow
from desktop.ui.widgets.field import Field

_NO, _YES = "no", "yes"
_MOST_DIGITS = 9
_TO_FETCH = "máy chưa có mẫu: người dân mang bản đã viết, hoặc mẫu trống lấy trên Cổng Dịch vụ công"


class PapersStep(StepPage):
    """Ticks for each procedure, whether the case must be verified, copies."""

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self.rows: list[CheckRow] = []
        self.fees: list[FeeFacts] = []
        self._is_asked_again = False
        self._ticks = QVBoxLayout()
        self._ticks.setSpacing(Space.ONE_HALF)
        self._side = SidePane("Trước khi hỏi")
        self._missing = QVBoxLayout()
        self._missing.setSpacing(Space.ONE)
        self._checks = QVBoxLayout()
        self._checks.setSpacing(Space.TWO)
        self._primary = Button("", ButtonKind.PRIMARY, key="Return")
        self._still = Button("Vẫn hỏi và viết", ButtonKind.QUIET, key="Ctrl+Return")
        self._back = Button("Thủ tục", ButtonKind.QUIET, key="Shift+Return")
        self._stand = QWidget()
        self._stand.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stand.setAccessibleName("Đánh dấu giấy tờ bằng phím số")
        self._blanks = BlankForms(self)
        self._build()
        self._primary.clicked.connect(self._go_on)
        self._still.clicked.connect(self._go_on_anyway)
        self._back.clicked.connect(lambda: self.wanted.emit(VisitStep.PROCEDURES))

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.PAPERS

    @override
    def open(self) -> None:
        self.rows.clear()
        self.fees.clear()
        clear_layout(self._ticks)
        clear_layout(self._checks)
        for chosen in self.visit.draft.procedures:
            procedure = self.visit.flow.workday.chosen(chosen)
            self._add_ticks(procedure, chosen)
            self._add_checks(procedure, chosen)
        self._is_asked_again = False
        self._show_missing()
        self.give_keyboard(self._stand)

    @override
    def forget(self) -> None:
        self.rows.clear()
        self.fees.clear()
        for layout in (self._ticks, self._checks, self._missing):
            clear_layout(layout)

    @override
    def command(self, command: Command) -> bool:
        match command:
            case Command.ENTER:
                self._go_on()
            case Command.FINISH:
                self._go_on_anyway()
            case Command.BACK:
                self.wanted.emit(VisitStep.PROCEDURES)
            case Command.PRINT:
                return self._blanks.print_first()
            case _:
                return False
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        if 0 <= number < min(len(self.rows), _MOST_DIGITS) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.rows[number].toggle()
            return
        super().keyPressEvent(event)

    @Slot()
    def _go_on(self) -> None:
        if not self.visit.flow.lacks_papers(self.visit.draft) or _is_asking_next(self.visit):
            self.left.emit()
        elif self._is_untouched() and not self._is_asked_again:
            self._is_asked_again = True
            self._show_missing()
        else:
            self.wanted.emit(VisitStep.VERDICT)

    def _is_untouched(self) -> bool:
        """Whether papers are asked for and not one is ticked: more likely forgotten than so."""
        draft = self.visit.draft
        return bool(self.rows) and not any(chosen.papers for chosen in draft.procedures)

    @Slot()
    def _go_on_anyway(self) -> None:
        self.left.emit()

    def _add_ticks(self, procedure: Procedure, chosen: ChosenProcedure) -> None:
        card = Card(padding=Space.TWO)
        card.column.setSpacing(Space.HALF)
        card.column.addWidget(TextLabel(procedure.short_name, TextStyle.TITLE, wraps=True))
        draft = self.visit.draft
        here = self.visit.flow.papers_written_here(draft, procedure.code)
        written = here if draft.requested_help else frozenset()
        for paper in procedure.papers:
            if _is_shown_above(self.visit, procedure, paper):
                continue
            if paper.key in written:
                row = CheckRow(paper.name, note="Máy viết, in ra cho người dân ký")
                row.setChecked(True)
                row.setEnabled(False)
                card.column.addWidget(row)
                continue
            number = len(self.rows) + 1
            key = str(number) if number <= _MOST_DIGITS else ""
            is_read = paper.key == ID_PAPER and is_card_shown(self.visit.draft)
            told = _note(paper, is_to_fetch=_is_to_fetch(paper, here))
            row = CheckRow(paper.name, note="Đã quét thẻ" if is_read else told, key=key)
            row.setChecked(paper.key in chosen.papers)
            row.toggled.connect(
                lambda is_on, code=procedure.code, one=paper: self._on_ticked(code, one, is_on=is_on)
            )
            self.rows.append(row)
            card.column.addWidget(row)
        self._ticks.addWidget(card)

    def _add_checks(self, procedure: Procedure, chosen: ChosenProcedure) -> None:
        code = procedure.code
        title = "Trường hợp này có phải xác minh không?"
        if len(self.visit.draft.procedures) > 1:
            title = f"{procedure.short_name}: có phải xác minh không?"
        self._checks.addWidget(TextLabel(title, TextStyle.BODY_STRONG, wraps=True))
        row = ChoiceRow("", (Choice(key=_NO, label="Không"), Choice(key=_YES, label="Phải xác minh")))
        row.pick(_YES if chosen.needs_verification else _NO)
        note = Field("", placeholder="Xác minh gì, đã tra ở đâu")
        note.set_text(chosen.verification_note)
        row.chosen.connect(lambda key: self._on_verification(code, key == _YES, note.text()))
        note.edited.connect(lambda text: self._on_verification(code, row.picked == _YES, text))
        self._checks.addWidget(row)
        self._checks.addWidget(note)
        if procedure.verification:
            self._checks.addWidget(TextLabel(procedure.verification, TextStyle.SMALL, Tone.INK2, wraps=True))
        fee = FeeFacts(procedure, chosen, self.visit.draft)
        fee.copies_given.connect(
            lambda copies: self._act(
                lambda flow, draft, now: flow.set_copies(draft, code, copies, now), "Số bản"
            )
        )
        fee.pages_given.connect(
            lambda pages: self._act(lambda _, draft, now: set_pages(draft, code, pages, now), "Số trang")
        )
        fee.channel_given.connect(
            lambda way: self._act(lambda _, draft, now: set_channel(draft, code, way, now), "Cách nộp")
        )
        fee.exemption_given.connect(
            lambda group: self._act(
                lambda _, draft, now: set_exemption(draft, code, group, now), "Diện miễn lệ phí"
            )
        )
        self.fees.append(fee)
        self._checks.addWidget(fee)

    def _act(self, action: Act, words: str) -> None:
        self.visit.act(action, undo=words)

    def _on_ticked(self, code: str, paper: PaperNeed, *, is_on: bool) -> None:
        workday = self.visit.flow.workday
        same = [(code, paper.key)]
        if paper.show_only:  # shown to the officer once, for every procedure that wants to see it
            same = [
                (chosen.code, one.key)
                for chosen in self.visit.draft.procedures
                for one in workday.procedure(chosen.code).papers
                if one.show_only and one.name == paper.name
            ]

        def tick(flow: VisitFlow, draft: VisitDraft, now: datetime) -> VisitDraft:
            for of_code, key in same:
                draft = flow.tick_paper(draft, of_code, key, now, lies_here=is_on)
            return draft

        self.visit.act(tick, undo="Đánh dấu giấy tờ")
        self._is_asked_again = False
        self._show_missing()

    def _on_verification(self, code: str, needed: bool, note: str) -> None:
        self.visit.act(
            lambda flow, draft, now: flow.set_verification(draft, code, now, needed=needed, note=note),
            undo="Xác minh",
        )

    def _show_missing(self) -> None:
        clear_layout(self._missing)
        draft, flow = self.visit.draft, self.visit.flow
        missing: list[PaperNeed] = []
        for chosen in draft.procedures:
            here = frozenset(chosen.papers) | flow.papers_written_here(draft, chosen.code)
            missing += flow.workday.procedure(chosen.code).missing_papers(here)
        if missing and self._is_asked_again:
            text = (
                "Bấm số của giấy đang có ở đây. Không có giấy nào thì bấm Enter lần nữa để in phiếu bổ sung."
            )
            self._missing.addWidget(Banner(BannerKind.WARN, "Chưa đánh dấu giấy nào", text))
        if missing:
            once = tuple(dict.fromkeys(paper.name for paper in missing))
            names = "\n".join(f"–\u00a0{name}" for name in once)
            self._missing.addWidget(
                Banner(BannerKind.WARN, f"Còn thiếu {len(once)} giấy tờ", names, icon=Icon.FILE_MISSING)
            )
        else:
            text = "Không thiếu giấy tờ bắt buộc nào."
            self._missing.addWidget(Banner(BannerKind.OK, "Đủ giấy tờ", text))
        is_writing = bool(draft.form_refs) and draft.requested_help
        words = "Hỏi và viết" if is_writing else "Kết luận"
        is_asking = _is_asking_next(self.visit)
        self._primary.set_text(words if is_asking or not missing else "Kết luận, in phiếu bổ sung")
        self._still.setVisible(bool(missing) and is_writing and not is_asking)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(TextLabel("Giấy tờ nào đang có ở đây?", TextStyle.PAGE_TITLE))
        head.addWidget(
            TextLabel(
                "Bấm số để đánh dấu. Thiếu giấy nào, nói hết một lần.", TextStyle.BODY, Tone.INK2, wraps=True
            )
        )
        middle = QVBoxLayout()
        middle.addWidget(self._stand)
        middle.addLayout(self._ticks)
        middle.addStretch(1)
        self._stand.setFixedHeight(1)
        bar = ActionBar()
        bar.add_left(self._back)
        bar.add_left(self._still)
        bar.add_right(self._primary)
        self._side.column.addLayout(self._missing)
        self._side.column.addSpacing(Space.ONE)
        self._side.column.addLayout(self._checks)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PaneColumns(working_column(head, None, middle, bar), self._side))


def _is_asking_next(visit: OpenVisit) -> bool:
    """Tell whether something is to be written and signed before any verdict, whatever else is missing."""
    return visit.draft.requested_help and is_signature_due(visit.flow.workday, visit.draft)


def _is_shown_above(visit: OpenVisit, procedure: Procedure, paper: PaperNeed) -> bool:
    """Tell whether an earlier procedure of the visit asks to see the same paper: it lies on the table once."""
    earlier: list[str] = []
    for chosen in visit.draft.procedures:
        if chosen.code == procedure.code:
            break
        earlier += [one.name for one in visit.flow.workday.procedure(chosen.code).papers if one.show_only]
    return paper.show_only and paper.name in earlier


def _is_to_fetch(paper: PaperNeed, here: frozenset[str]) -> bool:
    """Tell whether it is a declaration this desk has no form of."""
    return paper.kind is PaperKind.FORM and paper.key not in here


def _note(paper: PaperNeed, *, is_to_fetch: bool) -> str:
    if is_to_fetch:
        return _TO_FETCH
    parts = [f"{paper.copies} {paper.kind.label}" if paper.kind is not PaperKind.FORM else paper.kind.label]
    if paper.show_only:
        parts.append("xuất trình để đối chiếu, không nộp")
    if paper.data_available:
        parts.append("không yêu cầu nếu đã khai thác được dữ liệu")
    if not paper.required:
        parts.append("chỉ khi cần")
    if paper.condition:
        parts.append(paper.condition[:1].lower() + paper.condition[1:])
    return " · ".join(parts)
