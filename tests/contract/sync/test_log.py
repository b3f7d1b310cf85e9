"""The log of an office, on every store."""

from dataclasses import replace

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.operations import PATCH_MAX, WORD_MAX
from desktop.sync.entering import enter
from desktop.sync.entries import (
    Claim,
    Decision,
    Entry,
    LineKind,
    Refusal,
    chain_after,
    line_genesis,
    log_genesis,
    verify_entries,
)
from desktop.sync.link import new_link
from desktop.sync.merge import Merged
from desktop.sync.remote import COUNTERS_MAX, WRAPPED_BYTES, Presence, Push, PushRefusedError, Remote, Seal
from desktop.sync.row_state import RowKey, RowState
from tests.support.sync_samples import ANNA, BINH, DATASET, a_line, a_patch, a_push
from tests.support.sync_stores import StoreKit

CLAIMED = {"number": "000.01-260317-0001"}


def here(client_id: str, *, cursor: int = 0) -> Presence:
    return Presence(client_id=client_id, cursor=cursor, schema_level=1, app_version="1.0")


def pushed(remote: Remote, client_id: str, first: int, count: int = 1, **patch: str) -> Push:
    lines = [
        a_line(a_patch({"note": f"{op}"} | patch), op=op, row_id=f"r{op}")
        for op in range(first, first + count)
    ]
    push = a_push(remote, client_id, lines)
    assert remote.cas(push)
    return push


def whole_log(remote: Remote, *, limit: int = 500) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    while (page := remote.pull(len(entries), limit)).entries:
        entries += page.entries
    return tuple(entries)


def test_an_empty_store_tells_which_office_it_is(office: StoreKit) -> None:
    hello = office.counter().hello(here(ANNA))
    assert (hello.dataset_id, hello.head, hello.floor, hello.registered) == (DATASET, 0, 0, False)
    assert hello.chain_at_cursor == log_genesis(DATASET)
    assert hello.now.tzinfo is not None


def test_what_was_pushed_comes_back_word_for_word(anna: Remote, binh: Remote) -> None:
    patch = a_patch(
        {"name": "Nguyễn Thị Lụa", "fee": 8_000, "lines": ["a", {"b": True}], "odd": '"\\\n\t\x01'}
    )
    lines = [
        a_line(patch, op=1, txn_no=1, txn_end=False, entity="ghi chú", row_id="á'"),
        a_line(a_patch(clear=["b"]), op=2, txn_no=1, row_id="r2", base=7),
    ]
    push = a_push(anna, ANNA, lines)
    assert anna.cas(push)
    page = binh.pull(0, 500)
    assert page.entries == push.merged.entries
    assert page.head == 2
    snap = binh.snap(BINH, push.merged.rows.keys(), ())
    assert snap.rows == push.merged.rows
    assert (snap.head, snap.chain, snap.last_op) == (2, push.merged.entries[-1].chain, 0)
    assert anna.snap(ANNA, (), ()).last_hash == push.merged.entries[-1].op_hash


def test_of_two_counters_that_write_at_once_one_has_to_look_again(anna: Remote, binh: Remote) -> None:
    first = a_push(anna, ANNA, [a_line(a_patch({"a": 1}))])
    second = a_push(binh, BINH, [a_line(a_patch({"a": 2}))])
    assert anna.cas(first)
    assert not binh.cas(second)
    again = a_push(binh, BINH, [a_line(a_patch({"a": 2}))])
    assert binh.cas(again)
    log = whole_log(anna)
    assert [entry.seq for entry in log] == [1, 2]
    assert log[1].decision is Decision.REJECTED
    assert Refusal.from_text(log[1].refusal).fields == {"a": 1}
    verify_entries(log, cursor=0, chain=log_genesis(DATASET))


def test_a_batch_that_was_taken_is_not_taken_twice(anna: Remote) -> None:
    """The reply was lost: the next look tells."""
    push = pushed(anna, ANNA, 1, 3)
    assert not anna.cas(push)
    snap = anna.snap(ANNA, (), ())
    assert (snap.last_op, snap.head) == (3, 3)
    assert len(whole_log(anna)) == 3


