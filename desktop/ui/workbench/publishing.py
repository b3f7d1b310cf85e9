"""Leads a form from "no mistakes" to "in use from this day"."""

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.forms.definition import FormDefinition
from desktop.services.form_drafts import FormDraft
from desktop.services.form_workbench import FormWorkbench, Succession
from desktop.ui.task_runner import Lane, TaskRunner
from desktop.ui.workbench.form_editor import FormEditor


class Publishing(QObject):
    """Asks for the day and puts the form into use.

    Args:
        workbench: The use cases.
        runner: Runs them.
        editor: Shows the question and the refusal.

    Signals:
        published: the form is in the library; carries the :class:`FormDefinition`.
    """

    published = Signal(object)

    def __init__(self, workbench: FormWorkbench, runner: TaskRunner, editor: FormEditor) -> None:
        super().__init__(editor)
        self._workbench = workbench
        self._runner = runner
        self._editor = editor
        self._form: FormDefinition | None = None
        self._is_busy = False
        editor.publish.day_changed.connect(self._on_day)

    @property
    def is_busy(self) -> bool:
        """Whether a form is being put into use."""
        return self._is_busy

    def ask(self, draft: FormDraft, form: FormDefinition) -> None:
        """Asks for the day of a form without mistakes."""
        panel = self._editor.publish
        self._form = form
        panel.begin(form.name, draft.mends)
        self._editor.show_publish()
        self._runner.run(
            partial(self._workbench.misfits, draft, form),
            panel.show_misfits,
            on_error=panel.show_fault,
        )

    def confirm(self, draft: FormDraft) -> None:
        """Puts the form into use; a day not understood or a refusal is said in the panel."""
        panel = self._editor.publish
        if draft.mends:
            work = partial(self._workbench.put_right, draft)
        elif panel.day is None:
            panel.field.check(panel.field.text() or "?")
            panel.field.select_all()
            return
        else:
            work = partial(self._workbench.publish, draft, panel.day)
        if not self._is_busy:
            self._is_busy = True
            self._runner.run(work, self.published.emit, on_error=panel.show_fault, on_end=self._on_end)

    @Slot(object)
    def _on_day(self, day: date | None) -> None:
        form = self._form
        if day is None or form is None:
            return

        def show(after: Succession) -> None:
            if self._editor.publish.day == day:
                self._editor.publish.show_succession(after)

        self._runner.run(partial(self._workbench.succession, form, day), show, lane=Lane.FREE)

    @Slot()
    def _on_end(self) -> None:
        self._is_busy = False
