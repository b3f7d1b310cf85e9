"""The floor under every counter's retention, on every store."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from desktop.domain.dossier import DossierState, MoveKind
from desktop.records.expired_cases import StoredExpiredCases
from desktop.records.office_tables import QUARANTINE
from desktop.records.operations import verify_chain
from desktop.services.attachment_values import BytesPlace
from desktop.services.office_values import TOO_YOUNG
from desktop.sync.attachment_seal import AttachmentSeal
from desktop.sync.blob_remote import BlobRemote
from desktop.sync.entries import Line, line_genesis, log_genesis, verify_entries
from desktop.sync.merge import merge
from desktop.sync.outbox import count_waiting
from desktop.sync.pg_office import renew_functions
from desktop.sync.remote import KEEP_DAYS, Push, PushRefusedError, Remote, Seal
from desktop.sync.trial_server import TrialServer
from tests.support.postgres import PgKit
from tests.support.record_samples import (
    COLLEAGUE,
    MORNING,
    OFFICER,
    a_dossier,
    a_person,
    an_attachment,
    an_id,
    moved,
)
from tests.support.sync_office import SampleCounter, SampleOffice, documents_of
from tests.support.sync_samples import ANNA, BINH, DATASET, a_line, a_patch, a_push, invited, signed
from tests.support.sync_stores import OFFICE_KEY, FileKit, StoreKit

KEY = Seal(scope="r1", key_id=b"k", wrapped=b"w")
SCAN = b"%PDF-1.7 a scan"
SEALED = AttachmentSeal(OFFICE_KEY).seal(SCAN)
DIGEST = SEALED.digest
ERASE = a_line(a_patch(erase=True), op=2, entity="answers")


def one_record(kit: StoreKit) -> Remote:
    """A counter with one record that has a key."""
    anna = kit.counter(1)
    anna.register(ANNA, "Quầy 1")
    line = a_line(a_patch({"x": "s1.abc"}), entity="answers")
    assert anna.cas(a_push(anna, ANNA, [line], seals=(KEY,)))
    return anna


def test_no_key_of_a_young_record_is_destroyed_and_the_log_goes_on(strict: StoreKit) -> None:
    anna = one_record(strict)
    assert anna.erasable({"r1", "khong-co"}) == frozenset()
    for push in (
        a_push(anna, ANNA, [ERASE]),
        a_push(anna, ANNA, [a_line(a_patch({"y": 1}, erase=True), op=2)]),  # under another kind's name
        a_push(
            anna, ANNA, [a_line(a_patch({"x": "s1.d"}), op=2, row_id="r2"), replace(ERASE, op=3, row_id="r2")]
        ),
    ):
        with pytest.raises(PushRefusedError):
            anna.cas(push)
    assert anna.pull(0, 10).seals == (KEY,)
    assert anna.pull(0, 10).head == 1
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"y": 1}), op=2)]))


def test_a_record_is_let_go_on_the_day_it_has_been_kept_long_enough(strict: StoreKit) -> None:
    anna = one_record(strict)
    strict.age(KEEP_DAYS - 1)
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"y": 1}), op=2, row_id="r2")]))
    assert anna.erasable({"r1", "r2"}) == frozenset()
    with pytest.raises(PushRefusedError):
        anna.cas(a_push(anna, ANNA, [replace(ERASE, op=3)]))
    strict.age(1)
    assert anna.erasable({"r1", "r2"}) == {"r1"}
    assert anna.cas(a_push(anna, ANNA, [replace(ERASE, op=3)]))
    assert anna.pull(0, 10).seals == ()


def test_a_record_does_not_grow_old_because_another_one_is(strict: StoreKit) -> None:
    anna = one_record(strict)
    strict.age(KEEP_DAYS * 3)
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"x": "s1.e"}), op=2, row_id="r2")]))
    assert anna.erasable({"r1", "r2"}) == {"r1"}
    both = [replace(ERASE, op=3, txn_end=False, txn_no=9), replace(ERASE, op=4, txn_no=9, row_id="r2")]
    with pytest.raises(PushRefusedError):
        anna.cas(a_push(anna, ANNA, both))
    assert anna.pull(0, 10).seals == (KEY,)


def test_an_erasing_that_only_counters_would_understand_is_taken_by_no_store(strict: StoreKit) -> None:
    anna = one_record(strict)
    strict.age(KEEP_DAYS * 3)
    for odd in ('{"clear":[],"erase": true,"set":{}}', '{"clear":[],"\\u0065rase":true,"set":{}}'):
        with pytest.raises(PushRefusedError):
            anna.cas(pushed_by_hand(anna, replace(ERASE, patch=odd)))
    assert anna.pull(0, 10).seals == (KEY,)


def pushed_by_hand(remote: Remote, line: Line) -> Push:
    """A batch as a program of somebody's own would make it."""
    snap = remote.snap(ANNA, [("answers", "r1")], ())
    merged = merge(
        signed([line], previous=snap.last_hash or line_genesis(ANNA)),
        client_id=ANNA,
        head=snap.head,
        chain=snap.chain,
        rows=snap.rows,
        holders={},
    )
    return Push(client_id=ANNA, head=snap.head, last_op=snap.last_op, merged=merged)


