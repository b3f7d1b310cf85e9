"""What is written out for the hashes is the one JSON text that docs/log-format.md describes, whatever is in it."""

import hashlib
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError
from desktop.records.operations import Operation
from desktop.services.record_values import Entity
from desktop.sync.entries import Decision, Line, LineKind, chain_after
from desktop.sync.row_state import FieldOrigin
from desktop.sync.store_rows import NOBODYS, origins_of, origins_text, refuse_nobodys, row_of

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(0, 2**53)
HASHES = st.binary(min_size=32, max_size=32)
APART = "A\u0323"
"""A letter and its mark as two characters."""


def hashed(previous: bytes, plain: dict[str, Any]) -> bytes:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


@given(
    st.builds(
        Line,
        op=NUMBERS,
        txn_no=NUMBERS,
        txn_end=st.booleans(),
        kind=st.sampled_from(LineKind),
        entity=WORDS,
        row_id=WORDS,
        base=NUMBERS,
        patch=WORDS,
        actor=WORDS,
        made_at=WORDS,
        hlc=WORDS,
        schema_level=NUMBERS,
    ),
    HASHES,
)
def test_a_line_of_a_counter_has_the_hash_that_the_format_describes(line: Line, previous: bytes) -> None:
    plain = {name: getattr(line, name) for name in Line.__slots__}
    assert line.hash_after(previous) == hashed(previous, plain | {"kind": line.kind.value})


@given(
    st.builds(
        Operation,
        op=NUMBERS,
        txn_no=NUMBERS,
        txn_end=st.booleans(),
        entity=st.sampled_from(Entity),
        row_id=WORDS,
        base_rev=NUMBERS,
        patch=WORDS,
        actor=WORDS,
        made_at=WORDS,
        hlc=WORDS,
        schema_level=NUMBERS,
        source=NUMBERS,
    ),
    HASHES,
)
@example(
    Operation(
        op=1,
        txn_no=1,
        txn_end=True,
        entity=Entity.DOSSIER,
        row_id=APART,
        base_rev=0,
        patch=APART,
        actor=APART,
        made_at=APART,
        hlc=APART,
        schema_level=1,
        source=0,
    ),
    bytes(32),
)
def test_an_operation_has_the_hash_that_the_format_describes(operation: Operation, previous: bytes) -> None:
    plain = {name: getattr(operation, name) for name in HASHED}
    plain |= {"source": operation.source} if operation.source else {}
    in_nfc = {
        name: unicodedata.normalize("NFC", value) if isinstance(value, str) else value
        for name, value in plain.items()
    }
    assert operation.hash_after(previous) == hashed(previous, in_nfc)


HASHED = (
    "actor base_rev entity hlc made_at op patch row_id schema_level txn_end txn_no".split()  # noqa: SIM905 - twelve words read better as one line
)


@given(HASHES, HASHES, NUMBERS, WORDS, st.sampled_from(Decision), WORDS)
def test_the_chain_is_the_one_that_the_format_describes(
    previous: bytes, op_hash: bytes, seq: int, client_id: str, decision: Decision, refusal: str
) -> None:
    chain = chain_after(
        previous, seq=seq, client_id=client_id, op_hash=op_hash, decision=decision, refusal=refusal
    )
    plain = {
        "client_id": client_id,
        "decision": decision.value,
        "op_hash": op_hash.hex(),
        "refusal": refusal,
        "seq": seq,
    }
    assert chain == hashed(previous, plain)


@given(st.dictionaries(WORDS, st.builds(FieldOrigin, seq=NUMBERS, client_id=WORDS)))
def test_where_fields_come_from_is_written_as_ever_and_read_again(origins: dict[str, FieldOrigin]) -> None:
    text = origins_text(origins)
    plain = {name: [origin.seq, origin.client_id] for name, origin in origins.items()}
    assert text == json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert origins_of(text) == origins


@pytest.mark.parametrize(
    ("doc", "origins"), [("no JSON", "{}"), ("[]", "{}"), ("{}", '{"a":7}'), ("{}", "[]")]
)
def test_a_record_that_nobody_can_read_is_not_taken_over(doc: str, origins: str) -> None:
    assert row_of(("dossier", "d1", 1, doc, origins, 0)) == (("dossier", "d1"), NOBODYS)
    with pytest.raises(DeskError, match="shared_log_broken"):
        refuse_nobodys({("dossier", "d1"): NOBODYS})
