"""An office that loses its store for good, without any backup: its counters found another, each with what it holds."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from desktop.domain.errors import DeskError
from desktop.sync.entering import take_in
from desktop.sync.exchange import presence_of
from desktop.sync.link import new_link, write_link
from desktop.sync.memory_faults import no_fault
from desktop.sync.memory_store import Content
from desktop.sync.moving import has_whole_log, move_to
from desktop.sync.returning import last_place, set_office_aside
from tests.support.sync_checks import check_office
from tests.support.sync_office import OFFICE_KEY, SampleCounter
from tests.support.sync_simulator import WORLD, Simulator

FOUNDED_ANEW: Final = "0194c000-0000-7000-8000-00000000dd02"
_MEANWHILE: Final = ("type", "type", "pull", "push", "look", "decide", "roster")
_ENDED: Final = frozenset({"join", "keep", "put_back", "announce", "bring_back", "backup", "restore"})


class LostStoreSimulator(Simulator):
    """Plays one seed; halfway the store is gone, and the counters go to a new one in any order, working on."""

    def run(self, steps: int) -> None:
        """See `Simulator`."""
        for _ in range(steps // 2):
            self.step()
        self._lose_the_store()
        for _ in range(steps // 2):
            self.step()
        self.quiesce()

    def check(self) -> None:
        """See `Simulator`."""
        check_office(self.office, self.journal, repeats_numbers=True, dataset=FOUNDED_ANEW)

    def _lose_the_store(self) -> None:
        self.put_backs, self.office.weather = 0, no_fault
        self.office.shared.restore(Content(dataset_id=FOUNDED_ANEW, keep_days=0))
        self._steps = {name: weight for name, weight in self._steps.items() if name not in _ENDED}
        there: list[SampleCounter] = []
        for counter in self.rng.sample(self.office.counters, len(self.office.counters)):
            move(counter)
            there.append(counter)
            for _ in range(self.rng.randrange(25)):
                self._go_on(self.rng.choice(there))
        self.office.weather = self._weather

    def _go_on(self, counter: SampleCounter) -> None:
        try:
            getattr(self, f"_do_{self.rng.choice(_MEANWHILE)}")(counter)
        except DeskError as error:
            if error.code not in WORLD:
                raise


def move(counter: SampleCounter) -> None:
    """Let a counter leave its office and go on in the new one."""
    with counter.store.database.write() as connection:
        set_office_aside(connection)
        left = last_place(connection)
    if left is None or not has_whole_log(left):
        raise AssertionError("the counter holds more than its log tells")
    name = counter.new_id()
    place = replace(new_link(FOUNDED_ANEW, name), name=left.name)
    taken = take_in(counter.remote, place, presence_of(place, "", timedelta()))
    with counter.store.database.write() as connection:
        link = move_to(connection, left, FOUNDED_ANEW, name, taken=taken)
        write_link(connection, replace(link, counter_no=taken.number, registered=True, office_key=OFFICE_KEY))
