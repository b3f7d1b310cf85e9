from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.store import RecordStore
from desktop.services.messages import message_for
from desktop.services.office_values import ALONE, Choice, ConflictKind, OfficeState
from desktop.services.ports_office import SharedOffice
from desktop.services.record_values import Entity
from desktop.sync.memory_faults import Fault
from desktop.sync.memory_remote import MemoryRemote
from desktop.sync.memory_store import MemoryStore
from desktop.sync.office import Office
from desktop.sync.remote import Presence, Push
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import (
    COLLEAGUE,
    OFFICER,
    TUESDAY,
    StandingClock,
    a_dossier,
    an_id,
    open_store,
)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def stores(clock: StandingClock) -> MemoryStores:
    return MemoryStores(clock)


@pytest.fixture
def counters(
    tmp_path: Path, clock: StandingClock, stores: MemoryStores
) -> Iterator[list[tuple[RecordStore, Office]]]:
    opened = [open_store(tmp_path / name, clock) for name in ("one", "two")]
    yield [(store, Office(store, stores, clock=clock)) for store in opened]
    for store in opened:
        store.close()


def together(counters: list[tuple[RecordStore, Office]]) -> None:
    (_, one), (_, two) = counters
    one.create("share", "Quầy 1")
    two.join(one.invite("Quầy 2"))
    for office in (one, two, one):
        office.sync_once()


def test_a_counter_alone_says_so_and_is_complete(counters: list[tuple[RecordStore, Office]]) -> None:
    store, office = counters[0]
    shared: SharedOffice = office
    assert shared.status() == ALONE
    with store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    assert office.status().state is OfficeState.ALONE
    with pytest.raises(DeskError, match="office_not_joined"):
        office.sync_once()


def test_a_pairing_code_brings_a_counter_in_with_its_name_number_and_all_records(
    counters: list[tuple[RecordStore, Office]],
) -> None:
    (first, _), (second, two) = counters
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        work.answers.save(an_id(2001), {"a": {"v": "một"}})
    together(counters)
    assert (two.status().counter_no, two.status().name, two.status().state) == (
        2,
        "Quầy 2",
        OfficeState.SHARED,
    )
    assert [(row.counter_no, row.name, row.is_this) for row in two.counters()] == [
        (1, "Quầy 1", False),
        (2, "Quầy 2", True),
    ]
    with second.begin(OFFICER) as work:
        assert work.answers.load(an_id(2001)) == {"a": {"v": "một"}}


