"""Sending without a look at the store: as long as nobody else writes, one call carries a batch."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.sync.conflicts import open_conflicts
from desktop.sync.entries import Refusal
from desktop.sync.memory_faults import Fault
from desktop.sync.remote import Push, PushRefusedError
from tests.support.record_samples import OFFICER, a_dossier, an_id
from tests.support.sync_office import SampleCounter, SampleOffice, documents_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path)
    yield office
    office.close()


class Calls:
    """Plays no fault and notes what was asked of the store."""

    def __init__(self, office: SampleOffice) -> None:
        self.names: list[str] = []
        office.weather = self

    def __call__(self, name: str) -> Fault | None:
        self.names.append(name)
        return None

    def of(self, counter: SampleCounter) -> list[str]:
        """What one push of a counter that has read everything asks."""
        counter.pull_all()
        self.names.clear()
        assert counter.exchange.push().sent
        asked = list(self.names)
        counter.pull_all()
        return asked


def save(counter: SampleCounter, serial: int, **changes: object) -> None:
    with counter.store.begin(OFFICER) as work:
        work.dossiers.save(replace(a_dossier(serial), **changes))  # type: ignore[arg-type]  # real fields


def test_a_counter_that_writes_alone_asks_the_store_once_for_each_batch(office: SampleOffice) -> None:
    one, calls = office.counters[0], Calls(office)
    asked = []
    for serial in (1, 2, 3):
        save(one, serial, number=f"H-{serial}")
        asked.append(calls.of(one))
    assert asked == [["cas"], ["cas"], ["cas"]]


def test_what_another_counter_wrote_meanwhile_is_looked_at_and_asked_about(office: SampleOffice) -> None:
    one, two = office.counters
    save(one, 1, note="một")
    office.settle()
    save(one, 2)
    assert one.exchange.push().sent  # from here on it does not look first
    office.settle()
    save(one, 1, note="của quầy một")
    save(two, 1, note="của quầy hai")
    two.sync()
    calls = Calls(office)
    assert one.exchange.push().sent
    assert calls.names == ["cas", "snap", "chain_at", "cas"]
    office.settle()
    for counter in office.counters:
        assert counter.store.read.detail(a_dossier(1).id).dossier.note == "của quầy hai"
        with counter.store.database.read() as connection:
            assert len(open_conflicts(connection, {})) == 1


def test_a_number_another_record_holds_is_told_though_nobody_looked(office: SampleOffice) -> None:
    one, two = office.counters
    save(two, 1, number="H-7")
    office.settle()
    save(one, 2, number="H-8")
    office.settle()
    save(one, 3, number="H-7")
    calls = Calls(office)
    assert calls.of(one) == ["cas", "snap", "cas"]
    assert [clash.holder for clash in Refusal.from_text(office.log()[-1].refusal).clashes] == [an_id(1001)]


def test_a_disk_put_back_is_found_out_though_it_does_not_look(office: SampleOffice) -> None:
    one, two = office.counters
    for serial in (1, 2):
        save(one, serial)
        office.settle()
    name, older = one.link.client_id, office.folder / "older"
    one.close()
    shutil.copytree(one.folder, older)
    one.open()
    save(one, 3)
    one.sync()
    one.close()
    shutil.rmtree(one.folder)
    shutil.copytree(older, one.folder)
    one.open()
    one.exchange._was_at_head = True  # a copied disk looks like this to a program that runs on
    save(one, 4)
    assert not one.exchange.push().sent
    office.settle()
    assert one.link.client_id != name
    for serial in (1, 2, 3, 4):
        assert two.store.read.detail(a_dossier(serial).id).dossier.id == a_dossier(serial).id
    assert documents_of(one) == documents_of(two)


def test_a_batch_refused_without_a_look_is_looked_at_before_anything_is_set_aside(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = office.counters[0]
    save(one, 1)
    office.settle()
    save(one, 2)
    office.settle()
    save(one, 3)
    take, asked = one.remote.cas, []

    def refuse_once(push: Push) -> bool:
        asked.append(push)
        if len(asked) == 1:
            raise PushRefusedError("no line of mine")
        return take(push)

    monkeypatch.setattr(one.remote, "cas", refuse_once)
    pushed = one.exchange.push()
    assert pushed.sent
    assert not pushed.refused
    assert asked[1] == asked[0]


def test_a_counter_that_has_not_read_to_the_end_looks_first(office: SampleOffice) -> None:
    one, two = office.counters
    save(one, 1)
    office.settle()
    one.restart()
    save(one, 2)
    save(two, 3)
    two.sync()
    calls = Calls(office)
    one.exchange.push()
    assert calls.names[0] == "snap"
