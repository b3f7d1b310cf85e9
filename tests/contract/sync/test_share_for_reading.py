"""A counter whose PC may only read the share goes on receiving, whatever becomes of the file."""

import shutil
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.share_clock import ShareClock
from tests.support.record_samples import OFFICER, a_dossier
from tests.support.sync_office import SampleOffice, documents_of
from tests.support.sync_stores import FileKit


def refused(_: ShareClock) -> None:
    raise DeskError(ErrorCode.OFFICE_READ_ONLY)


def test_it_receives_what_the_others_write_also_after_the_file_was_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = FileKit(tmp_path)
    office = SampleOffice(tmp_path / "counters", ("A", "B"), kit=kit)
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    office.settle()
    shutil.copy(kit.file, tmp_path / "backup")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    office.settle()
    (tmp_path / "backup").replace(kit.file)
    assert office.way(0).relog(())
    one.sync()
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    one.sync()
    monkeypatch.setattr(ShareClock, "now", refused)
    two.exchange.look()
    two.pull_all()
    with pytest.raises(DeskError) as caught:
        two.exchange.push()
    assert caught.value.code is ErrorCode.OFFICE_READ_ONLY
    assert documents_of(two) == documents_of(one)
    office.close()
    kit.close()
