import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.records.attachment_cache import AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.records.store import RecordStore
from desktop.services.attachment_values import Attachment, BytesPlace
from desktop.services.office_words import Grade, status_words
from desktop.sync.attachment_seal import AttachmentSeal
from desktop.sync.attachment_transfer import AttachmentTransfer
from desktop.sync.blob_remote import CHUNK_BYTES
from desktop.sync.memory_blobs import MemoryBlobs
from desktop.sync.memory_faults import Fault
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import (
    MORNING,
    OFFICER,
    StandingClock,
    a_dossier,
    an_attachment,
    an_id,
    open_store,
)

SCAN = random.Random(7).randbytes(2 * CHUNK_BYTES + 900)
DOSSIER = DossierId(an_id(1001))


@dataclass
class Counter:
    store: RecordStore
    office: Office
    kept: StoredAttachments
    transfer: AttachmentTransfer
    folder: Path

    def add(self, number: int = 1, content: bytes = SCAN, **changes: object) -> Attachment:
        sha256 = self.kept.put(content)
        attachment = an_attachment(number, sha256=sha256, size=len(content), **changes)
        with self.store.begin(OFFICER) as work:
            work.attachments.save(attachment)
        return attachment

    def move_all(self) -> None:
        while self.transfer.run_once():
            pass

    def place(self, number: int = 1) -> BytesPlace:
        return self.store.read.attachment(an_id(3000 + number)).place


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def stores(clock: StandingClock) -> MemoryStores:
    return MemoryStores(clock)


def counter(folder: Path, clock: StandingClock, stores: MemoryStores, **limits: int) -> Counter:
    store = open_store(folder, clock)
    kept = StoredAttachments(store.database, AttachmentCache(folder / "tep-dinh-kem", store.database.key))
    transfer = AttachmentTransfer(store, kept, stores, clock=clock, **({"keep_free": 0} | limits))
    return Counter(
        store=store,
        office=Office(store, stores, clock=clock),
        kept=kept,
        transfer=transfer,
        folder=folder / "tep-dinh-kem",
    )


@pytest.fixture
def pair(tmp_path: Path, clock: StandingClock, stores: MemoryStores) -> Iterator[tuple[Counter, Counter]]:
    one, two = (counter(tmp_path / name, clock, stores) for name in ("one", "two"))
    one.office.create("share", "Quầy 1")
    two.office.join(one.office.invite("Quầy 2"))
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    shared(one, two)
    yield one, two
    for each in (one, two):
        each.store.close()


def shared(*counters: Counter) -> None:
    for each in (*counters, *counters):
        each.office.sync_once()


def test_the_record_goes_ahead_and_the_bytes_follow(pair: tuple[Counter, Counter]) -> None:
    one, two = pair
    attachment = one.add()
    shared(one, two)
    assert one.office.status().attachments_waiting == 1
    two.move_all()
    assert two.store.read.attachment(attachment.id).attachment == attachment
    assert two.place() is BytesPlace.ELSEWHERE
    one.move_all()
    assert one.office.status().attachments_waiting == 0
    assert two.transfer.fetch(attachment.sha256)
    assert two.kept.read(attachment.sha256) == SCAN
    assert two.place() is BytesPlace.HERE


def test_new_attachments_come_by_themselves_and_old_ones_when_they_are_asked_for(
    pair: tuple[Counter, Counter], clock: StandingClock
) -> None:
    one, two = pair
    new = one.add(1, added_at=clock.now)
    old = one.add(2, b"an old scan", added_at=clock.now - timedelta(days=100))
    shared(one, two)
    one.move_all()
    two.move_all()
    assert (two.place(1), two.place(2)) == (BytesPlace.HERE, BytesPlace.IN_STORE)
    assert two.kept.read(new.sha256) == SCAN
    assert two.transfer.fetch(old.sha256)
    assert two.kept.read(old.sha256) == b"an old scan"


