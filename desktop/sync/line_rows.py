"""Lines as rows of the tables that hold them: what waits, what is set aside, and the office's log."""

from dataclasses import replace
from typing import Final

from sqlalchemy import Row

from desktop.records.operations import WORD_MAX, Patch
from desktop.sync.entries import Line, LineKind, SignedLine

_NO_PATCH: Final = Patch(values={}).to_text()


def line_of(row: Row[tuple[object, ...]], *, op: int | None = None) -> Line:
    """Give the line in a row of `outbox`, `quarantine` or `office_entry`."""
    return Line(
        op=int(row.op) if op is None else op,
        txn_no=int(row.txn_no),
        txn_end=bool(row.txn_end),
        kind=LineKind(row.kind),
        entity=str(row.entity),
        row_id=str(row.row_id),
        base=int(row.base),
        patch=str(row.patch),
        actor=str(row.actor),
        made_at=str(row.made_at),
        hlc=str(row.hlc),
        schema_level=int(row.schema_level),
    )


def line_values(line: Line) -> dict[str, object]:
    """Give a line as the columns that all tables of lines share, without its number."""
    return {
        "txn_no": line.txn_no,
        "txn_end": int(line.txn_end),
        "kind": line.kind.value,
        "entity": line.entity,
        "row_id": line.row_id,
        "base": line.base,
        "patch": line.patch,
        "actor": line.actor,
        "made_at": line.made_at,
        "hlc": line.hlc,
        "schema_level": line.schema_level,
    }


def waiting_values(
    signed: SignedLine, *, local_op: int, former_hash: bytes | None = None
) -> dict[str, object]:
    """Give a line as a row of the outbox.

    Args:
        signed: The line.
        local_op: Its operation at this counter.
        former_hash: The hash it had in an earlier life of this counter, if others may hold it too.
    """
    return line_values(signed.line) | {
        "op": signed.line.op,
        "op_hash": signed.op_hash,
        "local_op": local_op,
        "former_hash": former_hash,
    }


def emptied(line: Line) -> Line:
    """Give the empty place of a line, also of one that was refused for another text than what it changes."""
    return replace(
        line,
        kind=LineKind.VOID,
        patch=_NO_PATCH,
        entity=line.entity[:WORD_MAX],
        row_id=line.row_id[:WORD_MAX],
        actor=line.actor[:WORD_MAX],
        hlc=line.hlc[:WORD_MAX],
    )
