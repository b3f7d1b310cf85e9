"""Work that the office's log can never take stays here whole: nothing of it goes out without its beginning."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.ids import DossierId, StaffId
from desktop.records.canonical import Fields
from desktop.records.office_tables import QUARANTINE
from desktop.records.operations import WORD_MAX
from desktop.services.office_values import CANNOT_MERGE
from desktop.services.record_values import Entity
from desktop.sync import merge
from desktop.sync.claims import claims_of
from desktop.sync.entries import Claim
from desktop.sync.link import write_link
from desktop.sync.outbox import count_waiting, take_back
from desktop.sync.remote import Push, PushRefusedError
from tests.support.record_samples import OFFICER, a_dossier, an_id
from tests.support.sync_office import SampleCounter, SampleOffice, documents_of

BAD = "không sổ nào nhận"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path)
    refuse(office.counters[0], monkeypatch)
    yield office
    office.close()


def refuse(counter: SampleCounter, monkeypatch: pytest.MonkeyPatch) -> None:
    take = counter.remote.cas

    def picky(push: Push) -> bool:
        if any(BAD in entry.line.patch for entry in push.merged.entries):
            raise PushRefusedError("a bug")
        return take(push)

    monkeypatch.setattr(counter.remote, "cas", picky)


def note(counter: SampleCounter, serial: int, text: str) -> None:
    with counter.store.begin(OFFICER) as work:
        dossier = work.dossiers.get(DossierId(an_id(1000 + serial)))
        work.dossiers.save(replace(dossier, note=text))


def quarantined(counter: SampleCounter) -> int:
    with counter.store.database.read() as connection:
        return int(connection.scalar(select(func.count(func.distinct(QUARANTINE.c.txn_no)))) or 0)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_was_done_about_a_record_that_could_not_leave_stays_with_it(
    office: SampleOffice, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1, note=BAD))
    if not at_once:
        office.settle()
    note(one, 1, "ghi thêm")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    office.settle()
    assert (Entity.DOSSIER.value, an_id(1001)) not in documents_of(two)
    assert (Entity.DOSSIER.value, an_id(1002)) in documents_of(two)
    assert quarantined(one) == 2
    assert one.store.read.detail(a_dossier(1).id).dossier.note == "ghi thêm"
    monkeypatch.undo()
    with one.store.database.write() as connection:
        write_link(connection, take_back(connection, one.link))
    office.settle()
    assert quarantined(one) == 0
    assert two.store.read.detail(a_dossier(1).id).dossier.note == "ghi thêm"
    assert documents_of(one) == documents_of(two)


def test_what_is_done_about_a_record_the_office_has_goes_out_beside_a_refused_change_of_it(
    office: SampleOffice,
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    office.settle()
    note(one, 1, BAD)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DossierId(an_id(1001))), copies=4))
    office.settle()
    assert quarantined(one) == 1
    assert two.store.read.detail(a_dossier(1).id).dossier.copies == 4


def test_only_the_unit_the_store_refuses_is_set_aside_wherever_it_stands_in_the_batch(
    office: SampleOffice,
) -> None:
    one, two = office.counters
    for serial, text in ((1, "lành"), (2, BAD), (3, "lành"), (4, BAD), (5, "lành")):
        with one.store.begin(OFFICER) as work:
            work.dossiers.save(a_dossier(serial, note=text))
    office.settle()
    assert quarantined(one) == 2
    shown = {row_id for entity, row_id in documents_of(two) if entity == Entity.DOSSIER.value}
    assert shown == {an_id(1001), an_id(1003), an_id(1005)}
    with one.store.database.read() as connection:
        assert count_waiting(connection) == (0, 2)


def test_a_store_that_refuses_even_an_empty_line_is_told_and_nothing_more_is_set_aside(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = office.counters[0]

    def refuse_all(_push: Push) -> bool:
        raise PushRefusedError("a bug")

    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    monkeypatch.setattr(one.remote, "cas", refuse_all)
    assert one.try_sync() == "office_stumbled"
    assert quarantined(one) == 1


def test_a_unit_refused_for_a_text_beside_its_change_leaves_an_empty_place_that_is_taken(
    office: SampleOffice,
) -> None:
    one, two = office.counters
    with one.store.begin(StaffId("x" * (WORD_MAX + 1))) as work:
        work.dossiers.save(a_dossier(1))
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    office.settle()
    assert quarantined(one) == 1
    assert {row_id for entity, row_id in documents_of(two) if entity == Entity.DOSSIER.value} == {an_id(1002)}


def test_a_value_its_author_wrote_anew_does_not_come_back_from_quarantine(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    office.settle()
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(DossierId(an_id(1001))), note=BAD, copies=5))
    one.sync()
    assert quarantined(one) == 1
    note(one, 1, "gọn hơn")
    office.settle()
    assert one.store.read.detail(a_dossier(1).id).dossier.note == "gọn hơn"
    monkeypatch.undo()
    with one.store.database.write() as connection:
        write_link(connection, take_back(connection, one.link))
    office.settle()
    assert quarantined(one) == 0
    for counter in office.counters:
        dossier = counter.store.read.detail(a_dossier(1).id).dossier
        assert (dossier.note, dossier.copies) == ("gọn hơn", 5)
    assert documents_of(one) == documents_of(two)


def test_nothing_stays_in_quarantine_of_what_was_written_anew_whole(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(1))
    office.settle()
    note(one, 1, BAD)
    one.sync()
    note(one, 1, "gọn hơn")
    office.settle()
    assert quarantined(one) == 0
    assert documents_of(one) == documents_of(two)


def test_what_a_bug_lets_nobody_merge_is_set_aside_alone_and_goes_out_with_the_next_program(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch, expect_warnings: list[logging.LogRecord]
) -> None:
    one, two = office.counters

    def stumbles(entity: str, fields: Fields) -> tuple[Claim, ...]:
        if fields.get("note") == "lỗi":
            raise KeyError("a bug")
        return claims_of(entity, fields)

    with monkeypatch.context() as bug:
        bug.setattr(merge, "claims_of", stumbles)
        for serial, text in ((1, "một"), (2, "lỗi"), (3, "ba")):
            with one.store.begin(OFFICER) as work:
                work.dossiers.save(a_dossier(serial, note=text))
        office.settle()
        assert quarantined(one) == 1
        assert {row_id for kind, row_id in documents_of(two) if kind == "dossier"} == {
            an_id(1001),
            an_id(1003),
        }
        with one.store.database.read() as connection:
            assert connection.scalar(select(QUARANTINE.c.why)) == f"{CANNOT_MERGE}KeyError"
    assert {record.name for record in expect_warnings} == {"desktop.sync.sending"}
    with one.store.database.write() as connection:
        write_link(connection, take_back(connection, one.link))
    office.settle()
    assert two.store.read.detail(a_dossier(2).id).dossier.note == "lỗi"