def two_counters(tmp_path: Path, kit: StoreKit) -> SampleOffice:
    """Two counters that know one finished dossier with its person, answers and scan, and one open one."""
    counters = SampleOffice(tmp_path / "counters", kit=kit)
    done = moved(a_dossier(), MoveKind.RETURN_RESULT, DossierState.RETURNED)
    with counters.counters[0].store.begin(OFFICER) as work:
        for number, dossier in ((1, done), (2, a_dossier(2))):
            work.people.save(a_person(number))
            work.answers.save(str(dossier.answers_id), {"reason": "chuyện riêng"})
            work.dossiers.save(dossier)
            work.attachments.save(an_attachment(number, dossier_id=dossier.id))
    counters.settle()
    return counters


def answers_of(counter: SampleCounter, number: int) -> object:
    with counter.store.begin(OFFICER) as work:
        return work.answers.load(an_id(2000 + number))


def test_what_one_counter_erases_is_unreadable_everywhere_and_the_chain_stays_whole(
    tmp_path: Path, strict: StoreKit
) -> None:
    counters = two_counters(tmp_path, strict)
    one, two = counters.counters
    before = {
        key: documents_of(one)[key] for key in documents_of(one) if key[0] in {"dossier", "dossier_move"}
    }
    strict.age(KEEP_DAYS)
    cases = StoredExpiredCases(two.store)
    (case,) = cases.expired(MORNING + timedelta(days=1))
    assert two.remote.erasable(case.sealed) == case.sealed
    assert cases.erase(COLLEAGUE, case, before=MORNING + timedelta(days=1), reason="hết thời hạn lưu")
    counters.settle()
    for counter in counters.counters:
        assert (answers_of(counter, 1), answers_of(counter, 2)) == ({}, {"reason": "chuyện riêng"})
        assert counter.store.read.people_by_id_number(a_person().id_number) == ()
        (row,) = counter.store.read.attachments_of(case.dossiers[0])
        assert (row.place, row.attachment.name) == (BytesPlace.ERASED, "")
        assert {key: documents_of(counter)[key] for key in before} == before
        assert StoredExpiredCases(counter.store).expired(MORNING + timedelta(days=1)) == ()
        with counter.store.database.write() as connection:
            verify_chain(connection)
        with counter.store.begin(OFFICER) as work:
            (event,) = work.audit.of("dossier", case.dossiers[0])
            assert (event.by, event.reason) == (COLLEAGUE, "hết thời hạn lưu")
    verify_entries(counters.log(), cursor=0, chain=log_genesis(DATASET))
    scopes = {seal.scope for seal in strict.counter(1).pull(0, 500).seals}
    assert not scopes & case.sealed
    assert an_id(2002) in scopes
    counters.close()


def test_a_young_record_erased_all_the_same_stays_readable_elsewhere_and_holds_nobody_up(
    tmp_path: Path, strict: StoreKit
) -> None:
    counters = two_counters(tmp_path, strict)
    one, two = counters.counters
    with two.store.begin(COLLEAGUE) as work:
        work.answers.erase(an_id(2001))
    with two.store.begin(COLLEAGUE) as work:
        work.people.save(a_person(3))
    counters.settle()
    assert answers_of(one, 1) == {"reason": "chuyện riêng"}
    with one.store.begin(OFFICER) as work:
        assert work.people.find(an_id(3)) is not None
    with two.store.database.read() as connection:
        assert count_waiting(connection) == (0, 1)
        assert TOO_YOUNG in str(connection.scalar(select(QUARANTINE.c.why)))
    verify_entries(counters.log(), cursor=0, chain=log_genesis(DATASET))
    counters.close()


def scan_in(kit: StoreKit) -> BlobRemote:
    """A store that holds one scan."""
    blobs = kit.blobs(1)
    blobs.blob_begin(DIGEST, len(SCAN), "application/pdf")
    blobs.blob_put(DIGEST, 0, SEALED.chunks[0])
    assert blobs.blob_finish(DIGEST, SEALED.sealed_sum)
    return blobs


