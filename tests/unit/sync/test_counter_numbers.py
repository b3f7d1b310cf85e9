"""Which numbers a counter may give: after it left, after it was retired, with a clock nobody can vouch for."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.store import RecordStore
from desktop.services.messages import message_for
from desktop.services.office_values import ALONE, OfficeState
from desktop.services.office_words import Grade, status_words
from desktop.sync.memory_faults import Fault
from desktop.sync.memory_remote import MemoryRemote
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import MORNING, OFFICER, TUESDAY, StandingClock, a_dossier, open_store

Counter = tuple[RecordStore, Office]
SECTOR = "Hộ tịch"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def stores(clock: StandingClock) -> MemoryStores:
    return MemoryStores(clock)


@pytest.fixture
def join(tmp_path: Path, stores: MemoryStores) -> Iterator[Callable[[StandingClock], Counter]]:
    """Joins one more counter with a clock of its own; the first one makes the office."""
    opened: list[Counter] = []

    def joined(own: StandingClock) -> Counter:
        number = len(opened) + 1
        store = open_store(tmp_path / f"counter-{number}", own)
        office = Office(store, stores, clock=own)
        opened.append((store, office))
        if number == 1:
            office.create("share", "Quầy 1")
        else:
            office.join(opened[0][1].invite(f"Quầy {number}"))
        office.sync_once()
        return store, office

    yield joined
    for store, office in opened:
        office.close()
        store.close()


def give(store: RecordStore, number: int) -> tuple[str, str, str]:
    """Enter a dossier as the desk does; gives its number, its line of the register and a ticket."""
    with store.begin(OFFICER) as work:
        text, line = work.next_dossier_number(TUESDAY), work.next_register_number(TUESDAY, SECTOR)
        ticket = work.next_ticket_number(TUESDAY, "A")
        work.dossiers.save(a_dossier(number, number=text, register_sector=SECTOR, register_no=line))
    return text, line, ticket


def refusal(store: RecordStore) -> str:
    with pytest.raises(DeskError) as caught, store.begin(OFFICER) as work:
        work.next_dossier_number(TUESDAY)
    return caught.value.code.value


def test_a_counter_that_left_gives_no_number_that_the_office_gives_too(
    join: Callable[[StandingClock], Counter], clock: StandingClock
) -> None:
    (first, one), (second, two) = join(clock), join(clock)
    given = [give(store, number) for number, store in enumerate((first, second, first, second), start=1)]
    for office in (one, two, one):
        office.sync_once()
    two.leave()
    given += [give(second, 11), give(second, 12)]
    one.sync_once()
    given += [give(first, number) for number in range(21, 26)]
    one.sync_once()
    for texts in zip(*(texts[:2] for texts in given), strict=True):
        assert len(set(texts)) == len(texts)
    assert [texts[0][-4:] for texts in given[4:6]] == ["7100", "7101"]


def test_a_counter_that_left_while_cut_off_stays_in_its_share_on_other_days_too(
    join: Callable[[StandingClock], Counter], clock: StandingClock, stores: MemoryStores
) -> None:
    _, (store, office) = join(clock), join(clock)
    stores.fault = Fault.REQUEST_LOST
    office.leave()
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY + timedelta(days=1)) == "260318-7100"
        assert work.next_ticket_number(TUESDAY + timedelta(days=1), "A") == "A2-001"


def test_the_last_counter_of_an_office_counts_as_before_it_from_the_next_day_on(
    join: Callable[[StandingClock], Counter], clock: StandingClock
) -> None:
    (store, office), (_, two) = join(clock), join(clock)
    two.leave()
    office.leave()
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY) == "260317-7000"
        assert work.next_dossier_number(TUESDAY + timedelta(days=1)) == "260318-0001"
        assert work.next_register_number(TUESDAY + timedelta(days=1), SECTOR) == "01"


def test_leaving_an_office_of_its_own_does_not_forget_the_share_of_one_that_goes_on(
    join: Callable[[StandingClock], Counter], clock: StandingClock
) -> None:
    _, (store, office) = join(clock), join(clock)
    office.leave()
    office.create("elsewhere", "Quầy lẻ")
    office.sync_once()
    office.leave()
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY + timedelta(days=1)) == "260318-7100"


def test_a_retired_counter_gives_no_numbers_also_when_the_line_is_cut_afterwards(
    join: Callable[[StandingClock], Counter], clock: StandingClock, stores: MemoryStores
) -> None:
    (_, one), (store, two) = join(clock), join(clock)
    one.retire(one.counters()[1].client_id)
    with pytest.raises(DeskError, match="office_refused"):
        two.sync_once()
    assert refusal(store) == "counter_retired"
    stores.fault = Fault.REQUEST_LOST
    with pytest.raises(DeskError, match="office_unreachable"):
        two.sync_once()
    with pytest.raises(DeskError, match="counter_retired") as caught, store.begin(OFFICER) as work:
        work.next_ticket_number(TUESDAY, "A")
    assert (two.status().state, two.status().fault) == (OfficeState.STOPPED, ErrorCode.COUNTER_RETIRED)
    assert "office leave" in message_for(caught.value).to_do
    with store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    two.leave()
    assert give(store, 2)[0] == "260317-7100"


def apart(join: Callable[[StandingClock], Counter], count: int, *, by: timedelta) -> list[Counter]:
    """Some counters whose clocks, one as right as the other, differ from the store's."""
    counters = [join(StandingClock(now=MORNING + by)) for _ in range(count)]
    for _ in range(2):
        for _, office in counters:
            office.sync_once()
    return counters


