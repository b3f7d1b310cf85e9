import errno
import os
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.instance_lock import LOCK_FILE, InstanceLock


class FullDisk:
    """A lock file on a disk without a free byte."""

    def __init__(self, stream: object) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def truncate(self, _: int) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_lock_that_cannot_say_whose_it_is_holds_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = (tmp_path / LOCK_FILE).open("a+b", buffering=0)
    with monkeypatch.context() as full:
        full.setattr(Path, "open", lambda *_, **__: FullDisk(stream))
        lock = InstanceLock(tmp_path)
        lock.acquire()
    with pytest.raises(DeskError) as fault:
        InstanceLock(tmp_path).acquire()
    assert fault.value.code is ErrorCode.DATABASE_IN_USE
    lock.release()
    lock.acquire()
    assert str(os.getpid()) in (tmp_path / LOCK_FILE).read_text(encoding="ascii")
    lock.release()
