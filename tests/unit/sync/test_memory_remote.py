"""The faults a simulator can play on the store in memory."""

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.memory_faults import Fault
from desktop.sync.memory_remote import MemoryRemote
from desktop.sync.memory_store import MemoryStore
from desktop.sync.remote import Presence
from tests.support.sync_samples import ANNA, DATASET, a_line, a_patch, a_push


def a_remote() -> MemoryRemote:
    remote = MemoryRemote(MemoryStore(DATASET))
    remote.register(ANNA, "Quầy 1")
    return remote


def play(remote: MemoryRemote, **faults: Fault) -> None:
    remote.weather = faults.get


def test_a_lost_request_did_nothing() -> None:
    remote = a_remote()
    push = a_push(remote, ANNA, [a_line(a_patch({"a": 1}))])
    for fault, code in (
        (Fault.REQUEST_LOST, ErrorCode.OFFICE_UNREACHABLE),
        (Fault.BUSY, ErrorCode.OFFICE_BUSY),
    ):
        play(remote, cas=fault)
        with pytest.raises(DeskError) as caught:
            remote.cas(push)
        assert caught.value.code is code
    assert remote.store.head == 0


def test_after_a_lost_reply_the_next_look_tells_that_it_was_taken() -> None:
    remote = a_remote()
    push = a_push(remote, ANNA, [a_line(a_patch({"a": 1}))])
    play(remote, cas=Fault.REPLY_LOST)
    with pytest.raises(DeskError):
        remote.cas(push)
    play(remote)
    assert remote.snap(ANNA, (), ()).last_op == 1
    assert not remote.cas(push)


def test_a_page_can_come_twice_or_too_old() -> None:
    remote = a_remote()
    for op in (1, 2):
        assert remote.cas(a_push(remote, ANNA, [a_line(a_patch({"a": op}), op=op)]))
    first = remote.pull(0, 1)
    play(remote, pull=Fault.PAGE_REPEATED)
    assert remote.pull(1, 1) == first
    play(remote, pull=Fault.PAGE_STALE)
    assert remote.pull(1, 1).entries == ()
    play(remote)
    assert remote.pull(1, 1).entries[0].seq == 2


def test_a_store_goes_back_to_its_backup_and_can_do_so_again() -> None:
    remote = a_remote()
    backup = remote.store.backup()
    for _ in range(2):
        assert remote.cas(a_push(remote, ANNA, [a_line(a_patch({"a": 1}))]))
        remote.store.restore(backup)
        assert remote.store.head == 0
        assert remote.snap(ANNA, (), ()).last_op == 0


def test_a_counter_can_be_led_to_another_office() -> None:
    remote = a_remote()
    remote.store = MemoryStore("another office")
    hello = remote.hello(Presence(client_id=ANNA, cursor=0, schema_level=1, app_version=""))
    assert (hello.dataset_id, hello.registered) == ("another office", False)
