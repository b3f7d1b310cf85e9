"""Step 3: what lies on the table, by digit; everything that is missing is said at once."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.procedure import FeeKind, PaperKind, PaperNeed, Procedure
from desktop.domain.visit import ChosenProcedure, VisitStep
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.open_visit import OpenVisit
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


class PapersStep(StepPage):
    """Ticks for each procedure, whether the case must be verified, copies."""

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self.rows: list[CheckRow] = []
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
        clear_layout(self._ticks)
        clear_layout(self._checks)
        for chosen in self.visit.draft.procedures:
            procedure = self.visit.flow.workday.chosen(chosen)
            self._add_ticks(procedure, chosen)
            self._add_checks(procedure, chosen)
        self._show_missing()
        self.focus_later(self._stand)

    @override
    def forget(self) -> None:
        self.rows.clear()
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
        if self.visit.flow.lacks_papers(self.visit.draft):
            self.wanted.emit(VisitStep.VERDICT)
        else:
            self.left.emit()

    @Slot()
    def _go_on_anyway(self) -> None:
        self.left.emit()

    def _add_ticks(self, procedure: Procedure, chosen: ChosenProcedure) -> None:
        card = Card(padding=Space.TWO)
        card.column.setSpacing(Space.HALF)
        card.column.addWidget(TextLabel(procedure.short_name, TextStyle.TITLE, wraps=True))
        written = (
            self.visit.flow.papers_written_here(procedure.code) if self.visit.draft.requested_help else ()
        )
        for paper in procedure.papers:
            if paper.key in written:
                row = CheckRow(paper.name, note="Máy viết, in ra cho người dân ký")
                row.setChecked(True)
                row.setEnabled(False)
                card.column.addWidget(row)
                continue
            number = len(self.rows) + 1
            key = str(number) if number <= _MOST_DIGITS else ""
            row = CheckRow(paper.name, note=_note(paper), key=key)
            row.setChecked(paper.key in chosen.papers)
            row.toggled.connect(
                lambda is_on, code=procedure.code, one=paper.key: self._on_ticked(code, one, is_on=is_on)
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
        if procedure.fee.kind in (FeeKind.PER_COPY, FeeKind.PER_PAGE) and not procedure.forms:
            copies = Field("Số bản", is_figures=True)
            copies.set_text(str(chosen.copies))
            copies.edited.connect(lambda text: self._on_copies(code, text))
            self._checks.addWidget(copies)

    def _on_ticked(self, code: str, key: str, *, is_on: bool) -> None:
        self.visit.act(
            lambda flow, draft, now: flow.tick_paper(draft, code, key, now, lies_here=is_on),
            undo="Đánh dấu giấy tờ",
        )
        self._show_missing()

    def _on_verification(self, code: str, needed: bool, note: str) -> None:
        self.visit.act(
            lambda flow, draft, now: flow.set_verification(draft, code, now, needed=needed, note=note),
            undo="Xác minh",
        )

    def _on_copies(self, code: str, text: str) -> None:
        if text.isdecimal() and int(text) > 0:
            copies = int(text)
            self.visit.act(lambda flow, draft, now: flow.set_copies(draft, code, copies, now), undo="Số bản")

    def _show_missing(self) -> None:
        clear_layout(self._missing)
        draft, flow = self.visit.draft, self.visit.flow
        missing: list[PaperNeed] = []
        for chosen in draft.procedures:
            here = frozenset(chosen.papers) | flow.papers_written_here(chosen.code)
            missing += flow.workday.procedure(chosen.code).missing_papers(here)
        if missing:
            names = "\n".join(f"–\u00a0{paper.name}" for paper in missing)
            self._missing.addWidget(
                Banner(BannerKind.WARN, f"Còn thiếu {len(missing)} giấy tờ", names, icon=Icon.FILE_MISSING)
            )
        else:
            text = "Không thiếu giấy tờ bắt buộc nào."
            self._missing.addWidget(Banner(BannerKind.OK, "Đủ giấy tờ", text))
        is_writing = bool(draft.form_refs) and draft.requested_help
        words = "Hỏi và viết" if is_writing else "Kết luận"
        self._primary.set_text("Kết luận, in phiếu bổ sung" if missing else words)
        self._still.setVisible(bool(missing) and is_writing)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(TextLabel("Giấy tờ nào đang có ở đây?", TextStyle.PAGE_TITLE))
        head.addWidget(
            TextLabel(
                "Bấm số để đánh dấu. Thiếu bao nhiêu nói một lần.", TextStyle.BODY, Tone.INK2, wraps=True
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


def _note(paper: PaperNeed) -> str:
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
