import errno
import os
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.backup_file import check_secret, new_recovery_key, read_label
from desktop.records.files import write_new_file
from desktop.records.key_store import KEY_FILE, key_file_of
from desktop.records.store import DATABASE_FILE, open_records, restore
from desktop.services.record_values import HealthCheck
from tests.support.record_samples import OFFICER, a_dossier, a_person, an_id, key_store_of, open_store

SECRET = "mưa dầm thấm lâu"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    file = tmp_path / "usb" / "sao-luu.khongviet-backup"
    file.parent.mkdir()
    with open_store(tmp_path / "data") as store:
        with store.begin(OFFICER) as work:
            work.people.save(a_person())
            work.answers.save(an_id(2001), {"a": {"v": "trả lời"}})
            work.dossiers.save(a_dossier())
        store.backup(file, SECRET)
        with store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(2))
    return file


def test_a_backup_opens_on_another_pc_with_its_secret(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "another-pc"
    assert restore(other, key_store_of(other), backup, SECRET) is None
    assert key_store_of(other).load() != key_store_of(tmp_path / "data").load()
    with open_store(other) as store:
        with store.begin(OFFICER) as work:
            assert work.dossiers.get(an_id(1001)) == a_dossier()
            assert work.people.get(an_id(1)) == a_person()
            assert work.answers.load(an_id(2001)) == {"a": {"v": "trả lời"}}
            assert work.dossiers.find(an_id(1002)) is None
        assert all(one.ok for one in store.examine() if one.check is not HealthCheck.FREE_DISK)


def test_restoring_keeps_the_old_database_beside(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    kept = restore(folder, key_store_of(folder), backup, SECRET)
    assert kept is not None
    with open_store(folder) as store:
        assert [hit.row.id for hit in store.read.search("buoi")] == [an_id(1001)]
    kept.replace(folder / DATABASE_FILE)
    with open_store(folder) as store:
        assert len(store.read.search("buoi")) == 2


def test_a_wrong_secret_changes_nothing(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    before = (folder / DATABASE_FILE).read_bytes()
    with pytest.raises(DeskError) as fault:
        restore(folder, key_store_of(folder), backup, "một câu sai rồi")
    assert fault.value.code is ErrorCode.BACKUP_SECRET_WRONG
    assert (folder / DATABASE_FILE).read_bytes() == before


@pytest.mark.parametrize("place", [0, 5000, -60, -1])
def test_a_changed_or_cut_backup_is_refused_before_anything_is_touched(
    backup: Path, tmp_path: Path, place: int
) -> None:
    content = bytearray(backup.read_bytes())
    content[place] ^= 1
    backup.write_bytes(content)
    folder = tmp_path / "data"
    with pytest.raises(DeskError) as fault:
        restore(folder, key_store_of(folder), backup, SECRET)
    assert fault.value.code in {ErrorCode.BACKUP_UNREADABLE, ErrorCode.BACKUP_SECRET_WRONG}
    backup.write_bytes(content[:-100])
    with pytest.raises(DeskError) as fault:
        restore(folder, key_store_of(folder), backup, SECRET)
    assert fault.value.code is ErrorCode.BACKUP_UNREADABLE
    with open_store(folder) as store:
        assert len(store.read.search("buoi")) == 2


def test_a_backup_is_not_restored_under_a_running_program(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_store(folder), pytest.raises(DeskError) as fault:
        restore(folder, key_store_of(folder), backup, SECRET)
    assert fault.value.code is ErrorCode.DATABASE_IN_USE


def test_a_backup_tells_nobody_who_is_in_it(backup: Path) -> None:
    content = backup.read_bytes()
    assert b"SQLite format 3" not in content
    for text in ("Bưởi", "042151000001", "2.000635"):
        assert text.encode() not in content
    label = read_label(backup).label
    assert label.operations == 4


def test_a_recovery_key_may_be_typed_in_small_letters_without_dashes(tmp_path: Path) -> None:
    folder, file, secret = tmp_path / "data", tmp_path / "b", new_recovery_key()
    with open_store(folder) as store:
        store.backup(file, secret)
    typed = secret.replace("-", " ").lower()
    assert restore(folder, key_store_of(folder), file, typed) is not None
    assert len(secret) == 35
    assert new_recovery_key() != secret


@pytest.mark.parametrize("secret", ["", "ngắn quá", " " * 20])
def test_a_short_secret_is_refused(secret: str) -> None:
    with pytest.raises(DeskError) as fault:
        check_secret(secret)
    assert fault.value.code is ErrorCode.BACKUP_SECRET_WEAK


def test_a_restored_database_says_so_to_a_shared_log(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    restore(folder, key_store_of(folder), backup, SECRET)
    with open_store(folder) as store, store._database.read() as connection:
        value = connection.exec_driver_sql("SELECT v FROM meta WHERE k = 'restored'").scalar_one()
    assert value.endswith(" 4")


def test_something_that_is_no_backup_is_said(tmp_path: Path) -> None:
    foreign = tmp_path / "anh.jpg"
    foreign.write_bytes(b"\xff\xd8 no backup")
    with pytest.raises(DeskError) as fault:
        restore(tmp_path / "data", key_store_of(tmp_path / "data"), foreign, SECRET)
    assert fault.value.code is ErrorCode.BACKUP_UNREADABLE
    assert not (tmp_path / "data").exists()


def test_a_file_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    write_new_file(tmp_path / "x", b"one", mode=0o600)
    with pytest.raises(FileExistsError):
        write_new_file(tmp_path / "x", b"two", mode=0o600)
    assert (tmp_path / "x").read_bytes() == b"one"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no mode")
def test_the_files_of_the_records_are_their_owners_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "khongviet.lock").touch(0o644)
    with open_store(tmp_path):
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir() if file.is_file()}
    assert set(modes.values()) == {0o600}
    assert {"records.db", "records.db-wal", "khongviet.lock"} <= modes.keys()


def test_the_key_lies_beside_the_data_folder_not_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_records(folder, key_store_of(folder)):
        pass
    assert key_file_of(folder).name == KEY_FILE
    assert not key_file_of(folder).is_relative_to(folder)
    assert key_file_of(folder).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", [DATABASE_FILE, "don-xin.docx", "thu-muc", "chua-co/ban.bak"])
def test_a_backup_replaces_nothing_but_a_backup(tmp_path: Path, name: str) -> None:
    data_dir = tmp_path / "may"
    with open_store(data_dir) as store:
        (data_dir / "don-xin.docx").write_bytes(b"quan trong")
        (data_dir / "thu-muc").mkdir()
        with pytest.raises(DeskError) as caught:
            store.backup(data_dir / name, "mật khẩu dài")
        assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
        store.backup(data_dir / "ban.bak", "mật khẩu dài")
        store.backup(data_dir / "ban.bak", "mật khẩu dài")
    assert (data_dir / "don-xin.docx").read_bytes() == b"quan trong"
    with open_store(data_dir) as store:
        assert all(finding.ok for finding in store.examine())


@pytest.mark.parametrize("call", ["touch", "replace"])
def test_a_stick_that_takes_nothing_is_told_by_the_name_of_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(file: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(file))

    with open_store(tmp_path / "may") as store:
        monkeypatch.setattr(Path, call, refuse)
        with pytest.raises(DeskError) as caught:
            store.backup(tmp_path / "usb.bak", "mật khẩu dài")
        monkeypatch.undo()
    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert caught.value.params["file"] == str(tmp_path / "usb.bak")


def test_a_backup_into_a_device_leaves_the_device_alone(tmp_path: Path) -> None:
    with open_store(tmp_path / "may") as store, pytest.raises(DeskError):
        store.backup(Path("/dev/null"), "mật khẩu dài")
    assert Path("/dev/null").is_char_device()
