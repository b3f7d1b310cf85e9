"""After a store was put back nobody's value is laid over one its author had not seen, whoever brings it back first."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.ids import DossierId
from desktop.records.office_tables import RESTORED
from desktop.records.used_numbers import mark_unsure
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


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


def note(counter: SampleCounter, text: str) -> None:
    with counter.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), note=text))


def shown(office: SampleOffice) -> list[str]:
    return [counter.store.read.detail(DOSSIER).dossier.note for counter in office.counters]


def asked(counter: SampleCounter) -> list[tuple[object, object]]:
    with counter.store.database.read() as connection:
        return [(conflict.offered, conflict.stands) for conflict in open_conflicts(connection, {})]


@pytest.mark.parametrize("order", ["the other first", "this one first", "this one looks, the other first"])
def test_what_waited_over_a_value_nobody_saw_is_asked_about_after_a_put_back(
    office: PutBackOffice, order: str
) -> None:
    one, two, three = office.counters
    note(one, "A1")
    note(two, "B1")
    two.sync()
    one.exchange.look()
    one.pull_all()  # cut off before it sends; it goes on showing its own
    office.put_back(three)
    if order == "this one looks, the other first":
        one.exchange.look()
    if order != "this one first":
        two.sync()
    for counter in office.counters:
        counter.sync()
    office.settle()
    assert shown(office) == ["B1", "B1", "B1"]
    assert [asked(counter) for counter in office.counters] == [[("A1", "B1")]] * 3


@pytest.mark.parametrize("is_sent", [True, False])
def test_an_open_question_stays_one_when_its_refused_value_comes_back_first(
    office: PutBackOffice, is_sent: bool
) -> None:
    one, two, three = office.counters
    note(one, "A1")
    note(three, "C1")
    three.sync()
    one.exchange.look()
    assert one.exchange.push().sent  # refused by C1, and not read back
    three.sync()
    assert asked(three) == [("A1", "C1")]
    note(three, "C2")
    if is_sent:
        three.sync()
    office.put_back(two)
    one.sync()
    three.sync()
    office.settle()
    assert shown(office) == ["A1", "A1", "A1"]
    assert asked(one) == asked(three) == [("C1", "A1"), ("C2", "A1")]


def test_nobody_is_asked_about_a_value_he_had_seen_though_his_change_had_not_become_a_line(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    note(two, "B1")
    office.settle()
    note(three, "C1")
    office.shared.restore(office.backup)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    assert office.way(0).relog(())
    two.sync()
    three.sync()
    office.settle()
    assert shown(office) == ["C1", "C1", "C1"]
    assert [asked(counter) for counter in office.counters] == [[], [], []]


def test_a_counter_put_back_to_before_the_store_was_put_back_comes_in_again_by_itself(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    one.close()
    shutil.copytree(one.folder, office.folder / "backup of A")
    one.open()
    note(one, "A1")
    office.settle()
    office.put_back_unread()
    office.settle()
    one.close()
    shutil.rmtree(one.folder)
    shutil.copytree(office.folder / "backup of A", one.folder)
    one.open()
    with one.store.database.write() as connection:
        mark_unsure(connection, RESTORED)
    note(one, "A2")
    assert [counter.try_sync() for counter in (one, two, three)] == ["", "", ""]
