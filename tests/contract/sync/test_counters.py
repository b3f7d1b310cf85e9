"""Who belongs to an office, and the numbers it gives out, on every store."""

import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.clock_agreement import is_store_off
from desktop.sync.entering import enter
from desktop.sync.link import Link
from desktop.sync.remote import COUNTERS_MAX, GIVEN_MAX, Presence, Remote, invitation_hash
from tests.support.postgres import PgKit
from tests.support.sync_samples import ANNA, BINH, DATASET, a_line, a_patch, a_push, invited
from tests.support.sync_stores import FileKit, StoreKit

DAY = date(2026, 3, 17)
HELLO = Presence(client_id=ANNA, cursor=0, schema_level=1, app_version="")
CUC = "0194c000-0000-7000-8000-0000000000c3"
LOST = "0194c000-0000-7000-8000-0000000000c4"


def refused(caught: pytest.ExceptionInfo[DeskError]) -> bool:
    return caught.value.code is ErrorCode.OFFICE_REFUSED


def test_counters_get_the_smallest_number_nobody_ever_had(
    office: StoreKit, anna: Remote, binh: Remote
) -> None:
    assert [info.counter_no for info in anna.counters()] == [1, 2]
    assert anna.register(ANNA, "Quầy 1") == 1
    anna.retire(ANNA)  # it may not have heard of it and count on in its share
    assert office.counter(3).register(CUC, "Quầy 3", secret=invited(binh)) == 3
    assert [(info.client_id, info.retired) for info in binh.counters()] == [
        (ANNA, True),
        (BINH, False),
        (CUC, False),
    ]


def test_only_when_every_number_was_had_one_of_a_retired_counter_comes_again(
    anna: Remote, binh: Remote
) -> None:
    for number in range(3, COUNTERS_MAX + 1):
        assert binh.register(f"0194c000-0000-7000-8000-0000000001{number:02}", "Quầy", copy_of=BINH) == number
    anna.retire(ANNA)
    assert binh.register(CUC, "Quầy", copy_of=BINH) == 1


def test_a_stranger_can_neither_read_for_a_push_nor_write(office: StoreKit, anna: Remote) -> None:
    push = a_push(anna, ANNA, [a_line(a_patch({"a": 1}))])
    with pytest.raises(DeskError) as caught:
        office.counter(2).snap(BINH, (), ())
    assert refused(caught)
    with pytest.raises(DeskError) as caught:
        office.counter(2).register(BINH, "Quầy 2")
    assert refused(caught)
    assert anna.cas(push)


def test_an_invitation_serves_once_and_in_time(office: StoreKit, anna: Remote) -> None:
    late = "an old secret"
    anna.invite(invitation_hash(late), datetime.now(UTC) - timedelta(seconds=1))
    for secret in ("a guessed secret", late):
        with pytest.raises(DeskError) as caught:
            office.counter(2).register(BINH, "Quầy 2", secret=secret)
        assert refused(caught)
    secret = invited(anna)
    assert office.counter(2).register(BINH, "Quầy 2", secret=secret) == 2
    with pytest.raises(DeskError) as caught:
        office.counter(3).register(CUC, "Quầy 3", secret=secret)
    assert refused(caught)


def test_a_copy_of_a_counter_needs_no_new_invitation(anna: Remote) -> None:
    assert anna.register(BINH, "Quầy 1", copy_of=ANNA) == 2
    assert anna.cas(a_push(anna, BINH, [a_line(a_patch({"a": 1}))]))


@pytest.mark.usefixtures("binh")
def test_a_retired_counter_sends_no_more_and_what_it_sent_stays(anna: Remote) -> None:
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))]))
    push = a_push(anna, ANNA, [a_line(a_patch({"a": 2}), op=2)])
    anna.retire(ANNA)
    for call in (lambda: anna.cas(push), lambda: anna.snap(ANNA, (), ()), lambda: anna.register(ANNA, "")):
        with pytest.raises(DeskError) as caught:
            call()
        assert refused(caught)
    hello = anna.hello(Presence(client_id=ANNA, cursor=1, schema_level=1, app_version=""))
    assert not hello.registered
    assert hello.head == 1


