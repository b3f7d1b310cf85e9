"""What another counter erases is erased in the records a restore has kept aside at this one."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError
from desktop.records.engine import Database
from desktop.records.expired_cases import StoredExpiredCases
from desktop.records.store import restore
from desktop.records.tables import SEAL_KEY
from desktop.sync.memory_faults import Fault
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import (
    OFFICER,
    StandingClock,
    a_dossier,
    an_id,
    key_store_of,
    moved,
    open_store,
)

SECRET = "mưa dầm thấm lâu"
ANSWERS = an_id(2001)


@pytest.mark.parametrize("is_cut_short", [False, True])
def test_an_erasure_read_from_the_office_reaches_what_a_restore_kept(
    tmp_path: Path, *, is_cut_short: bool
) -> None:
    clock, folder = StandingClock(), tmp_path / "two"
    stores = MemoryStores(clock)
    with open_store(tmp_path / "one", clock) as first:
        one = Office(first, stores, clock=clock)
        with open_store(folder, clock) as second:
            two = Office(second, stores, clock=clock)
            one.create("share", "Quầy 1")
            two.join(one.invite("Quầy 2"))
            with first.begin(OFFICER) as work:
                work.answers.save(ANSWERS, {"reason": "chuyện riêng"})
                work.dossiers.save(moved(a_dossier(), MoveKind.RETURN_RESULT, DossierState.RETURNED))
            for office in (one, two):
                office.sync_once()
            second.backup(tmp_path / "backup", SECRET)
        kept = restore(folder, key_store_of(folder), tmp_path / "backup", SECRET, clock=clock)
        assert kept is not None
        with open_store(folder, clock) as second:
            two = Office(second, stores, clock=clock)
            two.sync_once()
            assert ANSWERS in keys_in(kept, folder)
            later = clock() + timedelta(days=1)
            (case,) = StoredExpiredCases(first).expired(later)
            assert StoredExpiredCases(first).erase(OFFICER, case, before=later, reason="")
            one.sync_once()
            if is_cut_short:
                with second.begin(OFFICER) as work:
                    work.dossiers.save(a_dossier(2))
                stores.faults = {"cas": Fault.REQUEST_LOST}
                with pytest.raises(DeskError, match="office_unreachable"):
                    two.sync_once()
            else:
                two.sync_once()
            assert ANSWERS not in keys_in(kept, folder)


def keys_in(file: Path, folder: Path) -> set[str]:
    key = key_store_of(folder).load()
    assert key is not None
    database = Database(file, key, reads_only=True)
    try:
        with database.read() as connection:
            return {str(scope) for scope in connection.scalars(select(SEAL_KEY.c.scope))}
    finally:
        database.close()
