"""The one place where edits of several counters meet. Pure: no clock, no store, no chance.

Whoever pushes decides, by these rules, against the rows as they stand at the head of the log; the store takes the
result only if the head has not moved. Everybody else applies what was decided.

* Different fields merge.
* The same field with another value: the value that came first stays, the other is refused and kept. The same value is
  taken over; what its author wrote over his own meanwhile has still not seen the other's.
* A transition (`was`) is right only from where it started; otherwise all it brought is refused, unless the record is
  already there.
* Numbers that must be unique are claimed; the second record keeps its number and is shown as a duplicate.
* Sealed values written after the record was erased are refused: their key is gone.
* A record is taken away whole or not at all: not when somebody has changed it unseen, and after it is gone nothing is
  written into it by who has not seen that.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from desktop.records.canonical import Fields, Value, is_canonical, is_too_deep
from desktop.records.operations import Patch
from desktop.sync.claims import claims_of
from desktop.sync.entries import (
    NOTHING_REFUSED,
    Claim,
    Clash,
    Decision,
    Entry,
    Line,
    LineKind,
    Refusal,
    SignedLine,
    chain_after,
)
from desktop.sync.removals import refused_by_halves, refused_half
from desktop.sync.row_state import NO_ROW, SEALED, FieldOrigin, RowKey, RowState, last_change

Same: TypeAlias = "Callable[[Line, str, Value | None, Value | None], bool]"


def same_value(line: Line, name: str, one: "Value | None", other: "Value | None") -> bool:  # noqa: ARG001 - see Same
    """Tell whether two values are the same JSON; True is not 1."""
    return one == other and type(one) is type(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a line does to its record.

    Attributes:
        decision: Whether it was taken over.
        refusal: What of it was not.
        row: The record after it.
        met: Fields that were taken over because they met the same value, each with the entry that nobody had seen.
    """

    decision: Decision
    refusal: Refusal
    row: RowState
    met: Mapping[str, int] = field(default_factory=dict)


def decide(
    line: Line,
    *,
    seq: int,
    client_id: str,
    row: RowState,
    same: Same = same_value,
    refused_before: frozenset[str] = frozenset(),
) -> Outcome:
    """Merge one line into its record, claims aside.

    Args:
        line: The line.
        seq: The place it is given in the log.
        client_id: Its counter.
        row: The record as it stands.
        same: Tells whether two values of a field mean the same; sealed values differ in every byte.
        refused_before: Fields whose value was refused in a part of the log that a store lost: one counter may offer
            both values again under its own name, and the question stays a question.
    """
    if line.kind is LineKind.VOID:
        return Outcome(decision=Decision.VOID, refusal=NOTHING_REFUSED, row=row)
    patch = Patch.from_text(line.patch)
    if by_halves := refused_by_halves(line, patch, row, client_id):
        return Outcome(decision=Decision.REJECTED, refusal=Refusal(fields=by_halves), row=row)
    refused = _refused_transition(line, patch, row, same)
    if refused is None:
        refused = _refused_fields(line, patch, row, client_id, same)
        for name in sorted(refused_before & patch.fields - refused.keys()):
            if name in row.origins and not same(line, name, row.fields.get(name), patch.values.get(name)):
                refused[name] = row.origins[name].seq
    after = _taken_over(patch, refused, row, FieldOrigin(seq=seq, client_id=client_id))
    if half := refused_half(line, patch, row, after, is_cut=bool(refused)):
        return Outcome(decision=Decision.REJECTED, refusal=Refusal(fields=half), row=row)
    return Outcome(
        decision=_decision(refused, changed=after is not row),
        refusal=Refusal(fields=refused) if refused else NOTHING_REFUSED,
        row=after,
        met=met_unseen(line, patch, refused, row, client_id),
    )


def met_unseen(
    line: Line, patch: Patch, refused: Collection[str], row: RowState, client_id: str
) -> dict[str, int]:
    """Give the fields in which a line met the same value of another counter that its author had not seen.

    Args:
        line: The line.
        patch: What it changes.
        refused: Fields that were not taken over.
        row: The record before it.
        client_id: Its counter.
    """
    if not row.origins:
        return {}
    names = patch.fields.difference(refused, (name for name, _ in patch.was))
    return {
        name: origin.seq
        for name in names
        if (origin := row.origins.get(name)) is not None
        and origin.seq > line.base
        and origin.client_id != client_id
    }


_NOT_TAKEN: Final = frozenset({Decision.VOID, Decision.REJECTED})


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in an entry as text: what its line changes, and what of that was not taken over."""

    patch: Patch
    refusal: Refusal


def reading_of(entry: Entry) -> Reading:
    """Read an entry; raises one of `UNREADABLE` when a bug or another program wrote it."""
    if is_too_deep(entry.line.patch):
        raise ValueError("nested too deeply")
    patch = Patch.from_text(entry.line.patch)
    if not all(map(is_canonical, patch.values.values())):
        raise ValueError("a value that no canonical text has")
    return Reading(patch, Refusal.from_text(entry.refusal))


def apply_reading(entry: Entry, reading: Reading, row: RowState) -> RowState:
    """Bring a record forward by a decided entry that was read already."""
    if entry.decision in _NOT_TAKEN:
        return row
    origin = FieldOrigin(seq=entry.seq, client_id=entry.client_id)
    return _taken_over(reading.patch, reading.refusal.fields, row, origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A batch of lines, merged: what the store has to take as a whole or not at all.

    Attributes:
        entries: The new end of the log.
        rows: Every record that changed, as it stands after the batch.
        claims: New claims and their holders.
    """

    entries: tuple[Entry, ...]
    rows: Mapping[RowKey, RowState]
    claims: Mapping[Claim, str]