def test_the_office_is_full_with_thirty_counters(anna: Remote) -> None:
    for number in range(2, COUNTERS_MAX + 1):
        assert anna.register(f"0194c000-0000-7000-8000-0000000001{number:02}", "Quầy", copy_of=ANNA) == number
    with pytest.raises(DeskError) as caught:
        anna.register(CUC, "Quầy", copy_of=ANNA)
    assert caught.value.code is ErrorCode.OFFICE_FULL


def test_the_store_remembers_how_each_counter_was_last_seen(anna: Remote, binh: Remote) -> None:
    presence = Presence(client_id=ANNA, cursor=0, schema_level=3, app_version="1.2", clock_offset_ms=-70_000)
    hello = anna.hello(presence)
    info = binh.counters()[0]
    assert (info.name, info.schema_level, info.app_version) == ("Quầy 1", 3, "1.2")
    assert info.clock_offset_ms == -70_000
    assert info.last_seen is not None
    assert abs(info.last_seen - hello.now) < timedelta(seconds=5)
    anna.hello(
        replace(presence, clock_offset_ms=0)
    )  # the clock was set: said at once, not half a minute later
    assert binh.counters()[0].clock_offset_ms == 0


def test_the_least_level_to_write_only_rises(anna: Remote, binh: Remote) -> None:
    anna.set_min_writer_level(3)
    anna.set_min_writer_level(2)
    hello = binh.hello(Presence(client_id=BINH, cursor=0, schema_level=1, app_version=""))
    assert hello.min_writer_level == 3


def test_numbers_are_dense_for_each_series_and_day(anna: Remote, binh: Remote) -> None:
    assert anna.reserve(ANNA, "dossier", DAY, 2) == (1, 2)
    assert binh.reserve(BINH, "dossier", DAY, 1) == (3,)
    assert anna.reserve(ANNA, "ticket", DAY, 1) == (1,)
    assert anna.reserve(ANNA, "dossier", DAY + timedelta(days=1), 1) == (1,)
    book = [(given.number, given.client_id) for given in binh.reserved("dossier", DAY)]
    assert book == [(1, ANNA), (2, ANNA), (3, BINH)]
    assert binh.reserved("nothing", DAY) == ()


