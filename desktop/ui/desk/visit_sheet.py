"""The e-form data sheets of the visit on the desk: what was copied stays in the draft."""

from dataclasses import replace

from PySide6.QtCore import Slot
from typing_extensions import override

from desktop.services.case_sheets import visit_sheets
from desktop.services.eform_sheet import EformSheet
from desktop.ui.clipboard_keeper import ClipboardKeeper
from desktop.ui.desk.open_visit import OpenVisit
from desktop.ui.desk.step_page import Command
from desktop.ui.eform_sheet_view import EformSheetView


class VisitSheet(EformSheetView):
    """The view of the sheets, steered by the keys of the desk."""

    def __init__(self, visit: OpenVisit, clipboard: ClipboardKeeper) -> None:
        super().__init__(clipboard)
        self._visit = visit
        self._of_visit: tuple[EformSheet, ...] = ()
        self._is_seen = False
        self.copied.connect(self._on_copied)

    @property
    def has_any(self) -> bool:
        """Whether this visit wrote anything to copy."""
        return bool(self._of_visit)

    @property
    def is_next(self) -> bool:
        """Whether something is filed online only and nobody opened its sheet yet: that is the next thing to do."""
        return not self._is_seen and bool(self.online)

    @property
    def online(self) -> tuple[str, ...]:
        """The procedures of the visit that take no paper, by name."""
        names = (name.partition(" ")[2] for sheet in self._of_visit for name in sheet.online_only)
        return tuple(dict.fromkeys(names))

    def begin(self) -> None:
        """The papers of the visit are being printed: reads its answers."""
        self._of_visit = visit_sheets(self._visit.flow, self._visit.draft)
        self._is_seen = bool(self._visit.draft.copied)

    def open_sheet(self) -> None:
        """Shows the sheets where the officer left them."""
        self._is_seen = True
        self.show_sheets(self._of_visit, frozenset(self._visit.draft.copied))

    @override
    def forget(self) -> None:
        self._of_visit = ()
        super().forget()

    def command(self, command: Command) -> bool:
        """Answers a key of the desk."""
        match command:
            case Command.ENTER:
                self.copy_next()
            case Command.FINISH:
                self.copy_table_row()
            case Command.BACK:
                self.step_back()
            case Command.DISMISS:
                self.shut()
            case _:
                return False
        return True

    @Slot(object)
    def _on_copied(self, ids: frozenset[str]) -> None:
        copied = tuple(sorted(ids))
        self._visit.act(lambda _flow, draft, now: replace(draft, copied=copied, touched_at=now))
