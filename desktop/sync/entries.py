"""What travels: lines of one counter's outbox, and entries of the office's one log.

A *line* is an operation as its counter offers it: numbered 1, 2, 3 ... for this counter alone and chained by hashes, so
that a cloned disk or a restored backup shows. An *entry* is a line with its place in the office's log and the decision
that was taken there. The decision is a fact of the log: replicas apply it and never decide again.
The bytes are described in docs/log-format.md.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.canonical import Value, quoted, read_json, spelled

_LINE_GENESIS: Final = b"khongviet counter 1\n"
_LOG_GENESIS: Final = b"khongviet office 1\n"
_SEQ_MAX: Final = 2**63 - 1
NO_REFUSAL_TEXT: Final = '{"claims":[],"fields":{}}'

LastLine: TypeAlias = tuple[int, bytes]
"""Number and hash of a counter's line."""


class LineKind(StrEnum):
    """Whether a line changes something."""

    EDIT = "edit"
    VOID = "void"
    """Holds the number of an operation that stays on its counter, in quarantine."""


class Decision(StrEnum):
    """What became of a line."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REJECTED = "rejected"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One operation of one counter.

    Attributes:
        op: 1, 2, 3 ... of this counter, without a hole.
        txn_no: Lines of one unit of work share it.
        txn_end: The last line of its unit of work.
        kind: Edit or placeholder.
        entity: Kind of record; one that this program does not know is kept all the same.
        row_id: The record.
        base: The entry of the office's log up to which the author had seen this record; 0 for nothing.
        patch: Canonical JSON as in docs/log-format.md.
        actor: Who.
        made_at: When, by the counter's clock; decides nothing.
        hlc: Hybrid stamp, for display.
        schema_level: Meaning of the fields.
    """

    op: int
    txn_no: int
    txn_end: bool
    kind: LineKind
    entity: str
    row_id: str
    base: int
    patch: str
    actor: str
    made_at: str
    hlc: str
    schema_level: int

    def hash_after(self, previous: bytes) -> bytes:
        """Give the hash of this line, chained to the one before."""
        # The one JSON text of these, its names in order. Written out: every line is hashed by several counters.
        text = (
            f'{{"actor":{quoted(self.actor)},"base":{self.base},"entity":{quoted(self.entity)},'
            f'"hlc":{quoted(self.hlc)},"kind":{quoted(self.kind.value)},"made_at":{quoted(self.made_at)},'
            f'"op":{self.op},"patch":{quoted(self.patch)},"row_id":{quoted(self.row_id)},'
            f'"schema_level":{self.schema_level},"txn_end":{"true" if self.txn_end else "false"},'
            f'"txn_no":{self.txn_no}}}'
        )
        return hashlib.sha256(previous + text.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    """A line with its hash."""

    line: Line
    op_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Claim:
    """A number or code that only one record of the office may carry."""

    scope: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Clash:
    """A claim that another record already held.

    Attributes:
        claim: The number.
        holder: The record that keeps it.
    """

    claim: Claim
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What of a line was not taken over. The values themselves stay in the line's patch, so nothing is lost.

    Attributes:
        fields: Field to the entry whose value stands instead.
        clashes: Numbers that another record holds.
    """

    fields: Mapping[str, int] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.clashes)

    def to_text(self) -> str:
        """Write it as it stands in the log."""
        if not self:
            return NO_REFUSAL_TEXT
        held = sorted((clash.claim.scope, clash.claim.key, clash.holder) for clash in self.clashes)
        clashes: list[Value] = [list(one) for one in held]
        # All text here is NFC already: ids, and names from patches that were written canonically.
        return spelled({"claims": clashes, "fields": dict(self.fields)})

    @classmethod
    def from_text(cls, text: str) -> "Refusal":
        """Read it from the log."""
        if text == NO_REFUSAL_TEXT:
            return NOTHING_REFUSED
        plain = read_json(text)
        fields = {str(name): int(seq) for name, seq in plain["fields"].items()}
        if any(not 0 <= seq <= _SEQ_MAX for seq in fields.values()):
            raise ValueError("a refusal names no entry")
        return cls(
            fields=fields,
            clashes=tuple(
                Clash(claim=Claim(scope=scope, key=key), holder=holder)
                for scope, key, holder in plain["claims"]
            ),
        )


NOTHING_REFUSED: Final = Refusal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place in the office's log.

    Attributes:
        seq: 1, 2, 3 ... in the order of commit, without a hole.
        client_id: The counter that wrote it.
        line: What it offered.
        op_hash: The line's hash in its counter's chain.
        decision: What became of it.
        refusal: `Refusal` as text.
        chain: Hash of the whole log up to here.
    """

    seq: int
    client_id: str
    line: Line
    op_hash: bytes
    decision: Decision
    refusal: str
    chain: bytes


def line_genesis(client_id: str) -> bytes:
    """Give the hash before a counter's first line."""
    return hashlib.sha256(_LINE_GENESIS + client_id.encode()).digest()


def log_genesis(dataset_id: str) -> bytes:
    """Give the chain before the first entry of an office's log."""
    return hashlib.sha256(_LOG_GENESIS + dataset_id.encode()).digest()


def chain_after(
    previous: bytes, *, seq: int, client_id: str, op_hash: bytes, decision: Decision, refusal: str
) -> bytes:
    """Give the chain after an entry."""
    text = (
        f'{{"client_id":{quoted(client_id)},"decision":{quoted(decision.value)},"op_hash":"{op_hash.hex()}",'
        f'"refusal":{quoted(refusal)},"seq":{seq}}}'
    )
    return hashlib.sha256(previous + text.encode()).digest()


def verify_entries(entries: Iterable[Entry], *, cursor: int, chain: bytes) -> bytes:
    """Check numbers and chain of entries that follow a known place; gives the chain at their end.

    Raises:
        DeskError: `SHARED_LOG_BROKEN` with the first entry that does not fit.
    """
    for entry in entries:
        cursor += 1
        chain = chain_after(
            chain,
            seq=entry.seq,
            client_id=entry.client_id,
            op_hash=entry.op_hash,
            decision=entry.decision,
            refusal=entry.refusal,
        )
        if entry.seq != cursor or entry.chain != chain:
            raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=cursor)
    return chain


def verify_lines(entries: Iterable[Entry], last_lines: Mapping[str, LastLine]) -> dict[str, LastLine]:
    """Check that entries hold what their counters wrote; the chain of the log runs over the hashes of lines alone.

    Args:
        entries: In order.
        last_lines: The line before, of each counter as far as it is known.

    Returns:
        The last lines after them.

    Raises:
        DeskError: `SHARED_LOG_BROKEN` with the first entry whose line is another one.
    """
    known = dict(last_lines)
    for entry in entries:
        line, client_id = entry.line, entry.client_id
        before = known.get(client_id, (0, line_genesis(client_id)) if line.op == 1 else None)
        if before is not None and (line.op, entry.op_hash) != (before[0] + 1, line.hash_after(before[1])):
            raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=entry.seq)
        known[client_id] = line.op, entry.op_hash
    return known