def test_a_number_no_store_gives_stops_no_series(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with closing(FileKit(tmp_path)) as kit, closing(PgKit(request.getfixturevalue("embedded"))) as server:
        kit.run("INSERT INTO sync_given VALUES ('dossier', '2026-03-17', 9223372036854775807, 'x')")
        with server.server.connect(server.database) as keeper:
            keeper.execute(
                "INSERT INTO khongviet.sync_given VALUES ('dossier', '2026-03-17', 2147483647, 'x')"
            )
        for each in (kit, server):
            remote = each.counter(1)
            remote.register(ANNA, "Quầy 1")
            assert remote.reserve(ANNA, "dossier", DAY, 2) == (1, 2)
            assert remote.reserve(ANNA, "dossier", DAY, 1) == (3,)


def test_a_series_ends_with_the_last_number_of_a_day(anna: Remote) -> None:
    given: tuple[int, ...] = ()
    for _ in range(0, GIVEN_MAX, 99):
        given = anna.reserve(ANNA, "dossier", DAY, 99)
    assert given[-1] == GIVEN_MAX
    assert anna.reserve(ANNA, "dossier", DAY, 3) == ()


def test_a_moment_nobody_can_read_stops_no_counter_and_is_mended_by_the_next_hello(tmp_path: Path) -> None:
    with closing(FileKit(tmp_path)) as kit:
        anna = kit.counter()
        anna.register(ANNA, "Quầy 1")
        for moment in ("yesterday", "0001-01-01T00:00:00.000000Z"):
            kit.run("UPDATE sync_client SET last_seen = ?", moment)
            assert [info.last_seen for info in anna.counters()] == [None]
            assert anna.hello(HELLO).registered
            assert anna.counters()[0].last_seen is not None


def test_on_the_day_a_store_was_put_back_it_gives_no_number(anna: Remote) -> None:
    """It does not know which numbers it gave after its backup; some may stand on paper and nowhere else yet."""
    today = office_time(anna.hello(HELLO).now).date()
    assert anna.reserve(ANNA, "dossier", today, 2) == (1, 2)
    assert anna.relog(())
    assert anna.reserve(ANNA, "dossier", today, 2) == ()
    assert anna.reserve(ANNA, "dossier", today - timedelta(days=1), 2) == ()
    assert anna.reserve(ANNA, "dossier", today + timedelta(days=1), 2) == (1, 2)


def test_two_counters_that_ask_at_once_never_get_the_same_number(anna: Remote, binh: Remote) -> None:
    got: dict[str, list[int]] = {ANNA: [], BINH: []}
    faults: list[Exception] = []

    def ask(remote: Remote, client_id: str) -> None:
        try:
            for _ in range(20):
                got[client_id] += remote.reserve(client_id, "dossier", DAY, 1)
        except Exception as error:  # noqa: BLE001 - told in the test's own thread
            faults.append(error)

    threads = [threading.Thread(target=ask, args=pair) for pair in ((anna, ANNA), (binh, BINH))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sorted(got[ANNA] + got[BINH]) == list(range(1, 41))
    book = {given.number: given.client_id for given in anna.reserved("dossier", DAY)}
    assert book == {number: client_id for client_id, numbers in got.items() for number in numbers}


def test_a_retired_counter_does_not_come_back_as_a_copy_of_itself(anna: Remote, binh: Remote) -> None:
    anna.retire(BINH)
    with pytest.raises(DeskError, match="office_refused"):
        binh.register("0194c000-0000-7000-8000-0000000000ce", "Quầy 2", copy_of=BINH)


def test_a_clock_no_pc_can_have_stops_neither_the_list_nor_a_sending_away(anna: Remote, binh: Remote) -> None:
    binh.hello(
        Presence(client_id=BINH, cursor=0, schema_level=1, app_version="v" * 5_000, clock_offset_ms=2**62)
    )
    infos = {info.client_id: info for info in anna.counters()}
    assert infos[BINH].ahead <= timedelta(days=36_525)
    assert not is_store_off(infos.values(), ANNA, ahead=timedelta(hours=1), now=datetime.now(UTC))
    anna.retire(BINH)


def a_place(*former: str) -> Link:
    return Link(dataset_id=DATASET, client_id=CUC, name="Quầy 2", former=former)


@pytest.mark.usefixtures("anna")
def test_a_counter_enters_again_as_the_last_life_of_it_that_a_store_put_back_knows(binh: Remote) -> None:
    assert enter(binh, a_place(LOST, BINH)) == 3


@pytest.mark.usefixtures("binh")
def test_a_counter_that_a_store_put_back_knows_nothing_of_needs_a_new_invitation(anna: Remote) -> None:
    for former in ((), (LOST,)):
        with pytest.raises(DeskError, match="counter_unknown"):
            enter(anna, a_place(*former))


def test_a_life_that_was_retired_brings_nobody_in_whatever_stands_before_it(anna: Remote) -> None:
    anna.register(BINH, "Quầy 2", copy_of=ANNA)
    anna.retire(BINH)
    with pytest.raises(DeskError, match="office_refused") as caught:
        enter(anna, a_place(LOST, BINH, ANNA))
    assert "retired" in caught.value.params


def test_a_store_that_was_put_back_gives_new_counters_numbers_it_cannot_have_forgotten(
    office: StoreKit, anna: Remote
) -> None:
    assert anna.relog(())
    assert office.counter(2).register(BINH, "Quầy 2", secret=invited(anna)) == COUNTERS_MAX
    assert office.counter(3).register(CUC, "Quầy 3", secret=invited(anna)) == COUNTERS_MAX - 1
