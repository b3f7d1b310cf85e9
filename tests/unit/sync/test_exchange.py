import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError
from desktop.domain.ids import PersonId
from desktop.records.canonical import read_fields
from desktop.records.operations import verify_chain
from desktop.records.rebuild import rebuild
from desktop.records.sealing import SealKeys
from desktop.records.tables import OPERATION
from desktop.services.record_values import Entity
from desktop.sync import exchange
from desktop.sync.conflicts import open_conflicts, unreadable_entries
from desktop.sync.entries import chain_after, line_genesis
from desktop.sync.link import Link
from desktop.sync.merge import Merged
from desktop.sync.pairing import Pairing, read_code, write_code
from desktop.sync.relog import bring_back
from desktop.sync.remote import PushRefusedError, Seal
from desktop.sync.store_rows import row_of
from tests.support.record_samples import COLLEAGUE, OFFICER, TUESDAY, a_dossier, a_person, an_id, moved
from tests.support.sync_office import SampleOffice, bases_of, documents_of
from tests.support.sync_samples import a_line, a_patch, a_push

NEWER = "0194c000-0000-7000-8000-0000000000c9"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    office = SampleOffice(tmp_path)
    yield office
    office.close()


def test_what_is_written_at_one_counter_is_read_at_the_other(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.people.save(a_person())
        work.answers.save(an_id(2001), {"requester.name": {"v": "Bà Bưởi"}})
        work.dossiers.save(a_dossier(number=work.next_dossier_number(TUESDAY)))
    office.settle()
    assert two.store.read.search("buoi")[0].row.id == an_id(1001)
    with two.store.begin(COLLEAGUE) as work:
        assert work.people.get(an_id(1)) == a_person()
        assert work.answers.load(an_id(2001)) == {"requester.name": {"v": "Bà Bưởi"}}
        dossier = work.dossiers.get(an_id(1001))
        work.dossiers.save(moved(dossier, MoveKind.PROCESS, DossierState.PROCESSING))
    office.settle()
    detail = one.store.read.detail(a_dossier().id)
    assert detail.dossier.state is DossierState.PROCESSING
    assert [move.by for move in detail.dossier.moves] == [OFFICER, OFFICER]
    assert documents_of(one) == documents_of(two)
    assert bases_of(one) == bases_of(two)


def test_changes_of_others_are_never_looked_through_again_for_lines_of_ones_own(office: SampleOffice) -> None:
    # An office's whole log passes here; looking through it at every page made taking over slower with every year.
    one, two = office.counters
    for serial in range(1, 4):
        with one.store.begin(OFFICER) as work:
            work.dossiers.save(replace(a_dossier(serial), note=f"Lần {serial}"))
        with two.store.begin(COLLEAGUE) as work:
            work.dossiers.save(replace(a_dossier(10 + serial), note=f"Việc của quầy hai {serial}"))
        office.settle()
        for counter in (one, two):
            with counter.store.database.read() as connection:
                last = connection.scalar(select(func.max(OPERATION.c.op)))
            assert counter.exchange.link.lined == last
    assert documents_of(one) == documents_of(two)
    notes = {read_fields(text).get("note") for text in documents_of(one).values()}
    assert notes >= {f"Lần {n}" for n in (1, 2, 3)} | {f"Việc của quầy hai {n}" for n in (1, 2, 3)}


def test_two_values_for_one_field_leave_the_first_standing_and_the_second_as_a_task(
    office: SampleOffice,
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()
    for counter, note in ((one, "hai bản"), (two, "ba bản")):
        with counter.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note=note))
    with two.store.begin(OFFICER) as work:
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), copies=3))
    office.settle()
    for counter in office.counters:
        dossier = counter.store.read.detail(a_dossier().id).dossier
        assert (dossier.note, dossier.copies) == ("hai bản", 3)
        with counter.store.database.read() as connection:
            refused = connection.exec_driver_sql("SELECT entity, row_id, field FROM refused_field").all()
        assert [tuple(row) for row in refused] == [("dossier", an_id(1001), "note")]
    assert documents_of(one) == documents_of(two)


