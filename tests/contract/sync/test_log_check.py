"""The whole log, read again from its first entry, on every store."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.sync.log_check import read_log, wrong_here, wrong_in_store
from tests.support.record_samples import OFFICER, a_dossier, a_person
from tests.support.sync_office import SampleOffice
from tests.support.sync_samples import DATASET
from tests.support.sync_stores import StoreKit


@pytest.fixture
def counters(office: StoreKit, tmp_path: Path) -> Iterator[SampleOffice]:
    with closing(SampleOffice(tmp_path / "counters", kit=office)) as both:
        yield both


def test_a_whole_log_read_again_agrees_with_the_store_and_with_every_counter(counters: SampleOffice) -> None:
    one, two = counters.counters
    person = a_person()
    assert person.id is not None
    for note, counter in (("một", one), ("hai", two), ("ba", one)):
        with counter.store.begin(OFFICER) as work:
            work.people.save(person)
            work.dossiers.save(a_dossier(note=note))
    counters.settle()
    with one.store.begin(OFFICER) as work:
        work.erase_person(person.id)
    counters.settle()
    way = counters.way(0)
    read = read_log(way, DATASET, lambda _read, _all: None)
    assert (read.head, read.unreadable) == (len(counters.log()), ())
    assert wrong_in_store(way, read) == ()
    for counter in (one, two):
        with counter.store.database.read() as connection:
            assert wrong_here(connection, counter.link, read) == ()
