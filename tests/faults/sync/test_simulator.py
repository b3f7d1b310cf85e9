import os
from pathlib import Path

import pytest

from desktop.sync import exchange
from tests.support.lost_store import LostStoreSimulator
from tests.support.postgres import PgKit, embedded_server, server_folder
from tests.support.sync_simulator import Simulator
from tests.support.sync_stores import FileKit, StoreKit

FIRST = int(os.environ.get("KHONGVIET_SEED", "1"))
RUNS = int(os.environ.get("KHONGVIET_RUNS", "12"))


def play(
    folder: Path,
    seed: int,
    kit: StoreKit | None = None,
    *,
    steps: int = 250,
    puts_disks_back: bool = True,
    puts_store_back: bool = False,
    newcomers: int = 0,
) -> None:
    simulator = Simulator(
        folder / "counters",
        seed,
        kit=kit,
        puts_disks_back=puts_disks_back,
        puts_store_back=puts_store_back,
        newcomers=newcomers,
    )
    try:
        simulator.run(steps)
        simulator.check()
    finally:
        simulator.office.close()
        if kit is not None:
            kit.close()


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_no_typed_value_is_lost_or_overwritten_unseen(tmp_path: Path, seed: int) -> None:
    play(tmp_path, seed)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_nothing_is_lost_while_the_store_is_put_back_again_and_again(tmp_path: Path, seed: int) -> None:
    play(tmp_path, seed, puts_disks_back=False, puts_store_back=True)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_nothing_is_lost_or_sent_twice_when_a_new_office_is_founded_after_the_store_is_gone(
    tmp_path: Path, seed: int
) -> None:
    simulator = LostStoreSimulator(tmp_path, seed, puts_disks_back=False)
    try:
        simulator.run(250)
        simulator.check()
    finally:
        simulator.office.close()


@pytest.fixture
def small_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counters that come later begin with a copy of the records, in pages of three."""
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    monkeypatch.setattr(exchange, "ROWS", 3)


@pytest.mark.faults
@pytest.mark.usefixtures("small_copies")
@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_nothing_is_lost_while_counters_join_and_the_store_is_put_back(tmp_path: Path, seed: int) -> None:
    play(tmp_path, seed, puts_disks_back=False, puts_store_back=True, newcomers=2)


@pytest.mark.faults
@pytest.mark.usefixtures("small_copies")
@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_nothing_is_overwritten_unseen_while_disks_and_the_store_are_put_back(
    tmp_path: Path, seed: int
) -> None:
    play(tmp_path, seed, puts_store_back=True, newcomers=2)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(1, RUNS // 4)))
def test_nothing_is_lost_over_a_file_on_a_share(tmp_path: Path, seed: int) -> None:
    play(tmp_path, seed, FileKit(tmp_path))


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(1, RUNS // 4)))
def test_nothing_is_lost_over_postgresql(tmp_path: Path, seed: int) -> None:
    with server_folder() as folder:
        server = embedded_server(folder)
        try:
            play(tmp_path, seed, PgKit(server))
        finally:
            server.stop()