def test_a_counter_knows_best_how_far_it_has_read_itself(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    (first, one), (_, two) = counters
    together(counters)
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.sync_once()
    (store,) = stores.made.values()
    mine = next(row for row in two.counters() if row.is_this)
    assert mine.behind > 0
    two.sync_once()
    # A full share lets a counter read and does not let it say how far it came.
    stale = Presence(client_id=mine.client_id, cursor=0, schema_level=1, app_version="")
    MemoryRemote(store).hello(stale)
    assert [row.behind for row in two.counters() if row.is_this] == [0]
    assert [row.behind > 0 for row in one.counters() if not row.is_this] == [True]


def test_a_code_works_once_and_not_after_its_hour(
    counters: list[tuple[RecordStore, Office]], clock: StandingClock, tmp_path: Path, stores: MemoryStores
) -> None:
    (_, one), (_, two) = counters
    one.create("share", "Quầy 1")
    late, used = one.invite("Quầy 2"), one.invite("Quầy 2", valid=timedelta(hours=3))
    clock.now += timedelta(hours=2)
    with pytest.raises(DeskError, match="pairing_code_spent"):
        two.join(late)
    assert two.status().state is OfficeState.ALONE
    two.join(used)
    with open_store(tmp_path / "three", clock) as store:
        with pytest.raises(DeskError, match="pairing_code_spent"):
            Office(store, stores, clock=clock).join(used)
        with pytest.raises(DeskError, match="pairing_code_invalid"):
            Office(store, stores, clock=clock).join(used[:-4])


def test_an_office_is_never_made_over_another_and_no_counter_is_in_two(
    counters: list[tuple[RecordStore, Office]],
) -> None:
    (_, one), (_, two) = counters
    one.create("share", "Quầy 1")
    with pytest.raises(DeskError, match="office_exists"):
        two.create("share", "Quầy 2")
    with pytest.raises(DeskError, match="office_already_joined"):
        one.create("elsewhere", "Quầy 1")


def test_a_cut_line_is_told_with_its_hour_and_what_waits_goes_by_itself(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    stores.fault = Fault.REQUEST_LOST
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    with pytest.raises(DeskError, match="office_unreachable"):
        one.sync_once()
    status = one.status()
    assert (status.state, status.waiting) == (OfficeState.CUT_OFF, 1)
    assert status.cut_off_since is not None
    another_program = Office(first, stores, clock=one._clock)
    assert (another_program.status().state, another_program.status().fault) == (status.state, status.fault)
    stores.fault = None
    one.sync_once()
    two.sync_once()
    assert another_program.status().state is OfficeState.SHARED
    assert len(second.read.search("buoi")) == 1


def test_over_a_full_share_reading_goes_on_and_what_waits_goes_once_there_is_room(
    counters: list[tuple[RecordStore, Office]], monkeypatch: pytest.MonkeyPatch
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    for number, store in enumerate((first, second), start=1):
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(number))
    two.sync_once()

    def full(_remote: MemoryRemote, _push: Push) -> bool:
        raise DeskError(ErrorCode.OFFICE_DISK_FULL)

    with monkeypatch.context() as while_full:
        while_full.setattr(MemoryRemote, "cas", full)
        with pytest.raises(DeskError, match="office_disk_full"):
            one.sync_once()
    status = one.status()
    assert (status.state, status.waiting) == (OfficeState.WAITING, 1)
    assert status.fault is ErrorCode.OFFICE_DISK_FULL
    assert len(first.read.search("buoi")) == 2
    one.sync_once()
    assert one.status().state is OfficeState.SHARED
    assert one.status().fault is None


def _differ(counters: list[tuple[RecordStore, Office]]) -> None:
    (first, one), (second, two) = counters
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(number="260317-0001"))
    one.sync_once()
    two.sync_once()
    for store, note in ((first, "hai bản"), (second, "ba bản")):
        with store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note=note))
    for office in (one, two, one):
        office.sync_once()


def test_both_values_of_a_field_are_shown_with_who_when_and_where(
    counters: list[tuple[RecordStore, Office]],
) -> None:
    together(counters)
    for _, office in counters:
        office.counters()
    _differ(counters)
    for _, office in counters:
        (conflict,) = office.conflicts()
        assert (conflict.kind, conflict.entity, conflict.field) == (
            ConflictKind.FIELD,
            Entity.DOSSIER,
            "note",
        )
        assert (conflict.offered, conflict.offered_counter) == ("ba bản", "Quầy 2")
        assert (conflict.stands, conflict.stands_counter) == ("hai bản", "Quầy 1")
        assert conflict.title == "260317-0001 Nguyễn Thị Bưởi"
        assert office.status().conflicts == 1


@pytest.mark.parametrize(("choice", "note"), [(Choice.MINE, "ba bản"), (Choice.THEIRS, "hai bản")])
def test_a_choice_is_made_once_and_holds_at_every_counter(
    counters: list[tuple[RecordStore, Office]], choice: Choice, note: str
) -> None:
    together(counters)
    _differ(counters)
    (_, one), (_, two) = counters
    one.resolve(OFFICER, one.conflicts()[0], choice)
    one.sync_once()
    two.sync_once()
    for store, office in counters:
        assert office.conflicts() == ()
        assert store.read.detail(a_dossier().id).dossier.note == note


