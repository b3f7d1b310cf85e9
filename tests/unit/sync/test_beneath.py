"""An author who goes on seeing his own unsent value has not seen what was taken over beneath it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.calendar import DayKind, DayOverride
from desktop.domain.ids import DossierId
from desktop.sync.conflicts import open_conflicts, unreadable_entries
from desktop.sync.entries import Decision
from tests.support.record_samples import OFFICER, a_dossier, an_id
from tests.support.sync_office import SampleCounter, SampleOffice, documents_of

DOSSIER = DossierId(an_id(1001))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path)
    with office.counters[0].store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1, note="0"))
    office.settle()
    yield office
    office.close()


def write(counter: SampleCounter, **fields: object) -> None:
    with counter.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), **fields))  # type: ignore[arg-type]  # real fields


def asked(counter: SampleCounter) -> set[object]:
    with counter.store.database.read() as connection:
        found = open_conflicts(connection, {})
    return {value for conflict in found for value in (conflict.offered, conflict.stands)}


def read_beneath(office: SampleOffice, note: str) -> SampleCounter:
    """The second counter writes, reads what the first one wrote meanwhile, and is cut off before it sends."""
    one, two = office.counters
    write(two, note=note)
    write(one, note="A1")
    one.sync()
    two.exchange.look()
    two.pull_all()
    assert two.store.read.detail(DOSSIER).dossier.note == note
    return two


def test_a_second_edit_over_a_value_nobody_saw_asks_about_that_value(office: SampleOffice) -> None:
    two = read_beneath(office, "B1")
    write(two, note="B2")
    write(two, note="B3")
    office.settle()
    for counter in office.counters:
        assert counter.store.read.detail(DOSSIER).dossier.note == "A1"
        assert asked(counter) == {"A1", "B1", "B2", "B3"}


def test_another_field_of_the_same_record_was_seen_and_is_not_asked_about(office: SampleOffice) -> None:
    one, two = office.counters
    write(one, copies=2)
    read_beneath(office, "B1")
    write(two, copies=3)
    office.settle()
    assert two.store.read.detail(DOSSIER).dossier.copies == 3
    assert asked(one) == asked(two) == {"A1", "B1"}


def test_a_second_edit_after_the_first_was_read_back_is_taken_as_it_was(office: SampleOffice) -> None:
    one, two = office.counters
    write(two, note="B1")
    two.sync()
    one.sync()
    write(one, note="A1")
    one.sync()
    two.sync()
    write(two, note="B2")
    office.settle()
    assert one.store.read.detail(DOSSIER).dossier.note == "B2"
    assert all(entry.decision is Decision.ACCEPTED for entry in office.log())


def test_a_record_taken_away_beneath_an_unsent_change_does_not_come_back_by_halves(
    office: SampleOffice,
) -> None:
    one, two = office.counters
    day = date(2026, 9, 2)

    def save(name: str, source: str) -> None:
        with two.store.begin(OFFICER) as work:
            work.calendar_overrides.save(DayOverride(day=day, kind=DayKind.OFF, name=name, source=source))

    save("Quốc khánh", "cũ")
    office.settle()
    save("Lễ Quốc khánh", "cũ")
    with one.store.begin(OFFICER) as work:
        work.calendar_overrides.remove(day)
    one.sync()
    two.pull_all()  # goes on showing the whole day, with its own change
    save("Lễ Quốc khánh", "mới")
    office.settle()
    assert documents_of(one) == documents_of(two)
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert unreadable_entries(connection) == ()
        assert {"Lễ Quốc khánh", "mới"} <= asked(counter)
