"""Waiting for what other counters write, on every store."""

import threading
import time
from collections.abc import Iterator

import pytest

from desktop.sync.remote import Remote
from tests.support.sync_samples import ANNA, a_line, a_patch, a_push
from tests.support.sync_stores import StoreKit


@pytest.fixture
def waiting(office: StoreKit) -> Iterator[Remote]:
    remote = office.counter(2)
    yield remote
    remote.close()


def test_a_counter_is_woken_by_what_another_writes(anna: Remote, waiting: Remote) -> None:
    told: list[bool] = []
    thread = threading.Thread(target=lambda: told.append(waiting.wait(0, 30)))
    thread.start()
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))]))
    thread.join(10)
    assert told == [True]


def test_what_was_written_before_the_wait_wakes_at_once(anna: Remote, waiting: Remote) -> None:
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))]))
    assert waiting.wait(0, 30)


@pytest.mark.usefixtures("anna")
def test_without_news_the_wait_ends_in_time(waiting: Remote) -> None:
    began = time.monotonic()
    assert not waiting.wait(0, 0.2)
    assert 0.15 < time.monotonic() - began < 5


@pytest.mark.usefixtures("anna")
def test_closing_ends_the_wait(waiting: Remote) -> None:
    told: list[bool] = []
    thread = threading.Thread(target=lambda: told.append(waiting.wait(0, 60)))
    thread.start()
    time.sleep(0.2)
    waiting.close()
    thread.join(10)
    assert told == [False]
