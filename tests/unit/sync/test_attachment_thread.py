import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.records.attachment_cache import AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.sync.attachment_thread import LOOK_SECONDS, AttachmentThread
from desktop.sync.attachment_transfer import AttachmentTransfer
from desktop.sync.memory_faults import Fault
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import OFFICER, StandingClock, an_attachment, open_store


@pytest.fixture
def stores() -> MemoryStores:
    return MemoryStores(StandingClock())


@pytest.fixture
def transfer(tmp_path: Path, stores: MemoryStores) -> Iterator[AttachmentTransfer]:
    with open_store(tmp_path / "one", StandingClock()) as store:
        kept = StoredAttachments(store.database, AttachmentCache(tmp_path / "cache", bytes(32)))
        Office(store, stores, clock=StandingClock()).create("share", "Quầy 1")
        sha256 = kept.put(b"a scan")
        with store.begin(OFFICER) as work:
            work.attachments.save(an_attachment(sha256=sha256, size=6))
        yield AttachmentTransfer(store, kept, stores, clock=StandingClock())


def test_what_waits_is_moved_without_being_asked_for(
    transfer: AttachmentTransfer, stores: MemoryStores
) -> None:
    there = threading.Event()
    thread = AttachmentThread(transfer, records_wait=lambda: False, on_moved=there.set)
    thread.start()
    thread.wake()
    assert there.wait(10)
    assert all(blob.complete for blob in stores.made["share"].content.blobs.values())
    thread.stop()


def test_bytes_rest_while_records_wait(transfer: AttachmentTransfer) -> None:
    busy = AttachmentThread(transfer, records_wait=lambda: True, on_moved=lambda: None)
    rests = [busy.run_once() for _ in range(4)]  # one slice of bytes, two of the tour, nothing left
    assert all(0 < rest < LOOK_SECONDS for rest in rests[:-1])
    assert rests[-1] == LOOK_SECONDS


def test_a_cut_line_is_waited_out(transfer: AttachmentTransfer, stores: MemoryStores) -> None:
    thread = AttachmentThread(transfer, records_wait=lambda: False, on_moved=lambda: None)
    stores.fault = Fault.REQUEST_LOST
    assert thread.run_once() > LOOK_SECONDS
    stores.fault = None
    assert thread.run_once() == 0.0
    assert transfer.finished == 1
