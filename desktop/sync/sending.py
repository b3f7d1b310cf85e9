"""What goes into a batch before the store is asked to take it: the lines, what they touch, and the merge."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from sqlalchemy import Connection, select

from desktop.domain.errors import DeskError
from desktop.records.canonical import Value, read_json
from desktop.records.legible import UNREADABLE
from desktop.records.sealed_fields import is_sealed, place_of
from desktop.records.sealing import SealKeys, unseal
from desktop.records.tables import SEAL_KEY
from desktop.services.office_values import CANNOT_MERGE
from desktop.services.record_values import Entity
from desktop.sync.entries import Claim, Line, LineKind, SignedLine, line_genesis
from desktop.sync.link import Link
from desktop.sync.merge import merge, wanted_claims
from desktop.sync.offered_lines import is_marked, refused_before
from desktop.sync.office_key import wrap
from desktop.sync.outbox import BATCH, hash_of_line, next_batch
from desktop.sync.remote import Push, PushRefusedError, Seal, Snap
from desktop.sync.replica import load_bases
from desktop.sync.row_keys import AMONG_SCOPES, named
from desktop.sync.row_state import NO_ROW, SEALED, RowKey, RowState
from desktop.sync.store_rows import NOBODYS

_LOG = logging.getLogger(__name__)
_KEYS: Final = select(SEAL_KEY.c.scope, SEAL_KEY.c.key).where(AMONG_SCOPES).order_by(SEAL_KEY.c.scope)
_KNOWN: Final = frozenset(entity.value for entity in Entity)
_STUMBLES: Final = tuple(
    error for error in UNREADABLE if error is not DeskError
)  # that one is the database's


class Standing(Enum):
    """How what the store has of this counter compares with what the counter knows it wrote."""

    OURS = auto()
    BEHIND = auto()
    """Lines came back meanwhile: the batch is to be made anew."""
    ANOTHER_LIFE = auto()
    """Another life of this counter has written under its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Lines that wait to be sent, whole units of work.

    Attributes:
        lines: In order.
        bases: The records they touch, as the log up to this counter's place makes them.
        seals: Keys of the sealed values in them, wrapped.
        is_shared: Others may hold some of these lines too, and offer them to a store that has lost them.
    """

    lines: tuple[SignedLine, ...]
    bases: Mapping[RowKey, RowState]
    seals: tuple[Seal, ...]
    is_shared: bool

    @property
    def keys(self) -> frozenset[RowKey]:
        """The records they touch."""
        return frozenset(self.bases)

    def claims(self) -> frozenset[Claim]:
        """Give the numbers they may claim, as far as this counter sees."""
        try:
            return wanted_claims([signed.line for signed in self.lines], self.bases)
        except _STUMBLES:
            return frozenset()  # merging tells

    def after(self, op: int) -> tuple[SignedLine, ...]:
        """Give the lines after one of them."""
        return tuple(signed for signed in self.lines if signed.line.op > op)


def prepare(
    connection: Connection,
    link: Link,
    fresh: tuple[SignedLine, ...] = (),
    *,
    limit: int = BATCH,
    alone: int = 0,
) -> Batch | None:
    """Give the next batch, None when nothing waits.

    Args:
        connection: Any.
        link: The counter's place.
        fresh: Lines made in the same transaction.
        limit: About how many lines.
        alone: Up to this line each unit of work is a batch of its own: the store has refused one among them.
    """
    lines = next_batch(connection, link, fresh, limit=limit)
    if not lines:
        return None
    if lines[0].line.op <= alone:
        lines = tuple(signed for signed in lines if signed.line.txn_no == lines[0].line.txn_no)
    keys = {(signed.line.entity, signed.line.row_id) for signed in lines}
    bases = dict.fromkeys(keys, NO_ROW) | load_bases(connection, keys)
    return Batch(
        lines=lines,
        bases=bases,
        seals=_seals_for(connection, link, lines),
        is_shared=is_marked(connection, lines),
    )


def standing_of(connection: Connection, link: Link, batch: Batch, snap: Snap) -> Standing:
    """Compare the store's last line of this counter with the counter's own."""
    known = hash_of_line(connection, link, snap.last_op)
    if known is None and snap.last_op < batch.lines[0].line.op:
        return Standing.BEHIND
    theirs = snap.last_hash or line_genesis(link.client_id)
    return Standing.OURS if known == theirs else Standing.ANOTHER_LIFE


def merged_push(connection: Connection, link: Link, batch: Batch, snap: Snap) -> Push | None:
    """Merge a batch on top of the log; None when the store has moved on in a way that asks for a new batch.

    Raises:
        PushRefusedError: It cannot be merged with what stands in the office: a bug, here or in another program.
    """
    if batch.is_shared and snap.head != link.cursor:
        # What others hold too is offered only by who has read to the end that they have not done so.
        return None
    lines = batch.after(snap.last_op)
    if not lines or _is_partly_there(batch, snap) or snap.last_op != lines[0].line.op - 1:
        return None
    if NOBODYS in snap.rows.values() and snap.head != link.cursor:
        return None  # what the store says of a record cannot be read: the log is, first
    hidden = refused_before(connection, lines) if batch.is_shared else {}
    try:
        merged = merge(
            lines,
            client_id=link.client_id,
            head=snap.head,
            chain=snap.chain,
            rows=_proved(snap.rows, batch.bases),
            holders=snap.holders,
            same=SameMeaning(SealKeys(connection)),
            refused_before=hidden,
        )
    except _STUMBLES as error:
        _LOG.exception("what waits cannot be merged")
        raise PushRefusedError(f"{CANNOT_MERGE}{type(error).__name__}") from error
    return Push(
        client_id=link.client_id, head=snap.head, last_op=snap.last_op, merged=merged, seals=batch.seals
    )


def _is_partly_there(batch: Batch, snap: Snap) -> bool:
    """Tell whether the store has some of these lines, which are read first: the others may have met something there."""
    return snap.last_op >= batch.lines[0].line.op


def unseen_push(connection: Connection, link: Link, batch: Batch) -> Push | None:
    """Merge a batch on top of the log as this counter knows it, as if nobody had written since it last read.

    Saves the look at the store. The store takes it only if that was so and the numbers it claims are free.
    """
    standing = Snap(
        head=link.cursor,
        chain=link.chain,
        last_op=link.acked_op,
        last_hash=link.acked_hash,
        rows={key: row for key, row in batch.bases.items() if row is not NO_ROW},
        holders={},
    )
    try:
        return merged_push(connection, link, batch, standing)
    except PushRefusedError:
        return None  # whoever looks at the store is told


def _proved(rows: Mapping[RowKey, RowState], bases: Mapping[RowKey, RowState]) -> dict[RowKey, RowState]:
    """Take what this counter made of the log itself, wherever the store's word is about the same entry.

    The store's rows are the word of whoever pushed last. One that differs is put right by this push.
    """
    proved = {
        key: bases[key] if row == NOBODYS or bases[key].rev == row.rev else row for key, row in rows.items()
    }
    if proved != rows:
        _LOG.warning(
            "the store's records differ from its log: %s", sorted(k for k in rows if rows[k] != proved[k])
        )
    return proved


class SameMeaning:
    """Tells whether two values of a field mean the same, also when they are sealed: sealed bytes always differ."""

    def __init__(self, keys: SealKeys) -> None:
        self._keys = keys

    def __call__(self, line: Line, name: str, one: "Value | None", other: "Value | None") -> bool:
        """Compare; what cannot be opened here is asked about rather than guessed."""
        if one == other and type(one) is type(other):
            return True
        if line.entity not in _KNOWN or not (isinstance(one, str) and isinstance(other, str)):
            return False
        entity = Entity(line.entity)
        if not (is_sealed(entity, name) and one.startswith(SEALED) and other.startswith(SEALED)):
            return False
        known, place = self._keys.all(line.row_id), place_of(entity, line.row_id, name)
        try:
            opened = [read_json(unseal(known, value, place=place)) for value in (one, other)]
        except UNREADABLE:
            return False
        return bool(opened[0] == opened[1])


def _seals_for(connection: Connection, link: Link, lines: tuple[SignedLine, ...]) -> tuple[Seal, ...]:
    scopes = {
        signed.line.row_id
        for signed in lines
        if SEALED in signed.line.patch or signed.line.kind is LineKind.VOID  # see missing_keys
    }
    # Whether this store has them is not asked: it may have been put back, or be another one than the keys came from.
    return wrapped_keys(connection, link, scopes)


def wrapped_keys(connection: Connection, link: Link, scopes: Collection[str]) -> tuple[Seal, ...]:
    """Give every key this counter has of some records, wrapped for the store."""
    if not scopes:
        return ()
    rows = connection.execute(_KEYS, named(scopes))
    return tuple(wrap(link.office_key, str(row.scope), bytes(row.key)) for row in rows)
