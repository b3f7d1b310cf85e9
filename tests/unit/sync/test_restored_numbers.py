"""Numbers after a backup was brought back: none that an earlier life of the counter has given."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.records.store import DATABASE_FILE, RecordStore, restore
from desktop.services.office_words import status_words
from desktop.sync.memory_faults import Fault
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import (
    OFFICER,
    TUESDAY,
    StandingClock,
    a_dossier,
    key_store_of,
    open_store,
)

SECRET = "mưa dầm thấm lâu"
SECTOR = "Hộ tịch"


class Desks:
    """Counters by the name of their folder, opened when they are used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = StandingClock()
        self.stores = MemoryStores(self.clock)
        self._open: dict[str, tuple[RecordStore, Office]] = {}

    def __call__(self, name: str) -> tuple[RecordStore, Office]:
        if name not in self._open:
            store = open_store(self.folder / name, self.clock)
            self._open[name] = store, Office(store, self.stores, clock=self.clock)
        return self._open[name]

    def pair(self) -> None:
        one, two = self("one")[1], self("two")[1]
        one.create("share", "Quầy 1")
        two.join(one.invite("Quầy 2"))
        for office in (one, two, one):
            office.sync_once()

    def cut(self) -> None:
        """Pull the cable, and use up what was kept of the common numbers."""
        self.stores.fault = Fault.REQUEST_LOST
        for number in range(3):
            self.give("two", 50 + number)

    def give(self, name: str, number: int) -> tuple[str, str, str]:
        store = self(name)[0]
        with store.begin(OFFICER) as work:
            text, line = work.next_dossier_number(TUESDAY), work.next_register_number(TUESDAY, SECTOR)
            work.dossiers.save(a_dossier(number, number=text, register_sector=SECTOR, register_no=line))
            return text[-4:], line, work.next_ticket_number(TUESDAY, "A")

    def back_up(self, name: str) -> Path:
        file = self.folder / "backup"
        self(name)[0].backup(file, SECRET)
        return file

    def restore(self, name: str, file: Path) -> None:
        self.close(name)
        folder = self.folder / name
        restore(folder, key_store_of(folder), file, SECRET, clock=self.clock)

    def close(self, name: str) -> None:
        if name in self._open:
            store, office = self._open.pop(name)
            office.close()
            store.close()

    def close_all(self) -> None:
        for name in tuple(self._open):
            self.close(name)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    desks = Desks(tmp_path)
    yield desks
    desks.close_all()


def test_a_counter_restored_while_cut_off_goes_on_above_what_it_gave(desks: Desks) -> None:
    desks.pair()
    desks.cut()
    given = [desks.give("two", 1)]
    file = desks.back_up("two")
    given += [desks.give("two", 2), desks.give("two", 3)]
    desks.restore("two", file)
    given += [desks.give("two", 4)]
    desks.restore("two", file)
    given += [desks.give("two", 5)]
    assert [texts[0] for texts in given] == ["7100", "7101", "7102", "7103", "7104"]
    assert len({texts[1] for texts in given}) == 5


def test_a_counter_alone_goes_on_above_what_it_gave_too(desks: Desks) -> None:
    file = desks.back_up("one")
    assert desks.give("one", 1)[0] == "0001"
    desks.restore("one", file)
    assert desks.give("one", 2)[0] == "0002"


def test_a_counter_restored_on_another_pc_gives_no_number_before_it_has_met_the_office(desks: Desks) -> None:
    desks.pair()
    desks.cut()
    file = desks.back_up("two")
    lost = [desks.give("two", 1), desks.give("two", 2)]  # never sent
    desks.close("two")
    desks.restore("new", file)
    for take in ("next_dossier_number", "next_register_number", "next_ticket_number"):
        with pytest.raises(DeskError, match="numbers_unsure"), desks("new")[0].begin(OFFICER) as work:
            getattr(work, take)(TUESDAY, *(() if take == "next_dossier_number" else ("A",)))
    with pytest.raises(DeskError, match="office_unreachable"):
        desks("new")[1].sync_once()
    status = desks("new")[1].status()
    assert status.is_numbers_unsure
    assert status_words(status, desks.clock()).lines[0].sentence.startswith("Máy này phục hồi từ bản sao lưu")
    with pytest.raises(DeskError, match="numbers_unsure"):
        desks.give("new", 3)
    desks.stores.fault = None
    desks("new")[1].sync_once()
    assert not desks("new")[1].status().is_numbers_unsure
    desks.stores.fault = Fault.REQUEST_LOST
    given = [desks.give("new", number) for number in range(10, 15)]
    for texts in zip(*(texts[:2] for texts in (*lost, *given)), strict=True):
        assert len(set(texts)) == len(texts)
    assert given[-1][0] == "7201"  # a share nobody had


def test_an_exchange_that_breaks_off_again_and_again_takes_one_new_name_only(desks: Desks) -> None:
    desks.pair()
    file = desks.back_up("two")
    desks.close("two")
    desks.restore("new", file)
    for call in ("register", "pull", "reserve"):
        desks.stores.faults = {call: Fault.REQUEST_LOST}
        with pytest.raises(DeskError, match="office_unreachable"):
            desks("new")[1].sync_once()
        with pytest.raises(DeskError, match="numbers_unsure"):
            desks.give("new", 1)
    desks.stores.faults = {}
    desks("new")[1].sync_once()
    assert desks.give("new", 1)[0] != "7100"
    assert len(desks("one")[1].counters()) == 3


def test_a_database_that_cannot_be_read_vouches_for_nothing(desks: Desks) -> None:
    desks.pair()
    desks.cut()
    file = desks.back_up("two")
    desks.give("two", 1)
    desks.close("two")
    (desks.folder / "two" / DATABASE_FILE).write_bytes(b"\0" * 8192)
    desks.restore("two", file)
    with pytest.raises(DeskError, match="numbers_unsure"):
        desks.give("two", 2)
    desks.restore("two", file)
    with pytest.raises(DeskError, match="numbers_unsure"):
        desks.give("two", 2)


def test_a_backup_from_before_the_office_stays_in_the_share_the_counter_had(desks: Desks) -> None:
    file = desks.back_up("two")
    desks.pair()
    desks.cut()
    assert desks.give("two", 1)[0] == "7100"
    desks.restore("two", file)
    assert desks.give("two", 2)[0] == "7101"
