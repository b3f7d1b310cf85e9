"""What a waiting decision tells: who wrote what stands now, and nothing about what nobody can read any more."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from desktop.domain.errors import DeskError
from desktop.domain.ids import DossierId, PersonId
from desktop.records.office_tables import OFFICE_ENTRY
from desktop.records.store import RecordStore
from desktop.records.tables import SEAL_KEY
from desktop.services.office_values import Choice, Conflict
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

DOSSIER = DossierId(an_id(1001))
PERSON = PersonId(an_id(1))


class Two:
    """Two counters of one office, whose clocks a test sets."""

    def __init__(self, folder: Path) -> None:
        self.clock = StandingClock()
        self.shared = MemoryStores(self.clock)
        self.stores: list[RecordStore] = []
        self.offices: list[Office] = []
        for name in ("one", "two"):
            self.open(folder / name)
        one, two = self.offices
        one.create("share", "Quầy 1")
        two.join(one.invite("Quầy 2"))
        with self.stores[0].begin(OFFICER) as work:
            work.dossiers.save(a_dossier(note="một"))
            work.people.save(a_person())
        self.settle()

    def open(self, folder: Path) -> Office:
        store = open_store(folder, self.clock)
        self.stores.append(store)
        self.offices.append(Office(store, self.shared, clock=self.clock))
        return self.offices[-1]

    def settle(self) -> None:
        for _ in range(3):
            for office in self.offices:
                office.sync_once()

    def note(self, place: int, text: str) -> None:
        with self.stores[place].begin((OFFICER, COLLEAGUE)[place]) as work:
            work.dossiers.save(replace(work.dossiers.get(DOSSIER), note=text))

    def ask_about_note(self) -> Conflict:
        """Let counter 1 come first with `hai`, counter 2 second with `ba`."""
        self.note(0, "hai")
        self.note(1, "ba")
        self.settle()
        (conflict,) = self.offices[0].conflicts()
        assert (conflict.stands, conflict.offered) == ("hai", "ba")
        return conflict

    def live(self, place: int, text: str) -> None:
        with self.stores[place].begin((OFFICER, COLLEAGUE)[place]) as work:
            work.people.save(replace(work.people.get(PERSON), residence=text))

    def ask_about_residence(self) -> None:
        self.live(0, "Thôn Đông")
        self.live(1, "Thôn Đoài")
        self.settle()
        assert [len(office.conflicts()) for office in self.offices] == [1, 1]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    yield made
    for store in made.stores:
        store.close()


def told(conflict: Conflict) -> tuple[object, ...]:
    return conflict.stands, conflict.stands_by, conflict.stands_counter


def test_who_edited_again_while_the_question_was_open_is_named_with_the_new_value(two: Two) -> None:
    asked = two.ask_about_note()
    assert told(asked) == ("hai", OFFICER, "Quầy 1")
    two.clock.now += timedelta(hours=1)
    two.note(1, "bốn")
    two.settle()
    for office in two.offices:
        (now,) = office.conflicts()
        assert told(now) == ("bốn", COLLEAGUE, "Quầy 2")
        assert asked.stands_at is not None
        assert now.stands_at is not None
        assert now.stands_at - asked.stands_at >= timedelta(hours=1)


def test_text_that_is_not_sent_yet_is_told_as_this_counters_own(two: Two) -> None:
    two.ask_about_note()
    two.note(1, "bốn")
    (here,) = two.offices[1].conflicts()
    assert told(here) == ("bốn", COLLEAGUE, "Quầy 2")
    (there,) = two.offices[0].conflicts()
    assert told(there) == ("hai", OFFICER, "Quầy 1")


def test_an_edit_of_another_field_does_not_pass_for_the_author_of_this_one(two: Two) -> None:
    two.ask_about_note()
    with two.stores[1].begin(COLLEAGUE) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), copies=9))
    assert [told(one) for one in two.offices[1].conflicts()] == [("hai", OFFICER, "Quầy 1")]
    two.settle()
    assert [told(one) for one in two.offices[1].conflicts()] == [("hai", OFFICER, "Quầy 1")]


def test_of_two_questions_about_one_field_the_second_names_who_answered_the_first(
    two: Two, tmp_path: Path
) -> None:
    third = two.open(tmp_path / "three")
    third.join(two.offices[0].invite("Quầy 3"))
    two.settle()
    for place, text in ((0, "hai"), (1, "ba")):
        two.note(place, text)
    with two.stores[2].begin(COLLEAGUE) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), note="tư"))
    two.settle()
    first, _ = third.conflicts()
    third.resolve(COLLEAGUE, first, Choice.MINE)
    (second,) = third.conflicts()
    assert told(second) == ("ba", COLLEAGUE, "Quầy 3")
    two.settle()
    assert [told(one) for one in two.offices[0].conflicts()] == [("ba", COLLEAGUE, "Quầy 3")]


@pytest.mark.parametrize("is_sent", [False, True])
def test_an_erased_record_asks_nobody_about_what_was_sealed(two: Two, *, is_sent: bool) -> None:
    two.ask_about_residence()
    with two.stores[0].begin_stored(OFFICER) as work:
        work.erase_person(PERSON)
    if is_sent:
        two.settle()
    for office in two.offices if is_sent else two.offices[:1]:
        assert office.conflicts() == ()
        assert office.status().conflicts == 0


def test_what_was_never_sealed_is_still_asked_about_after_an_erasure(two: Two) -> None:
    for place, name in ((0, "Nguyễn Thị Bưởi Một"), (1, "Nguyễn Thị Bưởi Hai")):
        with two.stores[place].begin(OFFICER) as work:
            work.people.save(replace(work.people.get(PERSON), full_name=name))
    two.settle()
    with two.stores[0].begin_stored(OFFICER) as work:
        work.erase_person(PERSON)
    two.settle()
    assert [one.field for one in two.offices[1].conflicts()] == ["full_name"]


def spoil_offered(two: Two, value: str) -> Conflict:
    """Let the refused value of the one question be something that no key opens."""
    two.ask_about_residence()
    (asked,) = two.offices[0].conflicts()
    patch = json.dumps({"clear": [], "set": {"residence": value}})
    for store in two.stores:
        with store.database.write() as connection:
            connection.execute(
                update(OFFICE_ENTRY).where(OFFICE_ENTRY.c.seq == asked.seq).values(patch=patch)
            )
    (conflict,) = two.offices[0].conflicts()
    return conflict


def test_a_refused_value_that_nobody_can_open_is_not_told_as_empty(two: Two) -> None:
    conflict = spoil_offered(two, "s1.AAAA")
    assert conflict.is_offered_unreadable
    assert conflict.stands == "Thôn Đông"


def test_a_value_that_nobody_can_open_is_never_chosen(two: Two) -> None:
    conflict = spoil_offered(two, "s1.AAAA")
    with pytest.raises(DeskError, match="value_unreadable"):
        two.offices[0].resolve(OFFICER, conflict, Choice.MINE)
    assert two.offices[0].conflicts() == (conflict,)
    two.offices[0].resolve(OFFICER, conflict, Choice.THEIRS)
    two.settle()
    for store, office in zip(two.stores, two.offices, strict=True):
        assert office.conflicts() == ()
        with store.begin(OFFICER) as work:
            assert work.people.get(PERSON).residence == "Thôn Đông"


def test_a_refused_emptying_is_no_unreadable_value(two: Two) -> None:
    two.note(0, "hai")
    two.note(1, "")
    two.settle()
    (asked,) = two.offices[0].conflicts()
    assert not asked.offered
    assert not asked.is_offered_unreadable


@pytest.mark.parametrize("choice", list(Choice))
def test_who_cannot_read_what_stands_decides_nothing_for_those_who_can(two: Two, choice: Choice) -> None:
    two.ask_about_residence()
    with two.stores[1].database.write() as connection:
        connection.execute(delete(SEAL_KEY).where(SEAL_KEY.c.scope == PERSON))
    (asked,) = two.offices[1].conflicts()
    assert asked.is_standing_unreadable
    with pytest.raises(DeskError, match="answers_sealed"):
        two.offices[1].resolve(OFFICER, asked, choice)
    two.settle()
    (still,) = two.offices[0].conflicts()
    assert not still.is_standing_unreadable