def test_the_counters_log_can_be_verified_and_rebuilt_after_an_exchange(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        for number in range(1, 8):
            work.people.save(a_person(number))
            work.dossiers.save(a_dossier(number, number=work.next_dossier_number(TUESDAY)))
    with two.store.begin(COLLEAGUE) as work:
        work.people.save(a_person(9))
    office.settle()
    for counter in office.counters:
        before = documents_of(counter)
        with counter.store.database.write() as connection:
            verify_chain(connection)
            rebuild(connection)
        assert documents_of(counter) == before
        assert len(counter.store.read.search("buoi", limit=50)) == 7


def test_an_erased_person_is_unreadable_at_every_counter(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.people.save(a_person())
    office.settle()
    with two.store.begin(COLLEAGUE) as work:
        assert work.people.get(an_id(1)).id_number
        work.erase_person(PersonId(an_id(1)))
    office.settle()
    for counter in office.counters:
        with counter.store.begin(OFFICER) as work:
            person = work.people.get(an_id(1))
        assert person.full_name == a_person().full_name
        assert not person.id_number
        assert counter.store.read.people_by_id_number(a_person().id_number) == ()
    assert not office.shared.content.seals.get(an_id(1))


def test_the_pages_are_told_which_records_another_counter_changed(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.sync()
    two.exchange.look()
    changes = two.pull_all()[0]
    assert changes.ids(Entity.DOSSIER) == {an_id(1001)}


def test_both_counters_writing_the_same_sealed_value_are_not_asked(office: SampleOffice) -> None:
    one, two = office.counters
    for counter in office.counters:
        with counter.store.begin(OFFICER) as work:
            work.people.save(a_person())
    office.settle()
    for counter in office.counters:
        with counter.store.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM refused_field").scalar() == 0
        with counter.store.begin(OFFICER) as work:
            assert work.people.get(an_id(1)) == a_person()
    assert documents_of(one) == documents_of(two)


def test_a_new_counter_takes_the_records_first_and_what_is_written_meanwhile_after(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "WHOLE_LOG", 0)
    monkeypatch.setattr(exchange, "ROWS", 7)
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        for number in range(1, 12):
            work.people.save(a_person(number))
            work.dossiers.save(a_dossier(number))
            work.answers.save(an_id(2000 + number), {"a": {"v": str(number)}})
    office.settle()
    three = office.add("Quầy 3")
    with three.store.begin(OFFICER) as work:
        work.people.save(a_person(50))
    three.exchange.begin_first_copy()
    for number in range(1, 6):
        three.exchange.pull()
        with two.store.begin(COLLEAGUE) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1000 + number)), note=f"lúc chép {number}"))
        two.sync()
        three.restart()
    office.counters.append(three)
    office.settle()
    assert documents_of(three) == documents_of(one)
    assert {key: row[1] for key, row in bases_of(three).items()} == {
        key: row[1] for key, row in bases_of(one).items()
    }
    assert three.store.read.detail(a_dossier(3).id).dossier.note == "lúc chép 3"
    with three.store.begin(OFFICER) as work:
        assert work.answers.load(an_id(2007)) == {"a": {"v": "7"}}
    with one.store.begin(OFFICER) as work:
        assert work.people.get(an_id(50)) == a_person(50)


def test_a_program_that_is_too_old_reads_on_and_keeps_what_it_wrote(office: SampleOffice) -> None:
    one, two = office.counters
    office.way(0).set_min_writer_level(9)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    one.exchange.look()
    with pytest.raises(DeskError, match="office_newer"):
        one.exchange.push()
    one.exchange.pull()
    one.restart()
    assert one.store.read.search("buoi")
    assert two.link.cursor == 0


def test_nothing_secret_stands_in_what_may_be_logged(office: SampleOffice) -> None:
    link = replace(office.counters[0].link, password="mat-khau", invitation="moi", office_key=b"\xaa" * 32)
    told = repr(link) + repr(read_code(write_code(a_pairing(link))))
    assert not [word for word in ("mat-khau", "'moi'", "xaa") if word in told]


def a_pairing(link: Link) -> Pairing:
    return Pairing(
        address="a",
        dataset_id=link.dataset_id,
        office_key=link.office_key,
        invitation=link.invitation,
        name="Quầy 2",
        password=link.password,
    )