def test_pages_never_cut_a_unit_of_work(anna: Remote) -> None:
    lines = [
        a_line(a_patch({"n": op}), op=op, txn_no=(op + 2) // 3, txn_end=op % 3 == 0, row_id=f"r{op}")
        for op in range(1, 31)
    ]
    assert anna.cas(a_push(anna, ANNA, lines))
    for limit in range(1, 8):
        cursor = 0
        while (page := anna.pull(cursor, limit)).entries:
            assert page.entries[0].seq == cursor + 1
            assert page.entries[-1].line.txn_end
            assert len(page.entries) <= limit + 2
            cursor = page.entries[-1].seq
        assert cursor == 30


def test_every_entry_has_its_chain_and_no_other(anna: Remote) -> None:
    push = pushed(anna, ANNA, 1, 2)
    assert anna.chain_at(0) == log_genesis(DATASET)
    assert [anna.chain_at(seq) for seq in (1, 2)] == [entry.chain for entry in push.merged.entries]
    assert anna.chain_at(3) is None
    assert anna.hello(here(ANNA, cursor=1)).chain_at_cursor == push.merged.entries[0].chain
    assert anna.hello(here(ANNA, cursor=3)).chain_at_cursor is None


def test_a_number_is_claimed_by_one_record(anna: Remote, binh: Remote) -> None:
    line = a_line(a_patch(CLAIMED), entity="dossier", row_id="d1")
    assert anna.cas(a_push(anna, ANNA, [line]))
    claim = Claim(scope="dossier.number", key=CLAIMED["number"])
    assert binh.snap(BINH, (), [claim]).holders == {claim: "d1"}
    assert binh.cas(a_push(binh, BINH, [replace(line, row_id="d2")]))
    assert binh.snap(BINH, (), [claim]).holders == {claim: "d1"}
    assert [clash.holder for clash in Refusal.from_text(whole_log(binh)[1].refusal).clashes] == ["d1"]


def test_a_batch_that_claims_another_records_number_unseen_is_not_taken(anna: Remote, binh: Remote) -> None:
    line = a_line(a_patch(CLAIMED), entity="dossier", row_id="d1")
    assert anna.cas(a_push(anna, ANNA, [line]))
    looked = a_push(binh, BINH, [replace(line, row_id="d2")])
    claim = Claim(scope="dossier.number", key=CLAIMED["number"])
    unseen = replace(looked, merged=replace(looked.merged, claims={claim: "d2"}))
    assert not binh.cas(unseen)
    assert len(whole_log(binh)) == 1
    assert binh.cas(looked)


def test_a_record_may_claim_its_own_number_again(anna: Remote) -> None:
    line = a_line(a_patch(CLAIMED), entity="dossier", row_id="d1")
    assert anna.cas(a_push(anna, ANNA, [line]))
    claim = Claim(scope="dossier.number", key=CLAIMED["number"])
    again = a_push(anna, ANNA, [replace(line, op=2)])
    assert anna.cas(replace(again, merged=replace(again.merged, claims={claim: "d1"})))


def broken(push: Push, index: int, **changed: object) -> Push:
    entries = list(push.merged.entries)
    entries[index] = replace(entries[index], **changed)  # type: ignore[arg-type]  # a test names real fields
    return replace(push, merged=replace(push.merged, entries=tuple(entries)))


def test_a_batch_that_would_spoil_the_log_is_refused_and_changes_nothing(anna: Remote, binh: Remote) -> None:
    pushed(anna, ANNA, 1)
    good = a_push(anna, ANNA, [a_line(a_patch({"a": 1}), op=op) for op in (2, 3)])
    entry = good.merged.entries[1]
    for bad in (
        broken(good, 1, seq=4),
        broken(good, 1, client_id=BINH),
        broken(good, 1, line=replace(entry.line, op=5)),
        broken(good, 1, line=replace(entry.line, txn_end=False)),
        broken(good, 0, chain=b"x" * 32),
        broken(good, 0, op_hash=b"x" * 32),
        a_push(anna, ANNA, [a_line(a_patch({"a": 1}), op=4)]),
        a_push(anna, ANNA, [a_line(a_patch({"a": 1}), op=1)]),
        replace(good, last_op=0),
        replace(good, merged=Merged(entries=(), rows={}, claims={})),
    ):
        with pytest.raises(PushRefusedError):
            anna.cas(bad)
    assert len(whole_log(binh)) == 1
    assert anna.cas(good)


@pytest.mark.parametrize("place", [126, 32_500, 2**31 - 100])
def test_a_page_begins_anywhere_however_long_the_log_has_become(anna: Remote, place: int) -> None:
    # psycopg hands a number over as the smallest type it fits, and PostgreSQL adds two small ones as small ones: with
    # 32,268 entries every counter of an office would have stopped.
    page = anna.pull(place, 500)
    assert (page.entries, page.head) == ((), 0)
    assert anna.chain_at(place) is None
    assert anna.hello(here(ANNA, cursor=place)).head == 0


def test_a_line_too_long_to_come_through_a_cable_in_time_is_refused(anna: Remote, binh: Remote) -> None:
    at_most = a_patch({"a": "ả" * (PATCH_MAX - len(a_patch({"a": ""})))})
    with pytest.raises(PushRefusedError):
        anna.cas(a_push(anna, ANNA, [a_line(at_most.replace("ả", "ảả", 1), op=1)]))
    assert anna.cas(a_push(anna, ANNA, [a_line(at_most, op=1)]))
    assert [entry.line.patch for entry in whole_log(binh)] == [at_most]


@pytest.mark.parametrize("field", ["entity", "row_id", "actor", "hlc"])
def test_an_id_as_long_as_a_book_is_refused(anna: Remote, field: str) -> None:
    line = replace(a_line(a_patch({"a": 1})), **{field: "x" * (WORD_MAX + 1)})  # type: ignore[arg-type]  # a text
    with pytest.raises(PushRefusedError):
        anna.cas(a_push(anna, ANNA, [line]))
    assert whole_log(anna) == ()


def test_keys_of_erased_records_are_destroyed_and_never_taken_again(anna: Remote, binh: Remote) -> None:
    key, other = (Seal(scope=scope, key_id=b"k", wrapped=b"w") for scope in ("r1", "r2"))
    lines = [a_line(a_patch({"x": "s1.abc"}), op=op, row_id=f"r{op}", entity="answers") for op in (1, 2)]
    assert anna.cas(a_push(anna, ANNA, lines, seals=(key, other)))
    assert binh.pull(0, 500).seals == (key, other)
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch(erase=True), op=3, entity="answers")]))
    assert binh.pull(0, 500).seals == (other,)
    late = [a_line(a_patch({"x": "s1.def"}), op=1, entity="answers")]
    assert binh.cas(a_push(binh, BINH, late, seals=(key, replace(key, key_id=b"z"))))
    assert binh.pull(0, 500).seals == (other,)
    assert anna.row_page(None, 500).seals == (other,)


