import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.engine import Database, open_encrypted
from desktop.records.key_store import KeyStore, key_file_of, new_key
from desktop.records.operations import read_operations, verify_chain
from desktop.records.store import DATABASE_FILE, Access, RecordStore, open_records
from desktop.services.record_values import HealthCheck
from tests.support.record_samples import (
    MORNING,
    OFFICER,
    StandingClock,
    a_dossier,
    an_id,
    key_store_of,
    open_store,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with open_store(folder) as store, store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    return folder


def code_of_opening(folder: Path, key_store: KeyStore | None = None) -> ErrorCode:
    with pytest.raises(DeskError) as fault:
        open_records(folder, key_store or key_store_of(folder))
    return fault.value.code


def test_a_wrong_key_is_named_and_the_file_stays_as_it_was(folder: Path) -> None:
    before = (folder / DATABASE_FILE).read_bytes()
    key_file_of(folder).unlink()
    key_store_of(folder).save(new_key())
    assert code_of_opening(folder) is ErrorCode.DATABASE_KEY_WRONG
    assert (folder / DATABASE_FILE).read_bytes() == before


def test_a_database_without_its_key_is_never_begun_anew(folder: Path) -> None:
    key_file_of(folder).unlink()
    assert code_of_opening(folder) is ErrorCode.DATABASE_KEY_MISSING
    assert not key_file_of(folder).exists()


@pytest.mark.parametrize("access", list(Access))
def test_a_database_that_has_gone_away_is_never_begun_anew(folder: Path, access: Access) -> None:
    (folder / DATABASE_FILE).rename(folder / "elsewhere")
    with pytest.raises(DeskError) as fault:
        open_records(folder, key_store_of(folder), access=access)
    assert fault.value.code is ErrorCode.DATABASE_UNREADABLE
    assert not (folder / DATABASE_FILE).exists()


@pytest.mark.parametrize("access", list(Access))
def test_a_database_that_was_emptied_is_never_begun_anew(folder: Path, access: Access) -> None:
    """An empty file is what a copy that failed leaves; numbers given before would be given again."""
    (folder / DATABASE_FILE).write_bytes(b"")
    beside = folder / f"{DATABASE_FILE}-wal"
    beside.write_bytes(b"what was written last")
    with pytest.raises(DeskError) as fault:
        open_records(folder, key_store_of(folder), access=access)
    assert fault.value.code is ErrorCode.DATABASE_DAMAGED
    assert not (folder / DATABASE_FILE).stat().st_size
    assert beside.read_bytes() == b"what was written last"


def test_a_new_database_in_the_place_of_the_old_one_is_never_filled(folder: Path) -> None:
    key = key_store_of(folder).load()
    assert key is not None
    (folder / DATABASE_FILE).unlink()
    connection = open_encrypted(folder / DATABASE_FILE, key)
    connection.execute("CREATE TABLE other (a)")
    connection.close()
    assert code_of_opening(folder) is ErrorCode.DATABASE_DAMAGED


def test_a_first_start_that_was_cut_off_begins_anew(tmp_path: Path) -> None:
    key_store_of(tmp_path).save(new_key())
    (tmp_path / DATABASE_FILE).write_bytes(b"")
    with open_store(tmp_path):
        pass


def test_a_key_file_with_rubbish_is_named(folder: Path) -> None:
    key_file_of(folder).write_text("not a key")
    assert code_of_opening(folder) is ErrorCode.DATABASE_KEY_MISSING


def test_a_cut_off_file_is_damaged_not_a_wrong_key(folder: Path) -> None:
    file = folder / DATABASE_FILE
    file.write_bytes(file.read_bytes()[:1000])
    assert code_of_opening(folder) is ErrorCode.DATABASE_DAMAGED


def test_a_changed_byte_is_found_by_the_check(folder: Path) -> None:
    file = folder / DATABASE_FILE
    content = bytearray(file.read_bytes())
    content[-2000] ^= 1
    file.write_bytes(content)
    assert found_at_opening_or_by_the_check(folder)


def found_at_opening_or_by_the_check(folder: Path) -> bool:
    try:
        with open_store(folder) as store:
            return not {one.check: one.ok for one in store.examine()}[HealthCheck.INTEGRITY]
    except DeskError as error:
        return error.code is ErrorCode.DATABASE_DAMAGED


def test_a_changed_line_of_the_log_is_found(folder: Path) -> None:
    with open_store(folder) as store:
        with store._database.write() as connection:
            connection.exec_driver_sql("UPDATE operation SET actor = 'x' WHERE op = 2")
        with store._database.read() as connection, pytest.raises(DeskError) as fault:
            verify_chain(connection)
        assert fault.value.params["op"] == "2"
        findings = {one.check: one.ok for one in store.examine()}
    assert findings[HealthCheck.CHAIN] is False
    assert findings[HealthCheck.INTEGRITY] is True


def test_a_database_of_a_newer_program_is_left_alone(folder: Path) -> None:
    with open_store(folder) as store, store._database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert code_of_opening(folder) is ErrorCode.DATABASE_NEWER


def test_a_second_program_on_the_same_folder_is_refused_and_named(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from desktop.domain.errors import DeskError\n"
        "from tests.support.record_samples import open_store\n"
        "try:\n    open_store(Path(sys.argv[1]))\n"
        "except DeskError as error:\n    print(error.code, error.params['pid'])\n"
    )
    with open_store(folder):
        command = [sys.executable, "-c", program, str(folder)]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    code, pid = answer.stdout.split()
    assert code == ErrorCode.DATABASE_IN_USE
    assert int(pid) > 0
    with open_store(folder):
        pass


def test_the_check_and_the_backup_may_run_beside_the_window(folder: Path, tmp_path: Path) -> None:
    with (
        open_store(folder) as store,
        open_records(folder, key_store_of(folder), access=Access.ALONGSIDE) as beside,
    ):
        beside.backup(tmp_path / "sao-luu", "một câu bí mật dài")
        assert {one.check: one.ok for one in beside.examine()}[HealthCheck.CHAIN]
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(2))
        assert len(beside.read.search("buoi")) == 2
        with pytest.raises(RuntimeError), beside.begin(OFFICER):
            pass


