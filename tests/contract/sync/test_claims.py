"""Numbers only one record may carry, whatever becomes of the lines around the one that brings it: on every store."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.ids import DossierId
from desktop.sync.entries import Claim, Clash, Refusal
from tests.support.record_samples import COLLEAGUE, OFFICER, a_dossier, an_id
from tests.support.sync_office import SampleCounter, SampleOffice
from tests.support.sync_stores import StoreKit

HELD = Claim(scope="dossier.register_no", key="2026/Chứng thực/42")


@pytest.fixture
def counters(office: StoreKit, tmp_path: Path) -> Iterator[SampleOffice]:
    """Two counters that know a line of the register, and a dossier without one."""
    made = SampleOffice(tmp_path / "counters", kit=office)
    with made.counters[0].store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        work.dossiers.save(a_dossier(2, register_sector="Chứng thực", register_no="42"))
    made.settle()
    yield made
    made.close()


def change(counter: SampleCounter, **values: str) -> None:
    with counter.store.begin(COLLEAGUE) as work:
        dossier = work.dossiers.get(DossierId(an_id(1001)))
        work.dossiers.save(replace(dossier, **values))  # type: ignore[arg-type]  # a test names real fields


def clashes(counters: SampleOffice) -> list[Clash]:
    return [clash for entry in counters.log() for clash in Refusal.from_text(entry.refusal).clashes]


def test_a_number_that_follows_a_refused_sector_is_held_against_the_sector_that_stands(
    counters: SampleOffice,
) -> None:
    one, two = counters.counters
    change(two, register_sector="Chứng thực")
    two.sync()
    change(one, register_sector="Hộ tịch")
    change(one, register_no="42")
    one.sync()
    assert clashes(counters) == [Clash(claim=HELD, holder=an_id(1002))]


def test_what_is_written_between_the_two_looks_at_the_claims_is_seen(counters: SampleOffice) -> None:
    one, two = counters.counters
    change(two, register_sector="Đất đai")
    two.sync()
    change(one, register_sector="Hộ tịch")
    change(one, register_no="42")
    one.exchange.look()
    one.pull_all()
    one.restart()  # it does not know that it has read to the end, so it looks
    looks = 0

    def weather(call: str) -> None:
        nonlocal looks
        looks += call == "snap"
        if looks == 2:  # the second look of this push
            looks += 1
            change(two, register_sector="Chứng thực")
            two.sync()

    counters.weather = weather
    assert one.exchange.push().raced
    one.sync()
    assert clashes(counters) == [Clash(claim=HELD, holder=an_id(1002))]
