"""What travels: lines of one counter's outbox, and entries of the office's one log.

A *line* is an operation as its counter offers it: numbered 1, 2, 3 ... for this counter alone and chained by hashes, so
that a cloned disk or a restored backup shows. An *entry* is a line with its place in the office's log and the decision
that was taken there. The decision is a fact of the log: replicas apply it and never decide again.
The bytes are described in docs/log-format.md.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode

_LINE_GENESIS: Final = b"khongviet counter 1\n"
_LOG_GENESIS: Final = b"khongviet office 1\n"
NO_REFUSAL_TEXT: Final = '{"claims":[],"fields":{}}'


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
        return hashlib.sha256(
            previous
            + _text(
                {
                    "actor": self.actor,
                    "base": self.base,
                    "entity": self.entity,
                    "hlc": self.hlc,
                    "kind": self.kind.value,
                    "made_at": self.made_at,
                    "op": self.op,
                    "patch": self.patch,
                    "row_id": self.row_id,
                    "schema_level": self.schema_level,
                    "txn_end": self.txn_end,
                    "txn_no": self.txn_no,
                }
            )
        ).digest()


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
        clashes = sorted([clash.claim.scope, clash.claim.key, clash.holder] for clash in self.clashes)
        return _text({"claims": clashes, "fields": dict(self.fields)}).decode()

    @classmethod
    def from_text(cls, text: str) -> "Refusal":
        """Read it from the log."""
        if text == NO_REFUSAL_TEXT:
            return NOTHING_REFUSED
        plain = json.loads(text)
        return cls(
            fields={str(name): int(seq) for name, seq in plain["fields"].items()},
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
    plain = {
        "client_id": client_id,
        "decision": decision.value,
        "op_hash": op_hash.hex(),
        "refusal": refusal,
        "seq": seq,
    }
    return hashlib.sha256(previous + _text(plain)).digest()


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


def _text(plain: Mapping[str, object]) -> bytes:
    # All text here is NFC already: ids, stamps, and patches that were written canonically.
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