def test_a_counter_keeps_no_more_than_its_share_of_the_disk(
    tmp_path: Path, pair: tuple[Counter, Counter], clock: StandingClock, stores: MemoryStores
) -> None:
    one, _ = pair
    sums = [one.add(number, bytes([number]) * 1_000, added_at=clock.now).sha256 for number in (1, 2)]
    one.move_all()
    small = counter(tmp_path / "small", clock, stores, eager_bytes=1_500)
    small.office.join(one.office.invite("Quầy 3"))
    shared(one, small)
    small.move_all()
    assert len(small.kept.cache.digests()) == 1
    assert all(small.transfer.fetch(sha256) for sha256 in sums)
    assert len(small.kept.cache.digests()) == 2
    full = counter(tmp_path / "full", clock, stores, keep_free=2**60)
    full.office.join(one.office.invite("Quầy 4"))
    shared(one, full)
    full.move_all()
    assert not full.kept.cache.digests()
    for each in (small, full):
        each.store.close()


def test_two_counters_that_add_one_file_send_it_once(pair: tuple[Counter, Counter]) -> None:
    one, two = pair
    one.add(1)
    two.add(2)
    shared(one, two)
    one.move_all()
    two.move_all()
    assert [each.office.status().attachments_waiting for each in pair] == [0, 0]
    assert (one.place(2), two.place(1)) == (BytesPlace.HERE, BytesPlace.HERE)


def test_a_cut_line_loses_no_chunk_and_is_told(pair: tuple[Counter, Counter], stores: MemoryStores) -> None:
    one, two = pair
    big = random.Random(8).randbytes(20 * CHUNK_BYTES)
    attachment = one.add(1, big)
    shared(one, two)
    assert one.transfer.run_once()
    stores.fault = Fault.REQUEST_LOST
    with pytest.raises(DeskError) as caught:
        one.transfer.run_once()
    assert caught.value.code is ErrorCode.OFFICE_UNREACHABLE
    stores.fault = None
    sent = len(stores.made["share"].content.chunks)
    assert sent == 16
    one.move_all()
    assert two.transfer.run_once()
    assert two.kept.cache.coming(attachment.sha256, len(big)) == 16
    stores.fault = Fault.REQUEST_LOST
    with pytest.raises(DeskError, match="office_unreachable"):
        two.transfer.run_once()
    stores.fault = None
    two.move_all()
    assert two.kept.read(attachment.sha256) == big


def test_bytes_that_are_not_the_ones_named_are_never_shown(
    pair: tuple[Counter, Counter], stores: MemoryStores
) -> None:
    one, two = pair
    attachment = one.add()
    shared(one, two)
    one.move_all()
    chunks = stores.made["share"].content.chunks
    right = chunks[attachment.sha256, 1]
    chunks[attachment.sha256, 1] = bytes(CHUNK_BYTES)
    two.move_all()
    assert not two.kept.cache.has(attachment.sha256)
    with pytest.raises(DeskError) as caught:
        two.transfer.fetch(attachment.sha256)
    assert caught.value.code is ErrorCode.ATTACHMENT_SHARED_DAMAGED
    chunks[attachment.sha256, 1] = right
    later = AttachmentTransfer(two.store, two.kept, stores, clock=StandingClock(), keep_free=0)
    assert later.fetch(attachment.sha256)
    assert two.kept.read(attachment.sha256) == SCAN


def test_a_counter_that_has_the_file_tells_when_the_store_holds_something_else_and_keeps_its_own(
    pair: tuple[Counter, Counter],
    stores: MemoryStores,
    clock: StandingClock,
    expect_warnings: list[logging.LogRecord],
) -> None:
    one, two = pair
    attachment = one.add()
    foreign = AttachmentSeal(b"another office's key, 32 bytes ..").seal(SCAN)
    blobs = MemoryBlobs(stores.made["share"])
    blobs.blob_begin(foreign.digest, foreign.size, "application/pdf")
    for number, chunk in enumerate(foreign.chunks):
        blobs.blob_put(foreign.digest, number, chunk)
    assert blobs.blob_finish(foreign.digest, foreign.sealed_sum)
    shared(one, two)
    one.move_all()
    status = one.office.status()
    assert (status.attachments_waiting, status.attachments_differing) == (0, 1)
    words = status_words(status, MORNING)
    assert [line.grade for line in words.lines if "khác với tệp ở máy này" in line.sentence] == [Grade.LOOK]
    assert {record.getMessage() for record in expect_warnings} == {
        f"attachment {attachment.sha256[:8]}: the store has something else under its name"
    }
    assert one.kept.read(attachment.sha256) == SCAN
    two.move_all()
    with pytest.raises(DeskError) as caught:
        two.transfer.fetch(attachment.sha256)
    assert caught.value.code is ErrorCode.ATTACHMENT_SHARED_DAMAGED
    content = stores.made["share"].content  # somebody puts the store in order
    content.blobs.clear()
    content.chunks.clear()
    clock.now += timedelta(days=1)
    one.move_all()
    assert one.office.status().attachments_differing == 0
    assert two.transfer.fetch(attachment.sha256)
    assert two.kept.read(attachment.sha256) == SCAN


