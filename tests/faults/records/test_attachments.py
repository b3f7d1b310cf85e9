import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.attachment_cache import CACHE_FOLDER, AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.records.store import RecordStore
from desktop.services.attachment_values import BytesPlace
from tests.support.record_samples import OFFICER, an_id, open_store
from tests.support.scan_writer import scan
from tests.support.small_disks import mounted

ROOT = Path(__file__).resolve().parents[3]


def killed_after(folder: Path, *, first: int, lines: int, wait: float) -> int:
    """Let a real process keep scans, kill it without warning, and give the last number it had said."""
    command = [sys.executable, "-m", "tests.support.scan_writer", str(folder), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(lines)]
        time.sleep(wait)  # so that it dies in the middle of a file as often as between two
        process.kill()
        said += [int(line) for line in process.stdout.read().split()]
    return said[-1]


def has_record(store: RecordStore, number: int) -> bool:
    with store.begin(OFFICER) as work:
        return work.attachments.find(an_id(3000 + number)) is not None


def test_a_killed_program_keeps_every_scan_it_had_said_and_leaves_nothing_half(tmp_path: Path) -> None:
    folder, last = tmp_path / "data", 0
    for wait in (0.0, 0.013, 0.027, 0.041):
        said = killed_after(folder, first=last + 1, lines=2, wait=wait)
        with open_store(folder) as store:
            cache = AttachmentCache(folder / CACHE_FOLDER, store.database.key)
            kept = StoredAttachments(store.database, cache)
            kept.sweep()
            files = [file for file in (folder / CACHE_FOLDER).glob("*/*") if file.suffix]
            assert files == []
            for number in range(1, said + 1):
                row = store.read.attachment(an_id(3000 + number))
                assert row.place is BytesPlace.HERE
                assert kept.read(row.attachment.sha256) == scan(number)
            # The last one may have come just before the kill; bytes without a record are sound all the same.
            for sha256 in cache.digests():
                cache.read(sha256)
            last = said + int(has_record(store, said + 1))


def test_a_full_disk_keeps_no_half_scan_and_gives_the_room_back(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", size="4m") as disk:
        cache = AttachmentCache(disk / CACHE_FOLDER, bytes(32))
        first = cache.put(scan(1))
        with pytest.raises(DeskError) as caught:
            cache.put(scan(2))
        assert caught.value.code is ErrorCode.DISK_FULL
        assert cache.digests() == {first}
        assert [file.name for file in (disk / CACHE_FOLDER).glob("*/*")] == [first]
        coming = "ab" * 32
        chunk = bytes(256 * 1024)
        for number in range(4):
            cache.take(coming, 3_000_000, number, chunk)
        with pytest.raises(DeskError) as caught:
            cache.take(coming, 3_000_000, 4, chunk)
        assert caught.value.code is ErrorCode.DISK_FULL
        assert cache.coming(coming, 3_000_000) == 0
        assert cache.read(first) == scan(1)
