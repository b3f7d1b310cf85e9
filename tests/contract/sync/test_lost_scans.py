"""Scans that a store has lost or let rot come back from whoever has them, on every store."""

import json
import logging
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.attachment_cache import AttachmentCache
from desktop.records.attachment_store import StoredAttachments
from desktop.services.attachment_values import BytesPlace
from desktop.sync.pg_office import drop_scan
from tests.support.postgres import PgKit
from tests.support.record_samples import OFFICER, a_dossier, an_id
from tests.support.shared_scans import SCAN, Scans, add, scans_of, share
from tests.support.sync_office import SampleOffice
from tests.support.sync_stores import FileKit, MemoryKit, StoreKit


def lose_all(kit: StoreKit) -> None:
    """Put the store back without its scans, as a backup that has none of them does."""
    if isinstance(kit, MemoryKit):
        kit.store.content.blobs.clear()
        kit.store.content.chunks.clear()
    elif isinstance(kit, FileKit):
        shutil.rmtree(kit.file.with_name("blobs"))
    elif isinstance(kit, PgKit):
        with kit.server.connect(kit.database) as connection:
            connection.execute("TRUNCATE khongviet.sealed_chunk, khongviet.sealed_blob")


def rot(kit: StoreKit, sha256: str) -> None:
    """Turn one bit of a scan in the store, far from every tag."""
    if isinstance(kit, MemoryKit):
        chunk = kit.store.content.chunks[sha256, 3]
        kit.store.content.chunks[sha256, 3] = bytes([chunk[0] ^ 1]) + chunk[1:]
    elif isinstance(kit, FileKit):
        turn_bit(whole(kit, sha256))
    elif isinstance(kit, PgKit):
        with kit.server.connect(kit.database) as connection:
            connection.execute(
                "UPDATE khongviet.sealed_chunk SET data = set_bit(data, 0, 1 - get_bit(data, 0))"
                " WHERE digest = %s AND number = 3",
                (sha256,),
            )


def whole(kit: FileKit, sha256: str) -> Path:
    return kit.file.with_name("blobs") / sha256[:2] / sha256


def turn_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[1_000_000] ^= 1
    file.write_bytes(content)


def place_at(scans: Scans) -> BytesPlace:
    return scans.counter.store.read.attachment(an_id(3001)).place


def restarted(scans: Scans, kit: StoreKit, number: int) -> Scans:
    """The program of a counter, started again: it holds what it finds against what it noted."""
    scans.transfer.close()
    database = scans.counter.store.database
    StoredAttachments(database, AttachmentCache(scans.counter.folder / "scans", database.key)).sweep()
    return scans_of(scans.counter, lambda: kit.blobs(number))


@pytest.fixture
def told(pair: tuple[Scans, Scans], office: StoreKit) -> Iterator[tuple[Scans, Scans, str]]:
    """One counter that has a scan and shared it; another one that only knows of it."""
    one, two = pair
    sha256 = add(one)
    share(one, two)
    one.move_all()
    assert one.kept.count_to_send() == 0
    new_two = restarted(two, office, 2)
    yield restarted(one, office, 1), new_two, sha256
    new_two.transfer.close()


def test_scans_that_a_store_lost_are_sent_again_after_the_next_start(
    told: tuple[Scans, Scans, str], office: StoreKit
) -> None:
    one, two, sha256 = told
    lose_all(office)
    one.move_all()
    two.move_all()
    assert two.kept.read(sha256) == SCAN
    one.transfer.close()


def test_scans_that_a_store_lost_while_the_program_runs_are_sent_again_within_a_day(
    told: tuple[Scans, Scans, str], office: StoreKit
) -> None:
    one, two, sha256 = told
    one.move_all()
    lose_all(office)
    one.move_all()
    assert not two.transfer.fetch(sha256)
    one.counter.clock.now += timedelta(days=1)
    one.move_all()
    assert two.transfer.fetch(sha256)
    one.transfer.close()


def test_a_counter_that_only_knows_of_a_lost_scan_no_longer_says_it_is_there(
    told: tuple[Scans, Scans, str], office: StoreKit
) -> None:
    one, two, sha256 = told
    lose_all(office)
    assert not two.transfer.fetch(sha256)
    two.kept.note(sha256, shared=True)
    assert place_at(two) is BytesPlace.IN_STORE
    assert not two.transfer.fetch(sha256)
    assert place_at(two) is BytesPlace.ELSEWHERE
    one.transfer.close()


def test_a_scan_that_rotted_is_put_right_by_who_has_it_or_told_where_only_the_keeper_may(
    told: tuple[Scans, Scans, str], office: StoreKit, expect_warnings: list[logging.LogRecord]
) -> None:
    one, two, sha256 = told
    rot(office, sha256)
    with pytest.raises(DeskError) as caught:
        two.transfer.fetch(sha256)
    assert caught.value.code is ErrorCode.ATTACHMENT_SHARED_DAMAGED
    one.move_all()
    assert len(expect_warnings) == 1
    if isinstance(office, PgKit):
        assert one.kept.differing() == (sha256,)
        with office.server.connect(office.database) as connection:
            assert drop_scan(connection, sha256[:8]) == sha256
        one.counter.clock.now += timedelta(days=1)
        one.move_all()
    assert one.kept.differing() == ()
    assert two.transfer.fetch(sha256)
    assert two.kept.read(sha256) == SCAN
    one.transfer.close()


def test_a_rotten_copy_here_spoils_no_sound_one_there(
    told: tuple[Scans, Scans, str],
) -> None:
    one, two, sha256 = told
    turn_bit(one.kept.cache.file(sha256))
    one.move_all()
    assert two.transfer.fetch(sha256)
    assert two.kept.read(sha256) == SCAN
    one.transfer.close()


@pytest.fixture
def shared_folder(tmp_path: Path) -> Iterator[tuple[FileKit, Scans, str]]:
    """A scan on a share."""
    kit = FileKit(tmp_path)
    counters = SampleOffice(tmp_path / "counters", ("Quầy 1",), kit=kit)
    one = scans_of(counters.counters[0], kit.blobs)
    with one.counter.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    sha256 = add(one)
    share(one)
    one.move_all()
    yield kit, one, sha256
    one.transfer.close()
    counters.close()
    kit.close()


@pytest.mark.parametrize("damage", ["cut", "empty", "no note", "rotten note", "another size in the note"])
def test_whatever_is_wrong_with_the_files_of_a_scan_on_a_share_they_are_made_anew(
    shared_folder: tuple[FileKit, Scans, str], damage: str
) -> None:
    kit, one, sha256 = shared_folder
    file = whole(kit, sha256)
    sound, note = file.read_bytes(), file.with_suffix(".json")
    match damage:
        case "cut":
            file.write_bytes(sound[:-1])
        case "empty":
            file.write_bytes(b"")
        case "no note":
            note.unlink()
        case "rotten note":
            note.write_bytes(b'{"size": 52428\x80')
        case _:
            note.write_text(json.dumps(json.loads(note.read_text()) | {"size": len(SCAN) - 1}))
    again = restarted(one, kit, 1)
    again.move_all()
    assert file.read_bytes() == sound
    assert kit.blobs().blob_find(sha256) is not None
    again.transfer.close()