def merge(
    lines: Iterable[SignedLine],
    *,
    client_id: str,
    head: int,
    chain: bytes,
    rows: Mapping[RowKey, RowState],
    holders: Mapping[Claim, str],
    same: Same = same_value,
    refused_before: Mapping[int, frozenset[str]] = MappingProxyType({}),
) -> Merged:
    """Merge the lines of one counter on top of the log.

    Args:
        lines: In order.
        client_id: The counter.
        head: Number of the log's last entry.
        chain: Its chain.
        rows: Every record the lines touch, as it stands at the head; absent means that it has never been.
        holders: Who holds the claims that were looked up, those that `wanted_claims` names and more.
        same: See `decide`.
        refused_before: See `decide`; by the numbers of the lines.
    """
    now = dict(rows)
    changed: dict[RowKey, RowState] = {}
    claimed: dict[Claim, str] = {}
    entries: list[Entry] = []
    unseen: dict[RowKey, dict[str, int]] = {}
    for signed in lines:
        line = signed.line
        key = (line.entity, line.row_id)
        marked, carried = refused_before.get(line.op, frozenset()), unseen.get(key, {})
        head += 1
        before = now.get(key, NO_ROW)
        outcome = decide(
            line,
            seq=head,
            client_id=client_id,
            row=before,
            same=same,
            refused_before=marked.union(name for name, entry in carried.items() if line.base < entry),
        )
        if marked or carried or outcome.met:
            taken = marked - outcome.refusal.fields.keys()
            unseen[key] = {**carried, **dict.fromkeys(taken, head), **outcome.met}
        clashes: list[Clash] = []
        # An old duplicate is not reported again at every edit: only the line that brings the number is.
        for claim in sorted(claims_gained(line.entity, before, outcome.row)):
            holder = claimed.get(claim) or holders.get(claim)
            if holder is None:
                claimed[claim] = line.row_id
            elif holder != line.row_id:
                clashes.append(Clash(claim=claim, holder=holder))
        refusal = replace(outcome.refusal, clashes=tuple(clashes)) if clashes else outcome.refusal
        text = refusal.to_text()
        chain = chain_after(
            chain,
            seq=head,
            client_id=client_id,
            op_hash=signed.op_hash,
            decision=outcome.decision,
            refusal=text,
        )
        if outcome.row is not before:
            now[key] = changed[key] = outcome.row
        entries.append(
            Entry(
                seq=head,
                client_id=client_id,
                line=line,
                op_hash=signed.op_hash,
                decision=outcome.decision,
                refusal=text,
                chain=chain,
            )
        )
    return Merged(entries=tuple(entries), rows=changed, claims=claimed)


def wanted_claims(lines: Iterable[Line], rows: Mapping[RowKey, RowState]) -> frozenset[Claim]:
    """Give the claims that a batch makes when none of its lines is refused: a good guess at what to look up.

    What is refused may leave another value standing; merging tells by `Merged.claims` what was taken without a look.
    """
    wanted: set[Claim] = set()
    now: dict[RowKey, Fields] = {}
    for line in lines:
        if line.kind is LineKind.VOID:
            continue
        key = (line.entity, line.row_id)
        fields = now.get(key, rows.get(key, NO_ROW).fields) | Patch.from_text(line.patch).values
        now[key] = fields
        wanted.update(claims_of(line.entity, fields))
    return frozenset(wanted)


def claims_gained(entity: str, before: RowState, after: RowState) -> set[Claim]:
    """Give the claims a record makes after a line and did not make before it."""
    if after is before:
        return set()
    gained = set(claims_of(entity, after.fields))
    return gained.difference(claims_of(entity, before.fields)) if gained else gained


def _taken_over(patch: Patch, refused: Mapping[str, int], row: RowState, origin: FieldOrigin) -> RowState:
    taken = patch.fields.difference(refused)
    if not taken and patch.fields and not patch.erase:
        return row
    fields = row.fields | patch.values
    for name in refused:
        if name in row.fields:
            fields[name] = row.fields[name]
        else:
            fields.pop(name, None)
    for name in taken.difference(patch.values):
        fields.pop(name, None)
    return RowState(
        rev=origin.seq,
        fields=fields,
        origins={**row.origins, **dict.fromkeys(taken, origin)},
        erased=origin.seq if patch.erase else row.erased,
    )


def _refused_transition(line: Line, patch: Patch, row: RowState, same: Same) -> dict[str, int] | None:
    """Give what is refused when the record has left the state the change starts from; None when it has not."""
    for name, start in patch.was:
        stands = row.fields.get(name)
        if same(line, name, stands, start) or same(line, name, stands, patch.values.get(name)):
            continue
        return {
            other: last_change(row, other)
            for other in sorted(patch.fields)
            if not same(line, other, row.fields.get(other), patch.values.get(other))
        }
    return None


def _refused_fields(line: Line, patch: Patch, row: RowState, client_id: str, same: Same) -> dict[str, int]:
    if not row.origins and not row.erased:
        return {}  # a new record
    guarded = {name for name, _ in patch.was}
    refused: dict[str, int] = {}
    # Whether values are the same is asked last: opening sealed ones takes time, and almost nothing is overtaken.
    for name in patch.fields - guarded:
        value, origin = patch.values.get(name), row.origins.get(name)
        if row.erased and isinstance(value, str) and value.startswith(SEALED):
            by = row.erased
        elif origin is not None and origin.seq > line.base and origin.client_id != client_id:
            by = origin.seq
        else:
            continue
        if not same(line, name, row.fields.get(name), value):
            refused[name] = by
    return dict(sorted(refused.items()))


def _decision(refused: Mapping[str, int], *, changed: bool) -> Decision:
    if not refused:
        return Decision.ACCEPTED
    return Decision.PARTIAL if changed else Decision.REJECTED
