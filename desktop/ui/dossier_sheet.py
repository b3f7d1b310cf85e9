"""The e-form data sheets of a dossier from the list; what was copied is remembered as long as the program runs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.services.eform_sheet import EformSheet
from desktop.ui.clipboard_keeper import ClipboardKeeper
from desktop.ui.eform_sheet_view import EformSheetView
from desktop.ui.task_runner import TaskRunner

LoadSheets = Callable[[str], tuple[EformSheet, ...]]


class DossierSheet(EformSheetView):
    """The view of the sheets of one dossier after the other.

    Args:
        load: the sheets of a dossier; runs off the GUI thread.
        runner: runs it.
        parent: the page; keeps the clipboard of the view.

    Signals:
        ready: the sheets of the dossier asked for are there.
    """

    ready = Signal()

    def __init__(self, load: LoadSheets, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(ClipboardKeeper(parent))
        self._load = load
        self._runner = runner
        self._dossier_id = ""
        self._of_dossier: dict[str, frozenset[str]] = {}
        self.copied.connect(self._on_copied)

    def ask(self, dossier_id: str) -> None:
        """Reads the answers of a dossier; looking at them is written down."""
        self._dossier_id = dossier_id
        self._runner.run(lambda: self._load(dossier_id), partial(self._take, dossier_id))

    def _take(self, dossier_id: str, sheets: tuple[EformSheet, ...]) -> None:
        if sheets and dossier_id == self._dossier_id:
            self.ready.emit()
            self.show_sheets(sheets, self._of_dossier.get(dossier_id, frozenset()))

    @Slot(object)
    def _on_copied(self, ids: frozenset[str]) -> None:
        self._of_dossier[self._dossier_id] = ids