def test_a_key_that_was_lost_comes_with_an_empty_line_about_its_record(anna: Remote, binh: Remote) -> None:
    key = Seal(scope="r1", key_id=b"k", wrapped=b"w")
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"x": "s1.abc"}), entity="answers")]))
    assert not binh.pull(0, 500).seals
    before = anna.row_page(None, 500).rows
    empty = a_line(a_patch(), entity="answers", kind=LineKind.VOID)
    assert binh.cas(a_push(binh, BINH, [empty], seals=(key,)))
    page = anna.pull(1, 500)
    assert (page.seals, page.entries[0].decision) == ((key,), Decision.VOID)
    assert anna.pull(0, 1).seals == (key,)
    assert anna.row_page(None, 500).rows == before


def test_a_key_that_opens_nothing_is_put_right_by_whoever_writes_the_record_again(anna: Remote) -> None:
    junk, key = (Seal(scope="r1", key_id=b"k", wrapped=wrapped) for wrapped in (b"\0", b"w" * WRAPPED_BYTES))
    for op, seal in enumerate((junk, key), start=1):
        line = a_line(a_patch({"x": "s1.abc"}), op=op, entity="answers")
        assert anna.cas(a_push(anna, ANNA, [line], seals=(seal,)))
    assert anna.pull(0, 500).seals == (key,)


def test_a_word_about_erasing_inside_a_text_erases_nothing(anna: Remote) -> None:
    key = Seal(scope="r1", key_id=b"k", wrapped=b"w")
    patch = a_patch({"note": {"erase": True}, "text": '"erase":true'})
    assert anna.cas(a_push(anna, ANNA, [a_line(patch)], seals=(key,)))
    assert anna.pull(0, 500).seals == (key,)


