from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.records.canonical import Fields
from desktop.records.operations import Patch
from desktop.sync.entries import (
    Claim,
    Clash,
    Decision,
    Entry,
    Line,
    LineKind,
    Refusal,
    log_genesis,
    verify_entries,
)
from desktop.sync.merge import apply_reading, decide, merge, reading_of, wanted_claims
from desktop.sync.row_state import NO_ROW, FieldOrigin, RowState
from desktop.sync.store_rules import replayed
from tests.support.sync_samples import ANNA, BINH, DATASET, a_line, a_patch, signed


def written(fields: Fields, *, seq: int = 5, by: str = BINH, erased: int = 0) -> RowState:
    origin = FieldOrigin(seq=seq, client_id=by)
    return RowState(rev=seq, fields=fields, origins=dict.fromkeys(fields, origin), erased=erased)


def test_different_fields_of_one_record_are_both_kept() -> None:
    outcome = decide(a_line(a_patch({"b": 2})), seq=6, client_id=ANNA, row=written({"a": 1}))
    assert outcome.decision is Decision.ACCEPTED
    assert outcome.row.fields == {"a": 1, "b": 2}


def test_the_first_value_of_a_field_stays_and_the_other_is_kept_as_refused() -> None:
    line = a_line(a_patch({"a": 2, "b": 3}))
    outcome = decide(line, seq=6, client_id=ANNA, row=written({"a": 1}))
    assert outcome.decision is Decision.PARTIAL
    assert outcome.refusal == Refusal(fields={"a": 5})
    assert outcome.row.fields == {"a": 1, "b": 3}
    assert Patch.from_text(line.patch).values["a"] == 2


def test_clearing_a_field_that_somebody_else_has_changed_is_asked_about_too() -> None:
    outcome = decide(a_line(a_patch(clear=["a"])), seq=6, client_id=ANNA, row=written({"a": 1}))
    assert outcome.decision is Decision.REJECTED
    assert outcome.row.fields == {"a": 1}


def test_a_value_that_was_seen_may_be_changed() -> None:
    outcome = decide(a_line(a_patch({"a": 2}), base=5), seq=6, client_id=ANNA, row=written({"a": 1}))
    assert outcome.decision is Decision.ACCEPTED


def test_a_counter_never_conflicts_with_itself() -> None:
    outcome = decide(a_line(a_patch({"a": 2})), seq=6, client_id=ANNA, row=written({"a": 1}, by=ANNA))
    assert outcome.decision is Decision.ACCEPTED


def test_the_same_value_typed_twice_is_no_conflict() -> None:
    outcome = decide(a_line(a_patch({"a": 1})), seq=6, client_id=ANNA, row=written({"a": 1}))
    assert outcome.decision is Decision.ACCEPTED
    assert decide(
        a_line(a_patch({"a": True})), seq=6, client_id=ANNA, row=written({"a": 1})
    ).refusal.fields == {"a": 5}


def test_a_move_is_right_only_from_the_state_it_started_from() -> None:
    row = written({"state": "withdrawn", "due": "x"})
    line = a_line(a_patch({"state": "signed", "due": "y", "note": "n"}, was={"state": "received"}))
    outcome = decide(line, seq=6, client_id=ANNA, row=row)
    assert outcome.decision is Decision.REJECTED
    assert outcome.refusal.fields == {"due": 5, "note": 5, "state": 5}
    assert outcome.row is row


def test_two_counters_that_made_the_same_move_are_not_asked() -> None:
    line = a_line(a_patch({"state": "signed"}, was={"state": "received"}))
    outcome = decide(line, seq=6, client_id=ANNA, row=written({"state": "signed"}))
    assert outcome.decision is Decision.ACCEPTED


def test_a_move_from_the_present_state_is_taken_whoever_brought_it_there() -> None:
    line = a_line(a_patch({"state": "signed"}, was={"state": "received"}))
    outcome = decide(line, seq=6, client_id=ANNA, row=written({"state": "received"}))
    assert outcome.row.fields == {"state": "signed"}


def test_sealed_values_for_an_erased_record_are_refused() -> None:
    outcome = decide(
        a_line(a_patch({"phone": "s1.AAAA"}), base=9), seq=10, client_id=ANNA, row=written({}, erased=7)
    )
    assert outcome.refusal.fields == {"phone": 7}


def test_a_placeholder_holds_a_number_and_changes_nothing() -> None:
    row = written({"a": 1})
    outcome = decide(a_line(a_patch(), kind=LineKind.VOID), seq=6, client_id=ANNA, row=row)
    assert (outcome.decision, outcome.row) == (Decision.VOID, row)


def test_the_second_dossier_with_a_number_keeps_it_and_is_shown_as_a_duplicate() -> None:
    claim = Claim(scope="dossier.number", key="260317-0001")
    line = a_line(a_patch({"number": "260317-0001"}), entity="dossier", row_id="d2")
    merged = merge(signed([line]), client_id=ANNA, head=3, chain=b"x" * 32, rows={}, holders={claim: "d1"})
    assert Refusal.from_text(merged.entries[0].refusal).clashes == (Clash(claim=claim, holder="d1"),)
    assert merged.rows["dossier", "d2"].fields == {"number": "260317-0001"}
    later = a_line(a_patch({"note": "x"}), op=2, entity="dossier", row_id="d2")
    again = merge(
        signed([later]), client_id=ANNA, head=4, chain=b"x" * 32, rows=merged.rows, holders={claim: "d1"}
    )
    assert not Refusal.from_text(again.entries[0].refusal)


