"""Whoever types over a record his program cannot show has not seen what others have written in it meanwhile."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete

from desktop.domain.calendar import DayKind, DayOverride
from desktop.domain.ids import DossierId, PersonId
from desktop.records.tables import SEAL_KEY
from desktop.services.record_values import Entity
from desktop.sync import exchange
from desktop.sync.conflicts import open_conflicts
from desktop.sync.merge import apply_reading, reading_of
from tests.support.record_samples import OFFICER, a_dossier, a_person, an_id
from tests.support.spoiled_log import NEWER, spoil
from tests.support.sync_office import SampleCounter, SampleOffice, bases_of, documents_of
from tests.support.sync_samples import a_line, a_push

DOSSIER = DossierId(an_id(1001))
PERSON = PersonId(an_id(1))
DAY = date(2026, 9, 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path)
    with office.counters[0].store.begin(OFFICER) as work:
        work.people.save(a_person())
        work.dossiers.save(a_dossier(1, note="0"))
    office.settle()
    yield office
    office.close()


def write(counter: SampleCounter, **fields: object) -> None:
    with counter.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), **fields))  # type: ignore[arg-type]  # real fields


def put(office: SampleOffice, **fields: object) -> None:
    """Write in the log what the counters' programs would not."""
    patch = json.dumps({"clear": [], "set": fields}, ensure_ascii=False)
    spoil(office, patch, entity=Entity.DOSSIER, row_id=DOSSIER)


def asked(counter: SampleCounter) -> set[object]:
    with counter.store.database.read() as connection:
        found = open_conflicts(connection, {})
    return {value for conflict in found for value in (conflict.offered, conflict.stands)}


def note_of(counter: SampleCounter) -> str:
    return counter.store.read.detail(DOSSIER).dossier.note


def test_a_value_that_came_with_an_illegible_one_is_not_written_over_unseen(office: SampleOffice) -> None:
    _, two = office.counters
    put(office, note="A1", state="một trạng thái mới")
    office.settle()
    assert note_of(two) == "0"
    write(two, note="B1")
    office.settle()
    put(office, state="received")
    office.settle()
    for counter in office.counters:
        assert note_of(counter) == "A1"
        assert asked(counter) == {"A1", "B1"}
    assert bases_of(office.counters[0]) == bases_of(two)


def test_a_value_that_came_after_an_illegible_one_is_not_written_over_unseen(office: SampleOffice) -> None:
    one, two = office.counters
    put(office, state="một trạng thái mới")
    office.settle()
    put(office, note="A1")
    office.settle()
    two.restart()
    write(two, note="B1")
    office.settle()
    write(two, note="B2")
    office.settle()
    put(office, state="received")
    office.settle()
    assert documents_of(one) == documents_of(two)
    assert note_of(two) == "A1"
    assert asked(one) == asked(two) == {"A1", "B1", "B2"}


def test_a_waiting_edit_does_not_hide_that_another_value_was_never_shown(office: SampleOffice) -> None:
    _, two = office.counters
    write(two, copies=3)
    put(office, note="A1", state="một trạng thái mới")
    two.pull_all()
    write(two, note="B1")
    office.settle()
    put(office, state="received")
    office.settle()
    assert note_of(two) == "A1"
    assert two.store.read.detail(DOSSIER).dossier.copies == 3
    assert asked(two) == {"A1", "B1"}


def test_what_was_seen_before_a_record_became_illegible_is_not_asked_about(office: SampleOffice) -> None:
    one, two = office.counters
    write(one, note="A1")
    office.settle()
    put(office, state="một trạng thái mới")
    office.settle()
    write(two, note="B1", copies=3)
    office.settle()
    put(office, state="received")
    office.settle()
    for counter in office.counters:
        assert note_of(counter) == "B1"
        assert counter.store.read.detail(DOSSIER).dossier.copies == 3
        assert asked(counter) == set()


def test_once_a_record_can_be_read_again_its_values_have_been_seen(office: SampleOffice) -> None:
    _, two = office.counters
    put(office, note="A1", state="một trạng thái mới")
    office.settle()
    put(office, state="received")
    office.settle()
    assert note_of(two) == "A1"
    write(two, note="B1")
    office.settle()
    for counter in office.counters:
        assert note_of(counter) == "B1"
        assert asked(counter) == set()


def test_who_joins_and_has_never_been_shown_a_record_is_not_taken_to_have_seen_it(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    one, _ = office.counters
    day = DayOverride(day=DAY, kind=DayKind.OFF, name="Quốc khánh", source="cũ")
    with one.store.begin(OFFICER) as work:
        work.calendar_overrides.save(day)
    office.settle()
    way, patch = office.way(0), '{"clear":[],"set":{"certainty":"?"}}'
    way.register(NEWER, "Quầy lạ")
    way.cas(
        a_push(
            way, NEWER, (a_line(patch, base=99, entity=Entity.CALENDAR_DAY.value, row_id=DAY.isoformat()),)
        )
    )
    office.settle()
    three = office.add("Quầy 3")
    three.exchange.begin_first_copy()
    office.counters.append(three)
    office.settle()
    with three.store.begin(OFFICER) as work:
        assert DAY not in {known.day for known in work.calendar_overrides.all()}
        work.calendar_overrides.save(replace(day, name="Lễ lớn"))
    office.settle()
    assert "Lễ lớn" in asked(three)
    for counter in office.counters:
        assert "Quốc khánh" in str(bases_of(counter)[Entity.CALENDAR_DAY, DAY.isoformat()])


def test_a_missing_key_hides_only_what_is_sealed_with_it(office: SampleOffice) -> None:
    one, two = office.counters
    with two.store.database.write() as connection:
        connection.execute(delete(SEAL_KEY))
    with one.store.begin(OFFICER) as work:
        work.people.save(a_person(residence="thôn Đông", ethnicity="Tày"))
    one.sync()
    two.pull_all()
    with two.store.begin(OFFICER) as work:
        work.people.save(replace(work.people.get(PERSON), ethnicity="Nùng"))
    office.settle()
    assert asked(one) == asked(two) == set()


def test_what_an_illegible_record_holds_is_not_written_over_unseen_while_it_is_copied_anew(
    office: SampleOffice,
) -> None:
    one, two = office.counters
    put(office, note="A1", state="một trạng thái mới")
    written, rows = office.log()[-1], office.shared.content.rows
    place = (Entity.DOSSIER.value, DOSSIER)
    rows[place] = apply_reading(written, reading_of(written), rows[place])
    office.settle()
    backup = office.shared.backup()
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    office.settle()
    office.shared.restore(backup)
    assert office.way(0).relog(())
    two.exchange.look()  # begins to copy anew
    write(two, note="B1")
    office.settle()
    put(office, state="received")
    office.settle()
    assert note_of(two) == "A1"
    assert asked(two) == {"A1", "B1"}
