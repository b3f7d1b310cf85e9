"""Erased answers are in no file that this PC keeps beside its records."""

import logging
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import PrintJobId
from desktop.records import kept_aside
from desktop.records.engine import Database
from desktop.records.expired_cases import StoredExpiredCases
from desktop.records.store import DATABASE_FILE, RecordStore, restore
from desktop.records.tables import META, PRINT_JOB, SEAL_KEY
from desktop.services.ports_printing import PrintJob, PrintKind
from tests.support.record_samples import (
    MORNING,
    OFFICER,
    StandingClock,
    a_dossier,
    a_person,
    an_id,
    key_store_of,
    moved,
    open_store,
)

SECRET = "mưa dầm thấm lâu"
ANSWERS = an_id(2001)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one finished case, restored from a backup that has it too."""
    folder = tmp_path / "data"
    with open_store(folder) as store:
        write_case(store)
        store.backup(tmp_path / "backup", SECRET)
    return folder


def write_case(store: RecordStore, number: int = 1) -> None:
    done = moved(a_dossier(number), MoveKind.RETURN_RESULT, DossierState.RETURNED)
    page = PrintJob(
        id=PrintJobId(an_id(5000 + number)),
        kind=PrintKind.PAPER,
        printer="paper",
        title="Tờ khai",
        payload=b"%PDF",
        created_at=MORNING,
        dossier_id=done.id,
    )
    with store.begin(OFFICER) as work:
        work.people.save(a_person(number))
        work.answers.save(str(done.answers_id), {"reason": "chuyện riêng"})
        work.dossiers.save(done)
        work.add_print_job(page)


def put_back(folder: Path) -> Path:
    kept = restore(folder, key_store_of(folder), folder.parent / "backup", SECRET, clock=StandingClock())
    assert kept is not None
    return kept


def erase(store: RecordStore) -> None:
    cases, later = StoredExpiredCases(store), MORNING + timedelta(days=1)
    for case in cases.expired(later):
        assert cases.erase(OFFICER, case, before=later, reason="hết thời hạn lưu")
    cases.erase_kept()


def readable(file: Path, folder: Path) -> set[str]:
    """Whose sealed values and pages a file still shows to whoever has this PC's key."""
    key = key_store_of(folder).load()
    assert key is not None
    database = Database(file, key, reads_only=True)
    try:
        with database.read() as connection:
            scopes = {str(scope) for scope in connection.scalars(select(SEAL_KEY.c.scope))}
            return scopes | {str(of) for of in connection.scalars(select(PRINT_JOB.c.dossier_id))}
    finally:
        database.close()


def test_what_is_erased_here_is_erased_in_what_a_restore_kept(data: Path) -> None:
    kept = put_back(data)
    assert readable(kept, data) == {ANSWERS, an_id(1), an_id(1001)}
    with open_store(data) as store:
        erase(store)
    assert readable(kept, data) == set()
    assert not [file for file in data.iterdir() if file.name.startswith(f"{kept.name}-")]


def test_what_was_erased_before_the_restore_is_not_in_the_file_it_keeps(data: Path, tmp_path: Path) -> None:
    """Another PC's backup knows of an erasure that the records it takes the place of have not heard of."""
    other = tmp_path / "other"
    restore(other, key_store_of(other), tmp_path / "backup", SECRET)
    with open_store(data) as store:
        erase(store)
        store.backup(tmp_path / "backup", SECRET)
    kept = put_back(other)
    assert ANSWERS in readable(kept, other)
    with open_store(other):
        assert readable(kept, other) == set()


def test_work_that_was_never_erased_stays_in_what_a_restore_kept(data: Path) -> None:
    with open_store(data) as store:
        write_case(store, 2)
    kept = put_back(data)
    with open_store(data) as store:
        erase(store)
    assert readable(kept, data) == {an_id(2), an_id(2002), an_id(1002)}


def test_an_erasure_a_dead_program_did_not_follow_up_is_followed_up_at_the_next_start(data: Path) -> None:
    kept = put_back(data)
    with open_store(data) as store:
        later = MORNING + timedelta(days=1)
        (case,) = StoredExpiredCases(store).expired(later)
        StoredExpiredCases(store).erase(OFFICER, case, before=later, reason="")
    assert ANSWERS in readable(kept, data)
    with open_store(data) as store:
        assert readable(kept, data) == set()
        with store.database.read() as connection:
            assert not [key for key in connection.scalars(select(META.c.k)) if "erase" in key]


def test_the_copy_made_before_a_new_version_is_erased_along(data: Path) -> None:
    with open_store(data):
        pass
    copy = data / "records-truoc-0004.db"
    copy.write_bytes((data / DATABASE_FILE).read_bytes())
    made = copy.stat().st_mtime
    with open_store(data) as store:
        erase(store)
    assert readable(copy, data) == set()
    assert copy.stat().st_mtime == made


@pytest.mark.parametrize("content", [b"\0" * 8192, b""])
def test_what_cannot_be_opened_is_removed_with_the_first_erasure_and_not_before(
    data: Path, content: bytes, expect_warnings: list[logging.LogRecord]
) -> None:
    kept = put_back(data)
    kept.write_bytes(content)
    with open_store(data) as store:
        assert kept.exists()
        erase(store)
    assert not kept.exists()
    assert expect_warnings


def test_a_full_disk_puts_the_erasing_off_and_loses_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = put_back(data)
    with monkeypatch.context() as full, open_store(data) as store:
        full.setattr(kept_aside, "_erase", _raise_full)
        erase(store)
    assert ANSWERS in readable(kept, data)
    with open_store(data):
        assert readable(kept, data) == set()


def _raise_full(*_: object) -> None:
    raise DeskError(ErrorCode.DISK_FULL)


def test_what_a_restore_kept_goes_by_itself_after_thirty_days(data: Path) -> None:
    kept = put_back(data)
    with open_store(data, StandingClock(MORNING + timedelta(days=29))) as store:
        (one,) = store.aside.files()
        assert (one.file, one.until.isoformat()) == (kept, "2026-04-16")
    assert kept.exists()
    with open_store(data, StandingClock(MORNING + timedelta(days=31))) as store:
        assert store.aside.files() == ()
    assert not kept.exists()


def test_the_leftovers_of_a_killed_restore_are_removed_at_the_start(data: Path) -> None:
    for name in (f"{DATABASE_FILE}.dang-khoi-phuc", f"{DATABASE_FILE}.dang-khoi-phuc-wal"):
        (data / name).write_bytes(b"x")
    os.link(data / DATABASE_FILE, data / "records-truoc-khoi-phuc-20260317T013001000000Z.db")
    with open_store(data) as store:
        assert store.aside.files() == ()
        assert not [file for file in data.iterdir() if "khoi-phuc" in file.name]
        assert ANSWERS in readable(data / DATABASE_FILE, data)


def test_a_counter_that_keeps_nothing_aside_notes_nothing(data: Path) -> None:
    with open_store(data) as store:
        erase(store)
        with store.database.read() as connection:
            assert not [key for key in connection.scalars(select(META.c.k)) if "kept" in key]