def test_the_bytes_of_an_erased_scan_leave_the_store(strict: StoreKit) -> None:
    anna = one_record(strict)
    named = [
        a_line(a_patch({"sha256": DIGEST}), op=op, row_id=f"r{op}", entity="attachment") for op in (2, 3)
    ]
    assert anna.cas(a_push(anna, ANNA, named))
    strict.age(KEEP_DAYS)
    erase = [replace(ERASE, op=op + 2, row_id=f"r{op}", entity="attachment") for op in (2, 3)]
    assert anna.cas(a_push(anna, ANNA, erase))
    blobs = scan_in(strict)
    assert blobs.blob_forget(DIGEST)
    assert blobs.blob_find(DIGEST) is None
    assert blobs.blob_forget(DIGEST)
    assert scan_in(strict).blob_get(DIGEST, 0) == SEALED.chunks[0]  # it can be announced anew


def test_a_server_keeps_bytes_that_a_living_record_names_whoever_asks(embedded: TrialServer) -> None:
    kit = PgKit(embedded, keep_days=0)
    anna = one_record(kit)
    blobs = scan_in(kit)
    other = kit.blobs(3)
    assert not other.blob_forget(DIGEST)  # its record may still be on its way
    named = [
        a_line(a_patch({"sha256": DIGEST}), op=op, row_id=f"r{op}", entity="attachment") for op in (2, 3)
    ]
    assert anna.cas(a_push(anna, ANNA, named))
    assert not other.blob_forget(DIGEST)
    assert anna.cas(a_push(anna, ANNA, [replace(ERASE, op=4, row_id="r2", entity="attachment")]))
    assert not other.blob_forget(DIGEST)
    assert blobs.blob_get(DIGEST, 0) == SEALED.chunks[0]
    kit.close()


def test_a_batch_that_erases_nothing_does_not_make_a_server_look_through_its_whole_log(
    embedded: TrialServer,
) -> None:
    kit = PgKit(embedded, keep_days=KEEP_DAYS)
    anna = one_record(kit)
    with kit.server.connect(kit.database) as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION khongviet.erasable(p_rows text[]) RETURNS text[] LANGUAGE plpgsql STABLE"
            " SECURITY DEFINER AS $$ BEGIN RAISE EXCEPTION 'it was asked'; END $$"
        )
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"y": 1}), op=2, row_id="r2")]))
    with pytest.raises(psycopg.errors.RaiseException):
        anna.cas(a_push(anna, ANNA, [replace(ERASE, op=3)]))
    kit.close()


def test_a_plain_counter_of_a_server_cannot_erase_nor_lower_the_floor(embedded: TrialServer) -> None:
    kit = PgKit(embedded, keep_days=KEEP_DAYS)
    anna = one_record(kit)
    binh = kit.counter(3)
    binh.register(BINH, "Quầy 3", secret=invited(anna))
    with pytest.raises(PushRefusedError):
        binh.cas(a_push(binh, BINH, [replace(ERASE, op=1)]))
    for number in (1, 3):
        role = kit.role(number)
        with psycopg.connect(kit.address(number), password=role.password, autocommit=True) as connection:
            for statement in (
                "UPDATE khongviet.sync_meta SET v = '0' WHERE k = 'keep_days'",
                "UPDATE khongviet.sync_arrival SET day = day - 1000",
                "INSERT INTO khongviet.sync_arrival VALUES ('1990-01-01', 0)",
                "DELETE FROM khongviet.sync_seal",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
    assert anna.pull(0, 10).seals == (KEY,)
    kit.close()


def test_a_server_of_an_older_program_lets_nothing_go_until_renewed_and_then_counts_from_that_day(
    embedded: TrialServer,
) -> None:
    kit = PgKit(embedded, keep_days=KEEP_DAYS)
    anna = one_record(kit)
    with kit.server.connect(kit.database) as connection:
        connection.execute("DROP FUNCTION khongviet.erasable; DROP TABLE khongviet.sync_arrival")
        connection.execute("DELETE FROM khongviet.sync_meta WHERE k = 'keep_days'")
        assert anna.erasable({"r1"}) == frozenset()
        renew_functions(connection)
        assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"y": 1}), op=2, row_id="r2")]))
        assert anna.erasable({"r1"}) == frozenset()
        kit.age(30)
        renew_functions(connection, keep_days=30)
    assert anna.erasable({"r1", "r2"}) == {"r1", "r2"}
    kit.close()


def test_a_shared_file_of_an_older_program_counts_from_the_first_push_of_this_one(tmp_path: Path) -> None:
    kit = FileKit(tmp_path, keep_days=KEEP_DAYS)
    anna = one_record(kit)
    kit.run("DROP TABLE sync_arrival")
    kit.run("DELETE FROM sync_meta WHERE k = 'keep_days'")
    assert anna.erasable({"r1"}) == frozenset()
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"y": 1}), op=2, row_id="r2")]))
    assert anna.erasable({"r1"}) == frozenset()
    kit.age(KEEP_DAYS)
    assert anna.erasable({"r1"}) == {"r1"}
    kit.close()
