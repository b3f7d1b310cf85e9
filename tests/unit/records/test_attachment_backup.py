from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.records.attachment_backup import CopiedAttachments
from desktop.records.attachment_cache import CACHE_FOLDER, AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.records.store import RecordStore, count_missing_attachments, restore
from tests.support.record_samples import OFFICER, an_attachment, an_id, key_store_of, open_store

SECRET = "mưa dầm thấm lâu"


def kept_of(store: RecordStore, folder: Path) -> StoredAttachments:
    return StoredAttachments(store.database, AttachmentCache(folder / CACHE_FOLDER, store.database.key))


def add(store: RecordStore, folder: Path, number: int, content: bytes) -> str:
    sha256 = kept_of(store, folder).put(content)
    with store.begin(OFFICER) as work:
        work.attachments.save(an_attachment(number, sha256=sha256, size=len(content)))
    return sha256


def copies(usb: Path) -> list[Path]:
    return sorted(usb.glob("dinh-kem-*/*/*"))


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def test_a_backup_brings_its_attachments_to_another_pc(tmp_path: Path, usb: Path) -> None:
    folder, other = tmp_path / "data", tmp_path / "another-pc"
    with open_store(folder) as store:
        one, two = add(store, folder, 1, b"one scan"), add(store, folder, 2, b"another scan")
        copied = store.backup(usb / "thu-hai.bak", SECRET)
        assert copied == CopiedAttachments(there=2, missing=0)
        assert all(b"scan" not in file.read_bytes() for file in copies(usb))
    restore(other, key_store_of(other), usb / "thu-hai.bak", SECRET)
    with open_store(other) as store:
        assert count_missing_attachments(store) == 0
        kept = kept_of(store, other)
        assert (kept.read(one), kept.read(two)) == (b"one scan", b"another scan")


def test_the_next_backup_adds_only_what_is_new_and_takes_away_what_was_erased(
    tmp_path: Path, usb: Path
) -> None:
    folder = tmp_path / "data"
    with open_store(folder) as store:
        add(store, folder, 1, b"one scan")
        add(store, folder, 2, b"another scan")
        store.backup(usb / "thu-hai.bak", SECRET)
        written = {file: file.stat().st_mtime_ns for file in copies(usb)}
        add(store, folder, 3, b"a third scan")
        with store.begin(OFFICER) as work:
            work.erase_attachment(an_id(3001))
        assert store.backup(usb / "thu-ba.bak", SECRET) == CopiedAttachments(there=2, missing=0)
        left = copies(usb)
    assert len(left) == 2
    assert len([file for file in left if written.get(file) == file.stat().st_mtime_ns]) == 1


def test_attachments_that_are_not_on_this_pc_are_counted_not_passed_over(tmp_path: Path, usb: Path) -> None:
    folder, other = tmp_path / "data", tmp_path / "another-pc"
    with open_store(folder) as store:
        sha256 = add(store, folder, 1, b"one scan")
        kept_of(store, folder).cache.remove(sha256)
        assert store.backup(usb / "a.bak", SECRET) == CopiedAttachments(there=0, missing=1)
    restore(other, key_store_of(other), usb / "a.bak", SECRET)
    with open_store(other) as store:
        assert count_missing_attachments(store) == 1


def test_a_copy_that_was_damaged_is_left_out_and_the_records_come_back(tmp_path: Path, usb: Path) -> None:
    folder, other = tmp_path / "data", tmp_path / "another-pc"
    with open_store(folder) as store:
        sha256 = add(store, folder, 1, b"one scan")
        store.backup(usb / "a.bak", SECRET)
    (copy,) = copies(usb)
    copy.write_bytes(copy.read_bytes()[:-1])
    restore(other, key_store_of(other), usb / "a.bak", SECRET)
    with open_store(other) as store:
        assert store.read.attachment(an_id(3001)).attachment.name
        with pytest.raises(DeskError, match="record_missing"):
            kept_of(store, other).read(sha256)
