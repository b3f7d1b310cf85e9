"""A power cut takes back what did not wait for the disk: the lines of a batch that the store may have taken already."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.ids import DossierId
from desktop.sync.conflicts import open_conflicts
from desktop.sync.outbox import count_unlined, count_waiting
from tests.support.record_samples import OFFICER, a_dossier, an_id
from tests.support.sync_office import SampleCounter, SampleOffice, documents_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path)
    yield office
    office.close()


def write(counter: SampleCounter, *serials: int) -> None:
    for serial in serials:
        with counter.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(serial))


def note(counter: SampleCounter, serial: int, text: str) -> None:
    with counter.store.begin(OFFICER) as work:
        dossier = work.dossiers.get(DossierId(an_id(1000 + serial)))
        work.dossiers.save(replace(dossier, note=text))


def disk_of(office: SampleOffice, counter: SampleCounter) -> Path:
    """What the disk holds of a counter that runs: the file and its write-ahead log."""
    kept = office.folder / "disk"
    shutil.copytree(counter.folder, kept)
    return kept


def cut_power(counter: SampleCounter, disk: Path) -> None:
    counter.close()
    shutil.rmtree(counter.folder)
    shutil.copytree(disk, counter.folder)
    counter.open()


@pytest.mark.parametrize("looks_first", [True, False], ids=["looks first", "reads first"])
def test_lines_a_power_cut_took_back_come_out_as_the_store_has_them(
    office: SampleOffice, looks_first: bool
) -> None:
    one, two = office.counters
    write(one, 1, 2)
    office.settle()
    write(one, 3, 4)
    note(one, 1, "lời dặn")
    disk, name = disk_of(office, one), one.link.client_id
    assert one.exchange.push().sent
    assert office.log()[-1].line.txn_no == 5
    cut_power(one, disk)
    with one.store.database.read() as connection:
        assert count_waiting(connection) == (0, 0)
        assert count_unlined(connection, one.link) == 3
    write(one, 5)
    if looks_first:
        one.exchange.look()
        one.exchange.push()
    office.settle()
    assert one.link.client_id == name
    ours = [entry for entry in office.log() if entry.client_id == name]
    assert [entry.line.txn_no for entry in ours if entry.line.txn_end] == [1, 2, 3, 4, 5, 6]
    assert len({entry.line.patch for entry in ours}) == len(ours)
    assert documents_of(one) == documents_of(two)
    assert two.store.read.detail(a_dossier(1).id).dossier.note == "lời dặn"
    with one.store.database.read() as connection:
        assert count_waiting(connection) == (0, 0)
        assert not open_conflicts(connection, {})


def test_a_line_taken_back_keeps_the_base_its_author_saw(office: SampleOffice) -> None:
    one, two = office.counters
    write(one, 1)
    office.settle()
    note(one, 1, "của quầy một")
    disk = disk_of(office, one)
    assert one.exchange.push().sent
    note(two, 1, "của quầy hai")
    two.sync()
    cut_power(one, disk)
    office.settle()
    assert documents_of(one) == documents_of(two)
    for counter in office.counters:
        assert counter.store.read.detail(a_dossier(1).id).dossier.note == "của quầy một"
        with counter.store.database.read() as connection:
            assert [conflict.offered for conflict in open_conflicts(connection, {})] == ["của quầy hai"]
