"""The daily tour over what a counter noted to be in the store: in slices, with an end, and never much of the line."""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.records.attachment_cache import AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.records.store import RecordStore
from desktop.sync import attachment_check
from desktop.sync.attachment_check import ASKED_AT_ONCE, TOUR_EVERY, AttachmentCheck
from desktop.sync.attachment_seal import AttachmentSeal
from desktop.sync.memory_blobs import MemoryBlobs
from desktop.sync.memory_faults import Fault
from desktop.sync.memory_store import MemoryStore
from tests.support.record_samples import OFFICER, StandingClock, an_attachment, open_store
from tests.support.sync_samples import DATASET

SEAL = AttachmentSeal(bytes(32))
START = "8"


@dataclass
class Desk:
    """One counter with scans that are here and in the store."""

    store: RecordStore
    kept: StoredAttachments
    clock: StandingClock
    shared: MemoryStore
    calls: Counter[str] = field(default_factory=Counter[str])
    fault: Fault | None = None

    def weather(self, call: str) -> Fault | None:
        self.calls[call] += 1
        return self.fault

    @property
    def blobs(self) -> MemoryBlobs:
        return MemoryBlobs(self.shared, weather=self.weather)

    def add(self, count: int, *, first: int = 1) -> list[str]:
        sums = []
        quiet = MemoryBlobs(self.shared)
        for number in range(first, first + count):
            content = f"scan {number}".encode()
            sha256 = self.kept.put(content)
            with self.store.begin(OFFICER) as work:
                work.attachments.save(an_attachment(number, sha256=sha256, size=len(content)))
            sealed = SEAL.seal(content)
            quiet.blob_begin(sha256, len(content), "application/pdf")
            quiet.blob_put(sha256, 0, sealed.chunks[0])
            assert quiet.blob_finish(sha256, sealed.sealed_sum)
            self.kept.note(sha256, shared=True)
            sums.append(sha256)
        return sums

    def check(self) -> AttachmentCheck:
        return AttachmentCheck(self.kept, clock=self.clock)

    def tour(self, check: AttachmentCheck) -> int:
        """Take a tour to its end; gives the slices it took."""
        assert check.begin_if_due(START)
        slices = 0
        while check.go_on(self.blobs, SEAL):
            slices += 1
            assert slices < 1000
        return slices


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = StandingClock()
    with open_store(tmp_path, clock) as store:
        kept = StoredAttachments(store.database, AttachmentCache(tmp_path / "scans", store.database.key))
        yield Desk(store=store, kept=kept, clock=clock, shared=MemoryStore(DATASET, clock=clock))


def test_a_tour_asks_about_everything_once_reads_everything_once_and_ends(desk: Desk) -> None:
    desk.add(ASKED_AT_ONCE + 3)
    check = desk.check()
    assert desk.tour(check) < 10
    assert desk.calls == {"blob_find": 2 * (ASKED_AT_ONCE + 3), "blob_get": ASKED_AT_ONCE + 3}
    desk.clock.now += TOUR_EVERY - timedelta(minutes=1)
    assert not check.begin_if_due(START)
    assert not check.go_on(desk.blobs, SEAL)
    desk.clock.now += timedelta(minutes=1)
    desk.tour(check)
    assert desk.calls["blob_get"] == 2 * (ASKED_AT_ONCE + 3)


def test_without_anything_shared_a_tour_ends_at_once(desk: Desk) -> None:
    desk.tour(desk.check())
    assert not desk.calls


def test_what_is_lost_is_noted_for_sending_wherever_the_tour_comes_by(desk: Desk) -> None:
    sums = desk.add(ASKED_AT_ONCE + 3)
    lost = sorted(sums)[1::20]
    for sha256 in lost:
        del desk.shared.content.blobs[sha256]
    desk.tour(desk.check())
    assert desk.kept.count_to_send() == len(lost)


def test_a_line_that_is_cut_takes_nothing_away_and_the_tour_goes_on_from_there(desk: Desk) -> None:
    desk.add(ASKED_AT_ONCE + 3)
    check = desk.check()
    assert check.begin_if_due(START)
    assert check.go_on(desk.blobs, SEAL)
    desk.fault = Fault.REQUEST_LOST
    with pytest.raises(DeskError, match="office_unreachable"):
        check.go_on(desk.blobs, SEAL)
    check.let_go()
    desk.fault = None
    while check.go_on(desk.blobs, SEAL):
        pass
    assert desk.kept.count_to_send() == 0
    assert desk.calls["blob_get"] == ASKED_AT_ONCE + 3


def test_no_more_is_read_a_day_than_the_line_can_spare_and_the_next_day_goes_on_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = desk.add(40)
    monkeypatch.setattr(attachment_check, "READ_A_DAY", 15 * len(SEAL.seal(b"scan 10").chunks[0]))
    for day in (1, 2, 3):
        desk.tour(desk.check())
        read = desk.calls["blob_get"]
        assert 14 * day <= read <= 16 * day
        desk.tour(desk.check())  # the program was started again on the same day
        assert desk.calls["blob_get"] == read
        desk.clock.now += timedelta(days=1)
    assert desk.kept.reading_place().after in sums


def test_a_rotten_scan_is_found_and_put_right(desk: Desk, expect_warnings: list[logging.LogRecord]) -> None:
    sums = desk.add(5)
    sound = dict(desk.shared.content.chunks)
    desk.shared.content.chunks[sums[2], 0] = bytes(len(sound[sums[2], 0]))
    desk.tour(desk.check())
    assert desk.shared.content.chunks == sound
    assert desk.kept.differing() == ()
    assert len(expect_warnings) == 1


def test_something_else_with_a_sum_of_its_own_is_told_and_left_alone(
    desk: Desk, expect_warnings: list[logging.LogRecord]
) -> None:
    (sha256,) = desk.add(1)
    foreign = AttachmentSeal(b"another office's key, 32 bytes ..").seal(b"scan 1")
    assert foreign.digest == sha256 == hashlib.sha256(b"scan 1").hexdigest()
    content = desk.shared.content
    content.chunks[sha256, 0] = foreign.chunks[0]
    content.blobs[sha256] = replace(content.blobs[sha256], sealed_sum=foreign.sealed_sum)
    desk.tour(desk.check())
    assert content.chunks[sha256, 0] == foreign.chunks[0]
    assert desk.kept.differing() == (sha256,)
    del content.blobs[sha256]  # its keeper has taken it away
    desk.tour(desk.check())
    assert desk.kept.differing() == ()
    assert desk.kept.count_to_send() == 1
    assert len(expect_warnings) == 1


def test_a_clock_that_is_put_back_begins_one_tour_and_no_more(desk: Desk) -> None:
    desk.add(1)
    check = desk.check()
    desk.tour(check)
    desk.clock.now -= timedelta(days=400)
    desk.tour(check)
    assert not check.begin_if_due(START)


def test_what_differed_and_was_put_in_order_is_no_longer_told(
    desk: Desk, expect_warnings: list[logging.LogRecord]
) -> None:
    sums = desk.add(3)
    for sha256 in sums[:2]:
        desk.kept.note_differing(sha256)
    desk.shared.content.chunks[sums[1], 0] = bytes(22)
    desk.tour(desk.check())
    assert desk.kept.differing() == ()
    assert len(expect_warnings) == 1  # of the one that was put right only now
