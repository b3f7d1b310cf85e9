"""Connects the form workbench with the library in use, the printers and the desk."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core import Core
from desktop.domain.calendar import office_time
from desktop.domain.ids import FormRef, StaffId
from desktop.importing.docx_reader import DocxReader
from desktop.services.form_import import FormImport
from desktop.services.form_starts import FormStarts
from desktop.ui.icon_set import Icon
from desktop.ui.main_window import MainWindow, PageSpec
from desktop.ui.task_runner import TaskRunner
from desktop.ui.workbench.form_file_dialog import StartFile
from desktop.ui.workbench.workbench_page import WorkbenchPage


def form_starts(core: Core) -> FormStarts:
    """Give what begins a form with a file, over the forms and drafts of a data folder."""
    return FormStarts(
        core.form_workbench.drafts,
        FormImport(DocxReader()),
        new_id=core.new_id,
        today=lambda: office_time(core.clock()).date(),
        known=lambda: {form.id for form in core.library.all()},
    )


class WorkbenchWiring(QObject):
    """Builds the page and does what it asks.

    Args:
        core: The open data folder.
        runner: Runs what may take long.
        actor: Who is signed in, None at the lock.
        parent: Owns it.

    Signals:
        library_changed: A form was put into use; the desk has to look again.
        printed: An empty form waits for the printer.
    """

    library_changed = Signal()
    printed = Signal()

    def __init__(
        self, core: Core, runner: TaskRunner, actor: Callable[[], StaffId | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._core = core
        self._runner = runner
        self._actor = actor
        self._page: WorkbenchPage | None = None
        self._window: MainWindow | None = None
        self._has_warned = False

    def page(self, window: Callable[[], MainWindow]) -> PageSpec:
        """Give the page's place on the rail."""
        return PageSpec(
            key="forms",
            label="Mẫu đơn",
            title="Mẫu tờ khai",
            icon=Icon.FORMS,
            build=lambda: self.build_page(window()),
        )

    def build_page(self, window: MainWindow) -> WorkbenchPage:
        """Make the page, once."""
        starts = form_starts(self._core)
        page = WorkbenchPage(
            self._core.form_workbench,
            self._runner,
            window.actions_registry,
            self._today,
            starts={StartFile.WORD: starts.from_word, StartFile.PDF: starts.from_pdf},
        )
        page.header_changed.connect(partial(window.set_header, "forms"))
        page.print_requested.connect(self._on_print)
        page.published.connect(lambda _form: self.library_changed.emit())
        page.told.connect(self._tell)
        window.may_close = self._may_close
        self._window = window
        self._page = page
        return page

    def _may_close(self) -> bool:
        """Tell whether the window may go: letters that could not be kept hold it open once."""
        page, window = self._page, self._window
        if page is None or window is None or self._has_warned or page.work.can_keep():
            return True
        self._has_warned = True
        window.show_page("forms")
        page.show_editor()
        page.notices.warn_before_closing()
        return False

    def flush(self) -> None:
        """Keep what is typed, before the program ends."""
        if self._page is not None:
            self._page.flush()

    @Slot(object)
    def _on_print(self, ref: FormRef) -> None:
        actor = self._actor()
        if actor is not None:
            self._runner.run(partial(self._print, ref, actor), self._after_print)

    def _print(self, ref: FormRef, actor: StaffId) -> str:
        form = self._core.library.get(ref.form_id, ref.version)
        self._core.print_empty_form(self._core.workday(), form, actor, self._core.clock())
        return form.short_name

    def _after_print(self, name: str) -> None:
        self.printed.emit()
        self._tell(f"Đang in tờ trống “{name}”")

    @Slot(str)
    def _tell(self, words: str) -> None:
        if self._window is not None:
            self._window.toast.tell(words, can_undo=False)

    def _today(self) -> date:
        return office_time(self._core.clock()).date()
