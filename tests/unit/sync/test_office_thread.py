import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorCode
from desktop.services.office_values import OfficeState, OfficeStatus
from desktop.services.record_values import Changes, Entity
from desktop.sync.memory_faults import Fault
from desktop.sync.memory_remote import MemoryRemote
from desktop.sync.office import Office
from desktop.sync.office_thread import OfficeThread
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import OFFICER, StandingClock, a_dossier, an_id, open_store


@pytest.fixture
def stores() -> MemoryStores:
    return MemoryStores(StandingClock())


@pytest.fixture
def pair(tmp_path: Path, stores: MemoryStores) -> Iterator[tuple[Office, Office]]:
    opened = [open_store(tmp_path / name, StandingClock()) for name in ("one", "two")]
    one, two = (Office(store, stores, clock=StandingClock()) for store in opened)
    one.create("share", "Quầy 1")
    two.join(one.invite("Quầy 2"))
    one.sync_once()
    with opened[0].begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    yield one, two
    for store in opened:
        store.close()


def test_what_one_counter_writes_appears_at_the_other_without_being_asked_for(
    pair: tuple[Office, Office],
) -> None:
    seen: list[Changes] = []
    there = threading.Event()

    def on_changes(changes: Changes) -> None:
        seen.append(changes)
        if changes.ids(Entity.DOSSIER):
            there.set()

    sender = OfficeThread(pair[0], on_changes=lambda _: None, on_status=lambda _: None)
    reader = OfficeThread(pair[1], on_changes=on_changes, on_status=lambda _: None)
    reader.start()
    sender.start()
    sender.wake()
    assert there.wait(10)
    assert an_id(1001) in {row for changes in seen for row in changes.ids(Entity.DOSSIER)}
    for thread in (sender, reader):
        thread.stop()


def test_what_was_taken_over_is_shown_before_anything_is_sent_and_not_again_after_it(
    pair: tuple[Office, Office],
) -> None:
    one, two = pair
    one.sync_once()
    two.sync_once()
    for office, number in ((one, 1002), (two, 1003)):
        with office._store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(number))
    one.sync_once()
    told: list[tuple[Changes, int]] = []
    two.sync_once(lambda changes: told.append((changes, two.status().waiting)))
    assert [(a_dossier(1002).id in changes.ids(Entity.DOSSIER), waiting) for changes, waiting in told] == [
        (True, 1)
    ]
    assert two.status().waiting == 0


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.REQUEST_LOST])
def test_what_was_taken_over_is_shown_also_when_sending_then_fails(
    pair: tuple[Office, Office], stores: MemoryStores, fault: Fault
) -> None:
    one, two = pair
    one.sync_once()
    two.sync_once()
    with two._store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1002))
    with one._store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1003))
    one.sync_once()
    stores.faults["cas"] = fault
    seen: list[Changes] = []
    OfficeThread(two, on_changes=seen.append, on_status=lambda _: None).run_once()
    assert two.status().state is OfficeState.CUT_OFF
    assert a_dossier(1003).id in {row for changes in seen for row in changes.ids(Entity.DOSSIER)}


def test_a_cut_line_is_told_and_tried_again_ever_more_slowly(
    pair: tuple[Office, Office], stores: MemoryStores
) -> None:
    told: list[OfficeStatus] = []
    thread = OfficeThread(pair[0], on_changes=lambda _: None, on_status=told.append)
    stores.fault = Fault.REQUEST_LOST
    pauses = [thread.run_once() for _ in range(8)]
    assert {status.state for status in told} == {OfficeState.CUT_OFF}
    assert pauses[0] < 3
    assert pauses[-1] <= 30 * 1.3
    assert pauses[-1] > pauses[0]
    stores.fault = None
    thread.run_once()
    assert told[-1].state is OfficeState.SHARED


def test_a_counter_that_works_alone_is_left_in_peace(tmp_path: Path, stores: MemoryStores) -> None:
    with open_store(tmp_path / "alone") as store:
        office = Office(store, stores, clock=StandingClock())
        thread = OfficeThread(office, on_changes=lambda _: None, on_status=lambda _: None)
        assert thread.run_once() > 1
        thread.start()
        thread.stop()


def test_a_bug_in_the_exchange_turns_the_lamp_red_and_is_tried_again(
    pair: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch, expect_warnings: list[logging.LogRecord]
) -> None:
    told, red = list[OfficeStatus](), threading.Event()

    def on_status(status: OfficeStatus) -> None:
        told.append(status)
        if status.state is OfficeState.STOPPED:
            red.set()

    def stumble(*_: object, **__: object) -> None:
        raise KeyError("explode")

    monkeypatch.setattr(MemoryRemote, "pull", stumble)
    thread = OfficeThread(pair[1], on_changes=lambda _: None, on_status=on_status)
    thread.start()
    assert red.wait(10)
    assert (told[-1].fault, told[-1].why.params["kind"]) == (ErrorCode.OFFICE_STUMBLED, "KeyError")
    monkeypatch.undo()
    thread.wake()
    while told[-1].state is not OfficeState.SHARED:
        assert red.wait(10)
    thread.stop()
    assert "the exchange failed" in expect_warnings[0].getMessage()
