"""The same tests on every store."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desktop.sync.remote import KEEP_DAYS, Remote
from desktop.sync.trial_server import TrialServer
from tests.support.postgres import PgKit, embedded_server, server_folder, tls_server
from tests.support.record_samples import OFFICER, a_dossier
from tests.support.shared_scans import Scans, scans_of
from tests.support.sync_office import SampleOffice
from tests.support.sync_samples import ANNA, BINH, invited
from tests.support.sync_stores import FileKit, MemoryKit, StoreKit


@pytest.fixture(scope="session")
def embedded() -> Iterator[TrialServer]:
    """PostgreSQL 18 from PyPI."""
    with server_folder() as folder:
        server = embedded_server(folder)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def tls_folder() -> Iterator[Path]:
    """Where the certificates of `with_tls` are."""
    with server_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def with_tls(tls_folder: Path) -> Iterator[TrialServer]:
    """The system's PostgreSQL, where it is installed, which takes nobody without TLS."""
    server = tls_server(tls_folder)
    yield server
    server.stop()


def make_kit(kind: str, request: pytest.FixtureRequest, folder: Path, *, keep_days: int = 0) -> StoreKit:
    """Give a new store of one kind."""
    match kind:
        case "memory":
            return MemoryKit(keep_days=keep_days)
        case "file":
            return FileKit(folder, keep_days=keep_days)
        case "postgres":
            return PgKit(request.getfixturevalue("embedded"), keep_days=keep_days)
        case _:
            server: TrialServer = request.getfixturevalue("with_tls")
            ca = request.getfixturevalue("tls_folder") / "ca.pem"
            return PgKit(server, query=f"?sslmode=verify-full&sslrootcert={ca}", keep_days=keep_days)


@pytest.fixture(params=["memory", "file", "postgres", "postgres-tls"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreKit]:
    """An empty store of each kind."""
    kit = make_kit(request.param, request, tmp_path)
    yield kit
    kit.close()


@pytest.fixture(params=["memory", "file", "postgres", "postgres-tls"])
def strict(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreKit]:
    """A store of each kind with the floor of a real office."""
    kit = make_kit(request.param, request, tmp_path, keep_days=KEEP_DAYS)
    yield kit
    kit.close()


@pytest.fixture
def anna(office: StoreKit) -> Remote:
    """The first counter, registered."""
    remote = office.counter(1)
    remote.register(ANNA, "Quầy 1")
    return remote


@pytest.fixture
def binh(office: StoreKit, anna: Remote) -> Remote:
    """The second counter, invited by the first."""
    remote = office.counter(2)
    remote.register(BINH, "Quầy 2", secret=invited(anna))
    return remote


@pytest.fixture
def pair(office: StoreKit, tmp_path: Path) -> Iterator[tuple[Scans, Scans]]:
    counters = SampleOffice(tmp_path / "counters", kit=office)
    one, two = (
        scans_of(counter, partial(office.blobs, number))
        for number, counter in enumerate(counters.counters, start=1)
    )
    with one.counter.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    counters.settle()
    yield one, two
    for each in (one, two):
        each.transfer.close()
    counters.close()
