import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.operations import verify_chain
from desktop.records.recovery_key import own_recovery_key
from desktop.records.store import RecordStore
from desktop.services.office_values import OfficeState
from desktop.services.office_words import Grade, status_words
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import OFFICER, StandingClock, a_dossier, an_id, open_store
from tests.support.small_files import files_no_larger_than

ROOM = 200_000
# SQLite tells a refused write apart from a full disk; both are faults of the world.
REFUSED = {ErrorCode.DISK_FULL, ErrorCode.DATABASE_UNREADABLE}
BIG = "một câu trả lời rất dài " * 40_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte; only an administrator can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("only an administrator can mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603 - a path of ours
        pytest.skip("mounting is not allowed here")
    try:
        yield disk
    finally:
        subprocess.run([umount, str(disk)], check=True)  # noqa: S603 - a path of ours


def save_big(store: RecordStore) -> None:
    with store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2, note=BIG))


def check_that_only_the_first_is_there(folder: Path) -> None:
    with open_store(folder) as store:
        with store._database.read() as connection:
            verify_chain(connection)
        with store.begin(OFFICER) as work:
            assert work.dossiers.get(an_id(1001)) == a_dossier(1)
            assert work.dossiers.find(an_id(1002)) is None


def test_a_full_disk_is_said_and_nothing_is_half_written(small_disk: Path) -> None:
    folder = small_disk / "data"
    with open_store(folder) as store:
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(1))
        with pytest.raises(DeskError) as fault:
            save_big(store)
        assert fault.value.code is ErrorCode.DISK_FULL
        with pytest.raises(DeskError) as fault:
            store.drafts.save("visit", {"typed": BIG})
        assert fault.value.code is ErrorCode.DISK_FULL
    check_that_only_the_first_is_there(folder)


def test_how_the_counter_stands_is_not_green_on_a_full_disk(small_disk: Path) -> None:
    folder, clock = small_disk / "data", StandingClock()
    stores = MemoryStores(clock)
    with open_store(folder, clock) as store:
        office = Office(store, stores, clock=clock)
        office.create("share", "Quầy 1")
        office.sync_once()
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(1, note="x" * 5_000))
        (small_disk / "fill").write_bytes(bytes(shutil.disk_usage(small_disk).free))
        with pytest.raises(DeskError) as fault:
            office.sync_once()
        assert fault.value.code is ErrorCode.DISK_FULL
        status = office.status()
        assert (status.state, status.is_disk_full) == (OfficeState.WAITING, True)
        assert status_words(status, clock()).grade is Grade.STOPPED
        (small_disk / "fill").unlink()
        with mostly_filled(small_disk, left=80_000):
            assert office.status().is_disk_full
        office.sync_once()


@contextmanager
def mostly_filled(disk: Path, *, left: int) -> Iterator[None]:
    (disk / "fill").write_bytes(bytes(shutil.disk_usage(disk).free - left))
    yield
    (disk / "fill").unlink()


@pytest.mark.parametrize("left", [0, 4096, 16_384, 40_960, 80_000])
def test_whatever_little_room_is_left_a_full_disk_is_called_by_its_name(small_disk: Path, left: int) -> None:
    folder = small_disk / "data"
    with open_store(folder) as store, store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    with (
        mostly_filled(small_disk, left=left),
        pytest.raises(DeskError) as fault,
        open_store(folder) as store,
    ):
        save_big(store)
    assert fault.value.code is ErrorCode.DISK_FULL
    check_that_only_the_first_is_there(folder)


def test_a_recovery_key_that_finds_no_room_says_that_the_disk_is_full(small_disk: Path) -> None:
    folder = small_disk / "data"
    with open_store(folder):
        pass
    with mostly_filled(small_disk, left=0), pytest.raises(DeskError) as fault:
        own_recovery_key(folder)
    assert fault.value.code is ErrorCode.DISK_FULL
    assert not list((small_disk / "data-key").glob(".*"))


def test_a_program_that_starts_on_a_full_disk_says_so_and_starts_once_there_is_room(small_disk: Path) -> None:
    folder, fill = small_disk / "data", small_disk / "fill"
    with open_store(folder) as store, store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    fill.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(DeskError) as fault:
        open_store(folder)
    assert fault.value.code is ErrorCode.DISK_FULL
    fill.unlink()
    check_that_only_the_first_is_there(folder)


def test_a_file_that_may_not_grow_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_store(folder) as store:
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(1))
        size = sum(file.stat().st_size for file in folder.iterdir())
        with files_no_larger_than(size + ROOM), pytest.raises(DeskError) as fault:
            save_big(store)
        assert fault.value.code in REFUSED
        assert BIG[:20] not in str(fault.value)
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(3))  # with room again the same open store goes on
    check_that_only_the_first_is_there(folder)


def test_a_full_database_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_store(folder) as store:
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(1))
        with store._database.outside_transaction() as connection:
            pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(DeskError) as fault:
            save_big(store)
        assert fault.value.code is ErrorCode.DISK_FULL
    check_that_only_the_first_is_there(folder)


def test_a_backup_without_room_leaves_no_half_file(tmp_path: Path) -> None:
    folder, target = tmp_path / "data", tmp_path / "sao-luu.khongviet-backup"
    with open_store(folder) as store:
        store.backup(target, "một câu bí mật dài")
        yesterday = target.read_bytes()
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(1, note=BIG))
        with files_no_larger_than(ROOM), pytest.raises(DeskError) as fault:
            store.backup(target, "một câu bí mật dài")
    assert fault.value.code in REFUSED
    assert target.read_bytes() == yesterday
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [target.name]
