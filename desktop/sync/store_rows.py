"""Entries and records as rows of a table, the same in every database.

Texts stay what they were, byte for byte: hashes were made over them.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.canonical import is_canonical, quoted, read_fields, read_json, spelled
from desktop.records.legible import UNREADABLE
from desktop.sync.entries import Decision, Entry, Line, LineKind
from desktop.sync.remote import Seal
from desktop.sync.row_state import FieldOrigin, RowKey, RowState

# What a driver gives: each column has its type in the schema.
Row: TypeAlias = "tuple[Any, ...]"

ENTRY_COLUMNS: Final = (
    "seq, client_id, op, txn_no, txn_end, kind, entity, row_id, base, patch, actor, made_at, hlc, schema_level,"
    " op_hash, decision, refusal, chain"
)
ROW_COLUMNS: Final = "entity, row_id, rev, doc, origins, erased"


NOBODYS: Final = RowState(rev=-1)
"""A record of the store that nobody can read, by a bug or by somebody who wrote there without this program."""


def entry_values(entry: Entry) -> Row:
    """Give an entry as `ENTRY_COLUMNS`."""
    line = entry.line
    return (
        entry.seq,
        entry.client_id,
        line.op,
        line.txn_no,
        line.txn_end,
        line.kind.value,
        line.entity,
        line.row_id,
        line.base,
        line.patch,
        line.actor,
        line.made_at,
        line.hlc,
        line.schema_level,
        entry.op_hash,
        entry.decision.value,
        entry.refusal,
        entry.chain,
    )


def entry_of(row: Row) -> Entry:
    """Read an entry from `ENTRY_COLUMNS`.

    Raises:
        DeskError: `SHARED_LOG_BROKEN` for a kind or a decision that no program writes.
    """
    if row[5] not in _KINDS or row[15] not in _DECISIONS:
        raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=row[0])
    return Entry(
        seq=row[0],
        client_id=row[1],
        line=Line(
            op=row[2],
            txn_no=row[3],
            txn_end=bool(row[4]),
            kind=_KINDS[row[5]],
            entity=row[6],
            row_id=row[7],
            base=row[8],
            patch=row[9],
            actor=row[10],
            made_at=row[11],
            hlc=row[12],
            schema_level=row[13],
        ),
        op_hash=bytes(row[14]),
        decision=_DECISIONS[row[15]],
        refusal=row[16],
        chain=bytes(row[17]),
    )


def row_values(key: RowKey, state: RowState) -> Row:
    """Give a record as `ROW_COLUMNS`."""
    # The values come from patches, so they are canonical already.
    return (*key, state.rev, spelled(state.fields), origins_text(state.origins), state.erased)


def row_of(row: Row) -> tuple[RowKey, RowState]:
    """Read a record from `ROW_COLUMNS`. What is there is a counter's word: `NOBODYS` for what cannot be read."""
    try:
        state = RowState(rev=row[2], fields=read_fields(row[3]), origins=origins_of(row[4]), erased=row[5])
    except UNREADABLE:
        state = NOBODYS
    return (row[0], row[1]), canonical_part(state)


def canonical_part(row: RowState) -> RowState:
    """Give a record without values that no canonical text has: nobody takes anything over from their entries."""
    if all(map(is_canonical, row.fields.values())):
        return row
    fields = {name: value for name, value in row.fields.items() if is_canonical(value)}
    gone = row.fields.keys() - fields.keys()
    return replace(
        row, fields=fields, origins={name: one for name, one in row.origins.items() if name not in gone}
    )


def refuse_nobodys(rows: Mapping[RowKey, RowState]) -> None:
    """Refuse records that a counter would have to take over as they stand, though nobody can read them.

    Raises:
        DeskError: `SHARED_LOG_BROKEN`.
    """
    for (entity, row_id), row in rows.items():
        if row == NOBODYS:
            raise DeskError(ErrorCode.SHARED_LOG_BROKEN, seq=f"{entity}/{row_id}")


def origins_text(origins: Mapping[str, FieldOrigin]) -> str:
    """Write where the fields of a record come from."""
    parts: list[str] = []
    last, spelling = None, ""
    for name in sorted(origins):
        origin = origins[name]
        if origin is not last:  # most fields of a record came with one entry
            last, spelling = origin, f":[{origin.seq},{quoted(origin.client_id)}]"
        parts.append(quoted(name) + spelling)
    return "{" + ",".join(parts) + "}"


def origins_of(text: str) -> dict[str, FieldOrigin]:
    """Read what `origins_text` wrote."""
    plain: dict[str, tuple[int, str]] = read_json(text)
    found: dict[str, FieldOrigin] = {}
    last = None
    for name, (seq, by) in plain.items():
        if (
            last is None or last.seq != seq or last.client_id != by
        ):  # most fields of a record came with one entry
            last = FieldOrigin(seq=seq, client_id=by)
        found[name] = last
    return found


def seal_of(row: Row) -> Seal:
    """Read a wrapped key from scope, key_id, wrapped."""
    return Seal(scope=row[0], key_id=bytes(row[1]), wrapped=bytes(row[2]))


_KINDS: Final = {kind.value: kind for kind in LineKind}
_DECISIONS: Final = {decision.value: decision for decision in Decision}
