"""Two people decide the same question at two counters at once: no choice is lost, and both screens stay true."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.ids import DossierId, PersonId
from desktop.records.store import RecordStore
from desktop.services.office_values import Choice, Conflict
from desktop.services.record_values import Entity
from desktop.sync.office import Office
from tests.support.memory_stores import MemoryStores
from tests.support.record_samples import (
    COLLEAGUE,
    OFFICER,
    StandingClock,
    a_dossier,
    a_person,
    an_id,
    open_store,
)

Counters = list[tuple[RecordStore, Office]]
DOSSIER = DossierId(an_id(1001))
PERSON = PersonId(an_id(1))


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[Counters]:
    clock = StandingClock()
    stores = MemoryStores(clock)
    opened = [open_store(tmp_path / name, clock) for name in ("one", "two")]
    made = [(store, Office(store, stores, clock=clock)) for store in opened]
    (first, one), (_, two) = made
    one.create("share", "Quầy 1")
    two.join(one.invite("Quầy 2"))
    with first.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(note="một"))
        work.people.save(a_person())
    settle(made)
    yield made
    for store in opened:
        store.close()


def settle(counters: Counters) -> None:
    for _ in range(3):
        for _, office in counters:
            office.sync_once()


def ask(counters: Counters) -> Conflict:
    """Let both counters write the note, and give the question that comes of it."""
    for (store, _), text in zip(counters, ("hai", "ba"), strict=True):
        with store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(DOSSIER), note=text))
    settle(counters)
    (conflict,) = counters[0][1].conflicts()
    assert (conflict.stands, conflict.offered) == ("hai", "ba")
    return conflict


def notes(counters: Counters) -> set[str]:
    return {store.read.detail(DOSSIER).dossier.note for store, _ in counters}


@pytest.mark.parametrize("first", [0, 1])
def test_two_choices_that_differ_are_asked_about_and_neither_is_lost(counters: Counters, first: int) -> None:
    ask(counters)
    (_, one), (_, two) = counters
    one.resolve(OFFICER, one.conflicts()[0], Choice.MINE)
    two.resolve(COLLEAGUE, two.conflicts()[0], Choice.THEIRS)
    for _, office in (counters[first], counters[1 - first]):
        office.sync_once()
    settle(counters)
    again = one.conflicts()[0]
    for _, office in counters:
        assert office.conflicts() == (again,)
        assert (again.entity, again.row_id, again.field) == (Entity.DOSSIER, DOSSIER, "note")
        assert {again.stands, again.offered} == {"hai", "ba"}
        assert {again.stands_counter, again.offered_counter} == {"Quầy 1", "Quầy 2"}
        assert notes(counters) == {again.stands}
    one.resolve(OFFICER, one.conflicts()[0], Choice.MINE)
    settle(counters)
    assert notes(counters) == {again.offered}
    assert [office.conflicts() for _, office in counters] == [(), ()]


@pytest.mark.parametrize("choice", list(Choice))
def test_two_choices_that_agree_ask_nobody_again(counters: Counters, choice: Choice) -> None:
    conflict = ask(counters)
    for _, office in counters:
        office.resolve(OFFICER, office.conflicts()[0], choice)
    settle(counters)
    assert notes(counters) == {conflict.offered if choice is Choice.MINE else conflict.stands}
    assert [office.conflicts() for _, office in counters] == [(), ()]


def test_a_choice_about_a_sealed_value_meets_another_choice_too(counters: Counters) -> None:
    for (store, _), text in zip(counters, ("Thôn Đông", "Thôn Đoài"), strict=True):
        with store.begin(OFFICER) as work:
            work.people.save(replace(work.people.get(PERSON), residence=text))
    settle(counters)
    (_, one), (_, two) = counters
    one.resolve(OFFICER, one.conflicts()[0], Choice.THEIRS)
    two.resolve(COLLEAGUE, two.conflicts()[0], Choice.MINE)
    settle(counters)
    for _, office in counters:
        (again,) = office.conflicts()
        assert (again.entity, {str(again.stands), str(again.offered)}) == (
            Entity.PERSON,
            {"Thôn Đông", "Thôn Đoài"},
        )


def test_keeping_a_value_that_was_cleared_meets_another_choice_too(counters: Counters) -> None:
    (first, one), (second, two) = counters
    for store, text in ((first, ""), (second, "ba")):
        with store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(DOSSIER), note=text))
    settle(counters)
    two.resolve(COLLEAGUE, two.conflicts()[0], Choice.THEIRS)
    two.sync_once()
    one.resolve(OFFICER, one.conflicts()[0], Choice.MINE)
    settle(counters)
    (again,) = one.conflicts()
    assert again.offered == "ba"
    assert notes(counters) == {""}
