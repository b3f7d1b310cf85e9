"""Whatever a card, a picture or a typed number delivers, turned into a reading and into what is known already."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.cards.recognise import read_card
from desktop.domain.dossier import DossierState
from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId
from desktop.domain.person import Person
from desktop.services.receive_supplement import WaitingDossier
from desktop.services.record_values import EarlierVisit
from desktop.ui.desk.desk_services import DeskServices
from desktop.ui.task_runner import Lane, TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """What the records know of an identity number: the person, if any, earlier visits, what waits for papers."""

    number: str
    person: Person | None
    visits: tuple[EarlierVisit, ...]
    waiting: tuple[WaitingDossier, ...] = ()


class CardIntake(QObject):
    """Reads cards and looks people up.

    Signals:
        card_read: carries a `CardReading`.
        unread: the card could not be read; carries the `DeskError`.
        found: carries a :class:`KnownPerson`.
        waiting: a dossier whose papers came; carries the `WaitingDossier`.
    """

    card_read = Signal(object)
    unread = Signal(object)
    found = Signal(object)
    waiting = Signal(object)

    def __init__(self, services: DeskServices, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner

    def take(self, card: str | bytes, today: date) -> None:
        """Reads the text of a card."""
        try:
            reading = read_card(card, today=today)
        except DeskError as error:
            self.unread.emit(error)
            return
        self.card_read.emit(reading)

    def take_picture(self, picture: Path, today: date) -> None:
        """Finds the code on a picture of a card and reads it."""
        images = self._services.card_images
        self._runner.run(
            lambda: images.read(picture),
            lambda code: self.take(code, today),
            on_error=self.unread.emit,
            lane=Lane.FREE,
        )

    def find_waiting(self, dossier_id: DossierId) -> None:
        """Reads a dossier that waits for papers."""
        self._runner.run(lambda: self._services.supplements.find(dossier_id), self.waiting.emit)

    @Slot(str)
    def look_up(self, number: str) -> None:
        """Asks the records for a person and the earlier visits."""
        reader, supplements = self._services.reader, self._services.supplements

        def work() -> KnownPerson:
            people = reader.people_by_id_number(number)
            person = people[0] if people else None
            visits = reader.earlier_visits(person.id) if person is not None and person.id is not None else ()
            waiting = tuple(
                supplements.find(one.row.id)
                for one in visits
                if one.row.state is DossierState.SUPPLEMENT_REQUESTED
            )
            return KnownPerson(number=number, person=person, visits=visits, waiting=waiting)

        self._runner.run(work, self.found.emit)
