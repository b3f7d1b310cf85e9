"""A key that the store has lost and a counter still holds comes to everybody again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.ids import PersonId
from desktop.records.sealing import SealKeys
from desktop.sync import exchange
from desktop.sync.conflicts import unreadable_entries
from desktop.sync.outbox import count_waiting
from tests.support.put_back_office import PutBackOffice
from tests.support.record_samples import OFFICER, a_person, an_id
from tests.support.sync_office import SampleCounter, documents_of

PERSON = PersonId(an_id(1))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


def residence(counter: SampleCounter) -> str:
    with counter.store.begin(OFFICER) as work:
        return work.people.get(PERSON).residence


def live_in(counter: SampleCounter, place: str) -> None:
    with counter.store.begin(OFFICER) as work:
        known = work.people.find(PERSON) or a_person(1)
        work.people.save(replace(known, residence=place))


def lose_the_erasing(office: PutBackOffice, monkeypatch: pytest.MonkeyPatch) -> SampleCounter:
    """The store and the eraser's disk are put back to before an erasing that nobody else has read.

    He has read on from there, so that his key is gone; then the store is put back once more, to before the record.
    """
    one, two, *_ = office.counters
    live_in(one, "Thôn Đông")
    office.settle()
    one.copy_disk(office.folder / "before")
    live_in(two, "Thôn Đoài")
    office.settle()
    with one.store.begin(OFFICER) as work:
        work.erase_person(PERSON)
    one.sync()
    one.put_disk_back(office.folder / "before")
    monkeypatch.setattr(exchange, "PAGE", 1)
    one.exchange.look()
    one.exchange.pull()  # what two wrote; the erasing comes after it
    monkeypatch.undo()
    office.put_back_unread()
    one.sync()
    return one


def test_a_value_brought_back_without_its_key_is_opened_by_whoever_still_has_it(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = lose_the_erasing(office, monkeypatch)
    assert not residence(one)
    office.settle()
    fourth = office.add("D")
    office.counters.append(fourth)
    office.settle()
    for counter in office.counters:
        assert residence(counter) == "Thôn Đoài"
        assert documents_of(counter) == documents_of(one)
        assert counter.store.read.people_by_id_number(a_person(1).id_number)
        with counter.store.database.read() as connection:
            assert not unreadable_entries(connection)
            assert count_waiting(connection) == (0, 0)


def test_a_key_is_offered_once_and_the_counters_come_to_rest(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_erasing(office, monkeypatch)
    office.settle()
    head = len(office.log())
    live_in(office.counters[2], "Thôn Nam")
    office.settle()
    assert len(office.log()) == head + 1
    assert [residence(counter) for counter in office.counters] == ["Thôn Nam"] * 3


def test_the_key_that_fits_is_offered_though_the_store_has_another_one(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A counter that was away meets the person with a key of its own before the counter with the right one."""
    three = office.counters.pop()
    lose_the_erasing(office, monkeypatch)
    live_in(three, "Thôn Tây")
    three.sync()
    office.counters.append(three)
    office.settle()
    assert {residence(counter) for counter in office.counters} == {"Thôn Đoài"}
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert not unreadable_entries(connection)


def test_a_key_destroyed_by_an_erasing_further_on_is_offered_by_nobody(office: PutBackOffice) -> None:
    one, two, three = office.counters
    live_in(one, "Thôn Đông")
    office.settle()
    live_in(two, "Thôn Đoài")
    two.sync()
    with two.store.begin(OFFICER) as work:
        work.erase_person(PERSON)
    two.sync()
    head = len(office.log())
    three.pull_all()
    office.settle()
    assert len(office.log()) == head
    assert not any(residence(counter) for counter in office.counters)


def test_a_value_nobody_here_opens_is_told_though_another_key_of_its_record_has_come(
    office: PutBackOffice,
) -> None:
    one, two, three = office.counters
    live_in(one, "Thôn Đông")
    one.sync()
    office.shared.content.seals.clear()
    with one.store.database.write() as connection:
        SealKeys(connection).destroy(PERSON)
    two.sync()
    live_in(three, "Thôn Tây")
    three.sync()
    two.sync()
    assert residence(two) == ""
    with two.store.database.read() as connection:
        assert unreadable_entries(connection)


@pytest.mark.parametrize("field", ["residence", "full_name"])
def test_a_person_only_a_copy_has_stays_whole_when_something_of_it_is_edited(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    one, *_ = office.counters
    one.copy_disk(office.folder / "disk")
    live_in(one, "Thôn Đông")
    one.sync()
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    four = office.add("D")
    four.exchange.begin_first_copy()
    four.sync()
    office.counters.append(four)
    one.put_disk_back(office.folder / "disk")
    office.put_back_unread()
    office.settle()
    with four.store.begin(OFFICER) as work:
        known = work.people.get(PERSON)
        work.people.save(replace(known, **{field: "khác"}))  # type: ignore[arg-type]  # a text
    office.settle()
    with four.store.begin(OFFICER) as work:
        assert work.people.get(PERSON) == replace(known, **{field: "khác"})  # type: ignore[arg-type]  # a text