def test_every_claim_a_batch_can_make_is_looked_up_before() -> None:
    lines = [
        a_line(a_patch({"day": "2026-03-17"}), entity="ticket", row_id="t"),
        a_line(a_patch({"number": "A001"}), op=2, entity="ticket", row_id="t"),
    ]
    assert wanted_claims(lines, {}) == {Claim(scope="ticket.number", key="2026-03-17/A001")}


VALUES = st.one_of(st.integers(0, 2), st.sampled_from(["x", "ưở", ""]), st.booleans())
NAMES = st.sampled_from("abc")
PATCHES = st.builds(
    lambda values, clear, was: a_patch(values, clear=[name for name in clear if name not in values], was=was),
    st.dictionaries(NAMES, VALUES, max_size=3),
    st.sets(NAMES, max_size=2),
    st.dictionaries(st.just("a"), VALUES, max_size=1),
)
STEPS = st.lists(
    st.tuples(st.sampled_from([ANNA, BINH, "c"]), st.sampled_from(["r", "s"]), PATCHES, st.integers(0, 12)),
    max_size=14,
)


def a_log(steps: list[tuple[str, str, str, int]]) -> tuple[list[Entry], dict[tuple[str, str], RowState]]:
    """Push every step alone, each seeing a part of the log that really was there."""
    entries: list[Entry] = []
    rows: dict[tuple[str, str], RowState] = {}
    chain = log_genesis(DATASET)
    ops: dict[str, tuple[int, bytes | None]] = {}
    for client, row_id, patch, lag in steps:
        op, previous = ops.get(client, (0, None))
        line = a_line(patch, op=op + 1, row_id=row_id, base=max(0, len(entries) - lag))
        lines = signed([line], client_id=client, previous=previous)
        merged = merge(lines, client_id=client, head=len(entries), chain=chain, rows=rows, holders={})
        entries += merged.entries
        rows |= merged.rows
        chain = entries[-1].chain
        ops[client] = (op + 1, lines[-1].op_hash)
    return entries, rows


@given(STEPS)
@settings(max_examples=150)
def test_applying_what_was_decided_gives_what_was_merged(steps: list[tuple[str, str, str, int]]) -> None:
    entries, rows = a_log(steps)
    again: dict[tuple[str, str], RowState] = {}
    for entry in entries:
        key = (entry.line.entity, entry.line.row_id)
        after = apply_reading(entry, reading_of(entry), again.get(key, NO_ROW))
        if after is not NO_ROW:
            again[key] = after
    assert again == rows
    verify_entries(entries, cursor=0, chain=log_genesis(DATASET))


@given(STEPS)
@settings(max_examples=150)
def test_no_accepted_write_overwrites_a_value_its_author_had_not_seen(
    steps: list[tuple[str, str, str, int]],
) -> None:
    entries, _ = a_log(steps)
    last: dict[tuple[str, str], tuple[int, str]] = {}
    fields: dict[tuple[str, str], object] = {}
    for entry in entries:
        patch = Patch.from_text(entry.line.patch)
        refused = Refusal.from_text(entry.refusal).fields
        guarded = {name for name, _ in patch.was}
        for name in patch.fields - set(refused):
            place = (entry.line.row_id, name)
            seq, author = last.get(place, (0, entry.client_id))
            value = patch.values.get(name)
            same = fields.get(place) == value and type(fields.get(place)) is type(value)
            assert entry.line.base >= seq or author == entry.client_id or same or name in guarded
            last[place], fields[place] = (entry.seq, entry.client_id), value


@given(STEPS)
@settings(max_examples=100)
def test_every_typed_value_stands_in_the_log_and_every_refusal_names_what_stood(
    steps: list[tuple[str, str, str, int]],
) -> None:
    entries, _ = a_log(steps)
    assert [entry.line.patch for entry in entries] == [patch for _, _, patch, _ in steps]
    for entry in entries:
        refusal = Refusal.from_text(entry.refusal)
        assert refusal.to_text() == entry.refusal
        assert set(refusal.fields) <= Patch.from_text(entry.line.patch).fields
        assert all(seq < entry.seq for seq in refusal.fields.values())


@given(st.dictionaries(st.sampled_from("ab"), VALUES), st.dictionaries(st.sampled_from("cd"), VALUES))
@settings(max_examples=60)
def test_edits_of_different_fields_give_the_same_in_either_order(one: Fields, other: Fields) -> None:
    def both(first: Line, second: Line) -> Fields:
        row = decide(first, seq=1, client_id=ANNA, row=NO_ROW).row
        return decide(second, seq=2, client_id=BINH, row=row).row.fields

    left, right = a_line(a_patch(one)), a_line(a_patch(other))
    assert both(left, right) == both(right, left)


def test_a_lost_end_is_brought_back_with_what_nobody_in_it_can_read() -> None:
    (good, spoiled), _ = a_log([(ANNA, "r1", a_patch({"a": 1}), 0), (ANNA, "r2", a_patch({"a": 2}), 0)])
    spoiled = replace(spoiled, line=replace(spoiled.line, patch="không phải JSON"))
    merged = replayed((good, spoiled), {})
    assert merged.entries == (good, spoiled)
    assert set(merged.rows) == {("office", "r1")}
