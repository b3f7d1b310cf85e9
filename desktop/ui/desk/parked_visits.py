"""The officer's visits that are set aside, and the one a power cut left on the desk."""

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.errors import DeskError
from desktop.domain.ids import StaffId
from desktop.domain.visit import VisitDraft
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.desk.parked_visit import ParkedVisit
from desktop.ui.task_runner import TaskRunner


class ParkedVisits(QObject):
    """Reads the drafts of one officer; a draft nobody can read is left alone and told of.

    Signals:
        listed: the parked visits, newest first; carries a tuple of :class:`ParkedVisit`.
        left_over: a visit that was in work when the program ended; carries its draft.
    """

    listed = Signal(object)
    left_over = Signal(object)

    def __init__(self, services: DeskServices, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._owner: StaffId | None = None
        self._visits: tuple[ParkedVisit, ...] = ()

    @property
    def visits(self) -> tuple[ParkedVisit, ...]:
        """The parked visits as last read."""
        return self._visits

    def find(self, draft_id: str) -> VisitDraft | None:
        """Gives a parked draft by its id."""
        return next((one.draft for one in self._visits if one.draft.id == draft_id), None)

    def of_number(self, number: str) -> VisitDraft | None:
        """Gives the parked draft of a person, for the card that brings it back."""
        return next((one.draft for one in self._visits if number and one.id_number == number), None)

    def read_for(self, owner: StaffId, *, look_for_left_over: bool = False) -> None:
        """Reads the drafts of an officer; at sign-in also the one in work when the program ended."""
        self._owner = owner
        drafts = self._services.drafts

        def work() -> tuple[tuple[ParkedVisit, bool], ...]:
            found: list[tuple[ParkedVisit, bool]] = []
            for summary in drafts.list():
                plain = drafts.load(summary.id)
                if plain is None:
                    continue
                try:
                    draft = VisitDraft.from_plain(plain)
                except DeskError:
                    continue  # made by a damaged or newer program: kept on the disk, not shown
                if draft.owner == owner:
                    found.append((ParkedVisit(draft=draft, title=summary.title), summary.parked))
            return tuple(found)

        def done(found: tuple[tuple[ParkedVisit, bool], ...]) -> None:
            if self._owner != owner:
                return
            open_now = [visit for visit, is_parked in found if not is_parked]
            self._visits = tuple(visit for visit, is_parked in found if is_parked)
            if look_for_left_over:
                self._visits += tuple(open_now[1:])
            self.listed.emit(self._visits)
            if look_for_left_over and open_now:
                self.left_over.emit(open_now[0].draft)

        self._runner.run(work, done)

    @Slot()
    def again(self) -> None:
        """Reads them anew."""
        if self._owner is not None:
            self.read_for(self._owner)
