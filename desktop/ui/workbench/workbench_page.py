"""The form workbench: the list, or one form in work."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.errors import DeskError
from desktop.domain.ids import FormRef
from desktop.forms.definition import FormDefinition
from desktop.services.form_drafts import FormDraft
from desktop.services.form_workbench import FormOverview, FormTrial, FormWorkbench
from desktop.services.messages import message_for
from desktop.ui.actions import ActionRegistry
from desktop.ui.task_runner import TaskRunner
from desktop.ui.widgets.banner import BannerKind
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.workbench.draft_notices import DraftNotices, header_words
from desktop.ui.workbench.draft_work import DraftWork
from desktop.ui.workbench.form_editor import EditorMode, FormEditor
from desktop.ui.workbench.form_file_dialog import StartFile, choose_start_file
from desktop.ui.workbench.form_lines import FormLine, form_key, form_lines
from desktop.ui.workbench.form_list_page import FormListPage
from desktop.ui.workbench.publishing import Publishing
from desktop.ui.workbench.workbench_keys import register_workbench_keys


class WorkbenchPage(QWidget):
    """Holds the list and the editor.

    Args:
        workbench: The use cases.
        runner: Runs them.
        registry: Takes the page's keys.
        today: Gives the office's day.
        starts: How a form begins with a file; what is not in it is not offered.
        choose_file: Asks for that file.

    Signals:
        header_changed: number, name and facts for the top bar.
        print_requested: print a version empty; carries its :class:`FormRef`.
        published: a form was put into use and the library read again; carries the :class:`FormDefinition`.
        told: something to say for a moment.
    """

    header_changed = Signal(str, str, str)
    print_requested = Signal(object)
    published = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        workbench: FormWorkbench,
        runner: TaskRunner,
        registry: ActionRegistry,
        today: Callable[[], date],
        *,
        starts: Mapping[StartFile, Callable[[Path], FormDraft]],
        choose_file: Callable[[StartFile, QWidget], Path | None] = choose_start_file,
    ) -> None:
        super().__init__(None)
        self._workbench = workbench
        self._runner = runner
        self._starts = starts
        self._choose_file = choose_file
        self._look: FormRef | None = None
        self._trial: FormTrial | None = None
        self._is_busy = False
        self.work = DraftWork(workbench, runner, self)
        self.messages = MessageBar()
        self.forms = FormListPage(tuple(starts))
        self.editor = FormEditor(runner, today)
        self.notices = DraftNotices(self.work, self.messages, self.editor.status)
        self.publishing = Publishing(workbench, runner, self.editor)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.forms)
        self._stack.addWidget(self.editor)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        self._connect()
        register_workbench_keys(registry, self, self, tuple(starts))

    @property
    def is_editing(self) -> bool:
        """Whether a form is open."""
        return self._stack.currentWidget() is self.editor

    @property
    def look(self) -> FormRef | None:
        """The version that is looked at, None while a draft is open."""
        return self._look

    @Slot()
    def refresh(self) -> None:
        """Reads the list again: first show, or something changed."""
        self._runner.run(self._workbench.overview, self._take_overview)

    def flush(self) -> None:
        """Keeps what was typed at once; for the moment before the program ends."""
        self.work.save_now()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        (self.editor if self.is_editing else self.forms).setFocus(event.reason())

    # --- opening ---

    def open_draft(self, draft: FormDraft) -> None:
        """Goes on with a draft; the one whose letters could not be kept is not left."""
        current = self.work.draft
        if self.work.is_stuck or (current is not None and current.id == draft.id):
            self.show_editor()
            return
        self._look = None
        self._begin(draft, EditorMode.MEND if draft.mends else EditorMode.CHANGE)
        self.notices.welcome(draft)

    def _open_look(self, form: FormDraft) -> None:
        if self.work.is_stuck:
            self.show_editor()
            return
        self._look = form.origin
        self._begin(form, EditorMode.LOOK)

    def _begin(self, draft: FormDraft, mode: EditorMode) -> None:
        self._trial = None
        self.messages.clear()
        self.editor.open(draft.text, mode, draft.pdf)
        self.work.open(draft, is_kept=mode is not EditorMode.LOOK)
        self.show_editor()

    def show_editor(self) -> None:
        """Shows the form in work."""
        self._stack.setCurrentWidget(self.editor)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_header()

    @Slot()
    def show_list(self) -> None:
        """Goes back to the list; the draft is kept and stays in it."""
        self.work.save_now()
        self._stack.setCurrentWidget(self.forms)
        self.forms.setFocus(Qt.FocusReason.OtherFocusReason)
        draft = self.work.draft
        if draft is not None:
            self.forms.list.go_to(f"draft:{draft.id}")
        self._say_header()
        self.refresh()

    # --- what the list asks ---

    @Slot(str, object)
    def _on_asked(self, what: str, line: FormLine) -> None:
        match what:
            case "open" if line.draft is not None:
                self.open_draft(line.draft)
            case "open" if line.broken is not None:
                self._run(partial(self._workbench.mend, line.broken.file), self.open_draft)
            case "open" if line.ref is not None:
                self._run(partial(self._workbench.look_at, line.ref), self._open_look)
            case "copy" if line.ref is not None:
                self.copy(line.ref)
            case "print" if line.ref is not None:
                self.print_requested.emit(line.ref)
            case "discard" if line.draft is not None:
                self._discard(line.draft)
            case _:
                pass

    def copy(self, ref: FormRef) -> None:
        """Begins a draft from a version."""
        self._run(partial(self._workbench.copy, ref), self.open_draft)

    def _discard(self, draft: FormDraft) -> None:
        current = self.work.draft
        if current is not None and current.id == draft.id:
            draft = current
            self.work.forget()
        self.notices.offer_back(draft, self._restore)
        self._runner.run(partial(self._workbench.drafts.delete, draft.id), lambda _: self.refresh())

    def _restore(self, draft: FormDraft) -> None:
        self._runner.run(partial(self._workbench.drafts.save, draft), lambda _: self.refresh())

    @Slot(object)
    def begin_from(self, kind: StartFile) -> None:
        """Asks for a file and begins a form with it."""
        path = self._choose_file(kind, self) if kind in self._starts else None
        if path is not None:
            self._run(partial(self._starts[kind], path), self.open_draft)

    # --- what the editor asks ---

    @Slot()
    def forward(self) -> None:
        """Ctrl+Enter: copies a form that is looked at, asks for the day, or puts into use."""
        if not self.is_editing or self._is_busy or self.publishing.is_busy:
            return
        trial, draft = self._trial, self.work.draft
        if self.editor.mode is EditorMode.LOOK:
            if self._look is not None:
                self.copy(self._look)
        elif trial is None or draft is None:
            return
        elif trial.form is None:
            self.editor.next_problem()
        elif not self.editor.is_publishing:
            self.publishing.ask(draft, trial.form)
        else:
            self.publishing.confirm(draft)

    def _after_publish(self, form: FormDefinition) -> None:
        self.work.forget()
        self.editor.show_text()
        self._stack.setCurrentWidget(self.forms)
        self._say_header()
        self.forms.show_key(form_key(FormRef(form_id=form.id, version=form.version)))
        self.refresh()
        self.forms.setFocus(Qt.FocusReason.OtherFocusReason)
        self.told.emit(
            f"“{form.short_name}” dùng từ {form.in_force.first:%d/%m/%Y}. Hồ sơ cũ vẫn in theo mẫu cũ."
        )
        self.published.emit(form)

    def _take_overview(self, overview: FormOverview) -> None:
        now = self.work.draft
        drafts = tuple(now if now is not None and one.id == now.id else one for one in overview.drafts)
        self.forms.set_lines(form_lines(replace(overview, drafts=drafts)))

    @Slot(object)
    def _on_tried(self, trial: FormTrial) -> None:
        self._trial = trial
        self.editor.take_trial(trial, self.work.remarks)
        self.work.rename(trial.form.name if trial.form is not None else "")
        self._say_header()

    # --- inside ---

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Runs one thing at a time: a second Enter before the first is done would do it twice."""
        if self._is_busy:
            return
        self._is_busy = True
        self._runner.run(work, done, on_error=self._tell_fault, on_end=self._on_end)

    @Slot()
    def _on_end(self) -> None:
        self._is_busy = False

    def _tell_fault(self, error: DeskError) -> None:
        message = message_for(error)
        self.messages.tell(BannerKind.WARN, message.happened, message.to_do)
        self.refresh()

    def _say_header(self) -> None:
        name, facts = "Mẫu tờ khai", ""
        if self.is_editing:
            name, facts = header_words(self.work.draft, self._look, self._trial)
        self.header_changed.emit("", name, facts)

    def _connect(self) -> None:
        self.forms.asked.connect(self._on_asked)
        self.forms.import_requested.connect(self.begin_from)
        self.editor.edited.connect(self.work.change)
        self.editor.back_wanted.connect(self.show_list)
        self.editor.forward_wanted.connect(self.forward)
        self.editor.paper.kind_chosen.connect(self.work.choose)
        self.publishing.published.connect(self._after_publish)
        self.editor.publish.confirmed.connect(self.forward)
        self.editor.text.remarks.seen.connect(self.work.tick_off)
        self.work.remarks_changed.connect(self.editor.show_remarks)
        self.work.tried.connect(self._on_tried)