def test_three_counters_that_agree_go_on_numbering_and_blame_the_stores_clock(
    join: Callable[[StandingClock], Counter],
) -> None:
    for store, office in apart(join, 3, by=timedelta(hours=2)):
        with store.begin(OFFICER) as work:
            assert work.next_dossier_number(TUESDAY)
            assert work.next_register_number(TUESDAY, SECTOR)
        status = office.status()
        assert status.is_store_clock_off
        assert [row.is_store_clock_off for row in office.counters()] == [True] * 3
        (said,) = [line for line in status_words(status, MORNING).lines if "đồng hồ" in line.sentence]
        assert said.sentence.startswith("Nơi để sổ chung có đồng hồ chậm 2 giờ so với máy này")
        assert said.grade is Grade.LOOK


def test_two_counters_against_the_store_are_no_majority(join: Callable[[StandingClock], Counter]) -> None:
    for store, office in apart(join, 2, by=timedelta(hours=2)):
        assert refusal(store) == "clock_off"
        (said,) = [line for line in status_words(office.status(), MORNING).lines if "ồng hồ" in line.sentence]
        assert "máy này đúng thì báo người trông máy chủ" in said.sentence


def test_a_store_put_right_is_believed_again(
    join: Callable[[StandingClock], Counter], clock: StandingClock
) -> None:
    counters = apart(join, 3, by=timedelta(hours=2))
    clock.now += timedelta(hours=2)
    for store, office in counters:
        office.sync_once()
        assert not office.status().is_store_clock_off
        with store.begin(OFFICER) as work:
            assert work.next_dossier_number(TUESDAY)


def test_a_wrong_clock_gives_no_numbers_either_while_the_store_takes_nothing(
    join: Callable[[StandingClock], Counter], clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = StandingClock()
    store, office = join(own)

    def full(*_: object) -> None:
        raise DeskError(ErrorCode.OFFICE_DISK_FULL)

    monkeypatch.setattr(MemoryRemote, "cas", full)
    with store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    own.now = clock.now + timedelta(hours=1)
    with pytest.raises(DeskError, match="office_disk_full"):
        office.sync_once()
    assert abs(office.status().clock_offset_seconds + 3600) < 60
    assert refusal(store) == "clock_off"
    own.now = clock.now
    with pytest.raises(DeskError, match="office_disk_full"):
        office.sync_once()
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY)


def test_a_clock_behind_the_last_moment_the_office_vouched_for_gives_no_numbers(
    join: Callable[[StandingClock], Counter], clock: StandingClock, stores: MemoryStores
) -> None:
    own = StandingClock()
    store, office = join(own)
    stores.fault = Fault.REQUEST_LOST
    with pytest.raises(DeskError, match="office_unreachable"):
        office.sync_once()
    own.now -= timedelta(days=400)
    assert refusal(store) == "clock_back"
    (said,) = [line for line in status_words(office.status(), own.now).lines if "lùi" in line.sentence]
    assert said.grade is Grade.STOPPED
    own.now = clock.now - timedelta(minutes=9)
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY)