def in_store(stores: MemoryStores, content: bytes, key: bytes) -> None:
    """Put a whole attachment into the store as somebody with another key does."""
    sealed, blobs = AttachmentSeal(key).seal(content), MemoryBlobs(stores.made["share"])
    blobs.blob_begin(sealed.digest, sealed.size, "application/pdf")
    for number, chunk in enumerate(sealed.chunks):
        blobs.blob_put(sealed.digest, number, chunk)
    assert blobs.blob_finish(sealed.digest, sealed.sealed_sum)


def test_something_else_that_stands_under_an_erased_name_goes_with_it(
    pair: tuple[Counter, Counter], stores: MemoryStores, expect_warnings: list[logging.LogRecord]
) -> None:
    one, two = pair
    in_store(stores, SCAN, bytes(32))
    one.add()
    shared(one, two)
    one.move_all()
    assert len(expect_warnings) == 1
    with one.store.begin(OFFICER) as work:
        work.erase_attachment(an_id(3001))
    shared(one, two)
    one.move_all()
    assert not stores.made["share"].content.blobs
    assert one.office.status().attachments_differing == 0


def test_who_attaches_the_file_after_it_could_not_be_fetched_compares_it_at_once(
    pair: tuple[Counter, Counter], stores: MemoryStores, expect_warnings: list[logging.LogRecord]
) -> None:
    one, two = pair
    one.add(1)
    shared(one, two)
    in_store(stores, SCAN, bytes(32))
    two.move_all()
    assert two.place(1) is BytesPlace.IN_STORE  # the store says so, and two has nothing to compare
    two.add(2)
    two.move_all()
    status = two.office.status()
    assert (status.attachments_waiting, status.attachments_differing) == (0, 1)
    assert len(expect_warnings) == 1


def test_a_scan_that_an_older_program_has_sent_is_sent_again_sealed(
    pair: tuple[Counter, Counter], stores: MemoryStores
) -> None:
    one, two = pair
    attachment = one.add()
    shared(one, two)
    one.kept.follow_store("as an older program wrote it")
    one.kept.note(attachment.sha256, shared=True)
    one.move_all()
    assert stores.made["share"].content.blobs[attachment.sha256].complete


def test_a_file_that_was_damaged_here_is_fetched_again(pair: tuple[Counter, Counter]) -> None:
    one, _ = pair
    attachment = one.add()
    one.move_all()
    file = one.folder / attachment.sha256[:2] / attachment.sha256
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(DeskError) as caught:
        one.kept.read(attachment.sha256)
    assert caught.value.code is ErrorCode.ATTACHMENT_DAMAGED
    assert one.place() is BytesPlace.IN_STORE
    one.move_all()
    assert one.kept.read(attachment.sha256) == SCAN


def test_a_file_that_was_damaged_before_it_was_sent_spoils_nothing(pair: tuple[Counter, Counter]) -> None:
    one, two = pair
    attachment, other = one.add(1), one.add(2, b"another scan")
    file = one.folder / attachment.sha256[:2] / attachment.sha256
    raw = bytearray(file.read_bytes())
    raw[100] ^= 1
    file.write_bytes(raw)
    shared(one, two)
    one.move_all()
    two.move_all()
    assert (one.place(1), two.place(1)) == (BytesPlace.ELSEWHERE, BytesPlace.ELSEWHERE)
    assert two.kept.read(other.sha256) == b"another scan"


