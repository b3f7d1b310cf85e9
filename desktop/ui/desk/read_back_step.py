"""Step 5: every line is read aloud, the citizen agrees, the declaration prints, the citizen signs."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import Signing, signing_from_plain, signing_to_plain
from desktop.domain.plain import PlainReader
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.read_back import SpokenLine
from desktop.ui.desk.agreement_card import AgreementCard
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.interview_step import RETURN_LINE
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.paper_preview import PaperPreview
from desktop.ui.desk.progress_line import ProgressLine
from desktop.ui.desk.signing_panel import SigningPanel
from desktop.ui.desk.spoken_card import SpokenCard
from desktop.ui.desk.step_page import Command, StepPage, clear_layout
from desktop.ui.desk.two_columns import TwoColumns
from desktop.ui.desk.waiting_signature import WaitingSignature
from desktop.ui.desk.working_column import working_column
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.button import Button, ButtonKind
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
        self.spoken = SpokenCard()
        self.signing: SigningPanel | None = None
        self._awaited: Signing | None = None
        self._title = TextLabel("", TextStyle.TITLE)
        self._count = TextLabel("", TextStyle.SMALL_MEDIUM, Tone.INK2)
        self._bar = ProgressLine()
        self._place = QVBoxLayout()
        self._primary = Button("Dòng tiếp", ButtonKind.PRIMARY, key="Return")
        self._back = Button("Lùi lại", ButtonKind.QUIET, key="Shift+Return")
        self._pause = Button("Tạm dừng", ButtonKind.QUIET, key="Space")
        self._correct = Button("Sửa", ButtonKind.QUIET, key="Ctrl+E")
        self._panel = PaperPanel(runner)
        self._preview = PaperPreview(self._panel, visit, services, runner)
        self._columns = TwoColumns(self._build_column(), self._panel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._columns)
        self._primary.clicked.connect(self._enter)
        self._back.clicked.connect(self._go_back)
        self._pause.clicked.connect(self._toggle_pause)
        self._correct.clicked.connect(self._correct_line)

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
        line = draft.typing.get(RETURN_LINE, draft.typing.get(_LINE, 0))
        self._line = min(line if isinstance(line, int) else 0, len(self._lines))
        self._is_paused = False
        # A corrected answer undoes the agreement: what was printed before it is not the paper to sign.
        self._awaited = _printed_for(draft) if self.is_agreed else None
        self._show()

    @override
    def close_step(self) -> None:
        self._preview.clear()

    @override
    def command(self, command: Command) -> bool:
        match command:
            case Command.ENTER | Command.FINISH:
                self._enter()
            case Command.BACK:
                self._go_back()
            case Command.CORRECT:
                self._correct_line()
            case Command.WHOLE_PAGE:
                self._columns.toggle_right(self._panel.toggle_whole_page)
            case _:
                return False
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._toggle_pause()
        else:
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
        self._is_printing = True

        def done(printed: VisitDraft) -> None:
            old = self.visit.draft.print_jobs
            self.visit.add_jobs(tuple(job for job in printed.print_jobs if job not in old))
            self.visit.note_typing({_PRINTED: signing_to_plain(signing)})
            self._awaited = signing
            self.services.wake_printers()
            self._show()

        self.runner.run(
            lambda: self.services.print_declarations(flow, draft, now, signing=signing),
            done,
            on_error=self._refuse,
            on_end=self._end_printing,
        )

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
        self._title.setText(f"Đọc lại cho {citizen.called} nghe")
        total = len(self._lines)
        self._bar.set_share(self._line / total if total else 1)
        clear_layout_keeping(self._place, self.spoken)
        self.signing = None
        if self._awaited is not None:
            self._show_waiting(self._awaited)
        elif self.is_agreed:
            self._show_signing()
        elif self._line < total:
            self._count.setText(f"Dòng {self._line + 1} / {total}")
            self.spoken.show_line(self._lines, self._line, is_paused=self._is_paused)
            self._place.addWidget(self.spoken)
            self.spoken.show()
            self._primary.set_text("Đọc tiếp" if self._is_paused else "Dòng tiếp")
            self.focus_later(self)
        else:
            self._count.setText(f"Đã đọc {total} dòng")
            self._place.addWidget(AgreementCard(citizen))
            self._primary.set_text(f"{citizen.called_first} đồng ý")
            self.focus_later(self)
        is_reading = not self.is_agreed
        is_waiting = self._awaited is not None
        self._primary.setVisible(is_reading or is_waiting)
        self._back.setVisible(is_reading or is_waiting)
        self._back.set_text("Chọn lại cách ký" if is_waiting else "Lùi lại")
        self._correct.setVisible(is_reading)
        self._pause.setVisible(is_reading and self._line < total)
        self._show_paper()

    def _show_signing(self) -> None:
        self._count.setText("Đã đọc xong, đã đồng ý")
        self._bar.set_share(1)
        self.signing = SigningPanel(self.visit.citizen)
        self.signing.signed.connect(self._on_chosen)
        self._place.addWidget(self.signing)
        self.focus_later(self.signing.kind)

    def _show_waiting(self, signing: Signing) -> None:
        self._count.setText("Đã đồng ý, đang chờ ký")
        self._bar.set_share(1)
        self._place.addWidget(WaitingSignature(self.visit.citizen, signing))
        self._primary.set_text("Đã ký xong")
        self.focus_later(self)

    def _show_paper(self) -> None:
        forms = self.visit.interview.definitions
        if not forms:
            return
        key = self._lines[self._line].key if self._line < len(self._lines) and not self.is_agreed else ""
        form = next((form for form in forms if key and form.field(key)), forms[0])
        self._preview.show(form.id, (key,) if key else ())

    def _build_column(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        middle = QVBoxLayout()
        middle.addSpacing(Space.ONE)
        middle.addLayout(self._place)
        middle.addStretch(1)
        bar = ActionBar()
        for button in (self._back, self._pause, self._correct):
            bar.add_left(button)
        bar.add_right(self._primary)
        return working_column(head, self._bar, middle, bar)


def _printed_for(draft: VisitDraft) -> Signing | None:
    plain = draft.typing.get(_PRINTED)
    if not isinstance(plain, Mapping):
        return None
    return signing_from_plain(PlainReader(plain, "typing", ErrorCode.DRAFT_UNREADABLE))


def clear_layout_keeping(layout: QVBoxLayout, kept: QWidget) -> None:
    """Takes everything out of a layout; one widget is only hidden, the others are thrown away."""
    if layout.indexOf(kept) >= 0:
        layout.removeWidget(kept)
        kept.hide()
    clear_layout(layout)
