"""What only the store in one file on a share has to guard against."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.messages import message_for
from desktop.sync.attachment_seal import AttachmentSeal
from desktop.sync.blob_remote import BlobRemote
from desktop.sync.entries import log_genesis, verify_entries
from desktop.sync.file_connection import file_key, open_shared
from desktop.sync.file_office import create_shared_file
from desktop.sync.file_remote import FileRemote
from desktop.sync.lock_probe import ProbeResult, hold_probe, remove_probe, try_probe
from desktop.sync.remote import Presence
from desktop.sync.share_clock import ShareClock
from tests.support.small_disks import make_read_only, mounted
from tests.support.sync_pusher import LARGE
from tests.support.sync_samples import ANNA, BINH, DATASET, a_line, a_patch, a_push
from tests.support.sync_stores import OFFICE_KEY, FileKit

ROOT = Path(__file__).resolve().parents[3]
SEALED = AttachmentSeal(OFFICE_KEY).seal(b"%PDF-1.7 a scan")
HELLO = Presence(client_id=ANNA, cursor=0, schema_level=1, app_version="")


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[FileKit]:
    office = FileKit(tmp_path)
    yield office
    office.close()


@pytest.fixture
def remote(kit: FileKit) -> FileRemote:
    found = kit.counter()
    found.register(ANNA, "Quầy 1")
    return found


def write(remote: FileRemote, op: int = 1, value: str = "x") -> None:
    assert remote.cas(a_push(remote, ANNA, [a_line(a_patch({"value": value}), op=op)]))


def code_of(remote: FileRemote) -> ErrorCode:
    with pytest.raises(DeskError) as caught:
        remote.hello(HELLO)
    return caught.value.code


def raw(file: Path) -> sqlcipher.Connection:
    return open_shared(file, file_key(OFFICE_KEY, "shared file"), busy_seconds=1)


def test_who_only_finds_the_file_reads_nothing_of_it(kit: FileKit, remote: FileRemote) -> None:
    write(remote, value="Nguyễn Thị Lụa")
    remote.close()
    for path in kit.file.parent.iterdir():
        content = path.read_bytes()
        assert "Nguyễn".encode() not in content
        assert b"SQLite format" not in content
        assert DATASET.encode() not in content


def test_another_key_a_plain_database_and_no_database_are_foreign(tmp_path: Path, kit: FileKit) -> None:
    assert code_of(FileRemote(kit.file, b"z" * 32)) is ErrorCode.OFFICE_FOREIGN
    plain = tmp_path / "plain.db"
    with sqlite3.connect(plain) as connection:
        connection.execute("CREATE TABLE sync_meta (k, v)")
    connection.close()
    notes = tmp_path / "notes.txt"
    notes.write_text("việc cần làm " * 1_000)
    empty = tmp_path / "empty"
    empty.touch()
    for file in (plain, notes, empty):
        before = file.read_bytes()
        assert code_of(FileRemote(file, OFFICE_KEY)) is ErrorCode.OFFICE_FOREIGN
        assert file.read_bytes() == before


def test_a_database_of_ours_that_is_no_office_is_foreign(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    file.touch()
    connection = open_shared(file, file_key(OFFICE_KEY, "shared file"), busy_seconds=1, fresh=True)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    assert code_of(FileRemote(file, OFFICE_KEY)) is ErrorCode.OFFICE_FOREIGN


def test_a_newer_format_is_left_to_newer_programs(kit: FileKit, remote: FileRemote) -> None:
    remote.close()
    connection = raw(kit.file)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    assert code_of(remote) is ErrorCode.OFFICE_NEWER


def test_a_file_in_wal_mode_is_refused(kit: FileKit, remote: FileRemote) -> None:
    remote.close()
    connection = raw(kit.file)
    connection.execute("PRAGMA journal_mode = WAL")
    assert code_of(remote) is ErrorCode.OFFICE_STORE_UNSAFE
    connection.execute("CREATE TABLE x (y)")  # brings the -wal file
    assert code_of(remote) is ErrorCode.OFFICE_STORE_UNSAFE
    connection.close()
    assert code_of(remote) is ErrorCode.OFFICE_STORE_UNSAFE


def test_every_guard_of_a_share_is_set(kit: FileKit) -> None:
    connection = raw(kit.file)
    told = {
        name: connection.execute(f"PRAGMA {name}").fetchone()
        for name in ("journal_mode", "synchronous", "locking_mode", "mmap_size", "secure_delete")
    }
    connection.close()
    assert told.pop("mmap_size") in {None, (0,)}
    assert told == {
        "journal_mode": ("truncate",),
        "synchronous": (2,),
        "locking_mode": ("normal",),
        "secure_delete": (1,),
    }


def test_a_share_that_is_gone_is_unreachable_and_nothing_is_made_in_its_place(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    kit = FileKit(share)
    remote = kit.counter()
    remote.register(ANNA, "Quầy 1")
    write(remote)
    share.rename(tmp_path / "aside")
    assert code_of(remote) is ErrorCode.OFFICE_UNREACHABLE
    share.mkdir()  # as where nothing is mounted
    assert code_of(remote) is ErrorCode.OFFICE_UNREACHABLE
    with pytest.raises(DeskError) as caught:
        remote.pull(0, 10)
    assert caught.value.code is ErrorCode.OFFICE_UNREACHABLE
    assert not list(share.iterdir())
    share.rmdir()
    (tmp_path / "aside").rename(share)
    assert remote.hello(HELLO).head == 1
    kit.close()


@pytest.mark.parametrize("beside", ["clock", "blobs"])
def test_a_shared_file_that_was_taken_away_is_told_as_that_until_it_is_back(
    kit: FileKit, remote: FileRemote, beside: str
) -> None:
    """A cut network passes by itself; this does not."""
    write(remote)
    aside = kit.file.with_name("aside")
    kit.file.rename(aside)
    if beside == "blobs":
        kit.file.with_name(f"{kit.file.name}.clock").unlink()
        kit.file.with_name("blobs").mkdir()
    assert code_of(remote) is ErrorCode.OFFICE_FILE_GONE
    with pytest.raises(DeskError) as caught:
        remote.pull(0, 10)
    assert caught.value.code is ErrorCode.OFFICE_FILE_GONE
    assert kit.file.name in message_for(caught.value).happened
    assert not kit.file.exists()
    aside.rename(kit.file)
    assert remote.hello(HELLO).head == 1


def test_a_folder_in_the_place_of_the_shared_file_is_told_as_a_file_that_is_gone(
    kit: FileKit, remote: FileRemote
) -> None:
    write(remote)
    kit.file.rename(kit.file.with_name("aside"))
    kit.file.mkdir()
    assert code_of(remote) is ErrorCode.OFFICE_FILE_GONE


def test_an_office_is_never_put_over_another_file(kit: FileKit) -> None:
    before = kit.file.read_bytes()
    with pytest.raises(DeskError) as caught:
        create_shared_file(kit.file, OFFICE_KEY, dataset_id="another")
    assert caught.value.code is ErrorCode.OFFICE_EXISTS
    assert kit.file.read_bytes() == before
    assert [path.name for path in kit.file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_put_back_behind_an_open_connection_is_noticed(kit: FileKit, remote: FileRemote) -> None:
    """Who went on writing into the old one would lose everything without a sign."""
    backup = kit.file.with_name("backup.kvo")
    write(remote)
    remote.backup_to(backup)
    write(remote, op=2)
    shutil.copy(backup, backup.with_name("copy"))
    backup.with_name("copy").replace(kit.file)
    assert remote.hello(HELLO).head == 1
    remote.check()
    with pytest.raises(DeskError) as caught:
        remote.backup_to(backup)
    assert caught.value.code is ErrorCode.OFFICE_EXISTS


def test_a_damaged_file_is_told(kit: FileKit, remote: FileRemote) -> None:
    write(remote, value="x" * 50_000)
    remote.close()
    content = bytearray(kit.file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 5_000] = bytes(5_000)
    kit.file.write_bytes(content)
    with pytest.raises(DeskError) as caught:
        remote.check()
    assert caught.value.code in {ErrorCode.OFFICE_STORE_DAMAGED, ErrorCode.OFFICE_FOREIGN}


def test_with_the_disk_full_nothing_is_half_written_and_it_goes_on_with_room(remote: FileRemote) -> None:
    write(remote)
    connection = remote._file._connection()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    big = a_push(remote, ANNA, [a_line(a_patch({"value": "x" * 100_000}), op=2)])
    with pytest.raises(DeskError) as caught:
        remote.cas(big)
    assert caught.value.code is ErrorCode.OFFICE_DISK_FULL
    assert remote.hello(HELLO).head == 1
    assert remote.cas(big)  # the connection was opened anew, without the bound
    assert len(remote.pull(0, 10).entries) == 2


def test_something_in_the_place_of_the_scans_is_told_as_that_and_records_go_on(
    kit: FileKit, remote: FileRemote, tmp_path: Path
) -> None:
    blobs = kit.blobs()
    (tmp_path / "blobs").write_bytes(b"x")
    for call in (
        lambda: blobs.blob_find(SEALED.digest),
        lambda: blobs.blob_begin(SEALED.digest, SEALED.size, "x"),
        lambda: blobs.blob_forget(SEALED.digest),
    ):
        with pytest.raises(DeskError) as caught:
            call()
        assert caught.value.code is ErrorCode.OFFICE_SCANS_BLOCKED
        assert "bản quét" in message_for(caught.value).happened
    write(remote)
    (tmp_path / "blobs").unlink()
    send(blobs)


def send(blobs: BlobRemote) -> None:
    blobs.blob_begin(SEALED.digest, SEALED.size, "x")
    for number in blobs.blob_missing(SEALED.digest):
        blobs.blob_put(SEALED.digest, number, SEALED.chunks[number])
    assert blobs.blob_finish(SEALED.digest, SEALED.sealed_sum)


def test_what_a_killed_sender_left_half_written_goes_when_the_scan_is_there(
    kit: FileKit, tmp_path: Path
) -> None:
    folder = tmp_path / "blobs" / SEALED.digest[:2]
    folder.mkdir(parents=True)
    others = folder / f".{'0' * 64}.7785d3c0"
    left = [folder / f".{SEALED.digest}.7785d3c0", folder / f".{SEALED.digest}.json.7785d3c0", others]
    for file in left:
        file.write_bytes(b"x")
    send(kit.blobs())
    assert sorted(folder.iterdir()) == sorted(
        (folder / SEALED.digest, folder / f"{SEALED.digest}.json", others)
    )
    for file in left:
        file.write_bytes(b"x")
    (folder / f"{SEALED.digest}.part").mkdir()
    send(kit.blobs())  # killed before it had noted that it was done
    assert sorted(folder.iterdir()) == sorted(
        (folder / SEALED.digest, folder / f"{SEALED.digest}.json", others)
    )


def test_a_really_full_share_is_told(tmp_path: Path) -> None:
    with mounted(tmp_path / "share", size="600k") as share:
        office = FileKit(share)
        remote = office.counter()
        remote.register(ANNA, "Quầy 1")
        write(remote)
        with pytest.raises(DeskError) as caught:
            write(remote, op=2, value="x" * 900_000)
        assert caught.value.code is ErrorCode.OFFICE_DISK_FULL
        write(remote, op=2)
        assert remote.hello(HELLO).head == 2
        office.close()


def test_from_a_share_without_a_free_byte_the_others_are_still_read(tmp_path: Path) -> None:
    with mounted(tmp_path / "share", size="600k") as share:
        office = FileKit(share)
        remote = office.counter()
        remote.register(ANNA, "Quầy 1")
        remote.hello(HELLO)
        write(remote)
        fill(share / "phim.bin")
        newer = replace(HELLO, app_version="9.9")  # worth writing down
        assert remote.hello(newer).head == 1
        assert len(remote.pull(0, 10).entries) == 1
        with pytest.raises(DeskError) as caught:
            write(remote, op=2, value="x" * 50_000)
        assert caught.value.code is ErrorCode.OFFICE_DISK_FULL
        assert remote.hello(newer).head == 1
        (share / "phim.bin").unlink()
        write(remote, op=2)
        assert [row.app_version for row in remote.counters()] == [HELLO.app_version]
        office.close()


def fill(file: Path) -> None:
    """Takes what is left on the disk, to the last byte."""
    with file.open("wb", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(b"x" * 512)


def test_a_share_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    with mounted(tmp_path / "share", size="2m") as share:
        office = FileKit(share)
        remote = office.counter()
        remote.register(ANNA, "Quầy 1")
        write(remote)
        push = a_push(remote, ANNA, [a_line(a_patch({"value": "y"}), op=2)])
        office.close()
        make_read_only(share)
        with pytest.raises(DeskError) as caught:
            remote.cas(push)
        assert caught.value.code is ErrorCode.OFFICE_READ_ONLY
        told = remote.hello(HELLO)
        assert (told.head, told.may_write) == (1, False)
        assert len(remote.pull(0, 10).entries) == 1
        office.close()


def test_a_share_that_lets_this_pc_write_nothing_beside_the_file_is_read_all_the_same(
    remote: FileRemote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A right to read alone is told by Windows as a refusal, not as a share that is read-only."""
    write(remote)
    code = ErrorCode.OFFICE_REFUSED

    def refuse(_clock: ShareClock) -> datetime:
        raise DeskError(code)

    monkeypatch.setattr(ShareClock, "now", refuse)
    told = remote.hello(HELLO)
    assert (told.head, told.may_write) == (1, False)
    code = ErrorCode.OFFICE_UNREACHABLE
    assert code_of(remote) is ErrorCode.OFFICE_UNREACHABLE