def test_erased_attachments_lose_their_bytes_at_every_counter_but_not_those_another_case_needs(
    pair: tuple[Counter, Counter],
) -> None:
    one, two = pair
    shown = one.add(1)
    twice = [one.add(number, b"one scan for two", dossier_id=None) for number in (2, 3)]
    shared(one, two)
    one.move_all()
    two.move_all()
    with one.store.begin(OFFICER) as work:
        work.erase_attachment(an_id(3001))
        work.erase_attachment(an_id(3002))
    shared(one, two)
    for each in pair:
        each.move_all()
        assert each.kept.cache.digests() == {twice[0].sha256}
        assert not each.transfer.fetch(shown.sha256)
    with two.store.begin(OFFICER) as work:
        work.erase_attachment(an_id(3003))
    two.move_all()
    assert not two.kept.cache.digests()


def test_what_is_erased_leaves_the_store_too_once_the_office_knows_and_nothing_else_does(
    pair: tuple[Counter, Counter], stores: MemoryStores, clock: StandingClock
) -> None:
    one, two = pair
    erased, kept = one.add(1), one.add(2, b"another scan")
    shared(one, two)
    one.move_all()
    two.move_all()
    blobs = stores.made["share"].content.blobs
    with one.store.begin(OFFICER) as work:
        work.erase_attachment(an_id(3001))
    one.move_all()
    assert set(blobs) == {erased.sha256, kept.sha256}  # the office has not heard of it yet
    shared(one, two)
    clock.now += timedelta(minutes=2)
    one.move_all()
    two.move_all()
    assert set(blobs) == {kept.sha256}
    assert not [number for digest, number in stores.made["share"].content.chunks if digest == erased.sha256]
    assert one.place(2) is BytesPlace.HERE


def test_a_store_that_was_put_back_loses_again_what_was_erased(
    pair: tuple[Counter, Counter], stores: MemoryStores
) -> None:
    one, two = pair
    one.add(1)
    shared(one, two)
    one.move_all()
    store = stores.made["share"]
    backup = store.backup()
    with one.store.begin(OFFICER) as work:
        work.erase_attachment(an_id(3001))
    shared(one, two)
    one.move_all()
    assert not store.content.blobs
    store.restore(backup)
    one.office.bring_back()
    shared(one, two)
    one.move_all()
    assert not store.content.blobs


def test_a_store_that_was_put_back_is_given_again_what_it_lost(
    pair: tuple[Counter, Counter], stores: MemoryStores
) -> None:
    one, two = pair
    shared(one, two)
    before = stores.made["share"].backup()
    attachment = one.add()
    shared(one, two)
    one.move_all()
    stores.made["share"].restore(before)
    stores.made["share"].content.blobs.clear()
    stores.made["share"].content.chunks.clear()
    with pytest.raises(DeskError, match="office_went_back"):
        one.office.sync_once()
    one.office.bring_back()
    shared(one, two)
    one.move_all()
    two.move_all()
    assert two.kept.read(attachment.sha256) == SCAN


def test_a_counter_that_works_alone_moves_nothing(
    tmp_path: Path, clock: StandingClock, stores: MemoryStores
) -> None:
    alone = counter(tmp_path / "alone", clock, stores)
    attachment = alone.add()
    assert not alone.transfer.run_once()
    assert not alone.transfer.fetch("0" * 64)
    assert alone.office.status().attachments_waiting == 0
    alone.office.create("share", "Quầy 1")
    assert alone.office.status().attachments_waiting == 1
    alone.move_all()
    assert stores.made["share"].content.blobs[attachment.sha256].complete
    alone.store.close()


def test_what_comes_does_not_wait_for_room_on_a_full_share(
    pair: tuple[Counter, Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair
    theirs = one.add(1)
    shared(one, two)
    one.move_all()
    own = two.add(2, b"a scan of my own")

    def full(_blobs: MemoryBlobs, _digest: str, _size: int, _mime: str) -> None:
        raise DeskError(ErrorCode.OFFICE_DISK_FULL)

    with monkeypatch.context() as while_full:
        while_full.setattr(MemoryBlobs, "blob_begin", full)
        with pytest.raises(DeskError, match="office_disk_full"):
            two.move_all()
    assert two.kept.read(theirs.sha256) == SCAN
    two.move_all()
    shared(one, two)
    assert one.transfer.fetch(own.sha256)