def test_what_a_newer_program_writes_is_kept_by_an_older_one(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        work.people.save(a_person())
    office.settle()
    newer = office.way(0)
    newer.register(NEWER, "Quầy mới")
    lines = (
        a_line(
            a_patch({"future": "x", "future_list": ["a", "b"]}),
            op=1,
            base=99,
            row_id=an_id(1001),
            entity="dossier",
        ),
        a_line(a_patch({"name": "y"}), op=2, row_id="f1", entity="future_kind"),
    )
    for line in lines:
        assert newer.cas(a_push(newer, NEWER, (line,)))
    office.settle()
    with two.store.begin(COLLEAGUE) as work:
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="sửa ở máy cũ"))
    office.settle()
    for counter in office.counters:
        assert '"future":"x"' in documents_of(counter)["dossier", an_id(1001)]
        assert counter.store.read.detail(a_dossier().id).dossier.note == "sửa ở máy cũ"
        assert ("future_kind", "f1") in bases_of(counter)
        with counter.store.database.write() as connection:
            rebuild(connection)
        assert '"future":"x"' in documents_of(counter)["dossier", an_id(1001)]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_dossier_that_a_counter_emptied_and_filled_again_stops_nobody(
    office: SampleOffice, at_once: bool
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
        work.dossiers.save(a_dossier(2))
    office.settle()
    fields = read_fields(documents_of(one)["dossier", an_id(1001)])
    other = office.way(0)
    other.register(NEWER, "Quầy lạ")
    for op, patch in enumerate((a_patch(clear=sorted(fields)), a_patch(fields)), start=1):
        line = a_line(patch, op=op, base=99, row_id=an_id(1001), entity="dossier")
        assert other.cas(a_push(other, NEWER, (line,)))
        if not at_once:
            office.settle()
            assert len(two.store.read.search("buoi")) == op
    office.settle()
    for counter in office.counters:
        assert len(counter.store.read.search("buoi")) == 2
        assert counter.store.read.detail(a_dossier().id).dossier == a_dossier()
        with counter.store.database.write() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM dossier_row ORDER BY id").all()
            rebuild(connection)
            assert connection.exec_driver_sql("SELECT * FROM dossier_row ORDER BY id").all() == rows


def spoil(office: SampleOffice, change: dict[str, str]) -> None:
    """Put an entry in the log that no program of ours would write, as a bug or another program might."""
    way = office.way(0)
    way.register(NEWER, "Quầy lạ")
    line = a_line(change.get("patch", a_patch()), base=99, row_id=an_id(1001), entity="dossier")
    line = replace(line, made_at=change.get("made_at", line.made_at))
    push = a_push(way, NEWER, (line,))
    entry = push.merged.entries[0]
    if "unmerged" in change:
        line = replace(line, patch=change["unmerged"])
        entry = replace(entry, line=line, op_hash=line.hash_after(line_genesis(NEWER)))
    entry = replace(entry, refusal=change.get("refusal", entry.refusal))
    chain = chain_after(
        office.shared.chain,
        seq=entry.seq,
        client_id=NEWER,
        op_hash=entry.op_hash,
        decision=entry.decision,
        refusal=entry.refusal,
    )
    with office.shared.turn:
        office.shared.append(replace(push.merged, entries=(replace(entry, chain=chain),)), ())


@pytest.mark.parametrize(
    "change",
    [
        {"refusal": ""},
        {"refusal": "{}"},
        {"refusal": '{"claims":[],"fields":{"note":9223372036854775808}}'},
        {"patch": '{"clear":[],"set":{"state":"zzz","copies":"abc","due":17}}'},
        {"unmerged": '{"clear":[],"set":{"copies":' + "[" * 3_000 + "]" * 3_000 + "}}"},
        {"unmerged": '{"clear":[],"set":{"fancy":' + "[" * 99 + "]" * 99 + "}}"},
        {"patch": '{"clear":[],"set":{"copies":9223372036854775808}}'},
        {"patch": '{"clear":[],"set":{"due":"0001-01-01T00:00:00.000000Z"}}'},
        {"patch": '{"clear":[],"set":{"received_at":"9999-12-31T23:59:59.999999Z"}}'},
        {"patch": '{"clear":[],"set":{"received_at":"2026-03-17T01:30:00"}}'},
        {"patch": '{"clear":[],"set":{"note":"x"}}', "made_at": "hôm qua"},
    ],
)
def test_an_entry_nobody_can_read_is_told_and_stops_nobody(
    office: SampleOffice, change: dict[str, str]
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()
    spoil(office, change)
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    office.settle()
    for counter in office.counters:
        assert counter.store.read.detail(a_dossier().id).dossier == a_dossier()
        assert len(counter.store.read.search("buoi")) == 2
        with counter.store.database.read() as connection:
            assert len(unreadable_entries(connection)) == 1
            assert open_conflicts(connection, {}) == ()
    assert bases_of(one) == bases_of(two)


def test_a_number_no_column_holds_is_shown_and_counts_nothing(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(number="260317-9223372036854775808"))
    office.settle()
    assert two.store.read.detail(a_dossier().id).dossier == one.store.read.detail(a_dossier().id).dossier


def test_a_choice_about_no_entry_hides_no_decision(office: SampleOffice) -> None:
    one, two = office.counters
    way = office.way(0)
    way.register(NEWER, "Quầy lạ")
    lines = [
        a_line(a_patch({"note": "mine"}), op=op, row_id=row_id, entity="conflict")
        for op, row_id in enumerate(("²", "9" * 1_000), start=1)
    ]
    assert way.cas(a_push(way, NEWER, lines))
    office.settle()
    for counter in (one, two):
        with counter.store.database.read() as connection:
            assert open_conflicts(connection, {}) == ()


def test_a_record_of_the_store_that_nobody_can_read_blocks_no_queue(
    office: SampleOffice, expect_warnings: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "unseen_push", lambda *_: None)  # it looks first, as while others write too
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()
    key = ("dossier", an_id(1001))
    with office.shared.turn:
        office.shared.content.rows[key] = row_of((*key, 1, "no JSON", "{}", 0))[1]
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier(2))
    one.sync()
    with two.store.begin(COLLEAGUE) as work:
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="sửa"))
    office.settle()
    assert "differ from its log" in expect_warnings[0].getMessage()
    detail = one.store.read.detail(a_dossier().id).dossier
    assert (detail.note, detail.requester_name) == ("sửa", a_dossier().requester_name)
    assert office.shared.content.rows[key].fields["requester_name"] == a_dossier().requester_name


