"""Entries in the log of an office that no program of ours writes."""

from dataclasses import replace

from desktop.services.record_values import Entity
from desktop.sync.entries import chain_after, line_genesis
from tests.support.sync_office import SampleOffice
from tests.support.sync_samples import a_line, a_push

NEWER = "0194c000-0000-7000-8000-0000000000c9"
"""The counter that writes them: it has a bug, or a program newer than the others."""


def spoil(office: SampleOffice, patch: str, *, entity: Entity, row_id: str, refusal: str = "") -> None:
    """Let a strange counter write a change into the log that nobody has looked at."""
    way = office.way(0)
    way.register(NEWER, "Quầy lạ")
    # Merged as something harmless: the log alone holds what nobody should have written.
    plain = a_line('{"clear":[],"set":{}}', base=99, row_id=row_id, entity=entity.value)
    push = a_push(way, NEWER, (plain,))
    entry = push.merged.entries[0]
    mine = [known for known in office.log() if known.client_id == NEWER]
    line = replace(entry.line, patch=patch, op=len(mine) + 1)
    op_hash = line.hash_after(mine[-1].op_hash if mine else line_genesis(NEWER))
    entry = replace(entry, line=line, op_hash=op_hash, refusal=refusal or entry.refusal)
    chain = chain_after(
        office.shared.chain,
        seq=entry.seq,
        client_id=NEWER,
        op_hash=entry.op_hash,
        decision=entry.decision,
        refusal=entry.refusal,
    )
    with office.shared.turn:
        office.shared.append(replace(push.merged, entries=(replace(entry, chain=chain),), rows={}), ())