def test_a_line_of_the_register_given_twice_is_shown_until_somebody_has_seen_it(
    counters: list[tuple[RecordStore, Office]],
) -> None:
    together(counters)
    for number, (store, _) in enumerate(counters, start=1):
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(number, register_sector="Hộ tịch", register_no="42"))
    (_, one), (_, two) = counters
    for office in (one, two, one):
        office.sync_once()
    (conflict,) = one.conflicts()
    assert (conflict.kind, conflict.field) == (ConflictKind.NUMBER, "dossier.register_no")
    assert conflict.offered == "2026/Hộ tịch/42"
    for office in (one, two):
        (conflict,) = office.conflicts()
        assert (conflict.stands_by, conflict.stands_counter) == (OFFICER, "Quầy 1")
        assert conflict.stands_at is not None
        assert (conflict.offered_by, conflict.offered_counter) == (OFFICER, "Quầy 2")
    one.resolve(OFFICER, conflict, Choice.THEIRS)
    assert one.conflicts() == ()
    assert one.status().conflicts == 0


def test_a_choice_about_a_value_that_has_changed_again_is_refused(
    counters: list[tuple[RecordStore, Office]],
) -> None:
    together(counters)
    _differ(counters)
    (first, one), _ = counters
    (conflict,) = one.conflicts()
    with first.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="bốn bản"))
    with pytest.raises(DeskError, match="record_changed"):
        one.resolve(OFFICER, conflict, Choice.MINE)
    assert one.conflicts()


def test_two_counters_never_give_one_number_together_or_apart(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    for _, office in counters:
        office.sync_once()
    stores.fault = Fault.REQUEST_LOST
    given: list[str] = []
    for store, _ in counters:
        for number in range(5):
            with store.begin(OFFICER) as work:
                text = work.next_dossier_number(TUESDAY)
                work.dossiers.save(a_dossier(10 * len(given) + number, number=text))
            given.append(text)
    assert len(set(given)) == len(given) == 10
    assert sorted(text[-4:] for text in given) == [
        "0001", "0002", "0003", "0004", "0005", "0006", "7000", "7001", "7100", "7101",
    ]  # fmt: skip


def test_a_card_names_the_counters_before_anybody_has_opened_the_office_page(
    counters: list[tuple[RecordStore, Office]],
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    for office in (one, two):
        office.sync_once()
    for store, text in ((first, "của một"), (second, "của hai")):
        with store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(a_dossier().id), note=text))
    for office in (one, two, one):
        office.sync_once()
        for card in office.conflicts():
            assert (card.stands_counter, card.offered_counter) == ("Quầy 1", "Quầy 2")
    assert len(one.conflicts()) == len(two.conflicts()) == 1


def test_leaving_keeps_every_record_and_frees_the_number(counters: list[tuple[RecordStore, Office]]) -> None:
    together(counters)
    (first, one), (second, two) = counters
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.sync_once()
    two.sync_once()
    two.leave()
    assert two.status().state is OfficeState.ALONE
    assert len(second.read.search("buoi")) == 1
    assert [row.retired for row in one.counters() if row.name == "Quầy 2"] == [True]


@contextmanager
def second_counter(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores, own: StandingClock, folder: Path
) -> Iterator[tuple[RecordStore, Office]]:
    """Joins a counter with a clock of its own to a new office."""
    one = counters[0][1]
    one.create("share", "Quầy 1")
    with open_store(folder / "second", own) as store:
        two = Office(store, stores, clock=own)
        two.join(one.invite("Quầy 2"))
        two.sync_once()
        yield store, two


def test_a_wrong_clock_is_told_at_every_counter_and_by_a_program_that_only_looks(
    tmp_path: Path, stores: MemoryStores, clock: StandingClock, counters: list[tuple[RecordStore, Office]]
) -> None:
    slow = StandingClock(now=clock.now - timedelta(hours=1))
    with second_counter(counters, stores, slow, tmp_path) as (store, _):
        looking = Office(store, stores, clock=slow)
        assert abs(looking.status().clock_offset_seconds - 3600) < 60
    (told,) = [row.clock_offset_seconds for row in counters[0][1].counters() if row.name == "Quầy 2"]
    assert abs(told - 3600) < 60


