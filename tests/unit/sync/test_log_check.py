import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.errors import DeskError
from desktop.domain.ids import PersonId
from desktop.records.office_tables import BASE_ROW
from desktop.records.store import RecordStore
from desktop.services.office_values import LogCheck
from desktop.sync import exchange
from desktop.sync.link import read_link
from desktop.sync.log_check import read_log, wrong_here, wrong_in_store
from desktop.sync.memory_store import MemoryStore
from desktop.sync.office import Office
from desktop.sync.remote import Seal
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import (
    COLLEAGUE,
    OFFICER,
    StandingClock,
    a_dossier,
    a_person,
    an_id,
    open_store,
)
from tests.support.sync_office import SampleOffice, bases_of, documents_of
from tests.support.sync_samples import DATASET

KEY = ("dossier", an_id(1001))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    with closing(SampleOffice(tmp_path)) as one:
        yield one


def told(read: int, all_: int) -> None:
    assert 0 < read <= all_


def busy(office: SampleOffice) -> None:
    """Records of both counters, a conflict, something erased."""
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        work.people.save(a_person())
        work.answers.save(an_id(2001), {"requester.name": {"v": "Bà Bưởi"}})
    office.settle()
    for counter, note in ((one, "một"), (two, "hai")):
        with counter.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note=note))
    with two.store.begin(COLLEAGUE) as work:
        work.erase_person(PersonId(an_id(1)))
    office.settle()


def test_an_office_that_worked_all_day_follows_from_its_log(office: SampleOffice) -> None:
    busy(office)
    way = office.way(0)
    read = read_log(way, DATASET, told)
    assert read.head == len(office.log())
    assert read.unreadable == ()
    assert wrong_in_store(way, read) == ()
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert wrong_here(connection, counter.link, read) == ()


def test_a_counter_that_is_behind_or_ahead_of_what_was_read_is_not_called_wrong(office: SampleOffice) -> None:
    busy(office)
    one, two = office.counters
    read = read_log(office.way(0), DATASET, told)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="mới hơn"))
        work.dossiers.save(a_dossier(2))
    one.sync()
    assert wrong_in_store(office.way(0), read) == ()
    now = read_log(office.way(0), DATASET, told)
    for known in (read, now):
        for counter in (one, two):
            with counter.store.database.read() as connection:
                assert wrong_here(connection, counter.link, known) == ()


@pytest.mark.parametrize("change", ["value", "gone", "added"])
def test_a_record_somebody_changed_in_the_store_itself_is_named(office: SampleOffice, change: str) -> None:
    busy(office)
    rows = office.shared.content.rows
    with office.shared.turn:
        if change == "value":
            rows[KEY] = replace(rows[KEY], fields={**rows[KEY].fields, "requester_name": "Kẻ gian"})
        elif change == "gone":
            del rows[KEY]
        else:
            rows["dossier", "thừa"] = rows[KEY]
    read = read_log(office.way(0), DATASET, told)
    assert wrong_in_store(office.way(0), read) == (KEY if change != "added" else ("dossier", "thừa"),)


def test_a_line_somebody_changed_in_the_log_is_named(office: SampleOffice) -> None:
    busy(office)
    entries = office.shared.content.entries
    forged = replace(entries[1].line, patch=entries[1].line.patch.replace("Bưởi", "Cam"))
    assert forged != entries[1].line
    entries[1] = replace(entries[1], line=forged)
    with pytest.raises(DeskError, match="shared_log_broken"):
        read_log(office.way(0), DATASET, told)


def test_a_log_without_its_beginning_is_no_whole_log(office: SampleOffice) -> None:
    busy(office)
    entries = office.shared.content.entries
    entries[0] = replace(entries[0], line=replace(entries[0].line, op=2))
    with pytest.raises(DeskError, match="shared_log_broken"):
        read_log(office.way(0), DATASET, told)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[RecordStore, Office, RecordStore, Office, MemoryStores]]:
    clock = StandingClock()
    stores = MemoryStores(clock)
    first, second = (open_store(tmp_path / name, clock) for name in ("a", "b"))
    yield first, Office(first, stores, clock=clock), second, Office(second, stores, clock=clock), stores
    first.close()
    second.close()