def test_a_counter_that_dies_while_it_writes_leaves_neither_a_lock_nor_half_a_batch(
    kit: FileKit, remote: FileRemote
) -> None:
    remote.register(BINH, "Quầy 2", copy_of=ANNA)
    remote.close()
    size = kit.file.stat().st_size
    dead = subprocess.run(pusher(kit, ANNA, "1", "--die"), cwd=ROOT, check=False)  # noqa: S603 - ourselves
    assert dead.returncode < 0
    assert kit.file.stat().st_size > size + LARGE * 1_000  # the file itself had been written to
    assert remote.cas(a_push(remote, BINH, [a_line(a_patch({"a": 1}))]))
    assert [entry.client_id for entry in remote.pull(0, 10_000).entries] == [BINH]
    remote.check()


def test_processes_that_write_at_once_make_one_dense_log(kit: FileKit, remote: FileRemote) -> None:
    remote.register(BINH, "Quầy 2", copy_of=ANNA)
    running = [
        subprocess.Popen(pusher(kit, client_id, "25"), cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
        for client_id in (ANNA, BINH)
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    entries = remote.pull(0, 500).entries
    verify_entries(entries, cursor=0, chain=log_genesis(DATASET))
    for client_id in (ANNA, BINH):
        assert [entry.line.op for entry in entries if entry.client_id == client_id] == list(range(1, 26))


def pusher(kit: FileKit, client_id: str, *rest: str) -> list[str]:
    return [sys.executable, "-m", "tests.support.sync_pusher", str(kit.file), client_id, *rest]


def test_a_share_that_keeps_locks_passes_the_probe(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop.sync.lock_probe import hold_probe;"
        "hold_probe(Path(sys.argv[1]), seconds=1)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT) as first:  # noqa: S603 - our own words
        assert try_probe(tmp_path, seconds=20) is ProbeResult.KEPT
        assert first.wait() == 0
    remove_probe(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_share_that_keeps_no_locks_fails_the_probe(tmp_path: Path) -> None:
    """Two folders that pretend to be one: what a mount does that answers every lock with yes."""
    holder = threading.Thread(target=lambda: hold_probe(tmp_path, seconds=1.5))
    holder.start()
    pretended = tmp_path / "pretended"
    shutil.copytree(_when_held(tmp_path), pretended, ignore=shutil.ignore_patterns("pretended"))
    assert try_probe(pretended, seconds=1) is ProbeResult.NOT_LOCKED
    holder.join()
    assert try_probe(tmp_path / "nowhere", seconds=0.1) is ProbeResult.NOBODY_HELD


def _when_held(folder: Path) -> Path:
    while not (folder / "khongviet-probe.held").exists():
        pass
    return folder


def spoil(kit: FileKit, remote: FileRemote, statement: str) -> None:
    """Put something into the file that no program of ours writes."""
    write(remote)
    remote.close()
    connection = raw(kit.file)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "spoiling",
    [
        "UPDATE sync_meta SET v = 'nhiều' WHERE k = 'epoch'",
        "UPDATE sync_meta SET v = '' WHERE k = 'min_writer_level'",
        "DELETE FROM sync_meta",
        "DELETE FROM sync_head",
        "DROP TABLE sync_client",
        "DROP TABLE sync_change",
    ],
)
def test_a_file_that_holds_what_it_should_not_is_told_as_damaged(
    kit: FileKit, remote: FileRemote, spoiling: str
) -> None:
    spoil(kit, remote, spoiling)
    with pytest.raises(DeskError) as caught:
        remote.hello(Presence(client_id=ANNA, cursor=1, schema_level=1, app_version=""))
    assert caught.value.code is ErrorCode.OFFICE_STORE_DAMAGED


@pytest.mark.parametrize(
    "spoiling", ["UPDATE sync_change SET kind = 'explode'", "UPDATE sync_change SET decision = 'explode'"]
)
def test_an_entry_of_a_kind_nobody_writes_is_a_broken_log(
    kit: FileKit, remote: FileRemote, spoiling: str
) -> None:
    spoil(kit, remote, spoiling)
    with pytest.raises(DeskError) as caught:
        remote.pull(0, 10)
    assert caught.value.code is ErrorCode.SHARED_LOG_BROKEN