def test_a_clock_far_from_the_stores_gives_no_numbers_until_it_is_right_and_stops_nothing_else(
    tmp_path: Path, stores: MemoryStores, clock: StandingClock, counters: list[tuple[RecordStore, Office]]
) -> None:
    own = StandingClock(now=clock.now + timedelta(minutes=11, seconds=20))
    today = office_time(clock.now).date()
    with second_counter(counters, stores, own, tmp_path) as (store, two):
        with pytest.raises(DeskError, match="clock_off") as caught, store.begin(OFFICER) as work:
            work.next_dossier_number(today)
        assert message_for(caught.value).happened.startswith("Máy này đồng hồ nhanh 11 phút so với sổ chung")
        with pytest.raises(DeskError, match="clock_off"), store.begin(OFFICER) as work:
            work.next_register_number(today, "ho_tich")
        with store.begin(OFFICER) as work:
            assert work.next_ticket_number(today, "A")
            work.dossiers.save(a_dossier())
        own.now = clock.now + timedelta(minutes=9)
        two.sync_once()
        with store.begin(OFFICER) as work:
            assert work.next_dossier_number(today)


def test_a_clock_put_right_while_the_store_is_away_stops_nobody(
    tmp_path: Path, stores: MemoryStores, clock: StandingClock, counters: list[tuple[RecordStore, Office]]
) -> None:
    slow = StandingClock(now=clock.now - timedelta(hours=1))
    with second_counter(counters, stores, slow, tmp_path) as (store, two):
        stores.fault = Fault.REQUEST_LOST
        with pytest.raises(DeskError, match="office_unreachable"):
            two.sync_once()
        with store.begin(OFFICER) as work:
            assert work.next_dossier_number(office_time(clock.now).date())


def test_counters_of_one_name_are_told_apart_by_their_numbers(
    tmp_path: Path, counters: list[tuple[RecordStore, Office]], clock: StandingClock, stores: MemoryStores
) -> None:
    together(counters)
    (_, one), _ = counters
    with open_store(tmp_path / "three", clock) as store:
        Office(store, stores, clock=clock).join(one.invite("Quầy 2"))
    assert [row.name for row in one.counters()] == ["Quầy 1", "Quầy 2 (số 2)", "Quầy 2 (số 3)"]
    one.retire(one.counters()[2].client_id)
    assert [row.name for row in one.counters()] == ["Quầy 1", "Quầy 2", "Quầy 2"]


