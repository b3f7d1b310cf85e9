"""Step 2: what the citizen came for. A few letters without marks, or one digit for the usual ones."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout
from typing_extensions import override

from desktop.domain.procedure import Procedure
from desktop.domain.visit import VisitStep
from desktop.services.visit_events import VisitEvents
from desktop.services.visit_steps import is_help_open
from desktop.ui.desk.blank_forms import BlankForms
from desktop.ui.desk.chosen_pane import ChosenPane
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.pane_columns import PaneColumns
from desktop.ui.desk.procedure_words import BASE_KIND, EVENT, found_items, kind_suggestions, usual_procedures
from desktop.ui.desk.step_page import Command, StepPage
from desktop.ui.desk.working_column import working_column
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.suggestion_list import SuggestionList

_MOST_USUAL = 8


class ProcedureStep(StepPage):
    """Search at the left, what was chosen at the right."""

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self.search = Field("", placeholder="Gõ vài chữ không dấu: trich luc, khai tu, nguoi mat…")
        self.list = SuggestionList(most_rows=8)
        self._card = Card(padding=Space.HALF)
        self._list_title = TextLabel("Hay làm", TextStyle.TITLE)
        self._none = EmptyState(Icon.SEARCH, "Không thấy thủ tục nào", "Thử gõ ít chữ hơn, hoặc mã thủ tục.")
        self.pane = ChosenPane()
        self._kinds_of = ""
        self._primary = Button("Kiểm tra giấy tờ", ButtonKind.PRIMARY, key="Return")
        self._more = Button("Thêm thủ tục khác", ButtonKind.QUIET, key="Ctrl+F")
        self._back = Button("Thẻ căn cước", ButtonKind.QUIET, key="Shift+Return")
        self._build()
        self.search.edited.connect(self._on_search)
        self.list.accepted.connect(self._on_accepted)
        self.list.follow(self.search.line)
        self.pane.answered.connect(self._on_asked)
        self.pane.dropped.connect(self._on_dropped)
        self._blanks = BlankForms(self)
        self.pane.blank_wanted.connect(self._blanks.print)
        self.pane.typed.connect(self._on_typed)
        self.pane.event_wanted.connect(self._on_event)
        self._primary.clicked.connect(self._enter)
        self._more.clicked.connect(self._on_more)
        self._back.clicked.connect(lambda: self.wanted.emit(VisitStep.CARD))

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.PROCEDURES

    @override
    def open(self) -> None:
        self.search.set_text("")
        self._on_search("")
        self._show_chosen()
        if self.visit.draft.procedures:
            self._focus_asked()
        else:
            self.give_keyboard(self.search.line)

    @override
    def forget(self) -> None:
        self.pane.forget()
        self.search.set_text("")

    @override
    def command(self, command: Command) -> bool:
        match command:
            case Command.ENTER:
                self._enter()
            case Command.FINISH:
                self._go_on()
            case Command.BACK:
                self.wanted.emit(VisitStep.CARD)
            case Command.SEARCH:
                self._on_more()
            case Command.PRINT:
                return self._blanks.print_first()
            case Command.DISMISS:
                self.search.set_text("")
                self._on_search("")
                if self.visit.draft.procedures:
                    self._focus_asked()
            case _:
                return False
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if watched is self.search.line:
            number = event.key() - Qt.Key.Key_1.value
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if not self.search.text() and is_plain and event.key() == Qt.Key.Key_0:
                self.pane.take_events()
                return True
            if not self.search.text() and is_plain and 0 <= number < min(len(self.list.items), _MOST_USUAL):
                self._on_accepted(self.list.items[number].key)
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if self.search.line.hasFocus() and self.list.current is not None and self._is_searching():
            self.list.accept_current()
        else:
            self._go_on()

    def _is_searching(self) -> bool:
        return bool(self.search.text() or self._kinds_of) or not self.visit.draft.procedures

    def _go_on(self) -> None:
        if is_help_open(self.visit.draft):
            self.pane.say_unanswered()
            self._show_caps()
        elif self.visit.draft.procedures:
            self.left.emit()

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self._kinds_of = ""
        workday = self.visit.flow.workday
        found = workday.find_procedures(text) if text else usual_procedures(workday)[:_MOST_USUAL]
        self._list_title.setText("Tìm thấy" if text else "Hay làm")
        items = found_items(VisitEvents(self.visit.flow), found, text)
        self.list.set_items(items, text)
        self._card.setVisible(bool(items))
        self._none.setVisible(not items)
        if not text:
            self.list.setCurrentIndex(self.list.model().index(-1, 0))
        self._show_caps()

    @Slot(str)
    def _on_event(self, event_id: str) -> None:
        """Something happened in the family: its questions take the place of the search."""
        self.search.set_text("")
        words = f"Sự kiện: {self.visit.flow.events.get(event_id).name}"
        if self.visit.act(lambda flow, draft, now: VisitEvents(flow).begin(draft, event_id, now), undo=words):
            self.visit.note_typing({})
            self.wanted.emit(VisitStep.PROCEDURES)

    @Slot(str)
    def _on_accepted(self, code: str) -> None:
        if code.startswith(EVENT):
            self._on_event(code.removeprefix(EVENT))
            return
        if self._kinds_of:
            self._on_kind(self._kinds_of, code)
            return
        procedure = self.visit.flow.workday.procedure(code)
        self.visit.act(
            lambda flow, draft, now: flow.choose(draft, code, now), undo=f"Chọn {procedure.short_name}"
        )
        self.search.set_text("")
        self._show_chosen()
        if procedure.kinds:
            self._ask_kind(procedure)
        else:
            self._on_search("")
            self._focus_asked()

    def _ask_kind(self, procedure: Procedure) -> None:
        """Kinds of case have another limit or other forms: which one is it?"""
        self._kinds_of = procedure.code
        self._list_title.setText(f"{procedure.short_name}: trường hợp nào?")
        self.list.set_items(kind_suggestions(procedure))
        self._card.show()
        self._none.hide()
        self._show_caps()

    def _on_kind(self, code: str, key: str) -> None:
        kind = "" if key == BASE_KIND else key
        self.visit.act(
            lambda flow, draft, now: flow.choose_kind(draft, code, kind, now), undo="Chọn trường hợp"
        )
        self._on_search("")
        self._show_chosen()
        self._focus_asked()

    @Slot(object)
    def _on_typed(self, event: QKeyEvent) -> None:
        self._on_more()
        QApplication.sendEvent(self.search.line, event)

    @Slot(str)
    def _on_dropped(self, code: str) -> None:
        self.visit.act(lambda flow, draft, now: flow.drop(draft, code, now), undo="Bỏ thủ tục")
        self.open()

    @Slot(bool)
    def _on_asked(self, is_asked: bool) -> None:
        self.visit.act(
            lambda flow, draft, now: flow.request_help(draft, now, requested=is_asked), undo="Nhờ viết hộ"
        )
        self._show_chosen()
        self._go_on()

    @Slot()
    def _on_more(self) -> None:
        self.search.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_caps()

    def _focus_asked(self) -> None:
        if not self.pane.take_keyboard():
            self._primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_caps()

    def _show_caps(self) -> None:
        is_list = self.search.line.hasFocus() and self.list.current is not None and self._is_searching()
        self._primary.set_key("Ctrl+Return" if is_list else "Return")

    def _show_chosen(self) -> None:
        self.pane.show_visit(self.visit)
        has_any = bool(self.visit.draft.procedures)
        self._primary.set_blocked("" if has_any else "Chọn một thủ tục trước.")
        self._more.setVisible(has_any)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(Space.ONE)
        head.addWidget(TextLabel("Người dân cần làm gì?", TextStyle.PAGE_TITLE))
        head.addWidget(self.search)
        middle = QVBoxLayout()
        middle.setSpacing(Space.ONE)
        middle.addWidget(self._list_title)
        self._card.column.addWidget(self.list)
        middle.addWidget(self._card)
        middle.addWidget(self._none)
        middle.addStretch(1)
        bar = ActionBar()
        bar.add_left(self._back)
        bar.add_left(self._more)
        bar.add_right(self._primary)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PaneColumns(working_column(head, None, middle, bar), self.pane))
        self.search.line.installEventFilter(self)
