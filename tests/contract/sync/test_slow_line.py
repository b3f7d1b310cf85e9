"""A line that is slow or cut now and then carries what is written, as long as anything goes over it."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.trial_server import TrialServer
from tests.support.cabled_remote import over
from tests.support.postgres import PgKit
from tests.support.record_samples import OFFICER, StandingClock, a_dossier
from tests.support.sync_office import SampleCounter
from tests.support.sync_samples import ANNA, DATASET, a_line, a_patch, a_push
from tests.support.tcp_proxy import TcpProxy


@pytest.fixture
def kit(embedded: TrialServer) -> Iterator[PgKit]:
    office = PgKit(embedded)
    yield office
    office.close()


@pytest.fixture
def cable(kit: PgKit) -> Iterator[TcpProxy]:
    with TcpProxy(kit.server.port) as proxy:
        yield proxy


def test_a_slow_line_is_not_taken_for_a_dead_one(kit: PgKit, cable: TcpProxy) -> None:
    """What crosses it takes far longer than a server may be silent, to and fro."""
    remote = over(cable, kit, seconds=1.0)
    remote.register(ANNA, "Quầy 1")
    words = "".join(random.Random(1).choices("abcdefgh", k=100_000))
    push = a_push(remote, ANNA, [a_line(a_patch({"note": words}))])
    cable.rate = 40_000
    began = time.monotonic()
    assert remote.cas(push)
    assert [entry.line for entry in remote.pull(0, 10).entries] == [
        signed.line for signed in push.merged.entries
    ]
    assert time.monotonic() - began > 4
    remote.close()


def test_long_texts_go_over_a_line_that_is_cut_every_few_seconds(
    kit: PgKit, cable: TcpProxy, tmp_path: Path
) -> None:
    """A batch that cannot pass between two cuts is made smaller until it does."""
    counter = SampleCounter(
        folder=tmp_path / "quầy", remote=over(cable, kit), clock=StandingClock(), rng=random.Random(1)
    )
    counter.join("Quầy 1", dataset=DATASET)
    counter.exchange.look()
    for number in range(1, 9):
        with counter.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(number, note="á" * 60_000))
    tries = 0
    while counter.link.acked_op < 8:
        tries += 1
        assert tries < 40
        cable.cut_after = 300_000
        with contextlib.suppress(DeskError):
            counter.exchange.pull()
            counter.exchange.push()
    counter.close()


def test_closing_does_not_wait_for_a_push_that_a_black_hole_swallows(kit: PgKit, cable: TcpProxy) -> None:
    remote = over(cable, kit, seconds=10.0)
    remote.register(ANNA, "Quầy 1")
    push = a_push(remote, ANNA, [a_line(a_patch({"note": "á" * 200_000}))])
    cable.silent = True
    ended: list[ErrorCode] = []

    def send() -> None:
        try:
            remote.cas(push)
        except DeskError as error:
            ended.append(error.code)

    thread = threading.Thread(target=send)
    thread.start()
    while not cable.swallowed:
        assert thread.is_alive()
        time.sleep(0.01)
    began = time.monotonic()
    remote.close()
    thread.join(5)
    assert time.monotonic() - began < 3
    assert ended == [ErrorCode.OFFICE_UNREACHABLE]