def test_a_key_of_nobodys_in_the_store_stops_no_counter(
    office: SampleOffice, expect_warnings: list[logging.LogRecord]
) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.answers.save(an_id(2001), {"a": {"v": "khai"}})
    one.sync()
    junk = Seal(scope=an_id(2001), key_id=b"k" * 8, wrapped=b"w" * 60)
    with office.shared.turn:
        office.shared.append(Merged(entries=(), rows={}, claims={}), (junk,))
    office.settle()
    assert "none of this office's" in expect_warnings[0].getMessage()
    with two.store.begin(COLLEAGUE) as work:
        assert work.answers.load(an_id(2001)) == {"a": {"v": "khai"}}


def test_a_word_that_looks_like_a_sealed_value_destroys_no_key(office: SampleOffice) -> None:
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()
    with two.store.database.write() as connection:
        key = SealKeys(connection).make(a_dossier().id, "2026-03-17T01:30:00.000000Z")
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(replace(a_dossier(), note="s1. đã nộp đủ"))
    office.settle()
    with two.store.database.read() as connection:
        assert SealKeys(connection).find(a_dossier().id) == key


def test_a_record_that_another_program_has_spoiled_in_the_store_is_put_right_by_the_next_edit(
    office: SampleOffice, expect_warnings: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "unseen_push", lambda *_: None)  # it looks first, as while others write too
    one, two = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()
    key = ("dossier", an_id(1001))
    with office.shared.turn:
        row = office.shared.content.rows[key]
        office.shared.content.rows[key] = replace(row, fields={**row.fields, "requester_name": "Kẻ gian"})
    with two.store.begin(COLLEAGUE) as work:
        work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note="sửa"))
    office.settle()
    assert "differ from its log" in expect_warnings[0].getMessage()
    assert office.rows()[key].fields["requester_name"] == row.fields["requester_name"]
    assert office.rows()[key].fields["note"] == "sửa"


@pytest.mark.parametrize("whole_log", [exchange.WHOLE_LOG, 0])
def test_a_line_that_was_changed_in_the_store_is_not_taken_over(
    office: SampleOffice, monkeypatch: pytest.MonkeyPatch, whole_log: int
) -> None:
    monkeypatch.setattr(exchange, "WHOLE_LOG", whole_log)
    one, _ = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()
    three = office.add("Quầy 3")
    three.exchange.begin_first_copy()
    office.counters.append(three)
    for note in ("đủ giấy tờ", "đủ cả"):
        with one.store.begin(OFFICER) as work:
            work.dossiers.save(replace(work.dossiers.get(an_id(1001)), note=note))
        one.sync()
        if note == "đủ giấy tờ":
            three.sync()
    entries = office.shared.content.entries
    forged = replace(entries[-1].line, patch=entries[-1].line.patch.replace("đủ cả", "thiếu"))
    entries[-1] = replace(entries[-1], line=forged)
    assert three.try_sync() == "shared_log_broken"
    assert three.store.read.detail(a_dossier().id).dossier.note == "đủ giấy tờ"


def test_no_store_takes_what_nobody_can_read(office: SampleOffice) -> None:
    way = office.way(0)
    way.register(NEWER, "Quầy lạ")
    push = a_push(way, NEWER, (a_line(a_patch({"a": 1})),))
    entry = replace(push.merged.entries[0], refusal="")
    with pytest.raises(PushRefusedError):
        way.cas(replace(push, merged=replace(push.merged, entries=(entry,))))


def test_a_counter_that_joined_after_the_stores_backup_comes_back_in(office: SampleOffice) -> None:
    one, _ = office.counters
    with one.store.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    office.settle()
    before = office.shared.backup()
    late = office.add("Quầy 3")
    office.counters.append(late)
    with late.store.begin(COLLEAGUE) as work:
        work.people.save(a_person(9))
    office.settle()
    office.shared.restore(before)
    assert late.try_sync() == "office_went_back"
    link = one.link
    assert bring_back(one.store.database, link, office.way(0), head=office.shared.head) > 0
    with late.store.begin(COLLEAGUE) as work:
        work.people.save(a_person(10))
    office.settle()
    assert late.link.registered
    with one.store.begin(OFFICER) as work:
        assert work.people.get(an_id(10)) == a_person(10)
