"""Founding an office that was broken off halfway: the next try goes on with the same store, and takes nobody's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.store import RecordStore
from desktop.services.office_values import OfficeState
from desktop.sync import membership
from desktop.sync.file_connection import FileConnection
from desktop.sync.file_remote import FileRemote
from desktop.sync.founding import place_of
from desktop.sync.membership import OfficeMembership
from desktop.sync.office import Office
from desktop.sync.stores import RealStores, shared_file
from tests.support.record_samples import OFFICER, StandingClock, a_dossier, open_store


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store(tmp_path: Path, clock: StandingClock) -> Iterator[RecordStore]:
    made = open_store(tmp_path / "one", clock)
    yield made
    made.close()


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@pytest.fixture
def office(store: RecordStore, clock: StandingClock, tmp_path: Path) -> Office:
    return Office(store, RealStores(tmp_path), clock=clock)


def fill_the_share(*_: object, **__: object) -> int:
    raise DeskError(ErrorCode.OFFICE_DISK_FULL)


def be_killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_share_that_was_full_at_the_first_try_takes_the_office_once_there_is_room(
    office: Office, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FileRemote, "register", fill_the_share)
        with pytest.raises(DeskError, match="office_disk_full"):
            office.create(str(share), "Quầy 1")
    assert office.status().state is OfficeState.ALONE
    office.create(str(share), "Quầy 1")
    office.sync_once()
    assert office.status().counter_no == 1
    office.close()


def test_a_program_killed_between_the_file_and_its_own_place_goes_on_with_that_file(
    office: Office, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(OfficeMembership, "_begin", be_killed)
        with pytest.raises(KeyboardInterrupt):
            office.create(str(share), "Quầy 1")
    assert shared_file(str(share)).exists()
    office.create(str(share), "Quầy 1")
    assert office.status().counter_no == 1
    office.close()


def test_a_second_try_takes_no_office_of_somebody_else_and_none_that_is_used(
    office: Office, share: Path, tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FileRemote, "register", fill_the_share)
        with pytest.raises(DeskError, match="office_disk_full"):
            office.create(str(share), "Quầy 1")
    shared_file(str(share)).unlink()
    other = open_store(tmp_path / "two", clock)
    neighbour = Office(other, RealStores(tmp_path), clock=clock)
    neighbour.create(str(share), "Quầy A")
    before = shared_file(str(share)).read_bytes()
    with pytest.raises(DeskError, match="office_exists"):
        office.create(str(share), "Quầy 1")
    assert shared_file(str(share)).read_bytes() == before
    neighbour.close()
    other.close()


def test_nothing_that_opens_an_office_is_kept_twice_once_its_founder_is_in(
    office: Office, store: RecordStore, share: Path
) -> None:
    def kept() -> int:
        with store.database.read() as connection:
            return int(
                connection.exec_driver_sql("SELECT count(*) FROM meta WHERE k = 'founding'").scalar() or 0
            )

    office.create(str(share), "Quầy 1")
    assert kept() == 0
    office.leave()
    with pytest.raises(DeskError, match="office_exists"):
        office.create(str(share), "Quầy 1")
    assert kept() == 0


def leave_another(office: Office, folder: Path) -> None:
    folder.mkdir()
    office.create(str(folder), "Quầy 1")
    office.sync_once()
    office.leave()


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_founder_who_did_not_hear_that_it_came_in_goes_on_with_its_office(
    office: Office, share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    if elsewhere:
        leave_another(office, tmp_path / "old")
    register = FileRemote.register

    def lose_the_reply(remote: FileRemote, client_id: str, name: str, **named: str) -> int:
        register(remote, client_id, name, **named)
        raise DeskError(ErrorCode.OFFICE_UNREACHABLE)

    with monkeypatch.context() as patched:
        patched.setattr(FileRemote, "register", lose_the_reply)
        with pytest.raises(DeskError, match="office_join_unreachable"):
            office.create(str(share), "Quầy 1")
    office.create(str(share), "Quầy 1")
    office.sync_once()
    assert (office.status().state, office.status().counter_no) == (OfficeState.SHARED, 1)
    office.close()


@pytest.mark.parametrize("fault", [KeyboardInterrupt, DeskError(ErrorCode.DISK_FULL)])
def test_a_founder_who_came_in_and_could_not_keep_its_place_goes_on_with_its_office(
    office: Office, share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    leave_another(office, tmp_path / "old")

    def end(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(membership, "take_place", end)
        with pytest.raises((KeyboardInterrupt, DeskError)):
            office.create(str(share), "Quầy 1")
    office.create(str(share), "Quầy 1")
    office.sync_once()
    assert (office.status().state, office.status().counter_no) == (OfficeState.SHARED, 1)
    office.close()


def test_an_office_that_is_lost_later_is_founded_anew_at_its_place_though_its_first_founding_was_broken_off(
    office: Office, store: RecordStore, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("desktop.sync.founding._forget", be_killed)
        with pytest.raises(KeyboardInterrupt):
            office.create(str(share), "Quầy 1")
    with store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.sync_once()
    office.close()
    shared_file(str(share)).unlink()
    office.leave()
    office.create(str(share), "Quầy 1")
    office.sync_once()
    assert office.status().state is OfficeState.SHARED
    office.close()


def test_a_file_that_cannot_be_told_at_the_second_try_lets_the_key_go_for_nobody(
    office: Office, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FileRemote, "register", fill_the_share)
        with pytest.raises(DeskError, match="office_disk_full"):
            office.create(str(share), "Quầy 1")
    with monkeypatch.context() as patched:
        patched.setattr(FileConnection, "read", fill_the_share)
        with pytest.raises(DeskError, match="office_disk_full"):
            office.create(str(share), "Quầy 1")
    office.create(str(share), "Quầy 1")
    assert office.status().counter_no == 1
    office.close()


def test_a_try_at_another_place_in_between_loses_no_key(
    office: Office, share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FileRemote, "register", fill_the_share)
        for place in (share, tmp_path / "one" / ".." / "share"):
            with pytest.raises(DeskError, match="office_disk_full"):
                office.create(str(place), "Quầy 1")
        with pytest.raises(DeskError, match="office_"):
            office.create(str(tmp_path / "nowhere" / "else"), "Quầy 1")
    office.create(f"{share}/", "Quầy 1")
    assert office.status().counter_no == 1
    office.close()


def test_nothing_that_opens_an_office_stays_here_when_its_founder_leaves(
    office: Office, store: RecordStore, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("desktop.sync.founding._forget", be_killed)
        with pytest.raises(KeyboardInterrupt):
            office.create(str(share), "Quầy 1")
    office.sync_once()
    office.leave()
    with store.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT v FROM meta WHERE k = 'founding'").all()
    assert kept == []
    assert "p%40ss" not in place_of("postgresql://postgres:p%40ss@may:5433/xa"), (
        "the keeper's password is not kept"
    )
