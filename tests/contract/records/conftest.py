"""The same promises, asked of the encrypted database and of the records in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.ports_drafts import Drafts
from desktop.services.ports_records import Records
from tests.support.fake_records import FakeRecords
from tests.support.record_samples import StandingClock, open_store


@pytest.fixture(params=["real", "fake"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Records, Drafts]]:
    clock = StandingClock()
    if request.param == "fake":
        fake = FakeRecords(clock)
        yield fake, fake.drafts
        return
    with open_store(tmp_path / "data", clock) as store:
        yield store, store.drafts


@pytest.fixture
def records(both: tuple[Records, Drafts]) -> Records:
    return both[0]


@pytest.fixture
def drafts(both: tuple[Records, Drafts]) -> Drafts:
    return both[1]
