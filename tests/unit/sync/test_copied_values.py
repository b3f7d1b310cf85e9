"""What one counter holds only as a copy, and the store and every log have lost, is asked about and not rolled back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.ids import PersonId
from desktop.records.office_tables import OUTBOX
from desktop.services.record_values import Entity
from desktop.sync import exchange
from desktop.sync.link import write_link
from desktop.sync.outbox import count_waiting, set_aside, take_back
from tests.support.put_back_office import DOSSIER, PutBackOffice, asked, note, shown
from tests.support.record_samples import MORNING, OFFICER, a_dossier, a_person, an_id
from tests.support.spoiled_log import spoil
from tests.support.sync_office import SampleCounter, bases_of, documents_of

PERSON = PersonId(an_id(1))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PutBackOffice]:
    made = PutBackOffice(tmp_path)
    yield made
    made.close()


def live_in(counter: SampleCounter, place: str) -> None:
    with counter.store.begin(OFFICER) as work:
        work.people.save(replace(work.people.find(PERSON) or a_person(1), residence=place))


def joined_by_copy(office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, name: str = "D") -> SampleCounter:
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    four = office.add(name)
    four.exchange.begin_first_copy()
    four.sync()
    office.counters.append(four)
    return four


def alike(office: PutBackOffice) -> None:
    for counter in office.counters:
        assert documents_of(counter) == documents_of(office.counters[0])
        assert bases_of(counter) == bases_of(office.counters[0])
        with counter.store.database.read() as connection:
            assert count_waiting(connection) == (0, 0)


@pytest.mark.parametrize("reads_first", [0, 3])
@pytest.mark.parametrize("pages", [1, 500])
def test_a_value_only_a_copy_has_is_asked_about_when_the_store_has_an_older_one(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, reads_first: int, pages: int
) -> None:
    one, *_ = office.counters
    live_in(one, "Thôn Đông")
    office.settle()
    office.backup = office.shared.backup()
    one.copy_disk(office.folder / "disk")
    note(one, "A1")
    live_in(one, "Thôn Đoài")
    one.sync()
    four = joined_by_copy(office, monkeypatch)
    one.put_disk_back(office.folder / "disk")
    monkeypatch.setattr(exchange, "PAGE", pages)
    office.shared.restore(office.backup)
    assert office.way(0).relog(())
    office.counters[reads_first].sync()
    office.settle()
    alike(office)
    assert shown(office) == ["0"] * 4
    for counter in office.counters:
        assert sorted(asked(counter)) == [("A1", "0"), ("Thôn Đoài", "Thôn Đông")]
    head = len(office.log())
    four.restart()
    office.settle()
    assert len(office.log()) == head


def test_a_field_only_a_copy_shows_as_emptied_is_asked_about_too(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    one.copy_disk(office.folder / "disk")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), due=None))
    one.sync()
    joined_by_copy(office, monkeypatch)
    one.put_disk_back(office.folder / "disk")
    office.put_back_unread()
    office.settle()
    alike(office)
    assert one.store.read.detail(DOSSIER).dossier.due == a_dossier(1).due
    for counter in office.counters:
        assert [offered for offered, _ in asked(counter)] == [None]


def test_a_field_that_others_filled_since_is_not_asked_about(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, _ = office.counters
    joined_by_copy(office, monkeypatch)
    office.put_back_unread()
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), portal_code="H27"))
    two.sync()
    office.settle()
    alike(office)
    assert one.store.read.detail(DOSSIER).dossier.portal_code == "H27"
    assert [asked(counter) for counter in office.counters] == [[]] * 4


@pytest.mark.parametrize("reads_first", [0, 3])
def test_nobody_is_asked_about_a_value_another_counter_brings_back_with_its_log(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, reads_first: int
) -> None:
    one, *_ = office.counters
    for text in ("A1", "A2", "A3"):
        note(one, text)
        one.sync()
    joined_by_copy(office, monkeypatch)
    office.put_back_unread()
    office.counters[reads_first].sync()
    office.settle()
    alike(office)
    assert shown(office) == ["A3"] * 4
    assert [asked(counter) for counter in office.counters] == [[]] * 4


def test_what_was_typed_anew_meanwhile_is_not_replaced_by_what_the_copy_had(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    one.copy_disk(office.folder / "disk")
    note(one, "A1")
    one.sync()
    four = joined_by_copy(office, monkeypatch)
    one.put_disk_back(office.folder / "disk")
    note(four, "D1")
    office.put_back_unread()
    office.settle()
    alike(office)
    assert four.store.read.detail(DOSSIER).dossier.note == "0"
    assert ("D1", "0") in asked(four)


def test_a_value_that_was_written_back_to_an_older_one_is_asked_about_too(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    note(one, "A1")
    office.settle()
    office.backup = office.shared.backup()
    one.copy_disk(office.folder / "disk")
    note(one, "0")
    one.sync()
    joined_by_copy(office, monkeypatch)
    one.put_disk_back(office.folder / "disk")
    office.put_back_unread()
    office.settle()
    alike(office)
    assert shown(office) == ["A1"] * 4
    assert [asked(counter) for counter in office.counters] == [[("0", "A1")]] * 4


def test_what_is_typed_while_the_log_is_read_again_neither_hides_nor_is_hidden(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    for number in range(3, 6):
        with one.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(number))
    office.settle()
    office.backup = office.shared.backup()
    one.copy_disk(office.folder / "disk")
    note(one, "A1")
    one.sync()
    four = joined_by_copy(office, monkeypatch)
    one.put_disk_back(office.folder / "disk")
    office.shared.restore(office.backup)
    assert office.way(0).relog(())
    monkeypatch.setattr(exchange, "PAGE", 2)
    four.exchange.look()
    four.exchange.pull()
    assert four.store.read.detail(DOSSIER).dossier.note == "0"
    note(four, "D1")
    office.settle()
    alike(office)
    told = {offered for offered, _ in asked(one)} | set(shown(office))
    assert {"A1", "D1"} <= told


def test_a_record_that_could_not_be_read_when_it_was_copied_stops_nobody(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    one.copy_disk(office.folder / "disk")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), due=None, note="A1"))
    one.sync()
    spoil(office, '{"clear":[],"set":{"state":"abc"}}', entity=Entity.DOSSIER, row_id=DOSSIER)
    with office.shared.turn:  # as a newer program writes it
        rows, key = office.shared.content.rows, (Entity.DOSSIER.value, DOSSIER)
        rows[key] = replace(rows[key], fields={**rows[key].fields, "state": "abc"})
    joined_by_copy(office, monkeypatch)
    one.put_disk_back(office.folder / "disk")
    office.put_back_unread()
    office.settle()
    alike(office)
    assert shown(office) == ["0"] * 4


def test_a_field_emptied_in_a_copy_is_asked_about_though_the_record_was_written_on_since(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    one.copy_disk(office.folder / "disk")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DOSSIER), due=None))
    one.sync()
    four = joined_by_copy(office, monkeypatch)
    note(four, "D1")
    four.sync()
    one.put_disk_back(office.folder / "disk")
    office.put_back_unread()
    office.settle()
    alike(office)
    for counter in office.counters:
        assert None in [offered for offered, _ in asked(counter)]


def test_an_empty_line_takes_nothing_from_the_screen_of_another_counter_that_has_only_a_copy(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    only_copied = a_dossier(7, note="A1")
    one.copy_disk(office.folder / "disk")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(only_copied)
    one.sync()
    four, five = (joined_by_copy(office, monkeypatch, name) for name in "DE")
    one.put_disk_back(office.folder / "disk")
    office.put_back_unread()
    office.settle()
    with four.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(only_copied.id), note="D1"))
    office.settle()
    for counter, text in ((four, "D1"), (five, "A1")):
        assert counter.store.read.detail(only_copied.id).dossier.note == text


@pytest.mark.parametrize("value", [1.5, None, 2**70])
def test_a_copy_takes_over_no_value_that_the_others_passed_over(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    patch = json.dumps({"clear": [], "set": {"zoom": value}}, separators=(",", ":"))
    spoil(office, patch, entity=Entity.DOSSIER, row_id=DOSSIER)
    with office.shared.turn:  # whoever pushes an entry pushes the record too
        rows, key = office.shared.content.rows, (Entity.DOSSIER.value, DOSSIER)
        rows[key] = replace(rows[key], fields={**rows[key].fields, "zoom": value})  # type: ignore[dict-item]
    office.settle()
    four = joined_by_copy(office, monkeypatch)
    note(four, "D1")
    office.settle()
    alike(office)
    assert "zoom" not in documents_of(four)[key]
    office.put_back_unread()
    office.settle()
    alike(office)
    assert shown(office) == ["D1"] * 4


@pytest.mark.parametrize("since", ["nothing", "waiting", "sent"])
def test_a_value_that_stood_comes_before_one_that_was_refused_for_it(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, since: str
) -> None:
    """The field is empty in the store that was put back: the refused value must not fill it."""
    one, two, three = office.counters
    fresh = replace(a_dossier(2), due=None)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(fresh)
    office.settle()
    office.backup = office.shared.backup()
    for counter in (one, two, three):
        counter.copy_disk(office.folder / f"disk {counter.link.name}")
    for counter, hours in ((two, 2), (one, 1)):
        with counter.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(fresh.id), due=MORNING + timedelta(hours=hours)))
    one.sync()
    four = joined_by_copy(office, monkeypatch)
    two.sync()
    four.sync()
    ((offered, _),) = asked(four)
    if since != "nothing":
        with four.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(fresh.id), due=MORNING + timedelta(hours=3)))
    if since == "sent":
        four.sync()
    for counter in (one, two, three):
        counter.put_disk_back(office.folder / f"disk {counter.link.name}")
    office.put_back_unread()
    office.settle()
    alike(office)
    typed = {f"2026-03-17T0{hour}:30:00.000000Z" for hour in ((2, 3) if since == "nothing" else (3, 4))}
    assert offered in typed
    for counter in office.counters:
        assert set(*asked(counter)) == typed, "what was written over is no question; the rest is"


@pytest.mark.parametrize("with_refused", [False, True])
def test_what_is_typed_into_a_field_that_lost_its_value_neither_hides_nor_is_hidden(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch, with_refused: bool
) -> None:
    one, two, three = office.counters
    fresh = replace(a_dossier(2), due=None)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(fresh)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(4))
    office.settle()
    office.backup = office.shared.backup()

    def fall_due(counter: SampleCounter, hours: int) -> None:
        with counter.store.begin(OFFICER) as work:
            due = MORNING + timedelta(hours=hours)
            work.dossiers.save(replace(work.dossiers.get(fresh.id), due=due))

    for counter in (one, two, three):
        counter.copy_disk(office.folder / f"disk {counter.link.name}")
    if with_refused:
        fall_due(two, 2)
    fall_due(one, 1)
    one.sync()
    four = joined_by_copy(office, monkeypatch)
    two.sync()
    four.sync()
    for counter in (one, two, three):
        counter.put_disk_back(office.folder / f"disk {counter.link.name}")
    office.put_back_unread()
    monkeypatch.setattr(exchange, "PAGE", 2)
    four.exchange.look()
    for _ in range(2):
        four.exchange.pull()
    assert four.store.read.detail(fresh.id).dossier.due == (
        MORNING + timedelta(hours=2) if with_refused else None
    )
    fall_due(four, 3)
    office.settle()
    alike(office)
    hours = (1, 2, 3) if with_refused else (1, 3)
    for counter in office.counters:
        told = {value for card in asked(counter) for value in card}
        assert told == {f"2026-03-17T0{1 + hour}:30:00.000000Z" for hour in hours}


def test_offered_values_that_a_store_refuses_are_set_aside_one_beside_the_other(
    office: PutBackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = office.counters
    live_in(one, "Thôn Đông")
    office.settle()
    office.backup = office.shared.backup()
    one.copy_disk(office.folder / "disk")
    note(one, "A1")
    live_in(one, "Thôn Đoài")
    one.sync()
    four = joined_by_copy(office, monkeypatch)
    one.put_disk_back(office.folder / "disk")
    office.put_back_unread()
    four.exchange.look()
    four.pull_all()
    with four.store.database.read() as connection:
        units = connection.scalars(select(OUTBOX.c.txn_no)).all()
    for unit in units:
        with four.store.database.write() as connection:
            write_link(connection, set_aside(connection, four.link, unit, "a bug", four.clock()))
    with four.store.database.read() as connection:
        assert count_waiting(connection)[1] == len(units) == 2
    with four.store.database.write() as connection:
        write_link(connection, take_back(connection, four.link))
    office.settle()
    alike(office)
    assert sorted(asked(one)) == [("A1", "0"), ("Thôn Đoài", "Thôn Đông")]