def test_a_clock_that_was_ahead_and_is_behind_now_is_never_told_that_it_is_ahead(
    join: Callable[[StandingClock], Counter], clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the server's certificate nobody can ask the store any more: what it said before is of another clock."""
    own = StandingClock()
    store, office = join(own)
    own.now += timedelta(days=2)
    office.look()
    assert refusal(store) == "clock_off"

    def too_early(*_: object) -> None:
        raise DeskError(ErrorCode.OFFICE_CERTIFICATE_DATE)

    monkeypatch.setattr(MemoryRemote, "hello", too_early)
    own.now = clock.now - timedelta(days=2)
    office.look()
    assert refusal(store) == "clock_back"
    status = office.status()
    assert (status.state, status.fault) == (OfficeState.STOPPED, ErrorCode.OFFICE_CERTIFICATE_DATE)
    said = [line.sentence for line in status_words(status, own.now).lines]
    assert not [sentence for sentence in said if "nhanh" in sentence]
    assert [sentence for sentence in said if "Kiểm tra ngày giờ máy này trước" in sentence]
    assert [sentence for sentence in said if "lùi về trước" in sentence]
    own.now = clock.now + timedelta(minutes=1)  # put right, and the server still says nothing
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY)
    (said_again,) = [
        one.sentence for one in status_words(office.status(), own.now).lines if "nhanh" in one.sentence
    ]
    assert said_again.startswith("Lần gặp sổ chung gần nhất")


def test_a_counter_off_for_weeks_gives_numbers_and_asks_to_look_at_the_date(
    join: Callable[[StandingClock], Counter], stores: MemoryStores
) -> None:
    own = StandingClock()
    store, office = join(own)
    stores.fault = Fault.REQUEST_LOST
    own.now += timedelta(days=21)
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY + timedelta(days=21)) == "260407-7000"
    (said,) = [line for line in status_words(office.status(), own.now).lines if "ngày giờ" in line.sentence]
    assert said.grade is Grade.LOOK
    assert "21 ngày" in said.sentence
    assert "thứ Ba 07/4/2026, 08:30" in said.sentence


def test_a_short_look_believes_a_clock_that_was_put_right_without_an_exchange(
    join: Callable[[StandingClock], Counter], clock: StandingClock
) -> None:
    own = StandingClock(now=MORNING + timedelta(hours=1))
    store, office = join(own)
    assert refusal(store) == "clock_off"
    own.now = clock.now
    office.look()
    assert abs(office.status().clock_offset_seconds) < 60
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY)


def test_a_short_look_finds_a_clock_wrong_only_when_the_store_says_so(
    join: Callable[[StandingClock], Counter], clock: StandingClock, stores: MemoryStores
) -> None:
    own = StandingClock()
    store, office = join(own)
    own.now = clock.now - timedelta(hours=1)
    office.look()
    assert refusal(store) == "clock_off"
    stores.made["share"].content.dataset_id = "another"
    own.now = clock.now
    office.look()
    assert refusal(store) == "clock_off"  # a foreign store says nothing


def test_a_short_look_does_not_wait_for_a_store_that_hangs(
    join: Callable[[StandingClock], Counter], clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = StandingClock(now=MORNING + timedelta(hours=1))
    store, office = join(own)
    own.now = clock.now
    ends = threading.Event()
    monkeypatch.setattr(MemoryRemote, "hello", lambda *_: ends.wait(30))
    office.look(patience_seconds=0.05)
    ends.set()
    assert office.status().state is OfficeState.CUT_OFF
    with store.begin(OFFICER) as work:
        assert work.next_dossier_number(TUESDAY)


def test_a_short_look_of_a_counter_alone_asks_nobody(tmp_path: Path, stores: MemoryStores) -> None:
    with open_store(tmp_path / "alone") as store:
        office = Office(store, stores, clock=StandingClock())
        office.look()
        assert office.status() == ALONE


def test_no_number_is_given_twice_after_a_put_back_where_the_stores_clock_is_days_behind(
    join: Callable[[StandingClock], Counter], stores: MemoryStores
) -> None:
    counters = apart(join, 3, by=timedelta(days=2))
    day = TUESDAY + timedelta(days=2)
    before = stores.made["share"].backup()
    given: list[str] = []

    def give_some(counter: Counter, count: int) -> None:
        for _ in range(count):
            with counter[0].begin(OFFICER) as work:
                given.append(work.next_dossier_number(day))
                work.dossiers.save(a_dossier(len(given), number=given[-1]))
            counter[1].sync_once()

    give_some(counters[1], 5)
    stores.made["share"].restore(before)
    counters[0][1].bring_back()
    for counter in (counters[0], counters[2], counters[1]):
        counter[1].sync_once()
        give_some(counter, 5)
    assert len(set(given)) == len(given)