def test_a_counter_that_took_over_a_wrong_record_when_it_joined_is_put_right(
    pair: tuple[RecordStore, Office, RecordStore, Office, MemoryStores],
    monkeypatch: pytest.MonkeyPatch,
    expect_warnings: list[logging.LogRecord],
) -> None:
    first, one, second, two, stores = pair
    one.create("share", "Quầy 1")
    with first.begin(OFFICER) as work:
        work.people.save(a_person())
        work.dossiers.save(a_dossier())
    one.sync_once()
    (shared,) = stores.made.values()
    with shared.turn:
        row = shared.content.rows[KEY]
        shared.content.rows[KEY] = replace(row, fields={**row.fields, "requester_name": "Kẻ gian"})
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    two.join(one.invite("Quầy 2"))
    two.sync_once()
    two.sync_once()
    assert second.read.search("ke gian")
    check = two.verify(told)
    assert check == LogCheck(
        entries=check.entries, records=check.records, wrong_in_store=(KEY,), put_right=(KEY,)
    )
    assert "differed from the office's log" in expect_warnings[0].getMessage()
    assert second.read.search("buoi")
    assert not second.read.search("ke gian")
    with second.begin(OFFICER) as work:
        assert work.people.get(an_id(1)) == a_person()
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="sửa"))
    for office in (two, one):
        office.sync_once()
    clean = one.verify(told)
    assert (clean.wrong_in_store, clean.put_right) == ((), ())


def joined_without_a_key(
    pair: tuple[RecordStore, Office, RecordStore, Office, MemoryStores],
) -> tuple[MemoryStore, Seal]:
    """Two counters, of which the second has met answers whose key the store has spoiled; gives it and the sound key."""
    first, one, _, two, stores = pair
    one.create("share", "Quầy 1")
    with first.begin(OFFICER) as work:
        work.answers.save(an_id(2001), {"a": {"v": "khai"}})
    one.sync_once()
    (shared,) = stores.made.values()
    (good,) = shared.content.seals[an_id(2001)]
    shared.content.seals[an_id(2001)] = {replace(good, wrapped=b"\0")}
    two.join(one.invite("Quầy 2"))
    two.sync_once()
    return shared, good


def test_a_check_opens_what_had_no_key_once_the_store_has_it_again(
    pair: tuple[RecordStore, Office, RecordStore, Office, MemoryStores],
    expect_warnings: list[logging.LogRecord],
) -> None:
    _, _, second, two, _ = pair
    shared, good = joined_without_a_key(pair)
    assert len(two.status().unreadable) == 1
    with second.begin(COLLEAGUE) as work, pytest.raises(DeskError, match="answers_sealed"):
        work.answers.save(an_id(2001), {"a": {"v": "đoán"}})
    assert two.verify(told).put_right == ()
    assert len(two.status().unreadable) == 1
    shared.content.seals[an_id(2001)] = {good}
    assert two.verify(told).put_right == ()
    assert two.status().unreadable == ()
    with second.begin(COLLEAGUE) as work:
        assert work.answers.load(an_id(2001)) == {"a": {"v": "khai"}}
    assert {warning.name for warning in expect_warnings} == {"desktop.sync.learned_keys"}


def test_a_check_leaves_what_waits_here_as_it_is(office: SampleOffice) -> None:
    busy(office)
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="chưa gửi"))
    shown = documents_of(one)
    read = read_log(office.way(0), DATASET, told)
    with one.store.database.read() as connection:
        assert wrong_here(connection, one.link, read) == ()
    assert documents_of(one) == shown
    assert bases_of(one) == bases_of(two)


def test_a_check_takes_over_no_record_from_after_this_counters_place(
    pair: tuple[RecordStore, Office, RecordStore, Office, MemoryStores],
    expect_warnings: list[logging.LogRecord],
) -> None:
    first, one, second, two, _ = pair
    joined_without_a_key(pair)
    written: list[str] = []

    def write_meanwhile(read: int, all_: int) -> None:
        told(read, all_)
        if not written:
            written.append("khai thêm")
            with first.begin(OFFICER) as work:
                work.answers.save(an_id(2001), {"a": {"v": written[0]}})
            one.sync_once()

    assert two.verify(write_meanwhile).entries == 2
    with second.database.read() as connection:
        link = read_link(connection)
        (rev,) = connection.scalars(select(BASE_ROW.c.rev))
    assert link is not None
    assert rev <= link.cursor < 2
    two.sync_once()
    with second.begin(COLLEAGUE) as work:
        assert work.answers.load(an_id(2001)) == {"a": {"v": written[0]}}
    assert {warning.name for warning in expect_warnings} == {"desktop.sync.learned_keys"}