def test_a_joining_counter_reads_every_record_once_in_pages(anna: Remote) -> None:
    pushed(anna, ANNA, 1, 25)
    anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}), op=26, entity="Ấp", row_id="Z")]))
    seen: dict[RowKey, RowState] = {}
    last = None
    while (page := anna.row_page(last, 10)).rows:
        assert not seen.keys() & page.rows.keys()
        seen.update(page.rows)
        last = page.last
    assert page.last is None
    assert len(seen) == 26
    assert list(seen) == sorted(seen)
    assert seen["office", "r7"].fields == {"note": "7"}


def test_a_lost_tail_is_written_back_word_for_word(anna: Remote, binh: Remote) -> None:
    pushed(anna, ANNA, 1, 2)
    lost = a_push(binh, BINH, [a_line(a_patch(CLAIMED), entity="dossier", row_id="d1")])
    epoch = anna.hello(here(ANNA)).epoch
    assert not anna.relog(broken(lost, 0, chain=b"x" * 32).merged.entries)
    forged = replace(lost.merged.entries[0].line, patch=a_patch(CLAIMED | {"note": "sửa trộm"}))
    assert not anna.relog(broken(lost, 0, line=forged).merged.entries)
    assert anna.hello(here(ANNA)).head == 2
    seal = Seal(scope="d1", key_id=b"k", wrapped=b"w")
    assert anna.relog(lost.merged.entries, [seal])
    hello = anna.hello(here(ANNA))
    assert hello.head == 3
    assert hello.epoch > epoch
    assert whole_log(anna)[2:] == lost.merged.entries
    snap = binh.snap(BINH, lost.merged.rows.keys(), lost.merged.claims.keys())
    assert (snap.rows, snap.holders) == (lost.merged.rows, lost.merged.claims)
    assert (snap.last_op, snap.last_hash) == (1, lost.merged.entries[-1].op_hash)
    assert anna.pull(2, 10).seals == (seal,)
    assert not anna.relog(lost.merged.entries)


def test_that_a_store_was_put_back_on_purpose_is_told_by_its_epoch_alone(anna: Remote) -> None:
    pushed(anna, ANNA, 1)
    before = anna.hello(here(ANNA))
    assert anna.relog(())
    after = anna.hello(here(ANNA))
    assert after.head == 1
    assert after.epoch - before.epoch > 10_000_000  # seconds: the same backup put back again gets another one


def test_a_lost_tail_may_bring_back_a_counter_that_the_store_forgot(anna: Remote) -> None:
    stranger = "0194c000-0000-7000-8000-0000000000c9"
    lost = a_push(anna, ANNA, [a_line(a_patch({"a": 1}))])
    foreign = _as_written_by(stranger, lost)
    assert anna.relog(foreign)
    known = {info.client_id: info for info in anna.counters()}[stranger]
    assert (known.counter_no, known.last_op) == (0, 1)
    assert not anna.hello(here(stranger)).registered
    with pytest.raises(DeskError) as caught:
        anna.snap(stranger, (), ())
    assert caught.value.code is ErrorCode.OFFICE_REFUSED


def test_a_counter_whose_last_life_was_only_written_back_enters_as_the_one_before(anna: Remote) -> None:
    last, now = (f"0194c000-0000-7000-8000-0000000000{end}" for end in ("c9", "d0"))
    assert anna.relog(_as_written_by(last, a_push(anna, ANNA, [a_line(a_patch({"a": 1}))])))
    link = replace(new_link(DATASET, now), name="Quầy 1", former=(last, ANNA))
    assert enter(anna, link) == COUNTERS_MAX
    assert anna.hello(here(now)).registered


def _as_written_by(client_id: str, push: Push) -> tuple[Entry, ...]:
    from_scratch = [
        replace(entry, client_id=client_id, op_hash=entry.line.hash_after(line_genesis(client_id)), chain=b"")
        for entry in push.merged.entries
    ]
    chain = log_genesis(DATASET)
    done = []
    for entry in from_scratch:
        chain = entry_chain(chain, entry)
        done.append(replace(entry, chain=chain))
    return tuple(done)


def entry_chain(previous: bytes, entry: Entry) -> bytes:
    return chain_after(
        previous,
        seq=entry.seq,
        client_id=entry.client_id,
        op_hash=entry.op_hash,
        decision=entry.decision,
        refusal=entry.refusal,
    )