def test_a_store_that_went_back_stops_the_exchange_until_its_lost_end_is_given_back(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    before = stores.made["share"].backup()
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.sync_once()
    stores.made["share"].restore(before)
    with pytest.raises(DeskError, match="office_went_back"):
        one.sync_once()
    assert one.status().state is OfficeState.STOPPED
    assert one.bring_back() > 0
    for office in (one, two):
        office.sync_once()
    assert len(second.read.search("buoi")) == 1
    assert one.status().state is OfficeState.SHARED


def test_what_a_store_lost_is_offered_again_when_somebody_has_written_there_since(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    before = stores.made["share"].backup()
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    one.sync_once()
    stores.made["share"].restore(before)
    with second.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    two.sync_once()
    with pytest.raises(DeskError, match="office_went_back"):
        one.sync_once()
    assert one.bring_back() == 0
    for office in (one, two, one, two):
        office.sync_once()
    for store, office in counters:
        assert {hit.row.id for hit in store.read.search("buoi")} == {an_id(1001), an_id(1002)}
        assert office.status().state is OfficeState.SHARED


def test_a_counter_that_had_read_nothing_of_the_lost_end_says_for_all_that_the_store_was_put_back(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    two.sync_once()
    one.sync_once()
    before = stores.made["share"].backup()
    with second.begin(COLLEAGUE) as work:
        work.dossiers.save(a_dossier(number=work.next_dossier_number(TUESDAY)))
    two.sync_once()
    stores.made["share"].restore(before)
    assert one.bring_back() == 0
    for office in (two, one, two, one):
        office.sync_once()
    for store, office in counters:
        assert [hit.row.id for hit in store.read.search("buoi")] == [an_id(1001)]
        assert office.status().state is OfficeState.SHARED
    given = second.read.search("buoi")[0].row.number
    with first.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY) != given


def put_back_to_before_the_second(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> tuple[Office, Office]:
    (first, one), (_, two) = counters
    one.create("share", "Quầy 1")
    one.sync_once()
    before = stores.made["share"].backup()
    two.join(one.invite("Quầy 2"))
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    for office in (one, two):
        office.sync_once()
    stores.made["share"].restore(before)
    return one, two


def test_a_counter_a_store_was_put_back_to_before_is_told_so_and_comes_in_again_with_a_new_code(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    one, two = put_back_to_before_the_second(counters, stores)
    _, (second, _) = counters
    with second.begin(COLLEAGUE) as work:
        work.dossiers.save(a_dossier(2))
    with pytest.raises(DeskError, match="office_went_back"):
        two.sync_once()
    assert one.bring_back() > 0
    for _ in range(2):
        with pytest.raises(DeskError, match="counter_unknown"):
            two.sync_once()
    assert (two.status().state, two.status().fault) == (OfficeState.STOPPED, ErrorCode.COUNTER_UNKNOWN)
    two.look()
    stores.fault = Fault.REQUEST_LOST
    with pytest.raises(DeskError, match="office_unreachable"):
        two.sync_once()
    # Its share may be another counter's by now.
    with pytest.raises(DeskError, match="counter_unknown") as caught, second.begin(COLLEAGUE) as work:
        work.next_dossier_number(TUESDAY)
    assert "nối lại bằng mã mới" in message_for(caught.value).to_do
    stores.fault = None
    two.leave()
    two.join(one.invite("Quầy 2"))
    for office in (two, one, two):
        office.sync_once()
    for store, office in counters:
        assert {hit.row.id for hit in store.read.search("buoi")} == {an_id(1001), an_id(1002)}
        assert office.status().state is OfficeState.SHARED
    with second.begin(COLLEAGUE) as work:
        assert work.next_dossier_number(TUESDAY)


def test_the_lost_end_is_written_back_also_by_a_counter_the_store_no_longer_knows(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    _, two = put_back_to_before_the_second(counters, stores)
    assert two.bring_back() > 0
    assert len(MemoryRemote(stores.made["share"]).pull(0, 100).entries) > 0
    with pytest.raises(DeskError, match="counter_unknown"):
        two.sync_once()


def test_a_counter_unknown_to_a_store_that_lost_nothing_else_is_not_told_that_it_was_retired(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    (_, one), (_, two) = counters
    one.create("share", "Quầy 1")
    one.sync_once()
    before = stores.made["share"].backup()
    two.join(one.invite("Quầy 2"))
    two.sync_once()
    stores.made["share"].restore(before)
    two.look()
    assert two.status().fault is None
    with pytest.raises(DeskError, match="counter_unknown"):
        two.sync_once()


def answered(store: RecordStore, number: int) -> None:
    with store.begin(OFFICER) as work:
        work.answers.save(an_id(2000 + number), {"a": {"v": f"khai {number}"}})


def check_answers(counters: list[tuple[RecordStore, Office]], *numbers: int) -> None:
    for store, _ in counters:
        with store.begin(OFFICER) as work:
            told = {number: work.answers.load(an_id(2000 + number)) for number in numbers}
        assert told == {number: {"a": {"v": f"khai {number}"}} for number in numbers}


def test_answers_that_a_store_lost_are_readable_at_every_counter_once_they_are_offered_again(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    before = stores.made["share"].backup()
    answered(first, 1)
    one.sync_once()
    two.sync_once()
    answered(second, 2)
    two.sync_once()
    one.sync_once()
    stores.made["share"].restore(before)
    with pytest.raises(DeskError, match="office_went_back"):
        two.sync_once()
    assert MemoryRemote(stores.made["share"]).relog(())
    for office in (two, one, two, one):
        office.sync_once()
    check_answers(counters, 1, 2)


def test_a_new_office_of_counters_that_left_a_lost_one_keeps_every_answer_readable(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    answered(first, 1)
    answered(second, 2)
    for office in (one, two, one):
        office.sync_once()
    del stores.made["share"]
    for office in (one, two):
        office.leave()
    two.create("share", "Quầy 2")
    two.sync_once()
    one.join(two.invite("Quầy 1"))
    for office in (one, two, one):
        office.sync_once()
    check_answers(counters, 1, 2)


def test_another_offices_store_under_the_same_address_changes_nothing_here(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores, clock: StandingClock
) -> None:
    together(counters)
    (first, one), _ = counters
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.sync_once()
    one.close()
    stores.made["share"] = MemoryStore("0194c000-0000-7000-8000-0000000000d9", clock=clock)
    with pytest.raises(DeskError, match="office_foreign"):
        one.sync_once()
    assert one.status().state is OfficeState.STOPPED
    assert len(first.read.search("buoi")) == 1


def test_every_number_of_a_day_is_explained(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    for office in (one, two):
        office.sync_once()
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(number=work.next_dossier_number(TUESDAY)))
    one.sync_once()
    stores.fault = Fault.REQUEST_LOST
    for place in range(4):
        with second.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(20 + place, number=work.next_dossier_number(TUESDAY)))
    stores.fault = None
    two.sync_once()
    one.sync_once()
    rows = one.numbers(TUESDAY)
    assert [(row.number[-4:], row.counter, row.is_used) for row in rows if row.is_used] == [
        ("0001", "Quầy 1", True),
        ("0004", "Quầy 2", True),
        ("0005", "Quầy 2", True),
        ("0006", "Quầy 2", True),
        ("7100", "Quầy 2", True),
    ]
    assert {row.counter for row in rows if not row.is_used} <= {"Quầy 1", "Quầy 2"}
    assert [row.number for row in rows] == sorted(row.number for row in rows)


def test_the_numbers_of_a_day_have_no_gap_after_the_store_was_put_back(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores
) -> None:
    together(counters)
    (first, one), (second, two) = counters
    for office in (one, two):
        office.sync_once()
    before = stores.made["share"].backup()
    for number, (store, office) in enumerate((*counters, *counters, counters[1]), start=1):
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(number, number=work.next_dossier_number(TUESDAY)))
        office.sync_once()
    stores.made["share"].restore(before)
    with second.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(6, number=work.next_dossier_number(TUESDAY)))
    one.bring_back()
    for office in (one, two, one):
        office.sync_once()
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(7, number="260317-0012"))
    rows = {row.number: row for row in one.numbers(TUESDAY)}
    common = [number for number in rows if number < "260317-7000"]
    assert common == [f"260317-{serial:04}" for serial in range(1, 13)]
    assert {row.counter[:6] for row in rows.values() if row.is_used} == {"Quầy 1", "Quầy 2"}
    assert rows["260317-0012"].counter == "Quầy 1"
    assert (rows["260317-0011"].counter, rows["260317-0011"].is_used) == ("", False)
    for office in (one, two, one):
        office.sync_once()
    books = [[(row.number, row.counter) for row in office.numbers(TUESDAY)] for office in (one, two)]
    assert books[0] == books[1]


def test_why_the_exchange_stopped_is_told_with_its_particulars(
    counters: list[tuple[RecordStore, Office]], monkeypatch: pytest.MonkeyPatch
) -> None:
    together(counters)
    _, (_, two) = counters

    def broken(*_: object) -> None:
        raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=17)

    monkeypatch.setattr(MemoryRemote, "pull", broken)
    with pytest.raises(DeskError):
        two.sync_once()
    assert "17" in message_for(two.status().why).happened
    monkeypatch.undo()
    two.sync_once()
    assert two.status().fault_params == {}


def test_a_counter_can_leave_and_try_again_whatever_is_wrong_over_there(
    counters: list[tuple[RecordStore, Office]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (_, one), (_, two) = counters
    one.create("share", "Quầy 1")
    code = one.invite("Quầy 2")

    def stumble(*_: object, **__: object) -> None:
        raise ValueError("embedded null byte")

    monkeypatch.setattr(MemoryRemote, "hello", stumble)
    with pytest.raises(DeskError, match="office_stumbled"):
        two.join(code)
    assert two.status().state is OfficeState.ALONE
    monkeypatch.undo()
    two.join(code)
    monkeypatch.setattr(MemoryRemote, "counters", stumble)
    two.leave()
    assert two.status().state is OfficeState.ALONE


@pytest.mark.parametrize("call", ["hello", "register", "snap"])
@pytest.mark.parametrize("fresh", [False, True])
def test_a_counter_that_was_killed_while_it_joined_joins_with_the_same_code_or_a_fresh_one(
    counters: list[tuple[RecordStore, Office]], monkeypatch: pytest.MonkeyPatch, call: str, *, fresh: bool
) -> None:
    (first, one), (second, two) = counters
    one.create("share", "Quầy 1")
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.sync_once()
    code = one.invite("Quầy 2")
    with monkeypatch.context() as killed:
        killed.setattr(MemoryRemote, call, _die)
        with pytest.raises(KeyboardInterrupt):
            two.join(code)
    two.close()
    two.join(one.invite("Quầy 2") if fresh else code)
    two.sync_once()
    assert two.status().state is OfficeState.SHARED
    assert second.read.detail(a_dossier().id).dossier == a_dossier()
    with pytest.raises(DeskError, match="office_already_joined"):
        two.join(one.invite("Quầy 3"))


def test_a_counter_that_was_killed_as_it_came_in_and_retired_meanwhile_comes_in_with_a_fresh_code(
    counters: list[tuple[RecordStore, Office]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, one), (second, two) = counters
    one.create("share", "Quầy 1")
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.sync_once()
    register = MemoryRemote.register

    def come_in_and_die(remote: MemoryRemote, client_id: str, name: str, **named: str) -> int:
        register(remote, client_id, name, **named)
        raise KeyboardInterrupt

    code = one.invite("Quầy 2")
    with monkeypatch.context() as killed:
        killed.setattr(MemoryRemote, "register", come_in_and_die)
        with pytest.raises(KeyboardInterrupt):
            two.join(code)
    two.close()
    with second.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    one.retire(next(row.client_id for row in one.counters() if not row.is_this))
    two.join(one.invite("Quầy 2"))
    two.sync_once()
    one.sync_once()
    assert two.status().state is OfficeState.SHARED
    assert second.read.detail(a_dossier().id).dossier == a_dossier()
    assert first.read.detail(a_dossier(2).id).dossier == a_dossier(2)
    assert not one.conflicts()


@pytest.mark.parametrize("fault", [Fault.REQUEST_LOST, Fault.BUSY])
def test_what_a_person_asks_of_an_office_that_does_not_answer_is_told_as_not_done(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores, fault: Fault
) -> None:
    (_, one), _ = counters
    one.create("share", "Quầy 1")
    stores.fault = fault
    for ask in (lambda: one.invite("Quầy 2"), lambda: one.retire("x"), one.bring_back):
        with pytest.raises(DeskError) as caught:
            ask()
        assert caught.value.code is ErrorCode.OFFICE_NOT_DONE
        assert "làm lại việc này" in message_for(caught.value).text
    stores.fault = None
    assert one.invite("Quầy 2")


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("fault", [Fault.REQUEST_LOST, Fault.BUSY])
def test_a_place_that_does_not_answer_is_told_as_what_it_is_to_who_joins(
    counters: list[tuple[RecordStore, Office]], stores: MemoryStores, fault: Fault
) -> None:
    (_, one), (_, two) = counters
    one.create("share", "Quầy 1")
    code = one.invite("Quầy 2")
    stores.fault = fault
    with pytest.raises(DeskError) as caught:
        two.join(code)
    assert caught.value.code is ErrorCode.OFFICE_JOIN_UNREACHABLE
    assert "chưa vào sổ chung" in message_for(caught.value).text
    assert two.status() == ALONE
    stores.fault = None
    two.join(code)
    stores.fault = fault
    with pytest.raises(DeskError, match=r"office_(unreachable|busy)"):
        two.sync_once()  # once it has joined, it sends by itself what waits
