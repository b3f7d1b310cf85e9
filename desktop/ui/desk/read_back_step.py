"""Step 5: every line is read aloud, the citizen agrees, the declaration prints, the citizen signs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import Signing, signing_from_plain, signing_to_plain
from desktop.domain.plain import PlainReader
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.certainty import doubts_before_signing
from desktop.forms.definition import FormDefinition
from desktop.forms.persons import numbers_on_form
from desktop.forms.read_back import SpokenLine
from desktop.services.visit_flow import REQUESTER
from desktop.ui.desk.agreement_card import AgreementCard
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.interview_step import RETURN_LINE
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.paper_preview import PaperPreview
from desktop.ui.desk.printer_trouble import PrinterTrouble
from desktop.ui.desk.read_back_column import ReadBackColumn
from desktop.ui.desk.signing_panel import SigningPanel
from desktop.ui.desk.step_page import Command, StepPage
from desktop.ui.desk.two_columns import TwoColumns
from desktop.ui.desk.waiting_signature import WaitingSignature, place_words
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.paper_panel import PaperPanel

_LINE = "line"
_PRINTED = "printed_for"
"""How the citizen is going to sign, once the declarations were printed for it."""


class ReadBackStep(StepPage):
    """The officer reads, Enter moves the line; there is no voice in this program yet."""

    def __init__(self, visit: OpenVisit, services: DeskServices, runner: TaskRunner) -> None:
        super().__init__(visit, services, runner)
        self._lines: tuple[SpokenLine, ...] = ()
        self._line = 0
        self._is_paused = False
        self._is_printing = False
        self.trouble = PrinterTrouble(visit, services, runner)
        self.column = ReadBackColumn(self.trouble)
        self.signing: SigningPanel | None = None
        self._awaited: Signing | None = None
        self._panel = PaperPanel(runner)
        self._preview = PaperPreview(self._panel, visit, services, runner)
        self._columns = TwoColumns(self.column, self._panel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._columns)
        self.column.primary.clicked.connect(self._enter)
        self.column.back.clicked.connect(self._go_back)
        self.column.pause.clicked.connect(self._toggle_pause)
        self.column.correct.clicked.connect(self._correct_line)
        self.column.large.clicked.connect(self._print_large)

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.READ_BACK

    @property
    def is_busy(self) -> bool:
        """Whether the declarations are on their way to the printer."""
        return self._is_printing

    @property
    def is_read(self) -> bool:
        """Whether the last line was read."""
        return self._line >= len(self._lines)

    @property
    def is_agreed(self) -> bool:
        """Whether the citizen agreed to every line."""
        session = self.visit.draft.help
        return session is not None and session.read_back is not None and session.read_back.agreed

    @override
    def open(self) -> None:
        flow, draft = self.visit.flow, self.visit.draft
        self._lines = self.services.papers.spoken_lines(flow, draft)
        self.column.doubt(doubts_before_signing(flow.definitions(draft)))
        line = draft.typing.get(RETURN_LINE, draft.typing.get(_LINE, 0))
        self._line = min(line if isinstance(line, int) else 0, len(self._lines))
        self._is_paused = False
        # A corrected answer undoes the agreement: what was printed before it is not the paper to sign.
        self._awaited = _printed_for(draft) if self.is_agreed else None
        self._show()

    @override
    def close_step(self) -> None:
        self._preview.clear()
        self.trouble.watch(is_on=False)

    @override
    def forget(self) -> None:
        self._lines, self._awaited, self.signing = (), None, None
        self.column.forget()

    @override
    def command(self, command: Command) -> bool:
        match command:
            case Command.ENTER | Command.FINISH:
                self._enter()
            case Command.BACK:
                self._go_back()
            case Command.CORRECT:
                self._correct_line()
            case Command.PRINT:
                self._print_large()
            case Command.WHOLE_PAGE:
                self._columns.toggle_right(self._panel.toggle_whole_page)
            case _:
                return False
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._toggle_pause()
        elif not self.trouble.take_key(event.key()):
            super().keyPressEvent(event)

    @Slot()
    def _enter(self) -> None:
        if self._is_printing:
            return
        if self._awaited is not None:
            self._on_inked(self._awaited)
        elif self.signing is not None:
            self.signing.enter()
        elif self._is_paused:
            self._toggle_pause()
        elif self._line < len(self._lines):
            self._go_to(self._line + 1)
        else:
            self._agree()

    @Slot()
    def _go_back(self) -> None:
        if self._awaited is not None:
            self._awaited = None
            self.visit.note_typing({})
            self._show()
        elif self.signing is None and self._line > 0:
            self._go_to(self._line - 1)
        elif self.signing is None:
            self.wanted.emit(VisitStep.INTERVIEW)

    def _go_to(self, line: int) -> None:
        self._line = line
        self.visit.note_typing({_LINE: line})
        self._show()

    @Slot()
    def _toggle_pause(self) -> None:
        if self.signing is None and self._line < len(self._lines):
            self._is_paused = not self._is_paused
            self._show()

    @Slot()
    def _correct_line(self) -> None:
        if self.signing is not None or not self._lines:
            return
        line = min(self._line, len(self._lines) - 1)
        key = self._lines[line].key
        self.visit.keep_interview(self.visit.interview.go_to(key))
        self.visit.note_typing({RETURN_LINE: line, "key": key})
        self.wanted.emit(VisitStep.INTERVIEW)

    @Slot()
    def _print_large(self) -> None:
        """The large-print sheet, for who would rather read along."""
        if self.is_agreed or not self._lines or self._is_printing:
            return
        flow, draft, now = self.visit.flow, self.visit.draft, self.visit.now
        self._print(
            lambda: self.services.print_review(flow, draft, now),
            lambda printed: self._note_jobs(printed, "Đang in bản chữ to."),
        )

    def _print(self, work: Callable[[], VisitDraft], done: Callable[[VisitDraft], None]) -> None:
        self._is_printing = True
        self.runner.run(work, done, on_error=self._refuse, on_end=self._end_printing)

    def _note_jobs(self, printed: VisitDraft, words: str = "") -> None:
        self.visit.add_jobs(printed.print_jobs)
        self.services.wake_printers()
        if words:
            self.told.emit(words)

    def _agree(self) -> None:
        if self.visit.act(lambda flow, draft, now: flow.read_aloud(draft, now, agreed=True)):
            self._show()

    @Slot()
    def _on_chosen(self) -> None:
        """How the citizen signs is known: the declarations print with the right place for it."""
        panel = self.signing
        if panel is None or self._is_printing:
            return
        flow, draft, now = self.visit.flow, self.visit.draft, self.visit.now
        signing = panel.signing(now)

        def done(printed: VisitDraft) -> None:
            self._note_jobs(printed)
            self.visit.note_typing({_PRINTED: signing_to_plain(signing)})
            self._awaited = signing
            self._show()

        self._print(lambda: self.services.print_declarations(flow, draft, now, signing=signing), done)

    def _refuse(self, error: DeskError) -> None:
        self.visit.refused.emit(error)
        self._show()

    def _end_printing(self) -> None:
        self._is_printing = False

    def _on_inked(self, signing: Signing) -> None:
        """The ink is on the paper."""
        inked = replace(signing, at=self.visit.now)
        if self.visit.act(lambda flow, draft, now: flow.sign(draft, inked, now)):
            self._awaited = None
            self.visit.note_typing({})
            self.left.emit()

    def _show(self) -> None:
        citizen = self.visit.citizen
        total = len(self._lines)
        column = self.column
        self.signing = None
        count, share = f"Dòng {self._line + 1} / {total}", self._line / total if total else 1.0
        if self._awaited is not None:
            count, share = "Đã đồng ý, đang chờ ký", 1.0
            column.put(WaitingSignature(citizen, self._awaited))
            column.primary.set_text("Đã ký xong")
        elif self.is_agreed:
            count, share = "Đã đọc xong, đã đồng ý", 1.0
            self.signing = SigningPanel(citizen, numbers_on_form(self.visit.interview.answers))
            self.signing.signed.connect(self._on_chosen)
            self.signing.moved.connect(self._show_buttons)
            self.signing.moved.connect(self._show_paper)
            column.put(self.signing)
        elif self._line < total:
            column.spoken.show_line(self._lines, self._line, is_paused=self._is_paused)
            column.put(column.spoken)
            column.primary.set_text("Đọc tiếp" if self._is_paused else "Dòng tiếp")
        else:
            count = f"Đã đọc {total} dòng"
            column.put(AgreementCard(citizen))
            column.primary.set_text(f"{citizen.called_first} đồng ý")
        column.say(f"Đọc lại cho {citizen.called} nghe", count, share)
        self.give_keyboard(self.signing.kind if self.signing is not None else self)
        self.trouble.watch(is_on=self._awaited is not None)
        self._show_buttons()
        self._show_paper()

    @Slot()
    def _show_buttons(self) -> None:
        self.column.show_actions(
            is_reading=not self.is_agreed,
            is_waiting=self._awaited is not None,
            can_pause=not self.is_read,
            witnesses=self.signing.next_words if self.signing is not None else "",
        )

    @Slot()
    def _show_paper(self) -> None:
        forms = self.visit.interview.definitions
        if not forms:
            return
        form_id, keys = _paper_of(forms, () if self.is_agreed else self._lines[self._line :])
        signing = self.signing.so_far(self.visit.now) if self.signing is not None else self._awaited
        self._preview.show(form_id, keys, signing=signing)
        names = (f"{REQUESTER}.name",) if self.is_agreed else ()
        self._panel.view.mark_signing(place_words(self.visit.citizen, signing), *names)


def _paper_of(forms: Sequence[FormDefinition], lines: Sequence[SpokenLine]) -> tuple[str, tuple[str, ...]]:
    """Give the form to show for the first of the lines still to be read, and what to light on it."""
    if not lines:
        return forms[0].id, ()
    key = lines[0].key
    return next((form for form in forms if form.field(key)), forms[0]).id, (key,)


def _printed_for(draft: VisitDraft) -> Signing | None:
    plain = draft.typing.get(_PRINTED)
    if not isinstance(plain, Mapping):
        return None
    return signing_from_plain(PlainReader(plain, "typing", ErrorCode.DRAFT_UNREADABLE))
