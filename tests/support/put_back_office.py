"""Three counters with one dossier, at a store that is put back to an earlier copy of itself."""

from dataclasses import replace
from pathlib import Path

from desktop.domain.ids import DossierId
from desktop.sync.conflicts import open_conflicts
from tests.support.record_samples import OFFICER, a_dossier, an_id
from tests.support.sync_office import SampleCounter, SampleOffice

DOSSIER = DossierId(an_id(1001))


class PutBackOffice(SampleOffice):
    """Three counters with one dossier, and a copy of the store from then."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ("A", "B", "C"))
        with self.counters[0].store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(1, note="0"))
        self.settle()
        self.backup = self.shared.backup()

    def put_back(self, writes_first: SampleCounter) -> None:
        """Put the store back, let a counter write that notices nothing, and say so to all."""
        self.shared.restore(self.backup)
        with writes_first.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(3))
        if writes_first.try_sync():
            raise AssertionError("the counter has read what the store lost")
        assert self.way(0).relog(())

    def put_back_unread(self) -> None:
        """Put the store back while everybody holds what it lost, and say so to all."""
        self.shared.restore(self.backup)
        assert self.way(0).relog(())


def note(counter: SampleCounter, text: str) -> None:
    """Type a note over the one on the counter's screen."""
    with counter.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), note=text))


def shown(office: SampleOffice) -> list[str]:
    """What each counter shows as the dossier's note."""
    return [counter.store.read.detail(DOSSIER).dossier.note for counter in office.counters]


def asked(counter: SampleCounter) -> list[tuple[object, object]]:
    """What a counter asks about: the value that was not taken over, and the one that stands."""
    with counter.store.database.read() as connection:
        return [(conflict.offered, conflict.stands) for conflict in open_conflicts(connection, {})]
