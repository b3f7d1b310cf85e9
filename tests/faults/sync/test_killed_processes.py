"""Real programs over real stores, killed at random; afterwards every value they said was saved is looked for."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.core import Core
from desktop.records.sealing import SealKeys, unseal
from desktop.services.office_values import OfficeState
from desktop.sync.pg_office import create_office, make_counter_role
from tests.support.postgres import embedded_server, server_folder
from tests.support.tcp_proxy import TcpProxy

ROOT = Path(__file__).resolve().parents[3]
SECONDS = float(os.environ.get("KHONGVIET_KILL_SECONDS", "8"))
LEAST_KILLS = 4
COUNTERS = 3


@dataclass
class Killed:
    """One counter's program, started again whenever it was killed."""

    folder: Path
    typed: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None
    reader: threading.Thread | None = None
    before: int = 0

    def start(self) -> None:
        self.before = len(self.typed)
        self.process = subprocess.Popen(  # noqa: S603 - our own worker
            [sys.executable, "-m", "tests.support.office_worker", str(self.folder), self.folder.name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, args=(self.process,))
        self.reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("\n"):
                self.typed.append(line.strip())

    def let_type(self, *, patience: float) -> None:
        """Wait until this life has said something."""
        ends = time.monotonic() + patience
        while len(self.typed) == self.before and time.monotonic() < ends:
            time.sleep(0.01)

    def kill(self) -> None:
        assert self.process is not None
        assert self.reader is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(params=["file", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, TcpProxy | None]]:
    if request.param == "file":
        (tmp_path / "share").mkdir()
        yield str(tmp_path / "share"), None
        return
    with server_folder() as folder:
        server = embedded_server(folder)
        with server.connect() as connection:
            connection.execute("CREATE DATABASE killed")
        with server.connect("killed") as connection:
            create_office(connection)
            role = make_counter_role(connection, admin=True)
        with TcpProxy(server.port) as proxy:
            yield f"postgresql://{role.role}:{role.password}@127.0.0.1:{proxy.port}/killed", proxy
        server.stop()


def found_and_join(folder: Path, address: str) -> list[Killed]:
    counters = [Killed(folder / f"quay{number}") for number in range(1, COUNTERS + 1)]
    with Core.open(counters[0].folder) as first:
        first.office.create(address, "Quầy 1")
        first.office.sync_once()
        for number, counter in enumerate(counters[1:], start=2):
            code = first.office.invite(f"Quầy {number}")
            with Core.open(counter.folder) as core:
                core.office.join(code)
    return counters


@pytest.mark.faults
@pytest.mark.slow
def test_every_value_that_was_said_to_be_saved_is_in_the_log_once(
    tmp_path: Path, address: tuple[str, TcpProxy | None]
) -> None:
    place, proxy = address
    counters = found_and_join(tmp_path, place)
    rng = random.Random(int(os.environ.get("KHONGVIET_SEED", "1")))
    for counter in counters:
        counter.start()
    ends, kills = time.monotonic() + SECONDS, 0
    while time.monotonic() < ends or kills < LEAST_KILLS:
        victim = rng.choice(counters)
        victim.let_type(patience=20)
        time.sleep(rng.uniform(0, 0.4))
        if proxy is not None and rng.random() < 0.5:
            proxy.cut_after = rng.randrange(20_000)
            time.sleep(0.05)
            proxy.cut_after = None
        victim.kill()
        victim.start()
        kills += 1
    for counter in counters:
        counter.kill()
    settle(counters)
    check_log(counters)
    assert sum(len(counter.typed) for counter in counters) > 20


def settle(counters: list[Killed]) -> None:
    for _ in range(2):
        for counter in counters:
            with Core.open(counter.folder) as core:
                core.office.sync_once()
                assert core.office.status().state is OfficeState.SHARED
                assert core.office.status().quarantined == 0


def check_log(counters: list[Killed]) -> None:
    """Values of the register stand in the patches; sealed ones are opened with the counter's own keys."""
    shown = []
    for counter in counters:
        with Core.open(counter.folder) as core:
            everything = "\n".join((*patches_of(core), *sealed_texts(core)))
            shown.append(documents_of(core))
        for typing in counters:
            for marker in typing.typed:
                assert everything.count(marker) == 1, f"{marker} at {counter.folder.name}"
    assert all(documents == shown[0] for documents in shown)


def patches_of(core: Core) -> list[str]:
    with core.store.database.read() as connection:
        return [
            str(row[0]) for row in connection.exec_driver_sql("SELECT patch FROM office_entry ORDER BY seq")
        ]


def documents_of(core: Core) -> list[tuple[object, ...]]:
    with core.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT entity, row_id, doc FROM document ORDER BY entity, row_id")
        return [tuple(row) for row in rows]


def sealed_texts(core: Core) -> list[str]:
    texts = []
    with core.store.database.read() as connection:
        keys = SealKeys(connection)
        rows = connection.exec_driver_sql("SELECT entity, row_id, patch FROM office_entry").all()
        for entity, row_id, patch in rows:
            for name, value in json.loads(patch)["set"].items():
                if isinstance(value, str) and value.startswith("s1."):
                    texts.append(unseal(keys.all(row_id), value, place=f"{entity}/{row_id}/{name}"))
    return texts
