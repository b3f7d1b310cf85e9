"""A counter that left its office and comes back: only what it did alone is offered, and nobody is asked again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId
from desktop.records.office_tables import BASE_ROW, OFFICE_ENTRY, OUTBOX
from desktop.records.store import RecordStore
from desktop.services.office_values import Choice, OfficeState
from desktop.sync.link import read_link, write_link
from desktop.sync.memory_faults import Fault
from desktop.sync.office import Office
from desktop.sync.returning import last_place, place_again, set_office_aside
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import OFFICER, StandingClock, a_dossier, an_id, open_store

Counters = list[tuple[RecordStore, Office]]
DOSSIER = DossierId(an_id(1001))


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def stores(clock: StandingClock) -> MemoryStores:
    return MemoryStores(clock)


@pytest.fixture
def counters(tmp_path: Path, clock: StandingClock, stores: MemoryStores) -> Iterator[Counters]:
    opened = [open_store(tmp_path / name, clock) for name in ("one", "two")]
    made = [(store, Office(store, stores, clock=clock)) for store in opened]
    (first, one), (_, two) = made
    one.create("share", "Quầy 1")
    two.join(one.invite("Quầy 2"))
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(note="một"))
    for text in ("hai", "ba"):
        note(first, text)
    settle(made)
    yield made
    for store in opened:
        store.close()


def note(store: RecordStore, text: str) -> None:
    with store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), note=text))


def settle(counters: Counters) -> None:
    for _ in range(2):
        for _, office in counters:
            office.sync_once()


def notes(counters: Counters) -> list[str]:
    return [store.read.detail(DOSSIER).dossier.note for store, _ in counters]


def entries(store: RecordStore) -> int:
    with store.database.read() as connection:
        return len(connection.execute(OFFICE_ENTRY.select()).all())


def test_coming_back_asks_nobody_about_values_the_office_has_long_decided(counters: Counters) -> None:
    (first, one), (second, two) = counters
    note(second, "bốn")
    settle(counters)
    two.leave()
    note(first, "năm")
    one.sync_once()
    before = entries(first)
    two.join(one.invite("Quầy 2"))
    settle(counters)
    assert [office.conflicts() for _, office in counters] == [(), ()]
    assert notes(counters) == ["năm", "năm"]
    assert (entries(first), entries(second)) == (before, before)


def test_what_was_done_alone_comes_along_and_meets_only_what_it_had_not_seen(counters: Counters) -> None:
    (first, one), (second, two) = counters
    two.leave()
    note(second, "lúc một mình")
    with second.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2, note="riêng"))
    two.join(one.invite("Quầy 2"))
    settle(counters)
    assert notes(counters) == ["lúc một mình"] * 2
    assert first.read.detail(DossierId(an_id(1002))).dossier.note == "riêng"
    assert not one.conflicts()
    two.leave()
    note(second, "của quầy hai")
    note(first, "của quầy một")
    one.sync_once()
    two.join(one.invite("Quầy 2"))
    settle(counters)
    assert [(card.stands, card.offered) for card in one.conflicts()] == [("của quầy một", "của quầy hai")]


def test_what_waited_when_it_left_is_sent_once_even_when_the_office_has_it_already(
    counters: Counters, stores: MemoryStores
) -> None:
    (first, one), (second, two) = counters
    note(second, "chờ gửi")
    stores.faults["cas"] = Fault.REPLY_LOST
    with pytest.raises(DeskError, match="office_unreachable"):
        two.sync_once()
    del stores.faults["cas"]
    with second.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2, note="chưa gửi"))
    two.leave()
    two.join(one.invite("Quầy 2"))
    settle(counters)
    assert notes(counters) == ["chờ gửi"] * 2
    assert first.read.detail(DossierId(an_id(1002))).dossier.note == "chưa gửi"
    assert (one.conflicts(), two.status().waiting) == ((), 0)


def test_a_card_that_was_open_is_still_there_after_coming_back(counters: Counters) -> None:
    (first, one), (second, two) = counters
    note(first, "của một")
    note(second, "của hai")
    settle(counters)
    assert len(two.conflicts()) == 1
    two.leave()
    assert (two.conflicts(), two.quarantined(), two.status().state) == ((), (), OfficeState.ALONE)
    two.join(one.invite("Quầy 2"))
    settle(counters)
    assert len(one.conflicts()) == len(two.conflicts()) == 1
    two.resolve(OFFICER, two.conflicts()[0], Choice.MINE)
    settle(counters)
    assert (notes(counters), one.conflicts()) == (["của hai"] * 2, ())


def test_a_join_that_fails_forgets_nothing_of_where_the_counter_was(
    counters: Counters, stores: MemoryStores
) -> None:
    (_, one), (second, two) = counters
    two.leave()
    note(second, "lúc một mình")
    code = one.invite("Quầy 2")
    stores.fault = Fault.REQUEST_LOST
    with pytest.raises(DeskError, match="office_join_unreachable"):
        two.join(code)
    stores.fault = None
    assert two.status().state is OfficeState.ALONE
    two.join(code)
    settle(counters)
    assert notes(counters) == ["lúc một mình"] * 2
    assert not one.conflicts()


def test_another_office_gets_everything_and_nothing_of_the_first_stays(counters: Counters) -> None:
    (_, _), (second, two) = counters
    two.leave()
    two.create("elsewhere", "Quầy 1")
    two.sync_once()
    with second.database.read() as connection:
        assert last_place(connection) is None
        there = connection.execute(OFFICE_ENTRY.select()).all()
        assert {row.row_id for row in there} >= {str(DOSSIER)}
        assert len(connection.execute(BASE_ROW.select()).all()) <= len(there)
        assert not connection.execute(OUTBOX.select()).all()


def test_what_is_kept_of_an_office_that_was_left_opens_nothing(counters: Counters) -> None:
    (_, _), (second, two) = counters
    two.leave()
    with second.database.read() as connection:
        place = last_place(connection)
    assert place is not None
    assert (place.office_key, place.password, place.invitation, place.address) == (b"", "", "", "")


def test_what_a_counter_was_still_reading_it_reads_on_when_it_comes_back(counters: Counters) -> None:
    store, _ = counters[1]
    with store.database.write() as connection:
        link = read_link(connection)
        assert link is not None
        write_link(connection, replace(link, catch_up=link.cursor + 7))
        set_office_aside(connection)
        again = place_again(connection, link.dataset_id, an_id(77))
    assert again is not None
    assert again.catch_up == link.cursor + 7
