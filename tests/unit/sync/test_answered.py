"""A question whose refused value somebody writes anew is answered by that."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.ids import PersonId
from desktop.records.refused_edits import refused_edits
from desktop.services.record_values import Entity
from tests.support.put_back_office import DOSSIER, PutBackOffice, asked, note, shown
from tests.support.record_samples import OFFICER, a_person, an_id
from tests.support.spoiled_log import spoil
from tests.support.sync_office import SampleCounter

PERSON = PersonId(an_id(1))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


def ask(office: PutBackOffice) -> None:
    """Two counters write the same field unseen; B's value is not taken over."""
    one, two, _ = office.counters
    note(one, "A1")
    note(two, "B1")
    one.sync()
    office.settle()
    assert [asked(counter) for counter in office.counters] == [[("B1", "A1")]] * 3


def test_nobody_is_asked_any_more_once_the_refused_value_is_written_anew(office: PutBackOffice) -> None:
    ask(office)
    note(office.counters[2], "B1")
    office.settle()
    assert shown(office) == ["B1"] * 3
    assert [asked(counter) for counter in office.counters] == [[]] * 3
    note(office.counters[0], "A2")
    office.settle()
    assert [asked(counter) for counter in office.counters] == [[]] * 3


def test_a_third_value_leaves_the_question_open(office: PutBackOffice) -> None:
    ask(office)
    note(office.counters[2], "C1")
    office.settle()
    assert [asked(counter) for counter in office.counters] == [[("B1", "C1")]] * 3


def test_a_value_that_was_refused_once_more_answers_nothing(office: PutBackOffice) -> None:
    ask(office)
    one, two, _ = office.counters
    note(two, "B1")
    note(one, "A2")
    one.sync()
    office.settle()
    assert [asked(counter) for counter in office.counters] == [[("B1", "A2"), ("B1", "A2")]] * 3


def test_the_question_is_answered_in_a_log_that_is_read_again_too(office: PutBackOffice) -> None:
    ask(office)
    note(office.counters[2], "B1")
    office.settle()
    office.put_back_unread()
    office.settle()
    assert shown(office) == ["B1"] * 3
    assert [asked(counter) for counter in office.counters] == [[]] * 3
    late: SampleCounter = office.add("D")
    late.sync()
    assert asked(late) == []
    late.close()


def test_another_value_of_the_same_word_in_another_field_answers_nothing(office: PutBackOffice) -> None:
    ask(office)
    with office.counters[2].store.begin(OFFICER) as work:
        work.people.save(replace(a_person(1), residence="B1"))
    office.settle()
    assert [asked(counter) for counter in office.counters] == [[("B1", "A1")]] * 3


def test_who_wrote_the_refused_value_stays_in_the_trail(office: PutBackOffice) -> None:
    ask(office)
    note(office.counters[2], "B1")
    office.settle()
    for counter in office.counters:
        assert asked(counter) == []
        with counter.store.database.read() as connection:
            assert [edit.fields for edit in refused_edits(connection)] == [("note",)]


def test_a_question_is_asked_again_when_the_store_lost_what_answered_it(office: PutBackOffice) -> None:
    ask(office)
    one, two, three = office.counters
    office.backup = office.shared.backup()
    note(three, "B1")
    office.settle()
    assert [asked(counter) for counter in office.counters] == [[]] * 3
    office.shared.restore(office.backup)
    fourth = office.add("D")
    office.counters.append(fourth)
    fourth.sync()
    note(fourth, "D1")  # before anybody brings the answer back
    fourth.sync()
    assert office.way(0).relog(())
    office.settle()
    assert shown(office) == ["D1"] * 4
    questions = [sorted(asked(counter)) for counter in office.counters]
    assert questions == [[("B1", "D1"), ("B1", "D1")]] * 4
    note(two, "B1")
    office.settle()
    assert shown(office) == ["B1"] * 4
    assert [asked(counter) for counter in office.counters] == [[]] * 4
    assert one.link.cursor == len(office.log())


def test_a_number_whose_holder_a_faulty_program_calls_answered_stops_nobody(office: PutBackOffice) -> None:
    patch, row_id = '{"clear":[],"set":{"portal_code":"H27"}}', str(DOSSIER)
    refusal = '{"claims":[["dossier.portal_code","H27","answered x"]],"fields":{}}'
    spoil(office, patch, entity=Entity.DOSSIER, row_id=row_id, refusal=refusal)
    office.settle()
    office.backup = office.shared.backup()
    note(office.counters[0], "A1")
    office.settle()
    office.put_back_unread()
    office.settle()
    assert shown(office) == ["A1"] * 3
    for counter in office.counters:
        assert [offered for offered, _ in asked(counter)] == ["H27"]
