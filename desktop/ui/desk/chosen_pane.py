"""Beside the search: the procedures of the visit, and whether the citizen asks to have the forms written."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop.services.visit_events import VisitEvents
from desktop.ui.desk.chosen_procedure import ChosenProcedureView
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.procedure_words import kind_name, procedure_words
from desktop.ui.desk.side_pane import SidePane
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.icon_set import Icon
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.choice_row import MOST, Choice, ChoiceRow

_ASKED, _NOT_ASKED = "asked", "not_asked"
_FEW = 2


class ChosenPane(SidePane):
    """The right pane of step 2.

    Signals:
        dropped: a procedure is taken out; carries its code.
        blank_wanted: the empty form of a procedure is to be printed; carries its code.
        answered: the citizen asks to have the forms written, or not.
        event_wanted: something happened in the family; carries the id of the event.
        typed: a letter was pressed on the chips: the officer goes on searching; carries the key event.
    """

    dropped = Signal(str)
    blank_wanted = Signal(str)
    answered = Signal(bool)
    event_wanted = Signal(str)
    typed = Signal(object)

    def __init__(self) -> None:
        super().__init__("Đã chọn")
        self.events = ChoiceRow("Bấm 0, rồi bấm số", ())
        self._events_title = TextLabel("Hoặc có chuyện gì trong nhà?", TextStyle.BODY_STRONG, wraps=True)
        self._again = Button("", ButtonKind.QUIET, key="0", icon=Icon.PEOPLE, is_small=True)
        self._chosen = QVBoxLayout()
        self._chosen.setSpacing(Space.TWO)
        self._question = TextLabel("", TextStyle.BODY_STRONG, wraps=True)
        self.asked = ChoiceRow(
            "", (Choice(key=_ASKED, label="Nhờ viết hộ"), Choice(key=_NOT_ASKED, label="Tự viết"))
        )
        self._alone = TextLabel(
            "Tự viết thì bấm Ctrl\u00a0P in mẫu trống.", TextStyle.SMALL, Tone.INK2, wraps=True
        )
        self.unanswered = TextLabel(
            "Chưa chọn. Bấm 1 nếu nhờ viết hộ, 2 nếu tự viết.", TextStyle.SMALL_MEDIUM, Tone.BAD, wraps=True
        )
        self.unanswered.hide()
        # The question stands first: below five procedures of an event nobody would see it.
        for widget in (self._question, self.asked, self.unanswered, self._alone):
            self.column.addWidget(widget)
        self.column.addLayout(self._chosen)
        for other in (self._again, self._events_title, self.events):
            self.column.addWidget(other)
        self.asked.chosen.connect(self._on_asked)
        self.events.chosen.connect(self.event_wanted)
        self._again.clicked.connect(self.take_events)
        self._event = ""
        self._watch(self.asked)

    def show_visit(self, visit: OpenVisit) -> None:
        """Shows what was chosen, and what is said about it at once."""
        clear_layout(self._chosen)
        workday, draft = visit.flow.workday, visit.draft
        for chosen in draft.procedures:
            procedure = workday.chosen(chosen)
            view = ChosenProcedureView(
                procedure,
                procedure_words(procedure, workday),
                kind=kind_name(workday.procedure(chosen.code), chosen.kind),
                is_short=len(draft.procedures) > _FEW,
            )
            view.dropped.connect(self.dropped)
            view.blank_wanted.connect(self.blank_wanted)
            self._chosen.addWidget(view)
        if not draft.procedures:
            hint = TextLabel("Chọn ở bên trái bằng một phím số.", TextStyle.BODY, Tone.INK2, wraps=True)
            self._chosen.addWidget(hint)
        self._show_events(visit)
        has_forms = bool(draft.form_refs)
        self._question.setText(f"{visit.citizen.called_first} có nhờ viết hộ tờ khai không?")
        self._question.setVisible(has_forms)
        self.asked.setVisible(has_forms)
        self._alone.setVisible(has_forms)
        self.asked.pick(_ASKED if draft.requested_help else _NOT_ASKED if draft.declined_help else "")
        self.unanswered.hide()

    def say_unanswered(self) -> None:
        """Says that the question must be answered first."""
        self.unanswered.show()
        self.take_keyboard()

    @Slot()
    def take_events(self) -> None:
        """0: the keyboard goes to the events, or back into the one this visit began with."""
        if self._event:
            self.event_wanted.emit(self._event)
        elif self.events.chips and not self.events.isHidden():
            self.events.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_keyboard(self) -> bool:
        """Gives the keyboard to the question; gives whether there is one."""
        if self.asked.isHidden():
            return False
        self.asked.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _show_events(self, visit: OpenVisit) -> None:
        events = VisitEvents(visit.flow)
        event = visit.draft.event
        self._event = event.id if event is not None else ""
        if event is not None:
            self._again.set_text(f"Xem lại: {events.event(visit.draft).name}")
        self._again.setVisible(event is not None)
        is_empty = not visit.draft.procedures and event is None
        choices = (
            tuple(Choice(key=one.id, label=one.name) for one in events.offered[:MOST]) if is_empty else ()
        )
        self.events.set_choices(choices)
        self.events.setVisible(bool(choices))
        self._events_title.setVisible(bool(choices))
        self._watch(self.events)

    def _watch(self, row: ChoiceRow) -> None:
        for chip in row.chips:
            chip.installEventFilter(self)

    def forget(self) -> None:
        """Another citizen comes."""
        self._event = ""
        clear_layout(self._chosen)
        self._question.setText("")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            self.typed.emit(event)
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_asked(self, key: str) -> None:
        self.answered.emit(key == _ASKED)
