"""A counter that left its office and comes back: only what it did alone is offered, and nobody is asked again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.records.office_tables import BASE_ROW, OFFICE_ENTRY, OUTBOX
from desktop.records.store import RecordStore
from desktop.services.office_values import Choice, OfficeState
from desktop.sync.exchange import Exchange
from desktop.sync.link import read_link, write_link
from desktop.sync.memory_faults import Fault
from desktop.sync.office import Office
from desktop.sync.returning import last_place, place_again, set_office_aside
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import OFFICER, TUESDAY, StandingClock, a_dossier, an_id, open_store

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
        left = last_place(connection)
        assert left is not None
        again = place_again(connection, left, an_id(77))
    assert again.catch_up == link.cursor + 7


@pytest.mark.parametrize("why", ["spent", "request lost", "reply lost"])
def test_another_office_that_takes_nobody_in_makes_the_counter_forget_nothing_of_its_own(
    counters: Counters, stores: MemoryStores, tmp_path: Path, clock: StandingClock, why: str
) -> None:
    (first, one), (second, two) = counters
    others = [open_store(tmp_path / name, clock) for name in ("three", "four")]
    founder, guest = (Office(store, stores, clock=clock) for store in others)
    founder.create("elsewhere", "Quầy 1")
    code = founder.invite("Quầy 2")
    match why:
        case "spent":
            guest.join(code)
        case _:
            stores.faults["register"] = Fault.REQUEST_LOST if why == "request lost" else Fault.REPLY_LOST
    for text in ("bốn", "năm"):
        note(second, text)
        settle(counters)
    two.leave()
    note(second, "lúc một mình")
    with pytest.raises(
        DeskError, match="pairing_code_spent" if why == "spent" else "office_join_unreachable"
    ):
        two.join(code)
    stores.faults.clear()
    assert two.status().state is OfficeState.ALONE
    note(first, "sáu")
    one.sync_once()
    before = entries(first)
    two.join(one.invite("Quầy 2"))
    settle(counters)
    assert [(card.stands, card.offered) for card in one.conflicts()] == [("sáu", "lúc một mình")]
    assert entries(first) == before + 1
    for store in others:
        store.close()


def test_who_is_taken_in_elsewhere_and_cut_off_at_once_is_there_and_keeps_everything(
    counters: Counters,
    stores: MemoryStores,
    tmp_path: Path,
    clock: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (_, _), (second, two) = counters
    third = open_store(tmp_path / "three", clock)
    founder = Office(third, stores, clock=clock)
    founder.create("elsewhere", "Quầy 1")
    code = founder.invite("Quầy 2")
    two.leave()
    with monkeypatch.context() as patched:
        patched.setattr(Exchange, "look", be_cut_off)
        with pytest.raises(DeskError, match="office_unreachable"):
            two.join(code)
    assert (two.status().state is OfficeState.ALONE, two.status().counter_no) == (False, 2)
    settle([(third, founder), (second, two)])
    assert third.read.detail(DOSSIER).dossier.note == "ba"
    third.close()


def be_cut_off(*_: object) -> None:
    raise DeskError(ErrorCode.OFFICE_UNREACHABLE)


def found_anew(counters: Counters, order: tuple[int, int]) -> None:
    """Lose the store of an office that has no backup, and found another one with what its counters hold."""
    for _, office in counters:
        office.leave()
    founder, guest = (counters[place][1] for place in order)
    founder.create("elsewhere", "Quầy 1")
    guest.join(founder.invite("Quầy 2"))
    settle([counters[place] for place in order])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("is_behind", [False, True])
def test_counters_that_found_a_new_office_bring_each_value_once_and_ask_nobody(
    counters: Counters, order: tuple[int, int], is_behind: bool
) -> None:
    (first, _), (second, two) = counters
    note(second, "hai")
    settle(counters)
    note(first, "ba")
    settle(counters)
    note(first, "hai")
    counters[0][1].sync_once()
    if not is_behind:
        two.sync_once()
    lines = entries(first)
    found_anew(counters, order)
    assert notes(counters) == ["hai", "hai"]
    assert [office.conflicts() for _, office in counters] == [(), ()]
    assert [entries(store) for store, _ in counters] == [lines, lines]
    assert [office.status().waiting for _, office in counters] == [0, 0]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_was_not_sent_and_what_was_asked_comes_along_to_a_new_office(
    counters: Counters, order: tuple[int, int]
) -> None:
    (first, one), (second, two) = counters
    note(first, "của một")
    note(second, "của hai")
    settle(counters)
    assert len(two.conflicts()) == 1
    with second.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2, note="chưa gửi"))
    found_anew(counters, order)
    assert notes(counters) == ["của một"] * 2
    assert first.read.detail(DossierId(an_id(1002))).dossier.note == "chưa gửi"
    for office in (one, two):
        assert [(card.stands, card.offered) for card in office.conflicts()] == [("của một", "của hai")]


def test_on_the_day_a_new_office_is_founded_no_number_is_given_that_another_counter_gave_before(
    counters: Counters, stores: MemoryStores
) -> None:
    (first, one), (second, two) = counters
    for _, office in counters:
        office.sync_once()
    given = [
        take_number(first) for _ in range(8)
    ]  # what was kept ahead, and of its own share: nobody has read them
    stores.fault = Fault.REQUEST_LOST
    for _, office in counters:
        office.leave()
    stores.fault = None
    two.create("elsewhere", "Quầy 1")
    two.sync_once()
    given += [take_number(second) for _ in range(8)]
    one.join(two.invite("Quầy 2"))
    settle(counters)
    given += [take_number(store) for store in (first, second, first)]
    settle(counters)
    assert len(set(given)) == len(given), given
    assert [office.conflicts() for _, office in counters] == [(), ()]


def test_who_founded_an_office_for_a_trial_takes_the_numbers_of_the_one_it_joins_then(
    counters: Counters, stores: MemoryStores, tmp_path: Path, clock: StandingClock
) -> None:
    """Its number there was the founder's, as it is in the other office; nobody else had numbers of the trial."""
    (first, one), _ = counters
    third = open_store(tmp_path / "three", clock)
    trial = Office(third, stores, clock=clock)
    trial.create("trial", "Quầy 1")
    trial.sync_once()
    trial.leave()
    trial.join(one.invite("Quầy 3"))
    stores.fault = Fault.REQUEST_LOST
    given = [take_number(store) for store in (first, third) for _ in range(6)]
    assert len(set(given)) == len(given), given
    third.close()


def test_who_moves_on_the_same_day_once_more_goes_on_in_its_share(
    counters: Counters, stores: MemoryStores
) -> None:
    (first, one), (second, two) = counters
    stores.fault = Fault.REQUEST_LOST
    for _, office in counters:
        office.leave()
    stores.fault = None
    given = [take_number(first) for _ in range(2)]
    two.create("elsewhere", "Quầy 1")
    given += [take_number(second) for _ in range(2)]
    one.join(two.invite("Quầy 2"))
    two.leave()
    given += [take_number(second) for _ in range(2)]
    assert len(set(given)) == len(given), given


def take_number(store: RecordStore) -> str:
    with store.begin(OFFICER) as work:
        number = work.next_dossier_number(TUESDAY)
        work.dossiers.save(replace(a_dossier(), id=DossierId(store.new_id()), number=number))
    return number
