"""Entries of the office's log as a counter keeps them, and the tasks it notes for what they refused."""

from typing import Final

from sqlalchemy import Row

from desktop.records.refused_edits import CLAIM
from desktop.sync.entries import Decision, Entry, Refusal
from desktop.sync.line_rows import line_of

UNREADABLE_ENTRY: Final = "unreadable "
"""The field name under which an entry is noted that this program cannot read; no real field has a space."""


def kept_entry(row: Row[tuple[object, ...]]) -> Entry:
    """Give the entry in a row of `office_entry`."""
    return Entry(
        seq=int(row.seq),
        client_id=str(row.client_id),
        line=line_of(row),
        op_hash=bytes(row.op_hash),
        decision=Decision(row.decision),
        refusal=str(row.refusal),
        chain=bytes(row.chain),
    )


def refused_values(entry: Entry, refusal: Refusal) -> list[dict[str, object]]:
    """Give what was not taken over as rows of `refused_field`."""
    common = {"seq": entry.seq, "entity": entry.line.entity, "row_id": entry.line.row_id}
    fields = [
        common | {"field": name, "standing": standing, "holder": ""}
        for name, standing in refusal.fields.items()
    ]
    clashes = [
        common
        | {"field": f"{CLAIM}{clash.claim.scope} {clash.claim.key}", "standing": 0, "holder": clash.holder}
        for clash in refusal.clashes
    ]
    return [*fields, *clashes]


def unreadable_values(seq: int, entity: str, row_id: str) -> dict[str, object]:
    """Give an entry that this program cannot read as a row of `refused_field`."""
    common = {"seq": seq, "entity": entity, "row_id": row_id}
    return common | {"field": UNREADABLE_ENTRY, "standing": 0, "holder": ""}
