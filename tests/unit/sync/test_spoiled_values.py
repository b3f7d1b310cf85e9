"""Values that no program of ours writes, from a bug or another program: told, passed over, and nobody is stopped."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.ids import PersonId
from desktop.records.sealed_fields import place_of
from desktop.records.sealing import SealKeys, seal
from desktop.services.record_values import Entity
from desktop.sync.conflicts import unreadable_entries
from desktop.sync.entry_notes import UNREADABLE_ENTRY
from desktop.sync.illegible import ILLEGIBLE_RECORD
from desktop.sync.outbox import count_waiting
from desktop.sync.remote import PushRefusedError
from tests.support.record_samples import OFFICER, a_dossier, a_person, an_id
from tests.support.spoiled_log import NEWER, spoil
from tests.support.sync_office import SampleOffice, bases_of, documents_of
from tests.support.sync_samples import a_line, a_push

PERSON = PersonId(an_id(1))
LONE = "a\ud800b"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path)
    with office.counters[0].store.begin(OFFICER) as work:
        work.people.save(a_person())
        work.dossiers.save(a_dossier())
    office.settle()
    yield office
    office.close()


def goes_on(office: SampleOffice, *, told: int) -> None:
    """Both counters read on, and say how many entries they could not read."""
    one, _ = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    office.settle()
    for counter in office.counters:
        assert counter.store.read.detail(a_dossier(1).id).dossier == a_dossier(1)
        assert counter.store.read.detail(a_dossier(2).id).dossier == a_dossier(2)
        with counter.store.begin(OFFICER) as work:
            assert work.people.get(PERSON).full_name == a_person().full_name
        with counter.store.database.read() as connection:
            assert len(unreadable_entries(connection)) == told
    assert bases_of(office.counters[0]) == bases_of(office.counters[1])


@pytest.mark.parametrize(
    ("patch", "refusal"),
    [
        (json.dumps({"clear": [], "set": {"note": LONE}}), ""),
        (json.dumps({"clear": [], "set": {LONE: "x"}}), ""),
        (json.dumps({"clear": [LONE], "set": {}}), ""),
        ('{"clear":[],"set":{}}', json.dumps({"claims": [], "fields": {LONE: 1}})),
    ],
)
def test_half_a_letter_in_a_line_stops_no_counter(office: SampleOffice, patch: str, refusal: str) -> None:
    spoil(office, patch, entity=Entity.DOSSIER, row_id=a_dossier().id, refusal=refusal)
    goes_on(office, told=1)


@pytest.mark.parametrize("value", ["s1.AAAA", "s1.không phải base64", "không niêm phong", 17, ["s1."]])
def test_a_sealed_value_that_no_key_opens_stops_no_counter(office: SampleOffice, value: object) -> None:
    patch = json.dumps({"clear": [], "set": {"residence": value}}, ensure_ascii=False)
    spoil(office, patch, entity=Entity.PERSON, row_id=PERSON)
    goes_on(office, told=1)


@pytest.mark.parametrize("text", ["{}", "17", '"a\\ud800b"', "không phải JSON", "[" * 3_000 + "]" * 3_000])
@pytest.mark.parametrize("field", ["residence", "id_number"])
def test_what_is_sealed_but_means_nothing_stops_no_counter(
    office: SampleOffice, field: str, text: str
) -> None:
    with office.counters[0].store.database.read() as connection:
        key = SealKeys(connection).find(PERSON)
    assert key is not None
    sealed = seal(key, text, place=place_of(Entity.PERSON, PERSON, field))
    patch = json.dumps({"clear": [], "set": {field: sealed}})
    spoil(office, patch, entity=Entity.PERSON, row_id=PERSON)
    goes_on(office, told=1)


def told(office: SampleOffice) -> list[int]:
    counts = []
    for counter in office.counters:
        with counter.store.database.read() as connection:
            counts.append(len(unreadable_entries(connection)))
    return counts


def correct(office: SampleOffice) -> None:
    with office.counters[0].store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(copies=2))
        work.people.save(a_person(residence="thôn Đông"))


def test_who_corrects_a_record_nobody_could_read_is_no_longer_told_of_it(office: SampleOffice) -> None:
    one, _ = office.counters
    spoil(office, '{"clear":[],"set":{"copies":"x"}}', entity=Entity.DOSSIER, row_id=a_dossier().id)
    spoil(office, '{"clear":[],"set":{"residence":"s1.AAAA"}}', entity=Entity.PERSON, row_id=PERSON)
    office.settle()
    assert told(office) == [2, 2]
    correct(office)
    assert told(office) == [2, 2]
    one.sync()
    assert told(office) == [0, 2]
    office.settle()
    assert told(office) == [0, 0]
    assert bases_of(office.counters[0]) == bases_of(office.counters[1])


def test_who_joins_after_a_record_was_corrected_is_not_told_of_what_once_stood_there(
    office: SampleOffice,
) -> None:
    spoil(office, '{"clear":[],"set":{"copies":"x"}}', entity=Entity.DOSSIER, row_id=a_dossier().id)
    spoil(office, '{"clear":[],"set":{"residence":"s1.AAAA"}}', entity=Entity.PERSON, row_id=PERSON)
    office.counters[0].sync()
    correct(office)
    office.counters[0].sync()
    office.counters.append(office.add("Quầy 3"))
    office.settle()
    assert told(office) == [0, 0, 0]


def answers_at(office: SampleOffice) -> list[object]:
    found: list[object] = []
    for counter in office.counters:
        with counter.store.begin(OFFICER) as work:
            found.append(work.answers.load(an_id(2001)))
    return found


def test_answers_whose_key_the_store_spoiled_are_told_and_come_back_once_their_author_writes_again(
    office: SampleOffice, expect_warnings: list[logging.LogRecord]
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.answers.save(an_id(2001), {"a": {"v": "khai"}, "b": {"v": "thêm"}})
    one.sync()
    (good,) = office.shared.content.seals[an_id(2001)]
    office.shared.content.seals[an_id(2001)] = {replace(good, wrapped=b"\0")}
    two.sync()
    assert "none of this office's" in expect_warnings[0].getMessage()
    assert told(office) == [0, 1]
    assert answers_at(office)[1] == {}
    with one.store.begin(OFFICER) as work:
        work.answers.save(an_id(2001), {"a": {"v": "khai lại"}, "b": {"v": "thêm"}})
    office.settle()
    assert told(office) == [0, 0]
    assert answers_at(office) == [{"a": {"v": "khai lại"}, "b": {"v": "thêm"}}] * 2


def test_answers_that_were_erased_are_not_told_as_unreadable(office: SampleOffice) -> None:
    one, _ = office.counters
    for change in ({"a": {"v": "khai"}}, None):
        with one.store.begin(OFFICER) as work:
            if change is None:
                work.answers.erase(an_id(2001))
            else:
                work.answers.save(an_id(2001), change)
        one.sync()
        assert told(office)[0] == 0
    office.settle()
    office.counters.append(office.add("Quầy 3"))
    office.counters[2].sync()
    assert told(office) == [0, 0, 0]


def test_no_store_takes_half_a_letter(office: SampleOffice) -> None:
    way = office.way(0)
    way.register(NEWER, "Quầy lạ")
    push = a_push(way, NEWER, (a_line('{"clear":[],"set":{}}', entity="dossier", row_id=a_dossier().id),))
    entry = push.merged.entries[0]
    line = replace(entry.line, patch=json.dumps({"clear": [], "set": {"note": LONE}}))
    with pytest.raises(PushRefusedError):
        way.cas(replace(push, merged=replace(push.merged, entries=(replace(entry, line=line),))))


def test_a_record_nobody_can_read_is_told_once_and_no_more_when_it_is_put_right(office: SampleOffice) -> None:
    _, two = office.counters
    spoil(office, '{"clear":[],"set":{"state":"nonsense"}}', entity=Entity.DOSSIER, row_id=a_dossier().id)
    office.settle()
    for note in ("một", "hai"):
        with two.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(a_dossier().id), note=note))
        office.settle()
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert len(unreadable_entries(connection)) == 1
    assert (
        two.store.read.detail(a_dossier().id).dossier.note == "hai"
    )  # what stands there is what it wrote itself
    spoil(office, '{"clear":[],"set":{"state":"draft"}}', entity=Entity.DOSSIER, row_id=a_dossier().id)
    office.settle()
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert unreadable_entries(connection) == ()
        assert counter.store.read.detail(a_dossier().id).dossier.note == "hai"


def test_a_bad_value_under_an_unsent_edit_stops_nobody(office: SampleOffice) -> None:
    one, _ = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(a_dossier().id), note="chưa gửi"))
    spoil(office, '{"clear":[],"set":{"state":"nonsense"}}', entity=Entity.DOSSIER, row_id=a_dossier().id)
    one.pull_all()
    assert one.store.read.detail(a_dossier().id).dossier.note == "chưa gửi"
    office.settle()
    for entry in office.log():
        if "chưa gửi" in entry.line.patch:
            break
    else:
        raise AssertionError("what was typed never left")


DEEP = '{"clear":[],"set":{"x":' + "[" * 3_000 + "]" * 3_000 + "}}"


def test_a_field_that_is_named_like_a_note_answers_no_question_and_stops_nobody(office: SampleOffice) -> None:
    row_id = a_dossier().id
    spoil(office, DEEP, entity=Entity.DOSSIER, row_id=row_id)
    note = json.dumps({"clear": [], "set": {UNREADABLE_ENTRY: "x", ILLEGIBLE_RECORD: "x"}})
    spoil(office, note, entity=Entity.DOSSIER, row_id=row_id)
    goes_on(office, told=1)


@pytest.mark.parametrize(
    "value", ["1.5", "null", "[null]", "1e400", "NaN", "-Infinity", "1" + "0" * 30, '{"a":{"b":0.5}}']
)
def test_a_record_is_saved_on_whatever_a_field_holds_that_no_program_knows(
    office: SampleOffice, value: str
) -> None:
    spoil(office, f'{{"clear":[],"set":{{"x":{value}}}}}', entity=Entity.DOSSIER, row_id=a_dossier().id)
    office.settle()
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert len(unreadable_entries(connection)) == 1
    for counter in office.counters:
        with counter.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(a_dossier().id), note=counter.link.name))
        office.settle()
        for other in office.counters:
            assert other.store.read.detail(a_dossier().id).dossier.note == counter.link.name
    assert documents_of(office.counters[0]) == documents_of(office.counters[1])


@pytest.mark.parametrize(
    "patch",
    [
        DEEP,
        json.dumps({"clear": [], "set": {"note": LONE}}),
        "{not json",
        '{"clear":[],"set":[]}',
        '{"clear":7,"set":{}}',
        '{"clear":[],"set":{"x":NaN}}',
    ],
)
def test_what_nobody_can_read_is_not_offered_to_a_store_that_was_put_back(
    office: SampleOffice, patch: str
) -> None:
    backup = office.shared.backup()
    spoil(office, patch, entity=Entity.DOSSIER, row_id=a_dossier().id)
    office.settle()
    with office.counters[1].store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(3))
    office.settle()
    office.shared.restore(backup)
    assert office.way(0).relog(())
    goes_on(office, told=0)
    for counter in office.counters:
        assert counter.store.read.detail(a_dossier(3).id).dossier == a_dossier(3)


@pytest.mark.parametrize(
    "moment", ["x", "9999-12-31T23:59:59+00:00", "2026-01-01T00:00:00", "0001-01-01T00:00:00+23:00"]
)
def test_a_number_of_the_register_without_a_day_claims_nothing_and_stops_nobody(
    office: SampleOffice, moment: str
) -> None:
    fields = {"received_at": moment, "register_no": "1", "register_sector": "Hộ tịch"}
    spoil(office, json.dumps({"clear": [], "set": fields}), entity=Entity.DOSSIER, row_id=a_dossier().id)
    office.settle()
    one, two = office.counters
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(a_dossier().id), note="ghi thêm"))
        work.dossiers.save(a_dossier(4))
    office.settle()
    assert one.store.read.detail(a_dossier(4).id).dossier == a_dossier(4)
    with two.store.database.read() as connection:
        assert count_waiting(connection) == (0, 0)
