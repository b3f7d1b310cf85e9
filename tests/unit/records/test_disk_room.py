import errno
import os
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import ErrorCode
from desktop.records.disk_room import has_room, is_nearly_full
from desktop.records.faults import desk_error_of

SHARED_MEMORY_TOO_SHORT = 4874
"""SQLite's name for an index of the write-ahead log that could not grow: an error of the disk, as it calls it."""


def broken() -> sqlcipher.OperationalError:
    error = sqlcipher.OperationalError("disk I/O error")
    error.sqlite_errorcode = SHARED_MEMORY_TOO_SHORT
    return error


def test_an_error_of_the_disk_on_a_full_disk_is_the_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", refuse)
    fault = desk_error_of(broken(), tmp_path)
    assert fault is not None
    assert fault.code is ErrorCode.DISK_FULL
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("folder", ["", "khong-con"])
def test_an_error_of_the_disk_with_room_on_it_stays_what_it_is(tmp_path: Path, folder: str) -> None:
    fault = desk_error_of(broken(), tmp_path / folder)
    assert fault is not None
    assert fault.code is ErrorCode.DATABASE_UNREADABLE
    assert not list(tmp_path.iterdir())


def test_a_disk_with_room_has_room(tmp_path: Path) -> None:
    assert has_room(tmp_path)
    assert not is_nearly_full(tmp_path)
    assert not is_nearly_full(tmp_path / "khong-con")