def test_a_writer_that_does_not_end_makes_others_busy_not_wrong(folder: Path) -> None:
    database = Database(folder / DATABASE_FILE, key_store_of(folder).load() or b"", busy_seconds=0.05)
    other = Database(folder / DATABASE_FILE, key_store_of(folder).load() or b"", busy_seconds=0.05)
    with database.write(), pytest.raises(DeskError) as fault, other.write():
        pass
    assert fault.value.code is ErrorCode.DATABASE_BUSY
    database.close()
    other.close()


def test_a_unit_of_work_inside_another_is_a_mistake_that_is_named(folder: Path) -> None:
    with open_store(folder) as store, store.begin(OFFICER), pytest.raises(RuntimeError), store.begin(OFFICER):
        pass


def save_many(store: RecordStore, first: int) -> None:
    for number in range(first, first + 15):
        with store.begin(OFFICER) as work:
            day = MORNING.date()
            work.dossiers.save(a_dossier(number, number=work.next_dossier_number(day)))


def test_many_threads_get_dense_numbers_and_one_chain(folder: Path) -> None:
    with open_store(folder) as store:
        threads = [threading.Thread(target=save_many, args=(store, 100 * n)) for n in range(1, 5)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            store.read.search("buoi")
        for thread in threads:
            thread.join()
        rows = store.read.dossiers_on(MORNING.date())
        numbers = sorted(row.number for row in rows if row.number)
        with store._database.read() as connection:
            verify_chain(connection)
    assert numbers == [f"260317-{number:04d}" for number in range(1, 61)]


def test_a_clock_going_back_leaves_the_order_of_the_log(folder: Path) -> None:
    clock = StandingClock(now=MORNING + timedelta(days=40))
    with open_store(folder, clock) as store:
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(2))
        clock.now = MORNING - timedelta(days=400)
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(3))
        with store._database.read() as connection:
            verify_chain(connection)
            stamps = [(operation.hlc, operation.made_at) for operation, _ in read_operations(connection)]
        assert [hlc for hlc, _ in stamps] == sorted({hlc for hlc, _ in stamps})
        assert stamps[-1][1] < stamps[0][1]  # what the clock said stays on record
        assert store.read.search("buoi")[0].row.id == an_id(1003)
