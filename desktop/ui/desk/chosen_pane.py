"""Beside the search: the procedures of the visit, and whether the citizen asks to have the forms written."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop.ui.desk.chosen_procedure import ChosenProcedureView
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.procedure_words import kind_name, procedure_words
from desktop.ui.desk.side_pane import SidePane
from desktop.ui.desk.step_page import clear_layout
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.choice_row import Choice, ChoiceRow

_ASKED, _NOT_ASKED = "asked", "not_asked"


class ChosenPane(SidePane):
    """The right pane of step 2.

    Signals:
        dropped: a procedure is taken out; carries its code.
        blank_wanted: the empty form of a procedure is to be printed; carries its code.
        answered: the citizen asks to have the forms written, or not.
        typed: a letter was pressed on the chips: the officer goes on searching; carries the key event.
    """

    dropped = Signal(str)
    blank_wanted = Signal(str)
    answered = Signal(bool)
    typed = Signal(object)

    def __init__(self) -> None:
        super().__init__("Đã chọn")
        self._chosen = QVBoxLayout()
        self._chosen.setSpacing(Space.TWO)
        self._question = TextLabel("", TextStyle.BODY_STRONG, wraps=True)
        self.asked = ChoiceRow(
            "", (Choice(key=_ASKED, label="Nhờ viết hộ"), Choice(key=_NOT_ASKED, label="Tự viết"))
        )
        self.column.addLayout(self._chosen)
        self.column.addSpacing(Space.ONE)
        self.column.addWidget(self._question)
        self._alone = TextLabel(
            "Tự viết thì bấm Ctrl\u00a0P in mẫu trống.", TextStyle.SMALL, Tone.INK2, wraps=True
        )
        self.column.addWidget(self.asked)
        self.column.addWidget(self._alone)
        self.asked.chosen.connect(self._on_asked)
        for chip in self.asked.chips:
            chip.installEventFilter(self)

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
            )
            view.dropped.connect(self.dropped)
            view.blank_wanted.connect(self.blank_wanted)
            self._chosen.addWidget(view)
        if not draft.procedures:
            hint = TextLabel("Chọn ở bên trái bằng một phím số.", TextStyle.BODY, Tone.INK2, wraps=True)
            self._chosen.addWidget(hint)
        has_forms = bool(draft.form_refs)
        self._question.setText(f"{visit.citizen.called_first} có nhờ viết hộ tờ khai không?")
        self._question.setVisible(has_forms)
        self.asked.setVisible(has_forms)
        self._alone.setVisible(has_forms)
        self.asked.pick(_ASKED if draft.requested_help else "")

    def take_keyboard(self) -> bool:
        """Gives the keyboard to the question; gives whether there is one."""
        if self.asked.isHidden():
            return False
        self.asked.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def forget(self) -> None:
        """Another citizen comes."""
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
