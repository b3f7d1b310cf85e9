"""Step 7: every paper with its true state; what may have come out is never printed again by itself."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from desktop.domain.errors import DeskError
from desktop.domain.ids import PrintJobId
from desktop.domain.visit import VisitStep
from desktop.services.ports_printing import PrintJob, PrintState
from desktop.ui.clipboard_keeper import ClipboardKeeper
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.job_row import JobRow
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.printer_trouble import LOOK_EVERY_MS, OPEN_STATES
from desktop.ui.desk.step_page import Command, StepPage, clear_layout
from desktop.ui.desk.visit_sheet import VisitSheet
from desktop.ui.desk.working_column import working_column
from desktop.ui.icon_set import Icon
from desktop.ui.task_runner import TaskRunner
from desktop.ui.text_label import TextLabel
from desktop.ui.tokens import Space, TextStyle, Tone
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.banner import Banner, BannerKind
from desktop.ui.widgets.button import Button, ButtonKind
from desktop.ui.widgets.empty_state import EmptyState

_WAITING = frozenset({PrintState.QUEUED, PrintState.SENDING})


class PrintStep(StepPage):
    """Looks at the jobs of the visit until each is printed or set aside."""

    def __init__(
        self, visit: OpenVisit, services: DeskServices, runner: TaskRunner, clipboard: ClipboardKeeper
    ) -> None:
        super().__init__(visit, services, runner)
        self.sheet = VisitSheet(visit, clipboard)
        self._stack = QStackedWidget()
        self._online = QVBoxLayout()
        self._copy = Button("Chép vào biểu mẫu điện tử", ButtonKind.QUIET, key="Ctrl+O", icon=Icon.CLIP)
        self._jobs: tuple[PrintJob, ...] = ()
        self._aside: set[str] = set()
        self._title = TextLabel("", TextStyle.PAGE_TITLE, wraps=True)
        self._text = TextLabel("", TextStyle.BODY, Tone.INK2, wraps=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.ONE_HALF)
        self._primary = Button("Xong lượt này", ButtonKind.PRIMARY, key="Return")
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._primary.clicked.connect(self._enter)
        self._copy.clicked.connect(self._open_sheet)
        self.sheet.closed.connect(self._close_sheet)

    @property
    @override
    def step(self) -> VisitStep:
        return VisitStep.PRINT

    @property
    def jobs(self) -> tuple[PrintJob, ...]:
        """The papers as last seen."""
        return self._jobs

    @override
    def open(self) -> None:
        self._jobs, self._aside = (), set()
        self.sheet.begin()
        self._stack.setCurrentIndex(0)
        self._show()
        self._look()
        self._timer.start()
        self.give_keyboard(self)

    @override
    def close_step(self) -> None:
        self._timer.stop()
        self.sheet.forget()

    @override
    def forget(self) -> None:
        self._timer.stop()
        self._jobs, self._aside = (), set()
        self.sheet.forget()
        self._stack.setCurrentIndex(0)
        clear_layout(self._list)
        clear_layout(self._online)
        self._text.setText("")

    @override
    def command(self, command: Command) -> bool:
        if self._stack.currentWidget() is self.sheet:
            return self.sheet.command(command)
        match command:
            case Command.ENTER | Command.FINISH:
                self._enter()
            case Command.OPEN:
                self._open_sheet()
                return self.sheet.has_any
            case Command.AGAIN:
                self._look()
            case _:
                return False
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        first = self._first_open()
        if first is not None and event.key() in (Qt.Key.Key_1, Qt.Key.Key_2):
            is_one = event.key() == Qt.Key.Key_1
            if first.state is PrintState.FAILED:
                self._retry(first.id) if is_one else self._set_aside(first.id)
            else:
                self._found(first.id) if is_one else self._reprint(first.id)
            return
        super().keyPressEvent(event)

    @Slot()
    def _enter(self) -> None:
        first = self._first_open()
        if first is not None:
            self._set_aside(first.id)
        elif self.sheet.is_next:
            self._open_sheet()
        elif not self._is_waiting():
            self.left.emit()

    @Slot()
    def _open_sheet(self) -> None:
        if self.sheet.has_any:
            self._stack.setCurrentWidget(self.sheet)
            self.sheet.open_sheet()

    @Slot()
    def _close_sheet(self) -> None:
        self._stack.setCurrentIndex(0)
        self._show()
        self.give_keyboard(self)

    def _is_waiting(self) -> bool:
        return any(job.state in _WAITING and job.id not in self._aside for job in self._jobs)

    def _first_open(self) -> PrintJob | None:
        return next(
            (job for job in self._jobs if job.state in OPEN_STATES and job.id not in self._aside), None
        )

    @Slot()
    def _look(self) -> None:
        ids, jobs = self.visit.draft.print_jobs, self.services.print_jobs
        self.runner.run(lambda: tuple(job for job in map(jobs.get, ids) if job is not None), self._on_seen)

    def _on_seen(self, jobs: tuple[PrintJob, ...]) -> None:
        if jobs != self._jobs:
            self._jobs = jobs
            self._aside |= {job.reprint_of for job in jobs if job.reprint_of is not None}
            self._show()
        if not self._is_waiting():
            self._timer.stop()

    def _decide(self, decision: Callable[[], PrintJob], *, is_new: bool = False) -> None:
        def done(job: PrintJob) -> None:
            if is_new:
                self.visit.add_jobs((job.id,))
            self.services.wake_printers()
            self._look()
            self._timer.start()

        self.runner.run(decision, done, on_error=self._refuse)

    def _refuse(self, error: DeskError) -> None:
        self.visit.refused.emit(error)
        self._look()

    @Slot(str)
    def _retry(self, job_id: str) -> None:
        self._decide(lambda: self.services.print_decisions.try_again(PrintJobId(job_id)))

    @Slot(str)
    def _found(self, job_id: str) -> None:
        self._decide(lambda: self.services.print_decisions.paper_found(PrintJobId(job_id)))

    @Slot(str)
    def _reprint(self, job_id: str) -> None:
        self._aside.add(job_id)
        self._decide(lambda: self.services.print_decisions.print_again(PrintJobId(job_id)), is_new=True)

    @Slot(str)
    def _set_aside(self, job_id: str) -> None:
        self._aside.add(job_id)
        self._show()

    def _show(self) -> None:
        clear_layout(self._list)
        first = self._first_open()
        for job in self._jobs:
            is_first = first is not None and job.id == first.id
            row = JobRow(job, is_aside=job.id in self._aside, is_first_open=is_first)
            row.retry_wanted.connect(self._retry)
            row.found.connect(self._found)
            row.reprint_wanted.connect(self._reprint)
            row.aside_wanted.connect(self._set_aside)
            self._list.addWidget(row)
        if not self._jobs:
            self._list.addWidget(
                EmptyState(Icon.PRINTER, "Lượt này không phải in gì", "Hồ sơ đã ghi sổ, không viết giấy hẹn.")
            )
        self._say(first)

    def _say(self, first: PrintJob | None) -> None:
        clear_layout(self._online)
        if self.sheet.online:
            text = "Nơi nhận không lấy giấy: chép câu trả lời vào biểu mẫu trên Cổng, mỗi ô một phím."
            title = f"Chỉ nhận trực tuyến: {'; '.join(self.sheet.online)}"
            self._online.addWidget(Banner(BannerKind.INFO, title, text))
        self._copy.setVisible(self.sheet.has_any and not self.sheet.is_next)
        numbers = " · ".join(one.number for one in self.visit.draft.procedures if one.number)
        self._text.setText(f"Hồ sơ số {numbers} đã ghi sổ, không mất." if numbers else "")
        if first is not None:
            self._title.setText("Có giấy chưa in xong")
            self._primary.set_text("Để sau, đi tiếp")
            self._primary.set_blocked("")
        elif self.sheet.is_next:
            self._title.setText(
                "Đang in" if self._is_waiting() else "Đã in xong" if self._jobs else "Đã ghi sổ"
            )
            self._primary.set_text("Chép vào biểu mẫu điện tử")
            self._primary.set_blocked("")
        elif self._is_waiting():
            self._title.setText("Đang in")
            self._primary.set_text("Xong lượt này")
            self._primary.set_blocked("Chờ máy in một chút.")
        else:
            self._title.setText("Đã in xong" if self._jobs else "Đã ghi sổ")
            self._primary.set_text("Xong lượt này")
            self._primary.set_blocked("")

    def _build(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(Space.ONE)
        middle.addWidget(self._title)
        middle.addWidget(self._text)
        middle.addSpacing(Space.ONE)
        middle.addLayout(self._online)
        middle.addLayout(self._list)
        middle.addStretch(1)
        bar = ActionBar()
        bar.add_left(self._copy)
        bar.add_right(self._primary)
        self._stack.addWidget(working_column(None, None, middle, bar))
        self._stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
