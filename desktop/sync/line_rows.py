"""Lines as rows of the tables that hold them: what waits, what is set aside, and the office's log."""

from sqlalchemy import Row

from desktop.sync.entries import Line, LineKind


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
