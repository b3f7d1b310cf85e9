"""Lines, batches and a small typing hand for tests of the shared log."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from desktop.records.canonical import Value
from desktop.records.operations import Patch
from desktop.sync.entries import Line, LineKind, SignedLine, line_genesis
from desktop.sync.merge import merge, wanted_claims
from desktop.sync.remote import Push, Remote, Seal, invitation_hash

ANNA = "0194c000-0000-7000-8000-0000000000c1"
BINH = "0194c000-0000-7000-8000-0000000000c2"
OFFICER = "0194c000-0000-7000-8000-00000000000a"
DATASET = "0194c000-0000-7000-8000-0000000000d1"


def a_patch(
    values: Mapping[str, Value] | None = None,
    *,
    clear: Sequence[str] = (),
    was: Mapping[str, Value] | None = None,
    erase: bool = False,
) -> str:
    return Patch(
        values=dict(values or {}), clear=tuple(clear), was=tuple((was or {}).items()), erase=erase
    ).to_text()


def a_line(
    patch: str,
    *,
    op: int = 1,
    base: int = 0,
    row_id: str = "r1",
    entity: str = "office",
    txn_no: int | None = None,
    txn_end: bool = True,
    kind: LineKind = LineKind.EDIT,
) -> Line:
    return Line(
        op=op,
        txn_no=op if txn_no is None else txn_no,
        txn_end=txn_end,
        kind=kind,
        entity=entity,
        row_id=row_id,
        base=base,
        patch=patch,
        actor=OFFICER,
        made_at="2026-03-17T01:30:00.000000Z",
        hlc="019cf980a840-0000",
        schema_level=1,
    )


def signed(
    lines: Iterable[Line], *, client_id: str = ANNA, previous: bytes | None = None
) -> tuple[SignedLine, ...]:
    chain = line_genesis(client_id) if previous is None else previous
    done = []
    for line in lines:
        chain = line.hash_after(chain)
        done.append(SignedLine(line=line, op_hash=chain))
    return tuple(done)


def a_push(remote: Remote, client_id: str, lines: Sequence[Line], *, seals: tuple[Seal, ...] = ()) -> Push:
    """Merge lines against the store as it stands, as the engine does before `cas`."""
    keys = {(line.entity, line.row_id) for line in lines}
    rows = remote.snap(client_id, keys, ()).rows
    snap = remote.snap(client_id, keys, wanted_claims(lines, rows))
    previous = snap.last_hash or line_genesis(client_id)
    merged = merge(
        signed(lines, previous=previous),
        client_id=client_id,
        head=snap.head,
        chain=snap.chain,
        rows=snap.rows,
        holders=snap.holders,
    )
    return Push(client_id=client_id, head=snap.head, last_op=snap.last_op, merged=merged, seals=seals)


def invited(admin: Remote) -> str:
    """Invite one counter; gives the secret of its pairing code."""
    secret = secrets.token_urlsafe()
    admin.invite(invitation_hash(secret), datetime.now(UTC) + timedelta(hours=1))
    return secret
